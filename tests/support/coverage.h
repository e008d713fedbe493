#pragma once

#include <map>
#include <string>

#include "engine/language/scenario.h"

namespace brink::test {

/// How often each construct of the language was met in the scenarios walked. Constructs are named
/// `key SECTION.KEY`, `function NAME`, `deed KIND`, `assign SIGN`, `operator SIGN`, `literal KIND`,
/// `word NAME`, `field NAME`, `pattern PART`, `by WHO`, `measure FORM`, `variable TYPE`, ...
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
  void parameter(const ParameterDecl& parameter);
  void event(const EventTypeDecl& type);
  void emission(const char* section, const Deed& deed);
  void deed(const Deed& deed);
  void attributes(const char* section, const Deed& deed);
  void process(const ProcessDecl& process);
  void rule(const RuleDecl& rule);
  void choice(const ChoiceDecl& choice);
  void measure(const MeasureDecl& measure);

  std::map<std::string, int> counts_;
};

}  // namespace brink::test
