// Failure points: what each failure of an agreement's objectives costs in points, repeats, and the
// agreement's one line a period that turns the total into money. Pure; any thread.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "domain/credit.h"
#include "domain/credit_piece.h"

namespace underpin {

// The failures under points in one segment of a period, by objective id.
struct SegmentPoints {
    const CreditSegment* segment = nullptr;  // into PeriodPoints::segments
    std::vector<PointsShare> shares;
    std::vector<std::string> steps;
    Rational total = 0;
    bool begun = false;  // some of it has been measured
};

// The points of one period of an agreement.
struct PeriodPoints {
    Span range;
    PeriodDays days;
    std::string label;
    bool open = false;
    std::vector<CreditSegment> segments;
    std::vector<SegmentPoints> by_segment;
    // The failures among objectives under points, by id: of several segments the most that one
    // gives, since a period fails once.
    std::vector<PointsShare> objectives;
    Rational total = 0;
    std::vector<MeasurementId> measurements;  // of these failures
    std::set<std::string> failed;             // every objective that failed, whatever it earns
};

// By time, every period that has a result. An open period has no repeats: its failures are
// provisional and stand outside of chains.
[[nodiscard]] std::vector<PeriodPoints> points_of(
    const Portfolio& portfolio, const std::vector<const ObjectiveResult*>& results);

// The agreement's lines; none for periods without a failure under points.
[[nodiscard]] std::vector<CreditLine> points_lines(
    const Portfolio& portfolio, const std::vector<const ObjectiveResult*>& results, Instant as_of,
    std::vector<std::string>& notes);

}  // namespace underpin
