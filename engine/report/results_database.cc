#include "engine/report/results_database.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <array>
#include <nlohmann/json.hpp>

#include "engine/report/log_rows.h"
#include "engine/report/new_file.h"
#include "engine/report/words.h"
#include "engine/run/settings.h"

namespace brink::results {
namespace {

struct Cause {
  int code;
  std::string_view text;
};
constexpr std::array<Cause, 9> kCauses = {{
    {SQLITE_FULL, "the disk is full: free some space and try again"},
    {SQLITE_BUSY, "another program has it open; close that first"},
    {SQLITE_LOCKED, "another program has it open; close that first"},
    {SQLITE_READONLY, "it must not be written: look at the rights of the file and its folder"},
    {SQLITE_CANTOPEN, "it cannot be opened: look at the rights of the folder"},
    {SQLITE_PERM, "it cannot be opened: look at the rights of the folder"},
    {SQLITE_CORRUPT, "it is damaged; what is whole can be read with sqlite3's `.recover`"},
    {SQLITE_NOTADB, "it is damaged, or no database at all"},
    {SQLITE_IOERR, "the disk gave an error, or is full"},
}};

}  // namespace

std::string explain(const SQLite::Exception& error, const std::string& path) {
  const int code = error.getErrorCode() & 0xFF;
  if (error.getExtendedErrorCode() == SQLITE_READONLY_DBMOVED) {
    return fmt::format("`{}`: it was moved or removed while it was in use", path);
  }
  for (const auto& cause : kCauses) {
    if (cause.code != code) continue;
    return fmt::format("`{}`: {} ({})", path, cause.text, error.what());
  }
  return fmt::format("`{}`: {}", path, error.what());
}

Binder& Binder::value(const Program& program, ValueType type, Value value) {
  switch (type) {
    case ValueType::number:
      return number(value.number);
    case ValueType::truth:
      return whole(value.whole != 0 ? 1 : 0);
    case ValueType::duration:
    case ValueType::date:
      return number(in_days({value.whole}));
    default:
      return text(value_text(program, type, value));
  }
}

SpanShelf shelf(ResultsDatabase& database, const Study& study, std::uint64_t point) {
  SpanShelf shelf;
  shelf.take = [&database, &study, point](Span span) -> std::optional<Partial> {
    auto& find = *database.take_span;
    Binder(find).whole(point).whole(span.level).whole(span.place);
    if (!find.executeStep()) return std::nullopt;
    const auto data = find.getColumn(0);
    auto partial = decode(
        study, {static_cast<const char*>(data.getBlob()), static_cast<std::size_t>(data.size())});
    find.reset();
    if (!partial) throw SQLite::Exception("a partial makes no sense", SQLITE_CORRUPT);
    Binder(*database.drop_span).whole(point).whole(span.level).whole(span.place).run();
    return partial;
  };
  shelf.put = [&database, point](Span span, const Partial& partial) {
    Binder(*database.put_span)
        .whole(point)
        .whole(span.level)
        .whole(span.place)
        .bytes(encode(partial))
        .run();
  };
  return shelf;
}

void write_manifest(SQLite::Database& database, const Manifest& manifest) {
  SQLite::Statement insert(database, "INSERT OR REPLACE INTO manifest VALUES (?, ?)");
  const auto json = to_json(manifest);
  for (const auto& [key, value] : json.items()) {
    Binder(insert).text(key).text(json_line(value)).run();
  }
}

Partial partial_of(ResultsDatabase& database, const Study& study, std::uint64_t point) {
  SQLite::Statement rows(*database.connection,
                         "SELECT level, place, data FROM spans WHERE point = ?");
  rows.bind(1, static_cast<std::int64_t>(point));
  std::vector<SpanPartial> spans;
  while (rows.executeStep()) {
    const Span span{static_cast<std::uint32_t>(rows.getColumn(0).getInt64()),
                    static_cast<std::uint64_t>(rows.getColumn(1).getInt64())};
    auto partial = decode(study, rows.getColumn(2).getString());
    if (!partial) throw SQLite::Exception("a partial makes no sense", SQLITE_CORRUPT);
    spans.push_back({span, std::move(*partial)});
  }
  return merged(study, std::move(spans));
}

std::optional<std::string> write_csv(SQLite::Database& database, const std::string& query,
                                     const std::string& path) {
  constexpr std::size_t kPiece = 1 << 18;
  NewFile file(path);
  if (auto wrong = file.open()) return wrong;
  SQLite::Statement rows(database, query);
  const int columns = rows.getColumnCount();
  std::string text;
  for (int i = 0; i < columns; ++i) {
    text += (i == 0 ? "" : ",") + csv_cell(rows.getColumnName(i));
  }
  text += "\n";
  while (rows.executeStep()) {
    for (int i = 0; i < columns; ++i) {
      if (i > 0) text += ',';
      const auto cell = rows.getColumn(i);
      if (cell.isInteger()) {
        fmt::format_to(std::back_inserter(text), "{}", cell.getInt64());
      } else if (cell.isFloat()) {
        fmt::format_to(std::back_inserter(text), "{}", cell.getDouble());
      } else if (cell.isText()) {
        text += csv_cell(cell.getText());
      }
    }
    text += "\n";
    if (text.size() < kPiece) continue;
    if (auto wrong = file.write(text)) return wrong;
    text.clear();
  }
  return file.write_and_close(text);
}

}  // namespace brink::results
