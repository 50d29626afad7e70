// What comes by itself, by the injected clock.
#include "work/scheduler.h"

#include "unit/time_literals.h"
#include "work/jobs_fixture.h"

namespace underpin::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class SchedulerTest : public WorkingJobs {
  protected:
    Scheduler server() { return Scheduler(context(db()), {}); }

    // Whatever waits is done, so that the next order is a new job.
    void finish_all() {
        while (const auto taken = take_job(db(), 30'000)) {
            db().transact([&](Session& session) {
                prove_job(session, taken->lease);
                succeed_job(session, taken->lease, "{}");
            });
        }
    }
    void tick(Scheduler& scheduler, const BackupOptions& backups = {}) {
        scheduler.tick(backups);
        finish_all();
    }
    std::size_t imports() { return jobs_of(job_import).size(); }
    // When jobs of the kind were queued, walking the clock from one instant to the other.
    std::vector<std::string> times_of(Scheduler& scheduler, const std::string& kind,
                                      const std::string& from, const std::string& to) {
        for (clock_.set(at(from)); clock_.now() <= at(to);
             clock_.set(clock_.now() + half_an_hour)) {
            tick(scheduler);
        }
        std::vector<std::string> times;
        for (const auto& job : jobs_of(kind)) {
            times.insert(times.begin(), format_instant(job.created));
        }
        return times;
    }
    static constexpr Duration half_an_hour{30 * minute.ms};
};
UNDERPIN_ON_BOTH_BACKENDS(SchedulerTest);

TEST_P(SchedulerTest, ATimeThatWasMissedRunsOnceAndTheNextOneInTime) {
    apply_documents(source("desk", ", schedule: \"0 * * * *\""));
    auto scheduler = server();
    tick(scheduler);
    EXPECT_EQ(imports(), 0U);
    // Five times have passed while no server ran.
    clock_.set(at("2024-03-01T05:30:00Z"));
    auto restarted = server();
    tick(restarted);
    tick(restarted);
    EXPECT_EQ(imports(), 1U);
    clock_.set(at("2024-03-01T05:59:59.999Z"));
    tick(restarted);
    EXPECT_EQ(imports(), 1U);
    clock_.set(at("2024-03-01T06:00:00Z"));
    tick(restarted);
    EXPECT_EQ(imports(), 2U);
}

TEST_P(SchedulerTest, OfSeveralServersOneQueuesATime) {
    apply_documents(source("desk", ", schedule: \"0 * * * *\""));
    auto one = server(), other = server();
    tick(one);
    tick(other);
    for (int hour = 1; hour <= 5; ++hour) {
        clock_.set(test_now + Duration{hour * underpin::hour.ms});
        tick(hour % 2 == 0 ? one : other);
        tick(hour % 2 == 0 ? other : one);
        EXPECT_EQ(imports(), static_cast<std::size_t>(hour));
    }
}

// London, 31 March 2024: 01:00 GMT is followed by 02:00 BST. 01:30 does not exist and happens at
// the transition, 01:00Z; before, 01:30 is 01:30Z, afterwards 00:30Z.
TEST_P(SchedulerTest, AnHourThatDoesNotExistHappensAtTheTransition) {
    apply_documents(source("desk", ", schedule: \"30 1 * * *\", time_zone: Europe/London"));
    auto scheduler = server();
    EXPECT_THAT(
        times_of(scheduler, job_import, "2024-03-30T00:00:00Z", "2024-04-02T00:00:00Z"),
        ElementsAre("2024-03-30T01:30:00Z", "2024-03-31T01:00:00Z", "2024-04-01T00:30:00Z"));
}

// London, 27 October 2024: 02:00 BST is followed by 01:00 GMT. 01:30 comes twice, 00:30Z and
// 01:30Z, and runs the first time.
TEST_P(SchedulerTest, AnHourThatComesTwiceRunsTheFirstTime) {
    apply_documents(source("desk", ", schedule: \"30 1 * * *\", time_zone: Europe/London"));
    auto scheduler = server();
    EXPECT_THAT(
        times_of(scheduler, job_import, "2024-10-26T00:00:00Z", "2024-10-29T00:00:00Z"),
        ElementsAre("2024-10-26T00:30:00Z", "2024-10-27T00:30:00Z", "2024-10-28T01:30:00Z"));
}

TEST_P(SchedulerTest, OneThatStillWaitsIsNotQueuedASecondTime) {
    apply_documents(source("desk", ", schedule: \"0 * * * *\""));
    auto scheduler = server();
    for (int hour = 0; hour <= 3; ++hour) {
        clock_.set(test_now + Duration{hour * underpin::hour.ms});
        scheduler.tick({});
    }
    EXPECT_EQ(imports(), 1U);
    // What is at work is not doubled beside it either: the next one waits its turn.
    auto running = take_job(db(), 30'000);
    while (running && running->row.kind != job_import) running = take_job(db(), 30'000);
    ASSERT_TRUE(running);
    clock_.set(test_now + Duration{4 * hour.ms});
    scheduler.tick({});
    EXPECT_EQ(imports(), 2U);
    while (const auto next = take_job(db(), 30'000)) EXPECT_NE(next->row.kind, job_import);
}

TEST_P(SchedulerTest, RetiredSourcesAndOnesWithoutAScheduleAreLeftOut) {
    apply_documents(source("desk", ", schedule: \"0 * * * *\"") + "---\n" + source("by-hand"));
    auto scheduler = server();
    tick(scheduler);
    apply_documents(source("desk", ", schedule: \"0 * * * *\"", ", retired: true"));
    for (int hour = 1; hour <= 3; ++hour) {
        clock_.set(test_now + Duration{hour * underpin::hour.ms});
        tick(scheduler);
    }
    EXPECT_EQ(imports(), 0U);
    EXPECT_EQ(number("SELECT COUNT(*) FROM job_schedule WHERE name LIKE 'source/%'"), 0);
    // Taken up again, it goes by its times from then on; what was missed meanwhile is not made up.
    apply_documents(source("desk", ", schedule: \"0 * * * *\""));
    tick(scheduler);
    EXPECT_EQ(imports(), 0U);
    clock_.set(test_now + Duration{4 * hour.ms});
    tick(scheduler);
    EXPECT_EQ(imports(), 1U);
}

TEST_P(SchedulerTest, AChangedScheduleHoldsFromThenOn) {
    apply_documents(source("desk", ", schedule: \"0 * * * *\""));
    auto scheduler = server();
    tick(scheduler);
    apply_documents(source("desk", ", schedule: \"0 12 * * *\""));
    EXPECT_THAT(times_of(scheduler, job_import, "2024-03-01T00:00:00Z", "2024-03-01T23:00:00Z"),
                ElementsAre("2024-03-01T12:00:00Z"));
}

TEST_P(SchedulerTest, WhatChangesEvidenceOrDocumentsQueuesMeasuring) {
    auto scheduler = server();
    tick(scheduler);
    const auto before = jobs_of(job_measure).size();
    tick(scheduler);
    EXPECT_EQ(jobs_of(job_measure).size(), before);
    testing_support::import_records(db(), "desk", {testing_support::outage("a", 0, 1)});
    tick(scheduler);
    EXPECT_EQ(jobs_of(job_measure).size(), before + 1);
    apply_documents(source("desk"));
    tick(scheduler);
    EXPECT_EQ(jobs_of(job_measure).size(), before + 2);
}

TEST_P(SchedulerTest, APeriodThatEndsIsRolledOver) {
    apply_documents(R"(
apiVersion: underpin/v1
kind: Supplier
metadata: {id: acme}
spec: {kind: internal}
---
)" + source("desk") +
                    R"(---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: ola}
spec:
  type: operational
  supplier: acme
  time_zone: UTC
  period: {every: month}
  term: {from: 2024-01-01, to: 2024-06-01}
  objectives:
    - {id: desk, metric: case_time, with: {limits: {default: 40h}}, evidence: {sources: [desk]}, target: {at_least: "90"}}
)");
    auto scheduler = server();
    times_of(scheduler, job_rollover, "2024-03-31T23:00:00Z", "2024-04-01T01:00:00Z");
    EXPECT_THAT(times_of(scheduler, job_rollover, "2024-04-30T23:00:00Z", "2024-05-01T01:00:00Z"),
                ElementsAre("2024-04-01T00:00:00Z", "2024-05-01T00:00:00Z"));
    EXPECT_THAT(jobs_of(job_rollover).back().payload, HasSubstr("2024-03"));
    EXPECT_THAT(jobs_of(job_rollover).front().payload, HasSubstr("2024-04"));
}

TEST_P(SchedulerTest, BackupsFollowTheirOptionsAlsoWhenThoseChange) {
    auto scheduler = server();
    tick(scheduler);
    BackupOptions daily;
    daily.folder = folder_.path();
    daily.schedule = "0 3 * * *";
    tick(scheduler, daily);
    clock_.set(at("2024-03-01T03:00:00Z"));
    tick(scheduler, daily);
    EXPECT_EQ(jobs_of(job_backup).size(), 1U);
    tick(scheduler);  // and no more
    clock_.set(at("2024-03-03T03:00:00Z"));
    tick(scheduler);
    EXPECT_EQ(jobs_of(job_backup).size(), 1U);
}

}  // namespace
}  // namespace underpin::test
