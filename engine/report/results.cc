#include "engine/report/results.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "engine/base/check.h"
#include "engine/report/new_file.h"
#include "engine/report/results_database.h"
#include "engine/report/words.h"

namespace brink {
namespace {

namespace fs = std::filesystem;
using tl::unexpected;

constexpr int kBusyMilliseconds = 3000;

std::string in_folder(const std::string& folder, const char* name) { return folder + "/" + name; }

// how the database is used while a batch runs: one writer, each commit safe from a kill
void begin_writing(SQLite::Database& database) {
  database.exec("PRAGMA locking_mode = EXCLUSIVE");
  database.exec("PRAGMA journal_mode = WAL");
  database.exec("PRAGMA synchronous = NORMAL");
  database.exec("PRAGMA cache_size = -512");  // [KiB] rows come in order: more would only be memory
  database.exec("BEGIN EXCLUSIVE; COMMIT");
}

void write_points(SQLite::Database& database, const Study& study) {
  const auto& design = study.design;
  std::string places = "?";
  for (std::size_t i = 0; i < design.factors.size(); ++i) places += ", ?";
  SQLite::Statement insert(database, "INSERT INTO points VALUES (" + places + ")");
  for (std::uint64_t p = 0; p < design.points(); ++p) {
    results::Binder row(insert);
    row.whole(p);
    const auto at = places_of(design, p);
    for (std::size_t i = 0; i < design.factors.size(); ++i) {
      const auto& factor = design.factors[i];
      row.value(*study.program, study.program->slots[factor.slot].type, factor.values[at[i]]);
    }
    row.run();
  }
}

// a study whose results do not fit a table's columns
std::optional<std::string> too_wide(const ResultsColumns& columns) {
  const auto n = columns.measures.size() + columns.marks.size() + columns.factors.size();
  if (n <= kMaxColumns) return std::nullopt;
  return fmt::format(
      "{} measures, outcomes that mark and swept parameters are too many for a table: at "
      "most {}",
      n, kMaxColumns);
}

// makes the database's file, so that of two batches that begin at once only one has the folder
std::optional<std::string> claim(const std::string& folder) {
  const auto path = in_folder(folder, "results.db");
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file >= 0) {
    ::close(file);
    return std::nullopt;
  }
  if (errno != EEXIST) return fmt::format("cannot write `{}`: {}", path, std::strerror(errno));
  return fmt::format(
      "`{}` holds results already: choose another folder, or go on with them by "
      "`--resume {}`",
      folder, shell_word(folder));
}

}  // namespace

Results::Results(std::unique_ptr<ResultsDatabase> database) : database_(std::move(database)) {}
Results::Results(Results&&) noexcept = default;
Results& Results::operator=(Results&&) noexcept = default;
Results::~Results() = default;

const std::string& Results::folder() const { return database_->folder; }
const Manifest& Results::manifest() const { return database_->manifest; }

bool holds_results(const std::string& folder) {
  std::error_code failure;
  return fs::exists(in_folder(folder, "results.db"), failure);
}

Results::Expected<Results> Results::create(const std::string& folder, const Study& study,
                                           const Manifest& manifest) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure) {
    return unexpected(fmt::format("cannot make the folder `{}`: {}", folder, failure.message()));
  }
  const auto columns = columns_of(study);
  if (const auto why = too_wide(columns)) return unexpected(*why);
  if (const auto why = claim(folder)) return unexpected(*why);
  auto database = std::make_unique<ResultsDatabase>();
  database->folder = folder;
  database->manifest = manifest;
  const auto why = results::guarded(database->path(), [&] {
    database->connection = std::make_unique<SQLite::Database>(
        database->path(), SQLite::OPEN_READWRITE, kBusyMilliseconds);
    begin_writing(*database->connection);
    SQLite::Transaction transaction(*database->connection);
    for (const auto& statement : table_statements(columns)) database->connection->exec(statement);
    database->connection->exec(fmt::format("PRAGMA user_version = {}", kResultsVersion));
    results::write_manifest(*database->connection, manifest);
    write_points(*database->connection, study);
    transaction.commit();
  });
  if (why) {
    // nothing of it is of use, and the file is ours: the folder is as it was
    const auto path = database->path();
    database.reset();
    for (const char* rest : {"", "-wal", "-shm", "-journal"}) fs::remove(path + rest, failure);
    return unexpected(*why);
  }
  Results made(std::move(database));
  NewFile file(in_folder(folder, "manifest.json"));
  if (auto wrong = file.open()) return unexpected(*wrong);
  if (auto wrong = file.write_and_close(manifest_text(manifest))) {
    return unexpected(*wrong);
  }
  return made;
}

namespace {

std::optional<std::string> read_manifest(ResultsDatabase& database) {
  const int version = database.connection->execAndGet("PRAGMA user_version").getInt();
  const bool is_empty =
      database.connection->execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0;
  if (is_empty) {
    return fmt::format(
        "`{}` holds nothing: the batch was stopped before it began, or the file was "
        "emptied; remove it and begin anew",
        database.path());
  }
  if (version != kResultsVersion) {
    return fmt::format("`{}` has tables of version {}; this program reads version {}",
                       database.path(), version, kResultsVersion);
  }
  nlohmann::ordered_json json;
  SQLite::Statement rows(*database.connection, "SELECT key, value FROM manifest");
  while (rows.executeStep()) {
    auto value = nlohmann::ordered_json::parse(rows.getColumn(1).getString(), nullptr, false);
    json[rows.getColumn(0).getString()] = std::move(value);
  }
  auto manifest = manifest_from(json);
  if (!manifest) return fmt::format("`{}`: {}", database.path(), manifest.error());
  database.manifest = std::move(*manifest);
  return std::nullopt;
}

// every page is read: a batch does not go on with what is damaged
std::optional<std::string> damage(ResultsDatabase& database) {
  std::string found = database.connection->execAndGet("PRAGMA quick_check(1)").getString();
  database.connection->exec("PRAGMA wal_checkpoint(TRUNCATE)");
  const auto page = database.connection->execAndGet("PRAGMA page_size").getInt64();
  // what is missing of the last page reads as zeros
  std::error_code failure;
  if (fs::file_size(database.path(), failure) % static_cast<std::uintmax_t>(page) != 0) {
    found = "the end of the file is missing";
  }
  if (found == "ok") return std::nullopt;
  std::replace(found.begin(), found.end(), '\n', ' ');
  return fmt::format("`{}` is damaged ({}); what can be saved of it: `sqlite3 {} .recover`",
                     database.path(), found, shell_word(database.path()));
}

bool may_write(const std::string& path) { return access(path.c_str(), W_OK) == 0; }

// why a folder cannot be opened as wanted, as far as its files tell
std::optional<std::string> unfit(const ResultsDatabase& database, bool to_write, bool writable) {
  std::error_code failure;
  if (!fs::is_directory(database.folder, failure)) {
    if (fs::exists(database.folder, failure))
      return fmt::format("`{}` is no folder", database.folder);
    return fmt::format("there is no folder `{}`", database.folder);
  }
  if (!holds_results(database.folder)) {
    return fmt::format("`{}` holds no results: there is no results.db in it", database.folder);
  }
  if (writable) return std::nullopt;
  if (to_write) {
    return fmt::format(
        "`{}`: it must not be written: look at the rights of the file and its folder",
        database.path());
  }
  // what a batch that was killed has left must be taken in first
  const auto left = fs::file_size(database.path() + "-wal", failure);
  if (failure || left == 0) return std::nullopt;
  return fmt::format(
      "`{}`: it is of a batch that was killed, and must not be written; `brink batch --resume` "
      "makes it whole where it may be",
      database.path());
}

// `NAME.PID.part`, as NewFile calls what it has not finished
bool is_part_of(std::string_view name, std::string_view file) {
  constexpr std::string_view kPart = ".part";
  if (!name.starts_with(file) || !name.ends_with(kPart)) return false;
  if (name.size() <= file.size() + 1 + kPart.size() || name[file.size()] != '.') return false;
  const auto id = name.substr(file.size() + 1, name.size() - file.size() - 1 - kPart.size());
  return id.find_first_not_of("0123456789") == std::string_view::npos;
}

// what was being written when a batch was killed; no other batch can be at work here
void remove_parts(const std::string& folder) {
  std::error_code failure;
  std::vector<std::string> names{"manifest.json"};
  for (const auto& file : csv_files({})) names.push_back(file.name);
  for (const auto& entry : fs::directory_iterator(folder, failure)) {
    const auto name = entry.path().filename().string();
    for (const auto& file : names) {
      if (is_part_of(name, file)) fs::remove(entry.path(), failure);
    }
  }
}

}  // namespace

Results::Expected<Results> Results::open(const std::string& folder, Use use) {
  auto database = std::make_unique<ResultsDatabase>();
  database->folder = folder;
  const bool to_write = use == Use::write;
  const bool writable = may_write(database->path()) && may_write(folder);
  if (const auto why = unfit(*database, to_write, writable)) return unexpected(*why);
  std::optional<std::string> wrong;
  const auto why = results::guarded(database->path(), [&] {
    // who only reads may write too, where it can: so a killed batch's last part is taken in, and no
    // file is left beside the database
    const int mode = writable ? SQLite::OPEN_READWRITE : SQLite::OPEN_READONLY;
    database->connection =
        std::make_unique<SQLite::Database>(database->path(), mode, kBusyMilliseconds);
    if (to_write) begin_writing(*database->connection);
    wrong = read_manifest(*database);
    if (!wrong && to_write) wrong = damage(*database);
  });
  if (why) return unexpected(*why);
  if (wrong) return unexpected(*wrong);
  if (to_write) remove_parts(folder);
  return Results(std::move(database));
}

Results::Expected<ResultsProgress> Results::progress() {
  ResultsProgress progress;
  const auto why = results::guarded(database_->path(), [&] {
    SQLite::Statement sums(*database_->connection,
                           "SELECT count(*), coalesce(sum(replications), 0), "
                           "coalesce(sum(failed), 0) FROM chunks");
    sums.executeStep();
    progress.chunks = static_cast<std::uint64_t>(sums.getColumn(0).getInt64());
    progress.failed = static_cast<std::uint64_t>(sums.getColumn(2).getInt64());
    progress.ended = static_cast<std::uint64_t>(sums.getColumn(1).getInt64()) - progress.failed;
  });
  if (why) return unexpected(*why);
  return progress;
}

Results::Failure Results::sum_up(const Study& study, bool whole) {
  const auto so_far = progress();
  if (!so_far) return so_far.error();
  auto& manifest = database_->manifest;
  manifest.ended = so_far->ended;
  manifest.failed = so_far->failed;
  manifest.is_complete = whole;
  const auto why = results::guarded(database_->path(), [&] {
    auto& database = *database_->connection;
    SQLite::Transaction transaction(database);
    results::write_sums(*database_, study);
    SQLite::Statement commands(database, "UPDATE failures SET command = ? || run");
    results::Binder(commands)
        .text(fmt::format("brink replay {} --run ", shell_word(folder())))
        .run();
    results::write_manifest(database, manifest);
    transaction.commit();
  });
  if (why) return why;
  for (const auto& file : csv_files(columns_of(study))) {
    const auto path = in_folder(folder(), file.name.c_str());
    Failure wrong;
    const auto unread = results::guarded(database_->path(), [&] {
      wrong = results::write_csv(*database_->connection, file.query, path);
    });
    if (unread) return unread;
    if (wrong) return wrong;
  }
  NewFile file(in_folder(folder(), "manifest.json"));
  if (auto wrong = file.open()) return wrong;
  if (auto wrong = file.write_and_close(manifest_text(manifest))) return wrong;
  // one file again, readable where nothing may be written
  return results::guarded(database_->path(), [&] {
    database_->insert_run.reset();
    database_->take_span.reset();
    database_->drop_span.reset();
    database_->put_span.reset();
    database_->connection->exec("PRAGMA journal_mode = DELETE");
  });
}

Results::Expected<KeptRun> Results::find(std::uint64_t run) {
  const auto& manifest = database_->manifest;
  KeptRun kept{run % manifest.points, run / manifest.points, std::nullopt};
  const auto why = results::guarded(database_->path(), [&] {
    SQLite::Statement row(*database_->connection, "SELECT hash FROM runs WHERE run = ?");
    row.bind(1, static_cast<std::int64_t>(run));
    if (row.executeStep()) kept.hash = static_cast<std::uint64_t>(row.getColumn(0).getInt64());
  });
  if (why) return unexpected(*why);
  return kept;
}

Results::Expected<std::vector<std::vector<std::string>>> Results::query(const std::string& sql) {
  std::vector<std::vector<std::string>> all;
  const auto why = results::guarded(database_->path(), [&] {
    SQLite::Statement rows(*database_->connection, sql);
    while (rows.executeStep()) {
      auto& row = all.emplace_back();
      for (int i = 0; i < rows.getColumnCount(); ++i) {
        const auto column = rows.getColumn(i);
        row.push_back(column.isFloat() ? exact_number(column.getDouble()) : column.getString());
      }
    }
  });
  if (why) return unexpected(*why);
  return all;
}

}  // namespace brink
