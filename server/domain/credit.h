// Credits: money owed for breaches, by scoring.md "Credits". A pure function of the documents and
// of judged results: no clock, no I/O, any thread. The way of a line:
//   credit_piece.h      what of a period's measurements stands for which terms, and its base
//   credit_scheme.h     what one scheme says for one objective and segment (exact)
//   credit_points.h     failure points, and an agreement's line for them
//   charges.h           the base: charges of the service in the segment (exact)
//   credit_line.h       a period's segments put together, minimum, rounding to the minor unit
//   incident_credits.h  one credit an incident: which lines are computed again without which
//   caps.h              objective, period and contract year, in this order
//   earn_back.h         pool credits that later good periods return
//   claim_clock.h       last day to claim, and what the line is by then
//   triggers.h          contractual rights; they change no money
#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "domain/claim_clock.h"
#include "domain/objective_result.h"
#include "domain/scorecard.h"
#include "domain/terms.h"
#include "domain/triggers.h"

namespace underpin {

// As derived from results alone: the first four. Once a line is in a claim, the claim's state.
enum class CreditStatus {
    provisional,  // the period is open: outside totals and caps
    proposed,     // earned and still to be claimed, set off or paid
    lapsed,       // not claimed by its last day
    overdue,      // set off or automatic, and not seen by its last day
    approved,
    claimed,
    acknowledged,
    disputed,
    partly_credited,
    credited,
    waived,
    withdrawn,
};
[[nodiscard]] const char* credit_status_name(CreditStatus status);

// An objective's part in a line for the agreement.
struct PointsShare {
    std::string objective;
    std::optional<std::string> band;  // none: the breach matches no band and has no points
    Rational points;
    bool repeat = false;
};

// Names a stored measurement: what a line stands on.
struct MeasurementId {
    std::string objective, period;
    Instant part_from;
    int version = 1;
    auto operator<=>(const MeasurementId&) const = default;
};

struct CreditLine {
    std::string agreement, contract;
    std::optional<std::string> objective;  // none: one line for the agreement (points)
    std::string period;                    // label
    Date first, last;                      // the period's local days, cut by the term
    std::string scheme;                    // "tiers"
    Money base;                            // rounded for display only
    std::string rule;                      // "below 99.9: 10 %"
    std::optional<Rational> points;
    std::vector<PointsShare> objectives;      // of a line for the agreement
    std::optional<std::string> earns_back;    // the period whose credit this entry returns
    Rational exact;                           // before rounding
    Money rounded;                            // before caps
    Money amount;                             // what is owed; negative where it is earned back
    std::optional<Money> capped_from;         // `rounded`, where a cap took something
    std::vector<std::string> capped_by;       // "objective", "period", "contract year"
    std::vector<std::string> steps;           // the derivation, with its numbers put in
    std::vector<MeasurementId> measurements;  // what it stands on
    CreditStatus status = CreditStatus::proposed;
    std::optional<Date> claim_by;       // the last day, where the terms set one
    std::optional<std::int64_t> claim;  // the claim that it is in
};

struct SupplierCredits {
    std::string supplier;
    std::vector<CreditLine> lines;        // by last day, period, agreement, objective
    std::vector<RaisedTrigger> triggers;  // by last day, agreement, trigger
    // Without provisional lines; one entry a currency, by code, also a zero one for every currency
    // of the supplier's contracts.
    std::vector<CreditTotal> totals;
    std::vector<std::string> notes;  // what was not computed, and why
};

// What credits are derived from. `results` must hold every objective with credits or under a
// trigger, in every period from the start of its contract up to as_of (year caps, windows), in any
// order. Customer agreements earn nothing and may be among them.
struct CreditInput {
    const Portfolio& portfolio;
    std::string supplier;
    Instant as_of;
    const std::vector<ObjectiveResult>& results;
};

[[nodiscard]] SupplierCredits derive_credits(const CreditInput& input);

// A run of local days of a period under one set of the agreement's credit terms: the whole period
// by the terms of its first day, unless an amendment of the agreement with `applies: split` begins
// a new one. An amendment of the contract begins none: it changes charges (contract_charges.h), not
// what is measured.
struct CreditSegment {
    Date first;
    Date end;  // exclusive
    const Agreement* agreement = nullptr;
    const Contract* contract = nullptr;  // on the period's first day; none: without a contract
    std::int64_t agreement_revision = 0;
};

// The segments of the local days [first, end) of a period. Pointers into the portfolio. Where a
// segment holds several parts of a measured period (amendments that do not split credits), measure
// them as one by the segment's terms and pass that in ObjectiveResult::credit_basis; without it the
// parts are prorated by days.
[[nodiscard]] std::vector<CreditSegment> credit_segments(const Portfolio& portfolio,
                                                         const std::string& agreement, Date first,
                                                         Date end);

// (agreement, period label) of what somebody looks at.
using CreditKeys = std::set<std::pair<std::string, std::string>>;

// The lines and triggers of those periods only, with totals of their own (zeros stay). Its totals
// are what SupplierScorecard::credits takes.
[[nodiscard]] SupplierCredits credits_of(const SupplierCredits& credits, const CreditKeys& keys);
[[nodiscard]] CreditKeys credit_keys(const std::vector<AgreementScore>& agreements);

}  // namespace underpin
