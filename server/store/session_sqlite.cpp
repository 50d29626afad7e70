// SQLite beneath SOCI. soci-sqlite3.h puts SQLite's own functions into namespace sqlite_api.
#include <filesystem>
#include <soci/sqlite3/soci-sqlite3.h>

#include "store/session.h"

namespace underpin {
namespace {

namespace api = sqlite_api;

[[noreturn]] void fail(api::sqlite3* db) {
    throw DatabaseError(api::sqlite3_errcode(db), api::sqlite3_errmsg(db));
}

class Statement {
  public:
    Statement(api::sqlite3* db, const std::string& text) : db_(db) {
        if (api::sqlite3_prepare_v2(db, text.c_str(), static_cast<int>(text.size()), &statement_,
                                    nullptr) != SQLITE_OK) {
            fail(db);
        }
    }
    ~Statement() { api::sqlite3_finalize(statement_); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    [[nodiscard]] api::sqlite3_stmt* get() const { return statement_; }
    void check(int code) const {
        if (code != SQLITE_OK) fail(db_);
    }
    // True while there is a row.
    [[nodiscard]] bool step() const {
        const int code = api::sqlite3_step(statement_);
        if (code == SQLITE_ROW) return true;
        if (code != SQLITE_DONE) fail(db_);
        return false;
    }
    void bind(int position, std::string_view value, CellKind kind) const {
        const auto size = value.size();
        // A copy: what was put may be gone before the row is.
        const auto copy = reinterpret_cast<api::sqlite3_destructor_type>(std::intptr_t{-1});
        const char* data = value.data() == nullptr ? "" : value.data();
        check(kind == CellKind::bytes
                  ? api::sqlite3_bind_blob64(statement_, position, data, size, copy)
                  : api::sqlite3_bind_text64(statement_, position, data, size, copy, SQLITE_UTF8));
    }
    void bind(int position, std::int64_t value) const {
        check(api::sqlite3_bind_int64(statement_, position, value));
    }

  private:
    api::sqlite3* db_;
    api::sqlite3_stmt* statement_ = nullptr;
};

class SqliteWriter final : public RowWriter {
  public:
    SqliteWriter(api::sqlite3* db, const std::string& text, std::span<const Column> columns)
        : statement_(db, text), columns_(columns.begin(), columns.end()) {}

    void put(std::int64_t value) override { statement_.bind(++position_, value); }
    void put(std::string_view value) override {
        ++position_;
        statement_.bind(position_, value, columns_[static_cast<std::size_t>(position_ - 1)].kind);
    }
    void put_null() override {
        statement_.check(api::sqlite3_bind_null(statement_.get(), ++position_));
    }
    void end_row() override {
        position_ = 0;
        while (statement_.step()) {}
        statement_.check(api::sqlite3_reset(statement_.get()));
    }
    void flush() override {}

  private:
    Statement statement_;
    std::vector<Column> columns_;
    int position_ = 0;
};

class SqliteReader final : public RowReader {
  public:
    SqliteReader(api::sqlite3* db, const std::string& text, std::span<const Parameter> values)
        : statement_(db, text) {
        int position = 0;
        for (const auto& value : values) {
            ++position;
            if (const auto* number = std::get_if<std::int64_t>(&value)) {
                statement_.bind(position, *number);
            } else {
                statement_.bind(position, std::get<std::string_view>(value), CellKind::text);
            }
        }
    }

    bool next() override { return statement_.step(); }
    bool is_null(std::size_t column) const override {
        return api::sqlite3_column_type(statement_.get(), static_cast<int>(column)) == SQLITE_NULL;
    }
    std::int64_t integer(std::size_t column) const override {
        return api::sqlite3_column_int64(statement_.get(), static_cast<int>(column));
    }
    std::string_view text(std::size_t column) const override {
        const auto* data = api::sqlite3_column_blob(statement_.get(), static_cast<int>(column));
        const int size = api::sqlite3_column_bytes(statement_.get(), static_cast<int>(column));
        if (data == nullptr) return {};
        return {static_cast<const char*>(data), static_cast<std::size_t>(size)};
    }

  private:
    Statement statement_;
};

class SqliteSession final : public Session {
  public:
    SqliteSession(const DatabaseUrl& url, const Clock& clock, const DatabaseOptions& options)
        : Session(clock) {
        const std::filesystem::path path = url.path;
        if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path());
        sql_.open(soci::sqlite3, "db=\"" + url.path + "\"");
        api::sqlite3_busy_timeout(db(), options.busy_timeout_ms);
        api::sqlite3_extended_result_codes(db(), 0);
        run("PRAGMA journal_mode = WAL");
        run("PRAGMA synchronous = FULL");
        run("PRAGMA foreign_keys = ON");
        run("PRAGMA temp_store = MEMORY");
        run("PRAGMA cache_size = -65536");
    }

    Backend backend() const override { return Backend::sqlite; }

    // SOCI's own begin is deferred: a read that then writes fails whatever the time-out.
    void begin_write() override {
        query_only(false);
        run("BEGIN IMMEDIATE");
    }
    void begin_read() override {
        query_only(true);
        run("BEGIN");
    }
    void commit() override { run("COMMIT"); }
    void rollback() noexcept override {
        if (api::sqlite3_get_autocommit(db()) == 0) {
            api::sqlite3_exec(db(), "ROLLBACK", nullptr, nullptr, nullptr);
        }
    }

    std::int64_t database_now_ms() override {
        const Statement statement(
            db(), "SELECT CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)");
        return statement.step() ? api::sqlite3_column_int64(statement.get(), 0) : 0;
    }
    std::int64_t last_insert_id() override { return api::sqlite3_last_insert_rowid(db()); }

    std::unique_ptr<RowReader> reader(const std::string& text, std::span<const CellKind>,
                                      std::span<const Parameter> values) override {
        return std::make_unique<SqliteReader>(db(), text, values);
    }
    std::unique_ptr<RowWriter> writer(const std::string& table,
                                      std::span<const Column> columns) override {
        std::string names;
        std::string marks;
        for (const auto& column : columns) {
            names += (names.empty() ? "" : ", ") + std::string(column.name);
            marks += marks.empty() ? "?" : ", ?";
        }
        return std::make_unique<SqliteWriter>(
            db(), "INSERT INTO " + table + " (" + names + ") VALUES (" + marks + ")", columns);
    }

  private:
    [[nodiscard]] api::sqlite3* db() {
        return static_cast<soci::sqlite3_session_backend*>(sql_.get_backend())->conn_;
    }
    void run(const char* text) {
        const Statement statement(db(), text);
        while (statement.step()) {}
    }
    void query_only(bool on) {
        if (on == query_only_) return;
        run(on ? "PRAGMA query_only = ON" : "PRAGMA query_only = OFF");
        query_only_ = on;
    }

    bool query_only_ = false;
};

}  // namespace

std::unique_ptr<Session> open_sqlite(const DatabaseUrl& url, const Clock& clock,
                                     const DatabaseOptions& options) {
    return std::make_unique<SqliteSession>(url, clock, options);
}

}  // namespace underpin
