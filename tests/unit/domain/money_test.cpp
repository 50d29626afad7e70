#include "domain/money.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>

namespace underpin {
namespace {

using testing::HasSubstr;

Currency currency(std::string_view code) { return require(Currency::find(code)); }

TEST(Currency, HasTheDigitsOfTheStandard) {
    EXPECT_EQ(currency("GBP").exponent, 2);
    EXPECT_EQ(currency("JPY").exponent, 0);
    EXPECT_EQ(currency("ISK").exponent, 0);
    EXPECT_EQ(currency("BHD").exponent, 3);
    EXPECT_EQ(currency("TND").exponent, 3);
    EXPECT_EQ(currency("CLF").exponent, 4);
    EXPECT_EQ(currency("HUF").exponent, 2);
}

TEST(Currency, SaysTheNearestCodeOfAnUnknownOne) {
    const auto unknown = Currency::find("GPB");
    ASSERT_FALSE(unknown.ok());
    EXPECT_THAT(unknown.error().to_string(),
                HasSubstr("unknown currency \"GPB\" (did you mean GBP?)"));
    EXPECT_FALSE(Currency::find("XAU").ok());
    EXPECT_FALSE(Currency::find("gbp").ok());
    EXPECT_FALSE(Currency::find("").ok());
}

TEST(Money, IsReadInMinorUnits) {
    EXPECT_EQ(require(Money::parse("12000.00", currency("GBP"))).minor, 1'200'000);
    EXPECT_EQ(require(Money::parse("0.5", currency("GBP"))).minor, 50);
    EXPECT_EQ(require(Money::parse("7", currency("JPY"))).minor, 7);
    EXPECT_EQ(require(Money::parse("1.234", currency("KWD"))).minor, 1234);
    EXPECT_EQ(require(Money::parse("-1.00", currency("EUR"))).minor, -100);
}

TEST(Money, RefusesMoreDigitsThanTheCurrencyHas) {
    const auto fine = Money::parse("1.001", currency("GBP"));
    ASSERT_FALSE(fine.ok());
    EXPECT_THAT(fine.error().message, HasSubstr("more than the 2 decimals of GBP"));
    EXPECT_FALSE(Money::parse("1.0", currency("JPY")).ok());
    EXPECT_FALSE(Money::parse("1e3", currency("GBP")).ok());
    EXPECT_FALSE(Money::parse("99999999999999999999", currency("GBP")).ok());
    EXPECT_TRUE(Money::parse("92233720368547758.07", currency("GBP")).ok());
    EXPECT_FALSE(Money::parse("92233720368547758.08", currency("GBP")).ok());
}

TEST(Money, RoundsOnlyByAMode) {
    const Rational half = make_rational(5, 1000);
    EXPECT_EQ(require(Money::round(half, currency("GBP"), RoundingMode::half_even)).minor, 0);
    EXPECT_EQ(require(Money::round(half, currency("GBP"), RoundingMode::half_up)).minor, 1);
    EXPECT_EQ(require(Money::round(half * 3, currency("GBP"), RoundingMode::half_even)).minor, 2);
    EXPECT_EQ(require(Money::round(half * 3, currency("GBP"), RoundingMode::down)).minor, 1);
}

TEST(Money, IsWrittenWithAllItsDigits) {
    EXPECT_EQ((Money{50, currency("GBP")}).to_string(), "0.50");
    EXPECT_EQ((Money{-5, currency("GBP")}).to_string(), "-0.05");
    EXPECT_EQ((Money{1200, currency("JPY")}).to_string(), "1200");
    EXPECT_EQ((Money{1, currency("BHD")}).to_string(), "0.001");
    EXPECT_EQ((Money{150, currency("GBP")}).to_rational(), make_rational(3, 2));
}

TEST(Money, AddsOnlyWithinOneCurrencyAndItsRange) {
    EXPECT_EQ(require(add({1, currency("GBP")}, {2, currency("GBP")})).minor, 3);
    EXPECT_FALSE(add({1, currency("GBP")}, {2, currency("EUR")}).ok());
    const Money most{std::numeric_limits<std::int64_t>::max(), currency("GBP")};
    EXPECT_FALSE(add(most, {1, currency("GBP")}).ok());
}

}  // namespace
}  // namespace underpin
