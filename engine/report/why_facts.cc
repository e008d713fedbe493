#include "engine/report/why_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/report/value_lines.h"
#include "engine/report/why_words.h"

namespace brink {
namespace {

/// Tells the facts of one link, in the order the engine came to them.
class FactsText {
 public:
  FactsText(const Explanation& why, const Link& link, const WhyTextOptions& options)
      : why_(why), program_(*why.run->program), link_(link), options_(options) {}

  std::string text() {
    for (const auto& fact : link_.facts) tell(fact);
    return std::move(text_);
  }

 private:
  static constexpr std::size_t kIndentOfFact = 4;

  void line(std::size_t indent, const std::string& words) {
    text_ += std::string(indent, ' ') + wrapped(words, indent + 4, options_.width) + "\n";
  }

  // "if: A and B = true and false = false", then the parts
  void values(std::string_view key, const Fact& fact, const std::string& more = {},
              std::size_t indent = kIndentOfFact) {
    if (fact.trace.time != told_at_) told_.clear();  // another instant, other values
    told_at_ = fact.trace.time;
    const auto lines = value_lines(
        program_, fact,
        [&](const auto& value, const auto& contributor) {
          return contributor_text(why_, value, contributor);
        },
        told_);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto& [level, expression, with_values, value, about] = lines[i];
      std::string told = i == 0 ? std::string(key) : std::string();
      if (expression != value) told += fmt::format("{}{}", told.empty() ? "" : ": ", expression);
      if (!with_values.empty()) told += " = " + with_values;
      const bool says = !value.empty();
      if (says) told += (expression == value ? ": " : " = ") + value;
      if (!about.empty()) told += fmt::format("  ({})", about);
      if (i == 0) told += more;
      line(indent + 2 * static_cast<std::size_t>(level), told);
    }
    if (fact.trace.is_cut) line(indent + 2, "… and more values than fit here");
  }

  void tell(const Fact& fact) {
    const auto& trace = fact.trace;
    switch (trace.kind) {
      case TraceKind::upon: {
        const auto& pattern = program_.scenario.rules[trace.maker].upon;
        if (pattern) tell_upon(fact, pattern->alternatives[trace.index]);
        return;
      }
      case TraceKind::when:
        return values("when", fact);
      case TraceKind::condition:
        return values("if", fact);
      case TraceKind::chance:
        return values(
            "chance", fact,
            fmt::format("; drawn {}: {}", short_number(trace.drawn),
                        trace.drawn < trace.value.number ? "it goes on" : "it ends here"));
      case TraceKind::after:
        return values("waits", fact);
      case TraceKind::still:
        return values("still, when the wait was over", fact);
      case TraceKind::temperature:
        return;  // told with the choice
      case TraceKind::choice:
        return tell_choice(fact);
      case TraceKind::at:
        return values("at", fact);
      case TraceKind::clock:
        return tell_clock(fact);
      case TraceKind::gate:
        return values("while", fact);
      case TraceKind::rate:
        return values("rate at that moment", fact, " a day");
      case TraceKind::loop:
        return values(fmt::format("for {}, where", actor_name(program_, trace.index)), fact);
      case TraceKind::attribute:
        return tell_attribute(fact);
      case TraceKind::term:
        if (of_option(TraceKind::term, trace.index) != &fact) return;  // another took its place
        return values(words(program_.terms[trace.index]), fact);
      case TraceKind::delay:
        return values("on its way for", fact);
      case TraceKind::lapses:
        return values("waits for an answer", fact);
      case TraceKind::lasts:
        return values("holds for", fact);
      case TraceKind::from:
      case TraceKind::to:
        if (program_.nodes[trace.node].op == Op::pick) values(kind_name(trace.kind), fact);
        return;
      case TraceKind::assigned:
        return tell_assigned(fact);
      case TraceKind::hop:
      case TraceKind::carries:
      case TraceKind::leak:
      case TraceKind::arrives:
        return tell_message(fact);
      default:
        return;  // told with another
    }
  }

  void tell_upon(const Fact& fact, const Pattern::Alternative& alternative) {
    const bool many = program_.scenario.rules[fact.trace.maker].upon->alternatives.size() > 1;
    if (fact.trace.node != kNone) {
      auto bare = alternative;
      bare.where.reset();
      Pattern pattern;
      pattern.alternatives.push_back(bare);
      values(fmt::format("upon {} where", to_text(pattern)), fact);
    } else if (many) {
      Pattern pattern;
      pattern.alternatives.push_back(alternative);
      line(kIndentOfFact, fmt::format("upon: {}", to_text(pattern)));
    }
  }

  // the last fact of a kind about an option (or term)
  const Fact* of_option(TraceKind kind, std::size_t option) const {
    const Fact* found = nullptr;
    for (const auto& fact : link_.facts) {
      if (fact.trace.kind == kind && fact.trace.index == option) found = &fact;
    }
    return found;
  }

  void tell_choice(const Fact& choice) {
    const auto& options = program_.rules[choice.trace.maker].options;
    const auto* temperature = of_option(TraceKind::temperature, 0);
    const bool is_best = temperature == nullptr || temperature->trace.value.number == 0;
    line(kIndentOfFact,
         is_best ? fmt::format("chose {}, the best of {}", words(options[choice.trace.index].name),
                               options.size())
                 : fmt::format("chose {} of {} by chance, the better the likelier; drawn {}",
                               words(options[choice.trace.index].name), options.size(),
                               short_number(choice.trace.drawn)));
    if (!is_best) values("temperature", *temperature, {}, kIndentOfFact + 2);
    for (std::size_t i = 0; i < options.size(); ++i) {
      tell_option(options[i].name, i, i == choice.trace.index);
    }
  }

  void tell_option(const std::string& name, std::size_t i, bool is_chosen) {
    const auto* utility = of_option(TraceKind::utility, i);
    const auto* possible = of_option(TraceKind::possible, i);
    const auto* option = of_option(TraceKind::option, i);
    std::string told = fmt::format("{} {}", is_chosen ? "→" : "·", words(name));
    if (utility == nullptr) told += ": not possible";
    if (option != nullptr) told += fmt::format(": {} %", brief_number(option->trace.drawn * 100));
    line(kIndentOfFact + 2, told);
    if (possible != nullptr) values("if", *possible, {}, kIndentOfFact + 6);
    if (utility != nullptr) values("utility", *utility, {}, kIndentOfFact + 6);
  }

  // a process has waited since its last firing
  void tell_clock(const Fact& fact) {
    const auto& trace = fact.trace;
    const auto fired = std::find_if(link_.facts.begin(), link_.facts.end(), [](const Fact& f) {
      return f.trace.kind == TraceKind::emission;
    });
    const auto waited =
        (fired == link_.facts.end() ? link_.event.time : fired->trace.time) - trace.time;
    const auto since = trace.time == SimTime{} ? "the start" : "it fired before";
    if (trace.node != kNone) {
      values(fmt::format("every, {} after {}", format_duration(waited), since), fact);
      return;
    }
    line(kIndentOfFact, fmt::format("{} after {}: drawn {} of the mean wait",
                                    format_duration(waited), since, short_number(trace.drawn)));
  }

  void tell_attribute(const Fact& fact) {
    const auto& trace = fact.trace;
    const auto& infos = program_.types[link_.event.type].attributes;
    if (trace.index >= infos.size()) return;
    const auto& info = infos[trace.index];
    if (trace.node != kNone) {
      values(words(info.id), fact, info.unit.empty() ? "" : " " + info.unit);
      return;
    }
    std::string weights;
    for (const auto& other : link_.facts) {
      const bool is_weight =
          other.trace.kind == TraceKind::weight && other.trace.index == trace.index;
      if (!is_weight) continue;
      weights += fmt::format("{}{}", weights.empty() ? "" : " : ",
                             node_value(program_, other.trace.node, other.trace.value));
    }
    line(kIndentOfFact, fmt::format("{}: {}, drawn with weights {}", words(info.id),
                                    short_value(program_, info.type, trace.value), weights));
  }

  // of the event that is answered: how it came here
  void tell_message(const Fact& fact) {
    const auto& trace = fact.trace;
    const auto message = fmt::format("#{}", trace.cause);
    const auto channel = words(program_.channels[trace.index].name);
    if (trace.kind == TraceKind::hop) {
      const auto way =
          fmt::format("{} goes from {} to {} by {}", message, actor_name(program_, trace.self),
                      actor_name(program_, trace.other), channel);
      if (trace.node == kNone) return line(kIndentOfFact, way + ", at once");
      return values(way, fact);
    }
    const bool happens = trace.drawn < trace.value.number;
    std::string verdict;
    std::string key;
    if (trace.kind == TraceKind::carries) {
      key = fmt::format("whether {} hands {} on by {}", actor_name(program_, trace.self), message,
                        channel);
      verdict = happens ? "yes" : "no";
    } else if (trace.kind == TraceKind::leak) {
      key = fmt::format("whether it leaks on {}", channel);
      verdict = happens ? "it leaks" : "no";
    } else {
      key = fmt::format("whether it arrives over {}", channel);
      verdict = happens ? "yes" : "it is lost";
    }
    values(key, fact, fmt::format("; drawn {}: {}", short_number(trace.drawn), verdict));
  }

  void tell_assigned(const Fact& fact) {
    const auto& info = program_.slots[fact.trace.slot];
    const auto sign = static_cast<char>(fact.trace.index);
    const std::string_view how = sign == '+'   ? "adds to"
                                 : sign == '-' ? "takes from"
                                 : sign == '*' ? "multiplies"
                                 : sign == '/' ? "divides"
                                               : "sets";
    values(fmt::format("and {} {}", how, slot_name(program_, fact.trace.slot)), fact,
           info.unit.empty() ? "" : " " + info.unit);
  }

  const Explanation& why_;
  const Program& program_;
  const Link& link_;
  WhyTextOptions options_;
  std::string text_;
  std::set<std::string> told_;
  SimTime told_at_;
};

}  // namespace

std::string facts_text(const Explanation& explanation, const Link& link,
                       const WhyTextOptions& options) {
  return FactsText(explanation, link, options).text();
}

}  // namespace brink
