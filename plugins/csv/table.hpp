// Turns the rows of one file into rows of a batch: which column is which field, what is missing,
// what is mapped, and what each cell reads as. One for a file (the batch goes on from file to
// file); one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "settings.hpp"
#include "times.hpp"
#include "underpin/importer.hpp"

namespace csv {

// The earliest and the latest of some instants.
struct Seen {
    std::int64_t first = UNDERPIN_ABSENT, last = UNDERPIN_ABSENT;

    [[nodiscard]] bool any() const { return first != UNDERPIN_ABSENT; }
    void add(std::int64_t ms) {
        if (!any() || ms < first) first = ms;
        if (last == UNDERPIN_ABSENT || ms > last) last = ms;
    }
};

// The cells of a row that are of use, in the order of Table::needed().
using Cells = std::vector<std::string_view>;

// What goes into the batch, for one field or attribute.
struct Target {
    std::string name;
    std::int32_t type = UNDERPIN_TEXT;
    int scale = 0;
    bool required = false;
    underpin::InstantBuilder* instants = nullptr;
    underpin::TextBuilder* text = nullptr;
    underpin::DecimalBuilder* decimals = nullptr;
    underpin::PausesBuilder* pauses = nullptr;
    const ValueMap* values = nullptr;
};

class Table {
  public:
    // Throws where the header lacks a column that is needed, or has it twice.
    Table(const Settings& settings, const TimeReader& times, underpin::Batch& batch,
          std::vector<Target>& targets, const std::string& file,
          const std::vector<std::string_view>& header);

    // Indexes of the cells that are of use.
    [[nodiscard]] const std::vector<std::size_t>& needed() const { return needed_; }
    [[nodiscard]] std::size_t width() const { return width_; }
    // Positions in the needed cells.
    [[nodiscard]] bool has_key() const { return has_key_; }
    [[nodiscard]] std::size_t key_cell() const { return key_cell_; }
    [[nodiscard]] std::size_t latest_cell() const { return latest_cell_; }
    [[nodiscard]] const std::string& header_of(std::size_t needed) const {
        return headers_[needed];
    }

    // Adds the row to the batch, or sets it aside.
    void add(const Cells& cells, std::int64_t line, underpin::Sink& sink);

    Seen starts, dues;  // of the rows that were added

  private:
    struct Binding {
        const Target* target;
        std::size_t cell;  // in the needed cells
    };

    void bind(const std::string& file, const std::vector<std::string>& header);
    std::size_t need(std::size_t column, const std::string& header);
    [[nodiscard]] std::size_t find(const std::string& file, const std::vector<std::string>& header,
                                   const std::string& name, const std::string& use) const;
    // The reason why the cell cannot be read; "" when it can.
    [[nodiscard]] std::string put(const Target& target, std::string_view cell);
    [[nodiscard]] std::string put_decimal(const Target& target, std::string_view cell);

    const Settings& settings_;
    const TimeReader& times_;
    underpin::Batch& batch_;
    std::vector<Target>& targets_;
    std::vector<Binding> bindings_;
    std::vector<std::size_t> needed_;
    std::vector<std::string> headers_;
    std::size_t width_ = 0;
    std::size_t key_cell_ = 0, latest_cell_ = 0;
    bool has_key_ = false;
    std::int64_t row_start_ = UNDERPIN_ABSENT, row_due_ = UNDERPIN_ABSENT;
};

// Makes the builders of a batch for everything that the settings can fill.
[[nodiscard]] std::vector<Target> make_targets(const Settings& settings, underpin::Batch& batch);

}  // namespace csv
