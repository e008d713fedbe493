#pragma once

#include <string>
#include <tl/expected.hpp>

#include "engine/report/results.h"

namespace brink {

struct BatchSummaryOptions {
  bool colour = false;
  std::size_t width = 100;  // columns
};

/// What a batch came to, for people, from its summary tables: outcomes with intervals by point,
/// measures, what was held at its range, failures, the digest.
///
/// REQUIRES: the results were summed up.
/// Errors:   the database cannot be read.
tl::expected<std::string, std::string> batch_summary(Results& results, const Study& study,
                                                     const BatchSummaryOptions& options = {});

}  // namespace brink
