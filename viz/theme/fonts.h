#pragma once

#include <string>

struct ImFont;
struct ImFontAtlas;

namespace brink::viz {

/// Where the typefaces lie; the defaults are where Debian puts them.
struct FontFiles {
  std::string text = "/usr/share/fonts/opentype/inter/Inter-Regular.otf";
  std::string bold = "/usr/share/fonts/opentype/inter/Inter-SemiBold.otf";
  std::string mono = "/usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-Regular.ttf";
  std::string icons = "/usr/share/fonts/truetype/font-awesome/fontawesome-webfont.ttf";  ///< 4.7
};

/// The viewer's fonts; they belong to the atlas. Sizes at zoom 1, in pixels from ascender to
/// descender: text, bold, mono 17; small 15; large 24.
struct Fonts {
  ImFont* text = nullptr;
  ImFont* bold = nullptr;
  ImFont* small = nullptr;
  ImFont* mono = nullptr;
  ImFont* large = nullptr;
  bool has_icons = false;  ///< all fonts but `mono` have the glyphs of `Icon`
};

/// Loads the fonts into an empty atlas and builds it, with FreeType.
///
/// Letters: Latin, Greek, Cyrillic; arrows, mathematical signs and shapes as far as the typeface
/// has them. For an interface enlarged `zoom` times (1 to 2; others are brought there) glyphs are
/// made at that size and drawn at 1/zoom, so that they are sharp under a FramebufferScale of
/// `zoom`. With `AddText` use `font->FontSize * font->Scale`.
///
/// Errors: none; in place of a file that is missing or broken stands ImGui's built-in font, which
/// has Latin letters only.
/// Cost: about 100 ms.
Fonts load_fonts(ImFontAtlas& atlas, float zoom, const FontFiles& files = {});

}  // namespace brink::viz
