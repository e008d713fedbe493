#include <fmt/format.h>

#include <algorithm>

#include "engine/report/words.h"
#include "viz/draw/describe.h"
#include "viz/draw/draw.h"
#include "viz/panels/actors_now.h"
#include "viz/panels/panels.h"

namespace brink::viz {
namespace {

constexpr float kIndent = 14;           // of a counter [px]
constexpr int kDeepest = 6;             // that is still indented more
constexpr std::size_t kMoreCards = 60;  // for each time that older ones are asked for
constexpr double kPatience = 0.25;      // [s]
constexpr std::size_t kMostRows = 3;    // that one text is broken into

ImU32 tone_colour(const Palette& palette, OfferTone tone) {
  switch (tone) {
    case OfferTone::plain:
      return palette.text;
    case OfferTone::dim:
      return palette.text_dim;
    case OfferTone::good:
      return palette.good;
    case OfferTone::bad:
      return palette.bad;
    case OfferTone::changed:
      return palette.changed;
  }
  return palette.text;
}

float indent_of(const OfferCard& card) {
  return kIndent * static_cast<float>(std::min(card.depth, kDeepest));
}

// a text in rows that fit; what is left over after the last is cut when it is drawn
std::vector<std::string> broken(const ImFont* font, const std::string& text, float width) {
  std::vector<std::string> rows{""};
  std::size_t from = 0;
  while (from < text.size()) {
    const auto space = std::min(text.find(' ', from), text.size());
    const auto word = text.substr(from, space - from);
    auto& row = rows.back();
    const auto longer = row.empty() ? word : row + " " + word;
    if (row.empty() || rows.size() == kMostRows || text_width(font, longer) <= width) {
      row = longer;
    } else {
      rows.push_back(word);
    }
    from = space + 1;
  }
  return rows;
}

void break_lines(AppState& state, OffersCache& cache, float width) {
  cache.lines.clear();
  const auto* font = state.fonts.small;
  for (std::uint32_t c = 0; c < cache.cards.size(); ++c) {
    const auto& card = cache.cards[c];
    cache.lines.push_back({.card = c});
    const float room = width - indent_of(card) - 22;
    for (std::uint32_t t = 0; t < card.texts.size(); ++t) {
      for (auto& row : broken(font, card.texts[t].text, room)) {
        cache.lines.push_back({.card = c, .text = t, .shown = shortened(font, row, room)});
      }
    }
    cache.lines.back().is_last = true;
  }
}

// while it is played, texts are made a few times a second only
bool is_stale(const AppState& state, const OffersCache& cache) {
  if (cache.moment == nullptr || cache.made != cache.asked) return true;
  const bool may_wait = state.playback.is_playing && state.clock - cache.made_at < kPatience;
  return cache.moment != state.scene->moment && !may_wait;
}

void follow(AppState& state, float width) {
  auto& cache = state.caches.offers;
  const bool is_new = is_stale(state, cache);
  if (is_new) {
    cache.moment = state.scene->moment;
    cache.made = cache.asked;
    cache.made_at = state.clock;
    const auto& tree = cache.moment->offers;
    const FinishedRun run{.run = &cache.moment->run, .log = &cache.moment->log};
    cache.cards = offer_cards(run, tree, cache.open_groups, cache.most);
    cache.counts = offer_counts(tree);
    cache.sent = 0;
    for (const auto& node : tree.offers) cache.sent += node.event != 0 ? 1 : 0;
  }
  if (is_new || cache.width != width || cache.zoom != state.zoom) {
    cache.width = width;
    cache.zoom = state.zoom;
    break_lines(state, cache, width);
  }
  if (cache.spans == state.scene->spans) return;
  cache.spans = state.scene->spans;
  cache.sent_in_all = 0;
  if (cache.spans == nullptr) return;
  for (const auto& span : cache.spans->spans) {
    if (span.kind == Span::Kind::offer) ++cache.sent_in_all;
  }
}

// how many offers the cards tell of
std::size_t told_of(const OffersCache& cache) {
  std::size_t told = 0;
  for (const auto& card : cache.cards) {
    if (card.group == 0) ++told;
    if (card.group > 0 && !card.is_open) told += card.group;
  }
  return told;
}

/// Draws one line of a card in the row of the last item.
struct LineRow {
  AppState& state;
  const OfferCard& card;
  Rect rect;

  float left() const { return rect.x + indent_of(card); }

  void ground(bool is_first, bool is_last, bool is_picked) const {
    auto& list = *ImGui::GetWindowDrawList();
    const auto& palette = state.palette();
    const auto corners = (is_first ? ImDrawFlags_RoundCornersTop : 0) |
                         (is_last ? ImDrawFlags_RoundCornersBottom : 0);
    const float bottom = is_last ? rect.bottom() - 4 : rect.bottom();
    list.AddRectFilled({left(), rect.y}, {rect.right(), bottom},
                       is_picked ? palette.button_hovered : palette.card, 4,
                       corners == 0 ? ImDrawFlags_RoundCornersNone : corners);
    list.AddRectFilled({left(), rect.y}, {left() + 3, bottom}, tone_colour(palette, card.tone));
  }

  // the shape of its status, its kind, its status in words; true if the mouse is on the status
  bool head() const {
    auto& list = *ImGui::GetWindowDrawList();
    const auto& palette = state.palette();
    const auto* font = state.fonts.small;
    const auto colour = tone_colour(palette, card.tone);
    const float y = rect.y + (rect.height - line_height(font)) / 2;
    draw_shape(list, card.shape, {left() + 13, rect.y + rect.height / 2}, 5.5F,
               card.is_hollow ? palette.card : colour, colour);
    const auto status =
        card.group > 0 ? std::string(card.is_open ? "hide" : "show each") : card.status;
    const float width = text_width(font, status);
    const float status_x = rect.right() - width - 8;
    text_at(list, font, {status_x, y}, colour, status);
    float right = status_x - 8;
    if (card.is_private) {
      const auto* lock = icon(Icon::lock, state.fonts.has_icons);
      right -= text_width(font, lock);
      text_at(list, font, {right, y}, palette.text_dim, lock);
      right -= 6;
    }
    cut_text(list, state.fonts.bold,
             {left() + 24, rect.y + (rect.height - line_height(state.fonts.bold)) / 2},
             palette.text, card.title, right - left() - 24);
    const auto mouse = ImGui::GetIO().MousePos;
    mark(state, fmt::format("offer-status-{}", card.event), {status_x, rect.y, width, rect.height});
    return Rect{status_x - 4, rect.y, width + 12, rect.height}.contains(mouse.x, mouse.y);
  }
};

std::string card_text(const OfferCard& card, bool is_status) {
  std::string text = card.title;
  if (card.group == 0) text += ": " + card.status;
  if (card.is_private) text += "\nprivate: only those who take part know of it";
  for (const auto& line : card.texts) text += "\n" + line.text;
  if (card.group > 0) return text + "\nClick: show them one by one, or together again";
  if (is_status && card.closing != 0) return text + "\nClick: why was it answered so?";
  return text + "\nClick: why was it sent?";
}

void pick(AppState& state, const OfferCard& card, std::uint32_t event) {
  if (card.group > 0) {
    auto& open = state.caches.offers.open_groups;
    if (open.erase(card.offer) == 0) open.insert(card.offer);
    ++state.caches.offers.asked;
    return;
  }
  state.selection.offer = card.offer;
  if (event != 0) select_event(state, event, false);
}

void draw_line_of(AppState& state, std::size_t index, float height) {
  const auto& cache = state.caches.offers;
  const auto& line = cache.lines[index];
  const auto& card = cache.cards[line.card];
  const auto from = ImGui::GetCursorScreenPos();
  const float width = std::max(ImGui::GetContentRegionAvail().x, 1.0F);
  ImGui::PushID(static_cast<int>(index));
  ImGui::InvisibleButton("line", {width, height});
  ImGui::PopID();
  const LineRow row{state, card, {from.x, from.y, width, height}};
  const bool is_first = line.text == kNone;
  const auto picked = state.selection.event;
  const auto hovered = state.selection.hovered_before;
  const bool is_picked =
      card.event != 0 &&
      (picked == card.event || hovered == card.event ||
       (card.closing != 0 && (picked == card.closing || hovered == card.closing)));
  row.ground(is_first, line.is_last, is_picked);
  std::uint32_t event = card.event;
  bool on_status = false;
  if (is_first) {
    on_status = row.head();
    if (on_status && card.closing != 0) event = card.closing;
    mark(state, fmt::format("offer-{}", card.event), {row.left(), from.y, width / 2, height});
  } else {
    const auto& text = card.texts[line.text];
    if (text.event != 0) event = text.event;
    text_at(*ImGui::GetWindowDrawList(), state.fonts.small, {row.left() + 12, from.y},
            tone_colour(state.palette(), text.tone), line.shown);
  }
  if (!ImGui::IsItemHovered()) return;
  point_at(state, event);
  show_tip(state, card_text(card, on_status));
  if (ImGui::IsMouseClicked(0)) pick(state, card, event);
}

void small_line(const AppState& state, const std::string& text) {
  ImGui::PushFont(state.fonts.small);
  ImGui::PushStyleColor(ImGuiCol_Text, state.palette().text_dim);
  const auto shown = shortened(state.fonts.small, text, ImGui::GetContentRegionAvail().x);
  ImGui::TextUnformatted(shown.c_str());
  ImGui::PopStyleColor();
  ImGui::PopFont();
  if (shown != text) tip(state, text);
}

}  // namespace

void offers_tab(AppState& state) {
  if (state.scene->moment == nullptr) {
    return empty_note(state, "The run is being computed up to the playhead.");
  }
  auto& cache = state.caches.offers;
  const float scrollbar = ImGui::GetStyle().ScrollbarSize + 2;
  follow(state, ImGui::GetContentRegionAvail().x - scrollbar);
  const auto later = cache.sent_in_all > cache.sent ? cache.sent_in_all - cache.sent : 0;
  if (cache.cards.empty()) {
    empty_note(state, "No offer has been made yet.");
  } else {
    small_line(state, cache.counts + (cache.cards.size() > 1 ? " · newest first" : ""));
  }
  mark(state, "offers-counts");
  if (later > 0 && state.shows_future) {
    const auto* verb = later == 1 ? "is" : "are";
    small_line(state, fmt::format("{} more {} sent later", short_count(later), verb));
    mark(state, "offers-later");
  }
  if (cache.cards.empty()) return;
  ImGui::BeginChild("##offers", {0, 0}, false);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  const float height = line_height(state.fonts.bold) + 3;
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(cache.lines.size()), height);
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      draw_line_of(state, static_cast<std::size_t>(i), height);
    }
  }
  ImGui::PopStyleVar();
  const auto told = told_of(cache);
  if (told < cache.sent) {
    const auto label = fmt::format("Show older ones ({})", short_count(cache.sent - told));
    if (ImGui::Button(label.c_str())) {
      cache.most += kMoreCards;
      ++cache.asked;
    }
    mark(state, "offers-older");
  }
  ImGui::EndChild();
}

}  // namespace brink::viz
