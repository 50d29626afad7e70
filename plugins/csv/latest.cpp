#include "latest.hpp"

#include <algorithm>

#include "text.hpp"

namespace csv {
namespace {

constexpr int number_places = 12;

}  // namespace

Cells KeptRow::cells() const {
    Cells cells;
    std::uint32_t from = 0;
    for (const std::uint32_t end : ends) {
        cells.push_back(std::string_view(bytes).substr(from, end - from));
        from = end;
    }
    return cells;
}

void Latest::add(std::string_view key, std::string_view value, bool missing, const Cells& cells,
                 std::size_t file, std::int64_t line) {
    ++added_;
    std::optional<underpin::Int128> number;
    std::optional<std::int64_t> time;
    std::optional<std::string> text;
    if (!missing) {
        text = value;
        if (numbers_) {
            const auto parsed = underpin::parse_decimal(trim(value), number_places);
            numbers_ = parsed.fault == underpin::DecimalFault::none;
            if (numbers_) number = parsed.units;
        }
        if (all_times_) {
            time = times_.read_quietly(trim(value));
            all_times_ = time.has_value();
        }
    }
    Best& best = best_[std::string(key)];
    std::shared_ptr<KeptRow> row;
    // An empty optional is lower than any value.
    const auto offer = [&](Kept& kept, auto& best_value, auto& new_value) {
        if (kept && new_value < best_value) return;
        if (!row) {
            row = std::make_shared<KeptRow>();
            row->file = file;
            row->line = line;
            for (const std::string_view cell : cells) {
                row->bytes += cell;
                row->ends.push_back(static_cast<std::uint32_t>(row->bytes.size()));
            }
        }
        kept = row;
        best_value = new_value;
    };
    if (numbers_) offer(best.number, best.number_value, number);
    if (all_times_) offer(best.time, best.time_value, time);
    offer(best.text, best.text_value, text);
}

std::vector<std::shared_ptr<const KeptRow>> Latest::take() {
    std::vector<Kept> rows;
    rows.reserve(best_.size());
    for (auto& [key, best] : best_) {
        rows.push_back(numbers_ ? best.number : all_times_ ? best.time : best.text);
    }
    best_.clear();
    std::ranges::sort(rows, [](const Kept& a, const Kept& b) {
        return std::pair(a->file, a->line) < std::pair(b->file, b->line);
    });
    return rows;
}

}  // namespace csv
