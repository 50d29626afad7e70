#include "work/explain.h"

#include <algorithm>

#include "base/text.h"
#include "work/evidence_loading.h"
#include "work/measure.h"
#include "work/portfolio.h"
#include "work/scorecards.h"

namespace underpin {

namespace {

template <typename Range, typename Name>
Error unknown(const std::string& what, const std::string& found, const Range& known, Name name) {
    std::vector<std::string> names;
    for (const auto& entry : known) names.push_back(name(entry));
    const auto nearest = nearest_word(found, names);
    return {ErrorClass::not_found,
            "there is no " + what + " '" + found + "'",
            nearest         ? "did you mean " + *nearest + "?"
            : names.empty() ? ""
                            : "known are: " + join(names, ", "),
            {}};
}

Result<void> check_names(const Portfolio& portfolio, const ExplainRequest& request) {
    const auto agreement = portfolio.agreements.find(request.agreement);
    if (agreement == portfolio.agreements.end()) {
        return unknown("agreement", request.agreement, portfolio.agreements,
                       [](const auto& entry) { return entry.first; });
    }
    std::vector<std::string> objectives;
    for (const auto& version : agreement->second.versions) {
        for (const auto& objective : version.document.as<Agreement>().objectives) {
            if (std::ranges::find(objectives, objective.id) == objectives.end()) {
                objectives.push_back(objective.id);
            }
        }
    }
    if (std::ranges::find(objectives, request.objective) == objectives.end()) {
        return unknown("objective of " + request.agreement, request.objective, objectives,
                       [](const auto& id) { return id; });
    }
    return {};
}

// The exclusions that share an instant with the record.
std::string exclusions_over(const ExplainedRecord& record,
                            const std::vector<ExplainedExclusion>& exclusions) {
    if (!record.from) return "";
    const Instant to = record.to.value_or(Instant::max());
    std::vector<std::string> names;
    for (const auto& exclusion : exclusions) {
        const bool begins_inside = exclusion.window.contains(*record.from);
        if (begins_inside || (exclusion.window.from < to && *record.from < exclusion.window.to)) {
            names.push_back(exclusion.id);
        }
    }
    return join(names, ", ");
}

ExplainedPart make_part(const ObjectiveTask& task, const PlannedCell& cell, CellFinding finding,
                        const EvidenceOfSources& evidence, ServiceTimes& times, Instant as_of) {
    const auto& objective = *task.plan().objective;
    ExplainedPart part;
    part.target = objective.target;
    part.floor = objective.floor;
    part.rounding = objective.rounding;
    part.min_coverage = objective.min_coverage;
    part.calendar = task.calendar();
    part.with_json = objective.with_json;
    const bool removes = task.plan().agreement->exclusions == ExclusionRule::remove;
    const auto service = times.clock(task.calendar(), removes ? task.exclusions().whole : Spans{});
    part.service = service->between(cell.measured.from, cell.measured.to);
    part.service_spans = intersect(service->spans(), Spans{cell.measured});
    Spans covered{cell.measured};
    for (const auto& id : objective.evidence.sources) {
        const auto at = evidence.find(id);
        covered = intersect(covered, at == evidence.end() ? Spans{} : at->second.covered);
    }
    part.uncovered = subtract(Spans{cell.measured}, covered);
    for (const auto& exclusion : task.exclusions().listed) {
        if (exclusion.window.from < cell.part.to && cell.part.from < exclusion.window.to) {
            part.exclusions.push_back(exclusion);
        }
    }
    part.dropped = task.dropped(evidence, as_of, cell);
    part.measurement = std::move(finding.measurement);
    part.steps = std::move(finding.steps);
    part.records = std::move(finding.records);
    for (auto& record : part.records) {
        if (record.verdict != RecordVerdict::excluded) continue;
        if (const auto names = exclusions_over(record, part.exclusions); !names.empty()) {
            record.reason += ": " + names;
        }
    }
    std::ranges::stable_sort(part.records, {}, [](const ExplainedRecord& record) {
        return std::pair(record.verdict, record.from.value_or(Instant::min()));
    });
    return part;
}

}  // namespace

Result<Explanation> explain(const Context& context, const ExplainRequest& request) {
    auto portfolio = load_portfolio_with_past(context);
    if (!portfolio) return portfolio.error();
    if (const auto known = check_names(*portfolio, request); !known) return known.error();
    const auto as_of = request.as_of.value_or(context.clock.now());

    std::vector<ObjectiveTask> tasks;  // one a version of the terms in the period
    std::vector<std::string> labels;
    for (auto& plan : plan_cells(*portfolio, request.agreement, as_of)) {
        if (plan.objective->id != request.objective) continue;
        std::vector<PlannedCell> cells;
        for (std::size_t i = 0; i < plan.cells.size(); ++i) {
            labels.push_back(plan.cells[i].period);
            if (plan.cells[i].period == request.period) cells.push_back(plan.cells[i]);
        }
        if (cells.empty()) continue;
        plan.cells = std::move(cells);
        auto task = ObjectiveTask::create(context.scorers, *portfolio, std::move(plan));
        if (!task) return task.error();
        tasks.push_back(std::move(*task));
    }
    if (tasks.empty()) {
        return Error{ErrorClass::not_found,
                     "objective " + request.objective + " of " + request.agreement +
                         " has no period '" + request.period + "' that has begun by " +
                         format_instant(as_of),
                     labels.empty() ? "its term has not begun"
                                    : "it has " + labels.front() + " to " + labels.back(),
                     {}};
    }

    std::map<std::string, std::set<std::string>> wanted;
    for (const auto& task : tasks) {
        for (const auto& id : task.plan().objective->evidence.sources) {
            wanted[id].insert(task.attributes().begin(), task.attributes().end());
        }
    }
    const auto evidence = context.database.read(
        [&](Session& session) { return load_evidence(session, *portfolio, wanted); });
    ServiceTimes times(*portfolio,
                       clock_range(evidence, tasks.front().plan().cells.front().part.from, as_of));

    Explanation explanation;
    std::vector<Measurement> measurements;
    for (const auto& task : tasks) {
        for (std::size_t i = 0; i < task.plan().cells.size(); ++i) {
            auto findings = task.run(evidence, times, as_of, {i}, ScorerDetail::explanation);
            if (!findings) return findings.error();
            explanation.parts.push_back(make_part(
                task, task.plan().cells[i], std::move(findings->front()), evidence, times, as_of));
            measurements.push_back(explanation.parts.back().measurement);
        }
    }
    const auto& first = tasks.front().plan();
    explanation.result = combine_parts(*first.objective, std::move(measurements));
    const auto& amended = portfolio->agreements.at(request.agreement);
    explanation.agreement_name = amended.versions.front().document.metadata.name;
    explanation.supplier = portfolio->supplier_of(*first.agreement);
    explanation.time_zone = first.agreement->time_zone;

    // Credits stand on all periods of the supplier.
    if (!explanation.supplier.empty()) {
        const auto ids = agreements_of(*portfolio, explanation.supplier);
        if (!ids) return ids.error();
        const auto measured = measure(context, {*ids, request.as_of, {}});
        if (!measured) return measured.error();
        // The value of a split period is that of the whole, by the terms of its first part.
        const auto whole = std::ranges::find_if(measured->results, [&](const auto& result) {
            return result.agreement == request.agreement && result.objective == request.objective &&
                   result.period == request.period;
        });
        if (explanation.parts.size() > 1 && whole != measured->results.end()) {
            explanation.result = *whole;
        }
        const auto credits = supplier_credits(*measured, explanation.supplier, std::nullopt);
        if (!credits) return credits.error();
        for (const auto& line : credits->lines) {
            if (line.agreement == request.agreement && line.objective == request.objective &&
                line.period == request.period) {
                explanation.credits.push_back(line);
            }
        }
    }
    return explanation;
}

}  // namespace underpin
