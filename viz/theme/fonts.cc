#include "viz/theme/fonts.h"

#include <imgui.h>
#include <imgui_freetype.h>

#include <algorithm>
#include <cmath>
#include <fstream>

namespace brink::viz {

namespace {

// pairs of first and last code point, ended by 0; the atlas keeps the address
constexpr ImWchar kLetters[] = {
    0x0020, 0x024f,  // Latin with its accents
    0x02b0, 0x02ff,  // modifier letters
    0x0370, 0x03ff,  // Greek
    0x0400, 0x052f,  // Cyrillic
    0x1e00, 0x1eff,  // Vietnamese and others
    0x2010, 0x205e,  // dashes, quotes, ellipsis
    0x2070, 0x20bf,  // raised and lowered digits, currencies
    0x2113, 0x2126,  // numero, trade mark, ohm
    0x2190, 0x21ff,  // arrows
    0x2200, 0x22ff,  // mathematical signs
    0x25a0, 0x26a0,  // shapes, stars, warning
    0x2713, 0x2717,  // tick and cross
    0,
};
constexpr ImWchar kIcons[] = {0xf000, 0xf2e0, 0};

struct Build {
  ImFontAtlas& atlas;
  float zoom;
  const FontFiles& files;
  bool icons;
};

bool is_readable(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return in && in.peek() != std::ifstream::traits_type::eof();
}

void merge_icons(const Build& build, float pixels) {
  ImFontConfig config;
  config.MergeMode = true;
  config.PixelSnapH = true;  // else those narrower than the least advance stand between pixels
  config.GlyphMinAdvanceX = std::round(pixels * 0.9F);
  config.GlyphOffset.y = std::round(pixels * 0.06F);  // on the middle of capitals
  const float size = std::round(pixels * 0.88F);
  build.atlas.AddFontFromFileTTF(build.files.icons.c_str(), size, &config, kIcons);
}

ImFont* add_font(const Build& build, const std::string& path, float size, bool with_icons) {
  const float pixels = std::round(size * build.zoom);
  ImFontConfig config;
  config.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
  ImFont* font = nullptr;
  if (is_readable(path)) {
    font = build.atlas.AddFontFromFileTTF(path.c_str(), pixels, &config, kLetters);
  } else {
    config.SizePixels = pixels;
    font = build.atlas.AddFontDefault(&config);
  }
  if (with_icons && build.icons) merge_icons(build, pixels);
  return font;
}

Fonts add_fonts(const Build& build) {
  Fonts fonts;
  fonts.text = add_font(build, build.files.text, 17.0F, true);
  fonts.bold = add_font(build, build.files.bold, 17.0F, true);
  fonts.small = add_font(build, build.files.text, 15.0F, true);
  fonts.mono = add_font(build, build.files.mono, 17.0F, false);
  fonts.large = add_font(build, build.files.bold, 24.0F, true);
  fonts.has_icons = build.icons;
  for (ImFont* font : {fonts.text, fonts.bold, fonts.small, fonts.mono, fonts.large}) {
    font->Scale = 1.0F / build.zoom;
  }
  return fonts;
}

}  // namespace

Fonts load_fonts(ImFontAtlas& atlas, float zoom, const FontFiles& files) {
  const float brought = std::clamp(zoom, 1.0F, 2.0F);
  atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
  Fonts fonts = add_fonts({atlas, brought, files, is_readable(files.icons)});
  if (atlas.Build()) return fonts;
  // a file was no font: the built-in one always builds
  atlas.Clear();
  const FontFiles none{"", "", "", ""};
  fonts = add_fonts({atlas, brought, none, false});
  atlas.Build();
  return fonts;
}

}  // namespace brink::viz
