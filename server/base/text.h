// Small text helpers that the standard library lacks.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace underpin {

// The candidate with the smallest edit distance to `word`, if near enough to be a slip of the pen.
[[nodiscard]] std::optional<std::string> nearest_word(std::string_view word,
                                                      std::span<const std::string> candidates);
[[nodiscard]] std::string join(std::span<const std::string> parts, std::string_view separator);
[[nodiscard]] bool is_utf8(std::string_view text);
[[nodiscard]] std::string trim(std::string_view text);
// A to Z only, whatever the locale.
[[nodiscard]] std::string to_lower(std::string_view text);
// Cells that text of UTF-8 takes on a terminal (combining marks 0, wide 2).
[[nodiscard]] std::size_t display_width(std::string_view text);

}  // namespace underpin
