#pragma once

#include <string>

#include "tests/support/random_cast.h"

namespace brink::test {

/// How an expression may move between events.
enum class Motion {
  still,   // not at all
  closed,  // with a closed form: sums and products of what moves, compared by < and the like
  any,
};

/// What an expression may speak of where it stands.
struct Scope {
  Motion motion = Motion::any;
  bool self = false;
  bool rival = false;    // `self` is a member of the pair
  bool parties = false;  // source and target, both known to be actors of the component
  bool event = false;    // event.rung, event.goldstein
  bool clash = false;    // the event has the attributes of a clash
  bool word = false;     // ... of a word
  bool offer = false;
  bool made_clash = false;  // `this` is a clash in the making
  bool draws = false;
  bool history = true;
  bool pickers = true;  // self, source, ... in patterns of history
  bool lets = true;     // derived names
};

/// Writes random expressions that are well-typed in their scope, finite, and of bounded size.
class ExpressionWriter {
 public:
  ExpressionWriter(const Cast& cast, Dice& dice) : cast_(cast), dice_(dice) {}

  std::string number(const Scope& scope, int depth = 3);
  /// A number held between two bounds.
  std::string bounded(const Scope& scope, double low, double high, int depth = 3);
  std::string truth(const Scope& scope, int depth = 3);
  std::string duration(const Scope& scope, int depth = 2);
  /// A duration of at least half an hour and at most some weeks.
  std::string delay(const Scope& scope);
  std::string date(const Scope& scope);
  std::string symbol(const Scope& scope, const std::string& of);  // "phase", "mood", "site", "tone"
  std::string actor(const Scope& scope);
  /// Patterns of events of this component alone; `history` ones may use self and the like.
  std::string pattern(const Scope& scope, bool history);
  std::string offer_pattern(const Scope& scope);

  static std::string literal(double x);
  std::string plain_duration(int low_hours, int high_hours);

 private:
  std::string number_leaf(const Scope& scope);
  std::string moving_variable(const Scope& scope);
  std::string moving_number(const Scope& scope);
  std::string closed_number(const Scope& scope, int depth);
  std::string drawn_number(const Scope& scope, int depth);
  std::string drawn_duration();
  std::string number_function(const Scope& scope, int depth);
  std::string truth_leaf(const Scope& scope);
  std::string comparison(const Scope& scope, int depth);
  std::string offer_field();
  std::string parties(const Scope& scope, bool history, bool must);
  std::string where(const Scope& outer);

  const Cast& cast_;
  Dice& dice_;
};

}  // namespace brink::test
