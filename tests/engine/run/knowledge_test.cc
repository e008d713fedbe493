// Who knows of what: `knows`, audiences, what leaks and what is revealed.
#include <fmt/format.h>

#include "tests/engine/run/word_by_hands.h"

namespace brink {
namespace {

using namespace test;

/// For how many days each of a, m, b and out knows of a feeler.
const std::string kKnown = R"yaml(
measures:
  a: {time: "knows(a, feeler from a)"}
  m: {time: "knows(m, feeler to b)"}
  b: {time: "knows(b, feeler from a to b)"}
  out: {time: "knows(out, feeler)"}
  wrong: {time: "knows(a, feeler from b) or knows(b, feeler from m)"}
)yaml";

std::vector<double> known(const std::string& yaml, const Overlay& overlay = {}) {
  const auto all = told(yaml, overlay);
  EXPECT_EQ(all.measures[4].value.whole, 0) << "nobody knows of what has not happened";
  return {days(all, 0), days(all, 1), days(all, 2), days(all, 3)};
}

using Days = std::vector<double>;

TEST(KnowledgeTest, ComesWithTheMessage) {
  EXPECT_EQ(known(feeler(kByM, kKnown)), (Days{59, 57, 54, 0}));
  EXPECT_EQ(known(feeler("", kKnown)), (Days{59, 0, 59, 0})) << "without channels";
  EXPECT_EQ(known(feeler("  first: {between: [a, m], delay: 2 d, reliability: 0}\n", kKnown)),
            (Days{59, 0, 0, 0}))
      << "what is lost on a channel, who would have got it does not know";
  EXPECT_EQ(known(feeler(kByM + "  third: {between: [b, out], directed: true}\n", kKnown)),
            (Days{59, 57, 54, 0}));
}

TEST(KnowledgeTest, OfWhatIsPublicIsEverybodys) {
  auto yaml = feeler(kByM, kKnown);
  const std::string hidden = ", visibility: private, terms: {talks: 1, land";
  yaml.replace(yaml.find(hidden), hidden.size(), ", terms: {talks: 1, land");
  EXPECT_EQ(known(yaml), (Days{59, 59, 59, 59}));
  yaml.replace(yaml.find("feeler: {is: offer"), 18, "feeler: {is: offer, via: channels");
  EXPECT_EQ(known(yaml), (Days{59, 59, 54, 59})) << "its addressee gets it by channels";
}

TEST(KnowledgeTest, CountsFromWhenItIsRevealed) {
  // by its proposer on day 4, which only the outsider and nobody else learns by
  EXPECT_EQ(known(feeler(kByM, R"yaml(
rules: {tells: {upon: feeler, by: source, after: 3 d, do: [reveal: offer]}}
)yaml" + kKnown)),
            (Days{59, 57, 54, 56}));
  // by its addressee, once it has it
  EXPECT_EQ(known(feeler(kByM, R"yaml(
rules: {tells: {upon: feeler, by: target, after: 3 d, do: [reveal: offer]}}
)yaml" + kKnown)),
            (Days{59, 57, 54, 51}));
}

TEST(KnowledgeTest, OfMembersOfGroups) {
  const auto all = told(feeler(kByM, R"yaml(
rules:
  each_by_itself: {when: "knows(self, feeler from a)", for: everyone, do: [{emit: sign, to: self}]}
  enough: {when: "count(knows(each, feeler from a) over everyone) >= 2", do: [noted += 1]}
  pair: {when: "knows(self, feeler from other)", for: pairs of everyone, do: [noted += 10]}
  world: {when: "all(knows(each, feeler) over everyone where each != out)", do: [noted += 100]}
measures:
  noted: {final: noted}
  days: {time: "noted >= 1"}
)yaml"));
  EXPECT_EQ(all.story, "1 feeler a>b\n1 sign a>a\n3 sign m>m\n6 sign b>b\n21 lapse a>b\n");
  // of pairs those of m and b with a, each way round
  EXPECT_EQ(measure(all, 0), 121);
  EXPECT_EQ(days(all, 1), 57);
}

// `when` is asked at the instant of arrival, once
TEST(KnowledgeTest, MakesAConditionTrueAsTheMessageArrives) {
  const auto all = told(word_by_hands(kByM, R"yaml(
  one: {at: 1 d, emit: feeler, from: a, to: b}
  two: {at: 2 d, emit: feeler, from: a, to: b}
rules:
  aware: {when: "knows(b, feeler to b)", by: b, do: [{emit: sign, to: self}]}
  carrier: {when: "knows(m, offer from a)", by: m, do: [{emit: nod, to: self}]}
)yaml"));
  EXPECT_EQ(all.story.substr(0, all.story.find("21 ")),
            "1 feeler a>b\n2 feeler a>b\n3 nod m>m\n6 sign b>b\n");
}

TEST(KnowledgeTest, MayBeAskedForWhereverATruthStands) {
  const auto all = told(word_by_hands(kByM, R"yaml(
  send: {at: 1 d, emit: feeler, from: a, to: b}
  early: {at: 2 d, if: "knows(m, feeler)", emit: nod, from: a, to: m}
  late: {at: 4 d, if: "knows(m, feeler)", emit: nod, from: a, to: m}
processes: {beats: {every: 10 d, while: "knows(b, feeler)", emit: sign, from: b, to: a}}
rules:
  asked: {upon: nod, if: "knows(target, feeler from source)", do: [noted += 1]}
outcomes: {found: {when: "knows(b, feeler to b) and count(sign, 5 d) > 0"}}
)yaml"));
  EXPECT_EQ(all.story, "1 feeler a>b\n4 nod a>m\n16 sign b>a\n");
}

TEST(LeakTest, TellsAllAndMakesTheOfferPublic) {
  const std::string leaky =
      "  first: {between: [a, m], delay: 2 d}\n"
      "  second: {between: [m, b], delay: 3 d, leaks: 1}\n";
  const auto yaml = feeler(leaky, R"yaml(
rules:
  learns: {upon: feeler, by: each of everyone, do: [{emit: sign, to: self}]}
  agrees: {upon: feeler to b, by: target, after: 1 d, do: [accept: offer]}
  heard: {upon: accept, by: out, do: [{emit: nod, to: self}]}
  in_public: {upon: accept, if: offer.public, do: [noted += 1]}
  held: {upon: leak of feeler from m to b, do: [noted += 10]}
)yaml" + kKnown + "  noted: {final: noted}\n");
  const auto all = told(yaml);
  EXPECT_EQ(all.story,
            "1 feeler a>b\n1 sign a>a\n3 sign m>m\n6 leak m>b\n6 sign b>b\n6 sign out>out\n"
            "7 accept b>a\n7 nod out>out\n17 expire a>b\n");
  EXPECT_EQ((Days{days(all, 0), days(all, 1), days(all, 2), days(all, 3)}), (Days{59, 57, 54, 54}));
  EXPECT_EQ(measure(all, 5), 11);
}

TEST(LeakTest, ThatIsSuppressedTellsNobody) {
  const auto program = compiled(feeler("  line: {between: [a, b], delay: 2 d, leaks: 1}\n", kSeen));
  const auto run = run_once(program, {.seed = 1});
  EXPECT_EQ(story(program, run.log),
            "1 feeler a>b\n1 sign a>a\n3 leak a>b\n3 sign m>m\n3 sign b>b\n3 sign out>out\n"
            "21 lapse a>b\n");
  const auto kept =
      run_once(program, {.seed = 1}, without(first_event(program, run.log, "leak").key));
  EXPECT_EQ(story(program, kept.log), "1 feeler a>b\n1 sign a>a\n3 sign b>b\n21 lapse a>b\n");
  EXPECT_FALSE(first_event(program, kept.log, "lapse").is_public);
}

// what became known once does not become known again; what did not, may at the next hand
TEST(LeakTest, HappensOnceToAMessage) {
  const std::string leaky =
      "  first: {between: [a, m], delay: 2 d, leaks: 1}\n"
      "  second: {between: [m, b], delay: 3 d, leaks: 1}\n";
  const auto program = compiled(feeler(leaky, ""));
  const auto run = run_once(program, {.seed = 1});
  EXPECT_EQ(story(program, run.log), "1 feeler a>b\n3 leak a>b\n21 lapse a>b\n");
  const auto later =
      run_once(program, {.seed = 1}, without(first_event(program, run.log, "leak").key));
  EXPECT_EQ(story(program, later.log), "1 feeler a>b\n6 leak m>b\n21 lapse a>b\n");
}

TEST(LeakTest, HappensToWhatIsLostToo) {
  EXPECT_EQ(told(feeler("  line: {between: [a, b], delay: 2 d, leaks: 1, reliability: 0}\n", kSeen))
                .story,
            "1 feeler a>b\n1 sign a>a\n3 leak a>b\n3 undelivered a>b\n3 sign m>m\n3 sign b>b\n3 "
            "sign out>out\n"
            "21 lapse a>b\n");
}

TEST(LeakTest, OfAMessageThatIsNoOffer) {
  EXPECT_EQ(told(word_by_hands("  line: {between: [a, b], delay: 2 d, leaks: 1}\n", R"yaml(
  send: {at: 1 d, emit: whisper, from: a, to: b}
rules: {seen: {upon: whisper, by: each of everyone, do: [{emit: sign, to: self}]}}
)yaml"))
                .story,
            "1 whisper a>b\n1 sign a>a\n3 leak a>b\n3 sign m>m\n3 sign b>b\n3 sign out>out\n");
}

TEST(LeakTest, OfWhatIsPublicIsNone) {
  EXPECT_EQ(told(word_by_hands("  line: {between: [a, b], delay: 2 d, leaks: 1}\n",
                               "  send: {at: 1 d, emit: letter, from: a, to: b}\n"))
                .story,
            "1 letter a>b\n21 lapse a>b\n");
}

TEST(PublicChannelTest, MakesKnownWhatItCarriesAsItArrives) {
  const std::string loud =
      "  first: {between: [a, m], delay: 2 d, visibility: public}\n"
      "  second: {between: [m, b], delay: 3 d, visibility: public}\n";
  EXPECT_EQ(told(feeler(loud, kSeen)).story,
            "1 feeler a>b\n1 sign a>a\n3 reveal a>b\n3 sign m>m\n3 sign out>out\n6 sign b>b\n"
            "21 lapse a>b\n");
  const std::string broken = "  line: {between: [a, b], reliability: 0, visibility: public}\n";
  EXPECT_EQ(told(feeler(broken, kSeen)).story,
            "1 feeler a>b\n1 undelivered a>b\n1 sign a>a\n21 lapse a>b\n");
}

// by each party, before and after the answer; the answer itself stays private
TEST(RevealTest, IsDoneByAPartyOfTheOffer) {
  const auto told_by = [](const std::string& who, const std::string& when) {
    return told(feeler(kByM, fmt::format(R"yaml(
  tell: {{at: {1}, emit: sign, from: m, to: {0}}}
rules:
  yes: {{upon: feeler to b, by: b, after: 2 d, do: [accept: offer]}}
  tells: {{upon: sign from m, by: target, do: [reveal: last(feeler from a)]}}
  reads: {{upon: feeler or accept, by: out, do: [{{emit: nod, to: self}}]}}
)yaml",
                                         who, when)))
        .story;
  };
  EXPECT_EQ(told_by("a", "2 d"),
            "1 feeler a>b\n2 sign m>a\n2 reveal a>b\n2 nod out>out\n8 accept b>a\n8 nod out>out\n"
            "18 expire a>b\n")
      << "an answer after it is public";
  EXPECT_EQ(told_by("b", "7 d"),
            "1 feeler a>b\n7 sign m>b\n7 reveal b>a\n7 nod out>out\n8 accept b>a\n8 nod out>out\n"
            "18 expire a>b\n");
  EXPECT_EQ(told_by("b", "30 d"),
            "1 feeler a>b\n8 accept b>a\n18 expire a>b\n30 sign m>b\n30 reveal b>a\n30 nod "
            "out>out\n");
  EXPECT_EQ(told_by("b", "5 d"), "1 feeler a>b\n5 sign m>b\n8 accept b>a\n18 expire a>b\n")
      << "it has not reached b";
  EXPECT_EQ(told_by("m", "7 d"), "1 feeler a>b\n7 sign m>m\n8 accept b>a\n18 expire a>b\n")
      << "a carrier is no party";
  EXPECT_EQ(told_by("out", "7 d"), "1 feeler a>b\n7 sign m>out\n8 accept b>a\n18 expire a>b\n");
}

TEST(RevealTest, IsVoidWhereAllKnow) {
  const auto all = told(feeler("", R"yaml(
rules:
  first: {upon: feeler, by: source, after: 1 d, do: [reveal: offer]}
  second: {upon: feeler, by: target, after: 2 d, do: [reveal: offer]}
  count: {upon: reveal, do: [noted += 1]}
measures: {noted: {final: noted}}
)yaml"));
  EXPECT_EQ(all.story, "1 feeler a>b\n2 reveal a>b\n21 lapse a>b\n");
  EXPECT_EQ(notes_of(all, Note::Kind::void_answer), 1U);
  EXPECT_EQ(measure(all, 0), 1);
}

// of an offer to several each message becomes known
TEST(RevealTest, OfAnOfferToSeveralTellsOfItToEach) {
  const auto all = told(word_by_hands("", R"yaml(
  send: {at: 1 d, emit: joint, from: a, to: [m, b]}
rules:
  tells: {upon: joint to b, by: target, after: 1 d, do: [reveal: offer]}
  reads: {upon: joint to b, by: out, do: [{emit: nod, to: b}]}
  reads_too: {upon: joint to m, by: out, do: [{emit: nod, to: m}]}
measures:
  b: {time: "knows(out, joint to b)"}
  m: {time: "knows(out, joint to m)"}
)yaml"));
  EXPECT_EQ(all.story,
            "1 joint a>m\n1 joint a>b\n2 reveal b>a\n2 nod out>m\n2 nod out>b\n21 lapse a>m\n");
  EXPECT_EQ(days(all, 0), 58);
  EXPECT_EQ(days(all, 1), 58);
}

TEST(AudienceTest, HearsLaterEachByItsOwnDelay) {
  auto yaml = word_by_hands("", R"yaml(
  send: {at: 1 d, emit: news, from: a, to: b}
rules: {seen: {upon: news, by: each of everyone, do: [{emit: sign, to: self}]}}
measures:
  a: {time: "knows(a, news)"}
  m: {time: "knows(m, news)"}
  b: {time: "knows(b, news)"}
  out: {time: "knows(out, news)"}
)yaml");
  yaml.insert(yaml.find("  whisper:"), "  news: {is: accuse, audience: 1 d * self.distance}\n");
  const std::string plain = "actors: {a: {}, m: {}, b: {}, out: {}}";
  yaml.replace(yaml.find(plain), plain.size(),
               "actors: {a: {variables: {distance: 9}}, m: {variables: {distance: 2}}, b: "
               "{like: a}, out: {variables: {distance: 4}}}");
  const auto all = told(yaml);
  EXPECT_EQ(all.story, "1 news a>b\n1 sign a>a\n1 sign b>b\n3 sign m>m\n5 sign out>out\n");
  EXPECT_EQ((Days{days(all, 0), days(all, 1), days(all, 2), days(all, 3)}), (Days{59, 57, 59, 55}));
}

// the world's rules, the event's own parties and history do not wait for the audience
TEST(AudienceTest, DoesNotDelayTheWorld) {
  auto yaml = word_by_hands("", R"yaml(
  send: {at: 1 d, emit: news, from: a, to: b}
  more: {at: 2 d, emit: news, from: a}
rules:
  world: {upon: news, do: [noted += 1]}
  counted: {when: "count(news, 5 d) == 2", do: [noted += 10]}
  third: {upon: news, by: out, do: [noted += 100]}
measures: {early: {at: 3 d, of: noted}, late: {at: 12.5 d, of: noted}}
)yaml");
  yaml.insert(yaml.find("  whisper:"), "  news: {is: accuse, audience: 10 d}\n");
  const auto all = told(yaml);
  EXPECT_EQ(measure(all, 0), 12);
  EXPECT_EQ(measure(all, 1), 212);
}

}  // namespace
}  // namespace brink
