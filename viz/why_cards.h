#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "viz/scene.h"

namespace brink::viz {

/// One line of what the engine found on the way to an event.
///
/// level   how far to the right, from 0
/// about   whose value it is, and who changed it last; may be empty
/// event   number of the event that the line names; 0: none
/// shown, about_shown    text and about as they are wrapped now
/// height, about_height  of these [px]
struct FactLine {
  int level = 0;
  std::string text;
  std::string about;
  std::uint32_t event = 0;
  std::string shown;
  std::string about_shown;
  float height = 0;
  float about_height = 0;
};

/// The lines of `facts_text` (made so wide that none is wrapped), taken apart.
std::vector<FactLine> fact_lines(std::string_view facts);

/// The number after the first `#` of a text; 0 where there is none.
std::uint32_t event_named(std::string_view text);

/// One link of the chain, in words. It is made when it is first looked at.
///
/// maker        "rule moscow answers"
/// option       that was chosen, and its probability; below 0 where none was drawn
/// about        what the scenario says of the maker
/// place        where that stands: "open_letter.yaml:133"; empty where nowhere
/// passed       since its cause; empty for the root
/// contributors numbers of events that last changed what was read, its cause left out
/// height       as it was last drawn, for a width [px]
/// measured_for width that its facts are wrapped for [px]
struct WhyCard {
  bool is_made = false;
  bool is_open = false;
  EventRecord event;
  std::string parties;
  std::string type;
  std::string when;
  std::string attributes;
  std::string maker;
  std::string option;
  double probability = -1;
  std::string about;
  std::string place;
  Position at;
  std::string passed;
  std::vector<FactLine> facts;
  std::vector<std::uint32_t> contributors;
  float height = 0;
  float width = 0;
  float measured_for = 0;
};

/// An event that followed, directly or from one that did.
struct EffectRow {
  std::uint32_t event = 0;
  bool is_direct = true;
};

/// What followed, as far as it is listed: each direct effect with its own effects below it.
///
/// direct  how many followed directly
/// left_out  of what followed in any way: how many are not listed
struct EffectRows {
  std::vector<EffectRow> rows;
  std::size_t direct = 0;
  std::size_t left_out = 0;
};
EffectRows effect_rows(const Blocks<EventRecord>& events, const std::vector<Effect>& effects,
                       std::size_t most);

/// An event that was looked at, and how to know it again in another branch.
struct SeenEvent {
  std::uint32_t event = 0;
  std::uint64_t key = 0;
};

/// What the "Why?" tab keeps: the explanation in words, and the events looked at before.
///
/// cards  one for each link, the event's own first
/// shows_all  of a long chain the middle too
/// seen   the last is the one before `last`, which is shown
struct WhyView {
  std::shared_ptr<const SceneWhy> why;
  std::vector<WhyCard> cards;
  std::vector<Contribution> contributions;
  EffectRows effects;
  bool shows_all = false;
  bool scrolls_up = false;
  std::vector<SeenEvent> seen;
  SeenEvent last;
};

/// Begins anew with another explanation. Cost: O(links + effects).
void take_up(WhyView& view, std::shared_ptr<const SceneWhy> why);

/// A card with its words. REQUIRES: the view has an explanation with as many links.
const WhyCard& made_card(WhyView& view, std::size_t i);

/// The links of a long chain that are folded away, as [first, last); empty where none are.
struct FoldedLinks {
  std::size_t first = 0;
  std::size_t last = 0;
  bool contains(std::size_t i) const { return i >= first && i < last; }
};
FoldedLinks folded_links(std::size_t links, bool shows_all);

/// "3 d 4 h", rough: what a person wants to know of a wait. "at once" below a second.
std::string rough_duration(Duration length);

/// Remembers what is looked at now; what was before becomes the last of `seen`.
void note_seen(WhyView& view, const SeenEvent& now);

}  // namespace brink::viz
