#include <fmt/format.h>

#include <algorithm>

#include "engine/base/version.h"
#include "engine/report/results.h"
#include "engine/report/words.h"
#include "tools/batch_report.h"
#include "tools/commands.h"

namespace brink::tools {
namespace {

using Failure = std::optional<std::string>;

// in what a folder is no further share of the batch of the first one
Failure check_shard(const std::vector<std::string>& folders, const std::vector<Manifest>& manifests,
                    const Manifest& manifest) {
  const auto& folder = folders[manifests.size()];
  if (manifest.shard.count == 1 && folders.size() > 1) {
    return fmt::format("`{}` is a whole batch, no shard", folder);
  }
  if (!manifest.is_complete) {
    return fmt::format("`{}` is not finished: `brink batch --resume {}` goes on with it", folder,
                       shell_word(folder));
  }
  if (manifest.version != kVersion) {
    return fmt::format("`{}` was made by brink {}; this is {}", folder, manifest.version, kVersion);
  }
  for (std::size_t i = 0; i < manifests.size(); ++i) {
    if (manifests[i].shard != manifest.shard) continue;
    return fmt::format("`{}` and `{}` are both shard {} of {}", folders[i], folder,
                       manifest.shard.index + 1, manifest.shard.count);
  }
  if (manifests.empty()) return std::nullopt;
  auto other = manifest;
  other.shard.index = manifests.front().shard.index;
  const auto changes = differences(manifests.front(), other);
  if (changes.empty()) return std::nullopt;
  return fmt::format("`{}` and `{}` are of different batches: {}", folders.front(), folder,
                     fmt::join(changes, "; "));
}

// reads the manifests of all shards; the message where they are not those of one batch
Failure read_shards(const std::vector<std::string>& folders, std::vector<Manifest>& manifests) {
  for (const auto& folder : folders) {
    auto results = Results::open(folder, Results::Use::read);
    if (!results) return results.error();
    if (auto why = check_shard(folders, manifests, results->manifest())) return why;
    manifests.push_back(results->manifest());
  }
  const auto count = manifests.front().shard.count;
  if (manifests.size() == count) return std::nullopt;
  constexpr std::size_t kShown = 8;
  std::vector<std::uint64_t> missing;
  for (std::uint64_t i = 0; i < count && missing.size() < kShown; ++i) {
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
  if (const auto failure = read_shards(arguments.folders, manifests)) {
    complain(*failure);
    return kBadScenario;
  }
  const auto& first = manifests.front();
  const auto folder = results_folder(arguments.out, first.texts.front().name, {});
  if (!folder) {
    complain(folder.error());
    return kBadCommandLine;
  }
  const auto program = load_kept(first.texts);
  if (!program) return kBadScenario;
  const auto study = study_or_complaint(*program, first.study);
  if (!study) return kBadScenario;
  auto manifest = manifest_of(*study, {});
  manifest.path = first.path;
  auto results = Results::create(*folder, *study, manifest);
  if (!results) {
    complain(results.error());
    return kBadScenario;
  }
  auto failure = take_all(*results, *study, arguments, manifests);
  const auto there = results->progress();
  if (!failure && (!there || there->chunks != study->design.chunks())) {
    failure = there ? fmt::format("{} of {} chunks are in the shards", there->chunks,
                                  study->design.chunks())
                    : there.error();
  }
  if (failure) {
    complain(*failure, fmt::format("the shards are as they were; remove {} before you try again",
                                   shell_word(*folder)));
    return kBadScenario;
  }
  return conclude(*results, *study, {}, true, arguments.quiet);
}

}  // namespace brink::tools
