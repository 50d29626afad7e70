#include "base/cron.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace underpin {
namespace {

using testing::HasSubstr;

Instant at(const char* text) { return require(parse_instant(text)); }

// The next so many runs, as the zone's clocks show them in UTC.
std::vector<std::string> runs(const char* schedule, const char* zone, const char* after,
                              int count) {
    const auto cron = require(Cron::parse(schedule));
    const auto where = require(TimeZone::find(zone));
    std::vector<std::string> out;
    for (auto now = at(after); count > 0; --count) {
        const auto next = cron.next(now, where);
        if (!next) break;
        out.push_back(format_instant(*next));
        now = *next;
    }
    return out;
}

using Runs = std::vector<std::string>;

TEST(Cron, GoesByTheClockOfItsZone) {
    EXPECT_EQ(runs("15 2 * * *", "Europe/Warsaw", "2024-01-10T00:00:00Z", 2),
              (Runs{"2024-01-10T01:15:00Z", "2024-01-11T01:15:00Z"}));
    EXPECT_EQ(runs("15 2 * * *", "Europe/Warsaw", "2024-07-10T00:15:00Z", 1),
              (Runs{"2024-07-11T00:15:00Z"}));  // strictly after
}

TEST(Cron, RangesStepsListsAndNames) {
    EXPECT_EQ(runs("*/20 9-10 * * *", "UTC", "2024-01-01T09:59:59Z", 4),
              (Runs{"2024-01-01T10:00:00Z", "2024-01-01T10:20:00Z", "2024-01-01T10:40:00Z",
                    "2024-01-02T09:00:00Z"}));
    EXPECT_EQ(runs("0 6-18/6,23 * * *", "UTC", "2024-01-01T00:00:00Z", 5),
              (Runs{"2024-01-01T06:00:00Z", "2024-01-01T12:00:00Z", "2024-01-01T18:00:00Z",
                    "2024-01-01T23:00:00Z", "2024-01-02T06:00:00Z"}));
    EXPECT_EQ(runs("0 0 * Feb,DEC mon", "UTC", "2024-02-20T00:00:00Z", 2),
              (Runs{"2024-02-26T00:00:00Z", "2024-12-02T00:00:00Z"}));
    EXPECT_EQ(runs("0 0 * * fri-sun", "UTC", "2024-03-07T12:00:00Z", 4),  // a Thursday
              (Runs{"2024-03-08T00:00:00Z", "2024-03-09T00:00:00Z", "2024-03-10T00:00:00Z",
                    "2024-03-15T00:00:00Z"}));
    EXPECT_EQ(runs("0 0 * * 7", "UTC", "2024-03-07T12:00:00Z", 1),
              runs("0 0 * * 0", "UTC", "2024-03-07T12:00:00Z", 1));
    EXPECT_EQ(runs("0 0 * * sun-tue", "UTC", "2024-03-07T12:00:00Z", 2),
              (Runs{"2024-03-10T00:00:00Z", "2024-03-11T00:00:00Z"}));
}

TEST(Cron, EitherDayFieldCountsUnlessOneIsAStar) {
    EXPECT_EQ(runs("0 0 13 * fri", "UTC", "2024-09-01T00:00:00Z", 3),
              (Runs{"2024-09-06T00:00:00Z", "2024-09-13T00:00:00Z", "2024-09-20T00:00:00Z"}));
    EXPECT_EQ(runs("0 0 13 * *", "UTC", "2024-09-01T00:00:00Z", 2),
              (Runs{"2024-09-13T00:00:00Z", "2024-10-13T00:00:00Z"}));
    EXPECT_EQ(runs("0 0 */10 * mon", "UTC", "2024-01-01T00:00:00Z", 2),  // 1, 11, 21, 31
              (Runs{"2024-03-11T00:00:00Z", "2024-04-01T00:00:00Z"}));
}

TEST(Cron, RareDaysAreFound) {
    EXPECT_EQ(runs("0 0 29 2 *", "UTC", "2096-03-01T00:00:00Z", 1), (Runs{"2104-02-29T00:00:00Z"}));
    EXPECT_EQ(runs("0 0 31 * *", "UTC", "2024-01-31T00:00:00Z", 2),
              (Runs{"2024-03-31T00:00:00Z", "2024-05-31T00:00:00Z"}));
}

TEST(Cron, NicknamesAreSchedules) {
    const auto* after = "2024-05-15T12:30:00Z";
    EXPECT_EQ(runs("@hourly", "UTC", after, 1), (Runs{"2024-05-15T13:00:00Z"}));
    EXPECT_EQ(runs("@daily", "UTC", after, 1), (Runs{"2024-05-16T00:00:00Z"}));
    EXPECT_EQ(runs("@Midnight", "UTC", after, 1), (Runs{"2024-05-16T00:00:00Z"}));
    EXPECT_EQ(runs(" @weekly ", "UTC", after, 1), (Runs{"2024-05-19T00:00:00Z"}));
    EXPECT_EQ(runs("@monthly", "UTC", after, 1), (Runs{"2024-06-01T00:00:00Z"}));
    EXPECT_EQ(runs("@yearly", "UTC", after, 1), (Runs{"2025-01-01T00:00:00Z"}));
    EXPECT_EQ(runs("@annually", "UTC", after, 1), (Runs{"2025-01-01T00:00:00Z"}));
}

TEST(Cron, ATimeThatDoesNotExistRunsAtTheTransition) {
    // Berlin, 31 March 2024: 02:00 to 03:00 is left out, at 01:00 UTC.
    EXPECT_EQ(runs("30 2 * * *", "Europe/Berlin", "2024-03-30T12:00:00Z", 2),
              (Runs{"2024-03-31T01:00:00Z", "2024-04-01T00:30:00Z"}));
    // However many are left out, they run once, with the one that stands there anyway.
    EXPECT_EQ(runs("*/15 2-3 31 3 *", "Europe/Berlin", "2024-03-31T00:59:00Z", 3),
              (Runs{"2024-03-31T01:00:00Z", "2024-03-31T01:15:00Z", "2024-03-31T01:30:00Z"}));
    // A midnight that is left out: Beirut, 31 March 2024.
    EXPECT_EQ(runs("@daily", "Asia/Beirut", "2024-03-30T12:00:00Z", 2),
              (Runs{"2024-03-30T22:00:00Z", "2024-03-31T21:00:00Z"}));
}

TEST(Cron, ATimeThatComesTwiceRunsTheFirstTime) {
    // Berlin, 27 October 2024: 02:00 to 03:00 comes twice, from 00:00 and from 01:00 UTC.
    EXPECT_EQ(runs("30 2 * * *", "Europe/Berlin", "2024-10-26T12:00:00Z", 2),
              (Runs{"2024-10-27T00:30:00Z", "2024-10-28T01:30:00Z"}));
    EXPECT_EQ(runs("30 * * * *", "Europe/Berlin", "2024-10-27T00:00:00Z", 2),
              (Runs{"2024-10-27T00:30:00Z", "2024-10-27T02:30:00Z"}));
    // Asked in the middle of the second time.
    EXPECT_EQ(runs("30 2 * * *", "Europe/Berlin", "2024-10-27T01:10:00Z", 1),
              (Runs{"2024-10-28T01:30:00Z"}));
}

TEST(Cron, ADayThatDoesNotExistRunsAtItsTransition) {
    // Apia left out 30 December 2011.
    EXPECT_EQ(runs("0 12 30 12 *", "Pacific/Apia", "2011-12-29T00:00:00Z", 1),
              (Runs{"2011-12-30T10:00:00Z"}));
}

TEST(Cron, ErrorsNameTheField) {
    const std::tuple<const char*, const char*, const char*> wrongs[] = {
        {"60 * * * *", "the minute \"60\" is not understood", "0 to 59"},
        {"* 24 * * *", "the hour \"24\"", "0 to 23"},
        {"* * 0 * *", "the day of the month \"0\"", "1 to 31"},
        {"* * * 13 *", "the month \"13\"", "jan, feb"},
        {"* * * * 8", "the day of the week \"8\"", "sun, mon"},
        {"* * * * monday", "the day of the week \"monday\"", "sun, mon"},
        {"5/15 * * * *", "has a step, but no range", "*/n"},
        {"*/0 * * * *", "has no step of 1 or more", "*/n"},
        {"*/x * * * *", "has no step", "*/n"},
        {"30-10 * * * *", "ends before it begins", "a-b"},
        {"1,,2 * * * *", "the minute \"\" is not understood", ""},
        {"-5 * * * *", "the minute \"-5\" is not understood", ""},
        {"* * * *", "five fields, this one has 4", "day of the week"},
        {"* * * * * *", "five fields, this one has 6", "day of the week"},
        {"", "five fields, this one has 0", ""},
        {"@reboot", "there is no schedule \"@reboot\"", "@daily"},
        {"0 0 30 2 *", "the day of the month \"30\" is in none of the months \"2\"", "never run"},
        {"0 0 31 apr,jun *", "in none of the months \"apr,jun\"", "never run"},
    };
    for (const auto& [text, message, hint] : wrongs) {
        const auto parsed = Cron::parse(text);
        ASSERT_FALSE(parsed.ok()) << text;
        EXPECT_EQ(parsed.error().error_class, ErrorClass::input);
        EXPECT_THAT(parsed.error().message, HasSubstr(message)) << text;
        EXPECT_THAT(parsed.error().hint, HasSubstr(hint)) << text;
    }
}

// Of every zone's changes: runs follow one another, and each local time is run once.
TEST(Cron, NeverStandsStillNorRunsTwice) {
    for (const auto* zone : {"Europe/London", "Australia/Lord_Howe", "America/Sao_Paulo",
                             "Asia/Kathmandu", "Pacific/Apia"}) {
        const auto where = require(TimeZone::find(zone));
        const auto cron = require(Cron::parse("*/30 * * * *"));
        auto now = at("2011-01-01T00:00:00Z");
        auto local = where.to_local(now);
        while (now < at("2012-03-01T00:00:00Z")) {
            const auto next = cron.next(now, where);
            ASSERT_TRUE(next.has_value());
            ASSERT_GT(*next, now) << zone;
            ASSERT_GT(where.to_local(*next), local) << zone << " " << format_instant(*next);
            now = *next;
            local = where.to_local(now);
        }
    }
}

}  // namespace
}  // namespace underpin
