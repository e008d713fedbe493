#include "viz/event_search.h"

#include <algorithm>

namespace brink::viz {

void advance_search(const Program& program, EventFilter& filter,
                    const std::shared_ptr<const Recording>& recording) {
  const std::string_view asked = filter.text.data();
  if (filter.recording != recording || filter.found_for != asked) {
    if (filter.found_for != asked) filter.scroll = 0;
    filter.followed = 0;
    filter.recording = recording;
    filter.found_for = asked;
    filter.looked_at = 0;
    filter.found.clear();
    const bool asks = !parse_query(asked).empty();
    filter.matcher = asks ? std::make_unique<EventMatcher>(program, asked) : nullptr;
  }
  const auto& log = recording->log;
  const auto size = log.events().size();
  if (filter.matcher == nullptr) {
    filter.looked_at = size;
    return;
  }
  std::size_t work = 0;
  for (auto& i = filter.looked_at; i < size && work < kSearchedAtOnce; ++i) {
    const auto& event = log.events()[i];
    if (filter.matcher->matches(log, event)) filter.found.push_back(event.number);
    work += 1 + std::size_t{8} * event.attributes;
  }
}

bool is_searching(const EventFilter& filter) {
  return filter.recording != nullptr && filter.looked_at < filter.recording->log.events().size();
}

std::size_t row_count(const EventFilter& filter) {
  return filter.matcher == nullptr ? filter.looked_at : filter.found.size();
}

std::uint32_t event_of_row(const EventFilter& filter, std::size_t row) {
  return filter.matcher == nullptr ? static_cast<std::uint32_t>(row + 1) : filter.found[row];
}

std::size_t rows_until(const EventFilter& filter, std::uint32_t event) {
  if (filter.matcher == nullptr) return std::min<std::size_t>(event, filter.looked_at);
  const auto after = std::upper_bound(filter.found.begin(), filter.found.end(), event);
  return static_cast<std::size_t>(after - filter.found.begin());
}

}  // namespace brink::viz
