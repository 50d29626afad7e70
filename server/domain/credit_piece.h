// What a credit line stands on: which judged measurement speaks for which stretch of a period, by
// which terms, and the charges of that stretch. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/contract_charges.h"
#include "domain/credit.h"

namespace underpin {

// The local days [first, last] of a result's period, in its agreement's time zone.
struct PeriodDays {
    Date first;
    Date last;
};
[[nodiscard]] PeriodDays period_days(const Portfolio& portfolio, const ObjectiveResult& result);

// A stretch of days with the terms it is credited by and the judged measurement of it.
struct CreditPiece {
    Days days;
    const CreditSegment* segment = nullptr;
    const Objective* objective = nullptr;  // the segment's; with credits
    const Measurement* measurement = nullptr;
    bool breached = false;  // as a period is: when any part of it is
};

// What of the result stands for the segment: the parts that lie in it as one, measured by the
// segment's own terms, else (where nobody has measured them as one) each part. Pointers into the
// arguments. Empty where the segment's terms pay no credit for the objective.
[[nodiscard]] std::vector<CreditPiece> pieces_of(const ObjectiveResult& result,
                                                 const CreditSegment& segment);

// Whether grace holds for a period that starts on `first`. The nearest word wins: the objective's,
// else its agreement's, else its contract's. `objective` may be null.
[[nodiscard]] bool in_grace(const CreditSegment& segment, const Objective* objective, Date first);
// The claim terms, likewise.
[[nodiscard]] std::optional<ClaimTerms> claim_of(const CreditSegment& segment,
                                                 const Objective* objective);

// The creditable charges of the agreement's service on those days of the segment, in a period that
// starts on `period_first`, within the terms of agreement and contract.
[[nodiscard]] Rational base_of(const Portfolio& portfolio, const CreditSegment& segment, Days days,
                               Date period_first);

[[nodiscard]] const Objective* find_objective(const Agreement& agreement, const std::string& id);
[[nodiscard]] MeasurementId id_of(const Measurement& measurement);
// "2024-03-01 to 2024-03-14"
[[nodiscard]] std::string day_range(Days days);

}  // namespace underpin
