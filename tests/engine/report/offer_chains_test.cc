#include "engine/report/offer_chains.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/report/log_rows.h"
#include "engine/report/timeline.h"
#include "tests/engine/report/finished.h"

namespace brink {
namespace {

using Texts = std::vector<std::string>;

Texts chains(const std::string& rules, const std::string& type = "pact") {
  const test::Finished finished(R"yaml(
brink: 1
title: Three
start: 2026-06-01
horizon: 60 d
actors: {a: {name: Alba}, b: {name: Bern}, c: {name: Cork}}
events:
  pact: {is: offer, consent: all, terms: {truce: 1, meeting: 1, land: 0}, lapses: 20 d}
  tender: {is: offer, terms: {truce: 1, meeting: 1}, lapses: 20 d}
  yes_but: {is: counter, lapses: 20 d}
  cold_no: {is: refuse}
schedule: {letter: {at: 3 d, emit: )yaml" +
                                type +
                                R"yaml(, from: a, to: [b, c]}}
rules:
)yaml" + rules);
  return offer_chains(finished.report());
}

TEST(OfferChainsTest, SayWhoAcceptedAnOfferToSeveral) {
  EXPECT_EQ(chains(R"yaml(
  b: {upon: pact to b, by: b, after: 1 d, do: [accept: offer]}
  c: {upon: pact to c, by: c, after: 2 d, do: [accept: offer]}
)yaml"),
            Texts{"4 Jun pact (Alba to Bern and Cork) → 5 Jun accepted by Bern → "
                  "6 Jun accepted by Bern and Cork"});
}

TEST(OfferChainsTest, SayWhatWasAcceptedInPart) {
  EXPECT_EQ(chains(R"yaml(
  b: {upon: pact to b, by: b, after: 1 d, do: [{accept: offer, only: [meeting]}]}
  c: {upon: pact to c, by: c, after: 2 d, do: [{accept: offer, only: [truce, meeting, land]}]}
)yaml"),
            Texts{"4 Jun pact (Alba to Bern and Cork) → 5 Jun accepted by Bern (meeting only) → "
                  "6 Jun accepted by Bern (meeting only) and Cork"});
  const test::Finished single(R"yaml(
brink: 1
title: Two
start: 2026-06-01
horizon: 60 d
actors: {a: {name: Alba}, b: {name: Bern}}
events: {pact: {is: offer, terms: {truce: 1, meeting: 1, land: 0}}, favour: {is: offer, terms: {aid: 1}}}
schedule: {letter: {at: 3 d, emit: pact, from: a, to: b}, second: {at: 4 d, emit: favour, from: a, to: b}}
rules:
  b: {upon: pact to b, by: b, do: [{accept: offer, only: [meeting, land]}]}
  none: {upon: favour to b, by: b, do: [{accept: offer, only: [meeting]}]}
)yaml");
  EXPECT_EQ(offer_chains(single.report()),
            (Texts{"4 Jun pact (Alba) → 4 Jun accepted by Bern (meeting and land only)",
                   "5 Jun favour (Alba) → 5 Jun accepted by Bern (no terms)"}));
  const auto timeline = timeline_text(single.report());
  EXPECT_NE(timeline.find("accept (pact #1): meeting 1, land 0 ·"), std::string::npos) << timeline;
}

TEST(OfferChainsTest, SayWhoRefusedAndWhoNeverAnswered) {
  EXPECT_EQ(chains(R"yaml(
  b: {upon: pact to b, by: b, after: 1 d, do: [accept: offer]}
  c: {upon: pact to c, by: c, after: 2 d, do: [refuse: offer]}
)yaml"),
            Texts{"4 Jun pact (Alba to Bern and Cork) → 5 Jun accepted by Bern → "
                  "6 Jun refused by Cork"});
  EXPECT_EQ(chains(R"yaml(
  b: {upon: tender to b, by: b, after: 1 d, do: [{refuse: offer, as: cold_no}]}
)yaml",
                   "tender"),
            Texts{"4 Jun tender (Alba to Bern and Cork) → 5 Jun cold no by Bern → "
                  "24 Jun lapse (no answer from Cork)"});
}

TEST(OfferChainsTest, ACounterToSeveralBeginsAnew) {
  EXPECT_EQ(chains(R"yaml(
  b: {upon: pact to b, by: b, after: 1 d, do: [accept: offer]}
  c: {upon: pact to c, by: c, after: 2 d, do: [{counter: offer, as: yes_but, terms: {land: 0.5}}]}
  a: {upon: yes_but to a, by: a, after: 1 d, do: [accept: offer]}
)yaml"),
            Texts{"4 Jun pact (Alba to Bern and Cork) → 5 Jun accepted by Bern → "
                  "6 Jun yes but: land 0.5 (Cork to Alba and Bern) → 7 Jun accepted by Alba → "
                  "26 Jun lapse (no answer from Bern)"});
}

TEST(OfferChainsTest, EveryEventOfAnOfferNamesTheFirstInTheLog) {
  const test::Finished finished(R"yaml(
brink: 1
title: Three
start: 2026-06-01
horizon: 60 d
actors: {a: {}, b: {}, c: {}}
events: {pact: {is: offer, consent: all, terms: {truce: 1}}}
schedule: {letter: {at: 3 d, emit: pact, from: a, to: [b, c]}}
rules: {yes: {upon: pact, by: target, do: [accept: offer]}}
)yaml");
  const auto json = json_log(finished.report());
  for (const auto* row :
       {R"("type":"pact","source":"a","target":"b")", R"("type":"pact","source":"a","target":"c")",
        R"("type":"accept","source":"b","target":"a")",
        R"("type":"accept","source":"c","target":"a")"}) {
    const auto at = json.find(row);
    ASSERT_NE(at, std::string::npos) << row << " in\n" << json;
    const auto line = json.substr(at, json.find('\n', at) - at);
    EXPECT_NE(line.find(R"("offer":1,)"), std::string::npos) << line;
  }
}

}  // namespace
}  // namespace brink
