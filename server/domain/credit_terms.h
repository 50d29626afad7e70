// What a contract says about service credits: the schemes of scoring.md "Credits", as documents
// write them. Percents, points and amounts are exact; thresholds are in the objective's unit
// (durations in seconds). Plain values.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/instant.h"
#include "domain/contract.h"

namespace underpin {

struct Tier {
    Rational threshold;          // below it (at_least targets) or above it (at_most)
    std::string threshold_text;  // as written
    Decimal percent;
};

struct TiersScheme {
    std::vector<Tier> tiers;  // mild to severe
};

enum class SlopeSteps { exact, whole, started };

// `percent` of the base for each `per` between the value and where the slope starts.
struct SlopeScheme {
    Decimal percent;
    Rational per;
    std::string per_text;
    SlopeSteps steps = SlopeSteps::exact;
    std::optional<Rational> starts_at;  // none: the target
    std::string starts_at_text;
};

struct Band {
    std::string name;
    Rational threshold;
    std::string threshold_text;
    int points = 0;
};

// The agreement turns the points of its objectives into money (PointsRule).
struct PointsScheme {
    std::vector<Band> bands;  // mild to severe
};

// `at_risk` of the agreement x pool x allocation.
struct PoolScheme {
    Decimal pool{100, 0};
    Decimal allocation;
    std::optional<int> earn_back_periods;
};

// `amount`, or `percent` of the base, for each started unit beyond the target.
struct PerUnitScheme {
    std::optional<Money> amount;
    std::optional<Decimal> percent;
    std::optional<Duration> unit;  // of downtime or lateness; none: each breaching case
    std::string unit_text;
    bool base_is_case = false;       // percent of the case's `amount` attribute
    std::optional<Decimal> at_most;  // percent of the base, a case
};

struct FixedScheme {
    Money amount;  // a breach
};

struct PointsRung {
    int points = 0;
    Decimal percent;
};

// How an agreement turns a period's total of points into money: by exactly one of the first two.
struct PointsRule {
    std::optional<Decimal> percent_per_point;
    std::vector<PointsRung> ladder;  // upwards
    bool average_with_previous = false;
    Decimal repeat_multiplier{2, 0};
};

// Amounts of money stand in the currency of the agreement's contract, which another document names:
// as read they have an empty currency code and the digits as written as exponent; make_portfolio
// puts the currency in.
struct CreditTerms {
    std::variant<TiersScheme, SlopeScheme, PointsScheme, PoolScheme, PerUnitScheme, FixedScheme>
        scheme;
    Cap cap;
    std::optional<Money> minimum;
    std::optional<Date> grace_until;
    std::optional<ClaimTerms> claim;
    std::optional<Clause> clause;
    [[nodiscard]] std::string scheme_name() const;
};

// Whether the scheme looks at single records of a breach, not only at the measurement.
[[nodiscard]] bool needs_records(const CreditTerms& terms, const std::string& metric);

}  // namespace underpin
