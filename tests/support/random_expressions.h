#pragma once

#include <string>
#include <vector>

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
  bool apart = false;    // ... and not the same actor
  bool other = false;    // `self` and `other` are a pair
  bool each = false;     // inside an expression over a group
  bool event = false;    // event.rung, event.goldstein
  bool clash = false;    // the event has the attributes of a clash
  bool word = false;     // ... of a word
  bool offer = false;
  bool made_clash = false;  // `this` is a clash in the making
  bool draws = false;
  bool history = true;
  bool pickers = true;                  // self, source, ... in patterns of history
  bool lets = true;                     // derived names
  bool secrets = false;                 // the world asks: it may read what is secret
  bool owner = true;                    // what is secret may be read of `self`
  std::vector<std::string> loops = {};  // who else is meant: the actors of loops
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
  std::string symbol(const Scope& scope, const std::string& of);  // "phase", "mood", "site", ...
  /// One whose variables can be read.
  std::string actor(const Scope& scope);
  /// The same, or an actor kept in a variable.
  std::string anybody(const Scope& scope);
  /// A group of this component; `several`: of two actors or more.
  std::string group(bool several = false);
  /// A member of a group by chance; `sure`: there is always one.
  std::string pick(const Scope& scope, bool sure);
  /// A variable of two actors who differ: `trust(a, b)`.
  std::string pair_variable(const Scope& scope, const char* variable);
  /// Patterns of events of this component alone; `history` ones may use self and the like.
  std::string pattern(const Scope& scope, bool history);
  std::string offer_pattern(const Scope& scope);

  static std::string literal(double x);
  std::string plain_duration(int low_hours, int high_hours);

 private:
  std::string number_leaf(const Scope& scope);
  // `flows`: also one that follows a differential equation, whose closed form has more terms
  std::string moving_variable(const Scope& scope, bool flows = true);
  std::string moving_number(const Scope& scope);
  std::string closed_number(const Scope& scope, int depth);
  std::string drawn_number(const Scope& scope, int depth);
  // random_groups.cc
  std::string two(const Scope& scope);
  std::string one_of_two(const Scope& scope, std::string& other);
  std::string pair_number(const Scope& scope);
  std::string pair_truth(const Scope& scope);
  std::string over_number(const Scope& scope, int depth);
  std::string over_pairs(const Scope& scope, const char* function, const char* variable);
  std::string over_truth(const Scope& scope, int depth);
  std::string closed_over(const Scope& scope);
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
