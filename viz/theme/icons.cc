#include "viz/theme/icons.h"

#include <array>
#include <cstddef>

namespace brink::viz {

namespace {

struct Entry {
  unsigned code;
  const char* glyph;
  const char* word;
};

// in the order of `Icon`
constexpr std::array<Entry, kIconCount> kEntries = {{
    {0xf04b, "\uf04b", "Play"},      {0xf04c, "\uf04c", "Pause"},   {0xf051, "\uf051", "Next"},
    {0xf048, "\uf048", "Back"},      {0xf050, "\uf050", "End"},     {0xf049, "\uf049", "Start"},
    {0xf126, "\uf126", "Fork"},      {0xf030, "\uf030", "Picture"}, {0xf002, "\uf002", "Search"},
    {0xf02e, "\uf02e", "Mark"},      {0xf0e8, "\uf0e8", "Why"},     {0xf0c4, "\uf0c4", "Remove"},
    {0xf0e2, "\uf0e2", "Undo"},      {0xf128, "\uf128", "Help"},    {0xf013, "\uf013", "Settings"},
    {0xf0e0, "\uf0e0", "Message"},   {0xf023, "\uf023", "Locked"},  {0xf19d, "\uf19d", "Lesson"},
    {0xf26c, "\uf26c", "Projector"}, {0xf074, "\uf074", "Random"},  {0xf00d, "\uf00d", "Close"},
}};

}  // namespace

const char* icon(Icon which, bool has_icons) {
  const Entry& entry = kEntries[static_cast<std::size_t>(which)];
  return has_icons ? entry.glyph : entry.word;
}

unsigned icon_code(Icon which) { return kEntries[static_cast<std::size_t>(which)].code; }

}  // namespace brink::viz
