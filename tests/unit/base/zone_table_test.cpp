#include "base/zone_table.h"

#include <date/tz.h>
#include <gtest/gtest.h>

#include "base/posix_rule.h"
#include "base/tz_data.h"

namespace underpin {
namespace {

constexpr std::int64_t from_2024_s = 1'704'067'200;
constexpr std::int64_t from_2030_s = 1'893'456'000;
constexpr std::int64_t from_2037_s = 2'114'380'800;

std::int64_t first_in_2024(std::string_view rule) {
    const auto found = require(transitions_by_rule(rule, from_2024_s, from_2024_s + 366 * 86'400));
    return found.empty() ? 0 : found.front().from_s;
}

// The rule that a zone follows later must give the very transitions that its data lists: over the
// years in which nothing but the rule holds any more. Morocco and Palestine list the moon's.
TEST(PosixRule, GivesTheListedTransitionsOfEveryZone) {
    int zones = 0;
    for (const date::time_zone& zone : date::get_tzdb().zones) {
        const std::string rule = posix_rule_of(zone.name());
        if (rule.find(',') == std::string::npos) continue;
        if (zone.name() == "Asia/Gaza" || zone.name() == "Asia/Hebron") continue;
        ++zones;
        for (const RuleTransition& transition :
             require(transitions_by_rule(rule, from_2030_s, from_2037_s))) {
            const auto info =
                zone.get_info(date::sys_seconds{std::chrono::seconds{transition.from_s}});
            EXPECT_EQ(info.begin.time_since_epoch().count(), transition.from_s) << zone.name();
            EXPECT_EQ(info.offset.count(), transition.offset_s) << zone.name();
            EXPECT_EQ(info.abbrev, transition.abbreviation) << zone.name();
        }
    }
    EXPECT_GT(zones, 100);
}

TEST(PosixRule, CountsDaysWithAndWithoutLeapDays) {
    // Day 60 of a year without leap days, 1 March; the zero-based 59 counts February 29th.
    EXPECT_EQ(first_in_2024("AAA0BBB,J60/0,J300/0"), 1'709'251'200);  // 2024-03-01T00:00Z
    EXPECT_EQ(first_in_2024("AAA0BBB,59/0,300/0"), 1'709'164'800);    // 2024-02-29T00:00Z
}

TEST(PosixRule, ReadsTimesBeforeAndAfterTheDay) {
    // The last Sunday of March 2024 is the 31st; local time is two hours behind.
    EXPECT_EQ(first_in_2024("<-02>2<-01>,M3.5.0/-1,M10.5.0/0"), 1'711'846'800);  // 03-31T01:00Z
    EXPECT_EQ(first_in_2024("EET-2EEST,M4.5.5/0,M10.5.4/24"), 1'714'082'400);    // 04-25T22:00Z
    EXPECT_EQ(first_in_2024("EET-2EEST-3:30:15,M3.4.4/50,M10.4.4/50"),
              1'711'756'800);  // 03-30T00:00Z
}

TEST(PosixRule, ReadsDaylightSavingOfTheSouthAndOfAllYear) {
    const auto sydney = require(transitions_by_rule("AEST-10AEDT,M10.1.0,M4.1.0/3", from_2024_s,
                                                    from_2024_s + 366 * 86'400));
    ASSERT_EQ(sydney.size(), 2U);
    EXPECT_EQ(sydney[0].abbreviation, "AEST");
    EXPECT_EQ(sydney[1].offset_s, 39'600);
    const auto all_year = require(
        transitions_by_rule("EST5EDT,0/0,J365/25", from_2024_s, from_2024_s + 800 * 86'400));
    ASSERT_FALSE(all_year.empty());
    EXPECT_EQ(all_year.back().abbreviation, "EDT");
}

TEST(PosixRule, RefusesWhatIsNone) {
    for (const char* rule : {"", "GMT", "GMT0BST", "GMT0BST,M3.5.0", "GMT0BST,M3.5.7,M10.5.0", "0",
                             "GMT0BST,M13.5.0,M10.5.0", "GMT0BST,M3.5.0/1,M10.5.0 ", "<GMT0",
                             "GMT0BST,J0,J300", "GMT0BST,M3.5.0/168,M10.5.0"}) {
        EXPECT_FALSE(transitions_by_rule(rule, from_2024_s, from_2030_s)) << rule;
    }
    EXPECT_TRUE(require(transitions_by_rule("UTC0", from_2024_s, from_2030_s)).empty());
}

TEST(ZoneTable, FindsSegmentsAtTheirEdges) {
    const ZoneTable table("Test/Zone",
                          {{-1000, 0, "A"}, {0, 3'600'000, "B"}, {100'000'000, 0, "C"}});
    EXPECT_EQ(table.at({-2000}).abbreviation, "A");  // before the first: the first
    EXPECT_EQ(table.at({-1}).abbreviation, "A");
    EXPECT_EQ(table.at({0}).abbreviation, "B");
    EXPECT_EQ(table.at({99'999'999}).abbreviation, "B");
    EXPECT_EQ(table.at({100'000'000}).abbreviation, "C");
}

// Two jumps within an hour of local time, which no zone has had yet.
TEST(ZoneTable, ReadsLocalTimeBetweenCloseTransitions) {
    constexpr std::int64_t m = 60'000;
    const ZoneTable table("Test/Zone",
                          {{INT64_MIN / 4, 0, "A"}, {0, 60 * m, "B"}, {30 * m, 0, "C"}});
    // 00:10 is skipped at 0 but comes after the second jump; 01:10 is in B only; 00:40 in C only.
    const auto lost = table.to_instant({10 * m}, Ambiguous::earlier);
    EXPECT_EQ(lost.kind, LocalKind::nonexistent);
    EXPECT_EQ(lost.instant.ms, 0);
    EXPECT_EQ(table.to_instant({70 * m}, Ambiguous::earlier).instant.ms, 10 * m);
    EXPECT_EQ(table.to_instant({70 * m}, Ambiguous::later).instant.ms, 70 * m);
    EXPECT_EQ(table.to_instant({40 * m}, Ambiguous::earlier).instant.ms, 40 * m);
    EXPECT_EQ(table.to_instant({40 * m}, Ambiguous::earlier).kind, LocalKind::unique);
}

}  // namespace
}  // namespace underpin
