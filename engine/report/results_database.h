#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "engine/batch/partial_tree.h"
#include "engine/report/manifest.h"
#include "engine/report/results.h"
#include "engine/report/results_tables.h"

/// What the files of `Results` share: the only place, with them, that sees SQLite.
namespace brink {

/// `PRAGMA user_version` of the tables as they are now.
inline constexpr int kResultsVersion = 1;

struct ResultsDatabase {
  std::string folder;
  Manifest manifest;
  std::unique_ptr<SQLite::Database> connection;
  // prepared once for `keep`
  std::unique_ptr<SQLite::Statement> insert_run;
  std::unique_ptr<SQLite::Statement> take_span;
  std::unique_ptr<SQLite::Statement> drop_span;
  std::unique_ptr<SQLite::Statement> put_span;

  std::string path() const { return folder + "/results.db"; }
};

namespace results {

/// What went wrong, with the file and what to do about it.
std::string explain(const SQLite::Exception& error, const std::string& path);

/// Does something with the database; the message where it fails.
template <class Act>
std::optional<std::string> guarded(const std::string& path, const Act& act) {
  try {
    act();
    return std::nullopt;
  } catch (const SQLite::Exception& error) {
    return explain(error, path);
  }
}

/// A statement's values bound one after the other, from the first.
class Binder {
 public:
  explicit Binder(SQLite::Statement& statement) : statement_(statement) { statement.reset(); }
  Binder& whole(std::uint64_t x) {
    statement_.bind(++index_, static_cast<std::int64_t>(x));
    return *this;
  }
  Binder& number(double x) {
    statement_.bind(++index_, x);
    return *this;
  }
  Binder& text(const std::string& x) {
    statement_.bind(++index_, x);
    return *this;
  }
  /// Borrowed until `run`.
  Binder& bytes(const std::string& x) {
    statement_.bindNoCopy(++index_, x.data(), static_cast<int>(x.size()));
    return *this;
  }
  Binder& none() {
    statement_.bind(++index_);
    return *this;
  }
  Binder& value(const Program& program, ValueType type, Value value);
  void run() { statement_.exec(); }

 private:
  SQLite::Statement& statement_;
  int index_ = 0;
};

/// The spans of a point in a database.
SpanShelf shelf(ResultsDatabase& database, const Study& study, std::uint64_t point);

/// Writes the manifest's rows.
void write_manifest(SQLite::Database& database, const Manifest& manifest);

/// One point's partial, from all its spans; stops with an exception where bytes make no sense.
Partial partial_of(ResultsDatabase& database, const Study& study, std::uint64_t point);

/// Writes the rows of every summary table anew, and the digest into the manifest.
void write_sums(ResultsDatabase& database, const Study& study);

/// Writes a query's rows as a CSV file; the message where it cannot.
std::optional<std::string> write_csv(SQLite::Database& database, const std::string& query,
                                     const std::string& path);

}  // namespace results
}  // namespace brink
