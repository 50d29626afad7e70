#include "work/evidence_loading.h"

#include <algorithm>

#include "store/evidence.h"
#include "store/runs.h"

namespace underpin {

std::map<std::string, SourceState> load_source_states(Session& session,
                                                      const std::set<std::string>& sources) {
    std::map<std::string, SourceState> states;
    for (const auto& id : sources) {
        SourceState state;
        const auto settled = settled_evidence(session, id);
        state.last_revision = settled.revision;
        state.last_run = settled.last_run;
        state.run = settled.run;
        if (const auto run = last_run(session, id)) {
            state.unfinished = run->status == RunStatus::running;
            state.failed = run->status == RunStatus::failed;
            state.message = run->message;
        }
        states.emplace(id, std::move(state));
    }
    return states;
}

EvidenceOfSources load_evidence(Session& session, const Portfolio& portfolio,
                                const std::map<std::string, std::set<std::string>>& wanted,
                                const std::map<std::string, std::int64_t>& left_by) {
    EvidenceOfSources evidence;
    for (const auto& [id, attributes] : wanted) {
        SourceEvidence source;
        const auto as_left = left_by.find(id);
        const auto settled = as_left == left_by.end()
                                 ? settled_evidence(session, id)
                                 : evidence_left_by(session, id, as_left->second);
        source.last_revision = settled.revision;
        source.rows = scan_evidence(
            session, {id, std::nullopt, {attributes.begin(), attributes.end()}, settled.last_run});
        source.rows.source = id;
        source.covered = as_left == left_by.end() ? load_coverage(session, id)
                                                  : load_coverage(session, id, as_left->second);
        if (const auto at = portfolio.sources.find(id); at != portfolio.sources.end()) {
            source.zone = require(TimeZone::find(at->second.document.as<Source>().time_zone));
        }
        evidence.emplace(id, std::move(source));
    }
    return evidence;
}

Span clock_range(const EvidenceOfSources& evidence, Instant first_cell, Instant as_of) {
    Span range{std::min(first_cell, as_of), as_of + Duration{86'400'000}};
    for (const auto& [id, source] : evidence) {
        for (const auto* instants :
             {&source.rows.start, &source.rows.responded, &source.rows.end}) {
            for (const auto ms : *instants) {
                if (ms != EvidenceColumns::absent) range.from = std::min(range.from, Instant{ms});
            }
        }
    }
    return range;
}

}  // namespace underpin
