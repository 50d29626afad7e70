#include "domain/credit_piece.h"

#include <algorithm>

namespace underpin {
namespace {

Days days_of(const TimeZone& zone, Span span) {
    return {zone.date_of(span.from), zone.date_of(span.to - Duration{1}) + date::days(1)};
}

TimeZone zone_of(const Agreement& agreement) {
    return require(TimeZone::find(agreement.time_zone));
}

}  // namespace

const Objective* find_objective(const Agreement& agreement, const std::string& id) {
    const auto found = std::ranges::find(agreement.objectives, id, &Objective::id);
    return found == agreement.objectives.end() ? nullptr : &*found;
}

PeriodDays period_days(const Portfolio& portfolio, const ObjectiveResult& result) {
    const Amended& agreement = portfolio.agreements.at(result.agreement);
    // An amendment may have moved the agreement to another zone: first by the oldest, then by the
    // zone in force.
    Days days = days_of(zone_of(agreement.versions.front().document.as<Agreement>()), result.range);
    days = days_of(zone_of(agreement.on(days.first).document.as<Agreement>()), result.range);
    return {days.first, days.end - date::days(1)};
}

std::vector<CreditPiece> pieces_of(const ObjectiveResult& result, const CreditSegment& segment) {
    const TimeZone zone = zone_of(*segment.agreement);
    const Objective* objective = find_objective(*segment.agreement, result.objective);
    if (objective == nullptr || !objective->credits) return {};
    const Days whole{segment.first, segment.end};
    std::vector<const Measurement*> parts;
    for (const Measurement& part : result.parts) {
        if (!intersect(days_of(zone, part.part), whole).empty()) parts.push_back(&part);
    }
    if (parts.empty()) return {};

    const bool breached = std::ranges::any_of(
        parts, [](const Measurement* part) { return part->status == Status::breached; });
    const Span span{parts.front()->part.from, parts.back()->part.to};
    for (const auto* measurements : {&result.parts, &result.credit_basis}) {
        const auto basis = std::ranges::find(*measurements, span, &Measurement::part);
        if (basis != measurements->end()) return {{whole, &segment, objective, &*basis, breached}};
    }
    std::vector<CreditPiece> pieces;
    for (const Measurement* part : parts) {
        pieces.push_back({intersect(days_of(zone, part->part), whole), &segment, objective, part,
                          part->status == Status::breached});
    }
    return pieces;
}

bool in_grace(const CreditSegment& segment, const Objective* objective, Date first) {
    std::optional<Date> until;
    if (segment.contract != nullptr) until = segment.contract->grace_until;
    if (segment.agreement->grace_until) until = segment.agreement->grace_until;
    if (objective != nullptr && objective->credits && objective->credits->grace_until) {
        until = objective->credits->grace_until;
    }
    return until && first < *until;
}

std::optional<ClaimTerms> claim_of(const CreditSegment& segment, const Objective* objective) {
    if (objective != nullptr && objective->credits && objective->credits->claim) {
        return objective->credits->claim;
    }
    if (segment.agreement->claim) return segment.agreement->claim;
    return segment.contract != nullptr ? segment.contract->claim : std::nullopt;
}

Rational base_of(const Portfolio& portfolio, const CreditSegment& segment, Days days,
                 Date period_first) {
    if (segment.contract == nullptr) return 0;
    days = intersect(days, underpin::days_of(portfolio.term_of(*segment.agreement)));
    return contract_charges(portfolio.contracts.at(*segment.agreement->contract), period_first,
                            segment.agreement->service, days);
}

MeasurementId id_of(const Measurement& measurement) {
    return {measurement.objective, measurement.period, measurement.part.from, measurement.version};
}

std::string day_range(Days days) {
    return format_date(days.first) + " to " + format_date(days.end - date::days(1));
}

}  // namespace underpin
