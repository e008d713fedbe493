#include "engine/language/map_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace brink {
namespace {

constexpr std::array<std::string_view, 27> kReserved{
    "self",  "rival", "other", "over",  "members",   "source", "target", "event",  "offer",
    "this",  "each",  "true",  "false", "and",       "or",     "not",    "from",   "to",
    "where", "if",    "now",   "in",    "otherwise", "of",     "all",    "public", "private"};

// truths, or nothing at all, to other YAML tools
constexpr std::array<std::string_view, 5> kOthersWords{"yes", "no", "on", "off", "null"};

std::string lower(std::string_view word) {
  std::string result(word);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return result;
}

// what a key's node must be for its shape, or null when any will do
bool fits(const YamlNode& node, Shape shape) {
  using Kind = YamlNode::Kind;
  switch (shape) {
    case Shape::section:
    case Shape::entries:
    case Shape::map:
      return node.kind == Kind::map;
    case Shape::list:
    case Shape::range:
      return node.kind == Kind::list;
    case Shape::names:
    case Shape::texts:
    case Shape::expressions:
      return node.kind == Kind::list || node.kind == Kind::scalar;
    default:
      return node.kind == Kind::scalar;
  }
}

}  // namespace

void Findings::error(Position at, std::string message, std::string hint) {
  all_.push_back({file(at), at, std::move(message), std::move(hint), Severity::error});
  stop_if_full();
}

void Findings::stop_if_full() const {
  if (all_.size() < kMaxErrors) return;
  const auto errors = std::count_if(
      all_.begin(), all_.end(), [](const Diagnostic& d) { return d.severity == Severity::error; });
  if (static_cast<std::size_t>(errors) >= kMaxErrors) throw TooManyErrors{};
}

void Findings::warning(Position at, std::string message, std::string hint) {
  all_.push_back({file(at), at, std::move(message), std::move(hint), Severity::warning});
}

std::string Findings::place_text(Position at, Position seen_from) const {
  return at.file == seen_from.file ? fmt::format("line {}", at.line)
                                   : fmt::format("{}:{}", file(at), at.line);
}

int Findings::add_file(std::string name) {
  files_.push_back(std::move(name));
  return static_cast<int>(files_.size()) - 1;
}

std::string quoted(std::string_view name) { return fmt::format("`{}`", name); }

std::string did_you_mean(std::string_view name, const std::vector<std::string>& known) {
  const auto nearest = nearest_name(name, known);
  // one letter is near every other: only its own other case is meant
  const bool near = name.size() > 1 || (nearest.size() == 1 && (nearest[0] | 32) == (name[0] | 32));
  if (near && !nearest.empty()) return fmt::format("did you mean `{}`?", nearest);
  if (known.empty() || known.size() > 13) return {};
  return fmt::format("known here: {}", fmt::join(known, ", "));
}

MapReader::MapReader(Findings& findings, const YamlNode& node, std::string_view section,
                     std::string owner)
    : findings_(&findings), node_(&node), owner_(std::move(owner)), section_(section) {
  if (node.kind != YamlNode::Kind::map) {
    findings.error(node.at, fmt::format("{} must be a map of keys and values", owner_),
                   fmt::format("`brink help {}` lists its keys", section));
    ok_ = false;
    return;
  }
  const auto keys = keys_of(section);
  std::vector<std::string> names;
  for (const auto& key : keys) names.emplace_back(key.key);
  for (const auto& [key, value] : node.entries) {
    const auto& name = key.value;
    const auto info =
        std::find_if(keys.begin(), keys.end(), [&](const KeyInfo& k) { return k.key == name; });
    if (info == keys.end()) {
      const auto meant = key_meant(section, key.value);
      findings.error(key.at, fmt::format("{} has no key `{}`", owner_, key.value),
                     meant.empty() ? did_you_mean(key.value, names)
                                   : fmt::format("did you mean `{}`?", meant));
    } else if (value.kind == YamlNode::Kind::null) {
      findings.error(key.at,
                     fmt::format("`{}` of {} has no value; expected {}", key.value, owner_,
                                 with_article(info->shape)),
                     fmt::format("for example `{}`", info->example));
    } else if (!fits(value, info->shape) && !(section == "outcome")) {
      findings.error(
          value.at,
          fmt::format("`{}` of {} must be {}", key.value, owner_, with_article(info->shape)),
          fmt::format("for example `{}`", info->example));
    }
  }
  for (const auto& key : keys) {
    if (key.required && node.find(key.key) == nullptr) {
      findings.error(node.at, fmt::format("{} lacks `{}`: {}", owner_, key.key, key.meaning),
                     fmt::format("for example `{}`", key.example));
    }
  }
}

std::string MapReader::example_of(std::string_view key) const {
  for (const auto& info : keys_of(section_)) {
    if (info.key == key) return fmt::format("for example `{}`", info.example);
  }
  return {};
}

const YamlNode* MapReader::node(std::string_view key) const {
  const auto* value = ok_ ? node_->find(key) : nullptr;
  return value != nullptr && value->kind != YamlNode::Kind::null ? value : nullptr;
}

Text MapReader::text(std::string_view key) const {
  const auto* value = node(key);
  return value != nullptr && value->kind == YamlNode::Kind::scalar ? value->as_text() : Text{};
}

std::optional<Expr> MapReader::expression(std::string_view key) const {
  const auto* value = node(key);
  if (value == nullptr || value->kind != YamlNode::Kind::scalar) return std::nullopt;
  return read_expression(*findings_, *value, fmt::format("`{}` of {}", key, owner_));
}

std::vector<Expr> MapReader::expressions(std::string_view key) const {
  const auto* value = node(key);
  std::vector<Expr> result;
  if (value == nullptr || value->kind == YamlNode::Kind::map) return result;
  const auto owner = fmt::format("`{}` of {}", key, owner_);
  const auto read = [&](const YamlNode& item) {
    auto expression = read_expression(*findings_, item, owner);
    if (expression) result.push_back(std::move(*expression));
  };
  if (value->kind == YamlNode::Kind::list && value->items.empty()) {
    findings_->error(value->at, fmt::format("{} is an empty list", owner), example_of(key));
  }
  if (value->kind == YamlNode::Kind::scalar) read(*value);
  for (const auto& item : value->items) read(item);
  return result;
}

int MapReader::whole(std::string_view key, int low, int high) const {
  const auto value = number(key);
  if (!value) return 0;
  const int whole = *value >= low && *value <= high ? static_cast<int>(*value) : low - 1;
  if (whole == *value) return whole;
  findings_->error(
      text(key).at,
      fmt::format("`{}` of {} must be a whole number from {} to {}", key, owner_, low, high),
      example_of(key));
  return 0;
}

std::optional<Pattern> MapReader::pattern(std::string_view key) const {
  const auto* value = node(key);
  if (value == nullptr || value->kind != YamlNode::Kind::scalar) return std::nullopt;
  return read_pattern(*findings_, *value, fmt::format("`{}` of {}", key, owner_));
}

std::optional<double> MapReader::number(std::string_view key) const {
  const auto value = expression(key);
  if (!value) return std::nullopt;
  const bool negative = value->kind == Expr::Kind::unary && value->text == "-";
  const Expr& inner = negative ? value->args.front() : *value;
  if (inner.kind != Expr::Kind::number) {
    findings_->error(value->at, fmt::format("`{}` of {} must be a plain number", key, owner_),
                     example_of(key));
    return std::nullopt;
  }
  return negative ? -inner.number : inner.number;
}

std::optional<bool> MapReader::truth(std::string_view key) const {
  const auto word = text(key);
  if (word.value == "true") return true;
  if (word.value == "false") return false;
  if (!word.value.empty()) {
    findings_->error(word.at, fmt::format("`{}` of {} must be true or false", key, owner_),
                     example_of(key));
  }
  return std::nullopt;
}

std::vector<Text> MapReader::texts(std::string_view key) const {
  const auto* value = node(key);
  if (value == nullptr || value->kind == YamlNode::Kind::map) return {};
  return read_texts(*findings_, *value, fmt::format("`{}` of {}", key, owner_));
}

RangeDecl MapReader::range(std::string_view key) const {
  const auto* value = node(key);
  if (value == nullptr || value->kind != YamlNode::Kind::list) return {};
  const auto owner = fmt::format("`{}` of {}", key, owner_);
  if (value->items.size() != 2) {
    findings_->error(value->at, fmt::format("{} must be [low, high]", owner),
                     "for example `range: [0, 1]`; for one bound alone write `min:` or `max:`");
    return {};
  }
  return {read_expression(*findings_, value->items[0], owner),
          read_expression(*findings_, value->items[1], owner)};
}

void MapReader::describe(Label& label) const {
  label.about = text("about").value;
  for (auto& source : texts("sources")) label.sources.push_back(std::move(source.value));
}

std::optional<Expr> read_expression(Findings& findings, const YamlNode& node,
                                    const std::string& owner) {
  if (node.kind != YamlNode::Kind::scalar) {
    findings.error(node.at, fmt::format("{} must be an expression", owner),
                   "one value or formula, for example `3 d` or `1 - interception`");
    return std::nullopt;
  }
  return parse_expression(node.as_text(), findings.file(node.at), findings.all());
}

std::optional<Pattern> read_pattern(Findings& findings, const YamlNode& node,
                                    const std::string& owner) {
  if (node.kind != YamlNode::Kind::scalar) {
    findings.error(node.at, fmt::format("{} must be an event pattern", owner),
                   "for example `refuse from russia`");
    return std::nullopt;
  }
  return parse_pattern(node.as_text(), findings.file(node.at), findings.all());
}

std::vector<Text> read_texts(Findings& findings, const YamlNode& node, const std::string& owner) {
  if (node.kind == YamlNode::Kind::scalar) return {node.as_text()};
  std::vector<Text> result;
  if (node.kind == YamlNode::Kind::map) {
    findings.error(node.at, fmt::format("{} must be a list", owner), "for example `[one, two]`");
  }
  for (const auto& item : node.items) {
    if (item.kind == YamlNode::Kind::scalar) {
      result.push_back(item.as_text());
    } else {
      findings.error(item.at, fmt::format("{} must be a list of single words or texts", owner),
                     "for example `[one, two]`");
    }
  }
  return result;
}

void check_id(Findings& findings, const Text& id) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto& name = id.value;
  if (name.empty() || !letter(name[0]) ||
      !std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || digit(c); })) {
    findings.error(id.at, fmt::format("`{}` cannot be a name", name),
                   "a name is letters a to z, digits and _, and does not begin with a digit");
  } else if (name.size() > kMaxYamlKey) {
    findings.error(id.at, fmt::format("a name of {} characters is too long; at most {}",
                                      name.size(), kMaxYamlKey));
  } else if (std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end()) {
    findings.error(id.at, fmt::format("`{}` is a word of the language and cannot be a name", name),
                   "choose another name");
  } else if (id.plain && std::find(kOthersWords.begin(), kOthersWords.end(), lower(name)) !=
                             kOthersWords.end()) {
    findings.warning(id.at,
                     fmt::format("`{}` is a {} to other YAML tools", name,
                                 lower(name) == "null" ? "missing value" : "truth"),
                     "choose another name, or quote it");
  }
}

}  // namespace brink
