#include "work/due.h"

#include <algorithm>

#include "work/reach.h"

namespace underpin {

std::vector<TouchedRange> widen_by_outages(std::vector<TouchedRange> touched,
                                           const EvidenceColumns& rows, Duration gap) {
    if (rows.shape != Shape::interval) return touched;
    // Chains of intervals at most `gap` apart; rows stand in order of their starts.
    std::vector<Span> chains;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (rows.start[row] == EvidenceColumns::absent) continue;
        const Instant from{rows.start[row]};
        const Instant to =
            rows.end[row] == EvidenceColumns::absent ? Instant::max() : Instant{rows.end[row]};
        if (!chains.empty() && from <= chains.back().to + gap) {
            chains.back().to = std::max(chains.back().to, to);
        } else {
            chains.push_back({from, to});
        }
    }
    for (auto& change : touched) {
        const auto reach = Span{change.range.from - gap, change.range.to + gap};
        const auto first = std::ranges::partition_point(
            chains, [&](const Span& chain) { return chain.to < reach.from; });
        for (auto chain = first; chain != chains.end() && chain->from <= reach.to; ++chain) {
            change.range.from = std::min(change.range.from, chain->from);
            change.range.to = std::max(change.range.to, chain->to);
        }
    }
    return touched;
}

bool still_defined(const ObjectiveTask& task, const PlannedCell& cell,
                   const StoredMeasurement& stored, Instant as_of) {
    const auto& m = stored.measurement;
    return m.range == cell.range && m.part == cell.part && m.open == cell.open &&
           m.document_revisions == task.document_revisions(m.reach) &&
           m.scorer_version == task.scorer().version() && m.tz_data_version == tz_data_version() &&
           m.as_of <= as_of && as_of < stored.valid_until;
}

bool touched(const ObjectiveTask& task, const PlannedCell& cell, const StoredMeasurement& stored,
             const TouchedRanges& touched) {
    // Such a clock may run on after the resolution that ends the range.
    const bool runs_on = stops_at_response(*task.plan().objective);
    return std::ranges::any_of(stored.measurement.sources_seen, [&](const auto& seen) {
        const auto at = touched.find(seen.first);
        if (at == touched.end()) return false;
        return std::ranges::any_of(at->second, [&](const TouchedRange& change) {
            // Inclusive at both ends: an outage that ends where the period begins counts there.
            return change.revision > seen.second && change.range.from <= cell.part.to &&
                   (runs_on || change.range.to >= cell.part.from);
        });
    });
}

}  // namespace underpin
