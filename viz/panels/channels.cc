#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/report/words.h"
#include "engine/run/routes.h"
#include "viz/draw/describe.h"
#include "viz/panels/actors_now.h"
#include "viz/panels/channel_parts.h"
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
  // only those whom a channel joins
  const auto& net = program.net;
  const auto place_of = [&](ActorId actor) {
    const auto at = std::lower_bound(net.begin(), net.end(), actor) - net.begin();
    return static_cast<std::uint32_t>(at);
  };
  std::vector<GraphEdge> edges;
  for (const auto& link : program.links) edges.push_back({place_of(link.a), place_of(link.b)});
  const auto places = lay_out_graph(net.size(), edges);
  cache.places.assign(program.actors.size(), kNowhere);
  for (std::size_t i = 0; i < net.size(); ++i) cache.places[net[i]] = places[i];
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
  Names(AppState& state, const GraphFit& fit, const Rect& rect, std::vector<Rect> taken)
      : state_(state), rect_(rect), taken_(std::move(taken)) {
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
  Rect rect_;
  std::vector<Rect> taken_;
};

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

// the link at a point; null: none
const DrawnLink* link_at(const std::vector<DrawnLink>& links, ImVec2 point) {
  const DrawnLink* nearest = nullptr;
  float reach = kReach;
  for (const auto& drawn : links) {
    const float far = distance_to(drawn.line, point);
    if (far > reach) continue;
    reach = far;
    nearest = &drawn;
  }
  return nearest;
}

// who has no channel at all, at the bottom
void unjoined_line(AppState& state, const Rect& rect) {
  const auto& program = *state.program;
  std::string names;
  for (ActorId a = 0; a < program.actors.size(); ++a) {
    if (state.caches.channels.places[a].is_shown()) continue;
    names += (names.empty() ? "" : ", ") + std::string(actor_name(program, a));
  }
  const auto text = "without a channel: " + names;
  const auto* font = state.fonts.small;
  const Rect line{rect.x, rect.bottom() + 2, rect.width, line_height(font)};
  const bool is_cut = cut_text(*ImGui::GetWindowDrawList(), font, {line.x, line.y},
                               state.palette().text_dim, text, line.width);
  const auto mouse = ImGui::GetIO().MousePos;
  if (is_cut && ImGui::IsWindowHovered() && line.contains(mouse.x, mouse.y)) show_tip(state, text);
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
                 const std::vector<DrawnLink>& links, const DrawnLink* hot,
                 std::vector<Rect> letters) {
  const auto& program = *state.program;
  const auto& palette = state.palette();
  std::vector<std::size_t> count(program.channels.size());
  for (const auto& link : program.links) ++count[link.channel];
  Names names(state, fit, rect, std::move(letters));
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
  legend(state);
  const bool has_unjoined = program.net.size() < program.actors.size();
  const auto rect =
      graph_area("##channels_graph", has_unjoined ? line_height(state.fonts.small) + 4 : 0);
  const bool is_hovered = ImGui::IsItemHovered();
  mark(state, "channels-graph", rect);
  fit_nodes(state, cache.fit, cache.places, 1, rect);
  const auto links = lay_out_links(state, cache.fit);
  const auto mouse = ImGui::GetIO().MousePos;
  const ActorId node = is_hovered ? node_at(cache.fit, mouse) : kNobody;
  const DrawnLink* hot = is_hovered && node == kNobody ? link_at(links, mouse) : nullptr;
  draw_links(state, links, hot, node);
  const auto letters = letters_now(state);
  std::vector<GraphLine> ways;
  std::vector<Rect> places;
  for (const auto& some : letters) {
    const auto [way, by_link] = way_of(state, cache.fit, links, some);
    const LineLook look{.colour = state.palette().text_dim, .is_dashed = true, .has_arrow = true};
    if (!by_link) draw_line(*ImGui::GetWindowDrawList(), way, look);
    ways.push_back(way);
    places.push_back(letter_place(way));
  }
  write_names(state, cache.fit, rect, links, hot, std::move(places));
  draw_nodes(state, cache.fit, node);
  bool on_letter = false;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    on_letter |= draw_letters(state, letters[i], ways[i], is_hovered && node == kNobody);
  }
  if (node != kNobody) show_tip(state, actor_lines(state, node));
  if (hot != nullptr && !on_letter) show_tip(state, link_lines(state, *hot));
  if (has_unjoined) unjoined_line(state, rect);
}

}  // namespace brink::viz
