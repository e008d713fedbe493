#include "engine/batch/partial.h"

#include <fmt/format.h>

#include <bit>

#include "engine/base/check.h"
#include "engine/base/hash.h"
#include "engine/base/sim_time.h"
#include "engine/batch/bytes.h"
#include "engine/language/scenario_file.h"

namespace brink {
namespace {

constexpr std::size_t kCheckSum = 8;  // bytes

void merge(Numbers& left, const Numbers& right) {
  left.moments.merge(right.moments);
  left.histogram.merge(right.histogram);
}

void add_counts(std::vector<std::uint64_t>& left, const std::vector<std::uint64_t>& right) {
  BRINK_CHECK(left.size() == right.size());
  for (std::size_t i = 0; i < left.size(); ++i) left[i] += right[i];
}

void add_held(std::vector<Held>& left, const std::vector<Held>& right) {
  BRINK_CHECK(left.size() == right.size());
  for (std::size_t i = 0; i < left.size(); ++i) {
    left[i].runs += right[i].runs;
    left[i].times += right[i].times;
  }
}

// what a value has beyond its bucket's key, the first of these bits in the lowest byte: few bytes
// where it is a round number
constexpr int kTopBits = 64 - Histogram::kDroppedBits;
std::uint64_t packed(double value) {
  return __builtin_bswap64(std::bit_cast<std::uint64_t>(value) << kTopBits);
}
double unpacked(std::int32_t key, std::uint64_t bytes) {
  if (key == 0) return 0;
  const auto top = static_cast<std::uint64_t>(key < 0 ? -std::int64_t{key} : key) - 1;
  const auto bits = top << Histogram::kDroppedBits | __builtin_bswap64(bytes) >> kTopBits;
  return std::bit_cast<double>(key < 0 ? bits | std::uint64_t{1} << 63 : bits);
}

// a histogram holds the least and the most, so the moments' own are not written again
void write(ByteWriter& out, const Numbers& numbers) {
  const auto& buckets = numbers.histogram.buckets();
  out.whole(buckets.size());
  if (buckets.empty()) return;
  std::int64_t last = 0;
  for (const auto& bucket : buckets) {
    // keys rise: each as its distance from the one before, the sign of the first in the lowest bit
    const std::int64_t step = bucket.key - last;
    out.whole((static_cast<std::uint64_t>(step) << 1) ^ static_cast<std::uint64_t>(step >> 63));
    out.whole(bucket.count << 1 | (bucket.is_one ? 1 : 0));
    if (bucket.is_one) out.whole(packed(bucket.value));
    last = bucket.key;
  }
  out.whole(numbers.histogram.is_whole() ? 1 : 0);
  out.number(numbers.moments.least);
  out.number(numbers.moments.most);
  out.number(numbers.moments.mean);
  out.number(numbers.moments.m2);
}

Numbers read_numbers(ByteReader& in) {
  std::vector<Histogram::Bucket> buckets(in.size());
  if (buckets.empty()) return {};
  std::int64_t last = 0;
  for (auto& bucket : buckets) {
    const auto zigzag = in.whole();
    const auto step =
        static_cast<std::int64_t>(zigzag >> 1) ^ -static_cast<std::int64_t>(zigzag & 1);
    last = saturating_add(last, step);
    if (last < INT32_MIN || last > INT32_MAX) in.spoil();
    bucket.key = static_cast<std::int32_t>(last);
    bucket.count = in.whole();
    bucket.is_one = (bucket.count & 1) != 0;
    bucket.count >>= 1;
    if (bucket.is_one) bucket.value = unpacked(bucket.key, in.whole());
  }
  const bool is_whole = in.whole() != 0;
  Numbers numbers;
  numbers.moments.least = in.number();
  numbers.moments.most = in.number();
  numbers.moments.mean = in.number();
  numbers.moments.m2 = in.number();
  auto histogram = Histogram::restored(std::move(buckets), is_whole, numbers.moments.least,
                                       numbers.moments.most);
  if (!histogram || !in.is_good()) {
    in.spoil();
    return {};
  }
  numbers.moments.n = histogram->count();
  numbers.histogram = std::move(*histogram);
  return numbers;
}

void write(ByteWriter& out, const std::vector<std::uint64_t>& counts) {
  for (const auto count : counts) out.whole(count);
}
void read(ByteReader& in, std::vector<std::uint64_t>& counts) {
  for (auto& count : counts) count = in.whole();
}

void write(ByteWriter& out, const std::vector<Held>& all) {
  for (const auto& held : all) {
    out.whole(held.runs);
    if (held.runs > 0) out.whole(held.times);
  }
}
void read(ByteReader& in, std::vector<Held>& all) {
  for (auto& held : all) {
    held.runs = in.whole();
    if (held.runs > 0) held.times = in.whole();
  }
}

// how many words or actors a measure may be; 0: it is a number
std::size_t choices_of(const Program& program, const Measure& measure) {
  if (measure.type == ValueType::symbol) return program.symbols.size();
  return measure.type == ValueType::actor ? program.actors.size() : 0;
}

}  // namespace

Partial empty_partial(const Study& study) {
  const auto& program = *study.program;
  Partial partial;
  partial.outcomes.resize(program.outcomes.size() + 1);
  partial.measures.resize(program.measures.size());
  for (std::size_t i = 0; i < program.measures.size(); ++i) {
    partial.measures[i].choices.resize(choices_of(program, program.measures[i]));
  }
  for (const auto& series : study.series) partial.series.emplace_back(series.times);
  for (const auto& outcome : program.outcomes) {
    partial.incidence.emplace_back(outcome.when == kNone ? 0 : kIncidenceIntervals);
  }
  partial.clamps.resize(program.slots.size());
  partial.negative_rates.resize(program.instances.size());
  return partial;
}

void merge(Partial& left, const Partial& right) {
  left.ended += right.ended;
  left.failed += right.failed;
  left.hash = mix(left.hash, right.hash);
  add_counts(left.outcomes, right.outcomes);
  merge(left.end_time, right.end_time);
  for (std::size_t i = 0; i < left.measures.size(); ++i) {
    merge(left.measures[i].numbers, right.measures[i].numbers);
    add_counts(left.measures[i].choices, right.measures[i].choices);
  }
  for (std::size_t i = 0; i < left.series.size(); ++i) {
    for (std::size_t t = 0; t < left.series[i].size(); ++t) {
      merge(left.series[i][t], right.series[i][t]);
    }
  }
  for (std::size_t i = 0; i < left.incidence.size(); ++i) {
    left.incidence[i].merge(right.incidence[i]);
  }
  add_held(left.clamps, right.clamps);
  add_held(left.negative_rates, right.negative_rates);
}

std::string encode(const Partial& partial) {
  ByteWriter out;
  out.whole(partial.ended);
  out.whole(partial.failed);
  out.fixed(partial.hash);
  write(out, partial.outcomes);
  write(out, partial.end_time);
  for (const auto& measure : partial.measures) {
    write(out, measure.numbers);
    write(out, measure.choices);
  }
  for (const auto& series : partial.series) {
    for (const auto& numbers : series) write(out, numbers);
  }
  for (const auto& counts : partial.incidence) {
    write(out, counts.events);
    write(out, counts.competing);
    write(out, counts.censored);
  }
  write(out, partial.clamps);
  write(out, partial.negative_rates);
  out.fixed(hash_text(out.bytes()));
  return out.bytes();
}

std::optional<Partial> decode(const Study& study, std::string_view bytes) {
  if (bytes.size() < kCheckSum) return std::nullopt;
  const auto content = bytes.substr(0, bytes.size() - kCheckSum);
  if (ByteReader(bytes.substr(content.size())).fixed() != hash_text(content)) return std::nullopt;
  ByteReader in(content);
  auto partial = empty_partial(study);
  partial.ended = in.whole();
  partial.failed = in.whole();
  partial.hash = in.fixed();
  read(in, partial.outcomes);
  partial.end_time = read_numbers(in);
  for (auto& measure : partial.measures) {
    measure.numbers = read_numbers(in);
    read(in, measure.choices);
  }
  for (auto& series : partial.series) {
    for (auto& numbers : series) numbers = read_numbers(in);
  }
  for (auto& counts : partial.incidence) {
    read(in, counts.events);
    read(in, counts.competing);
    read(in, counts.censored);
  }
  read(in, partial.clamps);
  read(in, partial.negative_rates);
  if (!in.is_done()) return std::nullopt;
  return partial;
}

Digest::Digest(const Study& study) : hash_(study.text.seed) {
  for (const auto& text : texts_of(study.program->scenario)) {
    hash_ = mix(hash_, hash_text(text.text));
  }
}

void Digest::add(const Partial& partial) { hash_ = mix(hash_, hash_text(encode(partial))); }

std::string Digest::text() const { return fmt::format("{:016x}", hash_); }

}  // namespace brink
