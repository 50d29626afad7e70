// underpin/columns.hpp - readers over the borrowed columns of a batch or of evidence. A reader is a
// few pointers: copy it freely; it lives as long as the call that lent the column. A column without
// data reads as all absent. Safe from any thread.
#ifndef UNDERPIN_COLUMNS_HPP
#define UNDERPIN_COLUMNS_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "underpin/numbers.hpp"

namespace underpin {
inline namespace sdk {

// Bit i of a validity bitmap; no bitmap says yes to every row.
inline bool bit_at(const std::uint8_t* bits, std::size_t row) {
    return bits == nullptr || ((bits[row / 8] >> (row % 8)) & 1U) != 0;
}

// INSTANT (milliseconds) and DATE (days); UNDERPIN_ABSENT where there is none.
class InstantColumn {
  public:
    InstantColumn() = default;
    explicit InstantColumn(const underpin_column& column)
        : values_(column.instants), validity_(column.validity) {}

    std::int64_t operator[](std::size_t row) const {
        return values_ != nullptr && bit_at(validity_, row) ? values_[row] : UNDERPIN_ABSENT;
    }

  private:
    const std::int64_t* values_ = nullptr;
    const std::uint8_t* validity_ = nullptr;
};

class TextColumn {
  public:
    static constexpr std::uint32_t none = UINT32_MAX;  // the code of an absent text

    TextColumn() = default;
    explicit TextColumn(const underpin_column& column)
        : codes_(column.codes),
          validity_(column.validity),
          dictionary_(column.dictionary),
          size_(column.dictionary_size) {}

    [[nodiscard]] std::uint32_t code(std::size_t row) const {
        return codes_ != nullptr && bit_at(validity_, row) ? codes_[row] : none;
    }
    // Codes are below this.
    [[nodiscard]] std::size_t dictionary_size() const { return size_; }
    // "" for an absent text.
    [[nodiscard]] std::string_view text_of(std::uint32_t code) const {
        return code < size_ ? to_view(dictionary_[code]) : std::string_view{};
    }
    std::string_view operator[](std::size_t row) const { return text_of(code(row)); }

  private:
    const std::uint32_t* codes_ = nullptr;
    const std::uint8_t* validity_ = nullptr;
    const underpin_text* dictionary_ = nullptr;
    std::size_t size_ = 0;
};

// Which codes of the column stand for that text.
inline std::vector<bool> codes_of(const TextColumn& column, std::string_view text) {
    std::vector<bool> codes(column.dictionary_size());
    for (std::uint32_t code = 0; code < codes.size(); ++code) {
        codes[code] = column.text_of(code) == text;
    }
    return codes;
}

class DecimalColumn {
  public:
    DecimalColumn() = default;
    explicit DecimalColumn(const underpin_column& column)
        : values_(column.decimals), validity_(column.validity), scale_(column.scale) {}

    [[nodiscard]] int scale() const { return scale_; }
    [[nodiscard]] bool has(std::size_t row) const {
        return values_ != nullptr && bit_at(validity_, row);
    }
    // Units of 10^-scale; only where has(row).
    Int128 operator[](std::size_t row) const { return to_int128(values_[row]); }

  private:
    const underpin_int128* values_ = nullptr;
    const std::uint8_t* validity_ = nullptr;
    int scale_ = 0;
};

// Pauses of row i are the indexes begin(i) .. end(i); to(j) is UNDERPIN_ABSENT without an end.
class PauseColumn {
  public:
    PauseColumn() = default;
    explicit PauseColumn(const underpin_column& column)
        : offsets_(column.offsets), from_(column.pause_from), to_(column.pause_to) {}

    [[nodiscard]] std::uint32_t begin(std::size_t row) const {
        return offsets_ == nullptr ? 0 : offsets_[row];
    }
    [[nodiscard]] std::uint32_t end(std::size_t row) const {
        return offsets_ == nullptr ? 0 : offsets_[row + 1];
    }
    [[nodiscard]] std::int64_t from(std::size_t pause) const { return from_[pause]; }
    [[nodiscard]] std::int64_t to(std::size_t pause) const { return to_[pause]; }

  private:
    const std::uint32_t* offsets_ = nullptr;
    const std::int64_t* from_ = nullptr;
    const std::int64_t* to_ = nullptr;
};

}  // namespace sdk
}  // namespace underpin

#endif  // UNDERPIN_COLUMNS_HPP
