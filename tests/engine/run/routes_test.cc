// Which way messages go: against every simple path written out, on random nets whose channels open,
// close and change their pace at known times; and what a delay is expected to be.
#include "engine/run/routes.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <tuple>

#include "engine/run/evaluate.h"
#include "tests/support/dice.h"
#include "tests/support/runs.h"
#include "tests/support/timeline.h"

namespace brink {
namespace {

using test::Dice;

constexpr std::int64_t kHour = kMicrosecondsPerDay / 24;
constexpr int kHorizon = 400;  // [h]

// times and delays are whole hours, and channels change at half hours: nothing is simultaneous
struct Channel {
  int a = 0;
  int b = 0;  // -1: of the group of all actors
  bool directed = false;
  int delay = 0;         // [h]
  bool by_pace = false;  // times the pace
  int opens = 0;         // [h], and a half
  int closes = kHorizon;
  bool in(std::size_t type) const { return ((types >> type) & 1) != 0; }
  unsigned types = 0;  // that may go by it
};

struct Message {
  int at = 0;
  int from = 0;
  int to = 0;
  std::size_t type = 0;
};

struct Net {
  int actors = 0;
  std::size_t types = 0;
  std::vector<Channel> channels;
  std::vector<Message> messages;
  int slower_at = 0;  // [h], and a half: from then on the pace is 3
};

Net random_net(Dice& dice) {
  Net net;
  net.actors = dice.between(2, 6);
  net.types = 1 + dice.below(3);
  net.slower_at = dice.between(1, 60);
  for (int i = dice.between(1, 9); i > 0; --i) {
    Channel channel;
    channel.a = static_cast<int>(dice.below(static_cast<std::size_t>(net.actors)));
    channel.b =
        (channel.a + 1 + static_cast<int>(dice.below(static_cast<std::size_t>(net.actors - 1)))) %
        net.actors;
    channel.directed = dice.chance(0.3);
    if (dice.chance(0.1)) channel = Channel{.a = 0, .b = -1};
    channel.delay = dice.chance(0.25) ? 0 : dice.between(1, 4);
    channel.by_pace = dice.chance(0.2);
    if (dice.chance(0.3)) channel.opens = dice.between(1, 40);
    if (dice.chance(0.4)) channel.closes = channel.opens + dice.between(1, 30);
    channel.types = static_cast<unsigned>(dice.next());
    net.channels.push_back(channel);
  }
  for (auto& channel : net.channels) channel.types |= 1;  // the first goes by all
  net.channels[0].types = ~0U;                            // and every list has a channel
  for (int i = dice.between(1, 6); i > 0; --i) {
    Message message{dice.between(0, 60), 0, 0, dice.below(net.types)};
    message.from = static_cast<int>(dice.below(static_cast<std::size_t>(net.actors)));
    message.to = (message.from + 1 +
                  static_cast<int>(dice.below(static_cast<std::size_t>(net.actors - 1)))) %
                 net.actors;
    net.messages.push_back(message);
  }
  return net;
}

std::string yaml_of(const Net& net) {
  std::string out = fmt::format(
      "brink: 1\ntitle: A net\nstart: 2026-01-01\nhorizon: {} h\nworld: {{variables: {{pace: "
      "1}}}}\nactors: {{",
      kHorizon);
  for (int i = 0; i < net.actors; ++i) out += fmt::format("{}a{}: {{}}", i == 0 ? "" : ", ", i);
  out += "}\nchannels:\n";
  for (std::size_t i = 0; i < net.channels.size(); ++i) {
    const auto& c = net.channels[i];
    const auto between = c.b < 0 ? std::string("all") : fmt::format("[a{}, a{}]", c.a, c.b);
    out += fmt::format("  c{}: {{between: {}, directed: {}, delay: {} h{}", i, between, c.directed,
                       c.delay, c.by_pace ? " * pace" : "");
    if (c.opens > 0 || c.closes < kHorizon) {
      out += fmt::format(", open: now > 2026-01-01 + {}.5 h and now < 2026-01-01 + {}.5 h", c.opens,
                         c.closes);
    }
    out += "}\n";
  }
  out += "events:\n  slower: {is: consult}\n";
  for (std::size_t t = 0; t < net.types; ++t) {
    out += fmt::format("  t{}: {{is: request, visibility: private", t);
    if (t > 0) {
      out += ", via: [";
      for (std::size_t i = net.channels.size(); i-- > 0;) {
        if (net.channels[i].in(t)) out += fmt::format("c{}, ", i);
      }
      out.resize(out.size() - 2);
      out += "]";
    }
    out += "}\n";
  }
  out += "schedule:\n";
  for (std::size_t i = 0; i < net.messages.size(); ++i) {
    const auto& m = net.messages[i];
    out += fmt::format("  m{}: {{at: {} h, emit: t{}, from: a{}, to: a{}}}\n", i, m.at, m.type,
                       m.from, m.to);
  }
  out += fmt::format("  slower: {{at: {}.5 h, emit: slower}}\n", net.slower_at);
  return out + "rules: {slows: {upon: slower, do: [pace = 3]}}\n";
}

// one link in one direction
struct Step {
  std::size_t channel = 0;
  int from = 0;
  int to = 0;
};

// in the order of the file; of a group each two in its order
std::vector<Step> steps_of(const Net& net) {
  std::vector<Step> steps;
  for (std::size_t i = 0; i < net.channels.size(); ++i) {
    const auto& c = net.channels[i];
    for (int a = 0; a < net.actors; ++a) {
      for (int b = a + 1; b < net.actors; ++b) {
        if (c.b >= 0) continue;
        steps.push_back({i, a, b});
        steps.push_back({i, b, a});
      }
    }
    if (c.b < 0) continue;
    steps.push_back({i, c.a, c.b});
    if (!c.directed) steps.push_back({i, c.b, c.a});
  }
  return steps;
}

class Oracle {
 public:
  explicit Oracle(const Net& net) : net_(net), steps_(steps_of(net)) {}

  // the hops of a message: when by which channel to whom; the last is none where it is stranded
  std::string way(const Message& message) {
    std::string out;
    int now = message.at;
    int holder = message.from;
    while (holder != message.to) {
      const auto* step = first_step(message, holder, now);
      if (step == nullptr) return out + fmt::format("{} stranded", now);
      now += delay(net_.channels[step->channel], now);
      holder = step->to;
      out += fmt::format("{} c{} a{}, ", now, step->channel, holder);
    }
    return out;
  }

 private:
  using Cost = std::tuple<int, std::size_t, std::size_t>;  // delay, links, first step

  int delay(const Channel& channel, int now) const {
    return channel.delay * (channel.by_pace && now > net_.slower_at ? 3 : 1);
  }

  bool is_open(const Channel& channel, int now) const {
    const bool always = channel.opens == 0 && channel.closes == kHorizon;
    return always || (now > channel.opens && now <= channel.closes);
  }

  const Step* first_step(const Message& message, int holder, int now) {
    best_ = Cost{std::numeric_limits<int>::max(), 0, 0};
    visited_.assign(static_cast<std::size_t>(net_.actors), false);
    explore(message, holder, now, {0, 0, 0});
    return std::get<0>(best_) == std::numeric_limits<int>::max() ? nullptr
                                                                 : &steps_[std::get<2>(best_)];
  }

  // every simple path
  void explore(const Message& message, int holder, int now, Cost so_far) {
    if (holder == message.to) {
      best_ = std::min(best_, so_far);
      return;
    }
    visited_[static_cast<std::size_t>(holder)] = true;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      const auto& step = steps_[i];
      const auto& channel = net_.channels[step.channel];
      if (step.from != holder || visited_[static_cast<std::size_t>(step.to)]) continue;
      if (!is_open(channel, now) || (message.type > 0 && !channel.in(message.type))) continue;
      const auto [length, links, first] = so_far;
      explore(message, step.to, now,
              {length + delay(channel, now), links + 1, links == 0 ? i : first});
    }
    visited_[static_cast<std::size_t>(holder)] = false;
  }

  const Net& net_;
  std::vector<Step> steps_;
  std::vector<bool> visited_;
  Cost best_;
};

// the same of a run, message by message
std::vector<std::string> ways_of(const Program& program, const Log& log, std::size_t messages) {
  std::vector<std::string> ways(messages);
  const auto message_of = [&](std::uint32_t number) -> std::string& {
    return ways.at(log.events()[number - 1].maker);
  };
  for (const auto& [time, after, note] : log.notes()) {
    if (note.kind != Note::Kind::handed_on && note.kind != Note::Kind::arrived) continue;
    message_of(note.cause) += fmt::format("{} {} {}, ", time.us / kHour,
                                          program.channels[program.links[note.index].channel].name,
                                          program.actors[note.self].id);
  }
  for (const auto& event : log.events()) {
    if (event.type != program.roots.undelivered) continue;
    message_of(event.cause) += fmt::format("{} stranded", event.time.us / kHour);
  }
  return ways;
}

TEST(RoutesTest, AreThoseOfAllSimplePathsWrittenOut) {
  int arrived = 0;
  int stranded = 0;
  int several = 0;
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(test::cases(6'000)); ++seed) {
    Dice dice(seed);
    const auto net = random_net(dice);
    const auto yaml = yaml_of(net);
    const auto program = test::compiled(yaml);
    const auto run = test::run_once(program, {.seed = seed});
    ASSERT_EQ(run.status, Status::ended);
    const auto ways = ways_of(program, run.log, net.messages.size());
    Oracle oracle(net);
    for (std::size_t i = 0; i < ways.size(); ++i) {
      const auto expected = oracle.way(net.messages[i]);
      ASSERT_EQ(ways[i], expected)
          << "message m" << i << ", " << test::kept(yaml, fmt::format("net_{}.yaml", seed));
      (expected.ends_with("stranded") ? stranded : arrived) += 1;
      several += std::count(expected.begin(), expected.end(), ',') > 1 ? 1 : 0;
    }
  }
  EXPECT_GT(arrived, test::cases(6'000));
  EXPECT_GT(stranded, test::cases(6'000) / 4);
  EXPECT_GT(several, test::cases(6'000) / 4);
}

// two channels side by side: the one that is expected to be slower by two microseconds is not taken
TEST(RoutesTest, FollowDelaysThatMoveBetweenEvents) {
  // from 1 to 5 h over 8 days, the other at 3 h: they cross after 4 days
  const auto program = test::compiled(R"(
brink: 1
title: A road that fills
start: 2026-01-01
horizon: 10 d
world: {variables: {load: {initial: 1, trend: 0.5}}}
actors: {a: {}, b: {}}
channels:
  road: {between: [a, b], delay: 1 h * load}
  rail: {between: [a, b], delay: 3 h}
events: {word: {is: request, visibility: private}}
schedule:
  early: {at: 3.99 d, emit: word, from: a, to: b}
  late: {at: 4.01 d, emit: word, from: a, to: b}
)");
  const auto run = test::run_once(program, {.seed = 1});
  ASSERT_EQ(run.log.notes().size(), 2U);
  EXPECT_EQ(program.links[run.log.notes()[0].note.index].channel, 0U);
  EXPECT_EQ(program.links[run.log.notes()[1].note.index].channel, 1U);
}

struct Expected {
  const char* delay;
  double days;
};

// textbook means
TEST(RoutesTest, ExpectTheMeanOfWhatIsDrawn) {
  const Expected all[] = {
      {"36 h", 1.5},
      {"uniform(1 d .. 4 d)", 2.5},
      {"uniform(1 d, 4 d)", 2.5},
      {"normal(mean = 5 d, sd = 2 d)", 5},
      {"exponential(mean = 3 d)", 3},
      {"exponential(3 d)", 3},
      {"lognormal(median = 2 d, sdlog = 0.75)", 2 * std::exp(0.75 * 0.75 / 2)},
      {"gamma(shape = 2.5, scale = 3 d)", 7.5},
      {"weibull(shape = 0.8, scale = 2 d)", 2 * std::tgamma(1 + 1 / 0.8)},
      {"triangular(low = 1 d, mode = 2 d, high = 9 d)", 4},
      {"pareto(minimum = 2 d, shape = 3.5)", 2 * 3.5 / 2.5},
      {"empirical([1 d, 2 d, 6 d])", 3},
      {"empirical([1 d, 2 d, 6 d], [1, 0, 3])", 19.0 / 4},
      {"1 d * poisson(mean = 3.25)", 3.25},
      {"1 d * binomial(7, 0.3)", 2.1},
      {"1 d * negative_binomial(mean = 4.5, dispersion = 2)", 4.5},
      {"1 d * uniform(1 .. 2) * exponential(3)", 4.5},
      {"1 d + 2 d * empirical([1, 5])", 7},
      {"if(bernoulli(0.7), 1 d, 9 d)", 1},
      {"if(bernoulli(0.3), 1 d, 9 d)", 9},
      {"max(2 d, exponential(1 d)) + uniform(0 d .. 1 d)", 2.5},
  };
  for (const auto& [delay, days] : all) {
    const auto program = test::compiled(fmt::format(R"(
brink: 1
title: Delays
start: 2026-01-01
horizon: 10 d
actors: {{a: {{}}, b: {{}}}}
channels:
  one:
    between: [a, b]
    delay: {}
events: {{word: {{is: request, visibility: private}}}}
schedule: {{word: {{at: 1 d, emit: word, from: a, to: b}}}}
)",
                                                    delay));
    const Overlay overlay;
    brink::Run run(program, overlay, {.seed = 1});
    const auto mean =
        evaluate(program.channels[0].delay, {.run = &run, .self = 0, .other = 1, .means = true});
    // rounded up to a microsecond, of doubles that are right to some units in the last place
    EXPECT_NEAR(static_cast<double>(mean.whole), days * kMicrosecondsPerDay, 2) << delay;
  }
}

// a channel whose delay has no finite mean is the last to be taken, but it is one
TEST(RoutesTest, MayHaveNoFiniteMean) {
  const auto ways = [](const std::string& more) {
    const auto program = test::compiled(R"yaml(
brink: 1
title: Heavy tails
start: 2026-01-01
horizon: 9000 d
actors: {a: {}, m: {}, b: {}}
channels:
  heavy: {between: [a, b], delay: "pareto(minimum = 1 h, shape = 0.9)"}
)yaml" + more + R"(
events: {
  word : {
  is:
    request, visibility : private
  }}
schedule: {word: {at: 1 d, emit: word, from: a, to: b}}
)");
    return ways_of(program, test::run_once(program, {.seed = 1}).log, 1)[0];
  };
  EXPECT_EQ(ways("").substr(2), " heavy b, ");
  EXPECT_EQ(
      ways("  slow: {between: [a, m], delay: 99 d}\n  slower: {between: [m, b], delay: 1 d}\n"),
      "2400 slow m, 2424 slower b, ");
}

}  // namespace
}  // namespace brink
