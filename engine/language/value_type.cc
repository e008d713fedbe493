#include "engine/language/value_type.h"

#include <array>

namespace brink {

std::string_view with_article(ValueType type) {
  constexpr std::array<std::string_view, 8> kNames{"a number",   "a truth (true or false)",
                                                   "a duration", "a date",
                                                   "a symbol",   "an actor",
                                                   "an offer",   "an event"};
  return kNames[static_cast<std::size_t>(type)];
}

}  // namespace brink
