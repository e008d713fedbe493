#include <fmt/format.h>

#include "engine/report/help_text.h"
#include "tools/commands.h"

namespace brink::tools {

int help_command(const std::string& topic) {
  const auto text = help_text(topic);
  if (!text) {
    const auto nearest = nearest_name(topic, help_topics());
    complain(fmt::format("there is no help on `{}`", topic),
             nearest.empty() ? "`brink help` lists the topics"
                             : fmt::format("did you mean `brink help {}`?", nearest));
    return kBadCommandLine;
  }
  print(*text);
  return finish_output();
}

}  // namespace brink::tools
