// What becomes of jobs: leases lost and taken over, attempts and their backoff, cancelling, and
// what one job queues for another.
#include "work/job_runner.h"

#include <cerrno>
#include <sys/wait.h>

#include "work/jobs_fixture.h"

namespace underpin::test {
namespace {

using testing::HasSubstr;

constexpr int many = 12'000;  // records: three batches

class JobRunnerTest : public WorkingJobs {
  protected:
    void SetUp() override { apply_documents(source("desk")); }

    static JobOptions options() {
        JobOptions options;
        options.workers = 0;  // steps by hand
        options.first_retry = Duration{30'000};
        options.last_retry = Duration{60'000};
        options.most_attempts = 4;
        return options;
    }
    // As if the server that runs a job had been silent for too long.
    void end_leases() {
        change("UPDATE job SET lease_until = 1 WHERE state = 'running'");
        change("UPDATE import_run SET lease_until = 1 WHERE status = 'running'");
    }
};
UNDERPIN_ON_BOTH_BACKENDS(JobRunnerTest);

TEST_P(JobRunnerTest, AJobWhoseLeaseEndedIsTakenOverAndItsLateWriterRefused) {
    const auto job = order("desk", tickets(many));
    Gate gate([this] { return batches() > 0; });
    const auto slow_database = open(url(), gate.options());
    JobRunner slow(context(*slow_database), options());
    std::thread worker([&] { slow.run_one(); });
    gate.wait();
    EXPECT_LT(records(), many);
    end_leases();

    JobRunner other(context(db()), options());
    other.tick();
    EXPECT_EQ(row(job.id).state, JobState::queued);
    EXPECT_THAT(row(job.id).error->message, HasSubstr("died"));
    EXPECT_TRUE(other.run_one());
    const auto taken = row(job.id);
    EXPECT_EQ(taken.state, JobState::succeeded);
    EXPECT_EQ(taken.attempts, 2);

    gate.open();
    worker.join();
    const auto after = row(job.id);
    EXPECT_EQ(after.state, JobState::succeeded);
    EXPECT_EQ(after.version, taken.version);  // the late one has changed nothing
    EXPECT_EQ(after.result, taken.result);
    EXPECT_EQ(runs(), 1);
    EXPECT_EQ(records(), many);
    EXPECT_EQ(number("SELECT COUNT(*) FROM evidence"), many);
    EXPECT_EQ(journalled("import"), 1);
}

TEST_P(JobRunnerTest, WhatMaySucceedLaterIsTriedAgainAfterLongerAndLongerPauses) {
    // Another import of the source is at work and stays so.
    const auto held = require(begin_run(db(), testing_support::request_for("desk")));
    const auto job = order("desk", tickets(1));
    JobRunner runner(context(db()), options());
    // 30 s, 60 s, then not longer than 60 s; with a quarter more at most.
    const std::int64_t pauses_ms[] = {30'000, 60'000, 60'000};
    for (const auto pause : pauses_ms) {
        EXPECT_TRUE(runner.run_one());
        const auto waits = row(job.id);
        ASSERT_EQ(waits.state, JobState::queued);
        EXPECT_EQ(waits.error->error_class, ErrorClass::conflict);
        EXPECT_GE((waits.next_try - clock_.now()).ms, pause);
        EXPECT_LE((waits.next_try - clock_.now()).ms, pause + pause / 4);
        clock_.set(waits.next_try + Duration{-1});
        EXPECT_FALSE(runner.run_one()) << "before its time";
        clock_.set(waits.next_try);
    }
    EXPECT_TRUE(runner.run_one());
    EXPECT_EQ(row(job.id).state, JobState::failed);
    EXPECT_EQ(row(job.id).attempts, 4);
    EXPECT_EQ(records(), 0);
}

TEST_P(JobRunnerTest, ATryThatSucceedsAfterFailuresIsASuccess) {
    const auto held = require(begin_run(db(), testing_support::request_for("desk")));
    const auto job = order("desk", tickets(3));
    JobRunner runner(context(db()), options());
    EXPECT_TRUE(runner.run_one());
    require(finish_run(db(), held, {}));
    clock_.set(row(job.id).next_try);
    EXPECT_TRUE(runner.run_one());
    EXPECT_EQ(row(job.id).state, JobState::succeeded);
    EXPECT_EQ(row(job.id).attempts, 2);
    EXPECT_EQ(records(), 3);
}

TEST_P(JobRunnerTest, WhatWouldFailTheSameWayIsNotTriedAgain) {
    const auto job = require(order_import(context(db()), {"desk", std::nullopt, std::nullopt}));
    JobRunner runner(context(db()), options());
    EXPECT_TRUE(runner.run_one());
    EXPECT_EQ(row(job.id).state, JobState::failed);
    EXPECT_EQ(row(job.id).attempts, 1);
    EXPECT_THAT(row(job.id).error->to_string(), HasSubstr("nothing.csv"));
    EXPECT_FALSE(runner.run_one());
}

TEST_P(JobRunnerTest, AJobThatKillsItsServerIsGivenUp) {
    const auto job = order("desk", tickets(1));
    JobRunner runner(context(db()), options());
    for (int i = 0; i < 4; ++i) {
        ASSERT_EQ(row(job.id).state, JobState::queued);
        ASSERT_TRUE(take_job(db(), 30'000));
        end_leases();
        runner.tick();
    }
    EXPECT_EQ(row(job.id).state, JobState::failed);
    EXPECT_THAT(row(job.id).error->message, HasSubstr("died 4 times"));
}

TEST_P(JobRunnerTest, AQueuedJobIsCancelledAtOnce) {
    const auto job = order("desk", tickets(1));
    EXPECT_EQ(require(cancel(context(db()), job.id)).state, JobState::cancelled);
    JobRunner runner(context(db()), options());
    EXPECT_FALSE(runner.run_one());
    EXPECT_EQ(records(), 0);
    EXPECT_EQ(journalled("cancel"), 1);
    EXPECT_EQ(cancel(context(db()), job.id).error().error_class, ErrorClass::conflict);
}

TEST_P(JobRunnerTest, ARunningImportIsReallyStopped) {
    const auto job = order("desk", tickets(many));
    Gate gate([this] { return batches() > 0; });
    const auto gated = open(url(), gate.options());
    JobRunner runner(context(*gated), options());
    std::thread worker([&] { runner.run_one(); });
    gate.wait();
    EXPECT_EQ(require(cancel(context(db()), job.id)).state, JobState::running);
    runner.beat();
    gate.open();
    worker.join();
    const auto cancelled = row(job.id);
    EXPECT_EQ(cancelled.state, JobState::cancelled);
    EXPECT_EQ(cancelled.error->error_class, ErrorClass::cancelled);
    EXPECT_LT(records(), many);
    EXPECT_EQ(number("SELECT COUNT(*) FROM import_run WHERE status = 'failed' AND failure_class = "
                     "'cancelled'"),
              1);
    EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "the importer is still there";
    EXPECT_EQ(errno, ECHILD);
    EXPECT_FALSE(runner.run_one()) << "it is not tried again, and queues no measuring";
    // The source is free again.
    const auto next = order("desk", tickets(2), "small.csv");
    EXPECT_TRUE(runner.run_one());
    EXPECT_EQ(row(next.id).state, JobState::succeeded);
}

TEST_P(JobRunnerTest, RunsOfOneSourceNeverOverlapThoseOfOthersMay) {
    apply_documents(source("other"));
    const auto first = order("desk", tickets(many), "first.csv");
    const auto second = order("desk", tickets(many + 1), "second.csv");
    Gate gate([this] { return batches() > 0; });
    const auto gated = open(url(), gate.options());
    JobRunner busy(context(*gated), options());
    JobRunner idle(context(db()), options());
    std::thread worker([&] { busy.run_one(); });
    gate.wait();
    EXPECT_FALSE(idle.run_one());
    EXPECT_EQ(row(second.id).state, JobState::queued);
    const auto beside = order("other", tickets(2));
    EXPECT_TRUE(idle.run_one());
    EXPECT_EQ(row(beside.id).state, JobState::succeeded);
    EXPECT_EQ(row(first.id).state, JobState::running);
    gate.open();
    worker.join();
    while (row(second.id).state == JobState::queued) ASSERT_TRUE(idle.run_one());
    EXPECT_EQ(row(first.id).state, JobState::succeeded);
    EXPECT_EQ(row(second.id).state, JobState::succeeded);
    EXPECT_EQ(records(), many + 1 + 2);
}

TEST_P(JobRunnerTest, AnImportQueuesMeasuringAndManyQueueOne) {
    const auto first = order("desk", tickets(2), "first.csv");
    order("desk", tickets(3), "second.csv");
    JobRunner runner(context(db()), options());
    EXPECT_TRUE(runner.run_one());
    const auto queued = jobs_of(job_measure);
    ASSERT_EQ(queued.size(), 1U);
    EXPECT_EQ(queued.front().state, JobState::queued);
    EXPECT_EQ(queued.front().actor, "job:" + std::to_string(first.id));
    EXPECT_TRUE(runner.run_one());
    EXPECT_EQ(jobs_of(job_measure).size(), 1U);
    EXPECT_TRUE(runner.run_one());
    EXPECT_EQ(jobs_of(job_measure).front().state, JobState::succeeded);
    EXPECT_FALSE(runner.run_one());
}

TEST_P(JobRunnerTest, AnAttemptThatDiedBehindItsLastCommitIsNotDoneAgain) {
    const auto job = order("desk", tickets(3));
    // The run has ended, its job does not know yet.
    Gate gate(
        [this] { return number("SELECT COUNT(*) FROM import_run WHERE status <> 'running'") > 0; });
    const auto slow_database = open(url(), gate.options());
    JobRunner slow(context(*slow_database), options());
    std::thread worker([&] { slow.run_one(); });
    gate.wait();
    end_leases();
    JobRunner other(context(db()), options());
    other.tick();
    EXPECT_TRUE(other.run_one());
    gate.open();
    worker.join();
    EXPECT_EQ(row(job.id).state, JobState::succeeded);
    EXPECT_THAT(row(job.id).result, HasSubstr("\"created\":3"));
    EXPECT_EQ(runs(), 1);
    EXPECT_EQ(journalled("import"), 1);
}

TEST_P(JobRunnerTest, TheHistoryTellsWhoDidWhatWhenAndIsTrimmedInTheEnd) {
    const auto job = order("desk", tickets(2));
    clock_.set(test_now + Duration{1'000});
    JobRunner runner(context(db()), options());
    EXPECT_TRUE(runner.run_one());
    const auto done = row(job.id);
    EXPECT_EQ(done.actor, "person:jo");
    EXPECT_EQ(done.created, test_now);
    EXPECT_EQ(done.started, test_now + Duration{1'000});
    EXPECT_EQ(done.finished, test_now + Duration{1'000});
    EXPECT_TRUE(done.import_run.has_value());
    clock_.set(test_now + Duration{89 * day.ms});
    runner.tick();
    EXPECT_EQ(jobs_of(job_import).size(), 1U);
    clock_.set(test_now + Duration{91 * day.ms});
    runner.tick();
    EXPECT_EQ(jobs_of(job_import).size(), 0U);
}

TEST_P(JobRunnerTest, ThreadsDoWhatIsOrderedAndStopInTheMiddle) {
    auto with_threads = options();
    with_threads.workers = 3;
    with_threads.poll_ms = 5;
    with_threads.beat_ms = 5;
    with_threads.stop_ms = 0;
    std::vector<std::int64_t> ids;
    for (int i = 0; i < 6; ++i) {
        const auto id = "s" + std::to_string(i);
        apply_documents(source(id));
        ids.push_back(order(id, tickets(many / 4), id + ".csv").id);
    }
    {
        JobRunner first(context(db()), with_threads);
        JobRunner second(context(db()), with_threads);
        first.start();
        second.start();
        first.wake();
        first.stop();  // whatever it was at goes back to the queue
        second.stop();
    }
    EXPECT_EQ(number("SELECT COUNT(*) FROM job WHERE state = 'running'"), 0);
    JobRunner rest(context(db()), options());
    while (rest.run_one()) {}
    for (const auto id : ids) {
        EXPECT_EQ(row(id).state, JobState::succeeded) << row(id).error.value_or(Error{}).message;
        EXPECT_EQ(row(id).attempts, 1);
    }
    EXPECT_EQ(records(), 6 * (many / 4));
    EXPECT_EQ(journalled("import"), 6);
}

}  // namespace
}  // namespace underpin::test
