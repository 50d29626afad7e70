#include "work/reach.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace underpin {

namespace {

std::optional<Instant> instant(const std::vector<std::int64_t>& column, std::size_t row) {
    if (row >= column.size() || column[row] == EvidenceColumns::absent) return std::nullopt;
    return Instant{column[row]};
}

// From its first to its last instant; none where it has no first.
std::optional<Span> length_of(const EvidenceColumns& rows, std::size_t row, bool to_response) {
    const auto start = instant(rows.start, row);
    const auto responded = instant(rows.responded, row);
    const auto end = instant(rows.end, row);
    const auto first = start ? start : responded ? responded : end;
    if (!first) return std::nullopt;
    if (rows.shape == Shape::sample) return Span{*first, *first};
    if (!end || (to_response && !responded)) return Span{*first, Instant::max()};
    return Span{*first, std::max({*first, *end, responded.value_or(*end)})};
}

}  // namespace

Duration merge_gap_of(const Objective& objective) {
    const std::string_view name = "\"merge_gap\":\"";
    const auto at = objective.with_json.find(name);
    if (at == std::string::npos) return {};
    const auto begin = at + name.size();
    const auto gap =
        parse_duration(std::string_view(objective.with_json)
                           .substr(begin, objective.with_json.find('"', begin) - begin));
    return gap ? *gap : Duration{};
}

bool stops_at_response(const Objective& objective) {
    return objective.with_json.find("\"stop\":\"responded\"") != std::string::npos;
}

EvidenceReach::EvidenceReach(const EvidenceColumns& rows, const Objective& objective) {
    const bool to_response = stops_at_response(objective);
    std::vector<Span> lengths;
    lengths.reserve(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (const auto length = length_of(rows, row, to_response)) lengths.push_back(*length);
    }
    if (!std::ranges::is_sorted(lengths, {}, &Span::from)) {
        std::ranges::sort(lengths, {}, &Span::from);
    }
    const auto gap = merge_gap_of(objective);
    for (const auto& length : lengths) {
        const auto last = last_so_far_.empty() ? Instant::min() : last_so_far_.back();
        const bool chained = rows.shape == Shape::interval && !firsts_.empty() &&
                             (last == Instant::max() || length.from <= last + gap);
        if (!chained) {
            firsts_.push_back(length.from);
            last_so_far_.push_back(last);
        }
        last_so_far_.back() = std::max(last, length.to);
    }
}

Span EvidenceReach::of(Span cell) const {
    Span reach = cell;
    const auto first = static_cast<std::size_t>(std::ranges::lower_bound(last_so_far_, cell.from) -
                                                last_so_far_.begin());
    const auto end =
        static_cast<std::size_t>(std::ranges::lower_bound(firsts_, cell.to) - firsts_.begin());
    if (first >= end) return reach;
    reach.from = std::min(reach.from, firsts_[first]);
    const auto last = last_so_far_[end - 1];
    if (last >= reach.to) reach.to = last == Instant::max() ? last : last + Duration{1};
    return reach;
}

}  // namespace underpin
