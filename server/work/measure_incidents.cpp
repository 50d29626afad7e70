#include "work/measure_incidents.h"

#include <algorithm>

#include "domain/incident_credits.h"
#include "work/evidence_loading.h"

namespace underpin {

namespace {

class WithoutIncidents {
  public:
    WithoutIncidents(const Tasks& tasks, const Tasks& wholes, MeasureOutcome& outcome)
        : tasks_(tasks), wholes_(wholes), outcome_(outcome) {}

    Result<void> run(const LoadEvidence& load, const std::vector<IncidentDrop>& drops) {
        auto first_cell = outcome_.as_of;
        std::map<std::string, std::set<std::string>> wanted;
        for (const auto& drop : drops) {
            for (const auto& task : tasks_of(drop)) {
                first_cell = std::min(first_cell, task->plan().cells.front().part.from);
                for (const auto& id : task->plan().objective->evidence.sources) {
                    wanted[id].insert(task->attributes().begin(), task->attributes().end());
                }
            }
        }
        const auto evidence = load(wanted);
        ServiceTimes times(*outcome_.portfolio, clock_range(evidence, first_cell, outcome_.as_of),
                           outcome_.kept_times);
        for (const auto& drop : drops) {
            auto without = result_without(drop, evidence, times);
            if (!without) return without.error();
            put(drop, std::make_shared<const ObjectiveResult>(std::move(*without)));
        }
        return {};
    }

  private:
    void put(const IncidentDrop& drop, std::shared_ptr<const ObjectiveResult> without) {
        for (auto& result : outcome_.results) {
            if (result.agreement != drop.agreement || result.objective != drop.objective ||
                result.period != drop.period) {
                continue;
            }
            result.dropped_incidents = drop.incidents();
            result.without_incidents = without;
        }
    }

    // The objective's tasks, those of parts first.
    [[nodiscard]] std::vector<const ObjectiveTask*> tasks_of(const IncidentDrop& drop) const {
        std::vector<const ObjectiveTask*> found;
        for (const auto* tasks : {&tasks_, &wholes_}) {
            for (const auto& task : *tasks) {
                if (task->plan().agreement_id == drop.agreement &&
                    task->plan().objective->id == drop.objective) {
                    found.push_back(task.get());
                }
            }
        }
        return found;
    }

    Result<ObjectiveResult> result_without(const IncidentDrop& drop,
                                           const EvidenceOfSources& evidence,
                                           ServiceTimes& times) const {
        const Objective* terms = nullptr;
        std::vector<Measurement> parts, wholes;
        for (const auto* task : tasks_of(drop)) {
            const bool is_whole = std::ranges::any_of(
                wholes_, [&](const auto& whole) { return whole.get() == task; });
            for (std::size_t i = 0; i < task->plan().cells.size(); ++i) {
                if (task->plan().cells[i].period != drop.period) continue;
                auto found = task->run(evidence, times, outcome_.as_of, {i}, detail_for(*task),
                                       drop.incidents());
                if (!found) return found.error();
                if (terms == nullptr) terms = task->plan().objective;
                (is_whole ? wholes : parts).push_back(std::move(found->front().measurement));
            }
        }
        return put_together(*terms, std::move(parts), std::move(wholes));
    }

    const Tasks& tasks_;
    const Tasks& wholes_;
    MeasureOutcome& outcome_;
};

}  // namespace

Result<void> measure_without_incidents(const LoadEvidence& load, const Tasks& tasks,
                                       const Tasks& wholes, MeasureOutcome& outcome) {
    const auto drops = incident_drops({*outcome.portfolio, "", outcome.as_of, outcome.results});
    if (drops.empty()) return {};
    return WithoutIncidents(tasks, wholes, outcome).run(load, drops);
}

ScorerDetail detail_for(const ObjectiveTask& task) {
    return task.credits_need_cases() ? ScorerDetail::cases : ScorerDetail::answers;
}

ObjectiveResult put_together(const Objective& terms, std::vector<Measurement> parts,
                             std::vector<Measurement> wholes) {
    const Span stretch{parts.front().part.from, parts.back().part.to};
    const auto whole = std::ranges::find(wholes, stretch, &Measurement::part);
    auto result = combine_parts(terms, std::move(parts),
                                whole == wholes.end() ? std::nullopt : std::optional(*whole));
    result.credit_basis = std::move(wholes);
    return result;
}

}  // namespace underpin
