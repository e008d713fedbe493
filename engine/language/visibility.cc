#include <fmt/format.h>

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
  if (map.has("between") && channel.between.size() > 2) {
    findings.error(channel.between[2].at, fmt::format("{} is between more than two", owner),
                   "name two actors, or one group: then each two of it have one");
  }
  return channel;
}

}  // namespace brink::sections
