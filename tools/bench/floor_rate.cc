#include <algorithm>
#include <limits>

#include "tools/bench/floor_forms.h"
#include "tools/bench/floor_parts.h"

namespace brink::bench {
namespace {

/// A side's raid has a clock that was set to an Exp(1) when the last one was made, and that runs at
/// pace · (1 + escalation). Its two raids stand apart from what else is pending, for their times
/// move whenever the escalation does.
template <class Random>
struct RateFloor {
  using Key = typename Random::Key;

  Random random;
  SortedAgenda<Key> agenda;
  std::int32_t stock[2] = {kFullStock[0], kFullStock[1]};
  double left[2] = {};  // of a side's clock [µs without escalation]
  std::int64_t raid[2] = {};
  Key raid_key[2] = {Random::root(0), Random::root(1)};
  std::int64_t since = 0;  // when `left` was true
  double escalation = 0;
  Played played{};

  explicit RateFloor(Random the_random) : random(the_random) {}

  double new_clock(std::uint64_t side, Key key) {
    return random.at(key, kGoesOn).delay() * (kDay / kPace[side]);
  }

  // runs both clocks down to now
  void account(std::int64_t now) {
    const double spent = static_cast<double>(now - since) * (1 + escalation);
    left[0] -= spent;
    left[1] -= spent;
    since = now;
  }

  void retime() {
    constexpr double kNever = 0x1p60;
    const double slowness = 1 / (1 + escalation);
    for (int side = 0; side < 2; ++side) {
      const double wait = std::clamp(left[side] * slowness, 0.0, kNever);
      raid[side] = since + microseconds(wait);
    }
  }

  void strike(std::int64_t now, std::uint64_t side, Key key) {
    if (--stock[side] == 0) left[side] = std::numeric_limits<double>::infinity();
    escalation = std::min(escalation + kStep, kMostEscalation);
    ++played.strikes;
    if (auto dice = random.at(key, kAnswers); dice.chance() < chance_below(kAnswerChance)) {
      agenda.insert(now + microseconds(dice.delay() * (kAnswerMean * kDay)), kAnswer + (1 - side),
                    Random::child(key, kAnswers));
    }
  }

  void fire(std::int64_t now, std::uint64_t side) {
    account(now);
    const Key key = raid_key[side];
    raid_key[side] = Random::child(key, kGoesOn);
    left[side] = new_clock(side, raid_key[side]);
    strike(now, side, key);
    retime();
  }

  void answer(std::int64_t now, std::uint64_t side, Key key) {
    if (stock[side] == 0) return;
    account(now);
    strike(now, side, key);
    retime();
  }

  void await_offer(std::int64_t now, Key key) {
    auto dice = random.at(key, kNextOffer);
    const std::uint64_t side = dice.chance() >> 63;
    agenda.insert(now + offer_wait(dice.word()), kOffer + side, Random::child(key, kNextOffer));
  }

  // true if it is accepted
  bool offer(std::int64_t now, std::uint64_t side, Key key) {
    account(now);
    const double share = stock[side] * (1.0 / kFullStock[side]);
    const bool refused = refuses(random.at(key, kSettles).chance(), escalation, share);
    escalation *= 0.5;
    played.events += 2;
    retime();
    if (refused) await_offer(now, key);
    return !refused;
  }

  void begin() {
    for (const std::uint64_t side : {0, 1}) left[side] = new_clock(side, raid_key[side]);
    retime();
    await_offer(0, Random::root(2));
  }

  Played play() {
    begin();
    for (;;) {
      const std::uint64_t side = raid[1] < raid[0] ? 1 : 0;
      const auto next = agenda.earliest();  // there is always an offer to come
      if (raid[side] <= next.time()) {
        if (raid[side] > kEnd) break;
        fire(raid[side], side);
        continue;
      }
      const auto now = next.time();
      if (now > kEnd) break;
      agenda.pop();
      if (next.what() < kOffer) {
        answer(now, next.what() & 1, next.key);
      } else if (offer(now, next.what() & 1, next.key)) {
        played.agreement = true;
        played.end = static_cast<double>(now) / kDay;
        break;
      }
    }
    played.events += played.strikes;
    played.escalation = escalation;
    return played;
  }
};

}  // namespace

Played play_rate_addressed(std::uint64_t seed, std::uint64_t replication) {
  return RateFloor<Addressed>(Addressed(seed, replication)).play();
}

Played play_rate_sequential(std::uint64_t seed, std::uint64_t replication) {
  return RateFloor<Sequential>(Sequential(seed, replication)).play();
}

}  // namespace brink::bench
