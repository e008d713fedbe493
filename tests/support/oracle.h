#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "engine/story/why.h"

namespace brink::test {

/// When and by whom an expression is asked.
struct Asked {
  SimTime at;
  std::uint32_t writes = 0;  // of the log, that came before
  std::uint32_t events = 0;  // likewise
  ActorId self = kNobody;
  ActorId other = kNobody;
  ActorId each = kNobody;
  std::uint32_t event = 0;  // number of the event responded to
  OfferId offer = kNone;
  std::uint32_t made = 0;  // number of the event that is being made
  std::uint64_t key = 0;   // of draws
};

/// Computes expressions from what a run left behind: the tree as the author wrote it, first values,
/// the journal of changes, the log of events, addressed draws. Shares nothing with the engine's
/// evaluator but samplers and offers' fixed parts.
///
/// Everything is a double: truths 0 or 1, durations and dates in microseconds, symbols, actors and
/// offers their index. Nothing where it cannot tell (a law that depends on variables, a pick).
class Oracle {
 public:
  explicit Oracle(const Explanation& why) : why_(why), program_(*why.run->program) {}

  std::optional<double> value(const Expr& e, const Asked& asked) const;
  bool matches(const Pattern& pattern, std::uint32_t number, const Asked& asked) const;

 private:
  struct Unknown {};  // thrown where it cannot tell
  double of(const Expr& e, const Asked& a) const;
  double name(const Expr& e, const Asked& a) const;
  double member(const Expr& e, const Asked& a) const;
  double offer_member(const Expr& e, const Asked& a) const;
  double binary(const Expr& e, const Asked& a) const;
  double call(const Expr& e, const Asked& a) const;
  double history(const Expr& e, const Asked& a) const;
  double rung(ActorId x, ActorId y, const Asked& a) const;
  double in_force(const std::string& term, std::optional<std::pair<ActorId, ActorId>> pair,
                  const Asked& a) const;
  double drawn(const Expr& e, const Asked& a) const;
  double over(const Expr& e, const Asked& a) const;
  double slot(SlotId id, const Asked& a) const;
  double first_value(SlotId id) const;
  bool is_status(OfferId offer, const std::string& status, const Asked& a) const;
  std::optional<ActorId> actor_word(const std::string& word, const Asked& a) const;
  bool is_party(const std::string& word, ActorId actor, const Asked& a) const;

  const Explanation& why_;
  const Program& program_;
};

}  // namespace brink::test
