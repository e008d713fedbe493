#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "engine/base/hash.h"
#include "engine/base/threefry.h"
#include "tools/bench/ziggurat.h"

/// Where the hand-written models take their chance from. Each source has a Key that an event
/// carries, `child` for the key of what follows from it, and `at`, which gives the Dice of one rule
/// upon one event: its chance and its delay.
namespace brink::bench {

/// Draws addressed by cause key, as the engine's are: one block of Threefry2x64-13 per event and
/// rule, word 0 for the chance and word 1 for the delay. What is drawn for one thing depends on no
/// other draw.
///
/// Source: Salmon, Moraes, Dror & Shaw (2011), SC'11; the Random123 library.
class Addressed {
 public:
  using Key = std::uint64_t;
  using Words = std::array<std::uint64_t, 2>;

  class Dice {
   public:
    Dice(const Addressed& run, Key key, std::uint64_t purpose)
        : run_(&run), counter_{key, purpose << 32}, words_(threefry(run.run_, counter_)) {}

    std::uint64_t chance() const { return words_[0]; }
    double delay() {
      return exponential(words_[1], [this] { return more(); });
    }
    std::uint64_t word() const { return words_[1]; }

   private:
    [[gnu::noinline]] std::uint64_t more() {
      ++counter_[1];
      return threefry(run_->run_, counter_)[0];
    }

    const Addressed* run_;
    Words counter_;
    Words words_;
  };

  Addressed(std::uint64_t seed, std::uint64_t replication) : run_{seed, replication} {}

  static Key root(std::uint64_t path) { return mix(0, path); }
  static Key child(Key parent, std::uint64_t path) { return mix(parent, path); }
  Dice at(Key key, std::uint64_t purpose) { return Dice(*this, key, purpose); }

 private:
  Words run_;
};

/// One generator whose numbers are taken in the order in which they are asked for.
///
/// Source: Blackman & Vigna (2021), Scrambled linear pseudorandom number generators, ACM TOMS 47:4
///         (xoshiro256++); its state from the run's number by SplitMix64.
class Sequential {
 public:
  struct Key {};

  class Dice {
   public:
    explicit Dice(Sequential& run) : run_(&run) {}
    std::uint64_t chance() { return run_->next(); }
    double delay() {
      return exponential(run_->next(), [this] { return run_->next(); });
    }
    std::uint64_t word() { return run_->next(); }

   private:
    Sequential* run_;
  };

  Sequential(std::uint64_t seed, std::uint64_t replication) {
    std::uint64_t state = mix(seed, replication);
    for (auto& word : state_) word = scramble(state += 0x9e3779b97f4a7c15ULL);
  }

  explicit Sequential(const std::array<std::uint64_t, 4>& state) : state_(state) {}

  static Key root(std::uint64_t) { return {}; }
  static Key child(Key, std::uint64_t) { return {}; }
  Dice at(Key, std::uint64_t) { return Dice(*this); }

  std::uint64_t next() {
    const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

 private:
  std::array<std::uint64_t, 4> state_;
};

}  // namespace brink::bench
