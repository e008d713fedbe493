#include "engine/report/offer_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace brink {
namespace {

std::string year_of(const Program& program, SimTime time) {
  return format_instant({program.start.us + time.us}, Precision::day).substr(0, 4);
}

// "lapsed", "broken", ...: built-in names that the line's own verb says already
bool is_built_in(const Program& program, TypeId type) {
  const auto& roots = program.roots;
  const auto built_in = {roots.accept, roots.refuse, roots.withdraw, roots.end};
  return std::find(built_in.begin(), built_in.end(), type) != built_in.end() ||
         program.types[type].name == "violate";
}

}  // namespace

std::string joined_names(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  }
  return text;
}

std::string passed_text(Duration length) {
  constexpr std::int64_t kMinute = 60'000'000;
  if (length.us < kMinute) return format_duration(length);
  const auto unit = length.us < 10 * kMicrosecondsPerDay ? kMinute : kMicrosecondsPerDay;
  return format_duration({length.us - length.us % unit});
}

std::string agreed_term_text(const Program& program, const AgreedTerm& term) {
  const auto name = words(program.terms[term.term]);
  return term.value == 1 ? name : fmt::format("{} {}", name, short_number(term.value));
}

std::string OfferLines::day(SimTime time, SimTime beside) const {
  const auto& program = run_.program();
  return day_text(program, time, year_of(program, time) != year_of(program, beside));
}

std::string OfferLines::parties(const OfferNode& node) const {
  std::vector<std::string> names;
  for (const auto& recipient : node.recipients) {
    names.emplace_back(actor_name(run_.program(), recipient.actor));
  }
  return fmt::format("{} → {}", actor_name(run_.program(), node.proposer), joined_names(names));
}

std::string OfferLines::terms(const OfferNode& node) const {
  const auto& program = run_.program();
  std::string text;
  bool any_old = false;
  for (const auto& term : node.terms) {
    if (node.parent != kNone && !term.before) {
      any_old = true;
      continue;
    }
    const auto value = term.before ? change_text(program, ValueType::number,
                                                 Value::of(*term.before), Value::of(term.value))
                                   : short_number(term.value);
    text +=
        fmt::format("{}{} {}", text.empty() ? "" : ", ", words(program.terms[term.term]), value);
  }
  if (node.parent == kNone) return text;
  if (text.empty()) return "the same terms";
  if (node.is_conditional) return text;
  return text + (any_old ? ", the rest as before" : "");
}

// who must agree, of an offer to several
std::string OfferLines::consent(const OfferNode& node) const {
  const auto count = node.recipients.size();
  if (count < 2) return {};
  if (!node.consent_of_all) return " · the first to accept has it";
  return count == 2 ? " · both must accept" : fmt::format(" · all {} must accept", count);
}

// " after 4 d 5 h, with 40 d 18 h left"
std::string OfferLines::timing(const OfferNode& offer, SimTime at) const {
  const auto passed = at - offer.sent;
  std::string text = passed.us == 0 ? " at once" : " after " + passed_text(passed);
  if (!offer.deadline.is_never()) {
    text += fmt::format(", with {} left", passed_text(offer.deadline - at));
  }
  return text;
}

std::string OfferLines::head(const OfferNode& node) const {
  const auto& program = run_.program();
  auto text =
      fmt::format("{}  {}", parties(node), palette_.bold(words(program.types[node.type].name)));
  const auto asked = terms(node);
  if (!asked.empty()) text += (node.is_conditional ? ": yes, if " : ": ") + asked;
  if (node.parent == kNone) text += node.was_public ? " · public" : " · private";
  if (node.parent == kNone && node.is_mediated) text += ", by a mediator";
  text += consent(node);
  if (node.parent != kNone) text += " ·" + timing(tree_.offers[node.parent], node.sent);
  if (node.deadline.is_never()) return text + " · no deadline";
  return text + fmt::format(" · open until {}", day(node.deadline, node.sent));
}

// " (cold no)": the type of an answer or an end, where the author gave it one
std::string OfferLines::custom_name(std::uint32_t number) const {
  const auto type = event(number).type;
  if (is_built_in(run_.program(), type)) return {};
  return fmt::format(" ({})", words(run_.program().types[type].name));
}

// " · in answer to #12 salvo"
std::string OfferLines::in_answer_to(std::uint32_t number) const {
  const auto cause = event(number).cause;
  if (cause == 0) return {};
  return fmt::format(" · in answer to #{} {}", cause,
                     words(run_.program().types[event(cause).type].name));
}

std::string OfferLines::answer_text(const OfferNode& node, const OfferRecipient& recipient,
                                    std::size_t accepted) const {
  const auto& program = run_.program();
  const bool accepts = recipient.answer == RecipientAnswer::accepted;
  auto text =
      fmt::format("{} by {}", accepts ? palette_.green("accepted") : palette_.red("refused"),
                  actor_name(program, recipient.actor));
  text += custom_name(recipient.event);
  const auto count = node.recipients.size();
  if (accepts && node.consent_of_all) text += fmt::format(" ({} of {})", accepted, count);
  std::vector<std::string> covered;
  for (const auto& term : node.terms) {
    if ((recipient.covered >> term.term & 1U) == 0) continue;
    covered.push_back(words(program.terms[term.term]));
  }
  if (accepts && covered.size() < node.terms.size()) {
    text += covered.empty() ? ", no term of it," : fmt::format(", {} only,", joined_names(covered));
  }
  return text + timing(node, recipient.time);
}

void OfferLines::tell_answers(const OfferNode& node, std::vector<OfferLine>& lines) const {
  std::vector<const OfferRecipient*> answers;
  for (const auto& recipient : node.recipients) {
    const bool is_told = recipient.answer == RecipientAnswer::accepted ||
                         recipient.answer == RecipientAnswer::refused;
    if (is_told) answers.push_back(&recipient);
  }
  std::sort(answers.begin(), answers.end(),
            [](const auto* a, const auto* b) { return a->event < b->event; });
  std::size_t accepted = 0;
  for (const auto* answer : answers) {
    if (answer->answer == RecipientAnswer::accepted) ++accepted;
    lines.push_back({.time = answer->time,
                     .event = answer->event,
                     .text = answer_text(node, *answer, accepted)});
  }
}

// "Cork", "Bern and Cork": the recipients that have not answered
std::string OfferLines::waiting(const OfferNode& node) const {
  std::vector<std::string> names;
  for (const auto& recipient : node.recipients) {
    if (recipient.answer != RecipientAnswer::none) continue;
    names.emplace_back(actor_name(run_.program(), recipient.actor));
  }
  return joined_names(names);
}

// "reaches Russia by out and onward after 2 d 4 h"
void OfferLines::tell_messages(const OfferNode& node, std::vector<OfferLine>& lines) const {
  const auto& program = run_.program();
  for (const auto& recipient : node.recipients) {
    const auto who = actor_name(program, recipient.actor);
    if (const auto number = recipient.undelivered_event; number > 0) {
      lines.push_back({.time = event(number).time,
                       .event = number,
                       .text = fmt::format("{} {}: {}", palette_.yellow("does not reach"), who,
                                           failure_text(program, *run_.log, event(number)))});
    }
    if (recipient.arrived.is_never()) continue;
    std::vector<std::string> names;
    for (const auto link : recipient.by) {
      names.push_back(words(program.channels[program.links[link].channel].name));
    }
    const auto passed = recipient.arrived - node.sent;
    lines.push_back(
        {.time = recipient.arrived,
         .after = node.event,
         .text = fmt::format("reaches {} by {}{}", who, joined_names(names),
                             passed.us == 0 ? " at once" : " after " + passed_text(passed))});
  }
  if (node.known_event == 0) return;
  const auto& known = event(node.known_event);
  const bool leaked = is_a(program, known.type, program.roots.leak);
  lines.push_back({.time = known.time,
                   .event = known.number,
                   .text = leaked
                               ? fmt::format("{} on {}: known to all", palette_.yellow("leaked"),
                                             words(program.channels[known.maker].name))
                               : fmt::format("{} by {}: known to all", palette_.yellow("revealed"),
                                             actor_name(program, known.source))});
}

// one that did not arrive could not be answered
std::string OfferLines::why_silent(const OfferNode& node, const std::string& silent) const {
  if (node.recipients.size() == 1 && node.recipients[0].undelivered_event > 0) {
    return "it never arrived";
  }
  if (node.recipients.size() == 1 && is_on_its_way(node)) return "it had not arrived";
  return silent.empty() ? "no answer" : "no answer from " + silent;
}

bool OfferLines::is_on_its_way(const OfferNode& node) const {
  const auto& recipient = node.recipients[0];
  return !offer_state(*run_.run, node.offer).is_delivered && recipient.arrived.is_never() &&
         recipient.undelivered_event == 0;
}

void OfferLines::tell_closing(const OfferNode& node, std::vector<OfferLine>& lines) const {
  OfferLine line{.time = node.closed, .event = node.closing_event};
  if (node.status == OfferStatus::withdrawn && node.closing_event > 0) {
    line.text = fmt::format("{} by {}{}{}", palette_.yellow("withdrawn"),
                            actor_name(run_.program(), node.closed_by),
                            custom_name(node.closing_event), timing(node, node.closed));
  } else if (node.status == OfferStatus::lapsed && node.closing_event > 0) {
    const auto silent = waiting(node);
    line.text = fmt::format("{} after {}: {}", palette_.yellow("lapsed"),
                            passed_text(node.closed - node.sent), why_silent(node, silent));
  } else if (node.closed.is_never() && node.status != OfferStatus::open && node.event > 0) {
    line.time = run_.run->now();
    line.after = kNone;
    line.text = fmt::format("{}, but nothing came of it: the run ended first, or it was left out",
                            status_word(node.status));
  } else {
    return;
  }
  lines.push_back(std::move(line));
}

void OfferLines::tell_agreement(const OfferNode& node, std::vector<OfferLine>& lines) const {
  if (node.agreed.is_never()) return;
  std::string names;
  for (const auto& term : node.agreement) {
    names += (names.empty() ? "" : ", ") + agreed_term_text(run_.program(), term);
  }
  auto text = names.empty() ? "nothing comes into force: no term that is above 0 was accepted"
                            : "now in force: " + palette_.bold(names);
  if (!names.empty()) {
    text += node.until.is_never() ? ", with no time limit"
                                  : fmt::format(", until {}", day(node.until, node.agreed));
  }
  lines.push_back({.time = node.agreed, .after = node.agreement_event, .text = std::move(text)});
}

std::string OfferLines::end_text(const OfferNode& node,
                                 const std::vector<const AgreedTerm*>& terms) const {
  std::vector<std::string> names;
  for (const auto* term : terms) names.push_back(words(run_.program().terms[term->term]));
  const auto& first = *terms.front();
  const auto held = first.to.is_never() ? "" : " after " + passed_text(first.to - first.from);
  if (first.end == TermEnd::expired) {
    return fmt::format("{}: time is over{}", joined_names(names), held);
  }
  const bool broken = first.end == TermEnd::violated;
  auto text = fmt::format("{} {} by {}{}{}", joined_names(names),
                          broken ? palette_.red("broken") : palette_.yellow("ended"),
                          actor_name(run_.program(), first.by), custom_name(first.event), held);
  if (!node.until.is_never()) {
    text += fmt::format(", {} before its time", passed_text(node.until - first.to));
  }
  return text + in_answer_to(first.event);
}

// terms that one event ends are one line
void OfferLines::tell_ends(const OfferNode& node, std::vector<OfferLine>& lines) const {
  std::map<std::uint32_t, std::vector<const AgreedTerm*>> ends;
  for (const auto& term : node.agreement) {
    if (term.end != TermEnd::in_force) ends[term.event].push_back(&term);
  }
  for (const auto& [number, terms] : ends) {
    const auto time = terms.front()->to;
    lines.push_back({.time = time, .event = number, .text = end_text(node, terms)});
  }
}

void OfferLines::tell_concerning(const OfferNode& node, std::vector<OfferLine>& lines) const {
  const auto& program = run_.program();
  for (const auto number : node.concerning) {
    const auto& about = event(number);
    std::string who(actor_name(program, about.source));
    if (about.target != kNobody) {
      who += fmt::format("{}→ {}", who.empty() ? "" : " ", actor_name(program, about.target));
    }
    lines.push_back({.time = about.time,
                     .event = number,
                     .text = fmt::format("{}{}{}", words(program.types[about.type].name),
                                         who.empty() ? "" : ", ", who)});
  }
}

// where it stands when the run is over
void OfferLines::tell_standing(const OfferNode& node, std::vector<OfferLine>& lines) const {
  const auto now = run_.run->now();
  const auto left = [&](SimTime time) {
    return time.is_never() ? std::string() : ", with " + passed_text(time - now) + " left";
  };
  if (node.status == OfferStatus::open) {
    const auto silent = node.recipients.size() > 1 ? ": no answer yet from " + waiting(node)
                        : is_on_its_way(node)      ? ", still on its way"
                                                   : "";
    lines.push_back(
        {.time = now,
         .text = palette_.bold("still open at the end") + left(node.deadline) + silent});
  }
  std::vector<std::string> names;
  for (const auto& term : node.agreement) {
    if (term.end == TermEnd::in_force) names.push_back(words(run_.program().terms[term.term]));
  }
  if (names.empty()) return;
  lines.push_back({.time = now,
                   .text = fmt::format("{} {} at the end{}", joined_names(names),
                                       palette_.bold("still in force"), left(node.until))});
}

std::vector<OfferLine> OfferLines::life(const OfferNode& node) const {
  std::vector<OfferLine> lines;
  tell_messages(node, lines);
  tell_answers(node, lines);
  tell_closing(node, lines);
  tell_agreement(node, lines);
  tell_ends(node, lines);
  tell_concerning(node, lines);
  for (const auto child : node.children) {
    const auto& counter = tree_.offers[child];
    if (counter.event == 0) continue;
    lines.push_back({.time = counter.sent, .event = counter.event, .child = child});
  }
  const auto place = [](const OfferLine& line) {
    return std::pair(line.time, line.event > 0 ? line.event : line.after);
  };
  std::stable_sort(lines.begin(), lines.end(),
                   [&](const OfferLine& a, const OfferLine& b) { return place(a) < place(b); });
  tell_standing(node, lines);
  return lines;
}

}  // namespace brink
