// underpin/draft/words.hpp - numbers and durations as an explanation writes them, so that a person
// with a pocket calculator can follow. Not yet promised. Pure functions; safe from any thread.
#ifndef UNDERPIN_DRAFT_WORDS_HPP
#define UNDERPIN_DRAFT_WORDS_HPP

#include <algorithm>
#include <string>

#include "underpin/numbers.hpp"

namespace underpin {
inline namespace sdk {

// 2674800000 is "2,674,800,000".
inline std::string grouped(Int128 value) {
    auto text = to_string(value);
    const std::size_t first = value < 0 ? 1 : 0;
    for (std::size_t at = text.size(); at > first + 3;) {
        at -= 3;
        text.insert(at, ",");
    }
    return text;
}

// Units of 10^-scale as a decimal without needless zeros: 2500000 with scale 6 is "2.5".
inline std::string decimal_words(Int128 units, int scale) {
    Int128 power = 1;
    for (int i = 0; i < scale; ++i) power = checked_multiply(power, 10);
    const Int128 magnitude = units < 0 ? -units : units;
    auto text = (units < 0 ? "-" : "") + grouped(magnitude / power);
    auto places = to_string(magnitude % power);
    places.insert(0,
                  static_cast<std::size_t>(scale) -
                      std::min<std::size_t>(static_cast<std::size_t>(scale), places.size()),
                  '0');
    while (!places.empty() && places.back() == '0') places.pop_back();
    return scale > 0 && !places.empty() ? text + "." + places : text;
}

// "743 h 00 min", with seconds only where there are any: "0 h 01 min 30 s", "1.5 s" below that.
inline std::string duration_words(std::int64_t ms) {
    const std::int64_t hours = ms / 3'600'000;
    const std::int64_t minutes = ms / 60'000 % 60;
    const std::int64_t rest = ms % 60'000;
    auto text = grouped(hours) + (minutes < 10 ? " h 0" : " h ") + std::to_string(minutes) + " min";
    if (rest != 0) text += " " + decimal_words(rest, 3) + " s";
    return text;
}

// "743 h 00 min = 2,674,800,000 ms".
inline std::string duration_with_ms(std::int64_t ms) {
    return duration_words(ms) + " = " + grouped(ms) + " ms";
}

// numerator / denominator (above 0) with `places` digits, rounded half to even.
inline std::string quotient_words(Int128 numerator, Int128 denominator, int places = 6) {
    const bool negative = numerator < 0;
    if (negative) numerator = -numerator;
    Int128 units = numerator / denominator;
    Int128 rest = numerator % denominator;
    std::string text = grouped(units);
    std::string digits;
    for (int i = 0; i < places; ++i) {
        rest = checked_multiply(rest, 10);
        digits += static_cast<char>('0' + static_cast<int>(rest / denominator));
        rest %= denominator;
    }
    const bool odd = (places == 0 ? static_cast<int>(units % 10) : digits.back() - '0') % 2 != 0;
    const bool above = rest > denominator - rest || (rest == denominator - rest && odd);
    if (above) {
        auto at = digits.rbegin();
        while (at != digits.rend() && *at == '9') *at++ = '0';
        if (at != digits.rend())
            ++*at;
        else
            text = grouped(units + 1);
    }
    return (negative ? "-" : "") + text + (places > 0 ? "." + digits : "");
}

// "1 case", "2 cases".
inline std::string counted_words(Int128 count, const std::string& one, const std::string& many) {
    return grouped(count) + " " + (count == 1 ? one : many);
}

}  // namespace sdk
}  // namespace underpin

#endif  // UNDERPIN_DRAFT_WORDS_HPP
