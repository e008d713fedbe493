#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/report/offer_tree.h"
#include "engine/story/session.h"
#include "engine/story/why.h"
#include "viz/timeline_layout.h"

namespace brink::viz {

/// The run as it is at the playhead: a copy that nobody steps any more.
///
/// log     what had happened by then
/// offers  what had become of every offer by then
struct SceneMoment {
  Playhead at;
  std::shared_ptr<const Overlay> overlay;
  Run run;
  Log log;
  OfferTree offers;
};

/// Offers and messages of a recording as far as it was when they were looked for.
struct SceneSpans {
  std::size_t events = 0;  // of the log then
  bool is_complete = false;
  std::vector<Span> spans;
};

/// Why an event happened, and what followed from it. `event` is 0 where nothing was asked.
struct SceneWhy {
  std::uint32_t event = 0;
  std::shared_ptr<const Overlay> overlay;
  Explanation explanation;
  std::vector<Effect> effects;
};

/// One branch as it is shown. Recording and courses may still grow.
struct SceneBranch {
  std::shared_ptr<const Recording> recording;
  std::shared_ptr<const Courses> courses;
  std::shared_ptr<const Overlay> overlay;
};

/// Everything the worker says to the viewer, in one piece: each is complete and never changes, but
/// for what is said of recordings and courses.
///
/// done      commands that it has followed
/// baseline, current  the same where nothing is changed
/// initial   by slot: its value at the start of the baseline
/// moment, spans, why  of the current branch; null until there is one
/// is_working  something is still being computed
struct Scene {
  std::uint64_t done = 0;
  RunSeed seed;
  SceneBranch baseline;
  SceneBranch current;
  bool is_changed = false;
  std::vector<Change> changes;
  std::vector<SlotId> plotted;
  std::shared_ptr<const std::vector<Value>> initial;
  std::optional<std::uint32_t> first_different;
  std::shared_ptr<const SceneMoment> moment;
  std::shared_ptr<const SceneSpans> spans;
  std::shared_ptr<const SceneWhy> why;
  bool is_working = false;
};

}  // namespace brink::viz
