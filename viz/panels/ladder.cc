#include "viz/draw/draw.h"
#include "viz/panels/panels.h"

namespace brink::viz {

void ladder_panel(AppState& state, const Rect& rect) {
  begin_panel(rect, "##ladder_panel");
  panel_title(state, "Ladder");
  end_panel();
}

}  // namespace brink::viz
