#include <fmt/format.h>

#include <algorithm>

#include "engine/report/results.h"
#include "tools/batch_report.h"
#include "tools/commands.h"

namespace brink::tools {
namespace {

using Failure = std::optional<std::string>;

// what every shard must be a share of; the message where one is not
Failure check_shards(const std::vector<std::string>& folders, std::vector<Manifest>& manifests) {
  for (const auto& folder : folders) {
    auto results = Results::open(folder, Results::Use::read);
    if (!results) return results.error();
    auto manifest = results->manifest();
    if (manifest.shard.count == 1) return fmt::format("`{}` is a whole batch, no shard", folder);
    if (!manifest.is_complete) {
      return fmt::format("`{}` is not finished: `brink batch --resume {}` goes on with it", folder,
                         folder);
    }
    for (std::size_t i = 0; i < manifests.size(); ++i) {
      if (manifests[i].shard != manifest.shard) continue;
      return fmt::format("`{}` and `{}` are both shard {} of {}", folders[i], folder,
                         manifest.shard.index + 1, manifest.shard.count);
    }
    auto other = manifest;
    if (!manifests.empty()) other.shard.index = manifests.front().shard.index;
    const auto changes =
        manifests.empty() ? std::vector<std::string>() : differences(manifests.front(), other);
    if (!changes.empty()) {
      return fmt::format("`{}` and `{}` are of different batches: {}", folders.front(), folder,
                         fmt::join(changes, "; "));
    }
    manifests.push_back(std::move(manifest));
  }
  const auto count = manifests.front().shard.count;
  if (manifests.size() == count) return std::nullopt;
  std::vector<std::uint64_t> missing;
  for (std::uint64_t i = 0; i < count && missing.size() < 8; ++i) {
    const bool there = std::any_of(manifests.begin(), manifests.end(),
                                   [&](const Manifest& m) { return m.shard.index == i; });
    if (!there) missing.push_back(i + 1);
  }
  return fmt::format("{} of {} shards are there; missing: {}", manifests.size(), count,
                     fmt::join(missing, ", "));
}

Failure take_all(Results& results, const Study& study, const MergeArguments& arguments,
                 const std::vector<Manifest>& manifests) {
  std::vector<std::size_t> order(manifests.size());
  for (const auto& manifest : manifests) {
    order[manifest.shard.index] = static_cast<std::size_t>(&manifest - manifests.data());
  }
  for (const auto i : order) {
    if (auto failure = results.take_in(study, arguments.folders[i])) return failure;
  }
  return std::nullopt;
}

}  // namespace

int merge_command(const MergeArguments& arguments) {
  std::vector<Manifest> manifests;
  if (const auto failure = check_shards(arguments.folders, manifests)) {
    complain(*failure);
    return kBadScenario;
  }
  const auto program = load_kept(manifests.front().texts);
  if (!program) return kBadScenario;
  const auto study = study_or_complaint(*program, manifests.front().study);
  if (!study) return kBadScenario;
  auto whole = manifests.front();
  whole.shard = {};
  const auto folder = results_folder(arguments.out, whole.texts.front().name, {});
  auto results = Results::create(folder, *study, whole);
  if (!results) {
    complain(results.error());
    return kBadScenario;
  }
  if (const auto failure = take_all(*results, *study, arguments, manifests)) {
    complain(*failure,
             fmt::format("the shards are as they were; remove `{}` and try again", folder));
    return kBadScenario;
  }
  return conclude(*results, *study, {}, true, arguments.quiet);
}

}  // namespace brink::tools
