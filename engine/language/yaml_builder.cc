#include "engine/language/yaml_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace brink {
namespace {

constexpr std::array<std::string_view, 5> kFreeTextKeys{"title", "about", "name", "sources",
                                                        "questions"};

bool is_free_text_key(std::string_view key) {
  return std::find(kFreeTextKeys.begin(), kFreeTextKeys.end(), key) != kFreeTextKeys.end();
}

std::size_t offset_of(const YAML::Mark& mark) {
  return static_cast<std::size_t>(std::max(mark.pos, 0));
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0'; }

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

bool YamlBuilder::broken() const {
  return std::any_of(frames_.begin(), frames_.end(), [](const Frame& f) { return f.open > 0; });
}

std::optional<Position> YamlBuilder::open_bracket() const {
  for (auto frame = frames_.rbegin(); frame != frames_.rend() && frame->node.flow; ++frame) {
    const char c = file_.at(file_.offset(frame->node.at.line, frame->node.at.column));
    if (c == '[' || c == '{') return frame->node.at;
  }
  return std::nullopt;
}

bool YamlBuilder::expects_key() const {
  return !frames_.empty() && frames_.back().node.kind == YamlNode::Kind::map &&
         !frames_.back().has_key;
}

bool YamlBuilder::is_free_text() const {
  if (frames_.empty()) return false;
  const auto& top = frames_.back();
  return top.free_text || (top.has_key && is_free_text_key(top.key.value));
}

void YamlBuilder::count(std::size_t offset) {
  if (++nodes_ <= kMaxYamlNodes) return;
  file_.report(file_.position(offset), fmt::format("more than {} values", kMaxYamlNodes),
               "make it shorter");
  throw YamlStop{};
}

void YamlBuilder::check_properties(std::size_t offset) {
  const char c = file_.at(offset);
  if (c == '!' && file_.at(offset + 1) == '!') {
    file_.report(file_.position(offset), "`!!` starts a YAML tag",
                 "remove it: the key says what a value is");
  } else if (c == '!') {
    file_.report(file_.position(offset), "`!` starts a YAML tag, not a negation",
                 "write `not x`, or quote the value");
  } else if (c == '&') {
    file_.report(file_.position(offset), "`&` starts a YAML anchor",
                 "write the value out where it is needed; in an expression write `and`");
  }
}

void YamlBuilder::OnDocumentStart(const YAML::Mark& mark) {
  if (++documents_ == 1) return;
  file_.report(file_.position(offset_of(mark)), "this line does not belong to the map above",
               "give all top-level keys the same indentation");
  throw YamlStop{};
}

void YamlBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) {
  const auto offset = offset_of(mark);
  count(offset);
  file_.report(file_.position(offset), "`*` starts a YAML alias",
               "write the value out; a product needs something before the `*`");
  YamlNode node;
  node.at = file_.position(offset);
  add(std::move(node), offset);
}

bool YamlBuilder::is_null_word(std::size_t offset) const {
  if (expects_key() && file_.at(offset) == ':') return false;
  const auto text = file_.text().substr(offset, 6);
  std::size_t length = text.starts_with('~') ? 1 : 0;
  for (const auto* word : {"null", "Null", "NULL"}) {
    if (text.starts_with(word)) length = 4;
  }
  if (length == 0) return false;
  // as a value, a word with a colon behind it is the next key
  const auto end = offset + length;
  return expects_key() || file_.at(end) != ':' || !is_blank(file_.at(end + 1));
}

void YamlBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const auto offset = std::min(offset_of(mark), file_.text().size());
  if (is_null_word(offset)) {
    const auto value = file_.text().substr(offset, file_.at(offset) == '~' ? 1 : 4);
    return OnScalar(mark, "?", anchor, std::string(value));
  }
  count(offset);
  YamlNode node;
  node.at = file_.position(offset);
  if (!frames_.empty()) {
    auto& top = frames_.back();
    if (top.has_key) {
      check_missing_value(top);
    } else if (!top.node.flow && top.node.kind == YamlNode::Kind::list) {
      // yaml-cpp names the place of what follows; the item is its dash
      const auto dash = file_.text().substr(0, offset).find_last_not_of(" \t\r\n");
      if (file_.at(dash) == '-') node.at = file_.position(dash);
    } else if (top.node.flow && top.node.kind == YamlNode::Kind::list && !broken()) {
      file_.report(node.at, "an item of the list is empty", "remove the extra comma");
    }
  }
  add(std::move(node), offset);
}

void YamlBuilder::check_missing_value(Frame& frame) {
  if (!frame.node.flow) {
    if (file_.at(frame.key_end) == ':') check_comment(frame.key_end + 1);
    return;
  }
  if (frame.comma) {
    report_comma(*frame.comma);
    frame.comma.reset();
    return;
  }
  // at the end of the text the open bracket is the trouble
  const bool last = file_.text().find_first_not_of(" \t\r\n", frame.key_end) == std::string::npos;
  if (broken() || frame.fragment || last) return;
  if (report_decimal(frame.key)) return;
  const auto& key = frame.key.value;
  const auto colon = key.find(':');
  const bool glued = colon != std::string::npos && colon > 0 && colon + 1 < key.size();
  file_.report(frame.key.at, fmt::format("key `{}` has no value", key),
               fmt::format("write `{}: {}` with a space after the colon", key.substr(0, colon),
                           glued ? key.substr(colon + 1) : "value"));
}

void YamlBuilder::OnScalar(const YAML::Mark& mark, const std::string& /*tag*/,
                           YAML::anchor_t /*anchor*/, const std::string& value) {
  const auto offset = offset_of(mark);
  count(offset);
  check_properties(offset);
  YamlNode node;
  node.kind = YamlNode::Kind::scalar;
  node.at = file_.position(offset);
  node.text = value;
  const char c = file_.at(offset);
  last_end_ = offset;
  if (c == '"' || c == '\'') {
    read_quoted(node, offset);
  } else if (c == '|' || c == '>') {
    read_block(node, offset);
  } else if (c != '!' && c != '&') {
    read_plain(node, offset);
  }
  add(std::move(node), last_end_);
}

void YamlBuilder::read_quoted(YamlNode& node, std::size_t offset) {
  const auto end = find_quoted_end(file_.text(), offset);
  node.plain = false;
  node.literal = end.literal;
  last_end_ = end.end;
  if (!end.closed) {
    file_.report(node.at, "the quote opened here is never closed",
                 fmt::format("close it with `{}`", file_.at(offset)));
  } else if (file_.text().substr(offset, end.end - offset).find('\n') != std::string_view::npos) {
    long_quote_ = offset;
  }
}

void YamlBuilder::read_block(YamlNode& node, std::size_t offset) {
  node.plain = false;
  if (is_free_text()) return;
  file_.report(node.at, fmt::format("`{}` starts a block of text here", file_.at(offset)),
               "quote the expression");
}

void YamlBuilder::read_plain(YamlNode& node, std::size_t offset) {
  const auto end = find_plain_end(file_.text(), offset, node.text);
  node.literal = end.one_line;
  last_end_ = end.end;
  check_comment(end.end);
  if (end.dash != std::string_view::npos && !is_free_text()) {
    file_.report(file_.position(end.dash), "`- ` continues the value above, it starts no list",
                 "leave the place after the colon empty and begin the list on the next line");
  }
  if (!expects_key() && !is_free_text() && !broken()) check_word(file_, node.at, node.text);
  check_brackets(node, offset, end);
}

// true for the rest of a value that a comma cut
bool YamlBuilder::is_fragment(const Balance& balance) {
  if (!in_flow()) return false;
  auto& top = frames_.back();
  const bool key = expects_key();
  if (key) top.fragment = false;
  if (top.open > 0) {
    top.open = std::max(0, top.open + balance.open);
    top.fragment = key;
    return true;
  }
  if (key && top.comma && balance.open < 0) {
    report_comma(*top.comma);
    top.comma.reset();
    top.fragment = true;
    return true;
  }
  if (!key) top.comma.reset();
  return false;
}

void YamlBuilder::check_brackets(const YamlNode& node, std::size_t offset, const PlainEnd& end) {
  const auto balance = balance_of(node.text);
  if (is_fragment(balance) || balance.unmatched == std::string_view::npos) return;
  const auto comma = file_.text().find_first_not_of(" \t\r\n", end.end);
  if (in_flow() && balance.open > 0 && file_.at(comma) == ',') {
    if (is_free_text()) {
      frames_.back().comma = comma;
      return;
    }
    if (!broken()) report_comma(comma);
    frames_.back().open = balance.open;
  } else if (!is_free_text() && !broken()) {
    report_partner(node, offset, balance, end.one_line);
  }
}

// `emit salvo {size: 3}`: a deed written as a phrase, which the colon made a key
bool YamlBuilder::report_phrase(const YamlNode& node, std::size_t offset) {
  if (!expects_key() || in_flow()) return false;
  const auto brace = node.text.find(" {");
  const auto blank = node.text.find(' ');
  if (brace == std::string::npos || blank >= brace) return false;
  const auto verb = node.text.substr(0, blank);
  const auto what = node.text.substr(blank + 1, brace - blank - 1);
  if ((verb != "emit" && verb != "counter") || what.find(' ') != std::string::npos) return false;
  const auto begin = file_.text().find('{', offset);
  auto rest = file_.text().substr(begin);
  rest = rest.substr(0, rest.find_first_of("\r\n"));
  rest = rest.substr(0, std::min(rest.find('}'), rest.size() - 1) + 1);
  file_.report(node.at, fmt::format("`{} {}` is not a deed", verb, what),
               fmt::format("write `{{{}: {}, {}: {}}}`, or each key on a line of its own", verb,
                           what, verb == "emit" ? "with" : "terms", rest));
  return true;
}

void YamlBuilder::report_partner(const YamlNode& node, std::size_t offset, const Balance& balance,
                                 bool one_line) {
  const char c = node.text[balance.unmatched];
  // the key before it holds the partner, and was reported
  const bool torn = !frames_.empty() && frames_.back().has_key &&
                    frames_.back().key.value.find('{') != std::string::npos;
  if ((c == '}' && torn) || report_phrase(node, offset)) return;
  std::string hint = "open it, or quote the value if it is text";
  if (c == '(' || c == '[') hint = "close it, or quote the value if it is text";
  if (c == '{' || c == '}') hint = "braces hold a map only where a value begins";
  file_.report(one_line ? file_.position(offset + balance.unmatched) : node.at,
               fmt::format("`{}` has no partner in this value", c), std::move(hint));
}

void YamlBuilder::report_comma(std::size_t comma) {
  const auto at = file_.position(comma);
  file_.report(at, fmt::format("the comma at column {} ended the value", at.column),
               "put the value on its own line, or quote it");
}

// `{initial: 0,5}`: true if a comma between digits was found and reported
bool YamlBuilder::report_decimal(const Text& key) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto offset = file_.offset(key.at.line, key.at.column);
  if (offset < 2 || file_.at(offset - 1) != ',' || !is_digit(file_.at(offset - 2))) return false;
  if (key.value.empty() || !is_digit(key.value[0])) return false;
  auto begin = offset - 1;
  while (begin > 0 && is_digit(file_.at(begin - 1))) --begin;
  const auto at = file_.position(offset - 1);
  file_.report(at, fmt::format("the comma at column {} ended the value", at.column),
               fmt::format("a decimal point: {}.{}", file_.text().substr(begin, offset - 1 - begin),
                           key.value));
  return true;
}

void YamlBuilder::check_comment(std::size_t end) {
  const auto hash = file_.text().find_first_not_of(" \t", end);
  if (file_.at(hash) != '#' || hash == end || !is_letter_or_digit(file_.at(hash + 1))) return;
  const auto word_end = file_.text().find_first_of(" \t\r\n", hash);
  const auto length = std::min<std::size_t>(word_end - hash, 20);
  file_.report(file_.position(hash),
               fmt::format("`{}` is cut off as a comment", file_.text().substr(hash, length)),
               "quote the value, or put a space after # to make it a comment");
}

void YamlBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& /*tag*/,
                                  YAML::anchor_t /*anchor*/, YAML::EmitterStyle::value style) {
  open(YamlNode::Kind::list, mark, style);
}

void YamlBuilder::OnMapStart(const YAML::Mark& mark, const std::string& /*tag*/,
                             YAML::anchor_t /*anchor*/, YAML::EmitterStyle::value style) {
  open(YamlNode::Kind::map, mark, style);
}

void YamlBuilder::open(YamlNode::Kind kind, const YAML::Mark& mark,
                       YAML::EmitterStyle::value style) {
  const auto offset = offset_of(mark);
  count(offset);
  check_properties(offset);
  if (frames_.size() >= static_cast<std::size_t>(kMaxYamlDepth)) {
    file_.report(file_.position(offset), fmt::format("nested deeper than {} levels", kMaxYamlDepth),
                 "write it with fewer levels");
    throw YamlStop{};
  }
  Frame frame;
  frame.node.kind = kind;
  frame.node.at = file_.position(offset);
  frame.node.flow = style == YAML::EmitterStyle::Flow;
  frame.free_text = is_free_text();
  frames_.push_back(std::move(frame));
}

void YamlBuilder::close() {
  auto node = std::move(frames_.back().node);
  frames_.pop_back();
  add(std::move(node), last_end_);
}

void YamlBuilder::add(YamlNode node, std::size_t end) {
  if (frames_.empty()) {
    root_ = std::move(node);
    return;
  }
  auto& top = frames_.back();
  if (top.node.kind == YamlNode::Kind::list) {
    top.node.items.push_back(std::move(node));
  } else if (!top.has_key) {
    add_key(node, end);
  } else {
    if (top.keep) top.node.entries.push_back({std::move(top.key), std::move(node)});
    top.has_key = false;
  }
}

void YamlBuilder::add_key(const YamlNode& node, std::size_t end) {
  auto& top = frames_.back();
  top.has_key = true;
  top.keep = false;
  top.key = node.as_text();
  top.key_end = end;
  if (broken()) return;
  if (node.kind == YamlNode::Kind::list || node.kind == YamlNode::Kind::map) {
    file_.report(node.at, "a list or map cannot be a key",
                 "write a name before the colon, or quote the value");
  } else if (node.text.empty()) {
    file_.report(node.at, "the key is empty", "write a name before the colon");
  } else if (node.text == "<<" && node.plain) {
    file_.report(node.at, "`<<` merges maps in YAML", "write the keys out");
  } else if (node.text.size() > kMaxYamlKey) {
    file_.report(node.at,
                 fmt::format("a name of {} characters is too long; at most {}", node.text.size(),
                             kMaxYamlKey),
                 "what stands before a colon is a name; quote the text if `: ` belongs to it");
  } else if (const auto [first, is_new] = top.keys.emplace(node.text, node.at); !is_new) {
    file_.report(node.at, fmt::format("key `{}` is given twice", node.text),
                 fmt::format("the first one stands at line {}, column {}", first->second.line,
                             first->second.column));
  } else {
    top.keep = true;
  }
}

}  // namespace brink
