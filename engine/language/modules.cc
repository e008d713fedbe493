#include "engine/language/modules.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/language/sections.h"

// reads the files under `use:`; what their names mean is for module_names.cc
namespace brink {
namespace {

using Kind = YamlNode::Kind;

constexpr std::string_view kWhere =
    "a module lies beside or below the scenario, for example `doctrines/reprisal.yaml`";

UseDecl read_entry(Findings& findings, const YamlNode& node) {
  const MapReader map(findings, node, "use", "an entry of `use`");
  UseDecl use;
  use.at = node.at;
  use.file = map.text("file");
  use.members = map.text("for");
  use.prefix = map.text("as");
  if (!use.prefix.value.empty()) check_id(findings, use.prefix);
  const auto* with = map.node("with");
  if (with == nullptr || with->kind != Kind::map) return use;
  for (const auto& [name, value] : with->entries) {
    if (value.kind == Kind::null) {
      findings.error(name.at, fmt::format("`{}` of `with` has no value", name.value),
                     "for example `with: {strike: salvo}`");
      continue;
    }
    use.with.push_back({name, value});
  }
  return use;
}

std::vector<UseDecl> read_entries(Findings& findings, const MapReader& map) {
  std::vector<UseDecl> uses;
  const auto* list = map.node("use");
  if (list == nullptr || list->kind != Kind::list) return uses;
  for (const auto& item : list->items) uses.push_back(read_entry(findings, item));
  return uses;
}

ExpectsDecl read_expects(Findings& findings, const MapReader& module) {
  ExpectsDecl expects;
  const auto* node = module.node("expects");
  if (node == nullptr) return expects;
  const MapReader map(findings, *node, "expects", "`expects` of the module");
  const auto read = [&](std::string_view key, std::vector<Text>& names) {
    names = map.texts(key);
    for (const auto& name : names) check_id(findings, name);
  };
  read("events", expects.events);
  read("variables", expects.variables);
  read("actors", expects.actors);
  read("groups", expects.groups);
  read("names", expects.names);
  return expects;
}

bool expects_name(const ExpectsDecl& expects, const std::string& name) {
  const auto has = [&](const std::vector<Text>& names) {
    return std::any_of(names.begin(), names.end(), [&](const Text& t) { return t.value == name; });
  };
  return has(expects.events) || has(expects.variables) || has(expects.actors) ||
         has(expects.groups) || has(expects.names);
}

// sorts the entries of `with` into bindings, which stay, and values of the module's parameters
void read_with(Findings& findings, ModuleUse& use) {
  std::vector<std::string> known;
  const auto& e = use.expects;
  for (const auto* names : {&e.events, &e.variables, &e.actors, &e.groups, &e.names}) {
    for (const auto& name : *names) known.push_back(name.value);
  }
  for (const auto& parameter : use.declared.parameters) known.push_back(parameter.label.id);
  std::erase_if(use.entry.with, [&](const UseDecl::Binding& binding) {
    const auto& name = binding.name.value;
    const auto owner = fmt::format("`{}` of `with`", name);
    if (expects_name(use.expects, name)) {
      if (binding.value.kind == Kind::scalar) return false;
      findings.error(binding.value.at, fmt::format("{} must be a name", owner),
                     fmt::format("what stands for `{}` here, for example `{}: salvo`", name, name));
      return true;
    }
    if (std::find(known.begin(), known.end(), name) != known.end()) {
      auto value = read_expression(findings, binding.value, owner);
      if (value) use.settings.push_back({name, std::move(*value)});
    } else {
      auto hint = did_you_mean(name, known);
      findings.error(
          binding.name.at,
          fmt::format("module `{}` expects no `{}` and has no such parameter", use.title, name),
          hint.empty() ? "`with` binds what a module expects, and sets its parameters" : hint);
    }
    return true;
  });
}

// why a path cannot be a module's; empty when it can
std::string path_complaint(const std::string& path) {
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::any_of(path.begin(), path.end(), control)) {
    return "a path of a module has a control character in it";
  }
  if (path.find('\\') != std::string::npos) {
    return fmt::format("`{}` has a backslash in it: write `/` between folders", path);
  }
  if (path.starts_with('/')) return fmt::format("`{}` is an absolute path", path);
  for (std::size_t begin = 0; begin <= path.size();) {
    const auto end = std::min(path.find('/', begin), path.size());
    if (std::string_view(path).substr(begin, end - begin) == "..") {
      return fmt::format("`{}` leads out of the scenario's folder", path);
    }
    begin = end + 1;
  }
  if (!path.ends_with(".yaml") && !path.ends_with(".yml")) {
    return fmt::format("`{}` does not end in .yaml or .yml", path);
  }
  return {};
}

class Reader {
 public:
  Reader(Findings& findings, const ModuleSource& modules, SourceTexts& texts)
      : findings_(findings), modules_(modules), texts_(texts) {}

  // `folder` of the file that says it, from the scenario's: "" or "doctrines/"
  std::vector<ModuleUse> read(std::vector<UseDecl> entries, const std::string& folder) {
    std::vector<ModuleUse> uses;
    for (auto& entry : entries) {
      if (uses_ == kMaxModuleUses) {
        findings_.error(entry.at, fmt::format("more than {} uses of modules", kMaxModuleUses),
                        "leave some out");
        ++uses_;
      }
      if (uses_ > kMaxModuleUses) break;
      ++uses_;
      if (auto use = read_one(std::move(entry), folder)) uses.push_back(std::move(*use));
    }
    return uses;
  }

 private:
  struct Open {
    std::string id;
    std::string path;
  };

  std::optional<ModuleUse> read_one(UseDecl entry, const std::string& folder) {
    if (entry.file.value.empty()) return std::nullopt;  // reported
    if (const auto complaint = path_complaint(entry.file.value); !complaint.empty()) {
      findings_.error(entry.file.at, complaint, std::string(kWhere));
      return std::nullopt;
    }
    const auto path = folder + entry.file.value;
    auto text = modules_(path);
    if (!text) {
      findings_.error(entry.file.at,
                      fmt::format("cannot read the module `{}`: {}", path, text.error()),
                      std::string(kWhere));
      return std::nullopt;
    }
    if (!may_open(entry, text->id, path, text->source.text.size())) return std::nullopt;
    chain_.push_back({text->id, path});
    auto use = read_module(std::move(entry), std::move(text->source), path);
    chain_.pop_back();
    return use;
  }

  bool may_open(const UseDecl& entry, const std::string& id, const std::string& path,
                std::size_t bytes) {
    const auto circle =
        std::find_if(chain_.begin(), chain_.end(), [&](const Open& o) { return o.id == id; });
    if (circle != chain_.end()) {
      std::string chain;
      for (auto open = circle; open != chain_.end(); ++open) chain += open->path + " → ";
      findings_.error(entry.file.at,
                      fmt::format("modules use each other in a circle: {}{}", chain, path),
                      "take one `use` of the circle out");
      return false;
    }
    if (chain_.size() == kMaxModuleDepth) {
      findings_.error(entry.file.at,
                      fmt::format("modules use modules more than {} deep", kMaxModuleDepth),
                      "use the inner ones in the scenario itself");
      return false;
    }
    bytes_ += bytes;
    if (bytes_ <= kMaxModuleBytes) return true;
    findings_.error(
        entry.file.at,
        fmt::format("the modules are larger than {} MB in all", kMaxModuleBytes / 1'000'000),
        "make them shorter; a module used twice counts twice");
    return false;
  }

  std::optional<ModuleUse> read_module(UseDecl entry, SourceText source, const std::string& path) {
    const int number = findings_.add_file(source.name);
    texts_.push_back(source);
    auto tree = read_yaml(source, number);
    if (!tree) {
      auto& all = findings_.all();
      all.insert(all.end(), tree.error().begin(), tree.error().end());
      return std::nullopt;
    }
    if (tree->find("module") == nullptr && tree->find("title") != nullptr) {
      findings_.error(entry.file.at, fmt::format("`{}` is a scenario, not a module", path),
                      "a module begins with `brink: 1` and `module: NAME`");
      return std::nullopt;
    }
    const MapReader map(findings_, *tree, "module", "the module");
    if (!map.ok()) return std::nullopt;
    sections::check_version(findings_, map);
    ModuleUse use;
    use.entry = std::move(entry);
    use.title = map.text("module").value;
    use.expects = read_expects(findings_, map);
    sections::read_declarations(findings_, map, use.declared);
    use.given = sections::read_variables(findings_, map);
    read_with(findings_, use);
    use.uses = read(read_entries(findings_, map), path.substr(0, path.rfind('/') + 1));
    return use;
  }

  Findings& findings_;
  const ModuleSource& modules_;
  SourceTexts& texts_;
  std::vector<Open> chain_;  // modules whose `use` is being read
  std::size_t uses_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace

std::vector<ModuleUse> read_uses(Findings& findings, const MapReader& scenario,
                                 const ModuleSource& modules, SourceTexts& texts) {
  auto entries = read_entries(findings, scenario);
  if (entries.empty()) return {};
  if (!modules) {
    findings.error(scenario.node("use")->at, "modules are read from files only",
                   "save the scenario as a file, beside or above its modules");
    return {};
  }
  return Reader(findings, modules, texts).read(std::move(entries), "");
}

}  // namespace brink
