#include "domain/charges.h"

#include <gtest/gtest.h>

#include "unit/domain/results_fixture.h"

namespace underpin {
namespace {

using testing::charge;
using testing::day_of;
using testing::number;

Rational charged(const Charge& one, const std::string& first, const std::string& end) {
    return creditable_charges({one}, "hosting", {day_of(first), day_of(end)});
}

TEST(Charges, AYearIsTwelveTwelfthsAndAQuarterThreeThirds) {
    EXPECT_EQ(charged(charge("1200", ChargePer::year), "2024-02-01", "2024-03-01"), 100);
    EXPECT_EQ(charged(charge("300", ChargePer::quarter), "2024-02-01", "2024-03-01"), 100);
    EXPECT_EQ(charged(charge("1200", ChargePer::year), "2024-01-01", "2025-01-01"), 1200);
    EXPECT_EQ(charged(charge("100", ChargePer::quarter), "2024-01-01", "2024-02-01"),
              make_rational(100, 3));
    EXPECT_EQ(charged(charge("100", ChargePer::month), "2024-01-01", "2025-01-01"), 1200);
}

TEST(Charges, OnceIsNotCreditable) {
    EXPECT_EQ(charged(charge("1200", ChargePer::once), "2024-01-01", "2025-01-01"), 0);
}

TEST(Charges, AMonthInPartIsProratedByItsOwnDays) {
    EXPECT_EQ(charged(charge("290"), "2024-02-15", "2024-03-01"), 150);  // 15 of 29 in a leap year
    EXPECT_EQ(charged(charge("280", ChargePer::month, "2023-01-01"), "2023-02-15", "2023-03-01"),
              140);  // 14 of 28
    EXPECT_EQ(charged(charge("310"), "2024-03-01", "2024-03-02"), 10);
    EXPECT_EQ(charged(charge("3660", ChargePer::year), "2024-02-29", "2024-03-01"),
              make_rational(305, 29));
}

TEST(Charges, StartAndEndWithTheirOwnDates) {
    const Charge one = charge("310", ChargePer::month, "2024-03-11", "2024-03-21");
    EXPECT_EQ(charged(one, "2024-03-01", "2024-04-01"), 100);
    EXPECT_EQ(charged(one, "2024-03-16", "2024-04-01"), 50);
    EXPECT_EQ(charged(one, "2024-04-01", "2024-05-01"), 0);
    EXPECT_EQ(charged(one, "2024-01-01", "2024-03-11"), 0);
}

TEST(Charges, PartsOfAPeriodAddUpToTheWhole) {
    const Charge one = charge("999.99", ChargePer::quarter, "2024-01-17");
    EXPECT_EQ(charged(one, "2024-01-01", "2024-02-29") + charged(one, "2024-02-29", "2025-07-08"),
              charged(one, "2024-01-01", "2025-07-08"));
}

TEST(Charges, EmptyDaysCarryNothing) {
    EXPECT_EQ(charged(charge("310"), "2024-03-05", "2024-03-05"), 0);
    EXPECT_TRUE(intersect({day_of("2024-01-01"), day_of("2024-02-01")},
                          {day_of("2024-03-01"), day_of("2024-04-01")})
                    .empty());
}

TEST(ContractYear, IsCountedFromTheStart) {
    const Term term{day_of("2024-04-15"), std::nullopt};
    EXPECT_EQ(contract_year_of(term, day_of("2025-04-14")),
              (Days{day_of("2024-04-15"), day_of("2025-04-15")}));
    EXPECT_EQ(contract_year_of(term, day_of("2025-04-15")),
              (Days{day_of("2025-04-15"), day_of("2026-04-15")}));
    EXPECT_EQ(contract_year_of(term, day_of("2024-04-15")).first, day_of("2024-04-15"));
}

TEST(ContractYear, ThatStartsOnALeapDayIsClampedAndNeverDrifts) {
    const Term term{day_of("2024-02-29"), std::nullopt};
    EXPECT_EQ(contract_year_of(term, day_of("2025-02-27")).end, day_of("2025-02-28"));
    EXPECT_EQ(contract_year_of(term, day_of("2025-02-28")).first, day_of("2025-02-28"));
    EXPECT_EQ(contract_year_of(term, day_of("2028-02-28")).end, day_of("2028-02-29"));
    EXPECT_EQ(contract_year_of(term, day_of("2028-02-29")).first, day_of("2028-02-29"));
}

TEST(ContractYear, EndsWithTheTerm) {
    const Term term{day_of("2024-01-01"), day_of("2025-07-01")};
    EXPECT_EQ(contract_year_of(term, day_of("2025-03-01")),
              (Days{day_of("2025-01-01"), day_of("2025-07-01")}));
}

}  // namespace
}  // namespace underpin
