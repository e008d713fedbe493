// Chunks come in: rows, failures and partials of one, or of a whole folder.
#include <fmt/format.h>
#include <sqlite3.h>

#include "engine/report/results_database.h"
#include "engine/report/words.h"

namespace brink {
namespace {

void prepare(ResultsDatabase& database, const Study& study) {
  std::string places = "?, ?, ?, ?, ?, ?";
  const auto columns = columns_of(study);
  const auto further = columns.marks.size() + columns.measures.size();
  for (std::size_t i = 0; i < further; ++i) places += ", ?";
  const auto statement = [&](const std::string& sql) {
    return std::make_unique<SQLite::Statement>(*database.connection, sql);
  };
  database.insert_run = statement("INSERT INTO runs VALUES (" + places + ")");
  database.take_span =
      statement("SELECT data FROM spans WHERE point = ? AND level = ? AND place = ?");
  database.drop_span = statement("DELETE FROM spans WHERE point = ? AND level = ? AND place = ?");
  database.put_span = statement("INSERT INTO spans VALUES (?, ?, ?, ?)");
}

void keep_rows(ResultsDatabase& database, const Study& study, const ChunkResult& result) {
  const auto& program = *study.program;
  const auto points = study.design.points();
  const auto measures = program.measures.size();
  for (std::size_t i = 0; i < result.rows.size(); ++i) {
    const auto& run = result.rows[i];
    results::Binder row(*database.insert_run);
    row.whole(run.replication * points + result.chunk.point).whole(result.chunk.point);
    row.whole(run.replication);
    if (run.outcome == kNone) {
      row.none();
    } else {
      row.text(program.outcomes[run.outcome].name);
    }
    row.number(in_days(run.end - SimTime{})).whole(run.hash);
    const auto marks = study.marks.size();
    for (std::size_t m = 0; m < marks; ++m) {
      const auto reached = result.reached[i * marks + m];
      if (reached.is_never()) {
        row.none();
      } else {
        row.number(in_days(reached - SimTime{}));
      }
    }
    for (std::size_t m = 0; m < measures; ++m) {
      const auto& measure = program.measures[m];
      if (measure.form == MeasureDecl::Form::series) continue;
      const auto& cell = result.cells[i * measures + m];
      if (!cell.exists) {
        row.none();
      } else if (measure.type == ValueType::symbol) {
        row.text(program.symbols[static_cast<std::size_t>(cell.number)]);
      } else if (measure.type == ValueType::actor) {
        row.text(program.actors[static_cast<std::size_t>(cell.number)].id);
      } else {
        row.number(cell.number);
      }
    }
    row.run();
  }
}

void keep_failures(ResultsDatabase& database, const Study& study, const ChunkResult& result) {
  if (result.failures.empty()) return;
  SQLite::Statement insert(*database.connection,
                           "INSERT INTO failures VALUES (?, ?, ?, ?, ?, ?, ?)");
  for (const auto& failed : result.failures) {
    const auto run = failed.replication * study.design.points() + result.chunk.point;
    results::Binder(insert)
        .whole(run)
        .whole(result.chunk.point)
        .whole(failed.replication)
        .number(in_days(failed.time - SimTime{}))
        .text(failed.text.place)
        .text(failed.text.message)
        .text(fmt::format("brink replay {} --run {}", shell_word(database.folder), run))
        .run();
  }
}

/// Another database beside the main one, as `other`, as long as the object lives.
class Attached {
 public:
  Attached(SQLite::Database& database, const std::string& path) : database_(database) {
    SQLite::Statement attach(database, "ATTACH ? AS other");
    results::Binder(attach).text(path).run();
  }
  ~Attached() { database_.tryExec("DETACH other"); }
  Attached(const Attached&) = delete;
  Attached& operator=(const Attached&) = delete;

 private:
  SQLite::Database& database_;
};

void take_spans(ResultsDatabase& database, const Study& study) {
  SQLite::Statement spans(*database.connection,
                          "SELECT point, level, place, data FROM other.spans "
                          "ORDER BY point, (place << level), level DESC");
  while (spans.executeStep()) {
    const auto column = [&](int i) {
      return static_cast<std::uint64_t>(spans.getColumn(i).getInt64());
    };
    auto partial = decode(study, spans.getColumn(3).getString());
    if (!partial) throw SQLite::Exception("a partial makes no sense", SQLITE_CORRUPT);
    add_span(results::shelf(database, study, column(0)),
             {static_cast<std::uint32_t>(column(1)), column(2)}, std::move(*partial));
  }
}

}  // namespace

Results::Failure Results::keep(const Study& study, const ChunkResult& result) {
  return results::guarded(database_->path(), [&] {
    if (!database_->insert_run) prepare(*database_, study);
    SQLite::Transaction transaction(*database_->connection);
    keep_rows(*database_, study, result);
    keep_failures(*database_, study, result);
    const auto& chunk = result.chunk;
    add_span(results::shelf(*database_, study, chunk.point), {0, chunk.block}, result.partial);
    SQLite::Statement insert(*database_->connection, "INSERT INTO chunks VALUES (?, ?, ?, ?, ?)");
    results::Binder(insert)
        .whole(chunk.number)
        .whole(chunk.point)
        .whole(chunk.first)
        .whole(chunk.count)
        .whole(result.failures.size())
        .run();
    transaction.commit();
  });
}

Results::Failure Results::take_in(const Study& study, const std::string& folder) {
  if (!holds_results(folder)) return fmt::format("`{}` holds no results", folder);
  auto why = results::guarded(database_->path(), [&] {
    auto& connection = *database_->connection;
    if (!database_->insert_run) prepare(*database_, study);
    const Attached other(connection, folder + "/results.db");
    SQLite::Transaction transaction(connection);
    for (const char* table : {"runs", "failures", "chunks"}) {
      connection.exec(fmt::format("INSERT INTO main.{} SELECT * FROM other.{}", table, table));
    }
    take_spans(*database_, study);
    transaction.commit();
  });
  if (why) *why += fmt::format(", while `{}` was taken in", folder);
  return why;
}

}  // namespace brink
