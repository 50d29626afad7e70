// Collapses an event log: of the rows of one key the one with the highest value of a column stays,
// compared as numbers or times where all values are, else as text; of equal ones the later row. A
// row without a value is lower than any other. What the values are is only known at the end, so the
// best row of each kind of comparison is kept until its kind is ruled out.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "table.hpp"
#include "times.hpp"

namespace csv {

// The needed cells of a row, packed.
struct KeptRow {
    std::size_t file = 0;  // index
    std::int64_t line = 0;
    std::string bytes;
    std::vector<std::uint32_t> ends;

    [[nodiscard]] Cells cells() const;
};

class Latest {
  public:
    explicit Latest(const TimeReader& times) : times_(times) {}

    // missing: the cell says that there is no value.
    void add(std::string_view key, std::string_view value, bool missing, const Cells& cells,
             std::size_t file, std::int64_t line);
    // How many rows were added.
    [[nodiscard]] std::int64_t added() const { return added_; }
    // The rows that stay, in the order in which they stand in the files. Empties the collection.
    [[nodiscard]] std::vector<std::shared_ptr<const KeptRow>> take();

  private:
    using Kept = std::shared_ptr<const KeptRow>;
    struct Best {
        Kept number, time, text;
        std::optional<underpin::Int128> number_value;
        std::optional<std::int64_t> time_value;
        std::optional<std::string> text_value;
    };

    const TimeReader& times_;
    bool numbers_ = true, all_times_ = true;  // still possible
    std::unordered_map<std::string, Best> best_;
    std::int64_t added_ = 0;
};

}  // namespace csv
