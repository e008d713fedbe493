#include "viz/raster/png.h"

#include <fmt/format.h>
#include <stb/stb_image.h>
#include <stb/stb_image_write.h>

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>

#include "engine/report/new_file.h"

namespace brink::viz {

namespace {

void append(void* text, void* bytes, int size) {
  static_cast<std::string*>(text)->append(static_cast<const char*>(bytes),
                                          static_cast<std::size_t>(size));
}

}  // namespace

std::string png_bytes(const Image& image) {
  std::string bytes;
  if (image.width <= 0 || image.height <= 0) return bytes;
  const int written = stbi_write_png_to_func(append, &bytes, image.width, image.height, 4,
                                             image.pixels.data(), 4 * image.width);
  if (written == 0) bytes.clear();
  return bytes;
}

std::optional<std::string> write_png(const Image& image, const std::string& path) {
  const std::string bytes = png_bytes(image);
  if (bytes.empty()) return fmt::format("cannot write `{}`: the picture has no pixels", path);
  NewFile file(path);
  if (auto why = file.open()) return why;
  return file.write_and_close(bytes);
}

tl::expected<Image, std::string> read_png(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return tl::unexpected(fmt::format("cannot read `{}`", path));
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  Image image;
  int channels = 0;
  stbi_uc* pixels = stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(bytes.data()),
                                          static_cast<int>(bytes.size()), &image.width,
                                          &image.height, &channels, 4);
  if (pixels == nullptr) {
    return tl::unexpected(fmt::format("cannot read `{}`: {}", path, stbi_failure_reason()));
  }
  image.pixels.assign(pixels, pixels + 4 * static_cast<std::ptrdiff_t>(image.width) * image.height);
  stbi_image_free(pixels);
  return image;
}

}  // namespace brink::viz
