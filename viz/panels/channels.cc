#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/report/words.h"
#include "engine/run/routes.h"
#include "viz/draw/describe.h"
#include "viz/panels/actors_now.h"
#include "viz/panels/graph_view.h"
#include "viz/panels/panels.h"

namespace brink::viz {
namespace {

constexpr std::size_t kNotesAFrame = 20000;  // looked through for channels
constexpr std::size_t kFewLinks = 3;         // of a channel: then its name is on them
constexpr float kApart = 13;                 // lines between the same two actors [px]
constexpr float kReach = 6;                  // of the mouse to a line [px]

void follow_places(AppState& state) {
  auto& cache = state.caches.channels;
  const auto& program = *state.program;
  if (cache.places.size() == program.actors.size()) return;
  std::vector<GraphEdge> edges;
  for (const auto& link : program.links) edges.push_back({link.a, link.b});
  cache.places = lay_out_graph(program.actors.size(), edges);
}

void follow_notes(AppState& state) {
  auto& cache = state.caches.channels;
  const auto& recording = state.scene->current.recording;
  if (cache.recording != recording) {
    cache.recording = recording;
    cache.looked_at = 0;
    cache.changes.clear();
  }
  const auto& notes = recording->log.notes();
  const auto until = std::min(notes.size(), cache.looked_at + kNotesAFrame);
  for (; cache.looked_at < until; ++cache.looked_at) {
    const auto& timed = notes[cache.looked_at];
    const bool opens = timed.note.kind == Note::Kind::opened;
    if (!opens && timed.note.kind != Note::Kind::closed) continue;
    cache.changes.push_back({timed.time, timed.note.index, opens});
  }
}

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

/// A link as it is drawn, and whether messages can go by it now.
struct DrawnLink {
  std::uint32_t link = 0;
  GraphLine line;
  bool is_open = true;
};

// links between the same two actors lie side by side
std::vector<DrawnLink> lay_out_links(AppState& state, const GraphFit& fit) {
  const auto& program = *state.program;
  std::map<GraphEdge, std::vector<std::uint32_t>> by_pair;
  for (std::uint32_t l = 0; l < program.links.size(); ++l) {
    const auto& link = program.links[l];
    by_pair[{std::min(link.a, link.b), std::max(link.a, link.b)}].push_back(l);
  }
  const auto* run = state.scene->moment == nullptr ? nullptr : &state.scene->moment->run;
  std::vector<DrawnLink> drawn;
  for (const auto& [pair, links] : by_pair) {
    for (std::size_t i = 0; i < links.size(); ++i) {
      const auto& link = program.links[links[i]];
      const float side = static_cast<float>(i) - static_cast<float>(links.size() - 1) / 2;
      const float bend = side * kApart * 2 * (link.a < link.b ? 1.0F : -1.0F);
      drawn.push_back({links[i], line_between(fit, link.a, link.b, bend),
                       run == nullptr || is_open(*run, links[i])});
    }
  }
  return drawn;
}

std::string channel_title(const Program& program, const ChannelLink& link) {
  const auto& channel = program.channels[link.channel];
  return fmt::format("{}: {} {} {}", words(channel.name), actor_name(program, link.a),
                     channel.directed ? "→" : "–", actor_name(program, link.b));
}

// "open since 4 Jun 12:00", "closed from the start"
std::string since_text(const AppState& state, const DrawnLink& drawn) {
  const auto& program = *state.program;
  const SimTime now = state.playback.place.time;
  const char* word = drawn.is_open ? "open" : "closed";
  if (program.links[drawn.link].open_watch == kNone && drawn.is_open) return "always open";
  const auto& changes = state.caches.channels.changes;
  for (auto i = changes.size(); i-- > 0;) {
    const auto& change = changes[i];
    if (change.link != drawn.link || change.time > now || change.opens != drawn.is_open) continue;
    return fmt::format("{} since {}", word, moment_text(program, change.time));
  }
  return fmt::format("{} from the start", word);
}

std::string link_lines(const AppState& state, const DrawnLink& drawn) {
  const auto& program = *state.program;
  const auto& link = program.links[drawn.link];
  const auto& channel = program.channels[link.channel];
  auto text = channel_title(program, link);
  if (!channel.about.empty()) text += "\n" + channel.about;
  text += "\n" + since_text(state, drawn);
  for (const auto& declared : program.scenario.channels) {
    if (declared.label.id != channel.name) continue;
    const auto add = [&](const char* label, const std::optional<Expr>& expression) {
      if (expression) text += fmt::format("\n{}: {}", label, to_text(*expression));
    };
    add("delay", declared.delay);
    add("chance to arrive", declared.reliability);
    add("chance that a carrier hands it on", declared.carries);
    add("chance to leak", declared.leaks);
    add("open while", declared.open);
    if (!declared.delay) text += "\nno delay";
  }
  if (channel.is_public) text += "\nwhat it carries becomes known to all";
  return text;
}

/// Names on lines, as far as they are free of nodes and of each other.
class Names {
 public:
  Names(AppState& state, const GraphFit& fit, const Rect& rect)
      : state_(state), fit_(fit), rect_(rect) {
    for (const auto& node : fit.nodes) {
      const float r = fit.radius;
      taken_.push_back({node.x - r, node.y - r, 2 * r, 2 * r});
    }
    for (const auto& label : fit.labels) {
      if (label.width > 0) taken_.push_back({label.x, label.y, label.width, 15});
    }
  }

  bool write(const GraphLine& line, const std::string& text, ImU32 colour, bool forced) {
    const auto* font = state_.fonts.small;
    const float width = text_width(font, text) + 8;
    const float height = line_height(font);
    for (const float share : {0.5F, 0.38F, 0.62F, 0.28F, 0.72F}) {
      const auto middle = point_on(line, share);
      const Rect place{middle.x - width / 2, middle.y - height / 2, width, height};
      if (!forced && !is_free(place)) continue;
      taken_.push_back(draw_pill(state_, *ImGui::GetWindowDrawList(), middle, text, colour));
      return true;
    }
    return false;
  }

 private:
  bool is_free(const Rect& place) const {
    if (place.x < rect_.x || place.right() > rect_.right() || place.y < rect_.y ||
        place.bottom() > rect_.bottom()) {
      return false;
    }
    return std::none_of(taken_.begin(), taken_.end(), [&](const Rect& r) {
      return place.x < r.right() && r.x < place.right() && place.y < r.bottom() &&
             r.y < place.bottom();
    });
  }

  AppState& state_;
  const GraphFit& fit_;
  Rect rect_;
  std::vector<Rect> taken_;
};

/// Messages under way between two actors, one way.
struct Letters {
  ActorId from = kNobody;
  ActorId to = kNobody;
  std::vector<std::uint32_t> events;  // that sent them
};

std::vector<Letters> letters_now(const AppState& state) {
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

// the letter's place: on a link between the two, else on a straight dotted way; true if hovered
bool draw_letters(AppState& state, const GraphFit& fit, const std::vector<DrawnLink>& links,
                  const Letters& letters, bool is_hovered) {
  auto& list = *ImGui::GetWindowDrawList();
  const auto& palette = state.palette();
  const auto joins = [&](const DrawnLink& drawn) {
    const auto& link = state.program->links[drawn.link];
    const bool forth = link.a == letters.from && link.b == letters.to;
    const bool back = link.b == letters.from && link.a == letters.to;
    return forth || (back && !state.program->channels[link.channel].directed);
  };
  const auto own = std::find_if(links.begin(), links.end(), joins);
  auto line = line_between(fit, letters.from, letters.to);
  if (own == links.end()) {
    draw_line(list, line,
              {.colour = faded(palette.text_dim, 0.7F), .is_dashed = true, .has_arrow = true});
  } else {
    line = own->line;
    // the two ways of one link apart from each other
    if (state.program->links[own->link].a != letters.from)
      std::swap(line.from, line.to), line.bend = -line.bend;
  }
  const auto middle = point_on(line, 0.4F);
  const float radius = 9;
  draw_shape(list, Shape::letter, middle, radius, palette.text, palette.window);
  if (letters.events.size() > 1) {
    const auto count = short_count(letters.events.size());
    draw_pill(state, list, {middle.x + radius + 6, middle.y - radius}, count, palette.text);
  }
  mark(state,
       fmt::format("letter-{}-{}", state.program->actors[letters.from].id,
                   state.program->actors[letters.to].id),
       {middle.x - radius, middle.y - radius, 2 * radius, 2 * radius});
  const auto mouse = ImGui::GetIO().MousePos;
  if (!is_hovered || std::hypot(mouse.x - middle.x, mouse.y - middle.y) > radius + 2) return false;
  state.selection.hovered = letters.events.back();
  show_tip(state, letters_text(state, letters));
  if (ImGui::IsMouseClicked(0)) select_event(state, letters.events.back(), false);
  return true;
}

void legend(AppState& state) {
  auto& list = *ImGui::GetWindowDrawList();
  const auto& palette = state.palette();
  const auto* font = state.fonts.small;
  const auto from = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float y = from.y + line_height(font) / 2;
  float x = from.x;
  draw_line(list, {{x, y}, {x + 22, y}, 0}, {.colour = palette.accent, .width = 2});
  text_at(list, font, {x + 27, from.y}, palette.text, "open");
  x += 27 + text_width(font, "open") + 12;
  draw_line(list, {{x, y}, {x + 22, y}, 0},
            {.colour = palette.text_dim, .width = 1.5F, .is_dashed = true});
  text_at(list, font, {x + 27, from.y}, palette.text, "closed");
  x += 27 + text_width(font, "closed") + 12;
  draw_shape(list, Shape::letter, {x + 8, y}, 7, palette.text, palette.window);
  x += 21;
  cut_text(list, font, {x, from.y}, palette.text_dim, "message under way", from.x + width - x);
  ImGui::Dummy({width, line_height(font)});
  mark(state, "channels-legend");
  tip(state,
      "Solid: messages can go this way now. Dashed: closed now. An arrow: only in that "
      "direction. A letter: a message that has been sent and has not arrived.");
}

void draw_links(AppState& state, const std::vector<DrawnLink>& links, const DrawnLink* hot,
                ActorId node) {
  auto& list = *ImGui::GetWindowDrawList();
  const auto& palette = state.palette();
  for (const auto& drawn : links) {
    const auto& link = state.program->links[drawn.link];
    const bool is_back = node != kNobody && link.a != node && link.b != node;
    LineLook look{.colour = drawn.is_open ? palette.accent : palette.text_dim,
                  .width = drawn.is_open ? 2.0F : 1.5F,
                  .is_dashed = !drawn.is_open,
                  .has_arrow = state.program->channels[link.channel].directed};
    if (&drawn == hot) draw_line(list, drawn.line, {palette.playhead, look.width + 3});
    look.colour = faded(look.colour, is_back ? 0.25F : 1);
    draw_line(list, drawn.line, look);
  }
}

void write_names(AppState& state, const GraphFit& fit, const Rect& rect,
                 const std::vector<DrawnLink>& links, const DrawnLink* hot) {
  const auto& program = *state.program;
  const auto& palette = state.palette();
  std::vector<std::size_t> count(program.channels.size());
  for (const auto& link : program.links) ++count[link.channel];
  Names names(state, fit, rect);
  for (const auto& drawn : links) {
    const auto channel = program.links[drawn.link].channel;
    if (&drawn != hot && count[channel] > kFewLinks) continue;
    const auto text = shortened(state.fonts.small, words(program.channels[channel].name), 120);
    names.write(drawn.line, text, drawn.is_open ? palette.accent : palette.text_dim, &drawn == hot);
  }
}

}  // namespace

void channels_tab(AppState& state) {
  const auto& program = *state.program;
  if (program.links.empty()) {
    return empty_note(state, "This scenario has no channels: everything is known at once.");
  }
  auto& cache = state.caches.channels;
  follow_places(state);
  follow_notes(state);
  follow_messages(state);
  legend(state);
  const auto rect = graph_area("##channels_graph");
  const bool is_hovered = ImGui::IsItemHovered();
  mark(state, "channels-graph", rect);
  fit_nodes(state, cache.fit, cache.places, 1, rect);
  const auto links = lay_out_links(state, cache.fit);
  const auto mouse = ImGui::GetIO().MousePos;
  const ActorId node = is_hovered ? node_at(cache.fit, mouse) : kNobody;
  const DrawnLink* hot = nullptr;
  float nearest = kReach;
  for (const auto& drawn : links) {
    if (!is_hovered || node != kNobody) break;
    const float far = distance_to(drawn.line, mouse);
    if (far > nearest) continue;
    nearest = far;
    hot = &drawn;
  }
  draw_links(state, links, hot, node);
  write_names(state, cache.fit, rect, links, hot);
  draw_nodes(state, cache.fit, node);
  bool on_letter = false;
  for (const auto& letters : letters_now(state)) {
    on_letter =
        draw_letters(state, cache.fit, links, letters, is_hovered && node == kNobody) || on_letter;
  }
  if (node != kNobody) show_tip(state, actor_lines(state, node));
  if (hot != nullptr && !on_letter) show_tip(state, link_lines(state, *hot));
}

}  // namespace brink::viz
