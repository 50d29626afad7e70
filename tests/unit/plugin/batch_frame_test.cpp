// The frame decoder against honest batches and against anything at all.
#include "plugin/batch_frame.h"

#include <gmock/gmock.h>
#include <random>

#include "plugin/record_reader.h"
#include "underpin/batch.hpp"

namespace underpin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::string honest_frame() {
    Batch batch(UNDERPIN_SHAPE_CASE);
    auto& key = batch.text("key");
    auto& opened = batch.instants("opened");
    auto& ordered = batch.decimals("ordered", 3);
    auto& pauses = batch.pauses("pauses");
    auto& team = batch.text("team");
    key.set("A");
    opened.set(1000, true);
    pauses.add(1, 2);
    pauses.add(3, UNDERPIN_ABSENT);
    team.set("red");
    batch.end_row(2);
    key.set("dropped");
    pauses.add(9, 9);
    opened.set(9);
    batch.drop_row();
    key.set("B");
    ordered.set(-1500);
    team.set("red");
    opened.set(2000);
    batch.end_row(4);
    wire::Writer out;
    EXPECT_EQ(wire::write_batch(batch.shape(), *batch.lend(), out), std::nullopt);
    return out.bytes();
}

TEST(BatchFrame, RoundTrip) {
    const std::string frame = honest_frame();
    wire::BatchView view;
    ASSERT_EQ(wire::read_batch(frame, view), std::nullopt);
    RecordReader reader;
    std::vector<Record> records;
    const auto fault = reader.read(view, records, [](auto&&...) { FAIL(); });
    ASSERT_EQ(fault, std::nullopt);
    ASSERT_THAT(records, SizeIs(2));
    EXPECT_EQ(records[0].key, "A");
    EXPECT_EQ(records[0].place, 2);
    EXPECT_TRUE(records[0].start_is_date);
    EXPECT_FALSE(records[0].ordered);
    EXPECT_THAT(records[0].pauses,
                ElementsAre(Pause{Instant{1}, Instant{2}}, Pause{Instant{3}, std::nullopt}));
    EXPECT_EQ(records[1].key, "B");
    EXPECT_FALSE(records[1].start_is_date);
    EXPECT_EQ(records[1].ordered, Int128{-1'500'000'000});
    EXPECT_THAT(records[1].pauses, SizeIs(0));
    EXPECT_EQ(records[1].attributes.at("team"), "red");
}

TEST(BatchFrame, EveryPrefixIsRefused) {
    const std::string frame = honest_frame();
    for (std::size_t size = 0; size < frame.size(); ++size) {
        wire::BatchView view;
        EXPECT_NE(wire::read_batch(std::string_view(frame).substr(0, size), view), std::nullopt);
    }
    wire::BatchView view;
    EXPECT_THAT(wire::read_batch(frame + "x", view).value_or(""), HasSubstr("cut off"));
}

// Whatever the bytes are: no read beyond them (ASan watches), and rows that can be read.
TEST(BatchFrame, RandomBytesDoNoHarm) {
    std::mt19937_64 random(11);
    const std::string honest = honest_frame();
    int accepted = 0;
    for (int round = 0; round < 200'000; ++round) {
        std::string frame = honest;
        for (std::uint64_t i = 0, hits = 1 + random() % 3; i < hits; ++i) {
            frame[random() % frame.size()] = static_cast<char>(random());
        }
        if (round % 10 == 0) frame.resize(random() % frame.size());
        // In memory of exactly that size, so that a step beyond it is seen.
        const std::vector<char> exact(frame.begin(), frame.end());
        wire::BatchView view;
        if (wire::read_batch({exact.data(), exact.size()}, view)) continue;
        ++accepted;
        RecordReader reader;
        std::vector<Record> records;
        static_cast<void>(reader.read(view, records, [](auto&&...) {}));
    }
    EXPECT_GT(accepted, 1000);  // the rounds reach the rows too
}

TEST(RecordReader, NamesSamplesByMetricAndInstant) {
    Batch batch(UNDERPIN_SHAPE_SAMPLE);
    auto& at = batch.instants("at");
    auto& metric = batch.text("metric");
    auto& value = batch.decimals("value", 0);
    for (const std::int64_t ms : {0, 0, 1000, 0}) {
        at.set(ms);
        metric.set("m");
        value.set(1);
        batch.end_row(0);
    }
    wire::Writer out;
    ASSERT_EQ(wire::write_batch(batch.shape(), *batch.lend(), out), std::nullopt);
    wire::BatchView view;
    ASSERT_EQ(wire::read_batch(out.bytes(), view), std::nullopt);
    RecordReader reader;
    std::vector<Record> records;
    ASSERT_EQ(reader.read(view, records, [](auto&&...) { FAIL(); }), std::nullopt);
    std::vector<std::string> keys;
    for (const Record& record : records) keys.push_back(record.key);
    EXPECT_THAT(keys, ElementsAre("m@1970-01-01T00:00:00Z", "m@1970-01-01T00:00:00Z#2",
                                  "m@1970-01-01T00:00:01Z", "m@1970-01-01T00:00:00Z#3"));
}

TEST(RecordReader, FinerThanTheEvidenceIsARejectNotARounding) {
    Batch batch(UNDERPIN_SHAPE_INTERVAL);
    auto& key = batch.text("key");
    auto& from = batch.instants("from");
    auto& impact = batch.decimals("impact", 9);
    for (const std::int64_t units : {500'000'000, 500'000'001, 1'500'000'000}) {
        key.set("k");
        from.set(0);
        impact.set(units);
        batch.end_row(units);
    }
    wire::Writer out;
    ASSERT_EQ(wire::write_batch(batch.shape(), *batch.lend(), out), std::nullopt);
    wire::BatchView view;
    ASSERT_EQ(wire::read_batch(out.bytes(), view), std::nullopt);
    RecordReader reader;
    std::vector<Record> records;
    std::vector<std::string> reasons;
    ASSERT_EQ(reader.read(view, records,
                          [&](std::int64_t, std::string_view column, const std::string& text,
                              const std::string& reason) {
                              reasons.push_back(std::string(column) + " " + text + " " + reason);
                          }),
              std::nullopt);
    ASSERT_THAT(records, SizeIs(1));
    EXPECT_EQ(records[0].impact_millionths, 500'000);
    EXPECT_THAT(reasons, ElementsAre("impact 0.500000001 has more than six decimals",
                                     "impact 1.500000 is not between 0 and 1"));
}

}  // namespace
}  // namespace underpin
