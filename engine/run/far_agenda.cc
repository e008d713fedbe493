#include "engine/run/far_agenda.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace brink::internal {
namespace {

/// A list that was taken out of its bucket.
struct List {
  std::uint32_t head = kNone;
  std::uint32_t count = 0;
  SimTime first = SimTime::never();
  SimTime last{std::numeric_limits<std::int64_t>::min()};
  SimTime until;  // where its bucket ends

  void count_in(SimTime time) {
    ++count;
    first = std::min(first, time);
    last = std::max(last, time);
  }
};

std::uint32_t bucket_at(const FarTier& tier, SimTime time) {
  const auto bucket = static_cast<std::uint64_t>(time.us - tier.start.us) >> tier.shift;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(bucket, tier.buckets - 1));
}

SimTime end_of(const FarTier& tier, std::uint32_t bucket) {
  if (bucket + 1 == tier.buckets) return tier.until;
  const auto end = static_cast<std::uint64_t>(tier.start.us) +
                   (static_cast<std::uint64_t>(bucket + 1) << tier.shift);
  return {static_cast<std::int64_t>(std::min(end, static_cast<std::uint64_t>(tier.until.us)))};
}

void link(Run& run, std::uint32_t bucket, const FarItem& item) {
  const auto items = run.block.view<FarItem>(kFarItems);
  auto& head = run.block.view<std::uint32_t>(kFarBuckets)[bucket];
  const auto entry = item.item.entry;
  items[entry] = item;
  items[entry].next = head;
  items[entry].previous = kNone;
  if (head != kNone) items[head].previous = entry;
  head = entry;
  run.block.view<EntryState>(kEntries)[entry].place = kFarPlace | bucket;
}

FarTier& last_tier(Run& run) { return run.block.view<FarTier>(kFarTiers).back(); }

void drop_tier(Run& run) {
  run.block.resize(kFarBuckets, last_tier(run).first);
  run.block.pop(kFarTiers);
}

void drop_tiers(Run& run) {
  while (run.block.size(kFarTiers) > 0) drop_tier(run);
  run.header().agenda.near_until = SimTime::never();
  run.header().agenda.near_limit = kMaxNear;
}

// one bucket for each entry when they are spread evenly, and one for what lies beyond
void add_tier(Run& run, const List& list) {
  const auto range = static_cast<std::uint64_t>(list.last.us - list.first.us);
  FarTier tier;
  tier.start = list.first;
  tier.until = list.until;
  tier.shift = static_cast<std::uint32_t>(std::bit_width(range / list.count));
  tier.buckets = static_cast<std::uint32_t>(range >> tier.shift) + 2;
  tier.first = run.block.size(kFarBuckets);
  run.block.resize(kFarBuckets, tier.first + tier.buckets);
  const auto heads = run.block.view<std::uint32_t>(kFarBuckets).subspan(tier.first);
  std::fill(heads.begin(), heads.end(), kNone);
  run.block.push(kFarTiers, tier);
}

// the next bucket with something in it
List take_list(Run& run) {
  for (;;) {
    auto& tier = last_tier(run);
    const auto heads = run.block.view<std::uint32_t>(kFarBuckets);
    auto bucket = tier.next;
    while (bucket < tier.buckets && heads[tier.first + bucket] == kNone) ++bucket;
    if (bucket == tier.buckets) {
      drop_tier(run);
      continue;
    }
    List list{.head = heads[tier.first + bucket], .until = end_of(tier, bucket)};
    heads[tier.first + bucket] = kNone;
    tier.next = bucket + 1;
    if (tier.next == tier.buckets) drop_tier(run);
    const auto items = run.block.view<FarItem>(kFarItems);
    for (auto i = list.head; i != kNone; i = items[i].next) list.count_in(items[i].item.time);
    return list;
  }
}

void divide(Run& run, const List& list) {
  add_tier(run, list);
  const auto& tier = last_tier(run);
  const auto items = run.block.view<FarItem>(kFarItems);
  for (auto i = list.head; i != kNone;) {
    const auto next = items[i].next;
    link(run, tier.first + bucket_at(tier, items[i].item.time), items[i]);
    i = next;
  }
}

}  // namespace

void put_far(Run& run, const AgendaItem& item) {
  const auto entries = run.block.size(kEntries);
  if (run.block.size(kFarItems) < entries) run.block.resize(kFarItems, entries);
  const auto tiers = run.block.view<FarTier>(kFarTiers);
  auto at = tiers.size() - 1;
  while (at > 0 && item.time >= tiers[at].until) --at;
  link(run, tiers[at].first + bucket_at(tiers[at], item.time), {.item = item});
  ++run.header().agenda.far;
}

void remove_far(Run& run, std::uint32_t entry) {
  const auto items = run.block.view<FarItem>(kFarItems);
  const auto& item = items[entry];
  if (item.next != kNone) items[item.next].previous = item.previous;
  if (item.previous != kNone) {
    items[item.previous].next = item.next;
  } else {
    const auto bucket = run.block.view<EntryState>(kEntries)[entry].place & ~kFarPlace;
    run.block.view<std::uint32_t>(kFarBuckets)[bucket] = item.next;
  }
  if (--run.header().agenda.far == 0) drop_tiers(run);
}

void refill(Run& run) {
  List list = take_list(run);
  while (list.count > kMaxBucket && list.first < list.last &&
         run.block.size(kFarTiers) < kMaxTiers) {
    divide(run, list);
    list = take_list(run);
  }
  run.block.resize(kAgenda, list.count);
  const auto items = run.block.view<FarItem>(kFarItems);
  const auto near = run.block.view<AgendaItem>(kAgenda);
  const auto entries = run.block.view<EntryState>(kEntries);
  for (std::size_t i = 0; i < list.count; ++i) {
    near[i] = items[list.head].item;
    entries[list.head].place = 0;
    list.head = items[list.head].next;
  }
  auto& agenda = run.header().agenda;
  agenda.far -= list.count;
  agenda.near_until = list.until;
  agenda.near_limit = std::max(kMaxNear, 2 * list.count);
  if (agenda.far == 0) drop_tiers(run);
  arrange(run);
}

void part(Run& run) {
  const auto count = run.block.size(kAgenda);
  run.header().agenda.near_limit = 2 * count;
  List list{.until = run.header().agenda.near_until};
  for (const auto& item : run.block.view<AgendaItem>(kAgenda)) list.count_in(item.time);
  if (list.first == list.last || run.block.size(kFarTiers) == kMaxTiers) return;
  run.block.resize(kFarItems, std::max(run.block.size(kFarItems), run.block.size(kEntries)));
  add_tier(run, list);
  auto& tier = last_tier(run);
  tier.next = 1;
  const auto items = run.block.view<AgendaItem>(kAgenda);
  std::uint32_t kept = 0;
  for (const auto& item : items) {
    const auto bucket = bucket_at(tier, item.time);
    if (bucket == 0) {
      items[kept++] = item;
    } else {
      link(run, tier.first + bucket, {.item = item});
    }
  }
  auto& agenda = run.header().agenda;
  agenda.far += count - kept;
  agenda.near_until = end_of(tier, 0);
  agenda.near_limit = std::max(kMaxNear, 2 * kept);
  run.block.resize(kAgenda, kept);
  arrange(run);
}

}  // namespace brink::internal
