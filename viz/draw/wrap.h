#pragma once

#include <functional>
#include <string>
#include <string_view>

struct ImFont;

namespace brink::viz {

/// A text broken at blanks, and nowhere else, so that its lines are no wider than `width`; lines
/// after the first begin with `indent`. A word that is wider stands on a line of its own.
/// Cost: O(words) measurements.
std::string wrapped_by(std::string_view text, float width,
                       const std::function<float(std::string_view)>& measure,
                       std::string_view indent = {});

/// The same in a font at the size it is shown at [px].
std::string wrapped_to(const ImFont* font, std::string_view text, float width,
                       std::string_view indent = {});

}  // namespace brink::viz
