#include "engine/report/schema.h"
#include "tools/commands.h"

namespace brink::tools {

int schema_command() {
  print(schema_text());
  return finish_output();
}

}  // namespace brink::tools
