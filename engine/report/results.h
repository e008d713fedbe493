#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "engine/batch/replicate.h"
#include "engine/batch/study.h"
#include "engine/report/manifest.h"

namespace brink {

struct ResultsDatabase;  // results_database.h

/// How far the work on a folder has come.
struct ResultsProgress {
  std::uint64_t chunks = 0;  // kept, from the shard's first on
  std::uint64_t ended = 0;   // runs
  std::uint64_t failed = 0;
};

/// The run of a row: which point and replication, and its hash where it came to its end.
struct KeptRun {
  std::uint64_t point = 0;
  std::uint64_t replication = 0;
  std::optional<std::uint64_t> hash;
};

/// A folder of results: `results.db`, an SQLite database whose tables README.md describes, and what
/// is written from it, `manifest.json` and CSV files.
///
/// A chunk's rows, its entry in `chunks` and the partials it makes possible are one transaction, so
/// whatever ends the program leaves whole chunks behind. While it is open for writing no other
/// program can open the database (SQLite's exclusive mode).
///
/// Errors: messages that name the file and say what to do; never an exception, but std::bad_alloc.
/// Thread safety: one thread at a time.
class Results {
 public:
  template <class T>
  using Expected = tl::expected<T, std::string>;
  using Failure = std::optional<std::string>;

  /// Makes the folder, where it is not there, and an empty database in it; where it cannot, nothing
  /// is left behind but the folder.
  static Expected<Results> create(const std::string& folder, const Study& study,
                                  const Manifest& manifest);
  /// Opens what is there, to go on or to look something up. The database's pages are checked when
  /// it is to be written.
  enum class Use { read, write };
  static Expected<Results> open(const std::string& folder, Use use);

  Results(Results&&) noexcept;
  Results& operator=(Results&&) noexcept;
  ~Results();

  const std::string& folder() const;
  const Manifest& manifest() const;

  Expected<ResultsProgress> progress();

  /// Keeps what a chunk came to. REQUIRES: chunks come in order.
  Failure keep(const Study& study, const ChunkResult& result);

  /// Takes in all that another folder holds: rows, and partials, which are merged where they meet.
  Failure take_in(const Study& study, const std::string& folder);

  /// Sums up what is there: the summary tables, the digest, `manifest.json` and the CSV files.
  /// `whole`: nothing is missing.
  Failure sum_up(const Study& study, bool whole);

  /// The run of a row. REQUIRES: run < points · replications.
  Expected<KeptRun> find(std::uint64_t run);

  /// Rows of a query as texts, for reports; a missing value is an empty text.
  Expected<std::vector<std::vector<std::string>>> query(const std::string& sql);

 private:
  explicit Results(std::unique_ptr<ResultsDatabase> database);
  std::unique_ptr<ResultsDatabase> database_;
};

/// True if a folder holds results, of whatever kind.
bool holds_results(const std::string& folder);

}  // namespace brink
