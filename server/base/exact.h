// Exact numbers: everything that somebody signs is one of these. No floating point.
// Rational is for results and comparisons, Decimal for what a document wrote, Int128 for the
// checked arithmetic inside a measurement.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace underpin {

using Int128 = __int128;
using Integer = boost::multiprecision::number<boost::multiprecision::cpp_int_backend<>,
                                              boost::multiprecision::et_off>;
using Rational = boost::multiprecision::number<boost::multiprecision::cpp_rational_backend,
                                               boost::multiprecision::et_off>;

enum class RoundingMode { half_even, half_up, down };

// A decimal number as written: "99.90" is 9990 with scale 2 and stays "99.90" when written again.
class Decimal {
  public:
    Decimal() = default;
    Decimal(Integer units, int scale) : units_(std::move(units)), scale_(scale) {}

    // Digits with at most one point and an optional sign; no exponent, no blanks, at most 60
    // digits.
    [[nodiscard]] static Result<Decimal> parse(std::string_view text);

    [[nodiscard]] const Integer& units() const { return units_; }
    [[nodiscard]] int scale() const { return scale_; }  // digits after the point
    [[nodiscard]] Rational to_rational() const;
    [[nodiscard]] std::string to_string() const;

    // By value: 99.9 equals 99.90.
    [[nodiscard]] bool operator==(const Decimal& other) const;

  private:
    Integer units_ = 0;
    int scale_ = 0;
};

// n / d with a sign in the numerator; d must not be 0.
[[nodiscard]] Rational make_rational(const Integer& numerator, const Integer& denominator);
[[nodiscard]] Integer to_integer(Int128 value);

// The nearest multiple of 10^-places by the mode, applied to the magnitude.
[[nodiscard]] Rational round_to(const Rational& value, int places, RoundingMode mode);
// The same as a whole number of 10^-places.
[[nodiscard]] Integer round_to_units(const Rational& value, int places, RoundingMode mode);
[[nodiscard]] Integer floor_of(const Rational& value);
[[nodiscard]] Integer ceil_of(const Rational& value);

// "99.916555": always `places` digits, rounded half even; "-0.00" is written "0.00".
[[nodiscard]] std::string format_fixed(const Rational& value, int places);
// The shortest exact decimal text ("0.1", "40"), or "n/d" where none exists.
[[nodiscard]] std::string format_exact(const Rational& value);

}  // namespace underpin
