#include "engine/report/log_rows.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/report/words.h"
#include "engine/run/evaluate.h"

namespace brink {
namespace {

std::string json_text(std::string_view text) {
  return nlohmann::json(std::string(text))
      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string json_text_or_null(std::string_view text) {
  return text.empty() ? "null" : json_text(text);
}

std::string_view actor_id(const Program& program, ActorId actor) {
  return actor == kNobody ? std::string_view() : std::string_view(program.actors[actor].id);
}

std::string date_of(const Program& program, SimTime time) {
  return format_exactly({program.start.us + time.us});
}

bool is_bare(ValueType type) {
  return type == ValueType::number || type == ValueType::truth || type == ValueType::duration;
}

// a value without loss, as CSV shows it; JSON puts the others between quotes
std::string plain_value(const Program& program, ValueType type, Value value) {
  const auto index = static_cast<std::size_t>(value.whole);
  switch (type) {
    case ValueType::number:
      return exact_number(value.number);
    case ValueType::truth:
      return value.whole != 0 ? "true" : "false";
    case ValueType::duration:
      return Duration{value.whole}.is_infinite() ? "inf" : exact_number(in_days({value.whole}));
    case ValueType::date:
      return date_of(program, {value.whole});
    case ValueType::symbol:
      return index < program.symbols.size() ? program.symbols[index] : "";
    case ValueType::actor:
      return index < program.actors.size() ? program.actors[index].id : "";
    default:
      return fmt::format("{}", value.whole);
  }
}

// null for the length of time that stands for "never"
std::string json_value(const Program& program, ValueType type, Value value) {
  if (type == ValueType::duration && Duration{value.whole}.is_infinite()) return "null";
  const auto text = plain_value(program, type, value);
  return is_bare(type) ? text : json_text(text);
}

// null where there is none; a series is {"every": days, "values": [...]}
std::string json_measure(const Program& program, const Measure& measure,
                         const MeasureValue& result) {
  if (!result.exists) return "null";
  if (measure.form != MeasureDecl::Form::series) {
    return json_value(program, measure.type, result.value);
  }
  std::string values;
  for (const auto value : result.series) {
    values += values.empty() ? "" : ",";
    values += is_good(measure.type, value) ? json_value(program, measure.type, value) : "null";
  }
  return fmt::format(R"({{"every":{},"values":[{}]}})", exact_number(in_days(measure.every)),
                     values);
}

std::string number_or(std::string_view none, std::uint32_t n, std::uint32_t missing) {
  return n == missing ? std::string(none) : fmt::format("{}", n);
}

struct Pair {
  std::string name;
  ValueType type = ValueType::number;
  Value value{};
};

// an event's attributes; of one that makes an offer also its terms, of one that ends a term that
std::vector<Pair> attributes_of(const FinishedRun& run, const EventRecord& event) {
  const auto& program = run.program();
  const auto& type = program.types[event.type];
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < event.attributes; ++i) {
    const auto& info = type.attributes[i];
    pairs.push_back({info.id, info.type, run.log->attribute(event, i)});
  }
  if (event.ends != kNoId) {
    pairs.push_back({"terms." + program.terms[event.ends], ValueType::number, Value::of(0)});
  }
  if (!type.is_offer || event.offer == kNone) return pairs;
  const auto& offer = offer_state(*run.run, event.offer);
  for (std::uint16_t t = 0; t < program.terms.size(); ++t) {
    if ((offer.terms >> t & 1U) == 0) continue;
    pairs.push_back({"terms." + program.terms[t], ValueType::number,
                     Value::of(offer_term(*run.run, event.offer, t))});
  }
  return pairs;
}

std::string json_pairs(const Program& program, const std::vector<Pair>& pairs) {
  std::string text;
  for (const auto& [name, type, value] : pairs) {
    text += fmt::format("{}{}:{}", text.empty() ? "" : ",", json_text(name),
                        json_value(program, type, value));
  }
  return "{" + text + "}";
}

std::string csv_pairs(const Program& program, const std::vector<Pair>& pairs) {
  std::string text;
  for (const auto& [name, type, value] : pairs) {
    text +=
        fmt::format("{}{}={}", text.empty() ? "" : ";", name, plain_value(program, type, value));
  }
  return text;
}

// number of the event that made the offer an event makes, answers or concerns; 0 for none
std::uint32_t offer_event(const FinishedRun& run, const EventRecord& event) {
  return event.offer == kNone ? 0 : offer_state(*run.run, event.offer).event;
}

// of a parameter: only interventions change it
Value value_at_start(const FinishedRun& run, SlotId parameter) {
  for (const auto& [time, write] : run.log->writes()) {
    if (write.slot == parameter) return write.before;
  }
  return slot_value(*run.run, parameter, run.run->now());
}

std::vector<Pair> parameters_of(const FinishedRun& run) {
  std::vector<Pair> pairs;
  const auto& slots = run.program().slots;
  for (SlotId s = 0; s < slots.size(); ++s) {
    if (!slots[s].is_parameter) continue;
    pairs.push_back({slots[s].name, slots[s].type, value_at_start(run, s)});
  }
  return pairs;
}

// empty where there are none
std::string json_interventions(const FinishedRun& run) {
  const auto& program = run.program();
  std::string list;
  for (const auto& [at, slot, value] : run.run->overlay->interventions) {
    const auto& info = program.slots[slot];
    list +=
        fmt::format(R"({}{{"time":{},"date":"{}","name":{},"value":{}}})", list.empty() ? "" : ",",
                    exact_number(in_days(at - SimTime{})), date_of(program, at),
                    json_text(info.name), json_value(program, info.type, value));
  }
  return list.empty() ? list : fmt::format(R"(,"what_if":[{}])", list);
}

std::string_view manner_of(const FinishedRun& run) {
  if (run.run->error.kind != RunError::Kind::none) return "failed";
  return run.has_ended() ? "ended" : "interrupted";
}

}  // namespace

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string cell = "\"";
  for (const char c : text) cell += c == '"' ? "\"\"" : std::string(1, c);
  return cell + "\"";
}

std::string csv_header() {
  return "number,key,time,date,type,source,target,cause,rule,option,offer,attributes\n";
}

std::string csv_row(const FinishedRun& run, const EventRecord& event) {
  const auto& program = run.program();
  return fmt::format("{},{:016x},{},{},{},{},{},{},{},{},{},{}\n", event.number, event.key,
                     exact_number(in_days(event.time - SimTime{})), date_of(program, event.time),
                     csv_cell(program.types[event.type].name),
                     csv_cell(actor_id(program, event.source)),
                     csv_cell(actor_id(program, event.target)), number_or("", event.cause, 0),
                     csv_cell(maker_id(program, event)), csv_cell(option_id(program, event)),
                     number_or("", offer_event(run, event), 0),
                     csv_cell(csv_pairs(program, attributes_of(run, event))));
}

std::string json_row(const FinishedRun& run, const EventRecord& event) {
  const auto& program = run.program();
  return fmt::format(
      R"({{"number":{},"key":"{:016x}","time":{},"date":"{}","type":{},"source":{},"target":{},)"
      R"("cause":{},"rule":{},"option":{},"offer":{},"attributes":{}}})"
      "\n",
      event.number, event.key, exact_number(in_days(event.time - SimTime{})),
      date_of(program, event.time), json_text(program.types[event.type].name),
      json_text_or_null(actor_id(program, event.source)),
      json_text_or_null(actor_id(program, event.target)), number_or("null", event.cause, 0),
      json_text(maker_id(program, event)), json_text_or_null(option_id(program, event)),
      number_or("null", offer_event(run, event), 0),
      json_pairs(program, attributes_of(run, event)));
}

std::string json_header(const FinishedRun& run) {
  const auto& program = run.program();
  return fmt::format(
      R"({{"schema":1,"scenario":{},"title":{},"seed":{},"replication":{},"start":"{}",)"
      R"("parameters":{}{}}})"
      "\n",
      json_text(program.scenario.source.name), json_text(program.scenario.title),
      run.run->seed.seed, run.run->seed.replication, format_exactly(program.start),
      json_pairs(program, parameters_of(run)), json_interventions(run));
}

std::string json_summary(const FinishedRun& run) {
  const auto& program = run.program();
  const auto& header = run.run->header();
  std::string measures;
  for (std::size_t i = 0; i < program.measures.size(); ++i) {
    const auto& result = (*run.measures)[i];
    measures += fmt::format("{}{}:{}", i > 0 ? "," : "", json_text(program.measures[i].name),
                            json_measure(program, program.measures[i], result));
  }
  const auto outcome =
      header.outcome == kNone ? std::string() : program.outcomes[header.outcome].name;
  return fmt::format(
      R"({{"outcome":{},"end":"{}","time":{},"events":{},"status":"{}","hash":{},"measures":{{{}}}}})"
      "\n",
      json_text_or_null(outcome), date_of(program, header.now),
      exact_number(in_days(header.now - SimTime{})), header.events, manner_of(run),
      run.has_ended() ? fmt::format("\"{:016x}\"", run.hash) : "null", measures);
}

std::string csv_log(const FinishedRun& run) {
  std::string text = csv_header();
  for (const auto& event : run.log->events()) text += csv_row(run, event);
  return text;
}

std::string json_log(const FinishedRun& run) {
  std::string text = json_header(run);
  for (const auto& event : run.log->events()) text += json_row(run, event);
  return text + json_summary(run);
}

}  // namespace brink
