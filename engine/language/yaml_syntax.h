#pragma once

#include <yaml-cpp/exceptions.h>

#include <optional>

#include "engine/language/yaml_builder.h"

namespace brink {

/// Reports why yaml-cpp gave up, in the author's terms where the reason is known. Returns the
/// offset of the value that stopped it when the text can be read again without that value.
std::optional<std::size_t> report_syntax(const YAML::Exception& error, const YamlBuilder& builder,
                                         YamlFile& file, bool only_known);

}  // namespace brink
