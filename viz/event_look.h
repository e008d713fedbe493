#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/program/program.h"

namespace brink::viz {

/// How an event is drawn, by what kind of thing it is. Shapes tell kinds apart without colour.
///
///   circle    verbal cooperation: talks, agreements, statements of support
///   square    material cooperation: aid, steps back
///   triangle  verbal conflict: accusations, demands, rejections, threats
///   burst     material conflict: sanctions, mobilisation, force
///   diamond   negotiation: an offer, a counter-offer, a conditional yes
///   tick      an acceptance
///   cross     a refusal, or an offer that was withdrawn
///   bar       the end of an offer or agreement: lapse, expiry, end of a term
///   letter    what becomes of a message: revealed, leaked, undelivered
enum class Shape : std::uint8_t {
  circle,
  square,
  triangle,
  burst,
  diamond,
  tick,
  cross,
  bar,
  letter,
};

/// True for the shapes of offers, answers and withdrawals.
constexpr bool is_negotiation(Shape shape) {
  return shape == Shape::diamond || shape == Shape::tick || shape == Shape::cross;
}

/// severity  0 (most cooperative) to 1 (most hostile): from the event's rung of the ladder where it
///           has one, otherwise from its Goldstein score (10 to -10)
struct EventLook {
  Shape shape = Shape::circle;
  double severity = 0.5;
};

/// The look of each event type of a program, by TypeId.
std::vector<EventLook> event_looks(const Program& program);

/// "verbal conflict", in the words of the legend.
const char* shape_name(Shape shape);

}  // namespace brink::viz
