// Laws of a scenario's text on the screen.
#include "viz/yaml_lines.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/runs.h"
#include "tests/support/scenarios.h"

namespace brink::viz {
namespace {

using Kind = YamlPiece::Kind;

std::string of_kind(std::string_view line, Kind kind) {
  std::string text;
  for (const auto& piece : yaml_pieces(line)) {
    if (piece.kind == kind) text += std::string(piece.text) + "|";
  }
  return text;
}

TEST(YamlPieces, KeysAndCommentsAreToldFromTheRest) {
  EXPECT_EQ(of_kind("  rate: 0.25  # a day", Kind::key), "rate:|");
  EXPECT_EQ(of_kind("  rate: 0.25  # a day", Kind::comment), "# a day|");
  EXPECT_EQ(of_kind("a: {b: 1, c_d: x}", Kind::key), "a:|b:|c_d:|");
  EXPECT_EQ(of_kind("about: \"no: key # here\"", Kind::key), "about:|");
  EXPECT_EQ(of_kind("about: \"no: key # here\"", Kind::comment), "");
  EXPECT_EQ(of_kind("at: 2026-06-04 09:00", Kind::key), "at:|");
  EXPECT_EQ(of_kind("about: Kyiv's own: b", Kind::comment), "");
}

TEST(YamlPieces, TogetherAreTheLine) {
  for (const auto& name : test::shipped_names()) {
    const auto text = test::file_text("scenarios/" + name + ".yaml");
    for (const auto line : lines_of(text)) {
      std::string whole;
      for (const auto& piece : yaml_pieces(line)) whole += piece.text;
      ASSERT_EQ(whole, line) << name;
    }
  }
}

TEST(EntryAt, AnEntryEndsBeforeTheNextOfItsDepth) {
  const std::string text =
      "rules:\n  a:\n    upon: x\n\n    # why\n    do: y\n\n  # next\n  b: {}\nend:\n";
  const auto lines = lines_of(text);
  EXPECT_EQ(entry_at(lines, 2).last, 6);
  EXPECT_EQ(entry_at(lines, 9).last, 9);
  EXPECT_EQ(entry_at(lines, 1).last, 9);
  EXPECT_EQ(entry_at(lines, 10).last, 10);
  EXPECT_FALSE(entry_at(lines, 11).contains(11));
  EXPECT_FALSE(entry_at(lines, 0).contains(1));
}

TEST(LinesWith, FindWhateverTheCase) {
  const auto lines = lines_of("Alpha\nbeta alPHA\n\ngamma");
  EXPECT_EQ(lines_with(lines, "alpha"), (std::vector<int>{1, 2}));
  EXPECT_TRUE(lines_with(lines, "").empty());
  EXPECT_TRUE(lines_with(lines, "delta").empty());
}

}  // namespace
}  // namespace brink::viz
