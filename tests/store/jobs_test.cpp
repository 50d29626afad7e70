#include "store/jobs.h"

#include "store/journal.h"
#include "store/process_owner.h"
#include "store/store_test.h"

namespace underpin::testing_support {
namespace {

using testing::HasSubstr;

class JobsTest : public StoreTest {
  protected:
    static NewJob job(const std::string& subject, bool once = false) {
        NewJob made{"import", subject, "{}", "person:jo", {}, {}, "import/" + subject};
        if (once) made.waiting_key = made.lane;
        return made;
    }
    JobRow enqueue(const NewJob& made) {
        return db().transact([&](Session& s) { return require(enqueue_job(s, made)); });
    }
    std::optional<TakenJob> take() { return take_job(db(), 60'000); }
    JobRow row(std::int64_t id) {
        return db().read([&](Session& s) { return find_job(s, id).value(); });
    }
    void succeed(const TakenJob& taken) {
        db().transact([&](Session& s) {
            prove_job(s, taken.lease);
            succeed_job(s, taken.lease, "{}");
        });
    }
    // As if the process that holds the running jobs had died.
    void kill_holders() { change("UPDATE job SET lease_until = 1 WHERE state = 'running'"); }
};
UNDERPIN_ON_BOTH_BACKENDS(JobsTest);

TEST_P(JobsTest, AreTakenOnceInTheirOrder) {
    const auto a = enqueue(job("a"));
    const auto b = enqueue(job("b"));
    EXPECT_EQ(a.state, JobState::queued);
    const auto first = take();
    const auto second = take();
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->row.id, a.id);
    EXPECT_EQ(second->row.id, b.id);
    EXPECT_FALSE(take());
    EXPECT_EQ(row(a.id).state, JobState::running);
    EXPECT_THAT(row(a.id).worker, HasSubstr("process"));
    succeed(*first);
    EXPECT_EQ(row(a.id).state, JobState::succeeded);
    EXPECT_EQ(row(a.id).finished, test_now);
}

TEST_P(JobsTest, OfOneLaneRunOneAfterTheOther) {
    const auto a = enqueue(job("a"));
    const auto again = enqueue(job("a"));
    EXPECT_NE(a.id, again.id);
    const auto first = take();
    EXPECT_FALSE(take());
    succeed(*first);
    EXPECT_EQ(take()->row.id, again.id);
}

TEST_P(JobsTest, OneThatWaitsAlreadyIsEnough) {
    const auto a = enqueue(job("a", true));
    EXPECT_EQ(enqueue(job("a", true)).id, a.id);
    const auto taken = take();
    // What is running may have looked already: the next one is a new one.
    const auto next = enqueue(job("a", true));
    EXPECT_NE(next.id, a.id);
    EXPECT_EQ(enqueue(job("a", true)).id, next.id);
}

TEST_P(JobsTest, ARequestKeyIsOneJobForEver) {
    auto made = job("a");
    made.request_key = "k1";
    const auto a = enqueue(made);
    succeed(*take());
    EXPECT_EQ(enqueue(made).id, a.id);
    made.payload = "{\"other\":1}";
    const auto other = db().transact([&](Session& s) { return enqueue_job(s, made); });
    ASSERT_FALSE(other.ok());
    EXPECT_EQ(other.error().error_class, ErrorClass::conflict);
}

TEST_P(JobsTest, WorkOfALostJobIsRolledBack) {
    enqueue(job("a"));
    const auto taken = take();
    const auto proven = db().with_proof([&](Session& s) { prove_job(s, taken->lease); });
    const auto append = [&] {
        proven->transact([](Session& s) { append_journal(s, {"job:1", "work", "x", ""}); });
    };
    append();
    kill_holders();
    EXPECT_EQ(recover_jobs(db(), 5), 1);
    EXPECT_THROW(append(), Failure);
    EXPECT_FALSE(renew_job(db(), taken->lease).ok());
    const auto second = take();
    ASSERT_TRUE(second);
    EXPECT_EQ(second->row.attempts, 2);
    EXPECT_THROW(append(), Failure);
    EXPECT_EQ(number("SELECT COUNT(*) FROM journal WHERE act = 'work'"), 1);
}

TEST_P(JobsTest, ALiveHolderKeepsItsJob) {
    enqueue(job("a"));
    const auto taken = take();
    EXPECT_EQ(recover_jobs(db(), 5), 0);
    EXPECT_FALSE(require(renew_job(db(), taken->lease)));
}

TEST_P(JobsTest, AJobThatKillsServersIsGivenUp) {
    const auto a = enqueue(job("a"));
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(take());
        kill_holders();
        EXPECT_EQ(recover_jobs(db(), 3), 1);
    }
    EXPECT_EQ(row(a.id).state, JobState::failed);
    EXPECT_THAT(row(a.id).error->message, HasSubstr("died 3 times"));
    EXPECT_FALSE(take());
}

TEST_P(JobsTest, ARetryWaitsForItsTime) {
    const auto a = enqueue(job("a"));
    const auto taken = take();
    db().transact([&](Session& s) {
        retry_job(s, taken->lease, {ErrorClass::transient, "503", "wait", {}}, at_hour(1));
    });
    enqueue(job("a"));  // of the same lane: does not overtake
    EXPECT_FALSE(take());
    EXPECT_EQ(row(a.id).error->message, "503");
    clock_.set(at_hour(1));
    EXPECT_EQ(take()->row.attempts, 2);
}

TEST_P(JobsTest, AreCancelled) {
    const auto a = enqueue(job("a", true));
    const auto cancel = [&](std::int64_t id) {
        return db().transact([&](Session& s) { return cancel_job(s, id, "person:jo"); });
    };
    EXPECT_EQ(require(cancel(a.id)).state, JobState::cancelled);
    EXPECT_EQ(cancel(a.id).error().error_class, ErrorClass::conflict);
    EXPECT_EQ(cancel(999).error().error_class, ErrorClass::not_found);
    const auto b = enqueue(job("a", true));
    EXPECT_NE(b.id, a.id);
    const auto taken = take();
    EXPECT_EQ(require(cancel(b.id)).state, JobState::running);
    EXPECT_TRUE(require(renew_job(db(), taken->lease)));
    kill_holders();
    (void)recover_jobs(db(), 5);
    EXPECT_EQ(row(b.id).state, JobState::cancelled);
}

TEST_P(JobsTest, AreListedByFilterAndCursor) {
    for (const auto* subject : {"a", "b", "c", "a"}) enqueue(job(subject));
    succeed(*take());
    const auto list = [&](const JobFilter& filter) {
        std::vector<std::int64_t> ids;
        for (const auto& found : db().read([&](Session& s) { return list_jobs(s, filter); })) {
            ids.push_back(found.id);
        }
        return ids;
    };
    const auto all = list({});
    ASSERT_EQ(all.size(), 4U);
    EXPECT_TRUE(std::ranges::is_sorted(all, std::greater<>()));
    EXPECT_EQ(list({"", "a", {}, 0, 100}), (std::vector{all[0], all[3]}));
    EXPECT_EQ(list({"import", "", JobState::succeeded, 0, 100}), (std::vector{all[3]}));
    EXPECT_EQ(list({"", "", {}, all[1], 1}), (std::vector{all[2]}));
    EXPECT_TRUE(list({"measure", "", {}, 0, 100}).empty());
}

TEST_P(JobsTest, HistoryIsTrimmed) {
    for (const auto* subject : {"a", "b", "c"}) {
        enqueue(job(subject));
        succeed(*take());
    }
    const auto waiting = enqueue(job("d"));
    EXPECT_EQ(trim_jobs(db(), test_now, 3), 0);
    EXPECT_EQ(trim_jobs(db(), test_now, 2), 1);
    EXPECT_EQ(trim_jobs(db(), test_now + second, 2), 2);
    EXPECT_EQ(number("SELECT COUNT(*) FROM job"), 1);
    EXPECT_EQ(row(waiting.id).state, JobState::queued);
}

TEST_P(JobsTest, AScheduleIsMovedByOne) {
    const JobSchedule first{"source/a", "@daily", at_hour(1)};
    const JobSchedule second{"source/a", "@daily", at_hour(25)};
    const auto move = [&](const std::optional<JobSchedule>& from, const JobSchedule& to) {
        return db().transact([&](Session& s) { return move_schedule(s, from, to); });
    };
    EXPECT_TRUE(move(std::nullopt, first));
    EXPECT_FALSE(move(std::nullopt, second));
    EXPECT_TRUE(move(first, second));
    EXPECT_FALSE(move(first, second));
    EXPECT_EQ(db().read(load_schedules).front().next, at_hour(25));
}

}  // namespace
}  // namespace underpin::testing_support
