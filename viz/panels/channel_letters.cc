#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/report/words.h"
#include "viz/draw/describe.h"
#include "viz/panels/actors_now.h"
#include "viz/panels/channel_parts.h"

namespace brink::viz {
namespace {

// only what has begun or ended since the last frame is looked at, while time goes on
void follow_messages(AppState& state) {
  auto& cache = state.caches.channels;
  const auto& spans = state.scene->spans;
  const SimTime now = state.playback.place.time;
  if (cache.spans == spans && cache.at == now) return;
  if (cache.spans != spans || now < cache.at) {
    cache.sent = 0;
    cache.under_way.clear();
  }
  cache.spans = spans;
  cache.at = now;
  if (spans == nullptr) return;
  const auto& all = spans->spans;
  for (; cache.sent < all.size() && all[cache.sent].from <= now; ++cache.sent) {
    if (all[cache.sent].kind == Span::Kind::message) cache.under_way.push_back(cache.sent);
  }
  std::erase_if(cache.under_way, [&](std::size_t i) { return all[i].to <= now; });
}

std::string letters_text(const AppState& state, const Letters& letters) {
  const auto& program = *state.program;
  auto text = fmt::format("{} message{} under way, {} → {}", letters.events.size(),
                          letters.events.size() == 1 ? "" : "s", actor_name(program, letters.from),
                          actor_name(program, letters.to));
  for (std::size_t i = 0; i < letters.events.size() && i < 12; ++i) {
    const auto& event = state.events()[letters.events[i] - 1];
    text += fmt::format("\n#{} {}, sent {}{}", event.number, type_words(program, event),
                        moment_text(program, event.time), event.is_public ? "" : " [private]");
  }
  return text + "\nClick: why was the last one sent?";
}

}  // namespace

std::vector<Letters> letters_now(AppState& state) {
  follow_messages(state);
  const auto& cache = state.caches.channels;
  std::map<std::pair<ActorId, ActorId>, Letters> by_way;
  for (const auto i : cache.under_way) {
    const auto& span = cache.spans->spans[i];
    // at the playhead's very instant some may still be to come
    if (span.event > state.playback.place.event) continue;
    auto& letters = by_way[{span.source, span.target}];
    letters.from = span.source;
    letters.to = span.target;
    letters.events.push_back(span.event);
  }
  std::vector<Letters> all;
  for (auto& [way, letters] : by_way) all.push_back(std::move(letters));
  return all;
}

std::pair<GraphLine, bool> way_of(const AppState& state, const GraphFit& fit,
                                  const std::vector<DrawnLink>& links, const Letters& letters) {
  for (const auto& drawn : links) {
    const auto& link = state.program->links[drawn.link];
    if (link.a == letters.from && link.b == letters.to) return {drawn.line, true};
    const bool is_back = link.b == letters.from && link.a == letters.to;
    if (!is_back || state.program->channels[link.channel].directed) continue;
    return {{drawn.line.to, drawn.line.from, -drawn.line.bend}, true};
  }
  return {line_between(fit, letters.from, letters.to), false};
}

// before its middle, so that letters that go and come on one link lie apart
Rect letter_place(const GraphLine& way) {
  const auto middle = point_on(way, 0.36F);
  return {middle.x - kLetterRadius, middle.y - kLetterRadius, 2 * kLetterRadius, 2 * kLetterRadius};
}

bool draw_letters(AppState& state, const Letters& letters, const GraphLine& way, bool is_hovered) {
  auto& list = *ImGui::GetWindowDrawList();
  const auto& palette = state.palette();
  const auto place = letter_place(way);
  const ImVec2 middle{place.x + kLetterRadius, place.y + kLetterRadius};
  draw_shape(list, Shape::letter, middle, kLetterRadius, palette.text, palette.window);
  if (letters.events.size() > 1) {
    draw_pill(state, list, {middle.x + kLetterRadius + 6, middle.y - kLetterRadius},
              short_count(letters.events.size()), palette.text);
  }
  const auto& actors = state.program->actors;
  mark(state, fmt::format("letter-{}-{}", actors[letters.from].id, actors[letters.to].id), place);
  const auto mouse = ImGui::GetIO().MousePos;
  const bool is_on = place.contains(mouse.x, mouse.y);
  if (!is_hovered || !is_on) return false;
  point_at(state, letters.events.back());
  show_tip(state, letters_text(state, letters));
  if (ImGui::IsMouseClicked(0)) select_event(state, letters.events.back(), false);
  return true;
}

}  // namespace brink::viz
