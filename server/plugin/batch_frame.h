// A batch of columns as a frame: the child writes one from the plugin's tables, the server reads it
// into checked columns that borrow the frame's bytes. Pure; safe from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/wire.h"
#include "underpin/plugin.h"

namespace underpin::wire {

// The fault of a batch that a plugin handed over (a missing pointer, too many rows), or nothing.
// A pointer that leads nowhere cannot be seen: that ends the child.
[[nodiscard]] std::optional<std::string> write_batch(std::int32_t shape,
                                                     const underpin_batch& batch, Writer& out);

// One column of a frame. Only what its type needs is there.
struct ColumnView {
    std::string_view name;
    std::int32_t type = 0;
    std::int32_t scale = 0;
    Array<std::uint8_t> validity, is_date;
    Array<std::int64_t> instants;
    Array<std::uint32_t> codes;
    std::vector<std::string_view> dictionary;
    Array<underpin_int128> decimals;
    Array<std::uint32_t> offsets;
    Array<std::int64_t> pause_from, pause_to;

    [[nodiscard]] bool has(std::size_t row) const {
        return validity.empty() || ((validity[row / 8] >> (row % 8)) & 1U) != 0;
    }
    [[nodiscard]] bool date(std::size_t row) const {
        return !is_date.empty() && ((is_date[row / 8] >> (row % 8)) & 1U) != 0;
    }
    // "" where absent; only for a TEXT column.
    [[nodiscard]] std::string_view text(std::size_t row) const {
        return has(row) ? dictionary[codes[row]] : std::string_view{};
    }
};

struct BatchView {
    std::int32_t shape = 0;
    std::size_t rows = 0;
    std::vector<ColumnView> columns;
    Array<std::int64_t> places;
};

// Fills the view, or says what is wrong with the frame.
[[nodiscard]] std::optional<std::string> read_batch(std::string_view frame, BatchView& batch);

}  // namespace underpin::wire
