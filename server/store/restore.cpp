#include "store/archive_file.h"
#include "store/catalogue.h"
#include "store/journal.h"
#include "store/schema.h"
#include "store/sql.h"

namespace underpin {
namespace {

constexpr std::int64_t rows_a_transaction = 10'000;

bool is_empty(Session& session) {
    for (const auto& table : catalogue()) {
        if (std::string_view(table.name) == "store_sequence")
            continue;  // has its row from the start
        if (sql::first<std::int64_t>(session,
                                     "SELECT 1 FROM " + std::string(table.name) + " LIMIT 1")) {
            return false;
        }
    }
    return true;
}

void empty_table(Database& database, const std::string& table) {
    // In pieces: one huge transaction is more than a cluster takes.
    const bool mysql = database.backend() == Backend::mysql;
    const std::string text =
        mysql ? "DELETE FROM " + table + " LIMIT " + std::to_string(rows_a_transaction)
              : "DELETE FROM " + table;
    while (database.transact([&](Session& session) { return sql::execute(session, text); }) > 0) {}
}

void set_mark(Database& database, const std::filesystem::path& file) {
    database.transact([&](Session& session) {
        sql::execute(session, "DELETE FROM store_mark WHERE name = :name", restore_mark);
        sql::execute(session, "INSERT INTO store_mark (name, value) VALUES (:name, :value)",
                     restore_mark, file.filename().string());
    });
}

// Fills the tables from the archive's rows, some thousand a transaction.
class Filler {
  public:
    Filler(Database& database, const RowProgress& progress)
        : database_(database), progress_(progress) {}

    void begin_table(const std::string& name, const std::vector<Column>& columns) {
        table_ = find_table(name);
        if (table_ == nullptr) {
            throw Failure({ErrorClass::unsupported,
                           "the archive has a table that is unknown here: " + name,
                           "use the program that made it",
                           {}});
        }
        columns_ = columns;
    }

    void add_row(ContentReader& cells) {
        Row row;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const char kind = cells.letter();
            Cell cell;
            cell.kind = kind;
            if (kind == 'i') cell.number = cells.number();
            if (kind == 's') cell.text = cells.text();
            bytes_ += cell.text.size();
            row.push_back(std::move(cell));
        }
        rows_.push_back(std::move(row));
        constexpr std::size_t bytes_a_transaction = 32U << 20U;
        if (static_cast<std::int64_t>(rows_.size()) >= rows_a_transaction ||
            bytes_ >= bytes_a_transaction) {
            flush();
        }
    }

    void flush() {
        if (rows_.empty()) return;
        database_.transact([&](Session& session) {
            // After a commit whose answer was lost these rows may stand already.
            if (session.after_lost_commit && has(session, rows_.back())) return;
            const auto writer = session.writer(table_->name, columns_);
            for (const auto& row : rows_) write(*writer, row);
            writer->flush();
        });
        done_ += static_cast<std::int64_t>(rows_.size());
        if (progress_) progress_(done_);
        rows_.clear();
        bytes_ = 0;
    }

  private:
    struct Cell {
        char kind = 'n';
        std::int64_t number = 0;
        std::string text;
    };
    using Row = std::vector<Cell>;

    static void write(RowWriter& writer, const Row& row) {
        for (const auto& cell : row) {
            if (cell.kind == 'i') {
                writer.put(cell.number);
            } else if (cell.kind == 's') {
                writer.put(std::string_view(cell.text));
            } else {
                writer.put_null();
            }
        }
        writer.end_row();
    }

    [[nodiscard]] bool has(Session& session, const Row& row) const {
        std::string text = "SELECT 1 FROM " + std::string(table_->name);
        std::vector<Parameter> values;
        for (std::size_t i = 0; i < table_->key_columns; ++i) {
            text += (i == 0 ? " WHERE " : " AND ") + std::string(columns_[i].name) + " = ?";
            if (row[i].kind == 'i') {
                values.emplace_back(row[i].number);
            } else {
                values.emplace_back(std::string_view(row[i].text));
            }
        }
        constexpr CellKind kinds[] = {CellKind::integer};
        return session.reader(text, kinds, values)->next();
    }

    Database& database_;
    const RowProgress& progress_;
    const Table* table_ = nullptr;
    std::vector<Column> columns_;
    std::vector<Row> rows_;
    std::size_t bytes_ = 0;
    std::int64_t done_ = 0;
};

void empty_all(Database& database) {
    const auto& tables = catalogue();
    for (auto table = tables.rbegin(); table != tables.rend(); ++table) {
        empty_table(database, table->name);
    }
}

Result<ArchiveInfo> fill(Database& database, const std::filesystem::path& file,
                         const RestoreOptions& options) {
    Filler filler(database, options.progress);
    ArchiveVisitor visitor;
    visitor.table = [&](const std::string& table, const std::vector<Column>& columns) {
        filler.begin_table(table, columns);
    };
    visitor.row = [&](ContentReader& cells) { filler.add_row(cells); };
    visitor.table_end = [&](const std::string&, std::int64_t) { filler.flush(); };
    return walk_archive(file, visitor);
}

void finish(Database& database, const std::filesystem::path& file, const ArchiveInfo& info,
            const RestoreOptions& options) {
    database.transact([&](Session& session) {
        sql::execute(session, "DELETE FROM store_mark WHERE name = :name", restore_mark);
        append_journal(session, {options.actor, "restore", "Database",
                                 "from " + file.filename().string() + ", made " +
                                     format_instant(info.created)});
    });
}

Result<ArchiveInfo> restore_into(Database& database, const std::filesystem::path& file,
                                 const RestoreOptions& options) {
    const bool marked = database.read([](Session& session) {
        return sql::value<std::int64_t>(
                   session, "SELECT COUNT(*) FROM store_mark WHERE name = :name", restore_mark) > 0;
    });
    const bool empty = database.read(is_empty);
    if (!empty && !marked && !options.replace) {
        return Error{ErrorClass::conflict,
                     "the database " + database.url().to_string() + " is not empty",
                     "restore into a new one, or pass --replace to lose what is in it",
                     {}};
    }
    set_mark(database, file);
    empty_all(database);
    auto info = fill(database, file, options);
    if (info) finish(database, file, *info, options);
    return info;
}

}  // namespace

Result<ArchiveInfo> restore(std::string_view url, const Clock& clock,
                            const std::filesystem::path& file, const RestoreOptions& options) {
    const auto archive = check_archive(file);
    if (!archive) return archive.error();
    if (archive->schema_version > latest_schema_version()) {
        return Error{ErrorClass::unsupported,
                     "the archive was made by a newer Underpin (schema " +
                         std::to_string(archive->schema_version) + "; this one knows " +
                         std::to_string(latest_schema_version()) + ")",
                     "use the newer program",
                     {}};
    }
    DatabaseOptions database_options;
    database_options.half_restored = true;
    auto database = Database::open(url, clock, database_options);
    if (!database) return database.error();
    try {
        return restore_into(**database, file, options);
    } catch (const Failure& failure) {
        return failure.error();
    }
}

}  // namespace underpin
