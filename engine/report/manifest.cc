#include "engine/report/manifest.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/base/calendar.h"
#include "engine/base/hash.h"
#include "engine/base/version.h"
#include "engine/language/scenario_file.h"

namespace brink {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kSchema = 1;

Json sweeps_json(const std::vector<std::string>& sweeps) {
  auto all = Json::array();
  for (const auto& sweep : sweeps) {
    const auto equals = sweep.find('=');
    auto values = Json::array();
    std::string value;
    for (const char c : sweep.substr(equals + 1) + ",") {
      if (c != ',') {
        value += c;
        continue;
      }
      values.push_back(value);
      value.clear();
    }
    all.push_back({{"parameter", sweep.substr(0, equals)}, {"values", std::move(values)}});
  }
  return all;
}

std::vector<std::string> sweeps_from(const Json& json) {
  std::vector<std::string> sweeps;
  for (const auto& sweep : json) {
    const auto values = sweep.at("values").get<std::vector<std::string>>();
    sweeps.push_back(
        fmt::format("{}={}", sweep.at("parameter").get<std::string>(), fmt::join(values, ",")));
  }
  return sweeps;
}

// the first line in which two texts differ, from 1
std::size_t first_difference(std::string_view a, std::string_view b) {
  const auto end = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first;
  return static_cast<std::size_t>(std::count(a.begin(), end, '\n')) + 1;
}

class Differences {
 public:
  void tell(std::string line) { lines_.push_back(std::move(line)); }
  void compare(std::string_view what, const std::string& before, const std::string& now) {
    if (before == now) return;
    const auto shown = [](const std::string& text) { return text.empty() ? "none" : text; };
    tell(fmt::format("{}: {} before, {} now", what, shown(before), shown(now)));
  }
  void compare(std::string_view what, std::uint64_t before, std::uint64_t now) {
    compare(what, fmt::format("{}", before), fmt::format("{}", now));
  }
  void compare(std::string_view what, const std::vector<std::string>& before,
               const std::vector<std::string>& now) {
    compare(what, fmt::format("{}", fmt::join(before, "; ")),
            fmt::format("{}", fmt::join(now, "; ")));
  }
  std::vector<std::string> lines() && { return std::move(lines_); }

 private:
  std::vector<std::string> lines_;
};

void compare_texts(Differences& differences, const SourceTexts& before, const SourceTexts& now) {
  if (scenario_hash(before) == scenario_hash(now)) return;
  for (std::size_t i = 0; i < std::min(before.size(), now.size()); ++i) {
    if (before[i].text == now[i].text) continue;
    differences.tell(fmt::format("the text of {}: it differs from line {} on", now[i].name,
                                 first_difference(before[i].text, now[i].text)));
    return;
  }
  differences.compare("the number of modules", before.size() - 1, now.size() - 1);
}

std::string shard_text(const Shard& shard) {
  return shard.count == 1 ? "" : fmt::format("{}/{}", shard.index + 1, shard.count);
}

}  // namespace

Manifest manifest_of(const Study& study, const Shard& shard) {
  const auto& program = *study.program;
  return {.version = std::string(kVersion),
          .title = program.scenario.title,
          .start = format_exactly(program.start),
          .texts = texts_of(program.scenario),
          .study = study.text,
          .points = study.design.points(),
          .chunk = study.design.chunk,
          .shard = shard};
}

std::string scenario_hash(const SourceTexts& texts) {
  std::uint64_t hash = 0;
  for (const auto& text : texts) hash = mix(hash, hash_text(text.text));
  return fmt::format("{:016x}", hash);
}

Json to_json(const Manifest& manifest) {
  const auto& study = manifest.study;
  auto files = Json::array();
  for (const auto& text : manifest.texts) {
    files.push_back({{"name", text.name}, {"text", text.text}});
  }
  Json json;
  json["schema"] = kSchema;
  json["version"] = manifest.version;
  json["path"] = manifest.path;
  json["title"] = manifest.title;
  json["start"] = manifest.start;
  json["scenario_hash"] = scenario_hash(manifest.texts);
  json["seed"] = study.seed;
  json["replications"] = study.replications;
  json["points"] = manifest.points;
  json["runs"] = manifest.points * study.replications;
  json["sweeps"] = sweeps_json(study.sweeps);
  json["settings"] = study.settings;
  json["variant"] = study.variant;
  json["until"] = study.until;
  json["outcomes_stop"] = study.outcomes_stop;
  json["series"] = study.series;
  json["every"] = study.every;
  json["chunk"] = manifest.chunk;
  json["shard"] = shard_text(manifest.shard);
  json["ended"] = manifest.ended;
  json["failed"] = manifest.failed;
  json["complete"] = manifest.is_complete;
  json["digest"] = manifest.digest;
  json["files"] = std::move(files);
  return json;
}

std::string manifest_text(const Manifest& manifest) {
  return to_json(manifest).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string json_line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

tl::expected<Manifest, std::string> manifest_from(const Json& json) {
  try {
    if (json.at("schema").get<int>() != kSchema) {
      return tl::unexpected(fmt::format("the manifest has schema {}; this program reads {}",
                                        json.at("schema").dump(), kSchema));
    }
    Manifest manifest;
    manifest.version = json.at("version").get<std::string>();
    manifest.path = json.at("path").get<std::string>();
    manifest.title = json.at("title").get<std::string>();
    manifest.start = json.at("start").get<std::string>();
    for (const auto& file : json.at("files")) {
      manifest.texts.push_back(
          {file.at("name").get<std::string>(), file.at("text").get<std::string>()});
    }
    if (manifest.texts.empty())
      return tl::unexpected<std::string>("the manifest holds no scenario");
    auto& study = manifest.study;
    study.seed = json.at("seed").get<std::uint64_t>();
    study.replications = json.at("replications").get<std::uint64_t>();
    study.sweeps = sweeps_from(json.at("sweeps"));
    study.settings = json.at("settings").get<std::vector<std::string>>();
    study.variant = json.at("variant").get<std::string>();
    study.until = json.at("until").get<std::string>();
    study.outcomes_stop = json.at("outcomes_stop").get<bool>();
    study.series = json.at("series").get<std::vector<std::string>>();
    study.every = json.at("every").get<std::string>();
    manifest.points = json.at("points").get<std::uint64_t>();
    manifest.chunk = json.at("chunk").get<std::uint64_t>();
    const auto shard = parse_shard(json.at("shard").get<std::string>());
    if (!shard) return tl::unexpected(shard.error());
    manifest.shard = *shard;
    manifest.ended = json.at("ended").get<std::uint64_t>();
    manifest.failed = json.at("failed").get<std::uint64_t>();
    manifest.is_complete = json.at("complete").get<bool>();
    manifest.digest = json.at("digest").get<std::string>();
    return manifest;
  } catch (const nlohmann::json::exception& error) {
    return tl::unexpected(fmt::format("the manifest makes no sense: {}", error.what()));
  }
}

std::vector<std::string> differences(const Manifest& before, const Manifest& now) {
  Differences all;
  all.compare("the version of brink", before.version, now.version);
  compare_texts(all, before.texts, now.texts);
  all.compare("the seed", before.study.seed, now.study.seed);
  all.compare("replications (-n)", before.study.replications, now.study.replications);
  all.compare("swept (--sweep)", before.study.sweeps, now.study.sweeps);
  all.compare("set (--set)", before.study.settings, now.study.settings);
  all.compare("the variant", before.study.variant, now.study.variant);
  all.compare("the end (--until)", before.study.until, now.study.until);
  all.compare("outcomes end a run", before.study.outcomes_stop ? "yes" : "no",
              now.study.outcomes_stop ? "yes" : "no");
  all.compare("series", before.study.series, now.study.series);
  if (!before.study.series.empty() && !now.study.series.empty()) {
    all.compare("their step (--every)", before.study.every, now.study.every);
  }
  all.compare("the shard", shard_text(before.shard), shard_text(now.shard));
  auto lines = std::move(all).lines();
  // a chunk size is chosen from the design: alone it changes only with the program
  if (lines.empty() && before.chunk != now.chunk) {
    lines.push_back(fmt::format("the chunk size: {} before, {} now", before.chunk, now.chunk));
  }
  return lines;
}

}  // namespace brink
