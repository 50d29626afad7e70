#include "domain/money.h"

#include <array>
#include <limits>
#include <vector>

#include "base/text.h"

namespace underpin {
namespace {

struct CurrencyRow {
    std::string_view code;
    int exponent;
};

constexpr auto currencies = std::to_array<CurrencyRow>({
#include "domain/currencies.inc"
});

Error out_of_range(std::string_view what) {
    return {ErrorClass::input, std::string(what) + " is too large an amount of money", "", {}};
}

Integer power_of_ten(int exponent) {
    Integer power = 1;
    for (int i = 0; i < exponent; ++i) power *= 10;
    return power;
}

bool fits(const Integer& minor) {
    return minor >= std::numeric_limits<std::int64_t>::min() &&
           minor <= std::numeric_limits<std::int64_t>::max();
}

}  // namespace

Result<Currency> Currency::find(std::string_view code) {
    std::vector<std::string> known;
    known.reserve(currencies.size());
    for (const CurrencyRow& row : currencies) {
        if (row.code == code) return Currency{std::string(row.code), row.exponent};
        known.emplace_back(row.code);
    }
    Error error{ErrorClass::input,
                "unknown currency \"" + std::string(code) + "\"",
                "use a code of ISO 4217, such as GBP",
                {}};
    if (const auto near = nearest_word(code, known)) error.hint = "did you mean " + *near + "?";
    return error;
}

Result<Money> Money::parse(std::string_view amount, const Currency& currency) {
    const Result<Decimal> decimal = Decimal::parse(amount);
    if (!decimal) return decimal.error();
    if (decimal->scale() > currency.exponent) {
        return Error{ErrorClass::input,
                     "\"" + std::string(amount) + "\" has more than the " +
                         std::to_string(currency.exponent) + " decimals of " + currency.code,
                     "",
                     {}};
    }
    const Integer minor = decimal->units() * power_of_ten(currency.exponent - decimal->scale());
    if (!fits(minor)) return out_of_range(amount);
    return Money{static_cast<std::int64_t>(minor), currency};
}

Result<Money> Money::round(const Rational& amount, const Currency& currency, RoundingMode mode) {
    const Integer minor = round_to_units(amount, currency.exponent, mode);
    if (!fits(minor)) return out_of_range(format_exact(amount));
    return Money{static_cast<std::int64_t>(minor), currency};
}

Rational Money::to_rational() const {
    return make_rational(Integer(minor), power_of_ten(currency.exponent));
}

std::string Money::to_string() const {
    return Decimal(Integer(minor), currency.exponent).to_string();
}

Result<Money> add(const Money& a, const Money& b) {
    if (!(a.currency == b.currency)) {
        return Error{
            ErrorClass::internal, "adding " + a.currency.code + " and " + b.currency.code, "", {}};
    }
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a.minor, b.minor, &sum)) {
        return Error{ErrorClass::internal, "a sum of money is too large", "", {}};
    }
    return Money{sum, a.currency};
}

}  // namespace underpin
