// What one scheme owes for one objective and one credit segment, exactly and before rounding. A new
// scheme is a function in a file of its own and a line in the dispatch of credit_scheme.cpp; points
// are an agreement's, not an objective's: credit_points.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/measurement.h"

namespace underpin {

// One segment of a breached period.
struct SchemeInput {
    const Objective& objective;      // the segment's terms
    const Measurement& measurement;  // without a value where when_no_data made it a breach
    Rational base;                   // charges of the segment, major units
    Currency currency;
    std::optional<Decimal> at_risk;  // the agreement's, for pools
};

struct SchemeAnswer {
    Rational amount;                 // major units
    std::string rule;                // "below 99.9: 10 %"
    std::vector<std::string> steps;  // the arithmetic with its numbers
    std::optional<Rational> base;    // where the percents were not of the segment's charges
    std::vector<std::string> notes;  // what could not be counted, and why
};

// None: the breach is owed nothing. Points answer none.
[[nodiscard]] std::optional<SchemeAnswer> scheme_credit(const CreditTerms& terms,
                                                        const SchemeInput& input);
// Money in a derivation: exact as far as six places go, else "about 6354.838710".
[[nodiscard]] std::string amount_text(const Rational& amount, const Currency& currency);
// A number in a derivation, likewise.
[[nodiscard]] std::string number_text(const Rational& value);
// "10 %"
[[nodiscard]] std::string percent_text(const Decimal& percent);

// Whether the value lies beyond a tier's or band's threshold.
[[nodiscard]] bool beyond(bool at_least, const Rational& value, const Rational& threshold);

// The deepest step (tier or band) that the value matches; without a value the deepest of all;
// nullptr for none.
template <typename Step>
const Step* deepest(const std::vector<Step>& steps, bool at_least,
                    const std::optional<Rational>& value) {
    const Step* found = nullptr;
    for (const Step& step : steps) {
        if (value && !beyond(at_least, *value, step.threshold)) continue;
        if (found == nullptr || beyond(at_least, step.threshold, found->threshold)) found = &step;
    }
    return found;
}

[[nodiscard]] std::optional<SchemeAnswer> tiers_credit(const TiersScheme& scheme,
                                                       const SchemeInput& input);
[[nodiscard]] std::optional<SchemeAnswer> slope_credit(const SlopeScheme& scheme,
                                                       const SchemeInput& input);
[[nodiscard]] std::optional<SchemeAnswer> pool_credit(const PoolScheme& scheme,
                                                      const SchemeInput& input);
[[nodiscard]] std::optional<SchemeAnswer> per_unit_credit(const PerUnitScheme& scheme,
                                                          const SchemeInput& input);
[[nodiscard]] std::optional<SchemeAnswer> fixed_credit(const FixedScheme& scheme,
                                                       const SchemeInput& input);

}  // namespace underpin
