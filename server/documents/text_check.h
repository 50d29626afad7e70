// What every text must pass before it is parsed: its size, its encoding, no control characters.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace underpin {

inline constexpr std::size_t max_file_bytes = std::size_t{64} << 20U;
inline constexpr std::size_t max_scalar_bytes = std::size_t{64} << 10U;
inline constexpr int max_depth = 64;  // of lists and maps inside of one another

[[nodiscard]] std::string_view without_byte_order_mark(std::string_view text);
[[nodiscard]] std::optional<Error> unreadable(std::string_view text, const std::string& file);

// Turns bytes into the columns that an editor shows. Asked mostly in the order of the text, it
// counts on from where it was last; one thread.
class Columns {
  public:
    explicit Columns(std::string_view text);
    // The column in characters, from 1, of a byte of that line (both from 0).
    [[nodiscard]] int of(int line, int byte);
    [[nodiscard]] std::size_t offset(int line, int byte) const;  // into the text
    [[nodiscard]] std::string_view text() const { return text_; }

  private:
    std::string_view text_;
    std::vector<std::size_t> starts_;
    std::size_t last_ = 0;       // a byte of the text ...
    std::size_t last_line_ = 0;  // ... in this line ...
    int last_characters_ = 0;    // ... that so many characters of the line come before
};

}  // namespace underpin
