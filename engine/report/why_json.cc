#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/report/expression_owner.h"
#include "engine/report/value_lines.h"
#include "engine/report/why_text.h"
#include "engine/report/why_words.h"
#include "engine/run/evaluate.h"
#include "engine/run/settings.h"

namespace brink {
namespace {

using Json = nlohmann::ordered_json;

Json id_of(const Program& program, ActorId actor) {
  return actor == kNobody || actor >= program.actors.size() ? Json()
                                                            : Json(program.actors[actor].id);
}

// exact: numbers as they are, lengths and dates in days, names by their ids
Json exact_value(const Program& program, ValueType type, Value value) {
  if (!is_good(type, value)) return nullptr;
  switch (type) {
    case ValueType::number:
      return value.number;
    case ValueType::truth:
      return value.whole != 0;
    case ValueType::duration:
    case ValueType::date:
      if (value.whole == Duration::infinite().us) return nullptr;
      return in_days({value.whole});
    case ValueType::symbol:
      return program.symbols[static_cast<std::size_t>(value.whole)];
    case ValueType::actor:
      return id_of(program, static_cast<ActorId>(value.whole));
    default:
      return value.whole;
  }
}

/// Writes an explanation as JSON.
class WhyJson {
 public:
  explicit WhyJson(const Explanation& why) : why_(why), program_(*why.run->program) {}

  Json json() const {
    Json links = Json::array();
    for (const auto& link : why_.links) links.push_back(link_of(link));
    return {{"scenario", program_.scenario.source.name},
            {"seed", why_.run->seed.seed},
            {"replication", why_.run->seed.replication},
            {"event", why_.event},
            {"links", links}};
  }

 private:
  Json link_of(const Link& link) const {
    const auto& event = link.event;
    Json facts = Json::array();
    for (const auto& fact : link.facts) facts.push_back(fact_of(fact));
    const auto option = option_id(program_, event);
    return {{"number", event.number},
            {"key", fmt::format("{:016x}", event.key)},
            {"time", in_days(event.time - SimTime{})},
            {"date", format_exactly({program_.start.us + event.time.us})},
            {"type", program_.types[event.type].name},
            {"source", id_of(program_, event.source)},
            {"target", id_of(program_, event.target)},
            {"cause", event.cause == 0 ? Json() : Json(event.cause)},
            {"rule", maker_id(program_, event)},
            {"place", place_text(program_, maker_place(program_, event))},
            {"option", option.empty() ? Json() : Json(option)},
            {"facts", facts}};
  }

  Json fact_of(const Fact& fact) const {
    const auto& trace = fact.trace;
    Json json{{"kind", kind_name(trace.kind)}, {"time", in_days(trace.time - SimTime{})}};
    if (trace.self != kNobody) json["self"] = id_of(program_, trace.self);
    add_about(trace, json);
    if (trace.node != kNone) {
      json["expression"] = expression_text(program_, trace.node);
      json["place"] = place_text(program_, program_.node_places[trace.node]);
      json["value"] = exact_value(program_, program_.nodes[trace.node].type, trace.value);
    }
    if (!trace.values.empty()) json["values"] = values_of(fact);
    return json;
  }

  void add_about(const Trace& trace, Json& json) const {
    switch (trace.kind) {
      case TraceKind::possible:
      case TraceKind::utility:
        json["option"] = program_.rules[trace.maker].options[trace.index].name;
        break;
      case TraceKind::option:
        json["option"] = program_.rules[trace.maker].options[trace.index].name;
        json["probability"] = trace.drawn;
        break;
      case TraceKind::choice:
        json["option"] = program_.rules[trace.maker].options[trace.index].name;
        json["drawn"] = trace.drawn;
        break;
      case TraceKind::hop:
      case TraceKind::carries:
      case TraceKind::leak:
      case TraceKind::arrives:
        json["message"] = trace.cause;
        json["channel"] = program_.channels[trace.index].name;
        json["to"] = id_of(program_, trace.other);
        if (trace.kind != TraceKind::hop) json["drawn"] = trace.drawn;
        break;
      case TraceKind::chance:
      case TraceKind::clock:
      case TraceKind::weight:
        json["drawn"] = trace.drawn;
        break;
      case TraceKind::retimed:
        json["open"] = trace.drawn != 0;
        json["cause"] = trace.cause == 0 ? Json() : Json(trace.cause);
        break;
      case TraceKind::assigned:
        json["variable"] = program_.slots[trace.slot].name;
        json["sign"] = std::string(1, static_cast<char>(trace.index));
        break;
      case TraceKind::term:
        json["term"] = program_.terms[trace.index];
        break;
      case TraceKind::emission:
      case TraceKind::emitted:
        json["type"] = program_.types[trace.index].name;
        json["event"] = fmt::format("{:016x}", trace.event);
        break;
      default:
        break;
    }
  }

  Json values_of(const Fact& fact) const {
    Json values = Json::array();
    for (std::size_t i = 0; i < fact.trace.values.size(); ++i) {
      const auto& value = fact.trace.values[i];
      const auto type = program_.nodes[value.node].type;
      Json json{{"expression", expression_text(program_, value.node)},
                {"value", exact_value(program_, type, value.value)}};
      if (value.member != kNobody) json["member"] = id_of(program_, value.member);
      const auto& contributor = fact.contributors[i];
      if (contributor.event != 0) json["last_changed_by"] = contributor.event;
      if (contributor.kind == Contributor::Kind::write) add_write(contributor.write, json);
      values.push_back(json);
    }
    return values;
  }

  void add_write(std::uint32_t place, Json& json) const {
    const auto& [time, write] = why_.log.writes()[place];
    const auto& slot = program_.slots[write.slot];
    json["last_change"] = {{"variable", slot.name},
                           {"time", in_days(time - SimTime{})},
                           {"before", exact_value(program_, slot.type, write.before)},
                           {"after", exact_value(program_, slot.type, write.after)}};
    if (is_intervention(write)) {
      json["last_change"]["what_if"] = true;
    } else {
      json["last_change"]["rule"] = program_.rules[write.rule].name;
    }
  }

  const Explanation& why_;
  const Program& program_;
};

}  // namespace

std::string why_json(const Explanation& explanation) {
  return WhyJson(explanation).json().dump(2, ' ', false, nlohmann::json::error_handler_t::replace) +
         "\n";
}

}  // namespace brink
