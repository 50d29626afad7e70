#include "domain/calendar.h"

#include <gtest/gtest.h>

#include "unit/time_literals.h"

namespace underpin {
namespace {

constexpr OpenHours all_day{0, 1440};

OpenHours hours(int from_hour, int from_minute, int to_hour, int to_minute) {
    return {from_hour * 60 + from_minute, to_hour * 60 + to_minute};
}

Calendar every_day(const std::string& zone, std::vector<OpenHours> open) {
    Calendar calendar;
    calendar.time_zone = zone;
    calendar.open.fill(open);
    return calendar;
}

Calendar office(const std::string& zone) {
    Calendar calendar = every_day(zone, {hours(9, 0, 17, 30)});
    calendar.open[5].clear();
    calendar.open[6].clear();
    return calendar;
}

// The service time of local days [from, to).
Spans service(const Calendar& calendar, std::string_view from, std::string_view to) {
    const TimeZone zone = zone_of(calendar.time_zone);
    return service_spans(calendar, {zone.midnight(on(from)), zone.midnight(on(to))});
}

std::int64_t hours_of(const Spans& spans) { return length(spans).ms / hour.ms; }

TEST(ServiceSpans, AlwaysIsTheWholeRange) {
    const Span range{at("2024-01-01T00:00Z"), at("2224-01-01T00:00Z")};
    EXPECT_EQ(service_spans(Calendar::around_the_clock(), range), Spans{range});
    EXPECT_EQ(service_spans(Calendar::around_the_clock(), {range.to, range.from}), Spans{});
    EXPECT_EQ(Calendar::around_the_clock().id, "always");
}

TEST(ServiceSpans, MarchInLondonIsOneHourShort) {
    const Calendar calendar = every_day("Europe/London", {all_day});
    EXPECT_EQ(service(calendar, "2024-03-01", "2024-04-01"),
              (Spans{{at("2024-03-01T00:00Z"), at("2024-03-31T23:00Z")}}));
    EXPECT_EQ(hours_of(service(calendar, "2024-03-01", "2024-04-01")), 743);
    EXPECT_EQ(hours_of(service(calendar, "2024-10-01", "2024-11-01")), 745);
    EXPECT_EQ(hours_of(service(calendar, "2024-04-01", "2024-05-01")), 720);
}

TEST(ServiceSpans, WeeklyHoursAreLocal) {
    const Spans week = service(office("Europe/London"), "2024-03-29", "2024-04-02");
    EXPECT_EQ(week, (Spans{{at("2024-03-29T09:00Z"), at("2024-03-29T17:30Z")},
                           {at("2024-04-01T08:00Z"), at("2024-04-01T16:30Z")}}));
}

TEST(ServiceSpans, HolidaysAreClosedAcrossNewYear) {
    Calendar calendar = office("Europe/London");
    for (const char* day : {"2024-12-25", "2024-12-26", "2025-01-01", "2025-01-02"}) {
        calendar.holidays.insert(on(day));
    }
    EXPECT_EQ(service(calendar, "2024-12-24", "2025-01-04"),
              (Spans{{at("2024-12-24T09:00Z"), at("2024-12-24T17:30Z")},
                     {at("2024-12-27T09:00Z"), at("2024-12-27T17:30Z")},
                     {at("2024-12-30T09:00Z"), at("2024-12-30T17:30Z")},
                     {at("2024-12-31T09:00Z"), at("2024-12-31T17:30Z")},
                     {at("2025-01-03T09:00Z"), at("2025-01-03T17:30Z")}}));
}

TEST(ServiceSpans, DaysWinOverHolidaysAndWeeklyHours) {
    Calendar calendar = office("UTC");
    calendar.holidays.insert(on("2024-12-24"));
    calendar.days[on("2024-12-24")] = {hours(9, 0, 12, 0)};                        // a holiday
    calendar.days[on("2024-12-21")] = {hours(10, 0, 11, 0), hours(12, 0, 13, 0)};  // a Saturday
    calendar.days[on("2024-12-23")] = {};                                          // a Monday
    EXPECT_EQ(service(calendar, "2024-12-21", "2024-12-25"),
              (Spans{{at("2024-12-21T10:00Z"), at("2024-12-21T11:00Z")},
                     {at("2024-12-21T12:00Z"), at("2024-12-21T13:00Z")},
                     {at("2024-12-24T09:00Z"), at("2024-12-24T12:00Z")}}));
}

TEST(ServiceSpans, RangesOfADayAreAUnion) {
    const Calendar calendar =
        every_day("UTC", {hours(13, 0, 18, 0), hours(9, 0, 12, 0), hours(12, 0, 13, 30)});
    EXPECT_EQ(service(calendar, "2024-05-01", "2024-05-02"),
              (Spans{{at("2024-05-01T09:00Z"), at("2024-05-01T18:00Z")}}));
}

TEST(ServiceSpans, TwentyFourOClockIsTheMidnightThatEndsTheDay) {
    Calendar calendar = every_day("America/Sao_Paulo", {hours(22, 0, 24, 0)});
    // Clocks go from 24:00 of the 3rd to 01:00 of the 4th of November.
    EXPECT_EQ(service(calendar, "2018-11-03", "2018-11-05"),
              (Spans{{at("2018-11-04T01:00Z"), at("2018-11-04T03:00Z")},
                     {at("2018-11-05T00:00Z"), at("2018-11-05T02:00Z")}}));
    // Two evenings and nights join at midnight.
    calendar = every_day("Europe/London", {hours(0, 0, 6, 0), hours(22, 0, 24, 0)});
    EXPECT_EQ(service(calendar, "2024-07-01", "2024-07-02").size(), 2U);
    EXPECT_EQ(service_spans(calendar, {at("2024-07-01T12:00Z"), at("2024-07-02T12:00Z")}),
              (Spans{{at("2024-07-01T21:00Z"), at("2024-07-02T05:00Z")}}));
}

TEST(ServiceSpans, WindowsInsideTheLostHour) {
    const auto on_the_day = [](OpenHours open) {
        return service(every_day("Europe/London", {open}), "2024-03-31", "2024-04-01");
    };
    // From 01:00 to 02:00 nothing exists: both ends are the transition.
    EXPECT_EQ(on_the_day(hours(1, 15, 1, 45)), Spans{});
    EXPECT_EQ(on_the_day(hours(1, 0, 2, 0)), Spans{});
    EXPECT_EQ(on_the_day(hours(0, 30, 1, 30)),
              (Spans{{at("2024-03-31T00:30Z"), at("2024-03-31T01:00Z")}}));
    EXPECT_EQ(on_the_day(hours(1, 30, 2, 30)),
              (Spans{{at("2024-03-31T01:00Z"), at("2024-03-31T01:30Z")}}));
    EXPECT_EQ(on_the_day(hours(0, 30, 2, 30)),
              (Spans{{at("2024-03-31T00:30Z"), at("2024-03-31T01:30Z")}}));
}

TEST(ServiceSpans, WindowsInsideTheDoubledHour) {
    const auto on_the_day = [](std::vector<OpenHours> open) {
        return service(every_day("Europe/London", std::move(open)), "2024-10-27", "2024-10-28");
    };
    // Opening is the earlier instant, closing the later.
    EXPECT_EQ(on_the_day({hours(1, 15, 1, 45)}),
              (Spans{{at("2024-10-27T00:15Z"), at("2024-10-27T01:45Z")}}));
    EXPECT_EQ(on_the_day({hours(0, 30, 1, 30)}),
              (Spans{{at("2024-10-26T23:30Z"), at("2024-10-27T01:30Z")}}));
    EXPECT_EQ(on_the_day({hours(1, 30, 2, 30)}),
              (Spans{{at("2024-10-27T00:30Z"), at("2024-10-27T02:30Z")}}));
    EXPECT_EQ(on_the_day({hours(1, 0, 2, 0)}),
              (Spans{{at("2024-10-27T00:00Z"), at("2024-10-27T02:00Z")}}));
    // Windows that overlap only on that day count once.
    EXPECT_EQ(on_the_day({hours(1, 0, 1, 30), hours(1, 40, 2, 0)}),
              (Spans{{at("2024-10-27T00:00Z"), at("2024-10-27T02:00Z")}}));
}

TEST(ServiceSpans, ADayThatDoesNotExistHasNoService) {
    const Calendar calendar = every_day("Pacific/Apia", {hours(9, 0, 17, 0)});
    EXPECT_EQ(service(calendar, "2011-12-29", "2012-01-01"),
              (Spans{{at("2011-12-29T19:00Z"), at("2011-12-30T03:00Z")},
                     {at("2011-12-30T19:00Z"), at("2011-12-31T03:00Z")}}));
}

TEST(ServiceSpans, GapsAtMidnight) {
    const Calendar calendar = every_day("Asia/Beirut", {hours(0, 0, 8, 0)});
    EXPECT_EQ(service(calendar, "2024-03-31", "2024-04-01"),
              (Spans{{at("2024-03-30T22:00Z"), at("2024-03-31T05:00Z")}}));
}

// At 00:01 on Sunday the clocks of Newfoundland went back to 23:01 on Saturday: Sunday's service,
// once begun, covers an hour in which they show Saturday again.
TEST(ServiceSpans, FindWindowsOfTheNextDateInADoubledEvening) {
    const Calendar calendar = every_day("America/St_Johns", {hours(0, 0, 8, 0)});
    const Span range{at("2010-11-07T02:40Z"), at("2010-11-07T02:50Z")};
    EXPECT_EQ(zone_of("America/St_Johns").date_of(range.to), on("2010-11-06"));
    EXPECT_EQ(service_spans(calendar, range), Spans{range});
}

TEST(ServiceSpans, AreCutAtTheRangeToTheMillisecond) {
    const Calendar calendar = office("Asia/Kathmandu");
    EXPECT_EQ(
        service_spans(calendar, {at("2024-03-01T04:00:00.001Z"), at("2024-03-01T04:00:00.003Z")}),
        (Spans{{at("2024-03-01T04:00:00.001Z"), at("2024-03-01T04:00:00.003Z")}}));
    EXPECT_EQ(service_spans(calendar, {at("2024-03-01T03:00Z"), at("2024-03-01T03:15:00.001Z")}),
              (Spans{{at("2024-03-01T03:15Z"), at("2024-03-01T03:15:00.001Z")}}));
}

TEST(ServiceSpans, AnUnknownZoneIsAFailure) {
    EXPECT_THROW(service_spans(every_day("Europe/Londn", {all_day}), {{0}, {1}}), Failure);
}

TEST(ServiceClock, CountsServiceTimeUpToAnInstant) {
    const Span range{at("2024-03-01T12:00Z"), at("2024-03-08T12:00Z")};  // Friday noon
    const ServiceClock clock(service_spans(office("UTC"), range), range);
    EXPECT_EQ(clock.until(range.from).ms, 0);
    EXPECT_EQ(clock.until(at("2024-03-01T13:00Z")), hour);
    EXPECT_EQ(clock.until(at("2024-03-02T13:00Z")).ms, 5 * hour.ms + 30 * minute.ms);
    EXPECT_EQ(clock.until(at("2024-03-04T09:00:00.001Z")).ms, 5 * hour.ms + 30 * minute.ms + 1);
    EXPECT_EQ(clock.until(range.to).ms, length(clock.spans()).ms);
    EXPECT_EQ(clock.between(at("2024-03-04T17:00Z"), at("2024-03-05T10:00Z")).ms, 90 * minute.ms);
    EXPECT_EQ(clock.between(range.to, range.from).ms, 0);
    // Outside of the range there is none.
    EXPECT_EQ(clock.until(Instant::min()).ms, 0);
    EXPECT_EQ(clock.until(Instant::max()), clock.until(range.to));
}

TEST(ServiceClock, HandsOutTheTableThatItUses) {
    const Span range{at("2024-03-01T12:00Z"), at("2024-03-05T00:00Z")};
    const ServiceClock clock(service_spans(office("UTC"), range), range);
    EXPECT_EQ(clock.day0_ms(), at("2024-03-01T00:00Z").ms);
    // Friday, Saturday, Sunday, Monday, and the day that begins as the range ends.
    EXPECT_EQ(clock.first_of_day(), (std::vector<std::uint32_t>{0, 1, 1, 1, 2}));
    EXPECT_EQ(clock.from_ms().size(), 2U);
    EXPECT_EQ(clock.to_ms()[0], at("2024-03-01T17:30Z").ms);
    EXPECT_EQ(clock.before_ms(), (std::vector<std::int64_t>{0, 19'800'000, 50'400'000}));
}

TEST(ServiceClock, StartsADayAtTheFirstSpanThatEndsAfterItsBeginning) {
    const Instant day0 = at("2024-03-01T00:00Z");
    const ServiceClock clock({{day0 + hour, day0 + day}, {day0 + day + hour, day0 + day + day}},
                             {day0, day0 + day + day});
    EXPECT_EQ(clock.first_of_day(), (std::vector<std::uint32_t>{0, 1, 2}));
}

TEST(ServiceClock, CopesWithEmptyAndLongRanges) {
    const Instant t = at("2024-03-01T12:00Z");
    EXPECT_EQ(ServiceClock({}, {t, t}).until(t).ms, 0);
    EXPECT_EQ(ServiceClock({}, {t, t - hour}).between(t - hour, t).ms, 0);
    const Span long_range{at("1900-01-01T00:00Z"), at("2100-01-01T00:00Z")};
    const ServiceClock always({long_range}, long_range);
    EXPECT_EQ(always.until(t), t - long_range.from);
    EXPECT_EQ(always.first_of_day().size(), 73'050U);
    EXPECT_THROW(ServiceClock({}, {Instant::min(), Instant::max()}), Failure);
}

TEST(ServiceClock, ClipsItsServiceToItsRange) {
    const Span range{{1000}, {2000}};
    const ServiceClock clock({{{0}, {1500}}, {{1800}, {5000}}}, range);
    EXPECT_EQ(clock.spans(), (Spans{{{1000}, {1500}}, {{1800}, {2000}}}));
    EXPECT_EQ(clock.until({1900}).ms, 600);
}

}  // namespace
}  // namespace underpin
