#pragma once

#include <span>

#include "viz/draw/draw.h"

/// Graphs of actors: nodes, labels and edges on the screen, and what the mouse is on.
namespace brink::viz {

/// A line between two nodes, bent sideways by `bend` px at its middle.
struct GraphLine {
  ImVec2 from;
  ImVec2 to;
  float bend = 0;
};

/// How a line is drawn. `arrow`: at its `to` end.
struct LineLook {
  ImU32 colour = 0;
  float width = 1;
  bool is_dashed = false;
  bool has_arrow = false;
};

/// Fits nodes and labels into a rectangle, again only where something has changed.
void fit_nodes(AppState& state, GraphFit& fit, std::span<const GraphPlace> places, unsigned layout,
               const Rect& rect);

/// All nodes with their letters and names. `hot`: the one that the mouse is on; kNobody: none.
void draw_nodes(AppState& state, const GraphFit& fit, ActorId hot);

/// The node at a point; kNobody: none. Cost: O(nodes).
ActorId node_at(const GraphFit& fit, ImVec2 point);

/// The line between two nodes, from rim to rim. It bends around a node that stands in its way.
GraphLine line_between(const GraphFit& fit, ActorId a, ActorId b, float bend = 0);
ImVec2 point_on(const GraphLine& line, float share);
void draw_line(ImDrawList& list, const GraphLine& line, const LineLook& look);
/// [px]
float distance_to(const GraphLine& line, ImVec2 point);

/// A small text on a ground of its own, its middle at a point. Its rectangle.
Rect draw_pill(const AppState& state, ImDrawList& list, ImVec2 middle, std::string_view text,
               ImU32 colour);

/// The rest of the panel but `below` px as one widget for the mouse; its rectangle.
Rect graph_area(const char* name, float below = 0);

}  // namespace brink::viz
