#pragma once

#include <string>

#include "engine/story/why.h"

namespace brink {

struct WhyTextOptions {
  bool colour = false;
  std::size_t width = 100;  // columns
};

/// Why an event happened, for people: the chain in one sentence, then each link with the rule, what
/// it asked and found, its dice, and who last changed what it read. Nothing is keyed to names of
/// the scenario: every word comes from the scenario or from the kind of thing it is.
std::string why_text(const Explanation& explanation, const WhyTextOptions& options = {});

/// The same as one JSON object, exact.
std::string why_json(const Explanation& explanation);

/// What followed from the event by kept causes, as a tree down to `depth` levels; alike effects in
/// one line where there are many.
std::string effects_text(const Explanation& explanation, std::size_t depth,
                         const WhyTextOptions& options = {});

/// The same as one JSON object.
std::string effects_json(const Explanation& explanation, std::size_t depth);

}  // namespace brink
