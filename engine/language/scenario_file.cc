#include "engine/language/scenario_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "engine/language/modules.h"

namespace brink {
namespace {

namespace fs = std::filesystem;
using Failure = tl::unexpected<std::string>;

bool lies_below(const fs::path& path, const fs::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first ==
         folder.end();
}

// `folder` as the user named it, "" for the present one
ModuleSource modules_below(const fs::path& folder) {
  return [folder](const std::string& path) -> tl::expected<ModuleText, std::string> {
    std::error_code failure;
    const auto root = fs::canonical(folder.empty() ? "." : folder, failure);
    if (failure) return Failure(failure.message());
    const auto real = fs::canonical(root / path, failure);
    if (failure) return Failure(failure.message());
    if (!lies_below(real, root)) {
      return Failure("a symbolic link leads out of the scenario's folder");
    }
    auto text = read_regular(real.string());
    if (!text) return Failure(text.error());
    return ModuleText{real.string(),
                      {(folder / fs::path(path).lexically_normal()).string(), std::move(*text)}};
  };
}

// as `modules_below` names them, from texts that were kept
ModuleSource modules_among(const SourceTexts& kept) {
  const auto folder = fs::path(kept.front().name).parent_path();
  return [&kept, folder](const std::string& path) -> tl::expected<ModuleText, std::string> {
    const auto name = (folder / fs::path(path).lexically_normal()).string();
    for (std::size_t i = 1; i < kept.size(); ++i) {
      if (kept[i].name == name) return ModuleText{name, kept[i]};
    }
    return Failure("it is not among the texts that were kept");
  };
}

}  // namespace

Result<Scenario> read_scenario_texts(const SourceTexts& kept, SourceTexts& texts) {
  texts.clear();
  return read_scenario(kept.front(), modules_among(kept), texts);
}

SourceTexts texts_of(const Scenario& scenario) {
  SourceTexts texts{scenario.source};
  for (const auto& module : scenario.modules) {
    const bool known = std::any_of(texts.begin() + 1, texts.end(), [&](const SourceText& text) {
      return text.name == module.name;
    });
    if (!known) texts.push_back(module);
  }
  return texts;
}

Result<Scenario> read_scenario_file(const std::string& path, SourceTexts& texts) {
  texts.clear();
  auto text = read_source(path);
  if (!text) {
    Diagnostic finding{.file = path};
    finding.message = fmt::format("cannot read the scenario `{}`: {}", path, text.error());
    return tl::unexpected(Diagnostics{std::move(finding)});
  }
  std::error_code failure;
  const bool regular = fs::is_regular_file(path, failure);
  const auto modules = regular ? modules_below(fs::path(path).parent_path()) : ModuleSource();
  return read_scenario({path, std::move(*text)}, modules, texts);
}

std::string render(const Diagnostic& diagnostic, const SourceTexts& texts) {
  const auto number = static_cast<std::size_t>(diagnostic.at.file);
  return render(diagnostic, number < texts.size() ? std::string_view(texts[number].text) : "");
}

}  // namespace brink
