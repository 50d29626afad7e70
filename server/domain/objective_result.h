// One objective in one period as a scorecard shows it: the parts of the period (one, unless an
// amendment split it) put together. Pure values; any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/measurement.h"

namespace underpin {

struct ObjectiveResult {
    std::string agreement, objective, name, metric, unit;
    std::optional<std::string> category;
    std::string period;  // label
    Span range;          // the period cut by the term, not by as_of
    bool open = false;
    Instant as_of;

    // Of the terms in force when the first part begins.
    Target target;
    std::optional<Target> floor;
    Decimal weight{1, 0};

    Status status = Status::no_data;
    std::optional<Rational> value;     // none where there is none and where the period is split
    std::optional<Fraction> fraction;  // likewise
    std::optional<Rational> coverage;  // of several parts: weighted by their lengths
    std::optional<Rational> score;     // of met and breached
    std::vector<std::string> provisional;
    std::int64_t counted = 0, breaching = 0, pending = 0, excluded = 0, dropped = 0;
    int version = 1;

    std::vector<Measurement> parts;  // in order of time, judged; never empty
    // From the first to the last part of a split period, measured by the terms of the first: what
    // value, fraction, coverage and counts are taken from.
    std::optional<Measurement> whole;
    // Judged measurements of several parts in one credit segment as one (credit.h,
    // credit_segments), by the terms of the first of them; `whole` too. Only for split periods; may
    // be empty.
    std::vector<Measurement> credit_basis;
    // The same result measured without the records of these incidents, where another objective's
    // credit keeps them (incident_credits.h).
    std::vector<std::string> dropped_incidents;
    std::shared_ptr<const ObjectiveResult> without_incidents;

    [[nodiscard]] bool split() const { return parts.size() > 1; }
    // Whether the parts say more than the whole: split, or measured over a part of the period only
    // (not so where the amendment that will split it has not begun at as_of).
    [[nodiscard]] bool shows_parts() const;
};

// Puts judged parts of one objective and period together; `terms` is the objective as its first
// part's terms have it. Breached when any part is; else undetermined when any is; else no_data when
// any is; else no_events when any is; met when every part is. The score is the mean of the parts'
// scores by their measured lengths, of a period that is met or breached.
[[nodiscard]] ObjectiveResult combine_parts(const Objective& terms, std::vector<Measurement> parts,
                                            std::optional<Measurement> whole = std::nullopt);

}  // namespace underpin
