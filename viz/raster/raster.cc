#include "viz/raster/raster.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "viz/raster/triangle.h"

namespace brink::viz {

namespace {

// so far out that nobody sees it, and products of two lengths still fit 64 bits
constexpr double kFarthestPixel = 1 << 21;

std::int64_t to_fixed(double value, double unit, double farthest) {
  if (!(value == value)) return 0;  // not a number
  return static_cast<std::int64_t>(std::floor(std::clamp(value, -farthest, farthest) * unit + 0.5));
}

std::int64_t to_fixed_pixel(float pixel) { return to_fixed(pixel, 256.0, kFarthestPixel); }

/// From ImGui's coordinates to the picture's.
struct View {
  ImVec2 origin;
  ImVec2 scale;
  AlphaTexture texture;

  std::int64_t x(float value) const { return to_fixed_pixel((value - origin.x) * scale.x); }
  std::int64_t y(float value) const { return to_fixed_pixel((value - origin.y) * scale.y); }

  Corner corner(const ImDrawVert& vertex) const {
    Corner corner;
    corner.x = x(vertex.pos.x);
    corner.y = y(vertex.pos.y);
    corner.u = to_fixed(static_cast<double>(vertex.uv.x) * texture.width, 65536.0, kFarthestPixel);
    corner.v = to_fixed(static_cast<double>(vertex.uv.y) * texture.height, 65536.0, kFarthestPixel);
    const ImU32 packed = vertex.col;
    const auto channel = [&](int shift) {
      return static_cast<std::uint8_t>((packed >> shift) & 0xff);
    };
    corner.colour = {channel(IM_COL32_R_SHIFT), channel(IM_COL32_G_SHIFT),
                     channel(IM_COL32_B_SHIFT), channel(IM_COL32_A_SHIFT)};
    return corner;
  }
};

/// Whether a b c d, in this order, are an upright rectangle from its left top corner clockwise,
/// with one colour and the texture upright too.
bool is_upright(const Corner& a, const Corner& b, const Corner& c, const Corner& d) {
  return a.y == b.y && b.x == c.x && c.y == d.y && d.x == a.x && a.x < b.x && a.y < d.y &&
         a.v == b.v && b.u == c.u && c.v == d.v && d.u == a.u && a.colour == b.colour &&
         a.colour == c.colour && a.colour == d.colour;
}

/// ImGui writes a rectangle as the triangles 0 1 2 and 0 2 3.
bool is_quad(const ImDrawIdx* index) { return index[3] == index[0] && index[4] == index[2]; }

void draw_command(const Canvas& canvas, const View& view, const ImDrawList& list,
                  const ImDrawCmd& command) {
  const ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
  const ImDrawIdx* index = list.IdxBuffer.Data + command.IdxOffset;
  const unsigned count = command.ElemCount - command.ElemCount % 3;
  for (unsigned i = 0; i < count; i += 3, index += 3) {
    const Corner a = view.corner(vertices[index[0]]);
    const Corner b = view.corner(vertices[index[1]]);
    const Corner c = view.corner(vertices[index[2]]);
    if (i + 6 <= count && is_quad(index)) {
      const Corner d = view.corner(vertices[index[5]]);
      if (is_upright(a, b, c, d)) {
        fill_rectangle(canvas, a, c);
        i += 3;
        index += 3;
        continue;
      }
    }
    fill_triangle(canvas, a, b, c);
  }
}

Image filled(int width, int height, ImU32 clear) {
  Image image{width, height, {}};
  image.pixels.resize(4 * static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  for (std::size_t i = 0; i < image.pixels.size(); i += 4) {
    image.pixels[i] = static_cast<std::uint8_t>((clear >> IM_COL32_R_SHIFT) & 0xff);
    image.pixels[i + 1] = static_cast<std::uint8_t>((clear >> IM_COL32_G_SHIFT) & 0xff);
    image.pixels[i + 2] = static_cast<std::uint8_t>((clear >> IM_COL32_B_SHIFT) & 0xff);
    image.pixels[i + 3] = static_cast<std::uint8_t>((clear >> IM_COL32_A_SHIFT) & 0xff);
  }
  return image;
}

Box clip_of(const View& view, const ImVec4& rectangle, const Image& image) {
  const PixelRange x = pixels_between(view.x(rectangle.x), view.x(rectangle.z), 0, image.width);
  const PixelRange y = pixels_between(view.y(rectangle.y), view.y(rectangle.w), 0, image.height);
  return {x.begin, y.begin, x.end, y.end};
}

}  // namespace

AlphaTexture texture_of(ImFontAtlas& atlas) {
  unsigned char* opacity = nullptr;
  AlphaTexture texture;
  atlas.GetTexDataAsAlpha8(&opacity, &texture.width, &texture.height);
  texture.opacity = opacity;
  return texture;
}

Image render(const ImDrawData& data, const AlphaTexture& texture, std::uint32_t clear) {
  const int width = static_cast<int>(std::lround(data.DisplaySize.x * data.FramebufferScale.x));
  const int height = static_cast<int>(std::lround(data.DisplaySize.y * data.FramebufferScale.y));
  if (width <= 0 || height <= 0) return {};
  Image image = filled(width, height, clear);
  const View view{data.DisplayPos, data.FramebufferScale, texture};
  for (int i = 0; i < data.CmdListsCount; ++i) {
    const ImDrawList& list = *data.CmdLists[i];
    for (const ImDrawCmd& command : list.CmdBuffer) {
      if (command.UserCallback != nullptr) continue;
      const Canvas canvas{&image, texture, clip_of(view, command.ClipRect, image)};
      draw_command(canvas, view, list, command);
    }
  }
  return image;
}

}  // namespace brink::viz
