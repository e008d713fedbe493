#include "engine/report/timeline_lines.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/report/timeline_fold.h"
#include "engine/run/parties.h"

namespace brink {
namespace {

// a type's score on the Goldstein scale: below 0 conflict, above 0 cooperation
double score_of(const Program& program, TypeId type) {
  const auto known = std::find(program.scales.begin(), program.scales.end(), "goldstein");
  const auto scale = static_cast<std::size_t>(known - program.scales.begin());
  const auto& scores = program.types[type].scores;
  return scale < scores.size() ? scores[scale] : 0;
}

}  // namespace

TimelineLines::TimelineLines(const FinishedRun& run, const TimelineOptions& options,
                             std::vector<bool> shown)
    : run_(run),
      options_(options),
      palette_(options.colour),
      shown_(std::move(shown)),
      long_(is_long(run, options)) {
  seconds_ = in_days(run.program().horizon) <= 2;
}

std::string TimelineLines::date(SimTime time) const {
  return moment_text(run_.program(), time, seconds_);
}

std::string TimelineLines::days(SimTime from, SimTime to) const {
  return days_text(run_.program(), from, to);
}

std::string TimelineLines::year_of(SimTime time) {
  const auto year =
      format_instant({run_.program().start.us + time.us}, Precision::day).substr(0, 4);
  if (year == year_) return {};
  year_ = year;
  return "\n" + palette_.bold(year) + "\n";
}

std::string TimelineLines::head(SimTime time, const EventRecord* event, const std::string& what,
                                const std::string& because, bool may_drop) const {
  const auto when = date(time);
  const auto number = event == nullptr ? std::string() : fmt::format("#{}", event->number);
  const auto gap = kIndent - std::min(kIndent - 1, columns(when) + columns(number) + 2);
  const bool fits = kIndent + columns(what) + 3 + columns(because) <= options_.width;
  const auto reason = because.empty() ? "" : fits ? " · " + palette_.dim(because) : "";
  return fmt::format("{}{}{}  {}{}\n{}", palette_.dim(when), std::string(gap, ' '),
                     palette_.bold(number), wrapped(what, kIndent, options_.width), reason,
                     fits || may_drop ? "" : below(because));
}

std::string TimelineLines::reference(std::uint32_t number) const {
  if (number == 0) return "never sent";  // its event was suppressed
  if (shown_[number]) return fmt::format("#{}", number);
  const auto& event = run_.log->events()[number - 1];
  const auto day = day_text(run_.program(), event.time, true);
  const bool this_year = !year_.empty() && day.ends_with(year_);
  return fmt::format("{} of {}", words(run_.program().types[event.type].name),
                     this_year ? day.substr(0, day.size() - 5) : day);
}

std::string TimelineLines::below(const std::string& text) const {
  if (text.empty()) return {};
  return std::string(kIndent, ' ') + palette_.dim(wrapped(text, kIndent, options_.width)) + "\n";
}

std::string TimelineLines::what_happened(const EventRecord& event) const {
  const auto& program = run_.program();
  const auto& type = program.types[event.type];
  std::string who(actor_name(program, event.source));
  if (event.target != kNobody) {
    who += fmt::format("{}→ {}", who.empty() ? "" : " ", actor_name(program, event.target));
  }
  const double score = score_of(program, event.type);
  const auto name = words(type.name);
  auto text = score > 0   ? palette_.green(name)
              : score < 0 ? palette_.red(name)
                          : palette_.bold(name);
  const bool answers =
      event.offer != kNone && !(type.is_offer && !is_a(program, event.type, program.roots.counter));
  if (event.about != kNoId) {
    text += fmt::format(" ({} {})", words(program.types[event.about].name), reference(event.cause));
  } else if (answers) {
    const auto& concerned = offer_state(*run_.run, event.offer);
    const auto id = type.is_offer ? concerned.parent : event.offer;
    const auto& offer = offer_state(*run_.run, id);
    const auto name_of_offer = words(program.types[offer.type].name);
    text += fmt::format(" ({}{})", shown_[offer.event] ? name_of_offer + " " : "",
                        reference(offer.event));
  }
  if (!event.is_public) text += " [private]";
  auto details = attributes_of(event);
  if (event.offer != kNone && (type.is_offer || is_a(program, event.type, program.roots.accept))) {
    const auto terms = terms_of(event, type.is_offer);
    details += (details.empty() || terms.empty() ? "" : "; ") + terms;
  }
  if (!details.empty()) text += ": " + details;
  return who.empty() ? text : who + "  " + text;
}

std::string TimelineLines::attributes_of(const EventRecord& event) const {
  const auto& infos = run_.program().types[event.type].attributes;
  std::string text;
  for (std::size_t i = 0; i < event.attributes; ++i) {
    const auto value = short_value(run_.program(), infos[i].type, run_.log->attribute(event, i));
    const bool said = i > 0 && infos[i].unit == infos[i - 1].unit;
    text += (i > 0 ? ", " : "") +
            quantity_text(words(infos[i].id), value, said ? std::string() : infos[i].unit);
  }
  return text;
}

// of a long run: of a counter only the terms it changed, of what is accepted those that are not 0
std::string TimelineLines::terms_of(const EventRecord& event, bool is_made) const {
  const auto& program = run_.program();
  const auto offer = event.offer;
  const auto covered = is_made ? kAllTerms : covered_by(*run_.run, offer, event.source);
  const auto& state = offer_state(*run_.run, offer);
  std::string text;
  for (std::uint16_t t = 0; t < program.terms.size(); ++t) {
    if ((state.terms & covered & std::uint32_t{1} << t) == 0) continue;
    const double value = offer_term(*run_.run, offer, t);
    const bool is_old = state.parent != kNone && value == offer_term(*run_.run, state.parent, t);
    if (long_ && (is_made ? is_old : value == 0)) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", words(program.terms[t]),
                        short_number(value));
  }
  return text;
}

std::string TimelineLines::because_of(std::uint32_t cause, SimTime time) const {
  if (cause == 0) return {};
  const auto passed = time - run_.log->events()[cause - 1].time;
  if (passed.us < 60'000'000) return " · after " + reference(cause);
  return fmt::format(" · {} after {}", format_duration({passed.us - passed.us % 60'000'000}),
                     reference(cause));
}

// what the author says of a rule, where it first stands and there is room
std::string TimelineLines::about_once(const std::string& id, std::string_view about,
                                      const std::string& line) {
  if (about.empty() || long_) return {};
  while (about.ends_with('\n') || about.ends_with(' ')) about.remove_suffix(1);
  if (columns(line) + columns(about) + 3 > options_.width - kIndent) return {};
  if (!explained_.insert(id).second) return {};
  return fmt::format(" ({})", about);
}

// why the engine made an event itself
std::string TimelineLines::engine_reason(const EventRecord& event) const {
  const auto& program = run_.program();
  if (event.type == program.roots.expire) return "its time is over";
  if (event.type == program.roots.lapse) return "no answer in time";
  if (event.type == program.roots.undelivered) return failure_text(program, *run_.log, event);
  return fmt::format("on channel {}", words(program.channels[event.maker].name));
}

std::string TimelineLines::why(const TimelineItem& item) {
  const auto& program = run_.program();
  const auto& event = *item.event;
  const std::string id(maker_id(program, event));
  std::string text;
  switch (event.origin) {
    case Origin::engine:
      break;
    case Origin::schedule:
      text = "scheduled: ";
      break;
    case Origin::process:
      text = "process: ";
      break;
    case Origin::rule:
      text = "rule: ";
      break;
  }
  if (event.origin == Origin::engine) {
    text += engine_reason(event);
  } else {
    text += words(id);
    text += about_once(id, maker_about(program, event), text);
  }
  if (const auto option = option_id(program, event); !option.empty()) {
    text += fmt::format(" · chose {}", words(option));
    if (item.note != nullptr && item.note->probability < 1) {
      text += fmt::format(" {:.0f} %", item.note->probability * 100);
    }
  }
  // a process's cause is what last changed its rate: no reason why it fired
  if (event.origin != Origin::process) {
    // the offer it answers is named before
    const bool is_named = event.cause > 0 && !shown_[event.cause] && event.offer != kNone &&
                          offer_state(*run_.run, event.offer).event == event.cause;
    if (!is_named) return text + because_of(event.cause, item.time);
    const auto passed = item.time - run_.log->events()[event.cause - 1].time;
    return text + fmt::format(" · {} later", format_duration({passed.us - passed.us % 60'000'000}));
  }
  return options_.all && event.cause > 0 ? text + fmt::format(" · rate since #{}", event.cause)
                                         : text;
}

std::string TimelineLines::item(const TimelineItem& item) {
  std::string text;
  const bool is_noise = long_ && item.event != nullptr && item.event->origin == Origin::process;
  switch (item.kind) {
    case TimelineItem::Kind::event:
      text = head(item.time, item.event, what_happened(*item.event), why(item), is_noise);
      break;
    case TimelineItem::Kind::note:
      text = head(item.time, nullptr, note_text(item));
      break;
    case TimelineItem::Kind::change:
      if (is_what_if(item)) return head(item.time, nullptr, what_if_text(item));
      text = head(item.time, nullptr,
                  words(run_.program().rules[item.rule].name) + because_of(item.cause, item.time));
      break;
    case TimelineItem::Kind::rung:
      text = head(item.time, nullptr, rung_text(*item.rung));
      break;
  }
  if (!is_noise) text += below(changes_of(item.writes));
  if (item.rung && item.kind != TimelineItem::Kind::rung) text += below(rung_text(*item.rung));
  return text;
}

}  // namespace brink
