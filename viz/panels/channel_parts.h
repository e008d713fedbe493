#pragma once

#include <utility>
#include <vector>

#include "viz/panels/graph_view.h"

/// What the channels tab is put together from.
namespace brink::viz {

/// A link as it is drawn, and whether messages can go by it now.
struct DrawnLink {
  std::uint32_t link = 0;
  GraphLine line;
  bool is_open = true;
};

/// Messages under way between two actors, one way.
struct Letters {
  ActorId from = kNobody;
  ActorId to = kNobody;
  std::vector<std::uint32_t> events;  // that sent them
};

inline constexpr float kLetterRadius = 9;  // [px]

/// The messages under way at the playhead. Cost: O(what has begun or ended since the last frame);
/// backwards all that were sent before.
std::vector<Letters> letters_now(AppState& state);

/// The way of letters, by a link between the two if there is one; and whether there is.
std::pair<GraphLine, bool> way_of(const AppState& state, const GraphFit& fit,
                                  const std::vector<DrawnLink>& links, const Letters& letters);
/// Where on its way a letter is drawn: its rectangle.
Rect letter_place(const GraphLine& way);

/// Draws them as one envelope with their number. True if the mouse is on it.
bool draw_letters(AppState& state, const Letters& letters, const GraphLine& way, bool is_hovered);

}  // namespace brink::viz
