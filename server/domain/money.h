// Money: whole minor units of one currency. Two currencies never add up.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/exact.h"
#include "base/result.h"

namespace underpin {

// An ISO 4217 currency: its code and the digits of its minor unit (JPY 0, GBP 2, BHD 3).
struct Currency {
    std::string code;
    int exponent = 2;

    [[nodiscard]] static Result<Currency> find(std::string_view code);
    bool operator==(const Currency&) const = default;
};

struct Money {
    std::int64_t minor = 0;
    Currency currency;

    // "12000.00" with at most the currency's digits after the point.
    [[nodiscard]] static Result<Money> parse(std::string_view amount, const Currency& currency);
    // An exact amount in major units, rounded to the minor unit by the mode.
    [[nodiscard]] static Result<Money> round(const Rational& amount, const Currency& currency,
                                             RoundingMode mode);
    [[nodiscard]] Rational to_rational() const;   // in major units
    [[nodiscard]] std::string to_string() const;  // "12000.00"
    bool operator==(const Money&) const = default;
};

// Checked: a different currency or an overflow is an internal error.
[[nodiscard]] Result<Money> add(const Money& a, const Money& b);

}  // namespace underpin
