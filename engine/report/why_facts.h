#pragma once

#include <string>

#include "engine/report/why_text.h"

namespace brink {

/// What the engine found on the way to one event, as lines indented below it.
std::string facts_text(const Explanation& explanation, const Link& link,
                       const WhyTextOptions& options);

}  // namespace brink
