#include "engine/batch/partial_tree.h"

#include <algorithm>

namespace brink {

void add_span(const SpanShelf& shelf, Span span, Partial partial) {
  while (auto other = shelf.take(span.sibling())) {
    if (!span.is_left()) std::swap(partial, *other);
    merge(partial, *other);
    span = span.parent();
  }
  shelf.put(span, partial);
}

void SpanMap::add(Span span, Partial partial) {
  const SpanShelf shelf{.take = [this](Span s) -> std::optional<Partial> {
                          auto node = kept_.extract({s.level, s.place});
                          if (node.empty()) return std::nullopt;
                          return std::move(node.mapped());
                        },
                        .put =
                            [this](Span s, const Partial& p) {
                              kept_.insert_or_assign({s.level, s.place}, p);
                            }};
  add_span(shelf, span, std::move(partial));
}

std::vector<SpanPartial> SpanMap::spans() const {
  std::vector<SpanPartial> all;
  for (const auto& [span, partial] : kept_) all.push_back({{span.first, span.second}, partial});
  return all;
}

Partial merged(const Study& study, std::vector<SpanPartial> spans) {
  if (spans.empty()) return empty_partial(study);
  std::sort(spans.begin(), spans.end(), [](const SpanPartial& a, const SpanPartial& b) {
    return a.span.first_block() < b.span.first_block();
  });
  auto all = std::move(spans.front().partial);
  for (std::size_t i = 1; i < spans.size(); ++i) merge(all, spans[i].partial);
  return all;
}

}  // namespace brink
