// Laws of the fonts: what can be written, at every zoom, and without the files.
#include "viz/theme/fonts.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <cmath>
#include <set>
#include <string>

#include "tests/support/folder.h"
#include "viz/theme/icons.h"

namespace brink::viz {
namespace {

TEST(Fonts, HaveTheLettersOfEuropeAndTheSignsThatTheViewerWrites) {
  ImFontAtlas atlas;
  const Fonts fonts = load_fonts(atlas, 1);
  for (const ImFont* font : {fonts.text, fonts.bold, fonts.small, fonts.mono, fonts.large}) {
    for (const int letter : {0x0041, 0xe9, 0x0159, 0x03b1, 0x0416, 0x2013, 0x2014, 0x2026, 0x00d7,
                             0x2264, 0x2265, 0x00b1, 0x2190, 0x2191, 0x2192, 0x2193, 0x25cf}) {
      EXPECT_NE(font->FindGlyphNoFallback(static_cast<ImWchar>(letter)), nullptr)
          << std::hex << letter;
    }
  }
}

TEST(Fonts, HaveEveryIcon) {
  ImFontAtlas atlas;
  const Fonts fonts = load_fonts(atlas, 1);
  ASSERT_TRUE(fonts.has_icons);
  for (int i = 0; i < kIconCount; ++i) {
    const auto code = static_cast<ImWchar>(icon_code(static_cast<Icon>(i)));
    EXPECT_NE(fonts.text->FindGlyphNoFallback(code), nullptr) << std::hex << code;
    EXPECT_NE(fonts.large->FindGlyphNoFallback(code), nullptr) << std::hex << code;
  }
}

TEST(Fonts, AreBakedLargerAndDrawnAtTheirSizeWhenZoomed) {
  ImFontAtlas atlas;
  ImFontAtlas zoomed_atlas;
  const Fonts fonts = load_fonts(atlas, 1);
  const Fonts zoomed = load_fonts(zoomed_atlas, 2);
  EXPECT_EQ(zoomed.text->FontSize, 2 * fonts.text->FontSize);
  EXPECT_EQ(zoomed.text->FontSize * zoomed.text->Scale, fonts.text->FontSize);
}

TEST(Fonts, ZoomsOutsideOfOneToTwoAreBroughtThere) {
  ImFontAtlas atlas;
  EXPECT_EQ(load_fonts(atlas, 0.1F).text->Scale, 1.0F);
}

TEST(Fonts, GlyphsBeginAndAdvanceByWholePixels) {
  ImFontAtlas atlas;
  const Fonts fonts = load_fonts(atlas, 1.25F);
  for (const ImFontGlyph& glyph : fonts.text->Glyphs) {
    ASSERT_EQ(glyph.X0, std::round(glyph.X0)) << glyph.Codepoint;
    ASSERT_EQ(glyph.Y0, std::round(glyph.Y0)) << glyph.Codepoint;
    ASSERT_EQ(glyph.AdvanceX, std::round(glyph.AdvanceX)) << glyph.Codepoint;
  }
}

TEST(Fonts, WithoutTheFilesTheBuiltInFontStandsIn) {
  ImFontAtlas atlas;
  const Fonts fonts = load_fonts(atlas, 1, {"/none/a", "/none/b", "/none/c", "/none/d"});
  EXPECT_FALSE(fonts.has_icons);
  for (const ImFont* font : {fonts.text, fonts.bold, fonts.small, fonts.mono, fonts.large}) {
    ASSERT_NE(font, nullptr);
    EXPECT_NE(font->FindGlyphNoFallback('A'), nullptr);
  }
}

TEST(Fonts, AFileThatIsNoFontIsAsGoodAsNone) {
  const test::Folder folder("fonts");
  folder.write("broken.otf", "this is no font");
  FontFiles files;
  files.bold = folder.path("broken.otf");
  ImFontAtlas atlas;
  const Fonts fonts = load_fonts(atlas, 1, files);
  EXPECT_FALSE(fonts.has_icons);
  EXPECT_NE(fonts.text->FindGlyphNoFallback('A'), nullptr);
}

TEST(Icons, AreOneGlyphEachOrOneWordEach) {
  std::set<std::string> words;
  for (int i = 0; i < kIconCount; ++i) {
    const Icon which = static_cast<Icon>(i);
    const std::string glyph = icon(which, true);
    ASSERT_EQ(glyph.size(), 3U);  // code points from 800 to FFFF take three bytes of UTF-8
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(glyph[at]); };
    EXPECT_EQ((byte(0) & 0x0fU) << 12 | (byte(1) & 0x3fU) << 6 | (byte(2) & 0x3fU),
              icon_code(which));
    words.insert(icon(which, false));
  }
  EXPECT_EQ(words.size(), static_cast<std::size_t>(kIconCount));
}

}  // namespace
}  // namespace brink::viz
