#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/language/source_text.h"

namespace brink {

/// One node of a YAML document, as data: every scalar is text, every mapping keeps its order.
struct YamlNode {
  enum class Kind { null, scalar, list, map };

  struct Entry;  // a key and its value

  Kind kind = Kind::null;
  Position at;           // first character of the node
  std::string text;      // of a scalar
  bool plain = true;     // a scalar without quotes or block indicator
  bool flow = false;     // a list or map written with brackets or braces
  bool literal = false;  // a scalar whose characters stand in the file as they are, on one line
  std::vector<YamlNode> items;  // of a list
  std::vector<Entry> entries;   // of a map, in file order, keys unique

  /// The value under a key of a map, or null when there is none.
  const YamlNode* find(std::string_view key) const;

  /// The scalar as a text with its place.
  Text as_text() const;
};

struct YamlNode::Entry {
  Text key;
  YamlNode value;
};

/// Limits of what is read; going past one is an error that names it.
inline constexpr std::size_t kMaxYamlBytes = 4'000'000;
inline constexpr int kMaxYamlDepth = 64;
inline constexpr std::size_t kMaxYamlNodes = 500'000;
inline constexpr std::size_t kMaxYamlKey = 60;  // bytes; every key is a name or a word

/// What is said of a text of more than kMaxYamlBytes: "it is larger than 4 MB".
std::string too_many_bytes();

/// Reads one YAML document with everything refused that silently means something else than its
/// author thinks: duplicate keys, tags, anchors, aliases, merge keys, a second document,
/// unterminated quotes, a comma or ` #` that ended a value early, a lost `!`, `>`, `|`, `*`, `&`,
/// `@`, `%`, bytes that are not UTF-8. Each finding carries a hint.
///
/// number  of the file, in the places of nodes and findings
///
/// Errors: all findings at once where the text can be read past them.
/// Cost:   O(bytes).
Result<YamlNode> read_yaml(const SourceText& source, int number = 0);

}  // namespace brink
