// Plain values as they cross the plugins' C interface. Pure; any thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "underpin/plugin.h"

namespace underpin {

// Beyond the year 9999, far from overflow.
inline constexpr std::int64_t furthest_day = 4'000'000;

[[nodiscard]] inline std::string_view view(underpin_text text) {
    return text.size == 0 || text.data == nullptr ? std::string_view{}
                                                  : std::string_view{text.data, text.size};
}
[[nodiscard]] inline std::string to_string(underpin_text text) { return std::string(view(text)); }
[[nodiscard]] inline underpin_text to_text(std::string_view text) {
    return {text.data(), text.size()};
}

// A table of functions as this program knows it: of an older, smaller one the rest is zero; none is
// all zero.
template <typename Table>
[[nodiscard]] Table copy_table(const Table* table) {
    Table copy{};
    if (table != nullptr) std::memcpy(&copy, table, std::min(table->size, sizeof(Table)));
    return copy;
}

}  // namespace underpin
