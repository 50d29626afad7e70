#include "work/scheduler.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/cron.h"
#include "store/blobs.h"
#include "store/changes.h"
#include "store/documents.h"
#include "store/journal.h"
#include "work/cell_plan.h"
#include "work/jobs.h"
#include "work/portfolio.h"

namespace underpin {

namespace {

constexpr const char* actor = "schedule";
// Plans are made anew that often even where nothing is due: an agreement may have begun.
constexpr Duration plan_every{10 * minute.ms};
constexpr Duration trim_every = hour;
// On a cluster an entry may be committed behind one with a higher id.
constexpr Duration seal_every = minute;

}  // namespace

Scheduler::Scheduler(const Context& context, ScheduleOptions options)
    : context_(context), options_(options) {}

bool Scheduler::tick(const BackupOptions& backups) {
    if (backups != backups_) {
        backups_ = backups;
        look_again_ = Instant::min();
    }
    const auto now = context_.clock.now();
    seal(now);
    trim(now);
    const bool measures = measure_what_changed();
    const bool follows = follow_schedules(now);
    return measures || follows;
}

void Scheduler::plan_sources(const Portfolio& portfolio, Instant now) {
    for (const auto& [id, revised] : portfolio.sources) {
        const auto& source = revised.document.as<Source>();
        if (source.schedule.empty()) continue;
        // Both were checked when the document came in.
        const auto cron = Cron::parse(source.schedule);
        const auto zone = TimeZone::find(source.time_zone);
        if (!cron || !zone) continue;
        plans_["source/" + id] = {source.schedule + " in " + source.time_zone,
                                  cron->next(now, *zone), import_job(id, actor)};
    }
}

void Scheduler::plan_periods(const Portfolio& portfolio, Instant now) {
    for (const auto& [id, amended] : portfolio.agreements) {
        Plan plan;
        for (const auto& period : agreement_periods(portfolio, id, now)) {
            if (period.open) plan = {period.period.label, period.range.to, {}};
        }
        plan.job = rollover_job(id, plan.definition, actor);
        plans_["period/" + id] = std::move(plan);
    }
}

void Scheduler::make_plans(const Portfolio& portfolio, Instant now) {
    plans_.clear();
    plan_sources(portfolio, now);
    plan_periods(portfolio, now);
    plans_["measure"] = {"every " + format_duration(options_.refresh), now + options_.refresh,
                         measure_job(actor)};
    if (backups_.schedule.empty()) return;
    const auto cron = require(Cron::parse(backups_.schedule));
    const auto zone = require(TimeZone::find(backups_.time_zone));
    plans_["backup"] = {backups_.schedule + " in " + backups_.time_zone, cron.next(now, zone),
                        backup_job(actor)};
}

bool Scheduler::follow_schedules(Instant now) {
    const auto revision =
        context_.database.read([](Session& session) { return document_revision(session); });
    if (revision == planned_revision_ && now < look_again_) return false;
    make_plans(require(load_portfolio(context_)), now);
    std::map<std::string, JobSchedule> stored;
    for (auto& schedule : context_.database.read(load_schedules)) {
        stored.emplace(schedule.name, std::move(schedule));
    }
    bool queued = false;
    look_again_ = now + plan_every;
    for (const auto& [name, plan] : plans_) {
        const auto at = stored.find(name);
        queued |= follow(name, at == stored.end() ? std::nullopt : std::optional(at->second), now);
        if (plan.next) look_again_ = std::min(look_again_, *plan.next);
        if (at == stored.end()) continue;
        if (at->second.next > now) look_again_ = std::min(look_again_, at->second.next);
        stored.erase(at);
    }
    // Of documents and options that are gone.
    for (const auto& [name, schedule] : stored) {
        context_.database.transact(
            [&](Session& session) { static_cast<void>(drop_schedule(session, schedule)); });
    }
    planned_revision_ = revision;
    return queued;
}

bool Scheduler::follow(const std::string& name, const std::optional<JobSchedule>& stored,
                       Instant now) {
    const auto& plan = plans_.at(name);
    const bool due = stored && stored->next <= now;
    if (stored ? !due && stored->definition == plan.definition : !plan.next) return false;
    auto job = plan.job;
    if (due && job.kind == job_rollover) {  // of the period that has ended
        job = rollover_job(job.subject, stored->definition, actor);
    }
    return context_.database.transact([&](Session& session) {
        const bool moved = plan.next
                               ? move_schedule(session, stored, {name, plan.definition, *plan.next})
                               : drop_schedule(session, *stored);
        if (moved && due) static_cast<void>(require(enqueue_job(session, job)));
        return moved && due;
    });
}

// Whatever changed documents or evidence: a job, a command beside the server, another server.
bool Scheduler::measure_what_changed() {
    const auto stamp = context_.database.read(measured_inputs_stamp);
    if (stamp == measured_) return false;
    context_.database.transact([&](Session& session) {
        static_cast<void>(require(enqueue_job(session, measure_job(actor))));
    });
    measured_ = stamp;
    return true;
}

void Scheduler::trim(Instant now) {
    if (now - trimmed_ < trim_every) return;
    while (trim_jobs(context_.database, now - options_.keep_jobs, options_.keep_newest_jobs) > 0) {}
    sweep_blobs(context_.database);
    trimmed_ = now;
}

void Scheduler::seal(Instant now) {
    const auto last = context_.database.read(last_journal_entry);
    if (last == sealed_entry_ && now - sealed_ < seal_every) return;
    while (seal_journal(context_.database)) {}
    sealed_entry_ = last;
    sealed_ = now;
}

}  // namespace underpin
