// What a review of channels and of `why` found: one test each.
#include <gtest/gtest.h>

#include "engine/report/cause_graph.h"
#include "engine/report/offer_chains.h"
#include "engine/report/why_text.h"
#include "engine/story/why.h"
#include "tests/engine/report/finished.h"
#include "tests/support/runs.h"
#include "tests/support/timeline.h"

namespace brink::test {
namespace {

constexpr const char* kHead = "brink: 1\ntitle: T\nstart: 2026-06-01\nhorizon: 30 d\n";

std::string told(const std::string& text) {
  const auto program = compiled(kHead + text);
  return story(program, run_once(program, {}).log);
}

Explanation explained(const Program& program, const Overlay& overlay, std::uint32_t number) {
  return explain(program, overlay, {}, parse_event_query(std::to_string(number)), {});
}

// the reveal took the attributes of the event made before it for its own
TEST(MessageReviewRegression, ARevealHasFactsOfItsOwn) {
  const auto program = compiled(std::string(kHead) + R"yaml(
actors: {a: {variables: {z: 3}}, b: {}}
events: {feeler: {is: offer, visibility: private, terms: {talks: 1}, lapses: 20 d}, shout: {is: accuse, attributes: {size: 0}}}
schedule: {f: {at: 1 d, emit: feeler, from: a, to: b}}
rules: {tell: {upon: feeler, by: b, do: [{emit: shout, to: a, with: {size: source.z * 7}}, {reveal: offer}]}}
measures: {m: {sum: event.size, of: shout}}
)yaml");
  const Overlay overlay;
  const auto why = explained(program, overlay, 3);
  ASSERT_EQ(program.types[why.links.front().event.type].name, "reveal");
  EXPECT_EQ(why_text(why).find("size"), std::string::npos) << why_text(why);
}

// a change of the same instant, made by the event asked about, was told as its cause
TEST(MessageReviewRegression, WhatComesAfterAnEventIsNoCauseOfIt) {
  const auto program = compiled(std::string(kHead) + R"yaml(
world: {variables: {x: 0.1}}
actors: {a: {}, m: {}, b: {}, press: {}}
channels: {one: {between: [a, m], leaks: 1}, two: {between: [m, b], leaks: x}}
events: {note: {is: request, visibility: private}}
schedule: {f: {at: 1 d, emit: note, from: a, to: b}}
rules: {heat: {upon: leak, do: [x += 0.1]}, scandal: {upon: leak, by: press, do: [{emit: accuse, to: a}]}}
measures: {m: {final: x}}
)yaml");
  const Overlay overlay;
  const auto n = static_cast<std::uint32_t>(run_once(program, {}).log.events().size());
  for (std::uint32_t number = 1; number <= n; ++number) {
    const auto why = explained(program, overlay, number);
    for (const auto& contribution : why.contributions()) {
      EXPECT_LT(contribution.from, contribution.to) << "#" << number;
    }
  }
  EXPECT_EQ(why_text(explained(program, overlay, 2)).find("two"), std::string::npos);
}

// a secret was kept for every private message for good
TEST(MessageReviewRegression, MessagesThatAreOverTakeNoMemory) {
  const auto program = compiled(std::string(kHead) + R"yaml(
actors: {a: {}, m: {}, b: {}}
channels: {l: {between: [a, m], delay: 1 s, leaks: 0}, k: {between: [m, b], delay: 1 s}}
events: {note: {is: request, visibility: private}}
processes: {notes: {every: 10 min, emit: note, from: a, to: b}}
measures: {m: {count: note}}
)yaml");
  const Overlay overlay;
  brink::Run run(program, overlay, {});
  NullObserver nobody;
  run_to_end(run, nobody);
  EXPECT_GT(run.header().events, 4'000U);
  EXPECT_LE(run.block.size(kSecrets), 4U);
  EXPECT_LE(run.block.size(kCarriers), 4U);
}

TEST(MessageReviewRegression, WhatIsKnownDependsOnTheChannelsItComesBy) {
  EXPECT_EQ(findings(std::string(kHead) + R"yaml(
parameters: {fog: 0.5, stealth: 0.2}
actors: {a: {}, b: {}, spy: {}, relay: {}}
groups: {watch: [spy]}
channels: {l: {between: [a, relay], delay: 1 d, leaks: fog}, m: {between: [relay, b], delay: 1 d * (1 + stealth)}}
events: {note: {is: request, visibility: private}}
schedule: {s: {at: 1 d, emit: note, from: a, to: b}}
measures: {k: {time: "any(knows(each, note) over watch)"}, l: {time: "knows(b, note)"}}
)yaml"),
            "");
}

// parties of another negotiation were taken for recipients
TEST(MessageReviewRegression, AnAnswerIsNotSentToPartiesOfOtherOffers) {
  EXPECT_EQ(findings(std::string(kHead) + R"yaml(
actors: {a: {}, b: {}, c: {}, d: {}}
channels: {hot: {between: [a, b], delay: 1 d}}
events:
  feeler: {is: offer, visibility: private, terms: {talks: 1}, lapses: 20 d}
  pact: {is: offer, terms: {trade: 1}, lapses: 20 d}
  agreed: {is: accept, via: [hot]}
  yes_but: {is: counter, via: [hot]}
schedule: {f: {at: 1 d, emit: feeler, from: a, to: b}, p: {at: 1 d, emit: pact, from: c, to: d}}
rules:
  answer: {upon: feeler, by: b, after: 1 d, do: [{counter: offer, as: yes_but}]}
  answer2: {upon: yes_but, by: a, after: 1 d, do: [{accept: offer, as: agreed}]}
  pacted: {upon: pact, by: d, after: 1 d, do: [{accept: offer}]}
measures: {b: {count: accept}}
)yaml"),
            "");
}

// who only hands messages on was said to take part in nothing
TEST(MessageReviewRegression, ACarrierTakesPart) {
  EXPECT_EQ(findings(std::string(kHead) + R"yaml(
actors: {a: {}, m: {}, b: {}}
channels: {l: {between: [a, m], delay: 1 d}, k: {between: [m, b], delay: 1 d}}
events: {note: {is: request, visibility: private}}
schedule: {s: {at: 1 d, emit: note, from: a, to: b}}
measures: {m: {count: note}}
)yaml"),
            "");
}

TEST(MessageReviewRegression, EveryPartyOfAnOfferLearnsThatItLapsed) {
  EXPECT_EQ(told(R"yaml(
actors: {a: {}, b: {}, c: {}}
events: {pact: {is: offer, visibility: private, consent: all, terms: {t: 1}, lapses: 9 d}}
schedule: {s: {at: 1 d, emit: pact, from: a, to: [b, c]}}
rules: {x: {upon: lapse, by: b, do: [{emit: protest, to: a}]}, y: {upon: lapse, by: c, do: [{emit: accuse, to: a}]}}
)yaml"),
            "1 pact a>b\n1 pact a>c\n10 lapse a>b\n10 protest b>a\n10 accuse c>a\n");
}

TEST(MessageReviewRegression, WhatWasLostCanStillBeRevealedToItsAddressee) {
  EXPECT_EQ(told(R"yaml(
actors: {a: {}, b: {}}
channels: {line: {between: [a, b], delay: 1 d, reliability: 0}}
events: {feeler: {is: offer, visibility: private, terms: {t: 1}, lapses: 9 d}}
schedule: {s: {at: 1 d, emit: feeler, from: a, to: b}}
rules:
  openly: {upon: undelivered, by: source, after: 1 d, do: [{reveal: offer}]}
  answer: {upon: feeler, by: b, after: 1 d, do: [{accept: offer}]}
)yaml"),
            "1 feeler a>b\n2 undelivered a>b\n3 reveal a>b\n4 accept b>a\n");
}

// first it became known, then it was lost
TEST(MessageReviewRegression, WhatIsLostAfterItLeakedReachesItsAddresseeAllTheSame) {
  EXPECT_EQ(told(R"yaml(
actors: {a: {}, m: {}, b: {}}
channels: {one: {between: [a, m], delay: 1 d, leaks: 1}, two: {between: [m, b], delay: 1 d, reliability: 0}}
events: {feeler: {is: offer, visibility: private, terms: {t: 1}}}
schedule: {s: {at: 1 d, emit: feeler, from: a, to: b}}
rules: {answer: {upon: feeler, by: b, after: 1 d, do: [{accept: offer}]}}
)yaml"),
            "1 feeler a>b\n2 leak a>b\n3 undelivered a>b\n4 accept b>a\n");
}

TEST(MessageReviewRegression, UndeliveredIsOfWhatWasSent) {
  EXPECT_EQ(told(R"yaml(
actors: {a: {}, b: {}}
channels:
  there: {between: [a, b], directed: true}
  back: {between: [b, a], directed: true, reliability: 0}
events: {feeler: {is: offer, visibility: private, terms: {t: 1}}}
schedule: {s: {at: 1 d, emit: feeler, from: a, to: b}}
rules:
  answer: {upon: feeler, by: b, do: [{accept: offer}]}
  of_offer: {upon: undelivered of feeler, do: [{emit: protest, from: a}]}
  of_answer: {upon: undelivered of accept, do: [{emit: accuse, from: b}]}
)yaml"),
            "1 feeler a>b\n1 accept b>a\n1 undelivered b>a\n1 accuse b>-\n");
}

TEST(MessageReviewRegression, ALapseNamesWhomTheOfferNeverReached) {
  const Finished run(std::string(kHead) + R"yaml(
actors: {a: {name: Alba}, b: {name: Bern}, c: {name: Cork}}
channels: {ab: {between: [a, b]}, ac: {between: [a, c], reliability: 0}}
events: {pact: {is: offer, consent: one, via: channels, terms: {t: 1}, lapses: 9 d}}
schedule: {s: {at: 1 d, emit: pact, from: a, to: [b, c]}}
rules: {n: {upon: pact to b, by: b, do: [{refuse: offer}]}}
)yaml");
  const auto chains = offer_chains(run.report());
  ASSERT_EQ(chains.size(), 1U);
  EXPECT_NE(chains[0].find("no answer from Cork"), std::string::npos) << chains[0];
}

}  // namespace
}  // namespace brink::test
