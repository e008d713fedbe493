#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"

namespace brink {

/// One file's name and content, kept as long as diagnostics may point into it.
struct SourceText {
  std::string name;  // as the user named it
  std::string text;
};

/// The texts that places point into, by their number: the scenario, then each module it uses.
using SourceTexts = std::vector<SourceText>;

/// A piece of text an author wrote, with its place in the file.
struct Text {
  std::string value;
  Position at;        // of the first character of the value (after an opening quote)
  bool plain = true;  // unquoted, on one line: columns inside it can be computed
};

}  // namespace brink
