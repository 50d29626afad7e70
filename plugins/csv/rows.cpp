#include "rows.hpp"

#include <algorithm>
#include <cstring>

namespace csv {
namespace {

constexpr std::size_t buffer_bytes = std::size_t{1} << 20;
constexpr std::size_t longest_row = std::size_t{4} << 20;
constexpr std::size_t shown_text = 2000;
constexpr std::uint64_t fnv_offset = 14'695'981'039'346'656'037U;
constexpr std::uint64_t fnv_prime = 1'099'511'628'211U;

}  // namespace

RowReader::RowReader(Fill fill, char delimiter)
    : fill_(std::move(fill)), delimiter_(delimiter), digest_(fnv_offset) {
    special_[static_cast<unsigned char>(delimiter)] = true;
    special_[static_cast<unsigned char>('\n')] = true;
    special_[static_cast<unsigned char>('\r')] = true;
    buffer_.resize(buffer_bytes);
}

std::uint64_t RowReader::digest() {
    for (; digested_ < begin_; ++digested_) {
        digest_ = (digest_ ^ static_cast<unsigned char>(buffer_[digested_])) * fnv_prime;
    }
    return digest_;
}

// Makes room behind what is left and fills it; false at the end.
bool RowReader::refill() {
    if (at_end_) return false;
    static_cast<void>(digest());
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    base_ += begin_;
    end_ -= begin_;
    begin_ = 0;
    digested_ = 0;
    if (buffer_.size() - end_ < buffer_bytes / 2) buffer_.resize(buffer_.size() + buffer_bytes);
    const std::size_t got = fill_(buffer_.data() + end_, buffer_.size() - end_);
    end_ += got;
    at_end_ = got == 0;
    return got != 0;
}

bool RowReader::skip_to(std::uint64_t offset, std::int64_t line) {
    if (offset < this->offset()) return false;
    while (base_ + end_ < offset) {
        begin_ = end_;
        if (!refill()) return false;
    }
    begin_ = static_cast<std::size_t>(offset - base_);
    line_ = line;
    return true;
}

// `at` stands behind the opening quote; leaves it behind the closing one.
RowReader::Scan RowReader::scan_quoted(std::size_t& at, Cell& cell) {
    cell.from = at;
    while (true) {
        for (; at < end_ && buffer_[at] != '"'; ++at) {
            const bool crlf = buffer_[at] == '\r' && at + 1 < end_ && buffer_[at + 1] == '\n';
            if (at_line_end(at) && !crlf) ++lines_;
        }
        if (at == end_) {
            fault_ = "a quote is never closed";
            return at_end_ ? Scan::fault : Scan::more;
        }
        if (at + 1 == end_ && !at_end_) return Scan::more;
        if (at + 1 < end_ && buffer_[at + 1] == '"') {
            cell.escaped = true;
            at += 2;
            continue;
        }
        cell.to = at++;
        if (at < end_ && !special_[static_cast<unsigned char>(buffer_[at])]) {
            fault_ = "a quote is not closed, or there is text behind the closing one";
            return Scan::fault;
        }
        return Scan::row;
    }
}

// Finds the cells and the end of the row that begins at begin_.
RowReader::Scan RowReader::scan() {
    cells_.clear();
    lines_ = 1;
    std::size_t at = begin_;
    while (true) {
        Cell cell{at, at, false};
        if (at < end_ && buffer_[at] == '"') {
            ++at;
            if (const Scan quoted = scan_quoted(at, cell); quoted != Scan::row) return quoted;
        } else {
            while (at < end_ && !special_[static_cast<unsigned char>(buffer_[at])]) ++at;
            cell.to = at;
        }
        if (at == end_ && !at_end_) return Scan::more;
        cells_.push_back(cell);
        if (at < end_ && buffer_[at] == delimiter_) {
            ++at;
            continue;
        }
        row_end_ = at;
        next_row_ = at;
        if (at == end_) return Scan::row;
        if (buffer_[at] == '\r' && at + 1 == end_ && !at_end_) return Scan::more;
        const bool crlf = buffer_[at] == '\r' && at + 1 < end_ && buffer_[at + 1] == '\n';
        next_row_ = at + (crlf ? 2 : 1);
        return Scan::row;
    }
}

std::string_view RowReader::unescape(const Cell& cell) {
    const std::size_t start = unescaped_.size();
    for (std::size_t at = cell.from; at < cell.to; ++at) {
        unescaped_ += buffer_[at];
        if (buffer_[at] == '"') ++at;
    }
    return std::string_view(unescaped_).substr(start);
}

void RowReader::take(Row& row) {
    row.cells.clear();
    row.fault = nullptr;
    row.line = line_;
    row.text = std::string_view(buffer_).substr(begin_, row_end_ - begin_);
    unescaped_.clear();
    unescaped_.reserve(row.text.size());  // views into it must not move
    for (const Cell& cell : cells_) {
        row.cells.push_back(cell.escaped
                                ? unescape(cell)
                                : std::string_view(buffer_).substr(cell.from, cell.to - cell.from));
    }
    line_ += lines_;
    begin_ = next_row_;
}

// Takes the physical line at begin_, however long it is.
void RowReader::take_line(Row& row) {
    row.cells.clear();
    row.fault = fault_;
    row.line = line_++;
    unescaped_.clear();
    while (true) {
        std::size_t at = begin_;
        while (at < end_ && !at_line_end(at)) ++at;
        const std::size_t room = shown_text - std::min(shown_text, unescaped_.size());
        unescaped_.append(buffer_, begin_, std::min(at - begin_, room));
        begin_ = at;
        if (at + 1 >= end_ && !at_end_) {  // the line may go on, or CR may have its LF
            static_cast<void>(refill());
            continue;
        }
        if (at < end_) {
            const bool crlf = buffer_[at] == '\r' && at + 1 < end_ && buffer_[at + 1] == '\n';
            begin_ = at + (crlf ? 2 : 1);
        }
        row.text = unescaped_;
        return;
    }
}

bool RowReader::next(Row& row) {
    while (true) {
        if (begin_ == end_ && !refill()) return false;
        Scan found = scan();
        while (found == Scan::more) {
            if (end_ - begin_ > longest_row) {
                fault_ = "the row is longer than 4 MiB; is a quote never closed?";
                found = Scan::fault;
                break;
            }
            static_cast<void>(refill());
            found = scan();
        }
        if (found == Scan::fault) {
            take_line(row);
            return true;
        }
        const bool blank = cells_.size() == 1 && row_end_ == begin_;
        take(row);
        if (!blank) return true;
    }
}

}  // namespace csv
