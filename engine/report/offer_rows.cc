#include "engine/report/offer_rows.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/report/log_rows.h"
#include "engine/report/words.h"

namespace brink {
namespace {

using Json = nlohmann::ordered_json;

/// Writes offers as JSON objects; CSV rows are made of them.
class Rows {
 public:
  explicit Rows(const FinishedRun& run) : run_(run), tree_(offer_tree(run)) {}

  const std::vector<OfferNode>& offers() const { return tree_.offers; }

  Json row(const OfferNode& node) const {
    const auto& program = run_.program();
    Json row;
    row["offer"] = number(node.event);
    row["key"] = fmt::format("{:016x}", offer_state(*run_.run, node.offer).key);
    row["type"] = program.types[node.type].name;
    row["first"] = number(tree_.offers[node.first].event);
    row["parent"] = node.parent == kNone ? Json() : number(tree_.offers[node.parent].event);
    row["children"] = Json::array();
    for (const auto child : node.children) {
      row["children"].push_back(number(tree_.offers[child].event));
    }
    row["round"] = node.round;
    row["proposer"] = actor(node.proposer);
    row["recipients"] = Json::array();
    for (const auto& recipient : node.recipients) {
      row["recipients"].push_back(actor(recipient.actor));
    }
    row["consent"] = node.recipients.size() < 2 ? Json() : node.consent_of_all ? "all" : "one";
    row["mediated"] = node.is_mediated;
    row["conditional"] = node.is_conditional;
    row["public"] = node.was_public;
    row["known"] =
        node.known_event == 0 ? Json() : days(run_.log->events()[node.known_event - 1].time);
    row["terms"] = Json::object();
    row["before"] = Json::object();
    for (const auto& term : node.terms) {
      row["terms"][program.terms[term.term]] = term.value;
      if (term.before) row["before"][program.terms[term.term]] = *term.before;
    }
    add_life(node, row);
    return row;
  }

 private:
  void add_life(const OfferNode& node, Json& row) const {
    const bool is_closed = !node.closed.is_never();
    row["sent"] = days(node.sent);
    row["sent_date"] = date(node.sent);
    row["deadline"] = days(node.deadline);
    row["status"] = status_word(node.status);
    row["closed"] = days(node.closed);
    row["closed_date"] = date(node.closed);
    row["closed_event"] = number(node.closing_event);
    row["closed_by"] = actor(node.closed_by);
    row["took"] = is_closed ? Json(in_days(node.closed - node.sent)) : Json();
    row["left"] = is_closed && !node.deadline.is_never()
                      ? Json(in_days(node.deadline - node.closed))
                      : Json();
    row["answers"] = Json::array();
    for (const auto& recipient : node.recipients) row["answers"].push_back(answer(node, recipient));
    row["agreed"] = days(node.agreed);
    row["agreed_event"] = number(node.agreement_event);
    row["until"] = days(node.until);
    row["agreement"] = Json::array();
    for (const auto& term : node.agreement) row["agreement"].push_back(agreed(term));
    row["concerning"] = node.concerning;
  }

  Json answer(const OfferNode& node, const OfferRecipient& recipient) const {
    Json answer;
    answer["by"] = actor(recipient.actor);
    answer["answer"] = answer_word(recipient.answer);
    answer["event"] = number(recipient.event);
    answer["time"] = days(recipient.time);
    answer["arrived"] = days(recipient.arrived);
    answer["undelivered"] = number(recipient.undelivered_event);
    answer["terms"] = Json();
    if (recipient.answer != RecipientAnswer::accepted) return answer;
    answer["terms"] = Json::array();
    for (const auto& term : node.terms) {
      if ((recipient.covered >> term.term & 1U) == 0) continue;
      answer["terms"].push_back(run_.program().terms[term.term]);
    }
    return answer;
  }

  Json agreed(const AgreedTerm& term) const {
    const auto cause = term.event == 0 ? 0 : run_.log->events()[term.event - 1].cause;
    return {{"term", run_.program().terms[term.term]},
            {"value", term.value},
            {"from", days(term.from)},
            {"to", days(term.to)},
            {"held", term.to.is_never() ? Json() : Json(in_days(term.to - term.from))},
            {"end", term_end_word(term.end)},
            {"event", number(term.event)},
            {"by", actor(term.by)},
            {"cause", number(cause)}};
  }

  static std::string_view answer_word(RecipientAnswer answer) {
    switch (answer) {
      case RecipientAnswer::accepted:
        return "accepted";
      case RecipientAnswer::refused:
        return "refused";
      case RecipientAnswer::countered:
        return "countered";
      case RecipientAnswer::never_asked:
        return "never asked";
      case RecipientAnswer::none:
        break;
    }
    return "none";
  }

  static Json number(std::uint32_t event) { return event == 0 ? Json() : Json(event); }
  static Json days(SimTime time) {
    return time.is_never() ? Json() : Json(in_days(time - SimTime{}));
  }
  Json date(SimTime time) const {
    if (time.is_never()) return {};
    return format_exactly({run_.program().start.us + time.us});
  }
  Json actor(ActorId id) const {
    return id == kNobody ? Json() : Json(run_.program().actors[id].id);
  }

  FinishedRun run_;
  OfferTree tree_;
};

// a cell that holds one value
std::string plain(const Json& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_float()) return exact_number(value.get<double>());
  return value.dump();
}

// "a;b", of an object "a=1;b=0"
std::string list(const Json& value) {
  std::string text;
  for (const auto& [key, item] : value.items()) {
    text += (text.empty() ? "" : ";") + (value.is_object() ? key + "=" : "") + plain(item);
  }
  return text;
}

// "b=accepted@5;c=none", or how long each term held
std::string pairs(const Json& list, const char* name, const char* value) {
  std::string text;
  for (const auto& item : list) {
    const auto event = plain(item["event"]);
    text += fmt::format("{}{}={}{}", text.empty() ? "" : ";", plain(item[name]), plain(item[value]),
                        event.empty() ? "" : "@" + event);
  }
  return text;
}

std::string held(const Json& agreement) {
  std::string text;
  for (const auto& term : agreement) {
    text +=
        fmt::format("{}{}={}", text.empty() ? "" : ";", plain(term["term"]), plain(term["held"]));
  }
  return text;
}

std::string cell(const std::string& name, const Json& value) {
  if (name == "answers") return pairs(value, "by", "answer");
  if (name == "agreement") return pairs(value, "term", "end");
  return value.is_structured() ? list(value) : plain(value);
}

}  // namespace

std::string offer_json(const FinishedRun& run) {
  const Rows rows(run);
  std::string text;
  for (const auto& node : rows.offers()) {
    text += rows.row(node).dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  }
  return text;
}

std::string offer_csv(const FinishedRun& run) {
  const Rows rows(run);
  std::string text =
      "offer,key,type,first,parent,children,round,proposer,recipients,consent,mediated,"
      "conditional,public,known,"
      "terms,before,sent,sent_date,deadline,status,closed,closed_date,closed_event,closed_by,took,"
      "left,answers,agreed,agreed_event,until,agreement,concerning,held\n";
  for (const auto& node : rows.offers()) {
    const auto row = rows.row(node);
    for (const auto& [name, value] : row.items()) text += csv_cell(cell(name, value)) + ",";
    text += csv_cell(held(row["agreement"])) + "\n";
  }
  return text;
}

}  // namespace brink
