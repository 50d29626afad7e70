#include "base/instant.h"

#include <gtest/gtest.h>

#include "unit/time_literals.h"

namespace underpin {
namespace {

TEST(ParseInstant, ReadsTheFormsOfIso8601) {
    const Instant ten{1'709'287'200'000};
    for (const char* text :
         {"2024-03-01T10:00:00Z", "2024-03-01T10:00Z", "2024-03-01t10:00:00z", "2024-03-01 10:00Z",
          "2024-03-01T11:00:00+01:00", "2024-03-01T11:00:00+0100", "2024-03-01T11:00+01",
          "2024-03-01T04:30-05:30", "2024-03-01 10:00:00 +0000", "2024-03-01T10:00:00.000Z",
          "2024-03-01T10:00:00,0009999999999999Z", "2024-03-01T10:00-00:00"}) {
        const auto found = parse_instant(text);
        ASSERT_TRUE(found) << text << ": " << found.error().to_string();
        EXPECT_EQ(*found, ten) << text;
    }
}

TEST(ParseInstant, CutsFinerThanAMillisecond) {
    EXPECT_EQ(at("2024-03-01T10:00:00.1239999Z").ms % 1000, 123);
    EXPECT_EQ(at("2024-03-01T10:00:00.5Z").ms % 1000, 500);
    // Cut off, not towards 1970: the milliseconds as written.
    EXPECT_EQ(format_instant(at("1969-12-31T23:59:59.1239Z")), "1969-12-31T23:59:59.123Z");
}

TEST(ParseInstant, TwentyFourOClockIsOnlyMidnight) {
    EXPECT_EQ(at("2024-02-29T24:00:00Z"), at("2024-03-01T00:00:00Z"));
    EXPECT_EQ(at("2024-02-29T24:00:00.000Z"), at("2024-03-01T00:00:00Z"));
    for (const char* text : {"2024-02-29T24:00:01Z", "2024-02-29T24:01Z", "2024-02-29T25:00Z",
                             "2024-02-29T24:00:00.001Z", "2024-02-29T24:00:00.0001Z"}) {
        EXPECT_FALSE(parse_instant(text)) << text;
    }
}

TEST(ParseInstant, AsksForAnOffset) {
    const auto found = parse_instant("2024-03-01T10:00:00");
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().hint, "give an offset or Z");
    EXPECT_EQ(found.error().error_class, ErrorClass::input);
}

TEST(ParseInstant, RefusesEverythingElse) {
    for (const char* text : {"",
                             "yesterday",
                             "2024-03-01",
                             "2024-3-1T10:00Z",
                             "2024-02-30T10:00Z",
                             "2023-02-29T10:00Z",
                             "2024-13-01T10:00Z",
                             "2024-03-01T10:60Z",
                             "2024-03-01T10:00:60Z",
                             "2024-03-01T10:00:00.Z",
                             "2024-03-01T10:00Zz",
                             "2024-03-01T10:00+1",
                             "2024-03-01T10:00+24:00",
                             "0000-01-01T00:00Z",
                             "2024-03-01T10:00+01:60",
                             "2024-03-01T10:00+01:",
                             "2024-03-01T10Z",
                             "20240301T100000Z",
                             "12024-03-01T10:00Z",
                             "-2024-03-01T10:00Z",
                             " 2024-03-01T10:00Z",
                             "2024-03-01T1O:00Z",
                             "2024-03-01T10:00+010",
                             "2024-03-01  10:00Z"}) {
        EXPECT_FALSE(parse_instant(text)) << text;
    }
}

TEST(ParseInstant, KeepsToTheYearsThatCanBeWritten) {
    EXPECT_EQ(format_instant(at("0001-01-01T00:00:00Z")), "0001-01-01T00:00:00Z");
    EXPECT_EQ(format_instant(at("9999-12-31T23:59:59.999Z")), "9999-12-31T23:59:59.999Z");
    EXPECT_FALSE(parse_instant("0001-01-01T00:00:00+01:00"));
    EXPECT_FALSE(parse_instant("9999-12-31T24:00:00Z"));
}

TEST(FormatInstant, ShowsMillisecondsOnlyWhereThereAreSome) {
    EXPECT_EQ(format_instant({0}), "1970-01-01T00:00:00Z");
    EXPECT_EQ(format_instant({7}), "1970-01-01T00:00:00.007Z");
    EXPECT_EQ(format_instant({-1}), "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(format_instant(at("2024-05-01T00:00:00Z")), "2024-05-01T00:00:00Z");
}

TEST(ParseDuration, ReadsUnitsLargestFirst) {
    const auto ms = [](std::string_view text) { return require(parse_duration(text)).ms; };
    EXPECT_EQ(ms("90s"), 90'000);
    EXPECT_EQ(ms("30m"), 1'800'000);
    EXPECT_EQ(ms("4h"), 14'400'000);
    EXPECT_EQ(ms("1h30m"), 5'400'000);
    EXPECT_EQ(ms("2d"), 172'800'000);
    EXPECT_EQ(ms("500ms"), 500);
    EXPECT_EQ(ms("0s"), 0);
    EXPECT_EQ(ms("1d2h3m4s5ms"), 93'784'005);
}

TEST(ParseDuration, RefusesEverythingElse) {
    for (const char* text : {"", "5", "h", "1.5h", "-1h", "30m1h", "1h1h", "1H", "1 h", "1h ",
                             "4hours", "99999999999999999999h", "9999999d", "1h30"}) {
        EXPECT_FALSE(parse_duration(text)) << text;
    }
}

TEST(FormatDuration, WritesHoursMinutesAndSeconds) {
    EXPECT_EQ(format_duration({0}), "0s");
    EXPECT_EQ(format_duration({5'400'000}), "1h30m");
    EXPECT_EQ(format_duration({172'800'000}), "48h");
    EXPECT_EQ(format_duration({-61'001}), "-1m1s1ms");
}

TEST(Date, IsADayThatExists) {
    EXPECT_EQ(format_date(on("2024-02-29")), "2024-02-29");
    EXPECT_EQ(format_date(on("0001-01-01")), "0001-01-01");
    for (const char* text : {"2023-02-29", "2024-2-9", "2024-00-10", "2024-01-00", "2024-01-32",
                             "0000-01-01", "2024-01-01T00:00Z", "24-01-01", ""}) {
        EXPECT_FALSE(parse_date(text)) << text;
    }
}

}  // namespace
}  // namespace underpin
