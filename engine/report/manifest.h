#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "engine/batch/study.h"
#include "engine/language/source_text.h"

namespace brink {

/// What a batch's results came from: enough to make every run again, to go on where the batch
/// stopped, and to tell two batches apart.
struct Manifest {
  std::string version;  // of the program
  std::string path;     // of the scenario\'s file, absolute; empty where it is not known
  std::string title;    // of the scenario
  std::string start;    // the scenario's first instant, UTC
  SourceTexts texts;    // the scenario's, then its modules'
  StudyText study;      // canonical
  std::uint64_t points = 1;
  std::uint64_t chunk = 1;  // replications
  Shard shard;
  // as far as the batch has come
  std::uint64_t ended = 0;   // runs
  std::uint64_t failed = 0;  // runs
  bool is_complete = false;
  std::string digest;  // 16 hex digits, of what is finished; empty where nothing has been summed up
};

Manifest manifest_of(const Study& study, const Shard& shard);

/// 16 hex digits that two scenarios share only if their texts agree, whatever their files are
/// called.
std::string scenario_hash(const SourceTexts& texts);

nlohmann::ordered_json to_json(const Manifest& manifest);
/// The content of `manifest.json`.
std::string manifest_text(const Manifest& manifest);

/// A value as JSON text on one line; bytes that are no UTF-8, as in the name of a file, are
/// replaced.
std::string json_line(const nlohmann::ordered_json& json);

/// Errors: what is missing or makes no sense.
tl::expected<Manifest, std::string> manifest_from(const nlohmann::ordered_json& json);

/// In what two manifests differ, one line each: "the seed: 1 before, 2 now"; empty where `now` may
/// go on with what `before` began. How far each has come does not matter.
std::vector<std::string> differences(const Manifest& before, const Manifest& now);

}  // namespace brink
