#include <fmt/format.h>

#include <algorithm>

#include "engine/language/sections.h"

// who learns of events, and by which way
namespace brink::sections {

std::optional<bool> read_visibility(Findings& findings, const MapReader& map) {
  const auto word = map.text("visibility");
  if (word.value == "public" || word.value == "private") return word.value == "public";
  if (!word.value.empty()) {
    findings.error(word.at, fmt::format("`{}` is not a visibility", word.value),
                   did_you_mean(word.value, {"public", "private"}));
  }
  return std::nullopt;
}

// the channels named, each once; `channels`, which means all of them, stands alone
std::vector<Text> read_via(Findings& findings, const MapReader& map) {
  auto via = map.texts("via");
  if (map.has("via") && via.empty()) {
    findings.error(map.node("via")->at, "`via` names no channel",
                   "name some, or write `via: channels` for all of them");
  }
  for (std::size_t i = 0; i < via.size(); ++i) {
    const auto same = [&](const Text& other) { return other.value == via[i].value; };
    const auto before = via.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::any_of(via.begin(), before, same)) {
      findings.error(via[i].at, fmt::format("channel `{}` is named twice", via[i].value),
                     "leave one out");
    } else if (via[i].value == "channels" && via.size() > 1) {
      findings.error(via[i].at, "`channels` means all of them", "leave the others out");
    }
  }
  return via;
}

ChannelDecl read_channel(Findings& findings, const Text& id, const YamlNode& node) {
  const auto owner = fmt::format("channel `{}`", id.value);
  const MapReader map(findings, node, "channel", owner);
  ChannelDecl channel;
  channel.label = read_label(findings, id, map);
  channel.between = map.texts("between");
  channel.directed = map.truth("directed").value_or(false);
  channel.is_public = read_visibility(findings, map).value_or(false);
  channel.delay = map.expression("delay");
  channel.reliability = map.expression("reliability");
  channel.carries = map.expression("carries");
  channel.leaks = map.expression("leaks");
  channel.open = map.expression("open");
  if (map.has("between") && channel.between.empty()) {
    findings.error(map.node("between")->at, fmt::format("{} is between nobody", owner),
                   "name two actors, or one group: then each two of it have one");
  }
  if (channel.between.size() > 2) {
    findings.error(channel.between[2].at, fmt::format("{} is between more than two", owner),
                   "name two actors, or one group: then each two of it have one");
  }
  return channel;
}

}  // namespace brink::sections
