// Nets of many channels are refused clearly, or work within reason.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>

#include "tests/support/runs.h"
#include "tests/support/timeline.h"

namespace brink {
namespace {

using namespace test;
using Clock = std::chrono::steady_clock;

constexpr double kReason = 10;  // [s], with the engine's invariants asked at every step

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

std::string cast_of(int actors) {
  std::string out = "brink: 1\ntitle: Many\nstart: 2026-01-01\nhorizon: 9000 d\nactors:\n";
  for (int i = 0; i < actors; ++i) out += fmt::format("  a{}: {{}}\n", i);
  return out;
}

const std::string kWord =
    "events: {word: {is: request, visibility: private}, sign: {is: consult}}\n";

TEST(LargeNetTest, OfTooManyPairsIsRefused) {
  for (const int actors : {500, 20'000}) {
    const auto begin = Clock::now();
    const auto says = findings(cast_of(actors) + "channels: {net: {between: all}}\n" + kWord);
    EXPECT_NE(says.find("error: more than 100000 pairs of actors are joined by channels"),
              std::string::npos)
        << says.substr(0, 500);
    EXPECT_NE(says.find("hint: name a smaller group"), std::string::npos);
    EXPECT_LT(seconds_since(begin), kReason);
  }
}

// what several channels join counts together
TEST(LargeNetTest, OfTooManyChannelsTogetherIsRefused) {
  auto yaml = cast_of(300) + "channels:\n";
  for (int i = 0; i < 3; ++i) yaml += fmt::format("  net{}: {{between: all}}\n", i);
  const auto begin = Clock::now();
  EXPECT_NE(findings(yaml + kWord).find("more than 100000 pairs of actors"), std::string::npos);
  EXPECT_LT(seconds_since(begin), kReason);
}

TEST(LargeNetTest, JoinsThreeHundred) {
  auto yaml = cast_of(300) + "channels: {net: {between: all, delay: exponential(mean = 1 d)}}\n" +
              kWord + "schedule:\n";
  for (int i = 0; i < 60; ++i) {
    yaml += fmt::format("  w{0}: {{at: {0} h, emit: word, from: a{0}, to: a{1}}}\n", i,
                        (i * 7 + 1) % 300);
  }
  yaml += "rules: {hears: {upon: word, by: target, do: [{emit: sign, to: self}]}}\n";
  const auto begin = Clock::now();
  const auto program = compiled(yaml);
  const auto run = run_once(program, {.seed = 1});
  EXPECT_EQ(run.status, Status::ended);
  EXPECT_EQ(run.log.events().size(), 120U);
  EXPECT_LT(seconds_since(begin), kReason);
}

std::string chain(int actors, const std::string& delay, const std::string& more) {
  auto yaml = cast_of(actors) + more + "channels:\n";
  for (int i = 0; i + 1 < actors; ++i) {
    yaml += fmt::format("  c{0}: {{between: [a{0}, a{1}], delay: {2}}}\n", i, i + 1, delay);
  }
  return yaml + kWord +
         fmt::format(
             "schedule: {{word: {{at: 1 d, emit: word, from: a0, to: a{0}}}}}\n"
             "rules: {{hears: {{upon: word, by: target, do: [{{emit: sign, to: self}}]}}}}\n",
             actors - 1);
}

TEST(LargeNetTest, PassesAMessageDownALongChain) {
  const auto begin = Clock::now();
  const auto program = compiled(chain(5'000, "1 h", ""));
  const auto run = run_once(program, {.seed = 1});
  ASSERT_EQ(run.log.events().size(), 2U);
  EXPECT_EQ(run.log.events()[1].time.us, kMicrosecondsPerDay + 4'999 * kMicrosecondsPerDay / 24);
  EXPECT_EQ(run.log.notes().size(), 4'999U);
  EXPECT_LT(seconds_since(begin), kReason);
}

// each hop asks for the route anew, since delays move all the time
TEST(LargeNetTest, PassesAMessageDownAChainWhoseDelaysMove) {
  const auto begin = Clock::now();
  const auto program =
      compiled(chain(600, "1 h * load", "world: {variables: {load: {initial: 1, trend: 0.01}}}\n"));
  const auto run = run_once(program, {.seed = 1});
  ASSERT_EQ(run.log.events().size(), 2U);
  EXPECT_LT(seconds_since(begin), kReason);
}

}  // namespace
}  // namespace brink
