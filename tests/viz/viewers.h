#pragma once

#include <memory>
#include <string>

#include "tests/support/runs.h"
#include "viz/headless.h"

namespace brink::test {

/// A run of a shipped scenario, as the viewer opens it.
inline viz::Opened opened(const std::string& name, std::uint64_t seed) {
  return {std::make_shared<const Program>(shipped(name)), {}, {seed, 0}, name + ".yaml"};
}

/// The same of a text.
inline viz::Opened opened_text(const std::string& yaml, std::uint64_t seed = 1) {
  return {std::make_shared<const Program>(compiled(yaml)), {}, {seed, 0}, "test.yaml"};
}

/// A scenario in which nothing ever happens.
inline constexpr const char* kEmptyScenario = R"(
brink: 1
title: Nothing yet
start: 2026-01-01
horizon: 30 d
actors:
  a: {name: A}
)";

/// The run hash of the branch that is shown. REQUIRES: it is recorded to its end.
inline std::uint64_t shown_hash(viz::Headless& viewer) {
  viewer.app().settle();
  return viewer.state().recording().hash.load();
}

/// The middle of a mark; fails the test where there is none.
inline std::pair<float, float> middle_of(viz::Headless& viewer, std::string_view mark) {
  const auto found = viewer.state().marks.find(mark);
  if (found == viewer.state().marks.end()) throw std::runtime_error("no mark " + std::string(mark));
  const auto& rect = found->second;
  return {rect.x + rect.width / 2, rect.y + rect.height / 2};
}

}  // namespace brink::test
