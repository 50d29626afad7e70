#include "base/exact.h"

#include <gtest/gtest.h>
#include <limits>

namespace underpin {
namespace {

Rational ratio(long n, long d) { return make_rational(Integer(n), Integer(d)); }

Decimal decimal(std::string_view text) { return require(Decimal::parse(text)); }

TEST(Decimal, StaysAsWritten) {
    for (const char* text :
         {"99.90", "0", "0.5", "-12.340", "12000.00", "123456789012345678901234567890"}) {
        EXPECT_EQ(decimal(text).to_string(), text);
    }
    EXPECT_EQ(decimal("+7").to_string(), "7");
    EXPECT_EQ(decimal(".5").to_string(), "0.5");
    EXPECT_EQ(decimal("007").to_string(), "7");
    EXPECT_EQ(decimal("010.10").to_string(), "10.10");
    EXPECT_EQ(decimal("-0.00").to_string(), "0.00");
}

TEST(Decimal, RefusesWhatIsNoNumber) {
    for (const char* text :
         {"", "-", ".", "5.", "1.2.3", "1,5", "1e3", " 1", "1 ", "0x1", "--1", "NaN"}) {
        EXPECT_FALSE(Decimal::parse(text)) << text;
    }
    EXPECT_TRUE(Decimal::parse(std::string(60, '9')));
    EXPECT_FALSE(Decimal::parse(std::string(61, '9')));
}

TEST(Decimal, EqualsByValue) {
    EXPECT_EQ(decimal("99.9"), decimal("99.90"));
    EXPECT_EQ(decimal("0"), decimal("-0.00"));
    EXPECT_FALSE(decimal("99.9") == decimal("99.91"));
    EXPECT_EQ(decimal("99.90").to_rational(), ratio(999, 10));
}

TEST(Rational, KeepsItsSignInTheNumerator) {
    EXPECT_EQ(numerator(ratio(6, -4)), -3);
    EXPECT_EQ(denominator(ratio(6, -4)), 2);
    EXPECT_THROW(ratio(1, 0), Failure);
}

TEST(Rounding, GoesByTheModeAndTheMagnitude) {
    const auto round = [](long n, long d, RoundingMode mode) {
        return round_to_units(ratio(n, d), 0, mode);
    };
    EXPECT_EQ(round(5, 2, RoundingMode::half_even), 2);
    EXPECT_EQ(round(7, 2, RoundingMode::half_even), 4);
    EXPECT_EQ(round(-5, 2, RoundingMode::half_even), -2);
    EXPECT_EQ(round(-7, 2, RoundingMode::half_even), -4);
    EXPECT_EQ(round(5, 2, RoundingMode::half_up), 3);
    EXPECT_EQ(round(-5, 2, RoundingMode::half_up), -3);
    EXPECT_EQ(round(-29, 10, RoundingMode::down), -2);
    EXPECT_EQ(round(251, 100, RoundingMode::half_even), 3);
    EXPECT_EQ(round(249, 100, RoundingMode::half_up), 2);
}

TEST(Rounding, HasPlacesOnBothSidesOfThePoint) {
    EXPECT_EQ(round_to(ratio(99949, 1000), 2, RoundingMode::half_up), ratio(9995, 100));
    EXPECT_EQ(round_to(ratio(1450, 1), -2, RoundingMode::half_even), ratio(1400, 1));
    EXPECT_EQ(round_to_units(ratio(2, 3), 4, RoundingMode::half_even), 6667);
}

TEST(Rounding, FloorsAndCeils) {
    EXPECT_EQ(floor_of(ratio(-1, 2)), -1);
    EXPECT_EQ(ceil_of(ratio(-1, 2)), 0);
    EXPECT_EQ(floor_of(ratio(7, 2)), 3);
    EXPECT_EQ(ceil_of(ratio(7, 2)), 4);
    EXPECT_EQ(floor_of(ratio(-4, 2)), -2);
    EXPECT_EQ(ceil_of(ratio(4, 2)), 2);
}

TEST(Format, WritesFixedPlaces) {
    EXPECT_EQ(format_fixed(ratio(2672568000L * 100, 2674800000L), 6), "99.916555");
    EXPECT_EQ(format_fixed(ratio(1, 8), 2), "0.12");
    EXPECT_EQ(format_fixed(ratio(3, 8), 2), "0.38");
    EXPECT_EQ(format_fixed(ratio(-1, 1000), 2), "0.00");
    EXPECT_EQ(format_fixed(ratio(-5, 2), 1), "-2.5");
    EXPECT_EQ(format_fixed(ratio(40, 1), 0), "40");
}

TEST(Format, WritesTheShortestExactText) {
    EXPECT_EQ(format_exact(ratio(1, 10)), "0.1");
    EXPECT_EQ(format_exact(ratio(40, 1)), "40");
    EXPECT_EQ(format_exact(ratio(-3, 16)), "-0.1875");
    EXPECT_EQ(format_exact(ratio(0, 5)), "0");
    EXPECT_EQ(format_exact(ratio(1, 3)), "1/3");
    EXPECT_EQ(format_exact(ratio(-2, 6)), "-1/3");
}

TEST(Int128, BecomesAnIntegerAtItsLimits) {
    const Int128 most = static_cast<Int128>(~static_cast<unsigned __int128>(0) >> 1U);
    EXPECT_EQ(to_integer(most).str(), "170141183460469231731687303715884105727");
    EXPECT_EQ(to_integer(-most - 1).str(), "-170141183460469231731687303715884105728");
    EXPECT_EQ(to_integer(0), 0);
    EXPECT_EQ(to_integer(-1), -1);
}

}  // namespace
}  // namespace underpin
