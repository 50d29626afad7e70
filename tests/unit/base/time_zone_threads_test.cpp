#include <atomic>
#include <gtest/gtest.h>
#include <thread>
#include <vector>

#include "base/digest.h"
#include "unit/time_literals.h"

namespace underpin {
namespace {

// Every thread asks for the same zones first, so that they race to build each table.
TEST(TimeZone, IsFoundByManyThreadsAtOnce) {
    constexpr int threads = 8;
    const std::vector<std::string> names{"Europe/London",     "America/New_York", "Asia/Kathmandu",
                                         "Pacific/Apia",      "Asia/Tokyo",       "Africa/Cairo",
                                         "America/Sao_Paulo", "Australia/Sydney", "Nowhere/Else"};
    std::vector<std::vector<std::int64_t>> answers(threads);
    std::atomic<bool> go{false};
    std::vector<std::thread> workers;
    for (int i = 0; i < threads; ++i) {
        workers.emplace_back([&, i] {
            while (!go) std::this_thread::yield();
            for (const std::string& name : names) {
                const auto zone = TimeZone::find(name);
                answers[static_cast<std::size_t>(i)].push_back(
                    zone ? zone->midnight(on("2024-07-01")).ms : 0);
            }
            answers[static_cast<std::size_t>(i)].push_back(sha256("abc")[0]);
        });
    }
    go = true;
    for (std::thread& worker : workers) worker.join();
    EXPECT_EQ(answers[0][0], at("2024-06-30T23:00Z").ms);
    EXPECT_EQ(answers[0][8], 0);
    for (const auto& answer : answers) EXPECT_EQ(answer, answers[0]);
}

}  // namespace
}  // namespace underpin
