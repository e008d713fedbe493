#include "viz/draw/draw.h"
#include "viz/panels/panels.h"

namespace brink::viz {

void export_window(AppState& state) { (void)state; }

}  // namespace brink::viz
