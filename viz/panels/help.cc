#include "viz/draw/draw.h"
#include "viz/panels/panels.h"

namespace brink::viz {

void help_window(AppState& state) { (void)state; }

}  // namespace brink::viz
