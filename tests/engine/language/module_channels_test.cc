// Channels of modules: declared for their members, found by their own names, and by the names that
// a second use gives them.
#include <gtest/gtest.h>

#include "tests/support/module_folder.h"
#include "tests/support/timeline.h"

namespace brink {
namespace {

using test::ModuleFolder;

constexpr const char* kCast = R"(
actors: {a: {}, b: {}, c: {}, d: {}}
groups: {west: [a, b], east: [c, d]}
)";

constexpr const char* kModule =
    R"(channels: {back: {between: members, delay: 2 d, open: "knows(a, note) or true"}}
expects: {actors: [a]}
events:
  note: {is: offer, visibility: private, via: back}
  memo: {is: offer, via: [back]}
  sign: {is: consult}
rules: {hears: {upon: note, by: each of members, if: self == target, do: [{emit: sign, to: self}]}}
)";

TEST(ModuleChannelsTest, BelongToEachUse) {
  ModuleFolder folder;
  folder.module("m.yaml", kModule);
  folder.scenario(
      std::string("use: [{file: m.yaml, for: west}, {file: m.yaml, for: east, as: far}]") + kCast +
      R"(
channels: {own: {between: [a, b], delay: 1 h}}
events: {letter: {is: offer, visibility: private, via: [far_back, own]}}
schedule:
  one: {at: 1 d, emit: note, from: a, to: b}
  two: {at: 1 d, emit: far_note, from: c, to: d}
  three: {at: 1 d, emit: note, from: a, to: c}
  four: {at: 9 d, emit: letter, from: d, to: c}
rules: {gets: {upon: letter, by: target, do: [{emit: sign, to: self}]}}
)");
  const auto program = folder.program();
  ASSERT_EQ(program.channels.size(), 3U);
  EXPECT_EQ(program.channels[0].name, "back");
  EXPECT_EQ(program.channels[1].name, "far_back");
  EXPECT_EQ(
      test::story(program, test::run_once(program, {.seed = 1}).log),
      "1 note a>b\n1 far_note c>d\n1 note a>c\n1 undelivered a>c\n3 sign b>b\n3 far_sign d>d\n"
      "9 letter d>c\n11 sign c>c\n");
}

TEST(ModuleChannelsTest, OfTheScenarioAreUnknownInAModule) {
  ModuleFolder folder;
  folder.module("m.yaml",
                "channels: {back: {between: members}}\n"
                "events: {note: {is: offer, via: own}, memo: {is: offer, via: [bck]}}\n");
  folder.scenario("use: [{file: m.yaml, for: west}]\nchannels: {own: {between: [a, b]}}" +
                  std::string(kCast));
  EXPECT_EQ(folder.findings(),
            "m.yaml:4:33: error: `own` is not known in this module: declare it\n"
            "  events: {note: {is: offer, via: own}, memo: {is: offer, via: [bck]}}\n"
            "                                  ^\n"
            "m.yaml:4:63: error: `bck` is not known in this module: declare it\n"
            "  events: {note: {is: offer, via: own}, memo: {is: offer, via: [bck]}}\n"
            "                                                                ^\n"
            "  hint: did you mean `back`?\n");
}

TEST(ModuleChannelsTest, OfOneNameAreOneTooMany) {
  ModuleFolder folder;
  folder.module("m.yaml", "channels: {back: {between: members}}\n");
  folder.scenario("use: [{file: m.yaml, for: west}]\nchannels: {back: {between: [a, b]}}" +
                  std::string(kCast));
  EXPECT_EQ(folder.findings(),
            "s.yaml:5:7: error: module `Doctrine` declares the channel `back`, and so does this "
            "scenario (line 6)\n"
            "  use: [{file: m.yaml, for: west}]\n"
            "        ^\n"
            "  hint: give this use a prefix for its names: `as: NAME`\n");
}

}  // namespace
}  // namespace brink
