#include "work/measure_wholes.h"

#include <map>

#include "domain/credit.h"

namespace underpin {

namespace {

// One part of a period, as its version of the terms plans it.
struct PlannedPart {
    const ObjectivePlan* plan;
    const PlannedCell* cell;
};

class WholesPlan {
  public:
    WholesPlan(const ScorerLibrary& scorers, const Portfolio& portfolio)
        : scorers_(scorers), portfolio_(portfolio) {}

    Result<Tasks> run(const std::string& agreement, const Tasks& tasks) {
        std::map<std::pair<std::string, std::string>, std::vector<PlannedPart>> parts;
        for (const auto& task : tasks) {
            const auto& plan = task->plan();
            if (plan.agreement_id != agreement) continue;
            for (const auto& cell : plan.cells) {
                parts[{plan.objective->id, cell.period}].push_back({&plan, &cell});
            }
        }
        for (const auto& [key, of_period] : parts) {
            if (of_period.size() < 2) continue;
            if (auto added = add(of_period); !added) return added.error();
            for (const auto& stretch : credit_stretches(of_period)) {
                if (stretch.size() < 2 || stretch.size() == of_period.size()) continue;
                if (auto added = add(stretch); !added) return added.error();
            }
        }
        return std::move(wholes_);
    }

  private:
    // The parts that lie in each of the period's credit segments.
    [[nodiscard]] std::vector<std::vector<PlannedPart>> credit_stretches(
        const std::vector<PlannedPart>& of_period) const {
        const auto& id = of_period.front().plan->agreement_id;
        const auto& amended = portfolio_.agreements.at(id);
        const auto zone =
            require(TimeZone::find(amended.versions.front().document.as<Agreement>().time_zone));
        const auto& range = of_period.front().cell->range;
        std::vector<std::vector<PlannedPart>> stretches;
        for (const auto& segment :
             credit_segments(portfolio_, id, zone.date_of(range.from),
                             zone.date_of(range.to - Duration{1}) + date::days(1))) {
            stretches.emplace_back();
            for (const auto& part : of_period) {
                const auto day = zone.date_of(part.cell->part.from);
                if (segment.first <= day && day < segment.end) stretches.back().push_back(part);
            }
        }
        return stretches;
    }

    Result<void> add(const std::vector<PlannedPart>& parts) {
        const auto& plan = *parts.front().plan;
        auto cell = *parts.front().cell;
        cell.part.to = parts.back().cell->part.to;
        cell.measured.to = parts.back().cell->measured.to;
        auto task = ObjectiveTask::create(
            scorers_, portfolio_,
            {plan.agreement_id, plan.agreement, plan.revision, plan.objective, {cell}});
        if (!task) return task.error();
        wholes_.push_back(std::make_unique<ObjectiveTask>(std::move(*task)));
        return {};
    }

    const ScorerLibrary& scorers_;
    const Portfolio& portfolio_;
    Tasks wholes_;
};

}  // namespace

Result<Tasks> plan_wholes(const ScorerLibrary& scorers, const Portfolio& portfolio,
                          const std::string& agreement, const Tasks& tasks) {
    return WholesPlan(scorers, portfolio).run(agreement, tasks);
}

}  // namespace underpin
