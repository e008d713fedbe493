#include "viz/raster/align.h"

#include <imgui.h>

#include <cmath>

namespace brink::viz {

namespace {

struct Grid {
  ImVec2 origin;
  ImVec2 scale;
  float texture_width;
  float texture_height;
};

bool are_close(float a, float b) { return std::fabs(a - b) < 0.02F; }

/// Whether the quad shows as many texels as it has pixels: a glyph, not stretched.
bool is_glyph(const Grid& grid, const ImDrawVert& first, const ImDrawVert& last) {
  const float texels_wide = (last.uv.x - first.uv.x) * grid.texture_width;
  const float texels_high = (last.uv.y - first.uv.y) * grid.texture_height;
  return texels_wide > 0.5F && texels_high > 0.5F &&
         are_close(texels_wide, (last.pos.x - first.pos.x) * grid.scale.x) &&
         are_close(texels_high, (last.pos.y - first.pos.y) * grid.scale.y);
}

/// What to add to a position for it to lie on a whole pixel.
float to_pixel(float position, float origin, float scale) {
  const float pixel = (position - origin) * scale;
  return (std::round(pixel) - pixel) / scale;
}

void align_command(const Grid& grid, ImDrawList& list, const ImDrawCmd& command) {
  ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
  const ImDrawIdx* index = list.IdxBuffer.Data + command.IdxOffset;
  for (unsigned i = 0; i + 6 <= command.ElemCount; i += 3, index += 3) {
    // ImGui writes a glyph as the triangles 0 1 2 and 0 2 3
    if (index[3] != index[0] || index[4] != index[2]) continue;
    const ImDrawVert& first = vertices[index[0]];
    const ImDrawVert& right = vertices[index[1]];
    const ImDrawVert& last = vertices[index[2]];
    const bool upright = first.pos.y == right.pos.y && right.pos.x == last.pos.x;
    if (!upright || !is_glyph(grid, first, last)) continue;
    const float x = to_pixel(first.pos.x, grid.origin.x, grid.scale.x);
    const float y = to_pixel(first.pos.y, grid.origin.y, grid.scale.y);
    for (const ImDrawIdx corner : {index[0], index[1], index[2], index[5]}) {
      vertices[corner].pos.x += x;
      vertices[corner].pos.y += y;
    }
    i += 3;
    index += 3;
  }
}

}  // namespace

void align_glyphs(ImDrawData& data, int texture_width, int texture_height) {
  const Grid grid{data.DisplayPos, data.FramebufferScale, static_cast<float>(texture_width),
                  static_cast<float>(texture_height)};
  for (int i = 0; i < data.CmdListsCount; ++i) {
    ImDrawList& list = *data.CmdLists[i];
    for (const ImDrawCmd& command : list.CmdBuffer) {
      if (command.UserCallback == nullptr) align_command(grid, list, command);
    }
  }
}

}  // namespace brink::viz
