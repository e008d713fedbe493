#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/language/scenario.h"

namespace brink::test {

/// How often each construct of the language was met in the scenarios walked. Constructs are named
/// `key SECTION.KEY`, `function NAME`, `deed KIND`, `assign SIGN`, `operator SIGN`, `literal KIND`,
/// `word NAME`, `field NAME`, `pattern PART`, `by WHO`, `measure FORM`, `variable TYPE`, ...
/// `over NAME` is a function over a group.
class Coverage {
 public:
  /// Starts with every construct that a complete batch must contain, at 0: all keys and functions
  /// of the language's tables, and what the walker itself tells apart.
  Coverage();

  void walk(const Scenario& scenario);
  const std::map<std::string, int>& counts() const { return counts_; }
  /// One line per construct: name and count.
  std::string table() const;

 private:
  void add(const std::string& construct) { ++counts_[construct]; }
  void key(const char* section, const char* name, bool there = true);
  void label(const char* section, const Label& label);
  void expression(const Expr& e);
  void expression(const char* section, const char* name, const std::optional<Expr>& e);
  void pattern(const Pattern& pattern);
  void name(const Expr& e);
  void variable(const VariableDecl& variable);
  void call_of_pair(const Expr& e);
  void motion(const char* section, const VariableDecl& variable);
  void pair(const PairDecl& pair);
  void actor(const ActorDecl& actor);
  void group(const GroupDecl& group);
  void scheduled(const ScheduleDecl& entry);
  void variant(const VariantDecl& variant, const Scenario& scenario);
  void loop(const Deed& deed);
  void assignment(const Deed& deed);
  bool is_month(const Expr& e) const;
  bool is_loop(const std::string& word) const;
  void parameter(const ParameterDecl& parameter);
  void event(const EventTypeDecl& type);
  void emission(const char* section, const Deed& deed);
  void deed(const Deed& deed);
  void attributes(const char* section, const Deed& deed);
  void lapses(const char* section, const Deed& deed, const std::string& what);
  void channel(const ChannelDecl& channel);
  bool draws(const Expr& e) const;
  void process(const ProcessDecl& process);
  void rule(const RuleDecl& rule);
  void choice(const ChoiceDecl& choice);
  void measure(const MeasureDecl& measure);

  std::map<std::string, int> counts_;
  std::string text_;                // of the scenario walked
  std::set<std::string> actors_;    // its actors
  std::set<std::string> pairs_;     // its variables of pairs
  std::vector<std::string> loops_;  // the loops around what is walked
};

}  // namespace brink::test
