// underpin/batch.hpp - builds the column batches that an importer sends. Make the columns once,
// then for each row set what it has and end it; what a row does not set is absent.
//
//   Batch batch(UNDERPIN_SHAPE_CASE);
//   auto& key = batch.text("key");
//   auto& opened = batch.instants("opened");
//   key.set("INC1"); opened.set(ms); batch.end_row(line);
//   sink.send(batch);                                       // sends and empties it
//
// A batch owns what it holds; use it from one thread. References to columns live as long as it
// does.
#ifndef UNDERPIN_BATCH_HPP
#define UNDERPIN_BATCH_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "underpin/numbers.hpp"

namespace underpin {
inline namespace sdk {

// Bits of a validity map, lowest first.
class Bits {
  public:
    void set(std::size_t row) {
        if (bytes_.size() <= row / 8) bytes_.resize(row / 8 + 1);
        bytes_[row / 8] = static_cast<std::uint8_t>(bytes_[row / 8] | (1U << (row % 8)));
    }
    void reset(std::size_t row) {
        if (row / 8 >= bytes_.size()) return;
        bytes_[row / 8] = static_cast<std::uint8_t>(bytes_[row / 8] & ~(1U << (row % 8)));
    }
    void clear() { bytes_.clear(); }
    // The map for that many rows; borrowed until the next call.
    const std::uint8_t* data(std::size_t rows) {
        bytes_.resize(rows / 8 + 1);
        return bytes_.data();
    }

  private:
    std::vector<std::uint8_t> bytes_;
};

// What all columns have: a name, and which rows have a value.
class BatchColumn {
  public:
    BatchColumn(std::string name, const std::size_t* row) : name_(std::move(name)), row_(row) {}
    virtual ~BatchColumn() = default;
    BatchColumn(const BatchColumn&) = delete;
    BatchColumn& operator=(const BatchColumn&) = delete;

    [[nodiscard]] const std::string& name() const { return name_; }
    // The column as the line of plugin.h wants it; borrowed until the batch changes.
    virtual underpin_column lend(std::size_t rows) = 0;
    virtual void clear() = 0;
    // Takes back what was set for the row that is being built.
    virtual void drop(std::size_t row) { valid_.reset(row); }

  protected:
    [[nodiscard]] std::size_t row() const { return *row_; }

    template <typename T>
    void put(std::vector<T>& values, T value) {
        values.resize(row() + 1);
        values[row()] = value;
        valid_.set(row());
    }

    [[nodiscard]] underpin_column blank(std::int32_t type, std::size_t rows) {
        underpin_column column{};
        column.name = to_text(name_);
        column.type = type;
        column.validity = valid_.data(rows);
        return column;
    }

    Bits valid_;

  private:
    std::string name_;
    const std::size_t* row_;
};

class InstantBuilder final : public BatchColumn {
  public:
    using BatchColumn::BatchColumn;

    // Milliseconds since the epoch; is_date: a date was read, and this is its local midnight.
    void set(std::int64_t ms, bool is_date = false) {
        put(values_, ms);
        if (is_date) dates_.set(row());
    }
    underpin_column lend(std::size_t rows) override {
        values_.resize(rows);
        underpin_column column = blank(UNDERPIN_INSTANT, rows);
        column.instants = values_.data();
        column.is_date = dates_.data(rows);
        return column;
    }
    void clear() override { valid_.clear(), values_.clear(), dates_.clear(); }
    void drop(std::size_t row) override { valid_.reset(row), dates_.reset(row); }

  private:
    std::vector<std::int64_t> values_;
    Bits dates_;
};

class DecimalBuilder final : public BatchColumn {
  public:
    DecimalBuilder(std::string name, const std::size_t* row, int scale)
        : BatchColumn(std::move(name), row), scale_(scale) {}

    [[nodiscard]] int scale() const { return scale_; }
    void set(Int128 units) { put(values_, from_int128(units)); }
    underpin_column lend(std::size_t rows) override {
        values_.resize(rows);
        underpin_column column = blank(UNDERPIN_DECIMAL, rows);
        column.scale = scale_;
        column.decimals = values_.data();
        return column;
    }
    void clear() override { valid_.clear(), values_.clear(); }

  private:
    int scale_;
    std::vector<underpin_int128> values_;
};

// Text with a dictionary: equal texts are stored and sent once a batch.
class TextBuilder final : public BatchColumn {
  public:
    using BatchColumn::BatchColumn;

    void set(std::string_view text) { put(codes_, code_of(text)); }
    underpin_column lend(std::size_t rows) override {
        codes_.resize(rows);
        dictionary_.clear();
        for (std::size_t i = 0; i + 1 < ends_.size(); ++i) {
            dictionary_.push_back({bytes_.data() + ends_[i], ends_[i + 1] - ends_[i]});
        }
        underpin_column column = blank(UNDERPIN_TEXT, rows);
        column.codes = codes_.data();
        column.dictionary = dictionary_.data();
        column.dictionary_size = dictionary_.size();
        return column;
    }
    void clear() override {
        valid_.clear(), codes_.clear(), bytes_.clear();
        ends_.assign(1, 0);
        slots_.assign(slots_.size(), 0);
    }

  private:
    [[nodiscard]] std::string_view entry(std::uint32_t code) const {
        return std::string_view(bytes_).substr(ends_[code], ends_[code + 1] - ends_[code]);
    }

    [[nodiscard]] std::size_t slot_of(std::string_view text) const {
        std::size_t at = std::hash<std::string_view>{}(text) & (slots_.size() - 1);
        while (slots_[at] != 0 && entry(slots_[at] - 1) != text)
            at = (at + 1) & (slots_.size() - 1);
        return at;
    }

    std::uint32_t code_of(std::string_view text) {
        if (ends_.size() * 2 > slots_.size()) {
            slots_.assign(slots_.size() * 2, 0);
            for (std::uint32_t code = 0; code + 1 < ends_.size(); ++code) {
                slots_[slot_of(entry(code))] = code + 1;
            }
        }
        const std::size_t slot = slot_of(text);
        if (slots_[slot] == 0) {
            bytes_.append(text);
            ends_.push_back(bytes_.size());
            slots_[slot] = static_cast<std::uint32_t>(ends_.size() - 1);
        }
        return slots_[slot] - 1;
    }

    std::vector<std::uint32_t> codes_;
    std::string bytes_;                 // the dictionary's entries, one after the other
    std::vector<std::size_t> ends_{0};  // entry i is bytes_[ends_[i] .. ends_[i + 1])
    std::vector<std::uint32_t> slots_ = std::vector<std::uint32_t>(64, 0);  // code + 1; 0: free
    std::vector<underpin_text> dictionary_;
};

class PausesBuilder final : public BatchColumn {
  public:
    using BatchColumn::BatchColumn;

    // One more pause of the row; to = UNDERPIN_ABSENT: still paused.
    void add(std::int64_t from, std::int64_t to) {
        pad(row());
        valid_.set(row());
        from_.push_back(from);
        to_.push_back(to);
    }
    underpin_column lend(std::size_t rows) override {
        pad(rows);
        underpin_column column = blank(UNDERPIN_PAUSES, rows);
        column.offsets = offsets_.data();
        column.pause_from = from_.data();
        column.pause_to = to_.data();
        return column;
    }
    void clear() override { valid_.clear(), offsets_.clear(), from_.clear(), to_.clear(); }
    void drop(std::size_t row) override {
        valid_.reset(row);
        if (offsets_.size() <= row) return;
        from_.resize(offsets_[row]);
        to_.resize(offsets_[row]);
    }

  private:
    // Row i begins at offsets_[i]; makes sure that the row's own entry stands.
    void pad(std::size_t row) {
        const auto end = static_cast<std::uint32_t>(from_.size());
        if (offsets_.size() <= row) offsets_.resize(row + 1, end);
    }

    std::vector<std::uint32_t> offsets_;
    std::vector<std::int64_t> from_, to_;
};

class Batch {
  public:
    explicit Batch(std::int32_t shape) : shape_(shape) {}
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;

    InstantBuilder& instants(std::string name) { return add<InstantBuilder>(std::move(name)); }
    TextBuilder& text(std::string name) { return add<TextBuilder>(std::move(name)); }
    PausesBuilder& pauses(std::string name) { return add<PausesBuilder>(std::move(name)); }
    DecimalBuilder& decimals(std::string name, int scale) {
        return add<DecimalBuilder>(std::move(name), scale);
    }

    // Closes the row that was being set; place: its line or index in what was read.
    void end_row(std::int64_t place) {
        places_.push_back(place);
        ++rows_;
    }
    // Forgets what was set of the row so far.
    void drop_row() {
        for (auto& column : columns_) column->drop(rows_);
    }
    [[nodiscard]] std::size_t rows() const { return rows_; }
    [[nodiscard]] std::int32_t shape() const { return shape_; }
    void clear() {
        for (auto& column : columns_) column->clear();
        places_.clear();
        rows_ = 0;
    }

    // The batch as the line wants it; borrowed until it changes.
    [[nodiscard]] const underpin_batch* lend() {
        lent_.clear();
        for (auto& column : columns_) lent_.push_back(column->lend(rows_));
        table_ = {sizeof(table_), rows_, lent_.data(), lent_.size(), places_.data()};
        return &table_;
    }

  private:
    template <typename Column, typename... More>
    Column& add(std::string name, More... more) {
        auto column = std::make_unique<Column>(std::move(name), &rows_, more...);
        Column& reference = *column;
        columns_.push_back(std::move(column));
        return reference;
    }

    std::int32_t shape_;
    std::size_t rows_ = 0;
    std::vector<std::unique_ptr<BatchColumn>> columns_;
    std::vector<std::int64_t> places_;
    std::vector<underpin_column> lent_;
    underpin_batch table_{};
};

}  // namespace sdk
}  // namespace underpin

#endif  // UNDERPIN_BATCH_HPP
