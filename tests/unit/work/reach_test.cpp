#include "work/reach.h"

#include <gtest/gtest.h>

#include "unit/work/work_fixture.h"

namespace underpin::test {
namespace {

const Span february{at("2024-02-01T00:00:00Z"), at("2024-03-01T00:00:00Z")};

Span reach_of(const std::vector<Outage>& outages, const std::string& with = "{}") {
    auto terms = objective("up");
    terms.with_json = with;
    return EvidenceReach(intervals(outages), terms).of(february);
}

TEST(EvidenceReach, IsTheCellWhereNothingLeavesIt) {
    EXPECT_EQ(reach_of({}), february);
    EXPECT_EQ(reach_of({{"a", at("2024-01-05T00:00:00Z"), at("2024-01-06T00:00:00Z"), ""},
                        {"b", at("2024-02-05T00:00:00Z"), at("2024-02-06T00:00:00Z"), ""},
                        {"c", at("2024-03-01T00:00:00Z"), at("2024-03-06T00:00:00Z"), ""}}),
              february);
}

TEST(EvidenceReach, TakesInTheWholeOfWhatSharesTimeWithTheCell) {
    // Also what ends at the instant at which the cell begins.
    EXPECT_EQ(reach_of({{"a", at("2024-01-05T00:00:00Z"), at("2024-02-01T00:00:00Z"), ""},
                        {"b", at("2024-01-06T00:00:00Z"), at("2024-01-07T00:00:00Z"), ""},
                        {"c", at("2024-02-20T00:00:00Z"), at("2024-03-06T00:00:00Z"), ""}}),
              (Span{at("2024-01-05T00:00:00Z"), at("2024-03-06T00:00:00.001Z")}));
}

TEST(EvidenceReach, FollowsAnOutageThroughItsIntervalsAndGaps) {
    const std::vector<Outage> chain{
        {"a", at("2024-01-30T00:00:00Z"), at("2024-01-31T00:00:00Z"), ""},
        {"b", at("2024-01-31T01:00:00Z"), at("2024-02-02T00:00:00Z"), ""}};
    EXPECT_EQ(reach_of(chain).from, at("2024-01-31T01:00:00Z"));
    EXPECT_EQ(reach_of(chain, R"({"merge_gap":"1h"})").from, at("2024-01-30T00:00:00Z"));
}

TEST(EvidenceReach, HasNoEndWhereARecordHasNone) {
    EXPECT_EQ(reach_of({{"a", at("2024-02-05T00:00:00Z"), std::nullopt, ""}}),
              (Span{february.from, Instant::max()}));
}

TEST(EvidenceReach, ReachesTheResponseThatStopsTheClock) {
    EvidenceColumns rows;
    rows.shape = Shape::case_;
    rows.id = {1};
    rows.start = {at("2024-02-05T00:00:00Z").ms};
    rows.end = {at("2024-02-06T00:00:00Z").ms};
    rows.responded = {EvidenceColumns::absent};
    auto terms = objective("desk");
    EXPECT_EQ(EvidenceReach(rows, terms).of(february), february);
    terms.with_json = R"({"stop":"responded"})";
    EXPECT_EQ(EvidenceReach(rows, terms).of(february).to, Instant::max());
    rows.responded = {at("2024-03-06T00:00:00Z").ms};
    EXPECT_EQ(EvidenceReach(rows, terms).of(february).to, at("2024-03-06T00:00:00.001Z"));
}

}  // namespace
}  // namespace underpin::test
