// A process killed in the middle of its import leaves whole batches and nothing else.
#include <signal.h>
#include <sys/wait.h>

#include "store/integrity.h"
#include "store/store_test.h"

namespace underpin::testing_support {
namespace {

constexpr int batch_size = 200;

class CrashTest : public StoreTest {};
UNDERPIN_ON_BOTH_BACKENDS(CrashTest);

// Batch n: its records, a reject, coverage and the checkpoint "n".
ImportBatch numbered_batch(int n) {
    ImportBatch batch;
    for (int i = 0; i < batch_size; ++i) {
        const int k = n * batch_size + i;
        batch.records.push_back(outage("k" + std::to_string(k), k, k + 1));
    }
    batch.rejects = {{n, "c", "t", "r", "f"}};
    batch.covered = {{at_hour(n * batch_size), at_hour((n + 1) * batch_size)}};
    batch.state = std::to_string(n + 1);
    return batch;
}

// Runs in a process of its own: tells each batch that was committed, until it is killed.
[[noreturn]] void import_for_ever(const std::string& url, int tell) {
    const FixedClock clock(test_now);
    const auto db = require(Database::open(url, clock));
    auto run = require(begin_run(*db, request_for("s")));
    for (int n = run.state.empty() ? 0 : std::stoi(run.state.at("")); n < 100'000; ++n) {
        require(commit_batch(*db, run, numbered_batch(n)));
        if (write(tell, "x", 1) != 1) _exit(1);
    }
    _exit(0);
}

// Kills the child after so many committed batches and `delay_us` more.
void crash_once(const std::string& url, int batches, useconds_t delay_us) {
    int pipe_ends[2];
    ASSERT_EQ(pipe(pipe_ends), 0);
    const pid_t child = fork();
    if (child == 0) {
        try {
            import_for_ever(url, pipe_ends[1]);
        } catch (const std::exception& error) {
            std::fprintf(stderr, "child: %s\n", error.what());
            _exit(2);
        }
    }
    ::close(pipe_ends[1]);
    char byte = 0;
    for (int i = 0; i < batches; ++i) ASSERT_EQ(read(pipe_ends[0], &byte, 1), 1);
    usleep(delay_us);  // somewhere inside of the next batch; every place must be right
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status));
    ::close(pipe_ends[0]);
}

TEST_P(CrashTest, LeavesWholeBatches) {
    const auto target = url();  // opened by the children only, one after the other
    for (int round = 0; round < 8; ++round) {
        crash_once(target, 1, static_cast<useconds_t>(round * 1700));
        const auto db = open(target);
        // The server ends the dead connection's transaction in its own time; what it held is not
        // visible to anybody.
        const auto info = db->read([](Session& s) { return open_run(s, "s").value(); });
        EXPECT_TRUE(info.lost);
        EXPECT_GE(info.batches, round + 1);
        EXPECT_EQ(info.created, info.batches * batch_size);
        EXPECT_EQ(info.unchanged, 0);
        EXPECT_EQ(info.rejected, info.batches);
        const auto columns = db->read([](Session& s) {
            return scan_evidence(s, {"s", std::nullopt, {}});
        });
        ASSERT_EQ(static_cast<std::int64_t>(columns.size()), info.created);
        EXPECT_EQ(columns.id.back(), info.created);
        EXPECT_THAT(info.covered, testing::ElementsAre(Span{at_hour(0), at_hour(info.created)}));
    }
    const auto db = open(target);
    auto run = require(begin_run(*db, request_for("s")));
    EXPECT_TRUE(run.resumed);
    EXPECT_EQ(run.state.at(""), std::to_string(run.batches));
    require(finish_run(*db, run, {}));
    EXPECT_THAT(check_integrity(*db).faults, testing::IsEmpty());
}

}  // namespace
}  // namespace underpin::testing_support
