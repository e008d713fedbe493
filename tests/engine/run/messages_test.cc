// Private word that goes by channels: where it is when, who may answer, and how it fails to arrive.
#include <fmt/format.h>

#include "tests/engine/run/word_by_hands.h"

namespace brink {
namespace {

using namespace test;

TEST(MessageTest, GoesFromHandToHandAndTellsWhoHoldsIt) {
  const auto program = compiled(feeler(kByM, kSeen));
  const auto run = run_once(program, {.seed = 1});
  EXPECT_EQ(story(program, run.log),
            "1 feeler a>b\n1 sign a>a\n3 sign m>m\n6 sign b>b\n21 lapse a>b\n");
  EXPECT_EQ(notes_at(program, run.log, Note::Kind::handed_on), "3 m");
  EXPECT_EQ(notes_at(program, run.log, Note::Kind::arrived), "6 b");
}

TEST(MessageTest, WithoutChannelsReachesItsPartiesAtOnceAndNobodyElse) {
  EXPECT_EQ(told(feeler("", kSeen)).story, "1 feeler a>b\n1 sign a>a\n1 sign b>b\n21 lapse a>b\n");
}

TEST(MessageTest, ByAChannelWithoutDelayArrivesAtOnce) {
  EXPECT_EQ(told(feeler("  line: {between: [a, b]}\n", kSeen)).story,
            "1 feeler a>b\n1 sign a>a\n1 sign b>b\n21 lapse a>b\n");
}

// whatever b is asked to do with an offer before it has arrived is void
TEST(MessageTest, CannotBeAnsweredBeforeItArrives) {
  for (const auto* type : {"feeler", "letter"}) {
    const auto all = told(word_by_hands(kByM, fmt::format(R"yaml(
  send: {{at: 1 d, emit: {0}, from: a, to: b}}
  early: {{at: 5 d, emit: sign, from: out, to: b}}
  late: {{at: 7 d, emit: sign, from: out, to: b}}
rules:
  accepts: {{upon: sign to b, by: b, do: [accept: last({0} to b)]}}
)yaml",
                                                          type)));
    EXPECT_EQ(all.story.substr(0, all.story.find("accept")),
              fmt::format("1 {} a>b\n5 sign out>b\n7 sign out>b\n7 ", type));
    EXPECT_EQ(notes_of(all, Note::Kind::void_answer), 1U);
  }
}

// all know of a public event at once, and `via` it reaches its addressee
TEST(MessageTest, ThatIsPublicReachesItsAddresseeViaChannels) {
  EXPECT_EQ(told(word_by_hands(kByM, R"yaml(
  send: {at: 1 d, emit: letter, from: a, to: b}
rules:
  seen: {upon: letter, by: each of everyone, do: [{emit: sign, to: self}]}
)yaml"))
                .story,
            "1 letter a>b\n1 sign a>a\n1 sign m>m\n1 sign out>out\n6 sign b>b\n21 lapse a>b\n");
}

TEST(MessageTest, ThatIsNoOfferGoesTheSameWay) {
  EXPECT_EQ(told(word_by_hands(kByM, R"yaml(
  send: {at: 1 d, emit: whisper, from: a, to: b}
  open: {at: 1 d, emit: sign, from: a, to: b}
rules:
  seen: {upon: whisper or sign, by: each of everyone, do: [{emit: nod, to: self}]}
)yaml"))
                .story,
            "1 whisper a>b\n1 sign a>b\n1 nod a>a\n1 nod a>a\n1 nod m>m\n1 nod b>b\n1 nod "
            "out>out\n3 nod m>m\n6 nod b>b\n");
}

TEST(MessageTest, FromOrToNobodyOrToItselfNeedsNoChannel) {
  EXPECT_EQ(told(word_by_hands(kByM, R"yaml(
  none: {at: 1 d, emit: whisper, to: b}
  open: {at: 2 d, emit: whisper, from: a}
  own: {at: 3 d, emit: whisper, from: out, to: out}
rules: {seen: {upon: whisper, by: each of everyone, do: [{emit: nod, to: self}]}}
)yaml"))
                .story,
            "1 whisper ->b\n1 nod b>b\n2 whisper a>-\n2 nod a>a\n3 whisper out>out\n3 nod "
            "out>out\n");
}

// how it fails: what is known of it, by whom, and why
struct Failure {
  const char* what;
  std::string channels;
  std::string reason;
  std::string story;
};

TEST(MessageTest, ThatDoesNotArriveIsKnownToItsSenderAlone) {
  const auto by_m = [](const std::string& first, const std::string& second) {
    return fmt::format(
        "  first: {{between: [a, m], delay: 2 d{}}}\n  second: {{between: [m, b], delay: 3 d{}}}\n",
        first, second);
  };
  const Failure failures[] = {
      {"no channel from a", "  first: {between: [m, b]}\n", "no_route",
       "1 feeler a>b\n1 undelivered a>b\n1 nod a>a\n"},
      {"none that is open", by_m(", open: noted > 0", ""), "no_route",
       "1 feeler a>b\n1 undelivered a>b\n1 nod a>a\n"},
      {"a directed one the other way",
       "  first: {between: [m, a], directed: true}\n  second: {between: [m, b]}\n", "no_route",
       "1 feeler a>b\n1 undelivered a>b\n1 nod a>a\n"},
      {"closed meanwhile", by_m("", ", open: now < 2026-01-03"), "no_route",
       "1 feeler a>b\n3 undelivered a>b\n3 nod a>a\n"},
      {"the carrier refuses", by_m(", carries: 0", ", carries: 0"), "refused",
       "1 feeler a>b\n3 undelivered a>b\n3 nod a>a\n"},
      {"lost on the first", by_m(", reliability: 0", ""), "lost",
       "1 feeler a>b\n3 undelivered a>b\n3 nod a>a\n"},
      {"lost on the second", by_m("", ", reliability: 0"), "lost",
       "1 feeler a>b\n6 undelivered a>b\n6 nod a>a\n"},
  };
  for (const auto& failure : failures) {
    const auto all = told(feeler(failure.channels, fmt::format(R"yaml(
rules:
  why: {{upon: undelivered where event.reason == {}, do: [noted += 1]}}
  not_that: {{upon: undelivered of feeler from a to b where event.reason != {}, do: [noted += 100]}}
  known: {{upon: undelivered, by: each of everyone, do: [{{emit: nod, to: self}}]}}
measures: {{noted: {{final: noted}}}}
)yaml",
                                                               failure.reason, failure.reason)));
    EXPECT_EQ(all.story, failure.story + "21 lapse a>b\n") << failure.what;
    EXPECT_EQ(measure(all, 0), 1) << failure.what;
    EXPECT_EQ(notes_of(all, Note::Kind::arrived), 0U) << failure.what;
  }
}

TEST(MessageTest, ThatDoesNotArriveFollowsFromItself) {
  const auto all = told(feeler("  line: {between: [a, b], reliability: 0}\n", ""));
  ASSERT_EQ(all.log.events().size(), 3U);
  EXPECT_EQ(all.log.events()[1].cause, all.log.events()[0].number);
  EXPECT_FALSE(all.log.events()[1].is_public);
  EXPECT_EQ(all.log.events()[1].offer, all.log.events()[0].offer);
}

// an offer that was lost is open, but nobody can answer it; its addressee does not even know when
// it lapses
TEST(MessageTest, AnOfferThatIsLostStaysOpen) {
  const std::string lost = "  line: {between: [a, b], reliability: 0}\n";
  EXPECT_EQ(told(feeler(lost, R"yaml(
  try: {at: 5 d, emit: sign, from: out, to: b}
rules:
  tries: {upon: sign to b, by: b, do: [{accept: last(feeler to b)}, {reveal: last(feeler to b)}]}
  lapses: {upon: lapse of feeler, by: each of everyone, do: [{emit: nod, to: self}]}
)yaml"))
                .story,
            "1 feeler a>b\n1 undelivered a>b\n5 sign out>b\n21 lapse a>b\n21 nod a>a\n");
  EXPECT_EQ(told(feeler(lost, R"yaml(
rules: {back: {upon: undelivered, by: source, after: 2 d, if: offer.open, do: [withdraw: offer]}}
)yaml"))
                .story,
            "1 feeler a>b\n1 undelivered a>b\n3 withdraw a>b\n3 undelivered a>b\n");
}

TEST(MessageTest, TheSenderIsNotAskedWhetherItCarries) {
  EXPECT_EQ(told(feeler("  line: {between: [a, b], carries: 0}\n", kSeen)).story,
            "1 feeler a>b\n1 sign a>a\n1 sign b>b\n21 lapse a>b\n");
}

TEST(MessageTest, EndsItsHopWhenTheChannelClosesMeanwhile) {
  EXPECT_EQ(told(feeler("  first: {between: [a, m], delay: 2 d, open: now < 2026-01-03}\n"
                        "  second: {between: [m, b], delay: 3 d}\n",
                        kSeen))
                .story,
            "1 feeler a>b\n1 sign a>a\n3 sign m>m\n6 sign b>b\n21 lapse a>b\n");
}

TEST(MessageTest, TakesTheRouteThatIsBestFromWhereItIs) {
  const std::string detour =
      "  first: {between: [a, m], delay: 2 d}\n"
      "  second: {between: [m, b], delay: 1 d, open: now < 2026-01-03}\n"
      "  onward: {between: [m, out], delay: 4 d}\n  last: {between: [out, b], delay: 5 d}\n";
  EXPECT_EQ(told(feeler(detour, kSeen)).story,
            "1 feeler a>b\n1 sign a>a\n3 sign m>m\n7 sign out>out\n12 sign b>b\n21 lapse a>b\n");
}

// back over its sender, who knows of it already and does not respond anew
TEST(MessageTest, TellsNobodyTwice) {
  const std::string back =
      "  first: {between: [a, m], delay: 2 d}\n"
      "  second: {between: [m, b], delay: 1 d, open: now < 2026-01-03}\n"
      "  onward: {between: [a, out], delay: 4 d}\n  last: {between: [out, b], delay: 5 d}\n";
  const auto program = compiled(feeler(back, kSeen + "measures: {known: {count: sign}}\n"));
  const auto run = run_once(program, {.seed = 1});
  EXPECT_EQ(story(program, run.log),
            "1 feeler a>b\n1 sign a>a\n3 sign m>m\n9 sign out>out\n14 sign b>b\n21 lapse a>b\n");
  EXPECT_EQ(notes_at(program, run.log, Note::Kind::handed_on), "3 m, 5 a, 9 out");
  // and a carrier whom it meets again: m, out, m, a's other friend
  const std::string again =
      "  first: {between: [a, m], delay: 1 d}\n"
      "  deeper: {between: [m, out], delay: 1 d}\n"
      "  second: {between: [out, b], delay: 1 d, open: now < 2026-01-03 12:00}\n"
      "  third: {between: [m, b], delay: 9 d}\n";
  EXPECT_EQ(told(feeler(again, kSeen)).story,
            "1 feeler a>b\n1 sign a>a\n2 sign m>m\n3 sign out>out\n13 sign b>b\n21 lapse a>b\n");
}

TEST(MessageTest, OfAnOfferToSeveralGoesToEachByItself) {
  const std::string channels =
      "  near: {between: [a, m], delay: 2 d}\n  far: {between: [a, b], delay: 5 d}\n"
      "  broken: {between: [a, out], reliability: 0}\n";
  const auto both = told(word_by_hands(channels, R"yaml(
  send: {at: 1 d, emit: joint, from: a, to: [m, b]}
rules: {yes: {upon: joint, by: target, do: [accept: offer]}}
)yaml"));
  EXPECT_EQ(both.story, "1 joint a>m\n1 joint a>b\n3 accept m>a\n6 accept b>a\n16 expire a>m\n");
  const auto lost = told(word_by_hands(channels, R"yaml(
  send: {at: 1 d, emit: joint, from: a, to: [m, out]}
rules: {yes: {upon: joint, by: target, do: [accept: offer]}}
)yaml"));
  EXPECT_EQ(lost.story,
            "1 joint a>m\n1 joint a>out\n1 undelivered a>out\n3 accept m>a\n21 lapse a>out\n");
}

TEST(MessageTest, ThatAnswersGoesTheWayOfItsOffer) {
  const std::string channels =
      "  slow: {between: [a, b], delay: 4 d}\n  fast: {between: [a, b], delay: 1 d}\n";
  const std::string by_slow = word_by_hands(channels, R"yaml(
  send: {at: 1 d, emit: pigeon, from: a, to: b}
rules:
  answers: {upon: pigeon, by: target, do: [{counter: offer, as: yes_but, terms: {land: 0.2}}]}
  accepts: {upon: yes_but, by: target, do: [accept: offer]}
  hears: {upon: accept, by: target, do: [{emit: nod, to: self}]}
)yaml");
  auto yaml = by_slow;
  yaml.insert(yaml.find("  whisper:"), "  pigeon: {is: feeler, via: slow}\n");
  EXPECT_EQ(told(yaml).story, "1 pigeon a>b\n5 yes_but b>a\n9 accept a>b\n13 nod b>b\n");
  // and one of a type that names no channels by whichever is best
  auto any = by_slow;
  any.insert(any.find("  whisper:"), "  pigeon: {is: feeler}\n");
  EXPECT_EQ(told(any).story, "1 pigeon a>b\n2 yes_but b>a\n3 accept a>b\n4 nod b>b\n");
}

TEST(MessageTest, MayBeUnderWayAtTheEnd) {
  const auto all = told(word_by_hands(kByM, R"yaml(
  send: {at: 57 d, emit: feeler, from: a, to: b}
rules: {seen: {upon: feeler, by: each of everyone, do: [{emit: sign, to: self}]}}
)yaml"));
  EXPECT_EQ(all.story, "57 feeler a>b\n57 sign a>a\n59 sign m>m\n");
}

TEST(MessageTest, DoesNotGoInCirclesByChannelsWithoutDelay) {
  const std::string ring =
      "  one: {between: [a, m]}\n  two: {between: [m, out]}\n  three: {between: [out, a]}\n"
      "  four: {between: [out, b]}\n";
  EXPECT_EQ(told(feeler(ring, kSeen)).story,
            "1 feeler a>b\n1 sign a>a\n1 sign b>b\n1 sign out>out\n21 lapse a>b\n");
}

TEST(MessageTest, DoesNotGoByAChannelThatIsSuppressed) {
  const auto program = compiled(feeler(
      "  fast: {between: [a, b], delay: 1 d}\n  slow: {between: [a, b], delay: 4 d}\n", kSeen));
  Overlay overlay;
  EXPECT_EQ(story(program, run_once(program, {.seed = 1}).log),
            "1 feeler a>b\n1 sign a>a\n2 sign b>b\n21 lapse a>b\n");
  overlay.suppressed_channels = {true};
  EXPECT_EQ(story(program, run_once(program, {.seed = 1}, overlay).log),
            "1 feeler a>b\n1 sign a>a\n5 sign b>b\n21 lapse a>b\n");
  overlay.suppressed_channels = {true, true};
  EXPECT_EQ(story(program, run_once(program, {.seed = 1}, overlay).log),
            "1 feeler a>b\n1 undelivered a>b\n1 sign a>a\n21 lapse a>b\n");
}

// a run goes on under another overlay after its routes have been found
TEST(MessageTest, FindsItsRouteAnewUnderAnotherOverlay) {
  const auto program = compiled(word_by_hands(
      "  fast: {between: [a, b], delay: 1 d}\n  slow: {between: [a, b], delay: 4 d}\n", R"yaml(
  send: {at: 1 d, emit: whisper, from: a, to: b}
  again: {at: 10 d, emit: whisper, from: a, to: b}
rules: {seen: {upon: whisper to b, by: target, do: [{emit: sign, to: self}]}}
)yaml"));
  Overlay nothing;
  Overlay without_fast;
  without_fast.suppressed_channels = {true};
  brink::Run run(program, nothing, {.seed = 1});
  Log before;
  while (run.now().us < 5 * kDay) step(run, before);
  brink::Run fork = run;
  fork.overlay = &without_fast;
  Log log;
  run_to_end(fork, log);
  EXPECT_EQ(story(program, log), "10 whisper a>b\n14 sign b>b\n");
}

// delays are asked when the message goes off, of who hands it on and who gets it
TEST(MessageTest, IsUnderWayAsLongAsItsTwoActorsSay) {
  auto yaml =
      feeler("  net: {between: everyone, delay: 1 d * (1 + 2 * self.pace + other.pace)}\n", kSeen);
  const std::string plain = "actors: {a: {}, m: {}, b: {}, out: {}}";
  yaml.replace(yaml.find(plain), plain.size(),
               "actors: {a: {variables: {pace: 0.5}}, m: {like: a}, b: {variables: {pace: 2}}, "
               "out: {like: a}}");
  EXPECT_EQ(told(yaml).story, "1 feeler a>b\n1 sign a>a\n5 sign b>b\n21 lapse a>b\n");
}

}  // namespace
}  // namespace brink
