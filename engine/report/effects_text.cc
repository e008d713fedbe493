#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "engine/report/why_text.h"
#include "engine/report/why_words.h"

namespace brink {
namespace {

constexpr std::size_t kFewAlike = 3;  // effects of one kind that are told one by one

/// The tree of what followed from an event.
class Effects {
 public:
  Effects(const Explanation& why, std::size_t depth)
      : why_(why), depth_(depth), effects_(effects_of(why.log.events(), why.event)) {
    for (std::size_t i = 0; i < effects_.size(); ++i) place_.emplace(effects_[i].event, i);
    children_.resize(effects_.size());
    below_.resize(effects_.size());
    for (std::size_t i = effects_.size(); i-- > 1;) {
      const auto parent = place_.at(event_of(i).cause);
      children_[parent].push_back(i);
      below_[parent] += 1 + below_[i];
    }
    for (auto& list : children_) std::reverse(list.begin(), list.end());
  }

  std::size_t total() const { return effects_.size() - 1; }

  std::string tree(std::size_t i, std::size_t level, std::size_t width) const {
    std::string text;
    if (level == depth_ && !children_[i].empty()) {
      return row(level + 1,
                 fmt::format("… {}: `--depth {}` tells more", counted(below_[i]), depth_ + 1),
                 width);
    }
    std::map<std::pair<TypeId, std::pair<Origin, std::uint16_t>>, std::vector<std::size_t>> alike;
    for (const auto child : children_[i]) {
      const auto& event = event_of(child);
      alike[{event.type, {event.origin, event.maker}}].push_back(child);
    }
    for (const auto child : children_[i]) {
      const auto& event = event_of(child);
      const auto& group = alike.at({event.type, {event.origin, event.maker}});
      if (group.size() > kFewAlike) {
        if (child == group.front()) text += folded(group, level, width);
        continue;
      }
      text += row(level + 1, told(child), width) + tree(child, level + 1, width);
    }
    return text;
  }

  nlohmann::ordered_json json(std::size_t i, std::size_t level) const {
    const auto& program = *why_.run->program;
    const auto& event = event_of(i);
    nlohmann::ordered_json node{{"number", event.number},
                                {"key", fmt::format("{:016x}", event.key)},
                                {"time", in_days(event.time - SimTime{})},
                                {"type", program.types[event.type].name},
                                {"rule", maker_id(program, event)},
                                {"below", below_[i]}};
    if (level == depth_) return node;
    node["effects"] = nlohmann::ordered_json::array();
    for (const auto child : children_[i]) node["effects"].push_back(json(child, level + 1));
    return node;
  }

  // events of processes come anyway: what it did is to set their clock
  std::string of_processes() const {
    std::size_t n = 0;
    for (std::size_t i = 1; i < effects_.size(); ++i) {
      n += event_of(i).origin == Origin::process ? 1 : 0;
    }
    if (n == 0) return {};
    return fmt::format("; {} of them of processes, which would have come at other times",
                       short_count(n));
  }

 private:
  const EventRecord& event_of(std::size_t i) const {
    return why_.log.events()[effects_[i].event - 1];
  }
  static std::string counted(std::size_t n) {
    return fmt::format("{} effect{}", short_count(n), n == 1 ? "" : "s");
  }
  static std::string row(std::size_t level, const std::string& words, std::size_t width) {
    return std::string(2 * level, ' ') + wrapped(words, 2 * level + 4, width) + "\n";
  }
  std::string told(std::size_t i) const {
    const auto& program = *why_.run->program;
    const auto& event = event_of(i);
    return fmt::format("#{}  {}  {} · {}{}", event.number, dated_moment(program, event.time),
                       event_text(why_, event.number),
                       event.origin == Origin::process ? "process with its clock set by it: " : "",
                       words(maker_id(program, event)));
  }
  // "14 salvo, 5 Jun to 9 Jun, by nightly; 40 effects below"
  std::string folded(const std::vector<std::size_t>& group, std::size_t level,
                     std::size_t width) const {
    const auto& program = *why_.run->program;
    std::size_t below = 0;
    for (const auto i : group) below += below_[i];
    const auto& first = event_of(group.front());
    const auto text = fmt::format(
        "{} {} (#{} to #{}, {} to {}) · {}{}{}", short_count(group.size()),
        words(program.types[first.type].name), first.number, event_of(group.back()).number,
        day_text(program, first.time), day_text(program, event_of(group.back()).time),
        first.origin == Origin::process ? "process with its clock set by it: " : "",
        words(maker_id(program, first)),
        below == 0 ? "" : fmt::format("; from them {}", counted(below)));
    return row(level + 1, text, width);
  }

  const Explanation& why_;
  std::size_t depth_;
  std::vector<Effect> effects_;
  std::map<std::uint32_t, std::size_t> place_;
  std::vector<std::vector<std::size_t>> children_;
  std::vector<std::size_t> below_;
};

}  // namespace

std::string effects_text(const Explanation& explanation, std::size_t depth,
                         const WhyTextOptions& options) {
  const Effects effects(explanation, depth);
  const auto& event = explanation.log.events()[explanation.event - 1];
  const Palette palette(options.colour);
  auto text = fmt::format("{}  {}  {}\n", palette.bold(fmt::format("#{}", event.number)),
                          palette.dim(dated_moment(*explanation.run->program, event.time)),
                          event_text(explanation, event.number));
  const auto n = effects.total();
  text += n == 0 ? std::string("  no later event was set off by it\n")
                 : fmt::format("  {} event{} set off by it, directly or not{}\n", short_count(n),
                               n == 1 ? " was" : "s were", effects.of_processes());
  return text + effects.tree(0, 0, options.width);
}

std::string effects_json(const Explanation& explanation, std::size_t depth) {
  return Effects(explanation, depth)
             .json(0, 0)
             .dump(2, ' ', false, nlohmann::json::error_handler_t::replace) +
         "\n";
}

}  // namespace brink
