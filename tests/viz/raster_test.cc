// Laws of drawing: which pixels a shape covers, how colours mix, that text is the atlas' own bytes.
#include "viz/raster/raster.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <random>

#include "viz/raster/align.h"
#include "viz/raster/pixels.h"
#include "viz/theme/fonts.h"

namespace brink::viz {
namespace {

constexpr ImU32 kBlack = IM_COL32(0, 0, 0, 255);
constexpr ImU32 kWhite = IM_COL32(255, 255, 255, 255);
constexpr ImU32 kHalfWhite = IM_COL32(255, 255, 255, 128);

/// An ImGui context with the viewer's fonts, gone with the object; shapes go on the background.
class Screen {
 public:
  explicit Screen(float zoom = 1, ImVec2 size = {64, 48}) {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    fonts = load_fonts(*io.Fonts, zoom);
    texture = texture_of(*io.Fonts);
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    io.DisplaySize = size;
    io.DisplayFramebufferScale = ImVec2(zoom, zoom);
  }
  ~Screen() { ImGui::DestroyContext(); }
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  Image draw(const std::function<void(ImDrawList&)>& shapes, bool align = false) const {
    ImGui::NewFrame();
    ImDrawList& list = *ImGui::GetBackgroundDrawList();
    list.Flags &= ~ImDrawListFlags_AntiAliasedFill;
    shapes(list);
    ImGui::Render();
    if (align) align_glyphs(*ImGui::GetDrawData(), texture.width, texture.height);
    return render(*ImGui::GetDrawData(), texture, kBlack);
  }

  Fonts fonts;
  AlphaTexture texture;
};

int count_lit(const Image& image) {
  int lit = 0;
  for (std::size_t i = 0; i < image.pixels.size(); i += 4) lit += image.pixels[i] != 0 ? 1 : 0;
  return lit;
}

TEST(Raster, MultiplyingBytesRoundsToTheNearest) {
  for (unsigned a = 0; a < 256; ++a)
    for (unsigned b = 0; b < 256; ++b)
      ASSERT_EQ(multiply_bytes(a, b), static_cast<unsigned>(std::lround(a * b / 255.0)));
}

TEST(Raster, ARectangleFillsExactlyItsPixels) {
  const Screen screen;
  const Image image = screen.draw(
      [](ImDrawList& list) { list.AddRectFilled(ImVec2(10, 5), ImVec2(30, 25), kWhite); });
  ASSERT_EQ(image.width, 64);
  ASSERT_EQ(image.height, 48);
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x) {
      const bool inside = x >= 10 && x < 30 && y >= 5 && y < 25;
      ASSERT_EQ(image.at(x, y)[0], inside ? 255 : 0) << x << ", " << y;
      ASSERT_EQ(image.at(x, y)[3], 255);
    }
}

TEST(Raster, TrianglesAroundAPointMeetWithoutGapOrOverlap) {
  const Screen screen;
  std::mt19937 dice(1);
  for (int trial = 0; trial < 200; ++trial) {
    // corners on the grid of pixel centres as well as off it
    const auto number = [&](int limit) { return static_cast<float>(dice() % (limit * 4)) / 8; };
    const ImVec2 middle(16 + number(32), 12 + number(24));
    const std::array<ImVec2, 4> around = {
        ImVec2(number(24), number(16)), ImVec2(40 + number(40), number(16)),
        ImVec2(40 + number(40), 34 + number(20)), ImVec2(number(24), 34 + number(20))};
    const Image parts = screen.draw([&](ImDrawList& list) {
      for (std::size_t i = 0; i < 4; ++i)
        list.AddTriangleFilled(middle, around[i], around[(i + 1) % 4], kHalfWhite);
    });
    for (int y = 0; y < parts.height; ++y)
      for (int x = 0; x < parts.width; ++x) {
        const int value = parts.at(x, y)[0];
        ASSERT_TRUE(value == 0 || value == 128) << value << " at " << x << ", " << y;
      }
    // no gap: the lit pixels of a row are one run, for the four corners are a convex shape
    for (int y = 0; y < parts.height; ++y) {
      int runs = 0;
      for (int x = 0; x < parts.width; ++x)
        runs += parts.at(x, y)[0] != 0 && (x == 0 || parts.at(x - 1, y)[0] == 0) ? 1 : 0;
      ASSERT_LE(runs, 1) << "row " << y << " of trial " << trial;
    }
  }
}

TEST(Raster, ATriangleCoversThePixelsWhoseCentresItContains) {
  const Screen screen;
  std::mt19937 dice(2);
  for (int trial = 0; trial < 200; ++trial) {
    std::array<double, 6> at{};  // in 1/256 pixel, as the corners are kept
    for (std::size_t i = 0; i < 6; ++i)
      at[i] = static_cast<double>(dice() % ((i % 2 == 0 ? 64 : 48) * 256)) / 256.0;
    const auto corner = [&](std::size_t i) {
      return ImVec2(static_cast<float>(at[2 * i]), static_cast<float>(at[2 * i + 1]));
    };
    const Image image = screen.draw(
        [&](ImDrawList& list) { list.AddTriangleFilled(corner(0), corner(1), corner(2), kWhite); });
    for (int y = 0; y < image.height; ++y)
      for (int x = 0; x < image.width; ++x) {
        int left = 0;
        int right = 0;
        for (std::size_t i = 0; i < 3; ++i) {
          const std::size_t j = (i + 1) % 3;
          const double side = (at[2 * j] - at[2 * i]) * (y + 0.5 - at[2 * i + 1]) -
                              (at[2 * j + 1] - at[2 * i + 1]) * (x + 0.5 - at[2 * i]);
          left += side > 0 ? 1 : 0;
          right += side < 0 ? 1 : 0;
        }
        if (left + right < 3) continue;  // on an edge: the law above decides
        const bool inside = left == 3 || right == 3;
        ASSERT_EQ(image.at(x, y)[0] != 0, inside) << x << ", " << y << " of trial " << trial;
      }
  }
}

TEST(Raster, NothingIsDrawnOutsideTheClipRectangle) {
  const Screen screen;
  const Image image = screen.draw([](ImDrawList& list) {
    list.PushClipRect(ImVec2(8, 9), ImVec2(20, 15));
    list.AddTriangleFilled(ImVec2(-500, -500), ImVec2(900, -500), ImVec2(-500, 900), kWhite);
    list.PopClipRect();
  });
  EXPECT_EQ(count_lit(image), 12 * 6);
  EXPECT_NE(image.at(8, 9)[0], 0);
  EXPECT_NE(image.at(19, 14)[0], 0);
}

TEST(Raster, CornersFarOutsideDoNotDisturbWhatIsSeen) {
  const Screen screen;
  const Image image = screen.draw([](ImDrawList& list) {
    list.AddRectFilled(ImVec2(-1e9F, 10), ImVec2(1e9F, 20), kWhite);
    list.AddTriangleFilled(ImVec2(-1e30F, 30), ImVec2(1e30F, 30), ImVec2(0, 1e30F), kWhite);
  });
  EXPECT_EQ(count_lit(image), 64 * 10 + 64 * 18);
}

TEST(Raster, HalfOpacityOverBlackAndItselfMixesAsTheFormulaSays) {
  const Screen screen;
  const Image image = screen.draw([](ImDrawList& list) {
    list.AddRectFilled(ImVec2(0, 0), ImVec2(20, 20), kHalfWhite);
    list.AddRectFilled(ImVec2(10, 0), ImVec2(20, 20), IM_COL32(255, 0, 0, 128));
  });
  EXPECT_EQ(image.at(5, 5)[0], 128);
  EXPECT_EQ(image.at(15, 5)[0], 128 + std::lround(128 * 127 / 255.0));
  EXPECT_EQ(image.at(15, 5)[1], std::lround(128 * 127 / 255.0));
}

TEST(Raster, ColoursBetweenCornersAreLinear) {
  const Screen screen;
  const ImU32 red = IM_COL32(255, 0, 0, 255);
  const Image image = screen.draw([&](ImDrawList& list) {
    list.AddRectFilledMultiColor(ImVec2(0, 0), ImVec2(64, 48), kBlack, red, red, kBlack);
  });
  for (int y = 0; y < 48; ++y)
    for (int x = 0; x < 64; ++x) {
      ASSERT_NEAR(image.at(x, y)[0], 255 * (x + 0.5) / 64, 0.51) << x << ", " << y;
    }
}

/// The glyph's bytes in the atlas beside what was drawn of it; `left`, `top` in pixels.
void expect_glyph(const Screen& screen, const Image& image, const ImFontGlyph& glyph, int left,
                  int top) {
  const auto width = screen.texture.width;
  const int u = static_cast<int>(std::lround(glyph.U0 * static_cast<float>(width)));
  const int v = static_cast<int>(std::lround(glyph.V0 * static_cast<float>(screen.texture.height)));
  int lit = 0;
  for (int y = 0; y < static_cast<int>(glyph.Y1 - glyph.Y0); ++y)
    for (int x = 0; x < static_cast<int>(glyph.X1 - glyph.X0); ++x) {
      const int texel = screen.texture.opacity[(v + y) * width + u + x];
      ASSERT_EQ(image.at(left + x, top + y)[0], texel) << x << ", " << y;
      lit += texel;
    }
  EXPECT_GT(lit, 0);
}

TEST(Raster, TextAtAWholePixelIsTheAtlasByteForByte) {
  const Screen screen;
  const ImFont* font = screen.fonts.text;
  const Image image = screen.draw(
      [&](ImDrawList& list) { list.AddText(font, font->FontSize, ImVec2(11, 7), kWhite, "g"); });
  const ImFontGlyph& glyph = *font->FindGlyph('g');
  expect_glyph(screen, image, glyph, 11 + static_cast<int>(glyph.X0),
               7 + static_cast<int>(glyph.Y0));
}

TEST(Raster, AlignedTextIsTheAtlasByteForByteBetweenPixelsToo) {
  const Screen screen(1.5F);
  const ImFont* font = screen.fonts.text;
  const auto text = [&](ImDrawList& list) {
    list.AddText(font, font->FontSize * font->Scale, ImVec2(11, 7), kWhite, "g");
  };
  const Image image = screen.draw(text, true);
  const ImFontGlyph& glyph = *font->FindGlyph('g');
  // 16.5 and 10.5 pixels, rounded away from zero
  expect_glyph(screen, image, glyph, 17 + static_cast<int>(glyph.X0),
               11 + static_cast<int>(glyph.Y0));
  EXPECT_NE(image, screen.draw(text, false)) << "alignment changed nothing";
}

TEST(Raster, MoreVerticesThanSixteenBitsCountAreDrawnInTheirPlaces) {
  const Screen screen(1, {400, 100});
  const Image image = screen.draw([](ImDrawList& list) {
    for (int i = 0; i < 20000; ++i) {
      const auto x = static_cast<float>(2 * (i % 200));
      const auto y = static_cast<float>(i / 200);
      list.AddRectFilled(ImVec2(x, y), ImVec2(x + 1, y + 1), kWhite);
    }
  });
  ASSERT_GT(ImGui::GetDrawData()->TotalVtxCount, 65536);
  EXPECT_EQ(count_lit(image), 20000);
}

TEST(Raster, TheSameDrawDataGiveTheSameBytes) {
  const Screen screen;
  const auto shapes = [&](ImDrawList& list) {
    list.Flags |= ImDrawListFlags_AntiAliasedFill;
    list.AddCircleFilled(ImVec2(20.3F, 20.7F), 13.1F, kHalfWhite);
    list.AddLine(ImVec2(1, 2), ImVec2(60, 41), kWhite, 3);
    list.AddText(ImVec2(5, 30), kWhite, "same");
  };
  const Image first = screen.draw(shapes);
  EXPECT_EQ(first, screen.draw(shapes));
  EXPECT_GT(count_lit(first), 500);  // the disc alone has π 13² of them
}

TEST(Raster, ADiscWithSmoothEdgesHasTheAreaOfACircle) {
  const Screen screen;
  const Image image = screen.draw([](ImDrawList& list) {
    list.Flags |= ImDrawListFlags_AntiAliasedFill;
    list.AddCircleFilled(ImVec2(30.3F, 24.7F), 18, kWhite, 96);
  });
  double area = 0;
  for (std::size_t i = 0; i < image.pixels.size(); i += 4) area += image.pixels[i] / 255.0;
  const double circle = 3.14159265 * 18 * 18;
  EXPECT_NEAR(area, circle, 0.01 * circle);  // 96 sides lose 0.07 %, the fringe samples centres
}

TEST(Raster, NoAreaGivesNoPicture) {
  const ImDrawData nothing;
  EXPECT_TRUE(render(nothing, AlphaTexture{}, kBlack).pixels.empty());
}

}  // namespace
}  // namespace brink::viz
