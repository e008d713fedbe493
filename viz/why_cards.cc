#include "viz/why_cards.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "engine/report/why_facts.h"
#include "engine/report/why_words.h"
#include "engine/report/words.h"
#include "viz/draw/describe.h"

namespace brink::viz {
namespace {

constexpr std::size_t kUnwrapped = 1U << 20U;  // columns
constexpr std::size_t kShownFirst = 6;         // links of a long chain before it is folded
constexpr std::size_t kMostEffects = 50;
constexpr std::size_t kMostSeen = 50;
constexpr int kFirstIndent = 4;  // of facts_text: then two columns for each level

// "a = 3  (Russia; parameter); drawn 0.2" has its bracket taken out
void take_about(FactLine& line) {
  const auto open = line.text.find("  (");
  if (open == std::string::npos) return;
  int depth = 0;
  for (auto i = open + 2; i < line.text.size(); ++i) {
    if (line.text[i] == '(') ++depth;
    if (line.text[i] == ')' && --depth == 0) {
      line.about = line.text.substr(open + 3, i - open - 3);
      line.text = line.text.substr(0, open) + line.text.substr(i + 1);
      return;
    }
  }
}

// the probability that its rule gave the option it chose
double probability_of(const Link& link) {
  double found = -1;
  for (const auto& fact : link.facts) {
    if (fact.trace.kind == TraceKind::option && fact.trace.index == link.event.option) {
      found = fact.trace.drawn;
    }
  }
  return found;
}

std::string maker_alone(const Program& program, const EventRecord& event) {
  if (event.origin == Origin::rule) {
    return fmt::format("rule {}", words(maker_id(program, event)));
  }
  return maker_text(program, event);
}

std::string joined(const std::vector<std::string>& texts) {
  std::string text;
  for (const auto& one : texts) text += (text.empty() ? "" : ", ") + one;
  return text;
}

std::string trimmed(std::string_view text) {
  while (text.ends_with('\n') || text.ends_with(' ')) text.remove_suffix(1);
  return std::string(text);
}

}  // namespace

std::uint32_t event_named(std::string_view text) {
  for (auto at = text.find('#'); at != std::string_view::npos; at = text.find('#', at + 1)) {
    std::uint32_t number = 0;
    const auto read = std::from_chars(text.data() + at + 1, text.data() + text.size(), number);
    if (read.ec == std::errc{}) return number;
  }
  return 0;
}

std::vector<FactLine> fact_lines(std::string_view facts) {
  std::vector<FactLine> lines;
  while (!facts.empty()) {
    const auto end = std::min(facts.find('\n'), facts.size());
    auto line = facts.substr(0, end);
    facts.remove_prefix(std::min(end + 1, facts.size()));
    const auto indent = std::min(line.find_first_not_of(' '), line.size());
    line.remove_prefix(indent);
    if (line.empty()) continue;
    FactLine made;
    made.level = std::max((static_cast<int>(indent) - kFirstIndent) / 2, 0);
    made.text = line;
    take_about(made);
    made.event = event_named(made.about.empty() ? made.text : made.about);
    lines.push_back(std::move(made));
  }
  return lines;
}

EffectRows effect_rows(const Blocks<EventRecord>& events, const std::vector<Effect>& effects,
                       std::size_t most) {
  EffectRows found;
  std::size_t all = 0;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> second;  // cause and effect
  std::vector<std::uint32_t> first;
  for (const auto& effect : effects) {
    if (effect.depth > 0) ++all;
    if (effect.depth == 1) first.push_back(effect.event);
    if (effect.depth == 2) second.emplace_back(events[effect.event - 1].cause, effect.event);
  }
  std::sort(second.begin(), second.end());
  for (const auto event : first) {
    if (found.rows.size() == most) break;
    found.rows.push_back({event, true});
    auto below = std::lower_bound(second.begin(), second.end(), std::pair{event, 0U});
    for (; below != second.end() && below->first == event && found.rows.size() < most; ++below) {
      found.rows.push_back({below->second, false});
    }
  }
  found.direct = first.size();
  found.left_out = all - found.rows.size();
  return found;
}

void take_up(WhyView& view, std::shared_ptr<const SceneWhy> why) {
  view.why = std::move(why);
  view.cards.clear();
  view.contributions.clear();
  view.effects = {};
  view.shows_all = false;
  view.scrolls_up = true;
  if (view.why == nullptr) return;
  const auto& explanation = view.why->explanation;
  view.cards.resize(explanation.links.size());
  if (!view.cards.empty()) view.cards.front().is_open = true;
  view.contributions = explanation.contributions();
  view.effects = effect_rows(explanation.log.events(), view.why->effects, kMostEffects);
}

const WhyCard& made_card(WhyView& view, std::size_t i) {
  auto& card = view.cards[i];
  if (card.is_made) return card;
  card.is_made = true;
  const auto& explanation = view.why->explanation;
  const auto& program = *explanation.run->program;
  const auto& link = explanation.links[i];
  const auto& event = link.event;
  card.event = event;
  card.parties = parties_text(program, event);
  card.type = type_words(program, event);
  card.when = dated_moment(program, event.time);
  card.attributes = joined(attribute_texts(program, explanation.log, event));
  card.maker = maker_alone(program, event);
  card.option = words(option_id(program, event));
  card.probability = probability_of(link);
  card.about = trimmed(maker_about(program, event));
  card.at = maker_place(program, event);
  card.place = place_text(program, card.at);
  if (const auto slash = card.place.rfind('/'); slash != std::string::npos) {
    card.place.erase(0, slash + 1);
  }
  if (event.cause != 0) {
    card.passed = rough_duration(event.time - explanation.log.events()[event.cause - 1].time);
  }
  card.facts = fact_lines(facts_text(explanation, link, {.colour = false, .width = kUnwrapped}));
  for (const auto& contribution : view.contributions) {
    if (contribution.to == event.number && contribution.from != event.cause) {
      card.contributors.push_back(contribution.from);
    }
  }
  return card;
}

FoldedLinks folded_links(std::size_t links, bool shows_all) {
  if (shows_all || links < kShownFirst + 3) return {};
  return {kShownFirst, links - 1};
}

std::string rough_duration(Duration length) {
  constexpr std::int64_t kSecond = 1'000'000;
  constexpr std::int64_t kMinute = 60 * kSecond;
  if (length.us < kSecond) return "at once";
  if (length.us < kMinute) return format_duration({length.us - length.us % kSecond});
  const std::int64_t grain = length.us < 2 * kMicrosecondsPerDay    ? kMinute
                             : length.us < 30 * kMicrosecondsPerDay ? 60 * kMinute
                                                                    : kMicrosecondsPerDay;
  return format_duration({length.us - length.us % grain});
}

void note_seen(WhyView& view, const SeenEvent& now) {
  if (now.event == 0 || (now.event == view.last.event && now.key == view.last.key)) return;
  if (view.last.event != 0) {
    std::erase_if(view.seen, [&](const SeenEvent& s) { return s.key == view.last.key; });
    view.seen.push_back(view.last);
  }
  if (view.seen.size() > kMostSeen) view.seen.erase(view.seen.begin());
  view.last = now;
}

}  // namespace brink::viz
