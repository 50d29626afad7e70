#include "work/cell_plan.h"

#include <algorithm>

namespace underpin {

namespace {

const Agreement& agreement_of(const Revised& revised) { return revised.document.as<Agreement>(); }

// The instants at which a new version of the terms begins, inside of the range.
std::vector<Instant> splits_inside(const Amended& amended, Span range, const TimeZone& zone) {
    std::vector<Instant> splits;
    for (const auto& version : amended.versions) {
        const auto& from = version.document.metadata.effective_from;
        if (!from) continue;
        const auto at = zone.midnight(*from);
        if (range.from < at && at < range.to) splits.push_back(at);
    }
    std::ranges::sort(splits);
    return splits;
}

PlannedCell make_cell(const AgreementPeriod& period, Span part, Instant as_of) {
    PlannedCell cell{period.period.label, period.range, part, part, period.open};
    cell.measured.to = std::max(part.from, std::min(part.to, as_of));
    return cell;
}

}  // namespace

std::vector<AgreementPeriod> agreement_periods(const Portfolio& portfolio,
                                               const std::string& agreement_id, Instant as_of) {
    std::vector<AgreementPeriod> periods;
    const auto& amended = portfolio.agreements.at(agreement_id);
    const auto& base = agreement_of(amended.versions.front());
    const auto zone = require(TimeZone::find(base.time_zone));
    const auto begin = portfolio.term_of(base).from;
    const auto end = portfolio.term_of(agreement_of(amended.versions.back())).to;
    const Term term{begin, end};

    for (auto first = begin; !end || first < *end;) {
        const auto& terms = amended.on(first);
        const auto period = period_holding(agreement_of(terms).period, first);
        const auto range = span_of(period, term, zone);
        if (range.from > as_of) break;
        if (range.from < range.to) {
            periods.push_back({period, range, range.contains(as_of), &terms});
        }
        first = period.end;
    }
    return periods;
}

std::vector<ObjectivePlan> plan_cells(const Portfolio& portfolio, const std::string& agreement_id,
                                      Instant as_of) {
    const auto& amended = portfolio.agreements.at(agreement_id);
    const auto zone = require(TimeZone::find(agreement_of(amended.versions.front()).time_zone));
    std::vector<ObjectivePlan> plans;
    std::vector<std::size_t> first_plan;  // of each version
    for (const auto& version : amended.versions) {
        first_plan.push_back(plans.size());
        const auto& agreement = agreement_of(version);
        for (const auto& objective : agreement.objectives) {
            plans.push_back({agreement_id, &agreement, version.revision, &objective, {}});
        }
    }
    for (const auto& period : agreement_periods(portfolio, agreement_id, as_of)) {
        auto bounds = splits_inside(amended, period.range, zone);
        bounds.insert(bounds.begin(), period.range.from);
        bounds.push_back(period.range.to);
        for (std::size_t i = 0; i + 1 < bounds.size(); ++i) {
            const Span part{bounds[i], bounds[i + 1]};
            // A later part that has not begun is none yet.
            if (i > 0 && part.from >= as_of) break;
            const auto& terms = amended.on(zone.date_of(part.from));
            const auto version = static_cast<std::size_t>(&terms - amended.versions.data());
            const auto cell = make_cell(period, part, as_of);
            const auto count = agreement_of(terms).objectives.size();
            for (std::size_t k = 0; k < count; ++k) {
                plans[first_plan[version] + k].cells.push_back(cell);
            }
        }
    }
    std::erase_if(plans, [](const ObjectivePlan& plan) { return plan.cells.empty(); });
    return plans;
}

}  // namespace underpin
