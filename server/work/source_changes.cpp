#include "work/source_changes.h"

#include <algorithm>

#include "work/reach.h"

namespace underpin {

TouchedRanges SourceChanges::since(const ObjectiveTask& task,
                                   const std::vector<const StoredMeasurement*>& stored) {
    TouchedRanges changes;
    for (const auto& id : task.plan().objective->evidence.sources) {
        const auto& state = states_.at(id);
        auto seen = state.last_revision;
        for (const auto* one : stored) {
            for (const auto& [source, revision] : one->measurement.sources_seen) {
                if (source == id) seen = std::min(seen, revision);
            }
        }
        if (seen >= state.last_revision) continue;
        auto touched = touched_since(session_, id, seen);
        std::erase_if(touched, [&](const TouchedRange& range) {
            return range.revision > state.last_revision;
        });
        if (task.scorer().shape() == Shape::interval && !touched.empty()) {
            touched = widen_by_outages(std::move(touched), interval_rows(id),
                                       merge_gap_of(*task.plan().objective));
        }
        changes.emplace(id, std::move(touched));
    }
    return changes;
}

const EvidenceColumns& SourceChanges::interval_rows(const std::string& source) {
    auto at = interval_rows_.find(source);
    if (at == interval_rows_.end()) {
        auto rows =
            scan_evidence(session_, {source, std::nullopt, {}, states_.at(source).last_run});
        at = interval_rows_.emplace(source, std::move(rows)).first;
    }
    return at->second;
}

}  // namespace underpin
