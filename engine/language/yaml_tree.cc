#include "engine/language/yaml_tree.h"

#include <fmt/format.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>

#include "engine/language/yaml_builder.h"
#include "engine/language/yaml_syntax.h"

namespace brink {
namespace {

// how often a text is read again without the value that stopped yaml-cpp, to find the next one
constexpr int kMaxRounds = 20;
constexpr std::size_t kMaxBytesForRounds = 200'000;

// parses once; returns the offset of a value to leave out and try again
std::optional<std::size_t> parse_once(const std::string& text, YamlFile& file,
                                      std::optional<YamlNode>& root, bool only_known) {
  YamlBuilder builder(file);
  std::optional<std::size_t> obstacle;
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const YamlStop&) {
    return std::nullopt;
  } catch (const YAML::Exception& error) {
    obstacle = report_syntax(error, builder, file, only_known);
    if (!obstacle) return std::nullopt;
  }
  root = std::move(builder.root());
  return obstacle;
}

void leave_out(std::string& text, std::size_t offset) {
  const auto end = std::min(text.find_first_of("\r\n", offset), text.size());
  std::fill(text.begin() + static_cast<std::ptrdiff_t>(offset),
            text.begin() + static_cast<std::ptrdiff_t>(end), ' ');
  text[offset] = 'x';
}

std::optional<YamlNode> parse(YamlFile& file, std::size_t length) {
  std::string text(file.text().substr(0, length));
  std::optional<YamlNode> root;
  bool only_known = !file.findings().empty();
  for (int round = 0; round < kMaxRounds; ++round) {
    const auto obstacle = parse_once(text, file, root, only_known);
    if (!obstacle || *obstacle >= text.size() || text.size() > kMaxBytesForRounds) break;
    leave_out(text, *obstacle);
    only_known = true;
  }
  return root;
}

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  for (const auto& entry : entries) {
    if (entry.key.value == key) return &entry.value;
  }
  return nullptr;
}

Text YamlNode::as_text() const {
  return {text, {at.line, at.column + (plain ? 0 : 1), at.file}, kind == Kind::scalar && literal};
}

std::string too_many_bytes() {
  return fmt::format("it is larger than {} MB", kMaxYamlBytes / 1'000'000);
}

Result<YamlNode> read_yaml(const SourceText& source, int number) {
  if (source.text.size() > kMaxYamlBytes) {
    return tl::unexpected(Diagnostics{
        {source.name, {0, 0, number}, too_many_bytes(), "make it shorter", Severity::error}});
  }
  YamlFile file(source, number);
  std::optional<YamlNode> root;
  check_bytes(file);
  if (file.findings().empty()) {
    const auto length = check_lines(file);
    root = parse(file, length);
    const bool empty = !root || root->kind == YamlNode::Kind::null;
    if (empty && file.findings().empty()) file.report({}, "the file is empty", "");
  }
  if (file.findings().empty()) return std::move(*root);
  tidy(file.findings());
  return tl::unexpected(std::move(file.findings()));
}

}  // namespace brink
