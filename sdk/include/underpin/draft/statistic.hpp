// underpin/draft/statistic.hpp - mean, median, min, max and percentiles, exactly. Not yet promised.
// Pure; safe from any thread.
#ifndef UNDERPIN_DRAFT_STATISTIC_HPP
#define UNDERPIN_DRAFT_STATISTIC_HPP

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "underpin/draft/words.hpp"

namespace underpin {
inline namespace sdk {

struct Exact {
    Int128 numerator = 0;
    Int128 denominator = 1;  // above 0
};

class Statistic {
  public:
    enum class Kind { mean, median, min, max, percentile };

    // "mean", "median", "min", "max", "p95", "p99.9"; nothing for another name or a percentile
    // that is not above 0 and at most 100.
    [[nodiscard]] static std::optional<Statistic> named(std::string_view name) {
        if (name == "mean") return Statistic{Kind::mean};
        if (name == "median") return Statistic{Kind::median};
        if (name == "min") return Statistic{Kind::min};
        if (name == "max") return Statistic{Kind::max};
        if (name.size() < 2 || name[0] != 'p') return {};
        if (name.find_first_not_of("0123456789.", 1) != std::string_view::npos) return {};
        const auto parsed = parse_decimal(name.substr(1), places);
        if (parsed.fault != DecimalFault::none || parsed.units <= 0) return {};
        if (parsed.units > 100 * one_percent) return {};
        Statistic percentile{Kind::percentile};
        percentile.percent_ = parsed.units;
        return percentile;
    }

    [[nodiscard]] Kind kind() const { return kind_; }

    // The 1-based position of a percentile among n values: ceil(NN / 100 x n).
    [[nodiscard]] std::size_t rank(std::size_t n) const {
        const Int128 whole = 100 * one_percent;
        const Int128 product = checked_multiply(percent_, static_cast<Int128>(n));
        return static_cast<std::size_t>((product + whole - 1) / whole);
    }

    // Of at least one value, which is reordered. In the values' own unit.
    template <typename Number>
    [[nodiscard]] Exact of(std::vector<Number>& values) const {
        const std::size_t n = values.size();
        switch (kind_) {
            case Kind::mean: {
                Int128 sum = 0;
                for (const Number value : values) sum = checked_add(sum, value);
                return {sum, static_cast<Int128>(n)};
            }
            case Kind::min: return {*std::min_element(values.begin(), values.end()), 1};
            case Kind::max: return {*std::max_element(values.begin(), values.end()), 1};
            case Kind::percentile: return {at(values, rank(n) - 1), 1};
            case Kind::median: break;
        }
        if (n % 2 == 1) return {at(values, n / 2), 1};
        const Int128 upper = at(values, n / 2);
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(n / 2);
        return {checked_add(upper, *std::max_element(values.begin(), middle)), 2};
    }

    // How an answer of `of` came about: "123 ms / 4", "the value at position 14 of 15 in order".
    [[nodiscard]] std::string words(const Exact& value, std::size_t n, const std::string& unit,
                                    int scale = 0) const {
        const auto number =
            decimal_words(value.numerator, scale) + (unit.empty() ? "" : " " + unit);
        const auto all = grouped(static_cast<Int128>(n));
        const auto place = [&](std::size_t position) {
            return "the value at position " + grouped(static_cast<Int128>(position)) + " of " +
                   all + " in order: " + number;
        };
        switch (kind_) {
            case Kind::mean: return "the sum over " + all + ": " + number + " / " + all;
            case Kind::min: return "the least of " + all + ": " + number;
            case Kind::max: return "the greatest of " + all + ": " + number;
            case Kind::percentile: return place(rank(n));
            case Kind::median: break;
        }
        if (n % 2 == 1) return place(n / 2 + 1);
        return "the two in the middle of " + all + ": " + number + " / 2";
    }

  private:
    static constexpr int places = 9;
    static constexpr Int128 one_percent = 1'000'000'000;

    explicit Statistic(Kind kind) : kind_(kind) {}

    // The value at a 0-based position of the order.
    template <typename Number>
    static Number at(std::vector<Number>& values, std::size_t position) {
        const auto nth = values.begin() + static_cast<std::ptrdiff_t>(position);
        std::nth_element(values.begin(), nth, values.end());
        return *nth;
    }

    Kind kind_;
    Int128 percent_ = 0;  // in 10^-9
};

}  // namespace sdk
}  // namespace underpin

#endif  // UNDERPIN_DRAFT_STATISTIC_HPP
