#pragma once

#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "viz/raster/image.h"

namespace brink::viz {

/// The image as the bytes of a PNG file, with opacity. The same image gives the same bytes.
/// Errors: an image without an area, or too large to be held, gives an empty string.
std::string png_bytes(const Image& image);

/// Writes a PNG file; it appears under `path` only when complete.
/// Errors: a message that names the file and says why; nothing is left behind.
std::optional<std::string> write_png(const Image& image, const std::string& path);

/// Reads a PNG file (any kind; grey or without opacity becomes RGBA).
/// Errors: a message that names the file and says why.
tl::expected<Image, std::string> read_png(const std::string& path);

}  // namespace brink::viz
