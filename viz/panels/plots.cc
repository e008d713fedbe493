#include "viz/draw/draw.h"
#include "viz/panels/panels.h"

namespace brink::viz {

void plots_tab(AppState& state) { (void)state; }

}  // namespace brink::viz
