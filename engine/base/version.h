#pragma once

#include <string_view>

namespace brink {

/// The version of this program, which CMakeLists.txt reads here. Results are promised to be the
/// same bits within one version only.
inline constexpr std::string_view kVersion = "0.1.0";

}  // namespace brink
