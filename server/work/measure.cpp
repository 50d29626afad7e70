#include "work/measure.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "documents/reader.h"
#include "domain/incident_credits.h"
#include "store/documents.h"
#include "store/measurements.h"
#include "work/catalogs.h"
#include "work/due.h"
#include "work/evidence_loading.h"
#include "work/portfolio.h"
#include "work/source_changes.h"

namespace underpin {

namespace {

// A task with the cells of it that have to be measured now.
struct Job {
    const ObjectiveTask* task = nullptr;
    std::vector<std::size_t> chosen;
    bool store = true;        // false: only for credits
    bool only_cases = false;  // the measurement stands; credits need its single cases
};

class Measuring {
  public:
    Measuring(const Context& context, const MeasureRequest& request,
              std::shared_ptr<const Portfolio> portfolio, bool store)
        : context_(context), request_(request), store_(store) {
        outcome_.portfolio = std::move(portfolio);
        outcome_.as_of = request.as_of.value_or(context.clock.now());
    }

    Result<MeasureOutcome> run() {
        if (auto planned = plan(); !planned) return planned.error();
        auto& database = context_.database;
        database.read([&](Session& session) {
            forget();  // a read may be run again after a lost connection
            find_due(session);
            load(session);
        });
        if (auto measured = measure_jobs(); !measured) return measured.error();
        if (store_) {
            if (auto saved = save(); !saved) return saved.error();
        }
        collect();
        if (auto dropped = measure_without_incidents(); !dropped) return dropped.error();
        return std::move(outcome_);
    }

    // Nothing is measured but what is never stored.
    Result<MeasureOutcome> run_standing(Duration open_for) {
        open_for_ = open_for;
        if (auto planned = plan(); !planned) return planned.error();
        context_.database.read([&](Session& session) {
            forget();
            find_due(session);
            leave_due();
            load(session);
        });
        if (auto measured = measure_jobs(); !measured) return measured.error();
        collect();
        if (auto dropped = measure_without_incidents(); !dropped) return dropped.error();
        auto as_of = outcome_.as_of;
        for (const auto& result : outcome_.results) {
            if (result.range.from <= as_of && as_of < result.range.to) {
                outcome_.as_of = std::min(outcome_.as_of, result.as_of);
            }
        }
        return std::move(outcome_);
    }

    // Only counts what would be measured.
    Result<std::map<std::string, std::size_t>> count_due() {
        if (auto planned = plan(); !planned) return planned.error();
        std::map<std::string, std::size_t> due;
        context_.database.read([&](Session& session) {
            forget();
            find_due(session);
        });
        for (const auto& job : jobs_) {
            if (job.store && !job.only_cases)
                due[job.task->plan().agreement_id] += job.chosen.size();
        }
        return due;
    }

  private:
    struct CellKey {
        std::string agreement, objective, period;
        Instant part_from;
        auto operator<=>(const CellKey&) const = default;
    };

    [[nodiscard]] static CellKey key_of(const ObjectiveTask& task, const PlannedCell& cell) {
        return {task.plan().agreement_id, task.plan().objective->id, cell.period, cell.part.from};
    }

    [[nodiscard]] bool wanted(const std::string& agreement) const {
        return request_.agreements.empty() || request_.agreements.contains(agreement);
    }

    Result<void> plan() {
        for (const auto& [id, amended] : outcome_.portfolio->agreements) {
            if (!wanted(id)) continue;
            for (auto& planned : plan_cells(*outcome_.portfolio, id, outcome_.as_of)) {
                auto task = ObjectiveTask::create(context_.scorers, *outcome_.portfolio,
                                                  std::move(planned));
                if (!task) return task.error();
                tasks_.push_back(std::make_unique<ObjectiveTask>(std::move(*task)));
            }
            if (auto added = plan_wholes(id); !added) return added.error();
        }
        return {};
    }

    // One part of a period, as its version of the terms plans it.
    struct Part {
        const ObjectivePlan* plan;
        const PlannedCell* cell;
    };

    // A split period is measured whole as well, by the terms of its first part (its headline), and
    // so is every stretch of it that credits see as one.
    Result<void> plan_wholes(const std::string& id) {
        std::map<std::pair<std::string, std::string>, std::vector<Part>> parts;
        for (const auto& task : tasks_) {
            const auto& plan = task->plan();
            if (plan.agreement_id != id) continue;
            for (const auto& cell : plan.cells) {
                parts[{plan.objective->id, cell.period}].push_back({&plan, &cell});
            }
        }
        for (const auto& [key, of_period] : parts) {
            if (of_period.size() < 2) continue;
            if (auto added = plan_whole(of_period); !added) return added.error();
            for (const auto& stretch : credit_stretches(of_period)) {
                if (stretch.size() < 2 || stretch.size() == of_period.size()) continue;
                if (auto added = plan_whole(stretch); !added) return added.error();
            }
        }
        return {};
    }

    // The parts that lie in each of the period's credit segments.
    [[nodiscard]] std::vector<std::vector<Part>> credit_stretches(
        const std::vector<Part>& of_period) const {
        const auto& id = of_period.front().plan->agreement_id;
        const auto& amended = outcome_.portfolio->agreements.at(id);
        const auto zone =
            require(TimeZone::find(amended.versions.front().document.as<Agreement>().time_zone));
        const auto& range = of_period.front().cell->range;
        std::vector<std::vector<Part>> stretches;
        for (const auto& segment :
             credit_segments(*outcome_.portfolio, id, zone.date_of(range.from),
                             zone.date_of(range.to - Duration{1}) + date::days(1))) {
            stretches.emplace_back();
            for (const auto& part : of_period) {
                const auto day = zone.date_of(part.cell->part.from);
                if (segment.first <= day && day < segment.end) stretches.back().push_back(part);
            }
        }
        return stretches;
    }

    Result<void> plan_whole(const std::vector<Part>& parts) {
        const auto& plan = *parts.front().plan;
        auto cell = *parts.front().cell;
        cell.part.to = parts.back().cell->part.to;
        cell.measured.to = parts.back().cell->measured.to;
        auto task = ObjectiveTask::create(
            context_.scorers, *outcome_.portfolio,
            {plan.agreement_id, plan.agreement, plan.revision, plan.objective, {cell}});
        if (!task) return task.error();
        wholes_.push_back(std::make_unique<ObjectiveTask>(std::move(*task)));
        return {};
    }

    void forget() {
        outcome_.unsettled.clear();
        outcome_.notes.clear();
        stored_.clear();
        kept_.clear();
        jobs_.clear();
        evidence_.clear();
    }

    void find_due(Session& session) {
        std::set<std::string> sources;
        for (const auto& task : tasks_) {
            const auto& of_task = task->plan().objective->evidence.sources;
            sources.insert(of_task.begin(), of_task.end());
        }
        states_ = load_source_states(session, sources);
        for (const auto& [id, state] : states_) {
            if (!state.unfinished && !state.failed) continue;
            outcome_.unsettled.insert(id);
            outcome_.notes.push_back(
                (state.unfinished
                     ? "an import of " + id + " has not finished"
                     : "the last import of " + id + " failed (" + state.message + ")") +
                "; measured is what the last successful one left (run: underpin import " + id +
                ")");
        }
        load_stored(session);
        SourceChanges changes(session, states_);
        for (const auto& task : tasks_) choose(changes, *task);
        for (const auto& task : wholes_) jobs_.push_back({task.get(), {0}, false});
    }

    // Counts the jobs of stored cells and lets go of them.
    void leave_due() {
        outcome_.due.clear();
        std::vector<Job> cases;
        std::erase_if(jobs_, [&](const Job& job) {
            if (is_whole(job) || job.only_cases) return false;
            outcome_.due[job.task->plan().agreement_id] += job.chosen.size();
            // What is shown of it still stands on its cases.
            cases.push_back({job.task, {}, false, true});
            for (const auto i : job.chosen) {
                const auto at = stored_.find(key_of(*job.task, job.task->plan().cells[i]));
                if (at != stored_.end()) keep(at->first, i, at->second, cases.back());
            }
            return true;
        });
        for (auto& job : cases) {
            if (!job.chosen.empty()) jobs_.push_back(std::move(job));
        }
    }

    [[nodiscard]] bool is_whole(const Job& job) const {
        return std::ranges::any_of(wholes_,
                                   [&](const auto& whole) { return whole.get() == job.task; });
    }

    // As of when a stored measurement has to hold.
    [[nodiscard]] Instant asked(const Measurement& stored) const {
        const bool is_young = stored.open && stored.as_of <= outcome_.as_of &&
                              outcome_.as_of - stored.as_of <= open_for_;
        return is_young ? stored.as_of : outcome_.as_of;
    }

    void load_stored(Session& session) {
        std::set<std::string> agreements;
        for (const auto& task : tasks_) agreements.insert(task->plan().agreement_id);
        for (const auto& id : agreements) {
            for (auto& stored : load_measurements(session, id)) {
                const auto& m = stored.measurement;
                stored_.insert_or_assign(CellKey{id, m.objective, m.period, m.part.from},
                                         std::move(stored));
            }
        }
    }

    void choose(SourceChanges& changes, const ObjectiveTask& task) {
        Job job{&task, {}, true};
        Job cases{&task, {}, false, true};
        std::vector<std::pair<std::size_t, const StoredMeasurement*>> candidates;
        for (std::size_t i = 0; i < task.plan().cells.size(); ++i) {
            const auto& cell = task.plan().cells[i];
            const auto at = stored_.find(key_of(task, cell));
            if (at == stored_.end() ||
                !still_defined(task, cell, at->second, asked(at->second.measurement))) {
                job.chosen.push_back(i);
            } else {
                candidates.emplace_back(i, &at->second);
            }
        }
        std::vector<const StoredMeasurement*> kept;
        for (const auto& [i, stored] : candidates) kept.push_back(stored);
        const auto touched_ranges = changes.since(task, kept);
        for (const auto& [i, stored] : candidates) {
            const auto& cell = task.plan().cells[i];
            if (touched(task, cell, *stored, touched_ranges)) {
                job.chosen.push_back(i);
            } else {
                keep(key_of(task, cell), i, *stored, cases);
            }
        }
        std::ranges::sort(job.chosen);
        if (!job.chosen.empty()) jobs_.push_back(std::move(job));
        if (!cases.chosen.empty()) jobs_.push_back(std::move(cases));
    }

    // A stored measurement stands; the cases of a breach are looked at again, as they are at as_of.
    void keep(const CellKey& key, std::size_t index, const StoredMeasurement& stored, Job& cases) {
        kept_.insert(key);
        if (cases.task->credits_need_cases() && stored.measurement.status == Status::breached) {
            cases.chosen.push_back(index);
        }
    }

    void load(Session& session) {
        std::map<std::string, std::set<std::string>> wanted;
        for (const auto& job : jobs_) {
            for (const auto& id : job.task->plan().objective->evidence.sources) {
                wanted[id].insert(job.task->attributes().begin(), job.task->attributes().end());
            }
        }
        evidence_ = load_evidence(session, *outcome_.portfolio, wanted);
    }

    Result<void> measure_jobs() {
        auto first_cell = outcome_.as_of;
        for (const auto& job : jobs_) {
            for (const auto i : job.chosen) {
                first_cell = std::min(first_cell, job.task->plan().cells[i].part.from);
            }
        }
        ServiceTimes times(*outcome_.portfolio, clock_range(evidence_, first_cell, outcome_.as_of));
        std::vector<std::optional<Result<std::vector<CellFinding>>>> findings(jobs_.size());
        std::size_t total = 0;
        for (const auto& job : jobs_) total += job.chosen.size();
        std::atomic<std::size_t> next{0}, done{0};
        const auto work = [&] {
            for (auto i = next.fetch_add(1); i < jobs_.size(); i = next.fetch_add(1)) {
                findings[i] = jobs_[i].task->run(evidence_, times, outcome_.as_of, jobs_[i].chosen,
                                                 detail_for(*jobs_[i].task));
                const auto now_done = done.fetch_add(jobs_[i].chosen.size());
                if (request_.progress) request_.progress(now_done + jobs_[i].chosen.size(), total);
            }
        };
        const auto cores = std::max(1U, std::thread::hardware_concurrency());
        const auto count =
            std::min<std::size_t>(context_.threads == 0 ? cores : context_.threads, jobs_.size());
        std::vector<std::jthread> workers;
        for (std::size_t i = 1; i < count; ++i) workers.emplace_back(work);
        work();
        workers.clear();
        for (std::size_t i = 0; i < jobs_.size(); ++i) {
            if (!*findings[i]) return findings[i]->error();
            take(jobs_[i], std::move(**findings[i]));
        }
        outcome_.reused = kept_.size();
        return {};
    }

    static ScorerDetail detail_for(const ObjectiveTask& task) {
        return task.credits_need_cases() ? ScorerDetail::cases : ScorerDetail::answers;
    }

    void take(const Job& job, std::vector<CellFinding> findings) {
        const bool of_whole = is_whole(job);
        for (auto& finding : findings) {
            auto& m = finding.measurement;
            if (of_whole) {
                whole_[{m.agreement, m.objective, m.period}].push_back(std::move(m));
                continue;
            }
            const CellKey key{m.agreement, m.objective, m.period, m.part.from};
            if (job.only_cases) {
                cases_.insert_or_assign(key, std::move(*m.cases));
                continue;
            }
            ++outcome_.measured;
            if (job.store) to_save_.push_back({m, finding.valid_until, false, {}});
            fresh_.insert_or_assign(key, std::move(m));
        }
    }

    Result<void> save() {
        std::vector<CellName> gone;
        std::set<CellKey> planned;
        for (const auto& task : tasks_) {
            for (const auto& cell : task->plan().cells) planned.insert(key_of(*task, cell));
        }
        for (const auto& [key, stored] : stored_) {
            if (!planned.contains(key)) gone.push_back(cell_name(stored.measurement));
        }
        if (gone.empty() && to_save_.empty()) return {};
        return context_.database.transact([&](Session& session) {
            remove_measurements(session, gone);
            return save_measurements(session, to_save_);
        });
    }

    // Parts of a period put together, in the order of the documents.
    void collect() {
        std::map<std::tuple<std::string, std::int64_t, std::size_t>, ObjectiveResult> ordered;
        std::map<std::tuple<std::string, std::string, std::string>,
                 std::pair<const Objective*, std::vector<Measurement>>>
            periods;
        std::map<std::pair<std::string, std::string>, std::size_t> rank;
        for (const auto& task : tasks_) {
            const auto& plan = task->plan();
            rank.try_emplace({plan.agreement_id, plan.objective->id}, rank.size());
            for (const auto& cell : plan.cells) {
                auto& [terms, parts] =
                    periods[{plan.agreement_id, plan.objective->id, cell.period}];
                if (terms == nullptr) terms = plan.objective;
                const auto key = key_of(*task, cell);
                if (const auto fresh = fresh_.find(key); fresh != fresh_.end()) {
                    parts.push_back(fresh->second);
                } else if (const auto at = stored_.find(key); at != stored_.end()) {
                    parts.push_back(at->second.measurement);
                    if (const auto cases = cases_.find(key); cases != cases_.end()) {
                        parts.back().cases = cases->second;
                    }
                }
            }
        }
        for (auto& [key, period] : periods) {
            if (period.second.empty()) continue;  // never measured, and only what stands is shown
            std::vector<Measurement> wholes;
            if (const auto at = whole_.find(key); at != whole_.end())
                wholes = std::move(at->second);
            auto result = put_together(*period.first, std::move(period.second), std::move(wholes));
            const auto& [agreement, objective, label] = key;
            ordered.emplace(
                std::tuple{agreement, result.range.from.ms, rank.at({agreement, objective})},
                std::move(result));
        }
        for (auto& [key, result] : ordered) outcome_.results.push_back(std::move(result));
    }

    static ObjectiveResult put_together(const Objective& terms, std::vector<Measurement> parts,
                                        std::vector<Measurement> wholes) {
        const Span stretch{parts.front().part.from, parts.back().part.to};
        const auto whole = std::ranges::find(wholes, stretch, &Measurement::part);
        auto result = combine_parts(terms, std::move(parts),
                                    whole == wholes.end() ? std::nullopt : std::optional(*whole));
        result.credit_basis = std::move(wholes);
        return result;
    }

    // One credit an incident: what has to give way is measured again without it.
    Result<void> measure_without_incidents() {
        const auto drops =
            incident_drops({*outcome_.portfolio, "", outcome_.as_of, outcome_.results});
        if (drops.empty()) return {};
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
        const auto evidence = context_.database.read(
            [&](Session& session) { return load_evidence(session, *outcome_.portfolio, wanted); });
        ServiceTimes times(*outcome_.portfolio, clock_range(evidence, first_cell, outcome_.as_of));
        for (const auto& drop : drops) {
            auto without = result_without(drop, evidence, times);
            if (!without) return without.error();
            for (auto& result : outcome_.results) {
                if (result.agreement != drop.agreement || result.objective != drop.objective ||
                    result.period != drop.period) {
                    continue;
                }
                result.dropped_incidents = drop.incidents();
                result.without_incidents =
                    std::make_shared<const ObjectiveResult>(std::move(*without));
            }
        }
        return {};
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

    const Context& context_;
    const MeasureRequest& request_;
    bool store_;
    Duration open_for_;  // how old the number of an open period may be
    MeasureOutcome outcome_;
    // Tasks stay where they are: jobs point at them.
    std::vector<std::unique_ptr<ObjectiveTask>> tasks_, wholes_;
    std::map<std::string, SourceState> states_;
    std::map<CellKey, StoredMeasurement> stored_;
    std::set<CellKey> kept_;
    std::vector<Job> jobs_;
    EvidenceOfSources evidence_;
    std::map<CellKey, Measurement> fresh_;
    std::map<CellKey, std::vector<JudgedCase>> cases_;  // of stored measurements that stand
    std::map<std::tuple<std::string, std::string, std::string>, std::vector<Measurement>>
        whole_;  // of split periods
    std::vector<StoredMeasurement> to_save_;
};

}  // namespace

Result<MeasureOutcome> measure(const Context& context, const MeasureRequest& request) {
    auto portfolio = load_portfolio_with_past(context);
    if (!portfolio) return portfolio.error();
    return Measuring(context, request, std::make_shared<const Portfolio>(std::move(*portfolio)),
                     !request.as_of)
        .run();
}

Result<MeasureOutcome> measure_with(const Context& context,
                                    std::shared_ptr<const Portfolio> portfolio,
                                    const MeasureRequest& request) {
    return Measuring(context, request, std::move(portfolio), false).run();
}

Result<MeasureOutcome> standing(const Context& context, std::shared_ptr<const Portfolio> portfolio,
                                const StandingRequest& request) {
    const MeasureRequest plain{request.agreements, std::nullopt, {}};
    return Measuring(context, plain, std::move(portfolio), false).run_standing(request.open_for);
}

std::map<std::string, std::size_t> due_cells(const Context& context, const Portfolio& portfolio) {
    const MeasureRequest request;
    auto due = Measuring(context, request, std::make_shared<const Portfolio>(portfolio), false)
                   .count_due();
    return due ? *due : std::map<std::string, std::size_t>{};
}

}  // namespace underpin
