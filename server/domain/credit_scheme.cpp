#include "domain/credit_scheme.h"

#include <type_traits>

namespace underpin {
namespace {

// A rule's text without blanks would read as part of the number: "10 %".
std::string percent_text(const Decimal& percent) { return percent.to_string() + " %"; }

bool matches(const Tier& tier, bool at_least, const Rational& value) {
    return at_least ? value < tier.threshold : value > tier.threshold;
}

bool deeper(const Tier& a, const Tier& b, bool at_least) {
    return at_least ? a.threshold < b.threshold : a.threshold > b.threshold;
}

// The deepest tier that the value matches; without a value the deepest of all.
const Tier* tier_of(const TiersScheme& scheme, bool at_least,
                    const std::optional<Rational>& value) {
    const Tier* found = nullptr;
    for (const Tier& tier : scheme.tiers) {
        if (value && !matches(tier, at_least, *value)) continue;
        if (found == nullptr || deeper(tier, *found, at_least)) found = &tier;
    }
    return found;
}

}  // namespace

std::string amount_text(const Rational& amount, const Currency& currency) {
    constexpr int places_shown = 6;
    const auto fits = [&](int places) {
        return round_to(amount, places, RoundingMode::half_even) == amount;
    };
    if (fits(currency.exponent)) return format_fixed(amount, currency.exponent);
    if (fits(places_shown)) return format_exact(amount);
    return "about " + format_fixed(amount, places_shown);
}

std::optional<SchemeAnswer> tiers_credit(const TiersScheme& scheme, const SchemeInput& input) {
    const bool at_least = input.objective.target.at_least;
    const Tier* tier = tier_of(scheme, at_least, input.measurement.value);
    if (tier == nullptr) return std::nullopt;

    SchemeAnswer answer;
    answer.amount = input.base * tier->percent.to_rational() / 100;
    answer.rule = std::string(at_least ? "below " : "above ") + tier->threshold_text + ": " +
                  percent_text(tier->percent);
    answer.step = percent_text(tier->percent) + " of " + amount_text(input.base, input.currency) +
                  " = " + amount_text(answer.amount, input.currency);
    return answer;
}

std::optional<SchemeAnswer> fixed_credit(const FixedScheme& scheme, const SchemeInput&) {
    SchemeAnswer answer;
    answer.amount = scheme.amount.to_rational();
    answer.rule = scheme.amount.to_string() + " a breach";
    answer.step = scheme.amount.to_string();
    return answer;
}

bool computes(const CreditTerms& terms) {
    return !std::holds_alternative<OtherScheme>(terms.scheme);
}

std::optional<SchemeAnswer> scheme_credit(const CreditTerms& terms, const SchemeInput& input) {
    return std::visit(
        [&](const auto& scheme) -> std::optional<SchemeAnswer> {
            using Scheme = std::decay_t<decltype(scheme)>;
            if constexpr (std::is_same_v<Scheme, TiersScheme>) {
                return tiers_credit(scheme, input);
            } else if constexpr (std::is_same_v<Scheme, FixedScheme>) {
                return fixed_credit(scheme, input);
            } else {
                return std::nullopt;
            }
        },
        terms.scheme);
}

}  // namespace underpin
