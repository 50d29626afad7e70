#include "work/measure.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "documents/reader.h"
#include "domain/measurement_difference.h"
#include "store/documents.h"
#include "store/measurements.h"
#include "work/catalogs.h"
#include "work/due.h"
#include "work/evidence_loading.h"
#include "work/measure_incidents.h"
#include "work/measure_wholes.h"
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
        if (auto collected = collect(); !collected) return collected.error();
        return std::move(outcome_);
    }

    // Everything is measured, as evidence, documents and clocks were then; nothing is stored.
    Result<MeasureOutcome> run_again(const MeasureBasis& basis) {
        basis_ = &basis;
        outcome_.documents = basis.documents;
        outcome_.kept_times = basis.service_times;
        if (auto planned = plan(); !planned) return planned.error();
        context_.database.read([&](Session& session) {
            forget();
            for (const auto& task : tasks_) {
                Job job{task.get(), {}, false};
                for (std::size_t i = 0; i < task->plan().cells.size(); ++i) job.chosen.push_back(i);
                jobs_.push_back(std::move(job));
            }
            for (const auto& task : wholes_) jobs_.push_back({task.get(), {0}, false});
            load(session);
        });
        if (auto measured = measure_jobs(); !measured) return measured.error();
        if (auto collected = collect(); !collected) return collected.error();
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
        if (auto collected = collect(); !collected) return collected.error();
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
            auto wholes = plan_wholes(context_.scorers, *outcome_.portfolio, id, tasks_);
            if (!wholes) return wholes.error();
            std::ranges::move(*wholes, std::back_inserter(wholes_));
        }
        return {};
    }

    void forget() {
        outcome_.unsettled.clear();
        outcome_.notes.clear();
        outcome_.sources.clear();
        stored_.clear();
        frozen_.clear();
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
            outcome_.sources.emplace(id, SeenSource{state.last_revision, state.run});
        }
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
                const CellKey key{id, m.objective, m.period, m.part.from};
                if (stored.frozen) frozen_.insert_or_assign(key, m);
                stored_.insert_or_assign(key, std::move(stored));
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
        using Runs = std::map<std::string, std::int64_t>;
        evidence_ = load_evidence(session, *outcome_.portfolio, wanted,
                                  basis_ != nullptr ? left_by() : Runs{});
    }

    // Up to which runs evidence counts.
    [[nodiscard]] std::map<std::string, std::int64_t> left_by() const {
        std::map<std::string, std::int64_t> runs;
        for (const auto& [id, seen] : basis_ != nullptr ? basis_->sources : outcome_.sources) {
            runs.emplace(id, seen.run);
        }
        return runs;
    }

    Result<void> measure_jobs() {
        auto first_cell = outcome_.as_of;
        for (const auto& job : jobs_) {
            for (const auto i : job.chosen) {
                first_cell = std::min(first_cell, job.task->plan().cells[i].part.from);
            }
        }
        ServiceTimes times(*outcome_.portfolio, clock_range(evidence_, first_cell, outcome_.as_of),
                           outcome_.kept_times);
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
            if (const auto frozen = frozen_.find(key); frozen != frozen_.end()) {
                m.version = frozen->second.version + 1;
            }
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
            if (!planned.contains(key) && !stored.frozen) {
                gone.push_back(cell_name(stored.measurement));
            }
        }
        if (gone.empty() && to_save_.empty()) return {};
        return context_.database.transact([&](Session& session) {
            remove_measurements(session, gone);
            return save_measurements(session, to_save_);
        });
    }

    // A number that says what the frozen one says is that one's version.
    void give_version(const CellKey& key, Measurement& part) const {
        const auto frozen = frozen_.find(key);
        if (frozen == frozen_.end()) return;
        part.version = frozen->second.version + (same_answer(part, frozen->second) ? 0 : 1);
    }

    Result<void> collect() {
        for (const auto& task : tasks_) {
            auto& calendars =
                outcome_.calendars[{task->plan().agreement_id, task->plan().objective->id}];
            calendars.insert(task->calendar());
            calendars.insert(task->scorer().calendars().begin(), task->scorer().calendars().end());
        }
        collect_results();
        const auto load_again = [&](const auto& wanted) {
            return context_.database.read([&](Session& session) {
                return load_evidence(session, *outcome_.portfolio, wanted, left_by());
            });
        };
        return measure_without_incidents(load_again, tasks_, wholes_, outcome_);
    }

    // Parts of a period put together, in the order of the documents.
    void collect_results() {
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
                } else {
                    continue;
                }
                give_version(key, parts.back());
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

    const Context& context_;
    const MeasureRequest& request_;
    bool store_;
    const MeasureBasis* basis_ = nullptr;  // of run_again
    Duration open_for_;                    // how old the number of an open period may be
    MeasureOutcome outcome_;
    // Tasks stay where they are: jobs point at them.
    Tasks tasks_, wholes_;
    std::map<std::string, SourceState> states_;
    std::map<CellKey, StoredMeasurement> stored_;  // the newest version of each
    std::map<CellKey, Measurement> frozen_;        // the newest frozen one
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
    constexpr int most_tries = 5;
    for (int tries = 1;; ++tries) {
        auto past = load_past(context);
        if (!past) return past.error();
        auto outcome =
            Measuring(context, request,
                      std::make_shared<const Portfolio>(std::move(past->portfolio)), !request.as_of)
                .run();
        if (outcome) outcome->documents = past->revision;
        // A number was frozen between looking at it and measuring it again.
        const bool again = !outcome && outcome.error().error_class == ErrorClass::conflict;
        if (!again || tries == most_tries) return outcome;
    }
}

Result<MeasureOutcome> measure_again(const Context& context,
                                     std::shared_ptr<const Portfolio> portfolio,
                                     const MeasureBasis& basis,
                                     const std::set<std::string>& agreements) {
    const MeasureRequest request{agreements, basis.as_of, {}};
    return Measuring(context, request, std::move(portfolio), false).run_again(basis);
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
