// Laws of the colours: legible, distinct for the three colour-vision deficiencies.
#include "viz/theme/theme.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "viz/theme/contrast.h"

namespace brink::viz {
namespace {

constexpr Theme kThemes[] = {Theme::dark, Theme::light};
constexpr ImU32 kBlack = IM_COL32(0, 0, 0, 255);
constexpr ImU32 kWhite = IM_COL32(255, 255, 255, 255);

using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>;

Vector times(const Matrix& matrix, const Vector& vector) {
  Vector product{};
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) product[i] += matrix[i][j] * vector[j];
  return product;
}

// Machado, Oliveira and Fernandes (2009), severity 1: none, protan, deutan, tritan
const std::vector<Matrix> kVisions = {{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
                                      {{{0.152286, 1.052583, -0.204868},
                                        {0.114503, 0.786281, 0.099216},
                                        {-0.003882, -0.048116, 1.051998}}},
                                      {{{0.367322, 0.860646, -0.227968},
                                        {0.280085, 0.672501, 0.047413},
                                        {-0.011820, 0.042940, 0.968881}}},
                                      {{{1.255528, -0.076749, -0.178779},
                                        {-0.078411, 0.930809, 0.147602},
                                        {0.004733, 0.691367, 0.303900}}}};

/// CIE L*a*b* (D65) of a colour as seen with the given vision.
Vector lab(ImU32 colour, const Matrix& vision) {
  Vector light{};
  const int shifts[] = {IM_COL32_R_SHIFT, IM_COL32_G_SHIFT, IM_COL32_B_SHIFT};
  for (std::size_t i = 0; i < 3; ++i) {
    const double value = ((colour >> shifts[i]) & 0xff) / 255.0;
    light[i] = value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  }
  light = times(vision, light);
  for (double& part : light) part = std::clamp(part, 0.0, 1.0);
  const Matrix to_xyz = {
      {{0.4124, 0.3576, 0.1805}, {0.2126, 0.7152, 0.0722}, {0.0193, 0.1192, 0.9505}}};
  Vector xyz = times(to_xyz, light);
  const Vector white = {0.9505, 1, 1.089};
  for (std::size_t i = 0; i < 3; ++i) {
    const double ratio = xyz[i] / white[i];
    xyz[i] = ratio > 0.008856 ? std::cbrt(ratio) : 7.787 * ratio + 16.0 / 116;
  }
  return {116 * xyz[1] - 16, 500 * (xyz[0] - xyz[1]), 200 * (xyz[1] - xyz[2])};
}

double distance(ImU32 a, ImU32 b, const Matrix& vision) {
  const Vector p = lab(a, vision);
  const Vector q = lab(b, vision);
  return std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

TEST(Contrast, AgreesWithThePublishedValues) {
  EXPECT_NEAR(contrast(kBlack, kWhite), 21, 1e-9);
  EXPECT_NEAR(contrast(kWhite, kWhite), 1, 1e-9);
  // the example that every explanation of WCAG gives: #777777 just fails on white
  EXPECT_NEAR(contrast(IM_COL32(0x77, 0x77, 0x77, 255), kWhite), 4.48, 0.005);
}

TEST(Contrast, TextOnAnyColourIsLegible) {
  for (unsigned red = 0; red < 256; red += 15) {
    for (unsigned green = 0; green < 256; green += 15) {
      const ImU32 ground = IM_COL32(red, green, 128, 255);
      EXPECT_GE(contrast(text_on(ground), ground), 4.3) << red << " " << green;
    }
  }
}

TEST(Theme, TextIsLegibleOnEveryGround) {
  for (const Theme theme : kThemes) {
    const Palette& p = palette_of(theme);
    for (const ImU32 text : {p.text, p.text_dim, p.changed, p.warning}) {
      for (const ImU32 ground : {p.panel, p.window, p.card}) {
        EXPECT_GE(contrast(text, ground), 4.5) << std::hex << text << " on " << ground;
      }
    }
    EXPECT_GE(contrast(p.text, p.button_hovered), 4.5);
    EXPECT_GE(contrast(p.on_accent, p.accent), 4.5);
  }
}

TEST(Theme, MarksStandOutFromThePanel) {
  for (const Theme theme : kThemes) {
    const Palette& p = palette_of(theme);
    std::vector<ImU32> marks = {p.accent, p.playhead, p.tick,       p.changed,     p.warning,
                                p.good,   p.bad,      p.focus_ring, p.mark_outline};
    marks.insert(marks.end(), p.branches.begin(), p.branches.end());
    for (int i = 0; i <= 20; ++i) marks.push_back(severity_colour(p, i / 20.0));
    if (theme == Theme::dark) marks.insert(marks.end(), p.actors.begin(), p.actors.end());
    for (const ImU32 mark : marks) EXPECT_GE(contrast(mark, p.panel), 3) << std::hex << mark;
  }
}

TEST(Theme, ActorsAreTenUnitsApartForEveryColourVision) {
  // about two of CIE 1976's units are a just noticeable difference side by side
  for (const Theme theme : kThemes) {
    const auto& actors = palette_of(theme).actors;
    for (const Matrix& vision : kVisions)
      for (std::size_t i = 0; i < actors.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
          EXPECT_GE(distance(actors[i], actors[j], vision), 10) << i << " and " << j;
  }
}

TEST(Theme, ActorsBeginAgainAfterEight) {
  const Palette& p = palette_of(Theme::dark);
  EXPECT_EQ(actor_colour(p, 9), p.actors[1]);
  EXPECT_EQ(branch_colour(p, 3), p.branches[0]);
}

TEST(Theme, TheSeverityRampPassesItsAnchorsAndStopsAtItsEnds) {
  const Palette& p = palette_of(Theme::dark);
  for (int i = 0; i <= 5; ++i) {
    EXPECT_EQ(severity_colour(p, i / 5.0), p.severity_ramp[static_cast<std::size_t>(i)]);
  }
  EXPECT_EQ(severity_colour(p, -3), p.severity_ramp.front());
  EXPECT_EQ(severity_colour(p, 7), p.severity_ramp.back());
  EXPECT_EQ(severity_colour(p, std::nan("")), p.severity_ramp.front());
}

TEST(Theme, FadingScalesTheOpacityAlone) {
  EXPECT_EQ(faded(IM_COL32(10, 20, 30, 255), 0), IM_COL32(10, 20, 30, 0));
  EXPECT_EQ(faded(IM_COL32(10, 20, 30, 200), 1), IM_COL32(10, 20, 30, 200));
}

TEST(Theme, BordersAreWholePixelsAtEveryZoom) {
  ImGui::CreateContext();
  for (const float zoom : {1.0F, 1.25F, 1.5F, 1.75F, 2.0F}) {
    apply(Theme::light, zoom);
    const float pixels = ImGui::GetStyle().WindowBorderSize * zoom;
    EXPECT_NEAR(pixels, std::round(pixels), 1e-5) << zoom;
    EXPECT_GE(pixels, 0.99F);
  }
  ImGui::DestroyContext();
}

}  // namespace
}  // namespace brink::viz
