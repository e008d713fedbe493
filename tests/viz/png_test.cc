// Laws of picture files: they come back as they were, and appear whole or not at all.
#include "viz/raster/png.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/support/folder.h"

namespace brink::viz {
namespace {

Image pattern(int width, int height) {
  Image image{width, height, {}};
  for (int i = 0; i < 4 * width * height; ++i) {
    image.pixels.push_back(static_cast<std::uint8_t>(i * 37 + i / 5));
  }
  return image;
}

TEST(Png, APictureComesBackAsItWas) {
  const test::Folder folder("png");
  const Image image = pattern(37, 21);
  ASSERT_EQ(write_png(image, folder.path("a.png")), std::nullopt);
  const auto back = read_png(folder.path("a.png"));
  ASSERT_TRUE(back) << back.error();
  EXPECT_EQ(*back, image);
}

TEST(Png, TheBytesBeginAsAPngFileMustAndAreTheSameTwice) {
  const std::string bytes = png_bytes(pattern(5, 5));
  EXPECT_EQ(bytes.substr(0, 8), "\x89PNG\r\n\x1a\n");
  EXPECT_EQ(bytes, png_bytes(pattern(5, 5)));
}

TEST(Png, AFileThatCannotBeWrittenIsNamedAndLeavesNothingBehind) {
  const test::Folder folder("png_missing");
  const std::string path = folder.path("no_such_folder/a.png");
  EXPECT_EQ(write_png(pattern(2, 2), path),
            "cannot write `" + path + "`: No such file or directory");
  EXPECT_TRUE(std::filesystem::is_empty(folder.path("")));
}

TEST(Png, APictureWithoutPixelsIsNotWritten) {
  const test::Folder folder("png_empty");
  const std::string path = folder.path("a.png");
  EXPECT_EQ(write_png(Image{}, path), "cannot write `" + path + "`: the picture has no pixels");
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Png, WhatIsNoPictureIsRefusedByName) {
  const test::Folder folder("png_text");
  folder.write("a.png", "not a picture");
  const auto text = read_png(folder.path("a.png"));
  ASSERT_FALSE(text);
  EXPECT_TRUE(text.error().starts_with("cannot read `" + folder.path("a.png") + "`: "))
      << text.error();
  EXPECT_EQ(read_png(folder.path("b.png")).error(), "cannot read `" + folder.path("b.png") + "`");
}

}  // namespace
}  // namespace brink::viz
