#include <array>

#include "engine/language/keys.h"

// keys and their shapes in people's words
namespace brink {
namespace {

using S = Shape;

// words that people write for a key; the first key that the section has is meant
struct Alias {
  std::string_view word;
  std::string_view key;
};
constexpr std::array kAliases{
    Alias{"then", "do"},
    Alias{"trigger", "upon"},
    Alias{"on", "upon"},
    Alias{"event", "upon"},
    Alias{"event", "emit"},
    Alias{"who", "by"},
    Alias{"probability", "chance"},
    Alias{"prob", "chance"},
    Alias{"delay", "after"},
    Alias{"wait", "after"},
    Alias{"interval", "every"},
    Alias{"value", "initial"},
    Alias{"value", "default"},
    Alias{"default", "initial"},
    Alias{"initial", "default"},
    Alias{"condition", "if"},
    Alias{"condition", "when"},
};

}  // namespace

std::string_view key_meant(std::string_view section, std::string_view word) {
  const auto keys = keys_of(section);
  for (const auto& alias : kAliases) {
    if (alias.word != word) continue;
    for (const auto& key : keys) {
      if (key.key == alias.key) return key.key;
    }
  }
  return {};
}

std::string_view with_article(Shape shape) {
  switch (shape) {
    case S::text:
      return "a text";
    case S::name:
      return "a name";
    case S::names:
      return "a list of names";
    case S::texts:
      return "a list of texts";
    case S::date:
      return "a date";
    case S::duration:
      return "a duration";
    case S::truth:
      return "true or false";
    case S::number:
      return "a number";
    case S::expression:
      return "an expression";
    case S::expressions:
      return "an expression or a list";
    case S::pattern:
      return "an event pattern";
    case S::range:
      return "a range [low, high]";
    case S::section:
    case S::entries:
    case S::map:
      return "a map";
    case S::list:
      return "a list";
  }
  return "";
}

}  // namespace brink
