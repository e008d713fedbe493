#pragma once

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/language/yaml_checks.h"
#include "engine/language/yaml_tree.h"

namespace brink {

/// Thrown by the builder to end the parse: a limit was passed, the finding is reported already.
struct YamlStop {};

/// Builds the tree from yaml-cpp's events and reports what means something else than it seems.
/// yaml-cpp's own tree is not used: it drops duplicate keys and follows aliases.
class YamlBuilder final : public YAML::EventHandler {
 public:
  explicit YamlBuilder(YamlFile& file) : file_(file) {}

  std::optional<YamlNode>& root() { return root_; }
  bool in_flow() const { return !frames_.empty() && frames_.back().node.flow; }
  /// A comma ended a value early and the collection is not over: what follows makes no sense.
  bool broken() const;
  /// The offset behind the last scalar seen.
  std::size_t last_end() const { return last_end_; }
  /// Where the innermost bracket or brace that is still open stands.
  std::optional<Position> open_bracket() const;
  /// Where the last quoted scalar of several lines began; empty if there was none.
  std::optional<std::size_t> long_quote() const { return long_quote_; }

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { close(); }

 private:
  struct Frame {
    YamlNode node;
    bool free_text = false;  // inside about, sources, ...: brackets need no partner
    bool has_key = false;    // a key was read and its value was not
    bool keep = true;        // the entry is sound so far
    bool fragment = false;   // the key is the rest of a value that a comma cut
    Text key;
    std::size_t key_end = 0;
    std::unordered_map<std::string, Position> keys;
    int open = 0;                      // brackets a comma left open
    std::optional<std::size_t> comma;  // that ended the value before this key
  };

  void count(std::size_t offset);
  void check_properties(std::size_t offset);
  bool expects_key() const;
  bool is_free_text() const;
  void add(YamlNode node, std::size_t end);
  void add_key(const YamlNode& node, std::size_t end);
  void open(YamlNode::Kind kind, const YAML::Mark& mark, YAML::EmitterStyle::value style);
  void close();
  void read_plain(YamlNode& node, std::size_t offset);
  void read_quoted(YamlNode& node, std::size_t offset);
  void read_block(YamlNode& node, std::size_t offset);
  void check_brackets(const YamlNode& node, std::size_t offset, const PlainEnd& end);
  bool is_fragment(const Balance& balance);
  bool report_phrase(const YamlNode& node, std::size_t offset);
  void report_partner(const YamlNode& node, std::size_t offset, const Balance& balance,
                      bool one_line);
  void report_comma(std::size_t comma);
  bool report_decimal(const Text& key);
  void check_comment(std::size_t end);
  void check_missing_value(Frame& frame);
  bool is_null_word(std::size_t offset) const;

  YamlFile& file_;
  std::optional<YamlNode> root_;
  std::vector<Frame> frames_;
  std::size_t nodes_ = 0;
  std::size_t last_end_ = 0;
  std::optional<std::size_t> long_quote_;
  int documents_ = 0;
};

}  // namespace brink
