#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/language/sections.h"

// `like:`: an actor's declaration repeats another's, key by key, before it is read
namespace brink::sections {
namespace {

using Kind = YamlNode::Kind;

YamlNode* find_entry(YamlNode& map, std::string_view key) {
  for (auto& entry : map.entries) {
    if (entry.key.value == key) return &entry.value;
  }
  return nullptr;
}

// `resolve: 0.8` is short for `resolve: {initial: 0.8}`
YamlNode written_out(const YamlNode& variable) {
  if (variable.kind != Kind::scalar) return variable;
  YamlNode map;
  map.kind = Kind::map;
  map.at = variable.at;
  YamlNode::Entry entry;
  entry.key = {"initial", variable.at, false};
  entry.value = variable;
  map.entries.push_back(std::move(entry));
  return map;
}

void remove_keys(YamlNode& map, std::initializer_list<std::string_view> keys) {
  std::erase_if(map.entries, [&](const YamlNode::Entry& entry) {
    return std::find(keys.begin(), keys.end(), entry.key.value) != keys.end();
  });
}

// another law, or other bounds, take the place of those repeated
void make_room(YamlNode& variable, const YamlNode& own) {
  const auto has = [&](std::string_view key) { return own.find(key) != nullptr; };
  if (has("trend") || has("flow") || has("decay")) {
    const bool keeps_rest = has("decay") && variable.find("decay") != nullptr;
    remove_keys(variable, {"trend", "flow", "decay"});
    if (!keeps_rest) remove_keys(variable, {"rest"});
  }
  if (has("range")) remove_keys(variable, {"min", "max"});
  if (has("min") || has("max")) remove_keys(variable, {"range"});
}

void put(YamlNode& map, const YamlNode::Entry& entry) {
  if (auto* known = find_entry(map, entry.key.value)) {
    *known = entry.value;
  } else {
    map.entries.push_back(entry);
  }
}

void merge_variables(YamlNode& variables, const YamlNode& own) {
  for (const auto& entry : own.entries) {
    auto* known = find_entry(variables, entry.key.value);
    if (known == nullptr) {
      variables.entries.push_back(entry);
      continue;
    }
    const auto changes = written_out(entry.value);
    if (changes.kind != Kind::map || known->kind == Kind::null) {
      *known = entry.value;
      continue;
    }
    *known = written_out(*known);
    make_room(*known, changes);
    for (const auto& change : changes.entries) put(*known, change);
  }
}

class Templates {
 public:
  Templates(Findings& findings, const YamlNode& actors) : findings_(findings), actors_(actors) {}

  YamlNode run() {
    YamlNode result = actors_;
    for (auto& entry : result.entries) {
      const auto* like = entry.value.find("like");
      if (like == nullptr || like->kind != Kind::scalar) continue;
      entry.value = resolved(entry.key.value, entry.value, 0);
    }
    return result;
  }

 private:
  static constexpr int kMaxChain = 32;                  // templates of templates
  static constexpr std::size_t kMaxRepeated = 200'000;  // variables repeated in all

  YamlNode resolved(const std::string& id, const YamlNode& own, int depth) {
    const auto* like = own.find("like");
    if (like == nullptr || like->kind != Kind::scalar || own.kind != Kind::map) return own;
    const auto* other = actors_.find(like->text);
    if (other == nullptr) {
      std::vector<std::string> known;
      for (const auto& actor : actors_.entries) known.push_back(actor.key.value);
      findings_.error(like->at,
                      fmt::format("actor `{}` is like `{}`, which is no actor", id, like->text),
                      did_you_mean(like->text, known));
      return own;
    }
    if (depth == kMaxChain || like->text == id) {
      findings_.error(like->at, fmt::format("actor `{}` is like itself in the end", id),
                      "follow each `like:` to find the circle; at most 32 may follow each other");
      return own;
    }
    auto base = resolved(like->text, *other, depth + 1);
    if (const auto* variables = base.find("variables"); variables != nullptr) {
      repeated_ += variables->entries.size();
    }
    if (repeated_ > kMaxRepeated) {
      findings_.error(like->at,
                      fmt::format("`like:` repeats more than {} variables in all", kMaxRepeated),
                      "use fewer actors, or fewer variables");
      throw TooManyErrors{};
    }
    return merged(std::move(base), own);
  }

  // a name belongs to one actor; all else is repeated
  static YamlNode merged(YamlNode base, const YamlNode& own) {
    if (base.kind != Kind::map) return own;
    base.at = own.at;
    remove_keys(base, {"name", "like", "about", "sources"});
    for (const auto& entry : own.entries) {
      auto* known = find_entry(base, entry.key.value);
      const bool both = known != nullptr && known->kind == Kind::map &&
                        entry.value.kind == Kind::map && entry.key.value == "variables";
      if (both) {
        merge_variables(*known, entry.value);
      } else {
        put(base, entry);
      }
    }
    return base;
  }

  Findings& findings_;
  const YamlNode& actors_;
  std::size_t repeated_ = 0;
};

}  // namespace

YamlNode with_templates(Findings& findings, const YamlNode& actors) {
  if (actors.kind != Kind::map) return actors;
  return Templates(findings, actors).run();
}

}  // namespace brink::sections
