#include "tools/bench/idiomatic.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <queue>
#include <random>
#include <utility>
#include <vector>

namespace brink::bench {
namespace {

class Simulation {
 public:
  Simulation(Form form, std::uint64_t seed, std::uint64_t replication)
      : form_(form), random_(seed * 1'000'003 + replication) {}

  Played play() {
    for (int side = 0; side < 2; ++side) begin_raids(side);
    await_offer();
    const auto end = static_cast<std::int64_t>(kHorizon * kDay);
    while (!queue_.empty() && !played_.agreement) {
      if (queue_.top().time > end) break;
      const Event event = queue_.top();
      queue_.pop();
      now_ = event.time;
      event.action();
    }
    played_.end = played_.agreement ? static_cast<double>(now_) / kDay : kHorizon;
    played_.escalation = escalation_;
    return played_;
  }

 private:
  struct Event {
    std::int64_t time;  // [µs]
    std::uint64_t sequence;
    std::function<void()> action;
    bool operator>(const Event& other) const {
      return std::pair(time, sequence) > std::pair(other.time, other.sequence);
    }
  };
  struct Side {
    double pace = 0;
    double full = 0;
    double stock = 0;
    double left = 0;  // rate form: of the unit-rate clock
    int generation = 0;
  };

  void schedule(double days, std::function<void()> action) {
    queue_.push(
        {now_ + static_cast<std::int64_t>(std::ceil(days * kDay)), sequence_++, std::move(action)});
  }
  double exponential(double mean) {
    return std::exponential_distribution<double>(1 / mean)(random_);
  }

  void begin_raids(int side) {
    sides_[side].left = exponential(1);
    schedule_raid(side);
  }

  void schedule_raid(int side) {
    auto& own = sides_[side];
    if (form_ == Form::sampled) {
      schedule(exponential(1 / (own.pace * (1 + escalation_))), [this, side] { raid(side); });
      return;
    }
    if (own.stock <= 0) return;
    schedule(std::max(own.left, 0.0) / (own.pace * (1 + escalation_)),
             [this, side, generation = ++own.generation] {
               if (sides_[side].generation == generation) raid(side);
             });
  }

  void raid(int side) {
    if (sides_[side].stock <= 0) return;
    if (form_ == Form::rate) {
      account();
      sides_[side].left = exponential(1);
    }
    strike(side);
    if (form_ == Form::sampled) schedule_raid(side);
  }

  void strike(int side) {
    if (sides_[side].stock <= 0) return;
    sides_[side].stock -= 1;
    set_escalation(std::min(escalation_ + kStep, kMostEscalation));
    played_.events += 1;
    played_.strikes += 1;
    if (std::bernoulli_distribution(kAnswerChance)(random_)) {
      schedule(exponential(kAnswerMean), [this, side] { strike(1 - side); });
    }
  }

  void await_offer() {
    schedule(std::uniform_real_distribution<double>(kOfferEvery[0], kOfferEvery[1])(random_),
             [this] { offer(); });
  }

  void offer() {
    const auto& side = sides_[std::uniform_int_distribution<int>(0, 1)(random_)];
    const double pull = 1 + 1.5 * escalation_ + side.stock / side.full;
    const bool refused = std::bernoulli_distribution(1 / (1 + std::exp(-pull)))(random_);
    set_escalation(escalation_ / 2);
    played_.events += 2;
    played_.agreement = !refused;
    if (refused) await_offer();
  }

  // rate form: how far both clocks have run since they were last looked at
  void account() {
    const double days = static_cast<double>(now_ - since_) / kDay;
    for (auto& side : sides_) side.left -= days * side.pace * (1 + escalation_);
    since_ = now_;
  }

  void set_escalation(double escalation) {
    if (form_ == Form::rate) account();
    escalation_ = escalation;
    if (form_ == Form::rate) {
      for (int side = 0; side < 2; ++side) schedule_raid(side);
    }
  }

  Form form_;
  std::mt19937_64 random_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> queue_;
  std::uint64_t sequence_ = 0;
  std::int64_t now_ = 0;
  std::int64_t since_ = 0;
  Side sides_[2] = {{kPace[0], 400, 400}, {kPace[1], 300, 300}};
  double escalation_ = 0;
  Played played_;
};

}  // namespace

Played play_idiomatic(Form form, std::uint64_t seed, std::uint64_t replication) {
  return Simulation(form, seed, replication).play();
}

}  // namespace brink::bench
