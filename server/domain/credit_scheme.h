// What one scheme owes for one objective and one credit segment, exactly and before rounding. A new
// scheme is a function in a file of its own and a line in the dispatch of credit_scheme.cpp.
#pragma once

#include <optional>
#include <string>

#include "domain/measurement.h"

namespace underpin {

// One breached segment.
struct SchemeInput {
    const Objective& objective;      // the segment's terms
    const Measurement& measurement;  // breached; without a value where when_no_data made it so
    Rational base;                   // charges of the segment, major units
    Currency currency;
};

struct SchemeAnswer {
    Rational amount;   // major units
    std::string rule;  // "below 99.9: 10 %"
    std::string step;  // the arithmetic with its numbers
};

// None: the breach is owed nothing. Never called for OtherScheme (see computes).
[[nodiscard]] std::optional<SchemeAnswer> scheme_credit(const CreditTerms& terms,
                                                        const SchemeInput& input);
// Money in a derivation: exact as far as six places go, else "about 6354.838710".
[[nodiscard]] std::string amount_text(const Rational& amount, const Currency& currency);
// Whether this version computes the scheme.
[[nodiscard]] bool computes(const CreditTerms& terms);

[[nodiscard]] std::optional<SchemeAnswer> tiers_credit(const TiersScheme& scheme,
                                                       const SchemeInput& input);
[[nodiscard]] std::optional<SchemeAnswer> fixed_credit(const FixedScheme& scheme,
                                                       const SchemeInput& input);

}  // namespace underpin
