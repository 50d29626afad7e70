#include "domain/credit_scheme.h"

namespace underpin {
namespace {

struct Dispatch {
    const SchemeInput& input;

    using Answer = std::optional<SchemeAnswer>;
    Answer operator()(const TiersScheme& scheme) const { return tiers_credit(scheme, input); }
    Answer operator()(const SlopeScheme& scheme) const { return slope_credit(scheme, input); }
    Answer operator()(const PointsScheme&) const { return std::nullopt; }
    Answer operator()(const PoolScheme& scheme) const { return pool_credit(scheme, input); }
    Answer operator()(const PerUnitScheme& scheme) const { return per_unit_credit(scheme, input); }
    Answer operator()(const FixedScheme& scheme) const { return fixed_credit(scheme, input); }
};

constexpr int places_shown = 6;

bool fits(const Rational& value, int places) {
    return round_to(value, places, RoundingMode::half_even) == value;
}

}  // namespace

// A rule's text without blanks would read as part of the number: "10 %".
std::string percent_text(const Decimal& percent) { return percent.to_string() + " %"; }

std::string number_text(const Rational& value) {
    if (fits(value, places_shown)) return format_exact(value);
    return "about " + format_fixed(value, places_shown);
}

std::string amount_text(const Rational& amount, const Currency& currency) {
    if (fits(amount, currency.exponent)) return format_fixed(amount, currency.exponent);
    return number_text(amount);
}

bool beyond(bool at_least, const Rational& value, const Rational& threshold) {
    return at_least ? value < threshold : value > threshold;
}

std::optional<SchemeAnswer> tiers_credit(const TiersScheme& scheme, const SchemeInput& input) {
    const bool at_least = input.objective.target.at_least;
    const Tier* tier = deepest(scheme.tiers, at_least, input.measurement.value);
    if (tier == nullptr) return std::nullopt;

    SchemeAnswer answer;
    answer.amount = input.base * tier->percent.to_rational() / 100;
    answer.rule = std::string(at_least ? "below " : "above ") + tier->threshold_text + ": " +
                  percent_text(tier->percent);
    answer.steps = {percent_text(tier->percent) + " of " + amount_text(input.base, input.currency) +
                    " = " + amount_text(answer.amount, input.currency)};
    return answer;
}

// Owed for the breach as such, also for one without a value.
std::optional<SchemeAnswer> pool_credit(const PoolScheme& scheme, const SchemeInput& input) {
    if (!input.at_risk) return std::nullopt;  // refused by the documents' check
    const Rational percent = input.at_risk->to_rational() * scheme.pool.to_rational() *
                             scheme.allocation.to_rational() / 10000;
    SchemeAnswer answer;
    answer.amount = input.base * percent / 100;
    answer.rule = percent_text(*input.at_risk) + " at risk x " + percent_text(scheme.pool) +
                  " pool x " + percent_text(scheme.allocation) + " allocation";
    answer.steps = {answer.rule + " = " + number_text(percent) + " % of " +
                    amount_text(input.base, input.currency) + " = " +
                    amount_text(answer.amount, input.currency)};
    return answer;
}

std::optional<SchemeAnswer> fixed_credit(const FixedScheme& scheme, const SchemeInput&) {
    SchemeAnswer answer;
    answer.amount = scheme.amount.to_rational();
    answer.rule = scheme.amount.to_string() + " a breach";
    answer.steps = {scheme.amount.to_string()};
    return answer;
}

std::optional<SchemeAnswer> scheme_credit(const CreditTerms& terms, const SchemeInput& input) {
    return std::visit(Dispatch{input}, terms.scheme);
}

}  // namespace underpin
