#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "engine/program/program.h"
#include "engine/run/overlay.h"

namespace brink {

/// A parameter that takes several values in turn.
struct Factor {
  SlotId slot = kNone;
  std::vector<Value> values;
};

/// Which runs a batch makes: every combination of the factors' values (a *point*), each with the
/// same replications 0, 1, 2, ...
///
/// The runs are numbered so that whatever is finished is a balanced, smaller study:
/// run = replication · points + point. The same replication has the same chance at every point
/// (common random numbers).
///
/// A *chunk* is `chunk` replications of one point that become one Partial; a *block* is one chunk
/// of every point, in order. Chunks are numbered block · points + point. The chunk size decides how
/// sums are grouped, so it is part of the result's last bits and is never chosen by timing.
struct Design {
  std::vector<Factor> factors;
  std::uint64_t replications = 1;  // of each point
  std::uint64_t chunk = 1;         // replications

  std::uint64_t points() const;
  std::uint64_t runs() const { return points() * replications; }
  std::uint64_t blocks() const { return (replications + chunk - 1) / chunk; }
  std::uint64_t chunks() const { return blocks() * points(); }
};

/// Limits of a design; going past one is an error.
inline constexpr std::uint64_t kMaxPoints = 100'000;
inline constexpr std::uint64_t kMaxRuns = 1'000'000'000'000;

/// Some replications of one point.
struct Chunk {
  std::uint64_t number = 0;
  std::uint64_t point = 0;
  std::uint64_t block = 0;
  std::uint64_t first = 0;  // replication
  std::uint64_t count = 0;  // of replications
};

/// REQUIRES: number < design.chunks().
Chunk chunk_of(const Design& design, std::uint64_t number);

/// The chunk size for so many replications and so many values of series a run: at most 100
/// replications, so that little is lost when a batch is stopped; few enough that every core has
/// work; and at most two million values of series.
std::uint64_t default_chunk(std::uint64_t replications, std::uint64_t series_values);

/// The `index`-th of `count` shares of the work: whole blocks, one behind the other.
struct Shard {
  std::uint64_t index = 0;  // from 0
  std::uint64_t count = 1;
  bool operator==(const Shard&) const = default;
};

/// Reads `3/16`, the third of sixteen, or an empty text, the whole; or says why it is neither.
tl::expected<Shard, std::string> parse_shard(std::string_view text);

/// Chunks from `first` up to, but not including, `end`.
struct ChunkRange {
  std::uint64_t first = 0;
  std::uint64_t end = 0;
};
ChunkRange chunks_of(const Design& design, const Shard& shard);

/// The place of a point's value in each factor: the last factor changes fastest.
std::vector<std::size_t> places_of(const Design& design, std::uint64_t point);

/// `base` with the values of a point.
Overlay overlay_of(const Design& design, const Overlay& base, std::uint64_t point);

}  // namespace brink
