#pragma once

#include <imgui.h>

namespace brink::viz {

/// Relative luminance of an opaque colour (packed as IM_COL32): 0 black to 1 white.
/// Source: WCAG 2.1, definition of relative luminance.
double luminance(ImU32 colour);

/// Contrast of two opaque colours: 1 (alike) to 21 (black on white). Text is to have 4.5, marks 3.
/// Source: WCAG 2.1, success criteria 1.4.3 and 1.4.11.
double contrast(ImU32 a, ImU32 b);

/// Near-black or white, whichever is easier to read on `background`.
ImU32 text_on(ImU32 background);

}  // namespace brink::viz
