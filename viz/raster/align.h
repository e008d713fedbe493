#pragma once

struct ImDrawData;

namespace brink::viz {

/// Moves text onto whole pixels: each glyph drawn at its own size by up to half a pixel. ImGui
/// puts text on whole units of its own, which at a zoom of 1.5 lie between pixels every other time,
/// and glyphs would be blurred. Call after ImGui::Render, before drawing, with or without a window.
///
/// `texture_width` and `texture_height` are those of the font atlas, in texels.
/// Cost: one pass over the indices.
void align_glyphs(ImDrawData& data, int texture_width, int texture_height);

}  // namespace brink::viz
