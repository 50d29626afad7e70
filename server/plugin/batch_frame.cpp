#include "plugin/batch_frame.h"

#include <algorithm>

#include "base/text.h"
#include "plugin/abi_values.h"

namespace underpin::wire {
namespace {

std::size_t bit_bytes(std::size_t rows) { return (rows + 7) / 8; }

bool lacks_data(const underpin_column& column) {
    switch (column.type) {
        case UNDERPIN_INSTANT:
        case UNDERPIN_DATE: return column.instants == nullptr;
        case UNDERPIN_TEXT:
            return column.codes == nullptr ||
                   (column.dictionary == nullptr && column.dictionary_size != 0);
        case UNDERPIN_DECIMAL: return column.decimals == nullptr;
        case UNDERPIN_PAUSES: return column.offsets == nullptr;
        default: return false;
    }
}

std::optional<std::string> fault_of_column(const underpin_column& column) {
    const std::string name(view(column.name).substr(0, max_name));
    if (column.name.size > max_name) return "a column's name is too long";
    if (column.type < UNDERPIN_INSTANT || column.type > UNDERPIN_DATE) {
        return "column " + name + " has the unknown type " + std::to_string(column.type);
    }
    if (lacks_data(column)) return "column " + name + " has no data";
    if (column.dictionary_size > max_dictionary) {
        return "column " + name + " has too large a dictionary";
    }
    return std::nullopt;
}

void write_bits(const std::uint8_t* bits, std::size_t rows, Writer& out) {
    out.number(static_cast<std::uint8_t>(bits != nullptr ? 1 : 0));
    if (bits != nullptr) out.array(bits, bit_bytes(rows));
}

void write_column(const underpin_column& column, std::size_t rows, Writer& out) {
    out.text(view(column.name));
    out.number(column.type);
    out.number(column.scale);
    write_bits(column.validity, rows, out);
    switch (column.type) {
        case UNDERPIN_INSTANT:
            out.array(column.instants, rows);
            write_bits(column.is_date, rows, out);
            break;
        case UNDERPIN_DATE: out.array(column.instants, rows); break;
        case UNDERPIN_TEXT:
            out.number(static_cast<std::uint32_t>(column.dictionary_size));
            for (std::size_t i = 0; i < column.dictionary_size; ++i) {
                out.text(view(column.dictionary[i]));
            }
            out.array(column.codes, rows);
            break;
        case UNDERPIN_DECIMAL: out.array(column.decimals, rows); break;
        default: {
            out.array(column.offsets, rows + 1);
            const std::uint32_t count = column.offsets[rows];
            out.array(column.pause_from, count);
            out.array(column.pause_to, count);
        }
    }
}

}  // namespace

std::optional<std::string> write_batch(std::int32_t shape, const underpin_batch& batch,
                                       Writer& out) {
    if (batch.rows > max_rows) {
        return "a batch has " + std::to_string(batch.rows) + " rows; " + std::to_string(max_rows) +
               " is the most";
    }
    if (batch.column_count > max_columns || (batch.column_count != 0 && !batch.columns)) {
        return "a batch has too many columns, or none where it says " +
               std::to_string(batch.column_count);
    }
    out.number(shape);
    out.number(static_cast<std::uint32_t>(batch.rows));
    out.number(static_cast<std::uint32_t>(batch.column_count));
    out.number(static_cast<std::uint8_t>(batch.places != nullptr ? 1 : 0));
    if (batch.places != nullptr) out.array(batch.places, batch.rows);
    for (std::size_t i = 0; i < batch.column_count; ++i) {
        if (auto fault = fault_of_column(batch.columns[i])) return fault;
        write_column(batch.columns[i], batch.rows, out);
        if (out.bytes().size() > max_frame) {
            return "a batch is larger than " + std::to_string(max_frame >> 20U) +
                   " MiB; send fewer rows at a time";
        }
    }
    return std::nullopt;
}

namespace {

// Reads one column; false: the frame is too short.
bool read_bits(Reader& in, std::size_t rows, Array<std::uint8_t>& bits) {
    if (in.number<std::uint8_t>() != 0) bits = in.array<std::uint8_t>(bit_bytes(rows));
    return in.ok();
}

std::optional<std::string> read_text(Reader& in, std::size_t rows, ColumnView& column) {
    const auto size = in.number<std::uint32_t>();
    if (size > max_dictionary) return "has too large a dictionary";
    for (std::uint32_t i = 0; i < size && in.ok(); ++i) {
        column.dictionary.push_back(in.text());
        if (!is_utf8(column.dictionary.back())) return "holds text that is not UTF-8";
    }
    column.codes = in.array<std::uint32_t>(rows);
    if (!in.ok()) return std::nullopt;
    for (std::size_t row = 0; row < rows; ++row) {
        if (column.has(row) && column.codes[row] >= column.dictionary.size()) {
            return "has a code beyond its dictionary";
        }
    }
    return std::nullopt;
}

std::optional<std::string> read_pauses(Reader& in, std::size_t rows, ColumnView& column) {
    column.offsets = in.array<std::uint32_t>(rows + 1);
    if (!in.ok()) return std::nullopt;
    if (column.offsets[0] != 0) return "has pauses that do not begin at 0";
    for (std::size_t row = 0; row < rows; ++row) {
        if (column.offsets[row + 1] < column.offsets[row]) return "has pauses out of order";
    }
    column.pause_from = in.array<std::int64_t>(column.offsets[rows]);
    column.pause_to = in.array<std::int64_t>(column.offsets[rows]);
    return std::nullopt;
}

std::optional<std::string> read_column(Reader& in, std::size_t rows, ColumnView& column) {
    column.name = in.text(max_name);
    column.type = in.number<std::int32_t>();
    column.scale = in.number<std::int32_t>();
    if (!in.ok() || !read_bits(in, rows, column.validity)) return std::nullopt;
    if (column.name.empty() || !is_utf8(column.name)) return "has no readable name";
    switch (column.type) {
        case UNDERPIN_INSTANT:
            column.instants = in.array<std::int64_t>(rows);
            read_bits(in, rows, column.is_date);
            return std::nullopt;
        case UNDERPIN_DATE: column.instants = in.array<std::int64_t>(rows); return std::nullopt;
        case UNDERPIN_TEXT: return read_text(in, rows, column);
        case UNDERPIN_DECIMAL:
            if (column.scale < 0 || column.scale > 18) return "has a scale outside 0..18";
            column.decimals = in.array<underpin_int128>(rows);
            return std::nullopt;
        case UNDERPIN_PAUSES: return read_pauses(in, rows, column);
        default: return "has the unknown type " + std::to_string(column.type);
    }
}

}  // namespace

std::optional<std::string> read_batch(std::string_view frame, BatchView& batch) {
    static constexpr const char* cut_off = "a batch is cut off";
    Reader in(frame);
    batch = {};
    batch.shape = in.number<std::int32_t>();
    batch.rows = in.number<std::uint32_t>();
    const auto columns = in.number<std::uint32_t>();
    const bool has_places = in.number<std::uint8_t>() != 0;
    if (!in.ok()) return cut_off;
    if (batch.shape < UNDERPIN_SHAPE_INTERVAL || batch.shape > UNDERPIN_SHAPE_SAMPLE) {
        return "a batch has the unknown shape " + std::to_string(batch.shape);
    }
    if (batch.rows > max_rows || columns > max_columns) return "a batch is too large";
    if (has_places) batch.places = in.array<std::int64_t>(batch.rows);
    for (std::uint32_t i = 0; i < columns && in.ok(); ++i) {
        ColumnView column;
        const auto fault = read_column(in, batch.rows, column);
        if (fault) return "column " + std::to_string(i + 1) + " of a batch " + *fault;
        for (const ColumnView& earlier : batch.columns) {
            if (in.ok() && earlier.name == column.name) {
                return "a batch has the column " + std::string(column.name) + " twice";
            }
        }
        batch.columns.push_back(std::move(column));
    }
    if (!in.at_end()) return cut_off;
    return std::nullopt;
}

}  // namespace underpin::wire
