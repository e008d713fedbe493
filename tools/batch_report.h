#pragma once

#include <optional>
#include <string>

#include "engine/report/results.h"

/// What `brink batch`, `merge` and `replay` share.
namespace brink::tools {

/// The folder that results go to: `out`, or a name made from the scenario's: `open_letter-results`,
/// or the first of -2, -3, ... that is not there; a shard's name is its own. The message where
/// `out` is no name for a folder.
tl::expected<std::string, std::string> results_folder(const std::optional<std::string>& out,
                                                      const std::string& file, const Shard& shard);

/// "every finished chunk is kept: `brink batch --resume DIR` goes on".
std::string resume_hint(const std::string& folder);

/// A study whose failures are told in one line; a message is printed where it is none.
std::optional<Study> study_or_complaint(const Program& program, const StudyText& text);

/// What the session did, for the head of the summary.
struct Session {
  std::uint64_t runs = 0;
  std::uint64_t before = 0;  // runs that it found
  double seconds = 0;
  unsigned threads = 1;
};

/// Sums up what is in the results and prints it, or the digest alone; the exit code.
int conclude(Results& results, const Study& study, const Session& session, bool whole, bool quiet);

}  // namespace brink::tools
