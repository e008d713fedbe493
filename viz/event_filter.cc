#include "viz/event_filter.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "engine/report/words.h"
#include "viz/draw/describe.h"

namespace brink::viz {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

bool contains(std::string_view shown, const std::string& word) {
  return lower(shown).find(word) != std::string::npos;
}

// the text up to the next space, quoted spaces aside
std::string next_word(std::string_view& rest) {
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  std::string word;
  bool is_quoted = false;
  while (!rest.empty() && (is_quoted || rest.front() != ' ')) {
    if (rest.front() == '"') {
      is_quoted = !is_quoted;
    } else {
      word += rest.front();
    }
    rest.remove_prefix(1);
  }
  return word;
}

std::optional<std::uint32_t> number_of(std::string_view text) {
  std::uint32_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size())
    return std::nullopt;
  return number;
}

QueryWord query_word(std::string_view text) {
  using Field = QueryWord::Field;
  static constexpr std::pair<std::string_view, Field> kPrefixes[] = {
      {"type:", Field::type}, {"from:", Field::from}, {"to:", Field::to}, {"by:", Field::maker}};
  QueryWord word;
  if (text.size() > 1 && text.front() == '-') {
    word.excludes = true;
    text.remove_prefix(1);
  }
  word.text = lower(text);
  for (const auto& [prefix, field] : kPrefixes) {
    if (!word.text.starts_with(prefix)) continue;
    word.field = field;
    word.text = lower(text.substr(prefix.size()));
    return word;
  }
  if (!text.starts_with('#')) return word;
  const auto number = number_of(text.substr(1));
  if (number || text == "#") word.text.clear();
  if (number) {
    word.field = Field::number;
    word.number = *number;
  }
  return word;
}

// one maker from another
std::uint64_t maker_key(const EventRecord& event) {
  return static_cast<std::uint64_t>(event.maker) | static_cast<std::uint64_t>(event.option) << 16 |
         static_cast<std::uint64_t>(event.origin) << 24 |
         static_cast<std::uint64_t>(event.about) << 32 |
         static_cast<std::uint64_t>(event.type) << 48;
}

}  // namespace

std::vector<QueryWord> parse_query(std::string_view text) {
  std::vector<QueryWord> query;
  while (true) {
    const auto word = next_word(text);
    if (word.empty() && text.empty()) return query;
    if (word.empty() || word == "-") continue;
    auto parsed = query_word(word);
    const bool asks = parsed.field == QueryWord::Field::number || !parsed.text.empty();
    if (asks) query.push_back(std::move(parsed));
  }
}

EventMatcher::EventMatcher(const Program& program, std::string_view text) : program_(program) {
  for (auto& word : parse_query(text)) {
    Known known;
    for (const auto& type : program.types) {
      known.types.push_back(contains(words(type.name), word.text));
      known.attributes.push_back(
          std::any_of(type.attributes.begin(), type.attributes.end(), [&](const auto& attribute) {
            return contains(words(attribute.id), word.text) || contains(attribute.unit, word.text);
          }));
    }
    for (const auto& actor : program.actors) {
      known.actors.push_back(contains(actor.name, word.text));
    }
    known.in_world = contains("the world", word.text);
    known.in_private = contains("private", word.text);
    known.word = std::move(word);
    words_.push_back(std::move(known));
  }
}

bool EventMatcher::matches(const Log& log, const EventRecord& event) {
  return std::all_of(words_.begin(), words_.end(), [&](Known& known) {
    return occurs(known, log, event) != known.word.excludes;
  });
}

bool EventMatcher::occurs(Known& known, const Log& log, const EventRecord& event) const {
  switch (known.word.field) {
    case QueryWord::Field::number:
      return event.number == known.word.number;
    case QueryWord::Field::type:
      return known.types[event.type];
    case QueryWord::Field::from:
      return in_source(known, event);
    case QueryWord::Field::to:
      return in_target(known, event);
    case QueryWord::Field::maker:
      return in_maker(known, event);
    case QueryWord::Field::any:
      break;
  }
  return known.types[event.type] || in_source(known, event) || in_target(known, event) ||
         in_maker(known, event) || in_details(known, log, event);
}

bool EventMatcher::in_source(const Known& known, const EventRecord& event) const {
  return event.source == kNobody ? known.in_world : known.actors[event.source];
}

bool EventMatcher::in_target(const Known& known, const EventRecord& event) const {
  return event.target != kNobody && event.target != event.source && known.actors[event.target];
}

bool EventMatcher::in_maker(Known& known, const EventRecord& event) const {
  const auto [entry, is_new] = known.makers.try_emplace(maker_key(event), false);
  if (is_new) entry->second = contains(maker_text(program_, event), known.word.text);
  return entry->second;
}

bool EventMatcher::in_details(const Known& known, const Log& log, const EventRecord& event) const {
  if (!event.is_public && known.in_private) return true;
  if (event.attributes == 0) return false;
  if (known.attributes[event.type]) return true;
  for (const auto& text : attribute_texts(program_, log, event)) {
    if (contains(text, known.word.text)) return true;
  }
  return false;
}

}  // namespace brink::viz
