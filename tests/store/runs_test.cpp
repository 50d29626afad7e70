#include "store/runs.h"

#include <signal.h>
#include <sys/wait.h>

#include "store/journal.h"
#include "store/process_owner.h"
#include "store/store_test.h"

namespace underpin::testing_support {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// The owner of a process that has just died.
std::string dead_owner() {
    const pid_t child = fork();
    if (child == 0) pause();
    auto owner = this_process();
    // Same machine, another process: its start cannot be ours either.
    const auto last = owner.rfind(' ');
    const auto before = owner.rfind(' ', last - 1);
    owner = owner.substr(0, before + 1) + std::to_string(child) + " 1";
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    return owner;
}

class RunsTest : public StoreTest {
  protected:
    underpin::Run begin(const std::string& source = "s") {
        return require(begin_run(db(), request_for(source)));
    }
    void kill_owner(const underpin::Run& run) {
        change("UPDATE import_run SET owner = '" + dead_owner() +
               "' WHERE id = " + std::to_string(run.id));
    }
    RunInfo info(const underpin::Run& run) {
        return db().read([&](Session& s) { return run_info(s, run.id).value(); });
    }
};
UNDERPIN_ON_BOTH_BACKENDS(RunsTest);

TEST_P(RunsTest, CountAndAreListed) {
    auto run = begin();
    EXPECT_FALSE(run.resumed);
    auto batch = batch_of({outage("a", 0, 1), outage("b", 2, 3)});
    batch.rejects = {{17, "to", "31/02/2024", "there is no such day", "march.csv"}};
    batch.warnings = {{18, "an ambiguous local time"}};
    const auto result = require(commit_batch(db(), run, batch));
    EXPECT_EQ(result.created, 2);
    EXPECT_EQ(result.rejected, 1);
    require(commit_batch(db(), run, batch_of({outage("a", 0, 1), outage("b", 2, 4)})));
    require(finish_run(db(), run, {}));
    const auto now = info(run);
    EXPECT_EQ(now.status, RunStatus::succeeded);
    EXPECT_EQ(now.source, "s");
    EXPECT_EQ(now.batches, 2);
    EXPECT_EQ(now.created, 2);
    EXPECT_EQ(now.changed, 0);  // b came new, and again: its last row is the record
    EXPECT_EQ(now.unchanged, 1);
    EXPECT_EQ(now.rejected, 1);
    EXPECT_EQ(now.warnings, 1);
    EXPECT_EQ(now.started, test_now);
    EXPECT_EQ(now.finished, test_now);
    const auto rejects = db().read([&](Session& s) { return load_rejects(s, run.id); });
    ASSERT_EQ(rejects.size(), 1U);
    EXPECT_EQ(rejects[0].place, 17);
    EXPECT_EQ(rejects[0].column, "to");
    EXPECT_EQ(rejects[0].text, "31/02/2024");
    EXPECT_EQ(rejects[0].reason, "there is no such day");
    EXPECT_EQ(rejects[0].file, "march.csv");
    const auto warnings = db().read([&](Session& s) { return load_warnings(s, run.id); });
    ASSERT_EQ(warnings.size(), 1U);
    EXPECT_EQ(warnings[0].text, "an ambiguous local time");
}

TEST_P(RunsTest, TwiceTheSameChangesNothing) {
    const auto first = import_records(db(), "s", {outage("a", 0, 1), outage("b", 2, 3)});
    EXPECT_EQ(first.created, 2);
    const auto revision = db().read([](Session& s) { return max_revision(s, "s"); });
    const auto second = import_records(db(), "s", {outage("a", 0, 1), outage("b", 2, 3)});
    EXPECT_EQ(second.created, 0);
    EXPECT_EQ(second.unchanged, 2);
    EXPECT_EQ(db().read([](Session& s) { return max_revision(s, "s"); }), revision);
    EXPECT_TRUE(db().read([&](Session& s) { return touched_since(s, "s", revision); }).empty());
    EXPECT_EQ(db().read([](Session& s) { return list_runs(s, "s"); }).size(), 2U);
}

TEST_P(RunsTest, OnlyOneOfASourceIsOpen) {
    const auto run = begin();
    const auto second = begin_run(db(), request_for("s"));
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().error_class, ErrorClass::conflict);
    EXPECT_THAT(second.error().message, HasSubstr("process " + std::to_string(getpid())));
    EXPECT_TRUE(begin_run(db(), request_for("another")).ok());
    EXPECT_EQ(db().read([](Session& s) { return open_run(s, "s"); })->id, run.id);
    require(finish_run(db(), run, {}));
    EXPECT_FALSE(db().read([](Session& s) { return open_run(s, "s"); }).has_value());
    EXPECT_TRUE(begin_run(db(), request_for("s")).ok());
}

// a and b stood before, c to f are new. The first leg dies behind rows that it had committed ahead
// of a checkpoint; the second one reads all of them again.
TEST_P(RunsTest, OneThatIsResumedCountsNothingTwice) {
    import_records(db(), "s", {outage("a", 0, 1), outage("b", 2, 3)});
    auto run = begin();
    auto ahead = batch_of({outage("a", 0, 1), outage("c", 4, 5), outage("d", 5, 6)});
    ahead.ahead = true;
    EXPECT_EQ(require(commit_batch(db(), run, ahead)).unchanged, 1);
    EXPECT_EQ(info(run).unchanged, 0);  // not yet
    kill_owner(run);

    auto again = begin();
    ASSERT_TRUE(again.resumed);
    const auto leg = require(commit_batch(db(), again, ahead));
    EXPECT_EQ(leg.created, 0);
    EXPECT_EQ(leg.unchanged, 1);  // a; what the run itself has written is no news and no repeat
    auto last = batch_of({outage("b", 2, 3), outage("e", 6, 7), outage("f", 7, 8)});
    last.unchanged_ahead = leg.unchanged;
    last.rejects = {{7, "to", "31/02/2024", "there is no such day", "march.csv"}};
    last.covered = {{at_hour(0), at_hour(9)}};
    last.state = "";
    require(finish_run(db(), again, {}, last));
    const auto whole = info(again);
    EXPECT_EQ(whole.status, RunStatus::succeeded);
    EXPECT_EQ(whole.created, 4);
    EXPECT_EQ(whole.changed, 0);
    EXPECT_EQ(whole.unchanged, 2);
    EXPECT_EQ(whole.rejected, 1);
    EXPECT_THAT(db().read([](Session& s) { return load_coverage(s, "s"); }),
                ElementsAre(Span{at_hour(0), at_hour(9)}));
    EXPECT_FALSE(finish_run(db(), again, {}, last).ok());  // it has ended: nothing is added
    EXPECT_EQ(info(again).rejected, 1);
}

TEST_P(RunsTest, OneWhoseProcessDiedIsResumedAtItsCheckpoint) {
    auto run = begin();
    auto batch = batch_of({outage("a", 0, 1)});
    const std::string state("row 1\0\xff", 7);
    batch.state = state;
    batch.stream = "incidents";
    batch.covered = {{at_hour(0), at_hour(5)}};
    require(commit_batch(db(), run, batch));
    kill_owner(run);
    EXPECT_TRUE(info(run).lost);
    auto again = begin();
    EXPECT_EQ(again.id, run.id);
    EXPECT_TRUE(again.resumed);
    EXPECT_EQ(again.batches, 1);
    EXPECT_EQ(again.state.at("incidents"), state);
    // The old holder has lost it.
    const auto late = commit_batch(db(), run, batch_of({outage("x", 0, 1)}));
    ASSERT_FALSE(late.ok());
    EXPECT_EQ(late.error().error_class, ErrorClass::conflict);
    EXPECT_FALSE(renew_run(db(), run).ok());
    EXPECT_FALSE(finish_run(db(), run, {}).ok());
    require(commit_batch(db(), again, batch_of({outage("b", 1, 2)})));
    require(finish_run(db(), again, {}));
    EXPECT_EQ(info(run).created, 2);
    const auto covered = db().read([](Session& s) { return load_coverage(s, "s"); });
    EXPECT_THAT(covered, ElementsAre(Span{at_hour(0), at_hour(5)}));
}

TEST_P(RunsTest, OneWhoseLeaseRanOutIsResumed) {
    auto request = request_for("s");
    request.lease_ms = -1;
    const auto run = require(begin_run(db(), request));
    const auto again = begin();
    EXPECT_EQ(again.id, run.id);
    EXPECT_TRUE(again.resumed);
}

TEST_P(RunsTest, ALeaseIsRenewed) {
    auto request = request_for("s");
    request.lease_ms = -1;
    auto run = require(begin_run(db(), request));
    run.lease_ms = 60'000;
    require(renew_run(db(), run));
    require(renew_run(db(), run));
    EXPECT_FALSE(begin_run(db(), request_for("s")).ok());
}

TEST_P(RunsTest, OneThatReadSomethingElseIsAbandoned) {
    const auto run = begin();
    kill_owner(run);
    auto request = request_for("s");
    request.input = "another.csv";
    const auto second = require(begin_run(db(), request));
    EXPECT_NE(second.id, run.id);
    EXPECT_FALSE(second.resumed);
    EXPECT_EQ(info(run).status, RunStatus::failed);
    EXPECT_THAT(info(run).message, HasSubstr("abandoned"));
}

TEST_P(RunsTest, AFailedOneCoversNothing) {
    auto run = begin();
    auto batch = batch_of({outage("a", 0, 1)});
    batch.covered = {{at_hour(0), at_hour(5)}};
    require(commit_batch(db(), run, batch));
    RunOutcome outcome;
    outcome.status = RunStatus::failed;
    outcome.failure_class = ErrorClass::transient;
    outcome.message = "the portal is down";
    outcome.covered = {{at_hour(5), at_hour(9)}};
    require(finish_run(db(), run, outcome));
    require(finish_run(db(), run, outcome));  // twice does no harm
    const auto last = db().read([](Session& s) { return last_run(s, "s"); });
    EXPECT_EQ(last->status, RunStatus::failed);
    EXPECT_EQ(last->failure_class, ErrorClass::transient);
    EXPECT_EQ(last->message, "the portal is down");
    EXPECT_TRUE(db().read([](Session& s) { return load_coverage(s, "s"); }).empty());
    EXPECT_EQ(db().read(verify_journal).unsealed, 1);
}

TEST_P(RunsTest, CoverageGrowsAndIsTouched) {
    import_records(db(), "s", {}, {{at_hour(0), at_hour(10)}});
    const auto revision = db().read([](Session& s) { return max_revision(s, "s"); });
    import_records(db(), "s", {}, {{at_hour(5), at_hour(12)}, {at_hour(20), at_hour(21)}});
    EXPECT_THAT(db().read([](Session& s) { return load_coverage(s, "s"); }),
                ElementsAre(Span{at_hour(0), at_hour(12)}, Span{at_hour(20), at_hour(21)}));
    const auto touched = db().read([&](Session& s) { return touched_since(s, "s", revision); });
    ASSERT_EQ(touched.size(), 2U);
    EXPECT_EQ(touched[0].range, (Span{at_hour(10), at_hour(12)}));
    EXPECT_EQ(touched[1].range, (Span{at_hour(20), at_hour(21)}));
    EXPECT_EQ(touched[1].revision, revision + 1);
    import_records(db(), "s", {}, {{at_hour(1), at_hour(2)}});  // known already
    EXPECT_EQ(db().read([](Session& s) { return max_revision(s, "s"); }), revision + 1);
}

TEST_P(RunsTest, ABatchWhoseCommitSeemedLostCountsOnce) {
    int commits = 0;
    DatabaseOptions options;
    options.at = [&](TransactionMoment moment) {
        if (moment == TransactionMoment::after_commit && ++commits <= 3) throw InjectedConflict();
    };
    const auto other = open(url(), options);
    auto run = require(begin_run(*other, request_for("s")));
    auto batch = batch_of({outage("a", 0, 1)});
    batch.rejects = {{1, "", "", "no", ""}};
    const auto result = require(commit_batch(*other, run, batch));
    EXPECT_EQ(result.created, 1);
    require(finish_run(*other, run, {}));
    EXPECT_GE(commits, 4);
    EXPECT_EQ(info(run).created, 1);
    EXPECT_EQ(info(run).unchanged, 0);
    EXPECT_EQ(info(run).rejected, 1);
    EXPECT_EQ(db().read([](Session& s) { return list_runs(s, ""); }).size(), 1U);
}

TEST_P(RunsTest, TheLastStateIsThatOfTheLastSuccess) {
    for (const auto& [state, status] :
         {std::pair("1", RunStatus::succeeded), std::pair("2", RunStatus::failed)}) {
        auto run = begin();
        ImportBatch batch;
        batch.state = state;
        require(commit_batch(db(), run, batch));
        RunOutcome outcome;
        outcome.status = status;
        require(finish_run(db(), run, outcome));
    }
    EXPECT_EQ(db().read([](Session& s) { return last_state(s, "s"); }).at(""), "1");
    EXPECT_TRUE(db().read([](Session& s) { return last_state(s, "none"); }).empty());
}

TEST_P(RunsTest, WhatTheDatabaseCannotTakeIsRejected) {
    auto latin1 = outage("b", 0, 1);
    latin1.component = "caf\xe9";
    auto attribute = outage("c", 0, 1);
    attribute.attributes["note"] = std::string(70'000, 'x');
    auto run = begin();
    const auto result =
        require(commit_batch(db(), run,
                             batch_of({outage(std::string(701, 'k'), 0, 1), latin1, attribute,
                                       outage(std::string(700, 'k'), 0, 1)})));
    EXPECT_EQ(result.created, 1);
    EXPECT_EQ(result.rejected, 3);
    const auto rejects = db().read([&](Session& s) { return load_rejects(s, run.id); });
    EXPECT_THAT(rejects[0].reason, HasSubstr("700 bytes"));
    EXPECT_EQ(rejects[1].text, "caf?");
    EXPECT_EQ(rejects[2].column, "note");
}

TEST_P(RunsTest, ManyRejectsAreKept) {
    auto run = begin();
    ImportBatch batch;
    for (int i = 0; i < 2500; ++i) batch.rejects.push_back({i, "c", std::to_string(i), "bad", ""});
    require(commit_batch(db(), run, batch));
    require(commit_batch(db(), run, batch));
    const auto page = db().read([&](Session& s) { return load_rejects(s, run.id, 4990, 5); });
    ASSERT_EQ(page.size(), 5U);
    EXPECT_EQ(page[0].text, "2490");
}

}  // namespace
}  // namespace underpin::testing_support
