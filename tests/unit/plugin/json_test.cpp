// The SDK's own reader of configurations and its exact numbers.
#include <gmock/gmock.h>

#include "underpin/values.hpp"

namespace underpin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

TEST(Json, ReadsWhatJsonIs) {
    const Json all = Json::parse(
        R"( {"b": [1, -2.50, true, null], "a": {"x/y~": "\u00e9\ud83d\ude00\n\"", "": 1}} )");
    EXPECT_EQ(all.at("/b/1")->text(), "-2.50");
    EXPECT_TRUE(all.at("/b/2")->boolean());
    EXPECT_EQ(all.at("/b/4"), nullptr);
    EXPECT_EQ(all.at("/b/-1"), nullptr);
    EXPECT_EQ(all.at("/a/x~1y~0")->text(), "\xC3\xA9\xF0\x9F\x98\x80\n\"");
    EXPECT_EQ(all.at("/a/")->text(), "1");
    EXPECT_EQ(all.at(""), &all);
    EXPECT_EQ(all.map()[0].first, "b");  // in the order written
}

TEST(Json, RefusesWhatItIsNot) {
    for (const char* text :
         {"", "{", "[1,]", "[,1]", "{\"a\"}", "{\"a\":1,}", "tru", "\"\x01\"", "\"\\x\"",
          "\"\\ud800\"", "\"\\udc00\"", "1 2", "\"a", "[1 2]", "'a'"}) {
        EXPECT_THROW(static_cast<void>(Json::parse(text)), PluginError) << text;
    }
    EXPECT_THROW(static_cast<void>(Json::parse(std::string(100'000, '['))), PluginError);
}

TEST(Config, NamesTheSettingThatIsWrong) {
    const Config config(Json::parse(
        R"({"limits": {"1": "4h", "default": "1h30m"}, "n": 7, "list": ["a", 2], "share": "0.25"})"));
    EXPECT_THAT(config.map("/limits"), ElementsAre(Pair("1", "4h"), Pair("default", "1h30m")));
    EXPECT_THAT(config.list("/list"), ElementsAre("a", "2"));
    EXPECT_EQ(config.integer("/n", 0), 7);
    EXPECT_EQ(config.duration_ms("/limits/default", 0), 5'400'000);
    EXPECT_EQ(config.decimal("/share", 6, 0), 250'000);
    EXPECT_EQ(config.text("/none", "x"), "x");
    try {
        static_cast<void>(config.duration_ms("/list/0", 0));
        FAIL();
    } catch (const PluginError& error) {
        EXPECT_EQ(error.code(), UNDERPIN_CONFIGURATION);
        EXPECT_THAT(error.message(), HasSubstr("list.0 must be a duration"));
    }
    EXPECT_THROW(static_cast<void>(config.text("/none")), PluginError);
    EXPECT_THROW(static_cast<void>(config.text("/limits")), PluginError);
    EXPECT_THROW(static_cast<void>(config.decimal("/share", 1, 0)), PluginError);
}

TEST(Numbers, DecimalsAreExact) {
    EXPECT_EQ(to_string(parse_decimal("-12.5", 3).units), "-12500");
    EXPECT_EQ(to_string(parse_decimal("+.5", 1).units), "5");
    EXPECT_EQ(parse_decimal("1.000", 1).fault, DecimalFault::none);
    EXPECT_EQ(parse_decimal("1.001", 2).fault, DecimalFault::too_many_places);
    EXPECT_EQ(parse_decimal(std::string(39, '9'), 0).fault, DecimalFault::too_large);
    EXPECT_EQ(to_string(parse_decimal("170141183460469231731687303715884105727", 0).units),
              "170141183460469231731687303715884105727");
    for (const char* wrong : {"", "-", ".", "1.2.3", "1e3", " 1", "1,000", "--1", "0x1"}) {
        EXPECT_EQ(parse_decimal(wrong, 3).fault, DecimalFault::malformed) << wrong;
    }
    const Int128 low = -(Int128{1} << 126) * 2;
    EXPECT_EQ(to_string(low), "-170141183460469231731687303715884105728");
    EXPECT_EQ(to_int128(from_int128(low)), low);
    EXPECT_EQ(to_int128(from_int128(-1)), -1);
    EXPECT_THROW(static_cast<void>(checked_add(low, -1)), PluginError);
    EXPECT_THROW(static_cast<void>(checked_multiply(low, 2)), PluginError);
}

TEST(Numbers, Durations) {
    EXPECT_EQ(parse_duration_ms("1h30m"), 5'400'000);
    EXPECT_EQ(parse_duration_ms("2d"), 172'800'000);
    EXPECT_EQ(parse_duration_ms("500ms"), 500);
    EXPECT_EQ(parse_duration_ms("0s"), 0);
    for (const char* wrong : {"", "1", "h", "30m1h", "1h1h", "1 h", "-1h", "99999999999999999d"}) {
        EXPECT_EQ(parse_duration_ms(wrong), std::nullopt) << wrong;
    }
}

}  // namespace
}  // namespace underpin
