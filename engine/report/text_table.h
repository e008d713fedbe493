#pragma once

#include <string>
#include <vector>

namespace brink {

/// Rows as lines of aligned columns, the first to the left and the others to the right, two spaces
/// between them and before the first. Rows may be of different lengths.
std::string text_table(const std::vector<std::vector<std::string>>& rows);

/// The columns behind the first in as many tables as it takes for none to be wider than `width`,
/// each with the first column; an empty line between them.
std::string text_tables(const std::vector<std::vector<std::string>>& rows, std::size_t width);

}  // namespace brink
