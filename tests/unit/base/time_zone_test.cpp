#include "base/time_zone.h"

#include <date/tz.h>
#include <gtest/gtest.h>

#include "base/tz_data.h"
#include "unit/time_literals.h"

namespace underpin {
namespace {

struct Reading {
    const char* local;
    const char* earlier;
    const char* later;
    LocalKind kind;
};

void expect_reading(const TimeZone& zone, const Reading& reading) {
    const auto earlier = zone.to_instant(local(reading.local), Ambiguous::earlier);
    const auto later = zone.to_instant(local(reading.local), Ambiguous::later);
    EXPECT_EQ(earlier.instant, at(reading.earlier)) << zone.name() << " " << reading.local;
    EXPECT_EQ(later.instant, at(reading.later)) << zone.name() << " " << reading.local;
    EXPECT_EQ(earlier.kind, reading.kind) << zone.name() << " " << reading.local;
}

TEST(TimeZone, ReadsLocalTimeAroundTransitions) {
    const TimeZone london = zone_of("Europe/London");
    const auto unique = LocalKind::unique;
    expect_reading(london, {"2024-03-31T00:59", "2024-03-31T00:59Z", "2024-03-31T00:59Z", unique});
    for (const char* lost : {"2024-03-31T01:00", "2024-03-31T01:30", "2024-03-31T01:59:59.999"}) {
        expect_reading(london,
                       {lost, "2024-03-31T01:00Z", "2024-03-31T01:00Z", LocalKind::nonexistent});
    }
    expect_reading(london, {"2024-03-31T02:00", "2024-03-31T01:00Z", "2024-03-31T01:00Z", unique});
    expect_reading(london, {"2024-10-27T00:59", "2024-10-26T23:59Z", "2024-10-26T23:59Z", unique});
    expect_reading(london, {"2024-10-27T01:00", "2024-10-27T00:00Z", "2024-10-27T01:00Z",
                            LocalKind::ambiguous});
    expect_reading(london, {"2024-10-27T01:59", "2024-10-27T00:59Z", "2024-10-27T01:59Z",
                            LocalKind::ambiguous});
    expect_reading(london, {"2024-10-27T02:00", "2024-10-27T02:00Z", "2024-10-27T02:00Z", unique});
}

TEST(TimeZone, ReadsOddOffsets) {
    const auto unique = LocalKind::unique;
    expect_reading(zone_of("Asia/Kathmandu"),
                   {"2024-03-01T10:00", "2024-03-01T04:15Z", "2024-03-01T04:15Z", unique});
    // Half an hour of daylight saving.
    expect_reading(zone_of("Australia/Lord_Howe"), {"2024-10-06T02:15", "2024-10-05T15:30Z",
                                                    "2024-10-05T15:30Z", LocalKind::nonexistent});
    expect_reading(zone_of("Australia/Lord_Howe"), {"2024-04-07T01:45", "2024-04-06T14:45Z",
                                                    "2024-04-06T15:15Z", LocalKind::ambiguous});
    expect_reading(zone_of("Pacific/Chatham"), {"2024-09-29T03:00", "2024-09-28T14:00Z",
                                                "2024-09-28T14:00Z", LocalKind::nonexistent});
}

TEST(TimeZone, BeginsADayAtItsFirstInstant) {
    EXPECT_EQ(zone_of("Europe/London").midnight(on("2024-07-01")), at("2024-06-30T23:00Z"));
    // Clocks went from 00:00 to 01:00.
    EXPECT_EQ(zone_of("America/Sao_Paulo").midnight(on("2018-11-04")), at("2018-11-04T03:00Z"));
    EXPECT_EQ(zone_of("Asia/Beirut").midnight(on("2024-03-31")), at("2024-03-30T22:00Z"));
    // Clocks went from 01:00 back to 00:00: the first of two midnights.
    EXPECT_EQ(zone_of("America/Havana").midnight(on("2024-11-03")), at("2024-11-03T04:00Z"));
}

TEST(TimeZone, BeginsADayThatDoesNotExistAtTheTransition) {
    const TimeZone apia = zone_of("Pacific/Apia");
    const Instant jump = at("2011-12-30T10:00Z");
    EXPECT_EQ(apia.midnight(on("2011-12-29")), at("2011-12-29T10:00Z"));
    EXPECT_EQ(apia.midnight(on("2011-12-30")), jump);
    EXPECT_EQ(apia.midnight(on("2011-12-31")), jump);
    EXPECT_EQ(apia.to_instant(local("2011-12-30T12:00")).instant, jump);
    EXPECT_EQ(apia.to_instant(local("2011-12-30T12:00")).kind, LocalKind::nonexistent);
    EXPECT_EQ(apia.date_of(jump), on("2011-12-31"));
    EXPECT_EQ(apia.date_of(jump - Duration{1}), on("2011-12-29"));
    const TimeZone kwajalein = zone_of("Pacific/Kwajalein");
    EXPECT_EQ(kwajalein.midnight(on("1993-08-21")), kwajalein.midnight(on("1993-08-22")));
}

TEST(TimeZone, KnowsTheDateOfAnInstant) {
    const TimeZone chatham = zone_of("Pacific/Chatham");
    EXPECT_EQ(chatham.date_of(at("2024-06-30T11:14:59.999Z")), on("2024-06-30"));
    EXPECT_EQ(chatham.date_of(at("2024-06-30T11:15Z")), on("2024-07-01"));
    EXPECT_EQ(TimeZone::utc().date_of({-1}), on("1969-12-31"));
    EXPECT_EQ(TimeZone::utc().date_of(Instant::max()), on("9999-12-31"));
    EXPECT_EQ(TimeZone::utc().date_of(Instant::min()), on("0001-01-01"));
}

TEST(TimeZone, IsWrittenForPeople) {
    const TimeZone london = zone_of("Europe/London");
    EXPECT_EQ(london.format(at("2024-03-31T08:00Z")), "2024-03-31 09:00 BST");
    EXPECT_EQ(london.format(at("2024-01-31T08:00:07.5Z")), "2024-01-31 08:00:07 GMT");
    EXPECT_EQ(TimeZone::utc().format(at("2024-01-31T08:00Z")), "2024-01-31 08:00 UTC");
    EXPECT_EQ(london.name(), "Europe/London");
}

TEST(TimeZone, SuggestsTheNearestName) {
    const auto hint = [](std::string_view name) { return TimeZone::find(name).error().hint; };
    EXPECT_EQ(hint("Europe/Londn"), "did you mean Europe/London?");
    EXPECT_EQ(hint("europe/london"), "did you mean Europe/London?");
    EXPECT_EQ(hint("Berlin"), "did you mean Europe/Berlin?");
    EXPECT_EQ(hint("Zurick"), "did you mean Europe/Zurich?");
    EXPECT_EQ(hint(""), "use an IANA name such as Europe/London or UTC");
    EXPECT_EQ(TimeZone::find("Nowhere/At_All").error().error_class, ErrorClass::input);
}

TEST(TimeZone, RefusesWhatDiffersFromMachineToMachine) {
    for (const char* name : {"localtime", "posixrules", "Factory", "right/Europe/London",
                             "../zoneinfo/UTC", "zone.tab"}) {
        EXPECT_FALSE(TimeZone::find(name)) << name;
    }
}

TEST(TimeZone, CarriesTheRuleOnPastTheListedTransitions) {
    const TimeZone london = zone_of("Europe/London");
    // Last Sundays of March and October 2040, 2100 (not a leap year) and 2400 + 2024.
    EXPECT_EQ(london.to_local(at("2040-03-25T00:59Z")), local("2040-03-25T00:59"));
    EXPECT_EQ(london.to_local(at("2040-03-25T01:00Z")), local("2040-03-25T02:00"));
    EXPECT_EQ(london.to_local(at("2100-10-31T00:59Z")), local("2100-10-31T01:59"));
    EXPECT_EQ(london.to_local(at("2100-10-31T01:00Z")), local("2100-10-31T01:00"));
    expect_reading(london, {"4424-03-31T01:30", "4424-03-31T01:00Z", "4424-03-31T01:00Z",
                            LocalKind::nonexistent});
    expect_reading(london, {"4424-10-27T01:30", "4424-10-27T00:30Z", "4424-10-27T01:30Z",
                            LocalKind::ambiguous});
    EXPECT_EQ(zone_of("Australia/Sydney").midnight(on("2050-01-01")), at("2049-12-31T13:00Z"));
}

TEST(TimeZone, AnswersAsTheLibraryWhereTheLibraryKnows) {
    using std::chrono::seconds;
    for (const date::time_zone& listed : date::get_tzdb().zones) {
        const auto zone = TimeZone::find(listed.name());
        if (!zone) continue;
        // Every 11 days and some, from 1850 to the last year of single transitions.
        for (std::int64_t s = -3'786'825'600; s < 2'145'000'000; s += 979'201) {
            const auto info = listed.get_info(date::sys_seconds{seconds{s}});
            ASSERT_EQ(zone->to_local({s * 1000}).ms - s * 1000, info.offset.count() * 1000)
                << listed.name() << " " << format_instant({s * 1000});
        }
    }
}

TEST(TzDataVersion, IsReadFromTheDataOrThePackage) {
    EXPECT_EQ(version_in_zone_source("# version 2024a"), "2024a");
    EXPECT_EQ(version_in_zone_source("# something else"), "");
    const std::string status =
        "Package: tar\nVersion: 1.34-1\n\nPackage: tzdata\nStatus: install ok installed\n"
        "Version: 2024a-0+deb12u1\n\nPackage: ucf\nVersion: 3.0\n";
    EXPECT_EQ(version_in_package_status(status), "2024a");
    EXPECT_EQ(version_in_package_status("Package: tzdata\nVersion: 2025b\n"), "2025b");
    EXPECT_EQ(version_in_package_status("Package: tzdata-legacy\nVersion: 2025b\n"), "");
    EXPECT_EQ(version_in_package_status(""), "");
    EXPECT_NE(tz_data_version(), "unknown");
}

}  // namespace
}  // namespace underpin
