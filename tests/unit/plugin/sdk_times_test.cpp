// The SDK's reader of the instants that APIs write.
#include <gtest/gtest.h>

#include "underpin/times.hpp"

namespace underpin {
namespace {

TEST(SdkTimes, ReadsRfc3339) {
    EXPECT_EQ(parse_instant("1970-01-01T00:00:00Z"), 0);
    EXPECT_EQ(parse_instant("2024-03-01T10:00:00.123Z"), 1'709'287'200'123);
    EXPECT_EQ(parse_instant("2024-03-01t04:00:00.1239999-06:00"), 1'709'287'200'123);
    EXPECT_EQ(parse_instant("2024-03-01 15:30:00+05:30"), 1'709'287'200'000);
    EXPECT_EQ(parse_instant("1969-12-31T23:59:59.999Z"), -1);
    EXPECT_EQ(parse_instant("2016-12-31T23:59:60Z"), 1'483'228'800'000);  // a leap second
}

TEST(SdkTimes, RefusesWhatHasNoOffsetOrIsNoTime) {
    for (const char* text :
         {"", "2024-03-01", "2024-03-01T10:00:00", "2024-03-01T10:00Z", "2024-02-30T10:00:00Z",
          "2024-13-01T10:00:00Z", "2024-03-01T24:00:00Z", "2024-03-01T10:60:00Z",
          "2024-03-01T10:00:00.Z", "2024-03-01T10:00:00+6:00", "2024-03-01T10:00:00Z ",
          "24-03-01T10:00:00Z", "2024-03-01T10:00:00+24:00"}) {
        EXPECT_EQ(parse_instant(text), std::nullopt) << text;
    }
}

TEST(SdkTimes, WritesThem) {
    EXPECT_EQ(instant_text(1'709'287'200'123), "2024-03-01T10:00:00.123Z");
    EXPECT_EQ(instant_text(0), "1970-01-01T00:00:00Z");
    EXPECT_EQ(instant_text(-1), "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(instant_text(-86'400'000), "1969-12-31T00:00:00Z");
}

}  // namespace
}  // namespace underpin
