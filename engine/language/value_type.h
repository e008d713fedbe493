#pragma once

#include <string_view>

namespace brink {

/// The six types of values, and the two references (to an offer, to an event).
enum class ValueType : unsigned char {
  number,
  truth,
  duration,
  date,
  symbol,
  actor,
  offer,
  event,
};

/// The type's name with its article, for messages: "a number", "an offer".
std::string_view with_article(ValueType type);

}  // namespace brink
