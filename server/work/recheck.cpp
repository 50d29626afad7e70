#include "work/recheck.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <tuple>

#include "base/text.h"
#include "store/measurements.h"
#include "work/portfolio.h"
#include "work/source_changes.h"

namespace underpin {

namespace {

// What names a cell inside of an agreement.
using CellOf = std::tuple<std::string, std::string, Instant>;  // objective, period, part's start

CellOf cell_of(const Measurement& m) { return {m.objective, m.period, m.part.from}; }

struct CellPlace {
    const ObjectiveTask* task = nullptr;
    std::size_t cell = 0;  // of its plan
};

// The cells of an agreement as they are planned at one instant.
struct PlannedAt {
    std::vector<std::unique_ptr<ObjectiveTask>> tasks;
    std::map<CellOf, CellPlace> places;
};

struct Candidate {
    StoredMeasurement stored;
    CellPlace place;
    Instant as_of;  // it is computed again as of this instant
};

class Recheck {
  public:
    Recheck(const Context& context, const RecheckRequest& request, const Portfolio& portfolio)
        : context_(context), request_(request), portfolio_(portfolio), now_(context.clock.now()) {}

    Result<RecheckReport> run() {
        context_.database.read([&](Session& session) {
            report_ = {};
            candidates_.clear();
            planned_.clear();
            auto rows = load_rows(session);
            report_.stored = rows.size();
            place(sample(std::move(rows)));
            leave_due(session);
            load(session);
        });
        repeat();
        return std::move(report_);
    }

  private:
    // The last version of each cell.
    std::vector<StoredMeasurement> load_rows(Session& session) {
        std::vector<StoredMeasurement> rows;
        for (const auto& agreement : measured_agreements(session)) {
            std::map<CellOf, StoredMeasurement> last;
            try {
                for (auto& stored : load_measurements(session, agreement)) {
                    const auto cell = cell_of(stored.measurement);
                    last.insert_or_assign(cell, std::move(stored));
                }
            } catch (const Failure& failure) {
                if (failure.error().error_class != ErrorClass::data) throw;
                report_.faults.push_back("agreement " + agreement + ": " + failure.error().message);
            }
            for (auto& [cell, stored] : last) rows.push_back(std::move(stored));
        }
        return rows;
    }

    // Evenly spread; where it begins changes with the day, so that in time all are looked at.
    [[nodiscard]] std::vector<StoredMeasurement> sample(std::vector<StoredMeasurement> rows) const {
        if (request_.at_most == 0 || rows.size() <= request_.at_most) return rows;
        const auto stride = (rows.size() + request_.at_most - 1) / request_.at_most;
        std::vector<StoredMeasurement> chosen;
        const auto today = static_cast<std::size_t>(std::max<std::int64_t>(0, now_.ms / day.ms));
        for (auto i = today % stride; i < rows.size(); i += stride) {
            chosen.push_back(std::move(rows[i]));
        }
        return chosen;
    }

    // What holds until after now must still come out now; anything else as of its own instant.
    [[nodiscard]] Instant instant_for(const StoredMeasurement& stored) const {
        const auto& m = stored.measurement;
        const bool holds_now = !m.open && m.as_of <= now_ && now_ < stored.valid_until;
        return holds_now ? now_ : m.as_of;
    }

    void place(std::vector<StoredMeasurement> rows) {
        for (auto& stored : rows) {
            const auto& m = stored.measurement;
            const auto as_of = instant_for(stored);
            const auto* at = planned(m.agreement, m.open ? m.as_of : now_);
            const auto found = at == nullptr ? std::map<CellOf, CellPlace>::const_iterator{}
                                             : at->places.find(cell_of(m));
            if (at == nullptr || found == at->places.end()) {
                ++report_.due;  // its cell is gone, and so will it be
                continue;
            }
            candidates_.push_back({std::move(stored), found->second, as_of});
        }
    }

    const PlannedAt* planned(const std::string& agreement, Instant as_of) {
        if (!portfolio_.agreements.contains(agreement)) return nullptr;
        const auto [at, is_new] = planned_.try_emplace({agreement, as_of});
        if (!is_new) return &at->second;
        for (auto& plan : plan_cells(portfolio_, agreement, as_of)) {
            const auto& objective = plan.objective->id;
            auto task = ObjectiveTask::create(context_.scorers, portfolio_, std::move(plan));
            if (!task) {
                report_.faults.push_back(task.error().message);
                continue;
            }
            const auto& kept =
                at->second.tasks.emplace_back(std::make_unique<ObjectiveTask>(std::move(*task)));
            for (std::size_t i = 0; i < kept->plan().cells.size(); ++i) {
                const auto& cell = kept->plan().cells[i];
                at->second.places.insert_or_assign(CellOf{objective, cell.period, cell.part.from},
                                                   CellPlace{kept.get(), i});
            }
        }
        return &at->second;
    }

    void leave_due(Session& session) {
        std::map<const ObjectiveTask*, std::vector<const StoredMeasurement*>> by_task;
        std::set<std::string> sources;
        for (const auto& one : candidates_) {
            by_task[one.place.task].push_back(&one.stored);
            const auto& of_task = one.place.task->plan().objective->evidence.sources;
            sources.insert(of_task.begin(), of_task.end());
        }
        const auto states = load_source_states(session, sources);
        SourceChanges changes(session, states);
        std::map<const ObjectiveTask*, TouchedRanges> since;
        for (const auto& [task, stored] : by_task)
            since.emplace(task, changes.since(*task, stored));
        report_.due += std::erase_if(candidates_, [&](const Candidate& one) {
            const auto& [task, index] = one.place;
            const auto& cell = task->plan().cells[index];
            return !still_defined(*task, cell, one.stored, one.as_of) ||
                   touched(*task, cell, one.stored, since.at(task));
        });
    }

    void load(Session& session) {
        std::map<std::string, std::set<std::string>> wanted;
        for (const auto& one : candidates_) {
            const auto& task = *one.place.task;
            for (const auto& id : task.plan().objective->evidence.sources) {
                wanted[id].insert(task.attributes().begin(), task.attributes().end());
            }
        }
        evidence_ = load_evidence(session, portfolio_, wanted);
    }

    void repeat() {
        auto first = now_;
        std::map<std::pair<const ObjectiveTask*, Instant>, std::vector<const Candidate*>> calls;
        for (const auto& one : candidates_) {
            first = std::min(first, one.stored.measurement.part.from);
            calls[{one.place.task, one.as_of}].push_back(&one);
        }
        ServiceTimes times(portfolio_, clock_range(evidence_, first, now_));
        for (const auto& [call, of_call] : calls) {
            std::vector<std::size_t> chosen;
            for (const auto* one : of_call) chosen.push_back(one->place.cell);
            const auto found =
                call.first->run(evidence_, times, call.second, chosen, ScorerDetail::answers);
            if (found) {
                for (std::size_t i = 0; i < of_call.size(); ++i) {
                    compare(of_call[i]->stored.measurement, (*found)[i].measurement);
                }
            } else {
                report_.faults.push_back(found.error().message);
            }
            report_.repeated += of_call.size();
            if (request_.progress) request_.progress(report_.repeated, candidates_.size());
        }
    }

    void compare(const Measurement& stored, const Measurement& repeated) {
        const auto found = differences(stored, repeated);
        if (found.empty()) return;
        report_.faults.push_back("agreement " + stored.agreement + ", objective " +
                                 stored.objective + ", " + stored.period + ": " +
                                 join(found, "; "));
    }

    const Context& context_;
    const RecheckRequest& request_;
    const Portfolio& portfolio_;
    Instant now_;
    RecheckReport report_;
    std::map<std::pair<std::string, Instant>, PlannedAt> planned_;
    std::vector<Candidate> candidates_;
    EvidenceOfSources evidence_;
};

std::string text_of(const std::optional<Rational>& value) {
    return value ? format_exact(*value) : "none";
}

std::string text_of(const std::optional<Fraction>& fraction) {
    if (!fraction) return "none";
    return to_integer(fraction->numerator).str() + "/" + to_integer(fraction->denominator).str() +
           " x 10^-" + std::to_string(fraction->scale);
}

std::string text_of(bool flag) { return flag ? "true" : "false"; }
std::string text_of(std::int64_t count) { return std::to_string(count); }
std::string text_of(const std::string& text) { return text; }
std::string text_of(const std::vector<std::string>& texts) {
    return texts.empty() ? "none" : join(texts, " ");
}

}  // namespace

std::vector<std::string> differences(const Measurement& stored, const Measurement& repeated) {
    std::vector<std::string> found;
    const auto same = [&](const char* name, const auto& was, const auto& is) {
        const auto a = text_of(was), b = text_of(is);
        if (a != b) {
            found.push_back(std::string(name) + " " + a + " is stored, " + b +
                            " is what the evidence gives");
        }
    };
    const auto& a = stored.measured;
    const auto& b = repeated.measured;
    same("status", std::string(status_name(stored.status)),
         std::string(status_name(repeated.status)));
    same("value", stored.value, repeated.value);
    same("score", stored.score, repeated.score);
    same("provisional", stored.provisional, repeated.provisional);
    same("fraction", a.fraction, b.fraction);
    same("measured value", a.has_value ? std::optional(a.value) : std::nullopt,
         b.has_value ? std::optional(b.value) : std::nullopt);
    same("coverage", a.coverage, b.coverage);
    same("counted", a.counted, b.counted);
    same("breaching", a.breaching, b.breaching);
    same("pending", a.pending, b.pending);
    same("excluded", a.excluded, b.excluded);
    same("dropped", a.dropped, b.dropped);
    same("no time", a.no_time, b.no_time);
    same("disputed", a.disputed, b.disputed);
    same("small volume", a.small_volume_met, b.small_volume_met);
    same("value with all unseen down", a.if_unseen_down, b.if_unseen_down);
    same("value with all unseen up", a.if_unseen_up, b.if_unseen_up);
    same("breaching records", a.breaching_keys, b.breaching_keys);
    same("breaching incidents", a.breaching_incidents, b.breaching_incidents);
    same("metric", stored.metric, repeated.metric);
    same("unit", stored.unit, repeated.unit);
    same("digest", to_hex(stored.digest), to_hex(repeated.digest));
    return found;
}

Result<RecheckReport> recheck_measurements(const Context& context, const RecheckRequest& request) {
    const auto portfolio = load_portfolio_with_past(context);
    if (!portfolio) return portfolio.error();
    return Recheck(context, request, *portfolio).run();
}

}  // namespace underpin
