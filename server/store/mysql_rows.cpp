#include "store/mysql_rows.h"

#include <cstring>

namespace underpin {
namespace {

class Statement {
  public:
    Statement(MYSQL* connection, const std::string& text)
        : statement_(mysql_stmt_init(connection)) {
        if (statement_ == nullptr) throw std::bad_alloc();
        if (mysql_stmt_prepare(statement_, text.data(), text.size()) != 0) fail_and_close();
    }
    ~Statement() { mysql_stmt_close(statement_); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    [[nodiscard]] MYSQL_STMT* get() const { return statement_; }
    void check(bool failed) const {
        if (failed) throw error();
    }
    [[nodiscard]] DatabaseError error() const {
        return {static_cast<int>(mysql_stmt_errno(statement_)), mysql_stmt_error(statement_)};
    }

  private:
    [[noreturn]] void fail_and_close() {
        const auto failure = error();
        mysql_stmt_close(statement_);
        throw failure;
    }

    MYSQL_STMT* statement_;
};

// ---- out: unbuffered ---------------------------------------------------------------------------

class MysqlReader final : public RowReader {
  public:
    MysqlReader(MYSQL* connection, const std::string& text, std::span<const CellKind> kinds,
                std::span<const Parameter> values)
        : statement_(connection, text), cells_(kinds.size()), binds_(kinds.size()) {
        bind_parameters(values);
        statement_.check(mysql_stmt_execute(statement_.get()) != 0);
        for (std::size_t i = 0; i < kinds.size(); ++i) bind_cell(i, kinds[i]);
        statement_.check(mysql_stmt_bind_result(statement_.get(), binds_.data()) != 0);
    }
    ~MysqlReader() override { mysql_stmt_free_result(statement_.get()); }

    bool next() override {
        if (grown_) {
            statement_.check(mysql_stmt_bind_result(statement_.get(), binds_.data()) != 0);
            grown_ = false;
        }
        const int code = mysql_stmt_fetch(statement_.get());
        if (code == MYSQL_NO_DATA) return false;
        if (code == 1) throw statement_.error();
        if (code == MYSQL_DATA_TRUNCATED) fetch_long_cells();
        return true;
    }
    bool is_null(std::size_t column) const override { return cells_[column].null != 0; }
    std::int64_t integer(std::size_t column) const override {
        return is_null(column) ? 0 : cells_[column].number;
    }
    std::string_view text(std::size_t column) const override {
        const auto& cell = cells_[column];
        return is_null(column) ? std::string_view()
                               : std::string_view(cell.buffer.data(), cell.size);
    }

  private:
    struct Cell {
        long long number = 0;
        std::vector<char> buffer;
        unsigned long size = 0;
        my_bool null = 0;
        my_bool truncated = 0;
    };

    void bind_parameters(std::span<const Parameter> values) {
        std::vector<MYSQL_BIND> binds(values.size());
        std::vector<unsigned long> sizes(values.size());
        std::vector<long long> numbers(values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            std::memset(&binds[i], 0, sizeof binds[i]);
            if (const auto* number = std::get_if<std::int64_t>(&values[i])) {
                numbers[i] = *number;
                binds[i].buffer_type = MYSQL_TYPE_LONGLONG;
                binds[i].buffer = &numbers[i];
            } else {
                const auto value = std::get<std::string_view>(values[i]);
                sizes[i] = value.size();
                binds[i].buffer_type = MYSQL_TYPE_STRING;
                binds[i].buffer = const_cast<char*>(value.data());
                binds[i].buffer_length = value.size();
                binds[i].length = &sizes[i];
            }
        }
        if (values.empty()) return;
        statement_.check(mysql_stmt_bind_param(statement_.get(), binds.data()) != 0);
        // The binds are read by execute, which follows while `values` still stands; numbers and
        // sizes have to be kept until then.
        parameter_numbers_ = std::move(numbers);
        parameter_sizes_ = std::move(sizes);
    }

    void bind_cell(std::size_t i, CellKind kind) {
        auto& bind = binds_[i];
        auto& cell = cells_[i];
        std::memset(&bind, 0, sizeof bind);
        bind.is_null = &cell.null;
        bind.error = &cell.truncated;
        if (kind == CellKind::integer) {
            bind.buffer_type = MYSQL_TYPE_LONGLONG;
            bind.buffer = &cell.number;
            return;
        }
        if (cell.buffer.empty()) cell.buffer.resize(first_buffer_bytes);
        bind.buffer_type = kind == CellKind::bytes ? MYSQL_TYPE_BLOB : MYSQL_TYPE_STRING;
        bind.buffer = cell.buffer.data();
        bind.buffer_length = cell.buffer.size();
        bind.length = &cell.size;
    }

    void fetch_long_cells() {
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            auto& cell = cells_[i];
            if (cell.null != 0 || cell.buffer.empty() || cell.size <= cell.buffer.size()) continue;
            cell.buffer.resize(cell.size * 2);
            binds_[i].buffer = cell.buffer.data();
            binds_[i].buffer_length = cell.buffer.size();
            statement_.check(mysql_stmt_fetch_column(statement_.get(), &binds_[i],
                                                     static_cast<unsigned>(i), 0) != 0);
            grown_ = true;
        }
    }

    static constexpr std::size_t first_buffer_bytes = 256;

    Statement statement_;
    std::vector<Cell> cells_;
    std::vector<MYSQL_BIND> binds_;
    std::vector<long long> parameter_numbers_;
    std::vector<unsigned long> parameter_sizes_;
    bool grown_ = false;
};

// ---- in: array binding -------------------------------------------------------------------------

class MysqlWriter final : public RowWriter {
  public:
    MysqlWriter(MYSQL* connection, const std::string& text, std::span<const Column> columns)
        : statement_(connection, text),
          columns_(columns.size()),
          // Only MariaDB takes arrays; other servers get their rows one by one.
          rows_at_once_(std::strstr(mysql_get_server_info(connection), "MariaDB") != nullptr
                            ? std::size_t{1024}
                            : std::size_t{1}) {
        for (std::size_t i = 0; i < columns.size(); ++i) columns_[i].kind = columns[i].kind;
    }

    void put(std::int64_t value) override {
        auto& column = next_column(STMT_INDICATOR_NONE);
        column.numbers.push_back(value);
    }
    void put(std::string_view value) override {
        auto& column = next_column(STMT_INDICATOR_NONE);
        column.offsets.push_back(text_.size());
        column.sizes.push_back(value.size());
        text_.append(value);
    }
    void put_null() override {
        auto& column = next_column(STMT_INDICATOR_NULL);
        if (column.kind == CellKind::integer) {
            column.numbers.push_back(0);
        } else {
            column.offsets.push_back(text_.size());
            column.sizes.push_back(0);
        }
    }
    void end_row() override {
        position_ = 0;
        ++rows_;
        if (rows_ >= rows_at_once_ || text_.size() >= bytes_at_once) flush();
    }
    void flush() override {
        if (rows_ == 0) return;
        std::vector<MYSQL_BIND> binds(columns_.size());
        const bool arrays = rows_at_once_ > 1;
        for (std::size_t i = 0; i < columns_.size(); ++i)
            bind_column(columns_[i], binds[i], arrays);
        if (arrays) {
            auto count = static_cast<unsigned>(rows_);
            mysql_stmt_attr_set(statement_.get(), STMT_ATTR_ARRAY_SIZE, &count);
        }
        statement_.check(mysql_stmt_bind_param(statement_.get(), binds.data()) != 0);
        statement_.check(mysql_stmt_execute(statement_.get()) != 0);
        rows_ = 0;
        text_.clear();
        for (auto& column : columns_) column.clear();
    }

  private:
    struct Cells {
        CellKind kind = CellKind::integer;
        std::vector<long long> numbers;
        std::vector<std::size_t> offsets;  // into text_, which moves while it grows
        std::vector<unsigned long> sizes;
        std::vector<char> indicators;
        std::vector<char*> pointers;
        my_bool null = 0;

        void clear() {
            numbers.clear();
            offsets.clear();
            sizes.clear();
            indicators.clear();
        }
    };

    Cells& next_column(int indicator) {
        auto& column = columns_[position_++];
        column.indicators.push_back(static_cast<char>(indicator));
        return column;
    }

    void bind_column(Cells& column, MYSQL_BIND& bind, bool arrays) {
        std::memset(&bind, 0, sizeof bind);
        if (column.kind == CellKind::integer) {
            bind.buffer_type = MYSQL_TYPE_LONGLONG;
            bind.buffer = column.numbers.data();
        } else {
            column.pointers.clear();
            for (const auto offset : column.offsets) {
                column.pointers.push_back(text_.data() + offset);
            }
            bind.buffer_type = column.kind == CellKind::bytes ? MYSQL_TYPE_BLOB : MYSQL_TYPE_STRING;
            bind.buffer = arrays ? static_cast<void*>(column.pointers.data())
                                 : static_cast<void*>(column.pointers[0]);
            bind.length = column.sizes.data();
            bind.buffer_length = column.sizes[0];
        }
        if (arrays) {
            bind.u.indicator = column.indicators.data();
        } else {
            column.null = column.indicators[0] == STMT_INDICATOR_NULL ? 1 : 0;
            bind.is_null = &column.null;
        }
    }

    static constexpr std::size_t bytes_at_once = 4U << 20U;  // below the usual packet limit

    Statement statement_;
    std::vector<Cells> columns_;
    std::string text_;
    std::size_t rows_at_once_;
    std::size_t rows_ = 0;
    std::size_t position_ = 0;
};

}  // namespace

std::unique_ptr<RowReader> mysql_reader(MYSQL* connection, const std::string& sql,
                                        std::span<const CellKind> kinds,
                                        std::span<const Parameter> values) {
    return std::make_unique<MysqlReader>(connection, sql, kinds, values);
}

std::unique_ptr<RowWriter> mysql_writer(MYSQL* connection, const std::string& table,
                                        std::span<const Column> columns) {
    std::string names;
    std::string marks;
    for (const auto& column : columns) {
        names += (names.empty() ? "" : ", ") + std::string(column.name);
        marks += marks.empty() ? "?" : ", ?";
    }
    return std::make_unique<MysqlWriter>(
        connection, "INSERT INTO " + table + " (" + names + ") VALUES (" + marks + ")", columns);
}

}  // namespace underpin
