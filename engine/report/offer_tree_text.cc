#include "engine/report/offer_tree_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>
#include <tuple>

#include "engine/report/offer_groups.h"
#include "engine/report/offer_lines.h"

namespace brink {
namespace {

constexpr std::size_t kTextColumn = 22;  // as in the timeline
constexpr std::size_t kDeepest = 4;      // counters below are not set in any further
constexpr char kGlue = '\x1f';           // a space at which no line is broken

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// numbers stay with their words: "territory 0 → 0.23", "19 Jul", "4 d 5 h"
std::string glued(std::string text) {
  constexpr std::string_view kArrow = "→";
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] != ' ') continue;
    const std::string_view before(text.data(), i);
    const std::string_view after(text.data() + i + 1, text.size() - i - 1);
    const bool is_by_arrow = after.starts_with(kArrow) || before.ends_with(kArrow);
    const bool in_number =
        is_digit(before.back()) || is_digit(after.front()) || after.starts_with("until ");
    const bool is_break = before.back() == ',' || before.ends_with("·") || after.starts_with("·");
    if (is_by_arrow || (in_number && !is_break)) text[i] = kGlue;
  }
  return text;
}

class TreeText {
 public:
  TreeText(const FinishedRun& run, const TimelineOptions& options)
      : run_(run),
        options_(options),
        palette_(options.colour),
        tree_(offer_tree(run)),
        seconds_(in_days(run.program().horizon) <= 2) {
    if (!options.all) middles_ = middles_of_chains(tree_);
  }

  std::string write() {
    if (tree_.offers.empty()) return "\nNo offers were made.\n";
    text_ = "\n" + wrapped(counts(), 0, options_.width) + "\n";
    for (const auto& group : grouped_offers(tree_, options_.all)) {
      text_ += "\n";
      if (group.size() == 1) {
        negotiation(group.front());
      } else {
        together(group);
      }
    }
    return text_;
  }

 private:
  // where an offer's lines stand in the tree
  struct Branch {
    std::vector<OfferLine> lines;
    std::size_t next = 0;
    std::string own;       // before its own lines
    std::string counters;  // before those of its counters
    std::size_t depth = 0;
  };

  std::string counts() const {
    std::vector<OfferId> all;
    for (const auto& node : tree_.offers) all.push_back(node.offer);
    return fmt::format("{} offer{} in {} negotiation{}: {} (#n: event n of the timeline)",
                       short_count(all.size()), all.size() == 1 ? "" : "s",
                       short_count(tree_.first.size()), tree_.first.size() == 1 ? "" : "s",
                       status_counts(tree_, all));
  }

  void tell_year(SimTime time) {
    const auto year =
        format_instant({run_.program().start.us + time.us}, Precision::day).substr(0, 4);
    if (year == year_) return;
    year_ = year;
    text_ += palette_.bold(year) + "\n";
  }

  // `lead` stands before the first line of a text that is wrapped, `rest` before the others
  void put(const std::string& when, std::uint32_t event, const std::string& lead,
           const std::string& rest, const std::string& what) {
    const auto number = event == 0 ? std::string() : fmt::format("#{}", event);
    const auto gap = kTextColumn - std::min(kTextColumn, columns(when) + columns(number) + 2);
    const auto indent = kTextColumn + columns(rest);
    auto lines = wrapped(glued(what), indent, options_.width);
    std::replace(lines.begin(), lines.end(), kGlue, ' ');
    const std::string broken = "\n" + std::string(indent, ' ');
    const std::string mended = "\n" + std::string(kTextColumn, ' ') + rest;
    for (auto at = lines.find(broken); at != std::string::npos; at = lines.find(broken, at + 1)) {
      lines.replace(at, broken.size(), mended);
    }
    text_ += fmt::format("{}{}{}  {}{}\n", palette_.dim(when), std::string(gap, ' '),
                         palette_.bold(number), lead, lines);
  }

  void put(const OfferLine& line, const std::string& lead, const std::string& rest) {
    if (line.event > 0) tell_year(line.time);
    const auto when =
        line.event > 0 ? moment_text(run_.program(), line.time, seconds_) : std::string();
    put(when, line.event, lead, rest, line.text);
  }

  Branch begin(OfferId offer, const std::string& lead, const std::string& own) {
    const auto& node = tree_.offers[offer];
    put({.time = node.sent, .event = node.event, .text = lines_.head(node)}, lead, own);
    Branch branch;
    branch.lines = lines_.life(node);
    branch.own = own;
    branch.counters = own;
    return branch;
  }

  // a chain of counters may be longer than the stack is deep: no recursion
  void negotiation(OfferId first) {
    std::vector<Branch> branches{begin(first, "", "")};
    while (!branches.empty()) {
      auto& branch = branches.back();
      if (branch.next == branch.lines.size()) {
        branches.pop_back();
        continue;
      }
      const auto line = branch.lines[branch.next++];
      if (line.child == kNone) {
        put(line, branch.own, branch.own);
        continue;
      }
      branches.push_back(counter(branch, line.child));
    }
  }

  Branch counter(const Branch& parent, OfferId offer) {
    const bool is_last =
        std::none_of(parent.lines.begin() + static_cast<std::ptrdiff_t>(parent.next),
                     parent.lines.end(), [](const OfferLine& l) { return l.child != kNone; });
    const auto own = parent.counters + (is_last ? "   " : "│  ");
    if (const auto middle = middles_.find(offer); middle != middles_.end()) {
      const auto& offers = middle->second;
      tell_year(tree_.offers[offers.front()].sent);
      put(days_text(run_.program(), tree_.offers[offers.front()].sent,
                    tree_.offers[offers.back()].sent),
          0, parent.counters + "…  ", own, lines_.between(offers));
      offer = tree_.offers[offers.back()].children.front();
    }
    auto branch = begin(offer, parent.counters + (is_last ? "└─ " : "├─ "), own);
    branch.depth = parent.depth + 1;
    if (branch.depth > kDeepest) branch.counters = parent.counters;
    return branch;
  }

  void together(const OfferGroup& group) {
    const auto& first = tree_.offers[group.front()];
    tell_year(first.sent);
    put(days_text(run_.program(), first.sent, tree_.offers[group.back()].sent), 0, "", "",
        lines_.group(group));
    if (const auto force = lines_.group_in_force(group); !force.empty()) put("", 0, "", "", force);
  }

  FinishedRun run_;
  TimelineOptions options_;
  Palette palette_;
  OfferTree tree_;
  OfferLines lines_{run_, tree_, palette_};
  std::map<OfferId, std::vector<OfferId>> middles_;
  bool seconds_ = false;  // short scenarios show seconds
  std::string year_;
  std::string text_;
};

}  // namespace

std::string offer_tree_text(const FinishedRun& run, const TimelineOptions& options) {
  return heading_text(run, options) + TreeText(run, options).write();
}

}  // namespace brink
