#include "work/objective_task.h"

#include <algorithm>

#include "work/reach.h"

namespace underpin {

namespace {

// What a case is worth, for credits of `base: case` (scoring.md, per_unit).
const std::string amount_attribute = "amount";

// Over ids and content hashes of the counted records, by source and in the order of the view.
Sha256 digest_of(const EvidenceView& view, std::vector<std::uint32_t> counted) {
    std::ranges::sort(counted);
    counted.erase(std::ranges::unique(counted).begin(), counted.end());
    Sha256Stream stream;
    for (const auto row : counted) {
        stream.update(view.sources[view.source_of_row[row]]);
        stream.update(&view.rows.id[row], sizeof(std::int64_t));
        stream.update(view.rows.hash[row].data(), view.rows.hash[row].size());
    }
    return stream.finish();
}

std::vector<JudgedCase> cases_of(const EvidenceView& view, const std::vector<JudgedRow>& judged) {
    const auto amounts = view.rows.attributes.find(amount_attribute);
    std::vector<JudgedCase> cases;
    for (const auto& row : judged) {
        JudgedCase one;
        one.key = view.sources[view.source_of_row[row.row]] + '/' + view.rows.key[row.row];
        one.breaching = row.breaching;
        one.beyond = row.beyond;
        if (amounts != view.rows.attributes.end()) {
            const auto code = amounts->second.codes[row.row];
            if (code != 0) one.amount = amounts->second.dictionary[code];
        }
        cases.push_back(std::move(one));
    }
    std::ranges::sort(cases, {}, &JudgedCase::key);
    return cases;
}

std::optional<Rational> coverage_of(const ScorerCell& cell, bool of_service) {
    const auto measured = of_service ? length(cell.service) : cell.measured.length();
    if (measured.ms <= 0) return std::nullopt;
    const auto covered =
        of_service ? length(intersect(cell.covered, cell.service)) : length(cell.covered);
    return make_rational(Integer(covered.ms), Integer(measured.ms));
}

void add_revision(std::vector<std::int64_t>& revisions, const std::map<std::string, Revised>& of,
                  const std::string& id) {
    if (const auto at = of.find(id); at != of.end()) revisions.push_back(at->second.revision);
}

}  // namespace

Result<ObjectiveTask> ObjectiveTask::create(const ScorerLibrary& scorers,
                                            const Portfolio& portfolio, ObjectivePlan plan) {
    ObjectiveTask task;
    task.plan_ = std::move(plan);
    const auto& objective = *task.plan_.objective;
    auto scorer = scorers.create(objective.metric, objective.with_json, task.calendar());
    if (!scorer) {
        auto error = scorer.error();
        error.message = "agreement " + task.plan_.agreement_id + ", objective " + objective.id +
                        ": " + error.message;
        return error;
    }
    task.scorer_ = std::move(*scorer);
    task.exclusions_ = view_exclusions(portfolio, task.plan_.agreement_id, objective);

    std::set<std::string> names(task.scorer_->columns().begin(), task.scorer_->columns().end());
    for (const auto* filter : {&objective.evidence.where, &objective.evidence.unless}) {
        for (const auto& [name, values] : *filter) names.insert(name);
    }
    // Exclusions of components reach cases and samples through their attribute of that name.
    if (!task.exclusions_.partials.empty()) names.insert("component");
    if (task.credits_need_cases()) names.insert(amount_attribute);
    task.attributes_ = attributes_among(task.scorer_->shape(), names);

    auto& revisions = task.document_revisions_;
    revisions.push_back(task.plan_.revision);
    const auto& agreement = *task.plan_.agreement;
    if (agreement.contract && (!agreement.term || !agreement.term->to)) {
        if (const auto at = portfolio.contracts.find(*agreement.contract);
            at != portfolio.contracts.end()) {
            for (const auto& version : at->second.versions) revisions.push_back(version.revision);
        }
    }
    add_revision(revisions, portfolio.calendars, task.calendar());
    for (const auto& id : task.scorer_->calendars()) {
        add_revision(revisions, portfolio.calendars, id);
    }
    for (const auto& id : objective.evidence.sources) {
        add_revision(revisions, portfolio.sources, id);
    }
    return task;
}

std::vector<std::int64_t> ObjectiveTask::document_revisions(Span reach) const {
    auto revisions = document_revisions_;
    for (const auto& [window, revision] : exclusions_.revisions) {
        if (window.from < reach.to && reach.from < window.to) revisions.push_back(revision);
    }
    std::ranges::sort(revisions);
    return revisions;
}

std::string ObjectiveTask::calendar() const {
    return plan_.objective->calendar.value_or(plan_.agreement->calendar);
}

bool ObjectiveTask::credits_need_cases() const {
    const auto& credits = plan_.objective->credits;
    return credits && needs_records(*credits, plan_.objective->metric);
}

EvidenceView ObjectiveTask::view(const EvidenceOfSources& evidence, Instant as_of,
                                 const std::vector<std::string>& without_incidents) const {
    auto selection = plan_.objective->evidence;
    if (!without_incidents.empty()) {
        auto& unless = selection.unless["incident"];
        unless.insert(unless.end(), without_incidents.begin(), without_incidents.end());
    }
    std::vector<const EvidenceColumns*> rows;
    for (const auto& id : plan_.objective->evidence.sources) {
        if (const auto at = evidence.find(id); at != evidence.end()) {
            rows.push_back(&at->second.rows);
        }
    }
    return view_evidence(rows, scorer_->shape(), selection, attributes_, as_of);
}

Spans ObjectiveTask::covered(const EvidenceOfSources& evidence) const {
    std::optional<Spans> all;
    for (const auto& id : plan_.objective->evidence.sources) {
        const auto at = evidence.find(id);
        const auto covered = at == evidence.end() ? Spans{} : at->second.covered;
        all = all ? intersect(*all, covered) : covered;
    }
    return all.value_or(Spans{});
}

Result<std::vector<CellFinding>> ObjectiveTask::run(
    const EvidenceOfSources& evidence, ServiceTimes& times, Instant as_of,
    const std::vector<std::size_t>& chosen, ScorerDetail detail,
    const std::vector<std::string>& without_incidents) const {
    const auto& agreement = *plan_.agreement;
    const auto zone = require(TimeZone::find(agreement.time_zone));
    const bool removes = agreement.exclusions == ExclusionRule::remove;
    const auto seen = view(evidence, as_of, without_incidents);
    const EvidenceReach reach(seen.rows, *plan_.objective);

    ScorerEvidence input;
    input.sources = seen.sources;
    input.source_of_row = seen.source_of_row;
    input.rows = seen.rows;
    input.as_of = as_of;
    const auto today = zone.date_of(as_of);
    input.as_of_day = today.time_since_epoch().count();
    input.next_day = zone.midnight(today + date::days(1));
    if (seen.rows.shape == Shape::case_) {
        std::vector<TimeZone> source_zones;
        for (const auto& id : seen.sources) source_zones.push_back(evidence.at(id).zone);
        input.due_day =
            local_days(seen.rows.due, seen.rows.dates, 3, seen.source_of_row, source_zones, zone);
        input.end_day =
            local_days(seen.rows.end, seen.rows.dates, 2, seen.source_of_row, source_zones, zone);
    } else {
        input.due_day.assign(seen.rows.size(), EvidenceColumns::absent);
        input.end_day = input.due_day;
    }
    input.clocks.push_back(times.clock(calendar(), exclusions_.stops_cases));
    for (const auto& id : scorer_->calendars()) {
        input.clocks.push_back(times.clock(id, exclusions_.stops_cases));
    }
    input.hours = times.clock(calendar(), {});
    input.service = removes ? times.clock(calendar(), exclusions_.whole) : input.hours;
    input.excluded = exclusions_.whole;
    input.partials = exclusions_.partials;

    const auto covered_by_all = covered(evidence);
    std::vector<ScorerCell> cells;
    for (const auto index : chosen) {
        const auto& planned = plan_.cells[index];
        ScorerCell cell;
        cell.measured = planned.measured;
        cell.uncut = planned.part;
        cell.hours = clip(input.hours->spans(), planned.measured);
        cell.service = removes ? subtract(cell.hours, exclusions_.whole) : cell.hours;
        cell.excused = clip(exclusions_.whole, planned.measured);
        cell.covered = clip(covered_by_all, planned.measured);
        // A date is in the cell where the midnight that begins it is.
        // The whole period: a delivery that falls due later in an open one is pending there.
        const auto first = zone.date_of(planned.part.from);
        const auto begins =
            zone.midnight(first) < planned.part.from ? first + date::days(1) : first;
        const auto last = zone.date_of(planned.part.to - Duration{1});
        cell.first_day = begins.time_since_epoch().count();
        cell.end_day = (last + date::days(1)).time_since_epoch().count();
        cells.push_back(std::move(cell));
    }

    auto answers = scorer_->measure(input, cells, detail);
    if (!answers) {
        auto error = answers.error();
        error.message = "agreement " + plan_.agreement_id + ", objective " + plan_.objective->id +
                        ": " + error.message;
        return error;
    }

    std::vector<CellFinding> findings;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        const auto& planned = plan_.cells[chosen[i]];
        auto& answer = (*answers)[i];
        CellFinding finding;
        auto& m = finding.measurement;
        m.agreement = plan_.agreement_id;
        m.objective = plan_.objective->id;
        m.metric = plan_.objective->metric;
        m.unit = scorer_->unit();
        m.period = planned.period;
        m.range = planned.range;
        m.part = planned.part;
        m.open = planned.open;
        m.measured = std::move(answer.measured);
        m.measured.coverage = coverage_of(cells[i], scorer_->coverage_of_service());
        if (cells[i].covered.empty()) m.measured.no_time = true;
        m.measured.dropped = std::ranges::count_if(seen.dropped_starts, [&](std::int64_t start) {
            return start != EvidenceColumns::absent && planned.measured.contains(Instant{start});
        });
        m.as_of = as_of;
        m.scorer_version = scorer_->version();
        m.tz_data_version = tz_data_version();
        for (const auto& id : plan_.objective->evidence.sources) {
            const auto at = evidence.find(id);
            m.sources_seen.emplace_back(id, at == evidence.end() ? 0 : at->second.last_revision);
        }
        m.reach = reach.of(planned.part);
        m.document_revisions = document_revisions(m.reach);
        m.digest = digest_of(seen, std::move(answer.counted_rows));
        judge(*plan_.objective, planned.open, m);
        if (detail != ScorerDetail::answers && credits_need_cases()) {
            m.cases = cases_of(seen, answer.judged_rows);
        }
        finding.valid_until = std::min(m.measured.changes_at, seen.next_change);
        // An open period goes on: any later look may answer otherwise.
        if (planned.open) finding.valid_until = std::min(finding.valid_until, as_of + Duration{1});
        finding.records = std::move(answer.records);
        finding.steps = std::move(answer.steps);
        findings.push_back(std::move(finding));
    }
    return findings;
}

std::vector<std::string> ObjectiveTask::dropped(const EvidenceOfSources& evidence, Instant as_of,
                                                const PlannedCell& cell) const {
    const auto seen = view(evidence, as_of, {});
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < seen.dropped_keys.size(); ++i) {
        const auto start = seen.dropped_starts[i];
        if (start != EvidenceColumns::absent && cell.measured.contains(Instant{start})) {
            keys.push_back(seen.dropped_keys[i]);
        }
    }
    return keys;
}

}  // namespace underpin
