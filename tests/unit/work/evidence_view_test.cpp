#include "work/evidence_view.h"

#include <gtest/gtest.h>

#include "unit/work/work_fixture.h"

namespace underpin::test {
namespace {

const auto as_of = at("2024-03-01T00:00:00Z");

EvidenceView view(const EvidenceColumns& rows, const EvidenceSelection& selection,
                  Shape shape = Shape::interval) {
    const EvidenceColumns* sources[]{&rows};
    return view_evidence(sources, shape, selection, {}, as_of);
}

TEST(EvidenceView, SelectsByEveryNamedField) {
    const auto rows =
        intervals({{"a", at("2024-02-01T00:00:00Z"), at("2024-02-01T01:00:00Z"), "web"},
                   {"b", at("2024-02-01T00:00:00Z"), at("2024-02-01T01:00:00Z"), "db"}});
    const auto seen = view(rows, {{"status"}, {{"component", {"web", "dns"}}}, {}});
    ASSERT_EQ(seen.rows.size(), 1U);
    EXPECT_EQ(seen.rows.key[0], "a");
}

TEST(EvidenceView, UnlessDropsWhereAnyFieldMatchesAndCounts) {
    const auto rows =
        intervals({{"a", at("2024-02-01T00:00:00Z"), at("2024-02-01T01:00:00Z"), "web"},
                   {"b", at("2024-02-01T00:00:00Z"), at("2024-02-01T01:00:00Z"), "db"}});
    const auto seen =
        view(rows, {{"status"}, {}, {{"component", {"db"}}, {"state", {"maintenance"}}}});
    ASSERT_EQ(seen.rows.size(), 1U);
    EXPECT_EQ(seen.dropped_keys, std::vector<std::string>{"status/b"});
}

TEST(EvidenceView, ReadsEvidenceAsItStoodAtAsOf) {
    const auto rows =
        intervals({{"running", at("2024-02-29T23:00:00Z"), at("2024-03-01T01:00:00Z"), ""},
                   {"ends now", at("2024-02-29T22:00:00Z"), as_of, ""},
                   {"later", at("2024-03-02T00:00:00Z"), std::nullopt, ""}});
    const auto seen = view(rows, {{"status"}, {}, {}});
    ASSERT_EQ(seen.rows.size(), 2U);
    EXPECT_EQ(seen.rows.end[0], EvidenceColumns::absent);
    EXPECT_EQ(seen.rows.end[1], as_of.ms);
    EXPECT_EQ(seen.next_change, at("2024-03-01T01:00:00Z"));
}

TEST(EvidenceView, AnotherShapeContributesNothing) {
    const auto rows = intervals({{"a", at("2024-02-01T00:00:00Z"), std::nullopt, ""}});
    EXPECT_EQ(view(rows, {{"status"}, {}, {}}, Shape::case_).rows.size(), 0U);
}

TEST(AttributesAmong, KnowsTheFieldsOfEachShape) {
    const std::set<std::string> names{"component", "priority", "state", "team"};
    EXPECT_EQ(attributes_among(Shape::interval, names),
              (std::set<std::string>{"priority", "team"}));
    EXPECT_EQ(attributes_among(Shape::case_, names),
              (std::set<std::string>{"component", "state", "team"}));
}

TEST(LocalDays, DatesStayWhatTheyWereWritten) {
    // A date read in Tokyo begins on the evening before in London.
    const std::vector<std::int64_t> instants{at("2024-02-29T15:00:00Z").ms};
    const auto london = zone_of("Europe/London");
    const auto tokyo = zone_of("Asia/Tokyo");
    EXPECT_EQ(local_days(instants, {0b1000}, 3, {0}, {tokyo}, london)[0],
              on("2024-03-01").time_since_epoch().count());
    EXPECT_EQ(local_days(instants, {0}, 3, {0}, {tokyo}, london)[0],
              on("2024-02-29").time_since_epoch().count());
}

}  // namespace
}  // namespace underpin::test
