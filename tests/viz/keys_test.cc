#include "viz/keys.h"

#include <gtest/gtest.h>

#include <set>

namespace brink::viz {
namespace {

TEST(KeysTest, NoKeyMeansTwoThingsAndNoCommandIsTwice) {
  std::set<std::string> chords;
  std::set<std::string_view> names;
  std::set<Command> commands;
  for (const auto& entry : key_table()) {
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
    EXPECT_TRUE(commands.insert(entry.command).second) << entry.name;
    EXPECT_FALSE(entry.label.empty());
    for (const auto& chord : {entry.chord, entry.other}) {
      if (chord.key == Key::none) continue;
      EXPECT_TRUE(chords.insert(chord_text(chord)).second) << chord_text(chord);
      EXPECT_EQ(command_of(chord), entry.command);
    }
  }
}

TEST(KeysTest, ChordsReadBackAsTheyAreWritten) {
  for (const auto& entry : key_table()) {
    EXPECT_EQ(parse_chord(chord_text(entry.chord)), entry.chord) << entry.name;
  }
  EXPECT_EQ(parse_chord("shift+right"), (Chord{Key::right, true, false}));
  EXPECT_EQ(parse_chord("Ctrl++"), (Chord{key_of('+'), false, true}));
  EXPECT_FALSE(parse_chord("Ctrl+"));
  EXPECT_FALSE(parse_chord("Hyper+X"));
  EXPECT_FALSE(parse_chord(""));
}

// keys that the viewer's pages promise and later parts will take
TEST(KeysTest, KeysOfLaterPartsAreFree) {
  for (const char* text : {"B", "C", "1", "9", "Delete", "F5"}) {
    EXPECT_FALSE(command_of(*parse_chord(text))) << text;
  }
}

}  // namespace
}  // namespace brink::viz
