#include "base/exact.h"

namespace underpin {
namespace {

constexpr int max_digits = 60;

Integer power_of_ten(int exponent) {
    return boost::multiprecision::pow(Integer(10), static_cast<unsigned>(exponent));
}

// The digits of a non-negative number of 10^-scale.
std::string with_point(const Integer& units, int scale) {
    std::string digits = units.str();
    const auto places = static_cast<std::size_t>(scale);
    if (places == 0) return digits;
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    digits.insert(digits.size() - places, 1, '.');
    return digits;
}

std::string signed_with_point(const Integer& units, int scale) {
    return units < 0 ? "-" + with_point(-units, scale) : with_point(units, scale);
}

Error not_a_decimal(std::string_view text) {
    return {ErrorClass::input,
            "\"" + std::string(text.substr(0, 80)) + "\" is not a decimal number",
            "write digits with at most one point, such as 99.95",
            {}};
}

// How often `factor` divides the number, which is left without it.
int take_factor(Integer& number, unsigned factor) {
    int count = 0;
    while (number % factor == 0) {
        number /= factor;
        ++count;
    }
    return count;
}

}  // namespace

Result<Decimal> Decimal::parse(std::string_view text) {
    std::string_view rest = text;
    const bool negative = !rest.empty() && rest.front() == '-';
    if (negative || (!rest.empty() && rest.front() == '+')) rest.remove_prefix(1);

    std::string digits;
    int scale = 0;
    bool after_point = false;
    for (const char c : rest) {
        if (c == '.' && !after_point) {
            after_point = true;
        } else if (c >= '0' && c <= '9') {
            digits += c;
            if (after_point) ++scale;
        } else {
            return not_a_decimal(text);
        }
    }
    if (digits.empty() || rest.back() == '.') return not_a_decimal(text);
    if (digits.size() > max_digits) {
        return Error{ErrorClass::input,
                     "a number of " + std::to_string(digits.size()) + " digits",
                     "write at most " + std::to_string(max_digits) + " digits",
                     {}};
    }
    // A leading zero would make Boost read octal.
    const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
    Integer units(digits.substr(first));
    return Decimal(negative ? Integer(-units) : units, scale);
}

Rational Decimal::to_rational() const { return make_rational(units_, power_of_ten(scale_)); }

std::string Decimal::to_string() const { return signed_with_point(units_, scale_); }

bool Decimal::operator==(const Decimal& other) const {
    return units_ * power_of_ten(other.scale_) == other.units_ * power_of_ten(scale_);
}

Rational make_rational(const Integer& numerator, const Integer& denominator) {
    if (denominator == 0) throw Failure({ErrorClass::internal, "a fraction over zero", "", {}});
    if (denominator < 0) return Rational(Integer(-numerator), Integer(-denominator));
    return Rational(numerator, denominator);
}

Integer to_integer(Int128 value) {
    using Unsigned = unsigned __int128;
    const Unsigned magnitude =
        value < 0 ? Unsigned{0} - static_cast<Unsigned>(value) : static_cast<Unsigned>(value);
    Integer result = static_cast<std::uint64_t>(magnitude >> 64U);
    result <<= 64U;
    result += static_cast<std::uint64_t>(magnitude);
    return value < 0 ? Integer(-result) : result;
}

Integer round_to_units(const Rational& value, int places, RoundingMode mode) {
    Integer dividend = abs(numerator(value));
    Integer divisor = denominator(value);
    if (places >= 0) {
        dividend *= power_of_ten(places);
    } else {
        divisor *= power_of_ten(-places);
    }
    Integer whole;
    Integer rest;
    divide_qr(dividend, divisor, whole, rest);
    const int against_half = Integer(rest * 2).compare(divisor);
    bool up = false;
    switch (mode) {
        case RoundingMode::half_even:
            up = against_half > 0 || (against_half == 0 && whole % 2 != 0);
            break;
        case RoundingMode::half_up: up = against_half >= 0; break;
        case RoundingMode::down: break;
    }
    if (up) ++whole;
    return value < 0 ? Integer(-whole) : whole;
}

Rational round_to(const Rational& value, int places, RoundingMode mode) {
    const Integer units = round_to_units(value, places, mode);
    if (places < 0) return Rational(Integer(units * power_of_ten(-places)));
    return make_rational(units, power_of_ten(places));
}

Integer floor_of(const Rational& value) {
    Integer whole;
    Integer rest;
    divide_qr(numerator(value), denominator(value), whole, rest);
    return rest < 0 ? Integer(whole - 1) : whole;
}

Integer ceil_of(const Rational& value) {
    Integer whole;
    Integer rest;
    divide_qr(numerator(value), denominator(value), whole, rest);
    return rest > 0 ? Integer(whole + 1) : whole;
}

std::string format_fixed(const Rational& value, int places) {
    return signed_with_point(round_to_units(value, places, RoundingMode::half_even), places);
}

std::string format_exact(const Rational& value) {
    Integer rest = denominator(value);
    const int twos = take_factor(rest, 2);
    const int fives = take_factor(rest, 5);
    if (rest != 1) return numerator(value).str() + "/" + denominator(value).str();
    return format_fixed(value, std::max(twos, fives));
}

}  // namespace underpin
