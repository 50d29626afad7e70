// Inside of the store: one connection, and the rows that go in and out on it beneath SOCI.
// One file a backend implements it (session_sqlite.cpp, session_mysql.cpp).
//
// A session belongs to one thread at a time. While a RowReader is open nothing else may run on its
// session: MySQL sends a result to its end first.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <soci/soci.h>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "store/database.h"

namespace underpin {

// What the database said no to, beneath SOCI; code is SQLite's or MySQL's.
class DatabaseError : public std::runtime_error {
  public:
    DatabaseError(int code, const std::string& text) : std::runtime_error(text), code_(code) {}
    [[nodiscard]] int code() const { return code_; }

  private:
    int code_;
};

enum class CellKind { integer, text, bytes };

struct Column {
    const char* name;
    CellKind kind;
};

// Inserts many rows into one table. Cells are put in the order of the columns; what is put may be
// let go at once. Rows may wait in memory until flush().
class RowWriter {
  public:
    virtual ~RowWriter() = default;
    virtual void put(std::int64_t value) = 0;
    virtual void put(std::string_view value) = 0;  // text or bytes, as the column is
    virtual void put_null() = 0;
    virtual void end_row() = 0;
    virtual void flush() = 0;  // must be called at the end
};

using Parameter = std::variant<std::int64_t, std::string_view>;

// Walks through a query's rows without buffering them. A cell's text is valid until next().
class RowReader {
  public:
    virtual ~RowReader() = default;
    [[nodiscard]] virtual bool next() = 0;
    [[nodiscard]] virtual bool is_null(std::size_t column) const = 0;
    [[nodiscard]] virtual std::int64_t integer(std::size_t column) const = 0;   // NULL: 0
    [[nodiscard]] virtual std::string_view text(std::size_t column) const = 0;  // NULL: ""
};

class Session {
  public:
    explicit Session(const Clock& clock) : clock_(&clock) {}
    virtual ~Session() = default;
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    [[nodiscard]] virtual Backend backend() const = 0;
    [[nodiscard]] soci::session& sql() { return sql_; }
    [[nodiscard]] const Clock& clock() const { return *clock_; }

    virtual void begin_write() = 0;
    virtual void begin_read() = 0;
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;

    [[nodiscard]] virtual std::int64_t database_now_ms() = 0;  // by the database's own clock
    [[nodiscard]] virtual std::int64_t last_insert_id() = 0;
    // Parameters are `?` in the statement.
    [[nodiscard]] virtual std::unique_ptr<RowReader> reader(const std::string& sql,
                                                            std::span<const CellKind> kinds,
                                                            std::span<const Parameter> values) = 0;
    [[nodiscard]] virtual std::unique_ptr<RowWriter> writer(const std::string& table,
                                                            std::span<const Column> columns) = 0;

    // The dialects' few differences.
    [[nodiscard]] const char* for_update() const;     // after a SELECT whose row is then changed
    [[nodiscard]] const char* insert_ignore() const;  // "INSERT OR IGNORE INTO "

    // The transaction before this rerun of it ended in a commit whose answer was lost.
    bool after_lost_commit = false;

  protected:
    soci::session sql_;

  private:
    const Clock* clock_;
};

// Connects; throws what open_error can read.
[[nodiscard]] std::unique_ptr<Session> open_sqlite(const DatabaseUrl& url, const Clock& clock,
                                                   const DatabaseOptions& options);
[[nodiscard]] std::unique_ptr<Session> open_mysql(const DatabaseUrl& url, const Clock& clock,
                                                  const DatabaseOptions& options);
[[nodiscard]] std::unique_ptr<Session> open_session(const DatabaseUrl& url, const Clock& clock,
                                                    const DatabaseOptions& options);

// What an exception from the database means.
struct Trouble {
    bool retry = false;            // a conflict or a lost connection: the same again may succeed
    bool connection_lost = false;  // the session is of no more use
    int code = 0;
    Error error;
};
// Empty: the exception does not come from the database. Call it inside of a catch block.
[[nodiscard]] std::optional<Trouble> current_trouble(const DatabaseUrl& url);

// 32 hexadecimal digits that nobody else has.
[[nodiscard]] std::string random_token();

}  // namespace underpin
