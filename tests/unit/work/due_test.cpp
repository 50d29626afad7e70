#include "work/due.h"

#include <gtest/gtest.h>

#include "unit/work/work_fixture.h"

namespace underpin::test {
namespace {

TEST(WidenByOutages, ReachesTheWholeChainThatTheChangeTouches) {
    const auto rows =
        intervals({{"a", at("2024-01-31T23:00:00Z"), at("2024-02-01T00:00:00Z"), ""},
                   {"b", at("2024-02-01T00:00:00Z"), at("2024-02-01T01:00:00Z"), ""},
                   {"c", at("2024-02-03T00:00:00Z"), at("2024-02-03T01:00:00Z"), ""}});
    const auto widened = widen_by_outages(
        {{{at("2024-02-01T00:30:00Z"), at("2024-02-01T00:40:00Z")}, 7}}, rows, Duration{0});
    ASSERT_EQ(widened.size(), 1U);
    EXPECT_EQ(widened[0].range, (Span{at("2024-01-31T23:00:00Z"), at("2024-02-01T01:00:00Z")}));
    EXPECT_EQ(widened[0].revision, 7);
}

TEST(WidenByOutages, TakesInWhatTheMergeGapBridges) {
    const auto rows =
        intervals({{"a", at("2024-02-01T00:00:00Z"), at("2024-02-01T01:00:00Z"), ""}});
    const std::vector<TouchedRange> change{
        {{at("2024-02-01T01:05:00Z"), at("2024-02-01T01:06:00Z")}, 1}};
    EXPECT_EQ(widen_by_outages(change, rows, Duration{0})[0].range.from,
              at("2024-02-01T01:05:00Z"));
    EXPECT_EQ(
        widen_by_outages(change, rows, minute + minute + minute + minute + minute)[0].range.from,
        at("2024-02-01T00:00:00Z"));
}

TEST(WidenByOutages, LeavesOtherShapesAlone) {
    EvidenceColumns cases;
    cases.shape = Shape::case_;
    const std::vector<TouchedRange> change{
        {{at("2024-02-01T01:05:00Z"), at("2024-02-01T01:06:00Z")}, 1}};
    EXPECT_EQ(widen_by_outages(change, cases, hour)[0].range, change[0].range);
}

}  // namespace
}  // namespace underpin::test
