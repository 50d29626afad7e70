// Cuts a stream of bytes into rows and cells by RFC 4180: quoted cells may hold delimiters, doubled
// quotes and line ends; lines end with LF, CRLF or CR. One pass over one large buffer; cells are
// views into it. One reader a file; one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace csv {

struct Row {
    std::vector<std::string_view> cells;  // borrowed until the next row
    std::string_view text;                // the row as it stands in the file, without its line end
    std::int64_t line = 0;                // the physical line on which it begins, from 1
    const char* fault = nullptr;          // why it is no row; then there are no cells
};

class RowReader {
  public:
    // Fills at most `capacity` bytes and returns how many; 0 is the end.
    using Fill = std::function<std::size_t(char* to, std::size_t capacity)>;

    RowReader(Fill fill, char delimiter);

    // The next row that is not a blank line; false at the end. Where quoting is broken the row is
    // one physical line with a fault, and reading goes on with the next line.
    [[nodiscard]] bool next(Row& row);

    // Bytes before the next row, and a digest of them.
    [[nodiscard]] std::uint64_t offset() const { return base_ + begin_; }
    [[nodiscard]] std::uint64_t digest();
    [[nodiscard]] std::int64_t line() const { return line_; }
    // Goes on at an offset that an earlier reader named, with its line number. False: the file
    // ends before it.
    [[nodiscard]] bool skip_to(std::uint64_t offset, std::int64_t line);

  private:
    struct Cell {
        std::size_t from, to;
        bool escaped;  // holds doubled quotes
    };
    enum class Scan { row, more, fault };

    [[nodiscard]] Scan scan();
    [[nodiscard]] Scan scan_quoted(std::size_t& at, Cell& cell);
    [[nodiscard]] bool refill();
    void take(Row& row);
    void take_line(Row& row);
    [[nodiscard]] std::string_view unescape(const Cell& cell);
    [[nodiscard]] bool at_line_end(std::size_t at) const {
        return buffer_[at] == '\n' || buffer_[at] == '\r';
    }

    Fill fill_;
    char delimiter_;
    bool special_[256] = {};  // ends an unquoted cell
    std::string buffer_;
    std::size_t begin_ = 0, end_ = 0;  // what came and is not yet given out
    bool at_end_ = false;
    std::uint64_t base_ = 0;  // bytes of the file before the buffer
    std::uint64_t digest_;
    std::size_t digested_ = 0;  // bytes of the buffer that are in it

    std::vector<Cell> cells_;
    std::size_t row_end_ = 0, next_row_ = 0;
    std::int64_t line_ = 1, lines_ = 0;  // of the row that was scanned
    const char* fault_ = nullptr;
    std::string unescaped_;
};

}  // namespace csv
