// Agreements (UC, OLA, SLA) and their objectives, as their documents say them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/exact.h"
#include "domain/contract.h"
#include "domain/credit_terms.h"
#include "domain/period.h"

namespace underpin {

enum class AgreementType { underpinning, operational, customer };
enum class ExclusionRule { remove, count_as_up };

// A target or a floor's side of it. Durations ("4h") are held in seconds.
struct Target {
    bool at_least = true;  // false: at_most
    Rational value;
    std::string text;  // as written, for output
};

struct Rounding {
    int places = 0;
    RoundingMode mode = RoundingMode::half_even;
};

// Field or attribute -> accepted values.
using Filter = std::map<std::string, std::vector<std::string>>;

struct EvidenceSelection {
    std::vector<std::string> sources;
    Filter where;
    Filter unless;
};

enum class WhenEmpty { skip, met };
enum class WhenNoData { skip, breach };

struct Objective {
    std::string id;
    std::string name;
    std::optional<std::string> category;
    std::string metric;               // the scorer plugin's name
    std::string with_json;            // canonical JSON of `with` with the scorer's defaults put in
    std::string with_written = "{}";  // the same as the document says it, for writing it again
    EvidenceSelection evidence;
    std::optional<std::string> calendar;  // wins over the agreement's
    Target target;
    std::optional<Target> floor;  // same side as the target
    std::optional<Rounding> rounding;
    Decimal weight{1, 0};
    Rational min_coverage{9, 10};
    std::int64_t min_samples = 1;
    WhenEmpty when_empty = WhenEmpty::skip;
    WhenNoData when_no_data = WhenNoData::skip;
    std::optional<Clause> clause;
    std::optional<CreditTerms> credits;
};

struct Trigger {
    std::string name;
    std::string objective = "any";  // an objective's id or any
    std::optional<int> breaches;
    std::optional<int> in_periods;
    std::optional<Decimal> points;
    std::optional<Decimal> value_below;
    std::optional<Clause> clause;
};

struct Agreement {
    AgreementType type = AgreementType::underpinning;
    std::optional<std::string> contract;  // underpinning
    std::optional<std::string> supplier;  // operational; for underpinning it is the contract's
    std::optional<std::string> customer;  // customer
    std::optional<std::string> service;
    std::vector<std::string> underpins;
    std::string time_zone;
    std::string calendar = "always";
    PeriodRule period;
    std::optional<Term> term;  // default: the contract's
    ExclusionRule exclusions = ExclusionRule::remove;
    Decimal weight{1, 0};
    std::vector<Objective> objectives;
    std::vector<Trigger> triggers;
    std::optional<Date> grace_until;
    std::optional<ClaimTerms> claim;
    bool one_credit_per_incident = false;
    std::optional<Decimal> at_risk;    // for pool schemes
    std::optional<PointsRule> points;  // for points schemes
};

}  // namespace underpin
