// Many threads on one Database, and several Databases (as of several programs) on one database.
#include <atomic>
#include <thread>

#include "store/documents.h"
#include "store/integrity.h"
#include "store/journal.h"
#include "store/store_test.h"

namespace underpin::testing_support {
namespace {

using testing::IsEmpty;

class ConcurrencyTest : public StoreTest {
  protected:
    // Runs the function in so many threads; what one of them throws fails the test.
    template <typename F>
    void in_threads(int count, F function) {
        std::vector<std::thread> threads;
        std::atomic<int> failures = 0;
        for (int i = 0; i < count; ++i) {
            threads.emplace_back([&, i] {
                try {
                    function(i);
                } catch (const std::exception& error) {
                    ++failures;
                    std::fprintf(stderr, "thread %d: %s\n", i, error.what());
                }
            });
        }
        for (auto& thread : threads) thread.join();
        EXPECT_EQ(failures.load(), 0);
    }
};
UNDERPIN_ON_BOTH_BACKENDS(ConcurrencyTest);

// Reads, then writes what it read and one more: lost updates would show.
TEST_P(ConcurrencyTest, NoUpdateIsLost) {
    change("INSERT INTO store_sequence (name, value) VALUES ('t', 0)");
    constexpr int threads = 4;
    constexpr int rounds = 25;
    const auto second = open(url());
    in_threads(threads, [&](int thread) {
        auto& target = thread % 2 == 0 ? db() : *second;
        for (int i = 0; i < rounds; ++i) {
            target.transact([](Session& s) {
                const auto value = sql::value<std::int64_t>(
                    s, std::string("SELECT value FROM store_sequence WHERE name = 't'") +
                           s.for_update());
                sql::execute(s, "UPDATE store_sequence SET value = :v WHERE name = 't'", value + 1);
            });
        }
    });
    EXPECT_EQ(number("SELECT value FROM store_sequence WHERE name = 't'"), threads * rounds);
}

// Rows taken in opposite orders: MariaDB ends one of two in a deadlock, which is run again.
TEST_P(ConcurrencyTest, DeadlocksAreRunAgain) {
    change("INSERT INTO store_sequence (name, value) VALUES ('a', 0), ('b', 0)");
    constexpr int rounds = 30;
    std::atomic<int> attempts = 0;
    db();
    in_threads(2, [&](int thread) {
        for (int i = 0; i < rounds; ++i) {
            db().transact([&](Session& s) {
                ++attempts;
                for (const auto* name : {thread == 0 ? "a" : "b", thread == 0 ? "b" : "a"}) {
                    sql::execute(s, "UPDATE store_sequence SET value = value + 1 WHERE name = :n",
                                 name);
                    std::this_thread::yield();
                }
            });
        }
    });
    EXPECT_EQ(number("SELECT value FROM store_sequence WHERE name = 'a'"), 2 * rounds);
    EXPECT_EQ(number("SELECT value FROM store_sequence WHERE name = 'b'"), 2 * rounds);
    RecordProperty("reruns", attempts.load() - 2 * rounds);
}

TEST_P(ConcurrencyTest, SourcesAreImportedSideBySide) {
    constexpr int threads = 3;
    db();
    const auto second = open(url());
    in_threads(threads, [&](int thread) {
        auto& target = thread % 2 == 0 ? db() : *second;
        const auto source = "s" + std::to_string(thread);
        auto run = require(begin_run(target, request_for(source)));
        for (int n = 0; n < 6; ++n) {
            std::vector<Record> records;
            for (int i = 0; i < 150; ++i) {
                records.push_back(
                    outage("k" + std::to_string(n * 100 + i), n * 100 + i, 10'000 + thread));
            }
            require(commit_batch(target, run, batch_of(records)));
        }
        require(finish_run(target, run, {}));
    });
    for (int thread = 0; thread < threads; ++thread) {
        const auto source = "s" + std::to_string(thread);
        EXPECT_EQ(db().read([&](Session& s) { return count_records(s, source); }), 650);
        EXPECT_EQ(db().read([&](Session& s) { return max_revision(s, source); }), 650);
    }
    EXPECT_THAT(check_integrity(db()).faults, IsEmpty());
}

TEST_P(ConcurrencyTest, OneOfManyGetsTheRun) {
    db();
    std::atomic<int> winners = 0;
    std::atomic<int> losers = 0;
    in_threads(4, [&](int) {
        const auto run = begin_run(db(), request_for("s"));
        ++(run.ok() ? winners : losers);
        if (!run.ok()) {
            EXPECT_EQ(run.error().error_class, ErrorClass::conflict);
        }
    });
    EXPECT_EQ(winners.load(), 1);
    EXPECT_EQ(losers.load(), 3);
}

// Each writer reads, applies, and tries again on a conflict: every change lands once.
TEST_P(ConcurrencyTest, DocumentsAreAppliedOptimistically) {
    db();
    constexpr int threads = 3;
    constexpr int each = 5;
    in_threads(threads, [&](int thread) {
        for (int i = 0; i < each;) {
            const auto read = db().read(document_revision);
            const DocumentChange change{
                {"Supplier", "s" + std::to_string(thread) + "-" + std::to_string(i), {}}, "{}", {}};
            const auto applied = db().transact(
                [&](Session& s) { return apply_documents(s, read, {change}, "jo", ""); });
            if (applied.ok()) ++i;
        }
    });
    const auto picture = db().read(load_documents);
    EXPECT_EQ(picture.revision, threads * each);
    EXPECT_EQ(picture.documents.size(), static_cast<std::size_t>(threads * each));
}

// Readers see whole batches while a writer is at work.
TEST_P(ConcurrencyTest, ReadersSeeWholeBatches) {
    db();
    std::atomic<bool> done = false;
    std::atomic<int> scans = 0;
    in_threads(3, [&](int thread) {
        if (thread == 0) {
            auto run = require(begin_run(db(), request_for("s")));
            for (int n = 0; n < 10; ++n) {
                std::vector<Record> records;
                for (int i = 0; i < 100; ++i)
                    records.push_back(outage("k" + std::to_string(i), n, n + 1));
                require(commit_batch(db(), run, batch_of(records)));
            }
            require(finish_run(db(), run, {}));
            done = true;
            return;
        }
        while (!done || scans < 2) {
            const auto columns = db().read([](Session& s) {
                return scan_evidence(s, {"s", std::nullopt, {}});
            });
            ++scans;
            if (columns.size() == 0) continue;
            EXPECT_EQ(columns.size(), 100U);
            EXPECT_EQ(columns.start.front(), columns.start.back());
        }
    });
}

TEST_P(ConcurrencyTest, OneSealerAtATime) {
    db();
    in_threads(4, [&](int thread) {
        for (int i = 0; i < 10; ++i) {
            if (thread < 2) {
                db().transact([&](Session& s) {
                    append_journal(s, {"t" + std::to_string(thread), "x", std::to_string(i), ""});
                });
            } else {
                (void)seal_journal(db());
            }
        }
    });
    (void)seal_journal(db());
    const auto report = db().read(verify_journal);
    EXPECT_THAT(report.faults, IsEmpty());
    EXPECT_EQ(report.sealed, 20);
    EXPECT_EQ(report.unsealed, 0);
}

}  // namespace
}  // namespace underpin::testing_support
