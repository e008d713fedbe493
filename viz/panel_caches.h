#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "viz/graph_labels.h"
#include "viz/graph_layout.h"
#include "viz/offer_cards.h"
#include "viz/pair_events.h"
#include "viz/scene.h"

/// What the panels about actors and offers keep from frame to frame, so that none looks through a
/// whole log again.
namespace brink::viz {

/// What happened between actors in the stretch of a recording before the playhead.
struct PairWindow {
  std::shared_ptr<const Recording> recording;
  LogStretch stretch;
  std::vector<PairEvents> pairs;
  std::vector<ActorWorst> worst;  // by actor
};

/// Nodes and labels of a graph of actors on the screen, for one rectangle.
///
/// layout  counts up when the places change
struct GraphFit {
  unsigned layout = 0;
  Rect rect;
  float zoom = 0;
  float radius = 0;  // [px]
  std::vector<GraphPoint> nodes;
  std::vector<NodeLabel> labels;
  std::vector<std::string> texts;  // cut to their room
};

/// Pairs of actors that have an event between them anywhere in a run; they fix the layout.
struct RelationsCache {
  std::uint32_t by = 0;  // 0: events; otherwise 1 + the pair variable
  std::shared_ptr<const Recording> recording;
  std::size_t looked_at = 0;  // events
  std::set<GraphEdge> edges;
  std::set<GraphEdge> laid_out;
  unsigned layout = 0;
  std::vector<GraphPlace> places;
  GraphFit fit;
};

/// When a channel's link opened or closed.
struct LinkChange {
  SimTime time;
  std::uint32_t link = 0;
  bool opens = false;
};

struct ChannelsCache {
  std::shared_ptr<const Recording> recording;
  std::size_t looked_at = 0;  // notes
  std::vector<LinkChange> changes;
  std::vector<GraphPlace> places;
  GraphFit fit;
  // messages under way at an instant: places among the spans
  std::shared_ptr<const SceneSpans> spans;
  SimTime at = SimTime::never();
  std::size_t sent = 0;  // spans that begin up to it
  std::vector<std::size_t> under_way;
};

/// open_groups  whose offers are shown one by one, by their first
/// most         cards; older negotiations are left out
/// asked        counts up when either is changed
struct OffersCache {
  std::set<OfferId> open_groups;
  std::size_t most = 60;
  unsigned asked = 0;
  // made for
  std::shared_ptr<const SceneMoment> moment;
  unsigned made = 0;
  double made_at = 0;  // [s] of AppState::clock
  float width = 0;     // of the lines [px]
  float zoom = 0;
  std::vector<OfferCard> cards;
  std::vector<OfferCardLine> lines;
  std::string counts;
  std::size_t sent = 0;  // offers up to the playhead
  std::shared_ptr<const SceneSpans> spans;
  std::size_t sent_in_all = 0;  // offers of `spans`
};

struct PanelCaches {
  std::vector<double> scores;         // by type, see goldstein_scores
  std::vector<std::string> initials;  // by actor
  PairWindow pairs;
  PairWindow baseline_pairs;
  RelationsCache relations;
  ChannelsCache channels;
  OffersCache offers;
};

}  // namespace brink::viz
