#pragma once

#include <cstdint>

#include "engine/base/sim_time.h"

/// The model that every contender plays: scenarios/benchmarks/tit_for_tat.yaml (rate form) and
/// tit_for_tat_sampled.yaml (sampled form). Its numbers stand here once for all that is written by
/// hand.
namespace brink::bench {

inline constexpr double kPace[2] = {0.5, 0.4};  // own raids [1/day] without escalation
inline constexpr std::int32_t kFullStock[2] = {400, 300};
inline constexpr double kStep = 0.01;  // of the escalation, by each strike
inline constexpr double kMostEscalation = 2;
inline constexpr double kAnswerChance = 0.3;
inline constexpr double kAnswerMean = 2;                                  // [day]
inline constexpr double kOfferEvery[2] = {24, 36};                        // [day], uniform between
inline constexpr double kHorizon = 365;                                   // [day]
inline constexpr double kDay = static_cast<double>(kMicrosecondsPerDay);  // [µs]

/// When a side draws how long it waits for its next raid.
enum class Form : std::uint8_t {
  sampled,  // when the last raid is made, by the escalation of that instant
  rate,     // once per raid, as a unit-rate clock that runs faster the higher the escalation
};

/// What came of one run. An event is a raid, an answer, an offer, a refusal or an acceptance.
struct Played {
  std::uint32_t events = 0;
  std::uint32_t strikes = 0;  // raids and answers
  double end = kHorizon;      // [day]
  bool agreement = false;
  double escalation = 0;  // at the end
};

}  // namespace brink::bench
