#include "engine/story/event_query.h"

#include <algorithm>

#include "engine/run/history.h"

namespace brink {
namespace {

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](unsigned char c) { return c >= '0' && c <= '9'; });
}

bool is_key(std::string_view text) {
  return text.size() == 16 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
         });
}

// digits only; beyond 64 bits the largest there is, which no event has
std::uint64_t number_of(std::string_view digits, std::uint64_t base) {
  std::uint64_t n = 0;
  for (const char c : digits) {
    const auto digit = static_cast<std::uint64_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    if (n > (~std::uint64_t{0} - digit) / base) return ~std::uint64_t{0};
    n = n * base + digit;
  }
  return n;
}

}  // namespace

EventQuery parse_event_query(const std::string& text) {
  EventQuery query;
  query.text = text;
  const auto first = std::min(text.find_first_not_of(' '), text.size());
  const auto last = text.find_last_not_of(' ') + 1;
  const auto word = std::string_view(text).substr(first, last > first ? last - first : 0);
  const auto digits = word.starts_with('#') ? word.substr(1) : word;
  if (is_key(word)) {
    query.by = EventQuery::By::key;
    query.value = number_of(word, 16);
    return query;
  }
  if (is_digits(digits)) {
    query.value = number_of(digits, 10);
    return query;
  }
  query.by = word.starts_with("first(") ? EventQuery::By::first : EventQuery::By::last;
  const bool is_call = word.starts_with("first(") || word.starts_with("last(");
  const auto open = is_call ? word.find('(') + 1 : 0;
  const auto close = is_call && word.ends_with(')') ? 1U : 0U;
  query.pattern = word.substr(open, word.size() - open - close);
  query.column = static_cast<int>(first + open) + 1;
  return query;
}

Result<Program> compile_with(const Program& program, const EventQuery& query) {
  auto scenario = program.scenario;
  scenario.warnings.clear();
  if (query.by == EventQuery::By::number || query.by == EventQuery::By::key) {
    return compile(std::move(scenario));
  }
  const int file = static_cast<int>(scenario.modules.size()) + 1;
  const std::string name(kQueryName);
  scenario.modules.push_back({name, query.text});
  MeasureDecl measure;
  measure.label = {name, {1, query.column, file}, {}, {}};
  Diagnostics findings;
  measure.pattern = parse_pattern({query.pattern, measure.label.at}, name, findings);
  if (has_errors(findings) || !measure.pattern) return tl::unexpected(std::move(findings));
  scenario.measures.push_back(std::move(measure));
  return compile(std::move(scenario));
}

std::string render_query(const EventQuery& query, const Diagnostics& findings) {
  std::string text;
  for (const auto& finding : findings) text += render(finding, query.text);
  return text;
}

bool EventFinder::is_meant(const Run& run, const EventRecord& event,
                           const Attributes& attributes) const {
  switch (query_->by) {
    case EventQuery::By::number:
      return event.number == query_->value;
    case EventQuery::By::key:
      return event.key == query_->value;
    default:
      return matches(run, run.program->measures.back().pattern, event, attributes);
  }
}

void EventFinder::on_event(const Run& run, const EventRecord& event, const Attributes& attributes) {
  const bool takes_more = query_->by == EventQuery::By::last || found_ == 0;
  if (takes_more && is_meant(run, event, attributes)) found_ = event.number;
}

}  // namespace brink
