#pragma once

#include <stdexcept>
#include <string>

#include "engine/language/scenario_file.h"
#include "tests/support/folder.h"
#include "tests/support/runs.h"

namespace brink::test {

/// A folder with a scenario, `s.yaml`, and the modules that it uses.
class ModuleFolder : public Folder {
 public:
  ModuleFolder() : Folder("brink_modules_test") {}

  /// Writes the scenario, below a head that all tests share: four lines.
  void scenario(const std::string& body) const {
    write("s.yaml", "brink: 1\ntitle: T\nstart: 2026-06-01\nhorizon: 60 d\n" + body);
  }
  /// Writes a module, below two lines.
  void module(const std::string& name, const std::string& body) const {
    write(name, "brink: 1\nmodule: Doctrine\n" + body);
  }

  Program program() const { return compiled_file(path("s.yaml")); }

  /// The scenario as it was read; throws its findings when it is bad.
  Scenario read() const {
    SourceTexts texts;
    auto scenario = read_scenario_file(path("s.yaml"), texts);
    if (!scenario) throw std::runtime_error(findings());
    return std::move(*scenario);
  }

  /// What `brink check` would print; the folder's own path is left out.
  std::string findings() const {
    auto text = findings_of_file(path("s.yaml"));
    const auto folder = path("");
    for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder)) {
      text.erase(at, folder.size());
    }
    return text;
  }
};

}  // namespace brink::test
