#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "tests/support/folder.h"
#include "tests/viz/viewers.h"
#include "viz/raster/png.h"
#include "viz/screenshot.h"

// pictures that were looked at; BRINK_TEST_RENEW=1 makes them anew, to be looked at again
namespace brink::viz {
namespace {

/// One picture: which run, how large, which theme, and what was done before.
struct Golden {
  const char* scenario;
  std::uint64_t seed;
  int width;
  int height;
  Theme theme;
  int week;  // steps of a week from the start
  const char* keys;

  std::string name() const {
    return fmt::format("{}_{}x{}_{}", scenario, width, height,
                       theme == Theme::dark ? "dark" : "light");
  }
};

// how a failing test names its case
void PrintTo(const Golden& golden, std::ostream* out) { *out << golden.name(); }

constexpr Golden kGoldens[] = {
    {"open_letter", 17, 1600, 900, Theme::dark, 3, "Y"},
    {"open_letter", 17, 1280, 720, Theme::light, 3, "Y"},
    {"cuba_1962", 1, 1280, 720, Theme::dark, 1, ""},
    {"cuba_1962", 1, 1024, 768, Theme::light, 1, ""},
    {"coalition", 2, 1024, 768, Theme::dark, 2, ""},
    {"coalition", 2, 1600, 900, Theme::light, 2, "?"},
};

// pixels that differ by more than rounding
std::size_t difference(const Image& a, const Image& b) {
  if (a.width != b.width || a.height != b.height) return a.pixels.size();
  std::size_t n = 0;
  for (std::size_t i = 0; i < a.pixels.size(); i += 4) {
    bool differs = false;
    for (std::size_t c = 0; c < 4; ++c) {
      differs = differs || std::abs(int{a.pixels[i + c]} - int{b.pixels[i + c]}) > 24;
    }
    n += differs ? 1 : 0;
  }
  return n;
}

std::string kept_picture(const std::string& name) {
  return std::string(BRINK_SOURCE_DIR) + "/tests/viz/data/" + name + ".png";
}

// compares a picture with the kept one of that name, or renews it
void expect_as_kept(const Image& image, const std::string& name) {
  const auto path = kept_picture(name);
  if (std::getenv("BRINK_TEST_RENEW") != nullptr) {
    ASSERT_FALSE(write_png(image, path));
    return;
  }
  const auto kept = read_png(path);
  ASSERT_TRUE(kept.has_value()) << kept.error();
  // a newer FreeType may shade letters otherwise: a thousandth of the pixels is forgiven
  const auto differing = difference(image, *kept);
  if (differing <= image.pixels.size() / 4 / 1000) return;
  const auto beside = (std::filesystem::temp_directory_path() / (name + "_now.png")).string();
  const auto failure = write_png(image, beside);
  FAIL() << differing << " pixels differ\n  kept: " << path
         << "\n  now:  " << failure.value_or(beside)
         << "\n  if it is meant, run with BRINK_TEST_RENEW=1 and look at it";
}

class GoldenTest : public ::testing::TestWithParam<Golden> {};

TEST_P(GoldenTest, LooksAsItDidWhenItWasLookedAt) {
  const auto& golden = GetParam();
  Headless viewer(test::opened(golden.scenario, golden.seed), golden.width, golden.height);
  viewer.state().theme = golden.theme;
  for (int i = 0; i < golden.week; ++i) viewer.press({Key::right, false, true});
  if (const auto chord = parse_chord(golden.keys)) viewer.press(*chord);
  expect_as_kept(viewer.picture(), golden.name());
}

// README.md shows it and says how it is made
TEST(GoldenReadme, ThePictureIsWhatItsCommandMakes) {
  const test::Folder folder("brink_readme_picture");
  const Screenshot wanted{.path = folder.path("readme.png"),
                          .at = SimTime{21 * kMicrosecondsPerDay + (12 * 60 + 36) * 60'000'000LL},
                          .keys = std::string(BRINK_SOURCE_DIR) + "/tests/viz/data/readme.keys"};
  ASSERT_FALSE(take_screenshot(test::opened("open_letter", 17), wanted));
  expect_as_kept(*read_png(wanted.path), "readme");
}

TEST_P(GoldenTest, ComesOutTheSameTwice) {
  const auto& golden = GetParam();
  const auto draw = [&] {
    Headless viewer(test::opened(golden.scenario, golden.seed), golden.width, golden.height);
    viewer.state().theme = golden.theme;
    viewer.press({Key::right, false, true});
    return png_bytes(viewer.picture());
  };
  EXPECT_EQ(draw(), draw());
}

INSTANTIATE_TEST_SUITE_P(Screens, GoldenTest, ::testing::ValuesIn(kGoldens),
                         [](const auto& golden) { return golden.param.name(); });

}  // namespace
}  // namespace brink::viz
