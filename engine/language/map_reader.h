#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/language/keys.h"
#include "engine/language/scenario.h"
#include "engine/language/yaml_tree.h"

namespace brink {

/// Thrown at the error number kMaxErrors: who mends a hundred reads again, and a file of fifty
/// thousand would be compared with every name it knows.
struct TooManyErrors {};

/// Where a loader's findings go, and how they are worded.
///
/// Errors: error() and stop_if_full() throw TooManyErrors, for read_scenario and compile to catch.
class Findings {
 public:
  explicit Findings(std::string file) : files_{std::move(file)} {}
  explicit Findings(std::vector<std::string> files) : files_(std::move(files)) {}

  void error(Position at, std::string message, std::string hint = {});
  void warning(Position at, std::string message, std::string hint = {});
  /// For findings that were added to all() directly.
  void stop_if_full() const;
  /// The name of the file that a place lies in.
  const std::string& file(Position at) const { return files_[static_cast<std::size_t>(at.file)]; }
  /// A place in words: "line 8", or "other.yaml:8" where that is another file.
  std::string place_text(Position at, Position seen_from) const;
  /// Another file may have findings; returns its number.
  int add_file(std::string name);
  Diagnostics& all() { return all_; }

 private:
  std::vector<std::string> files_;
  Diagnostics all_;
};

/// Quotes a name in a message: `name`.
std::string quoted(std::string_view name);

/// A hint that offers the nearest known name, or lists the known ones when few; empty otherwise.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& known);

/// Reads one map of a known section: reports unknown, missing and empty keys at once, then hands
/// out values by key, reporting each that has the wrong shape. The node must outlive the reader.
class MapReader {
 public:
  /// `owner` names the thing in messages: "rule `spiral`".
  MapReader(Findings& findings, const YamlNode& node, std::string_view section, std::string owner);

  bool ok() const { return ok_; }  // false: not a map, already reported
  bool has(std::string_view key) const { return node(key) != nullptr; }
  const YamlNode* node(std::string_view key) const;  // null when missing or empty
  Position at() const { return node_->at; }
  const std::string& owner() const { return owner_; }

  Text text(std::string_view key) const;
  std::optional<Expr> expression(std::string_view key) const;
  /// One expression, or those of a list.
  std::vector<Expr> expressions(std::string_view key) const;
  std::optional<Pattern> pattern(std::string_view key) const;
  std::optional<double> number(std::string_view key) const;
  /// A whole number from low to high; 0 when not given.
  int whole(std::string_view key, int low, int high) const;
  std::optional<bool> truth(std::string_view key) const;
  std::vector<Text> texts(std::string_view key) const;
  RangeDecl range(std::string_view key) const;
  /// Fills `about` and `sources` from the keys of the same name.
  void describe(Label& label) const;

 private:
  Findings* findings_;
  const YamlNode* node_;
  std::string owner_;
  std::string_view section_;
  bool ok_ = true;

  std::string example_of(std::string_view key) const;  // a hint: "for example `rung: 6`"
};

/// Readers of single nodes, shared by sections whose entries have no keys of their own.
std::optional<Expr> read_expression(Findings& findings, const YamlNode& node,
                                    const std::string& owner);
std::optional<Pattern> read_pattern(Findings& findings, const YamlNode& node,
                                    const std::string& owner);
std::vector<Text> read_texts(Findings& findings, const YamlNode& node, const std::string& owner);
/// Reports a name that is not letters, digits and _, begins with a digit, is reserved or too long.
void check_id(Findings& findings, const Text& id);

}  // namespace brink
