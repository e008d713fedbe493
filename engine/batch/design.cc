#include "engine/batch/design.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace brink {

std::uint64_t Design::points() const {
  std::uint64_t product = 1;
  for (const auto& factor : factors) product *= factor.values.size();
  return product;
}

Chunk chunk_of(const Design& design, std::uint64_t number) {
  const auto points = design.points();
  Chunk chunk{.number = number, .point = number % points, .block = number / points};
  chunk.first = chunk.block * design.chunk;
  chunk.count = std::min(design.chunk, design.replications - chunk.first);
  return chunk;
}

std::uint64_t default_chunk(std::uint64_t replications, std::uint64_t series_values) {
  constexpr std::uint64_t kMostReplications = 100;
  constexpr std::uint64_t kBlocks = 256;
  constexpr std::uint64_t kMostValues = 2'000'000;
  auto chunk = std::min(kMostReplications, replications / kBlocks);
  if (series_values > 0) chunk = std::min(chunk, kMostValues / series_values);
  return std::max<std::uint64_t>(chunk, 1);
}

tl::expected<Shard, std::string> parse_shard(std::string_view text) {
  if (text.empty()) return Shard{};
  constexpr std::uint64_t kMostShards = 1'000'000;
  const auto whole = [](std::string_view digits) -> std::uint64_t {
    std::uint64_t x = 0;
    const auto* end = digits.data() + digits.size();
    const auto [rest, error] = std::from_chars(digits.data(), end, x);
    return error == std::errc{} && rest == end ? x : 0;
  };
  const auto slash = text.find('/');
  if (slash != std::string_view::npos) {
    const auto index = whole(text.substr(0, slash));
    const auto count = whole(text.substr(slash + 1));
    if (index >= 1 && index <= count && count <= kMostShards) return Shard{index - 1, count};
  }
  return tl::unexpected(fmt::format("`{}` is no shard: write which of how many, 1/4 to 4/4", text));
}

ChunkRange chunks_of(const Design& design, const Shard& shard) {
  // floor(blocks · i / count) without overflow
  const auto until = [&](std::uint64_t i) {
    const auto whole = design.blocks() / shard.count;
    const auto rest = design.blocks() % shard.count;
    return whole * i + rest * i / shard.count;
  };
  return {until(shard.index) * design.points(), until(shard.index + 1) * design.points()};
}

std::vector<std::size_t> places_of(const Design& design, std::uint64_t point) {
  std::vector<std::size_t> places(design.factors.size());
  for (std::size_t i = places.size(); i-- > 0;) {
    const auto n = design.factors[i].values.size();
    places[i] = static_cast<std::size_t>(point % n);
    point /= n;
  }
  return places;
}

Overlay overlay_of(const Design& design, const Overlay& base, std::uint64_t point) {
  auto overlay = base;
  const auto places = places_of(design, point);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto& factor = design.factors[i];
    std::erase_if(overlay.settings, [&](const auto& s) { return s.first == factor.slot; });
    overlay.settings.emplace_back(factor.slot, factor.values[places[i]]);
  }
  return overlay;
}

}  // namespace brink
