#include "engine/report/why_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/report/value_lines.h"
#include "engine/report/why_facts.h"
#include "engine/report/why_words.h"

namespace brink {
namespace {

/// Writes an explanation link by link.
class WhyText {
 public:
  WhyText(const Explanation& why, const WhyTextOptions& options)
      : why_(why), program_(*why.run->program), options_(options), palette_(options.colour) {}

  std::string text() {
    std::string text = in_short();
    std::size_t left_out = 0;
    for (std::size_t i = 0; i < why_.links.size(); ++i) {
      const bool is_told = why_.links[i].is_asked || i == 0 || i + 1 == why_.links.size();
      if (!is_told) {
        ++left_out;
        continue;
      }
      if (left_out > 0) text += cut(i, left_out);
      left_out = 0;
      text += "\n" + link(why_.links[i]);
    }
    return text;
  }

 private:
  static constexpr std::size_t kMostInShort = 6;

  std::string wrap(std::string_view line, std::size_t indent) const {
    return std::string(indent, ' ') + wrapped(line, indent, options_.width) + "\n";
  }

  // "refuse (Russia → Ukraine) on 21 Jun 2026 ← counter letter … "
  std::string in_short() const {
    std::string text = fmt::format("why {}: ", event_text(why_, why_.event));
    for (std::size_t i = 0; i < why_.links.size(); ++i) {
      if (i == kMostInShort && why_.links.size() > kMostInShort + 1) {
        text += " ← …";
        i = why_.links.size() - 1;
      }
      const auto& event = why_.links[i].event;
      text += fmt::format("{}{} #{} of {}", i == 0 ? "" : " ← ", type_text(why_, event.number),
                          event.number, day_text(program_, event.time));
    }
    return palette_.bold(wrapped(text, 4, options_.width)) + "\n";
  }

  std::string cut(std::size_t end, std::size_t n) const {
    std::map<TypeId, std::size_t> counts;
    for (std::size_t i = end - n; i < end; ++i) ++counts[why_.links[i].event.type];
    std::string types;
    for (const auto& [type, count] : counts) {
      types += fmt::format("{}{} {}", types.empty() ? "" : ", ", count,
                           words(program_.types[type].name));
    }
    return "\n" + wrap(fmt::format("… {} more link{} ({}): `--depth {}` tells them", n,
                                   n == 1 ? "" : "s", types, why_.links.size()),
                       0);
  }

  std::string link(const Link& link) const {
    const auto& event = link.event;
    const auto number = fmt::format("#{}", event.number);
    const auto head = fmt::format("{}  {}  {}", palette_.bold(number),
                                  palette_.dim(dated_moment(program_, event.time)),
                                  event_text(why_, event.number));
    auto text = wrapped(head, 6, options_.width) + "\n";
    const auto place = place_text(program_, maker_place(program_, event));
    text += wrap(because(event) + (place.empty() ? "" : fmt::format(" ({})", place)), 2);
    auto about = std::string(maker_about(program_, event));
    while (about.ends_with('\n') || about.ends_with(' ')) about.pop_back();
    if (!about.empty()) text += palette_.dim(wrap(about, 2));
    return text + facts_text(why_, link, options_);
  }

  // what made it, and what that answered
  std::string because(const EventRecord& event) const {
    const std::string id(maker_id(program_, event));
    switch (event.origin) {
      case Origin::schedule:
        return fmt::format("scheduled: {}", words(id));
      case Origin::process:
        return fmt::format("process {}, at a moment of its own{}", words(id),
                           event.cause == 0
                               ? std::string()
                               : fmt::format("; its clock was last set by #{} {}", event.cause,
                                             type_text(why_, event.cause)));
      case Origin::engine:
        return fmt::format("{}, {}", engine_reason(event), after(event));
      case Origin::rule:
        break;
    }
    const bool is_condition = !program_.rules[event.maker].has_pattern;
    if (event.cause == 0) return fmt::format("rule {}: its condition became true", words(id));
    return fmt::format("{}{}, by rule {}", after(event),
                       is_condition ? ", which made its condition true" : "", words(id));
  }

  std::string engine_reason(const EventRecord& event) const {
    if (event.type == program_.roots.expire) return "its time is over";
    if (event.type == program_.roots.lapse) return "there was no answer in time";
    if (event.type == program_.roots.undelivered) return failure_text(program_, why_.log, event);
    return fmt::format("on channel {}", words(program_.channels[event.maker].name));
  }

  std::string after(const EventRecord& event) const {
    const auto passed = event.time - why_.log.events()[event.cause - 1].time;
    return fmt::format("{} #{} {}",
                       passed.us < 60'000'000
                           ? "upon"
                           : format_duration({passed.us - passed.us % 60'000'000}) + " after",
                       event.cause, type_text(why_, event.cause));
  }

  const Explanation& why_;
  const Program& program_;
  WhyTextOptions options_;
  Palette palette_;
};

}  // namespace

std::string why_text(const Explanation& explanation, const WhyTextOptions& options) {
  return WhyText(explanation, options).text();
}

}  // namespace brink
