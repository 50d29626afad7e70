// Laws that hold for credits whatever the contract and the values.
#include <algorithm>
#include <gtest/gtest.h>
#include <numeric>
#include <rapidcheck.h>

#include "domain/caps.h"
#include "domain/charges.h"
#include "domain/credit.h"
#include "unit/domain/results_fixture.h"

namespace underpin {
namespace {

using testing::at;
using testing::day_of;
using testing::fixed;
using testing::number;
using testing::objective;
using testing::tier;
using testing::tiers;
using testing::World;

// rc::check as a GoogleTest assertion; RC_PARAMS sets how hard it tries.
template <typename Property>
void holds(const std::string& law, Property property) {
    EXPECT_TRUE(rc::check(law, property)) << law;
}

Money pounds(std::int64_t minor) { return {minor, testing::currency()}; }

// A contract with up to three objectives and eight months of values, all at random.
struct Case {
    std::int64_t charge = 0;  // minor units a month
    std::optional<std::int64_t> objective_cap, period_cap, year_cap;
    std::optional<int> period_percent, year_percent;
    std::vector<std::vector<int>> values;  // objective -> month -> hundredths below 100
    int term_start = 1;                    // of January
};

Case any_case() {
    Case made;
    made.charge = *rc::gen::inRange<std::int64_t>(0, 5'000'000);
    const auto cap = [] { return *rc::gen::maybe(rc::gen::inRange<std::int64_t>(0, 400'000)); };
    const auto percent = [] { return *rc::gen::maybe(rc::gen::inRange(0, 40)); };
    if (const auto value = cap()) made.objective_cap = *value;
    if (const auto value = cap()) made.period_cap = *value;
    if (const auto value = cap()) made.year_cap = *value;
    if (const auto value = percent()) made.period_percent = *value;
    if (const auto value = percent()) made.year_percent = *value;
    made.values = *rc::gen::container<std::vector<std::vector<int>>>(
        3, rc::gen::container<std::vector<int>>(8, rc::gen::inRange(0, 300)));
    made.term_start = *rc::gen::inRange(1, 28);
    return made;
}

Decimal whole(int value) { return {value, 0}; }

CreditTerms terms_of(const Case& made, std::size_t index) {
    CreditTerms terms = index == 2 ? fixed("1234.56")
                                   : tiers({tier("99.9", "7"), tier("99", "13"), tier("98", "40")});
    if (made.objective_cap) terms.cap.amount = pounds(*made.objective_cap);
    return terms;
}

World build(const Case& made, const std::vector<std::size_t>& order = {0, 1, 2}) {
    World world;
    Contract& contract = world.contract();
    contract.term.from = day_of("2024-01-01") + date::days(made.term_start - 1);
    contract.charges[0].amount = pounds(made.charge);
    if (made.period_cap) contract.caps.period.amount = pounds(*made.period_cap);
    if (made.year_cap) contract.caps.year.amount = pounds(*made.year_cap);
    if (made.period_percent) contract.caps.period.percent = whole(*made.period_percent);
    if (made.year_percent) contract.caps.year.percent = whole(*made.year_percent);
    const std::array<std::string, 3> ids{"a", "b", "c"};
    for (const std::size_t index : order) {
        world.credited(terms_of(made, index), "99.9", ids[index]);
    }
    for (const std::size_t index : order) {
        for (std::size_t month = 0; month < made.values[index].size(); ++month) {
            const Rational value = 100 - make_rational(made.values[index][month], 100);
            world.measure("2024-0" + std::to_string(month + 1), format_exact(value), ids[index]);
        }
    }
    return world;
}

std::int64_t sum_of(const std::vector<CreditLine>& lines) {
    return std::accumulate(
        lines.begin(), lines.end(), std::int64_t{0},
        [](std::int64_t sum, const CreditLine& line) { return sum + line.amount.minor; });
}

TEST(CreditLaws, NeverNegativeAndNeverAboveACap) {
    holds("caps hold", [] {
        const Case made = any_case();
        const SupplierCredits credits = build(made).credits();
        std::map<std::string, std::int64_t> by_month;
        for (const CreditLine& line : credits.lines) {
            RC_ASSERT(line.amount.minor >= 0);
            RC_ASSERT(line.amount.minor <= line.rounded.minor);
            RC_ASSERT(line.capped_from.has_value() == (line.amount.minor < line.rounded.minor));
            if (made.objective_cap) RC_ASSERT(line.amount.minor <= *made.objective_cap);
            by_month[line.period] += line.amount.minor;
        }
        for (const auto& [month, sum] : by_month) {
            if (made.period_cap) RC_ASSERT(sum <= *made.period_cap);
            if (made.period_percent) {
                RC_ASSERT(Rational(sum) <=
                          Rational(made.charge) * Rational(*made.period_percent) / 100);
            }
        }
        if (made.year_cap) RC_ASSERT(sum_of(credits.lines) <= *made.year_cap);
        if (made.year_percent) {
            RC_ASSERT(Rational(sum_of(credits.lines)) <=
                      Rational(made.charge) * 12 * Rational(*made.year_percent) / 100);
        }
        RC_ASSERT(sum_of(credits.lines) == credits.totals.at(0).total.minor);
    });
}

TEST(CreditLaws, OrderOfObjectivesAndResultsChangesNothing) {
    holds("order changes nothing", [] {
        const Case made = any_case();
        World world = build(made);
        const std::vector<CreditLine> expected = world.credits().lines;
        std::vector<std::size_t> order{0, 1, 2};
        std::ranges::rotate(order, order.begin() + *rc::gen::inRange(0, 3));
        World other = build(made, order);
        std::ranges::reverse(other.results);
        const std::vector<CreditLine> found = other.credits().lines;
        RC_ASSERT(found.size() == expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            RC_ASSERT(found[i].objective == expected[i].objective);
            RC_ASSERT(found[i].period == expected[i].period);
            RC_ASSERT(found[i].amount == expected[i].amount);
            RC_ASSERT(found[i].capped_by == expected[i].capped_by);
        }
    });
}

TEST(CreditLaws, ScalingChargesScalesPercentCreditsExactly) {
    holds("credits scale with charges", [] {
        Case made = any_case();
        const auto factor = *rc::gen::inRange<std::int64_t>(1, 50);
        const std::vector<CreditLine> small = build(made).credits().lines;
        made.charge *= factor;
        const std::vector<CreditLine> large = build(made).credits().lines;
        for (const CreditLine& line : small) {
            if (line.scheme != "tiers") continue;
            const auto same = std::ranges::find_if(large, [&](const CreditLine& other) {
                return other.objective == line.objective && other.period == line.period;
            });
            RC_ASSERT(same != large.end());
            RC_ASSERT(same->exact == line.exact * Rational(factor));
        }
    });
}

TEST(CreditLaws, MoreDowntimeNeverEarnsLess) {
    holds("deeper pays at least as much", [] {
        const auto below = *rc::gen::inRange(0, 300);
        const auto further = *rc::gen::inRange(0, 300);
        const auto exact = [](int hundredths) {
            World world;
            world.credited(tiers({tier("99.9", "7"), tier("99", "13"), tier("98", "40")}));
            world.measure("2024-03", format_exact(100 - make_rational(hundredths, 100)));
            const auto lines = world.credits().lines;
            return lines.empty() ? Rational(0) : lines.front().exact;
        };
        RC_ASSERT(exact(below + further) >= exact(below));
    });
}

TEST(CreditLaws, SharesAddUpToTheLastMinorUnit) {
    holds("shares add up", [] {
        const auto parts = *rc::gen::container<std::vector<std::int64_t>>(
            rc::gen::inRange<std::int64_t>(0, 1'000'000'000));
        const auto limit = *rc::gen::inRange<std::int64_t>(0, 3'000'000'000);
        const Int128 sum = std::accumulate(parts.begin(), parts.end(), Int128{0});
        const std::vector<std::int64_t> shares = share_out(parts, limit);
        RC_ASSERT(shares.size() == parts.size());
        RC_ASSERT(std::accumulate(shares.begin(), shares.end(), Int128{0}) ==
                  std::min<Int128>(sum, limit));
        for (std::size_t i = 0; i < parts.size(); ++i) {
            RC_ASSERT(shares[i] >= 0);
            RC_ASSERT(shares[i] <= parts[i]);
            // Within one unit of the exact proportion.
            if (sum > limit) RC_ASSERT(Int128{shares[i]} * sum < Int128{parts[i]} * limit + sum);
        }
    });
}

// Every day's share of its month, one by one.
Rational charges_day_by_day(const Charge& charge, Days days) {
    Rational sum = 0;
    for (Date at = days.first; at < days.end; at += date::days(1)) {
        if (at < charge.from || (charge.to && at >= *charge.to)) continue;
        const date::year_month_day ymd(at);
        const auto length = unsigned((ymd.year() / ymd.month() / date::last).day());
        sum += charge.amount.to_rational() / Rational(length);
    }
    return charge.per == ChargePer::year ? sum / 12 : sum;
}

TEST(ChargeLaws, AreTheSumOfTheirDays) {
    holds("charges are the sum of their days", [] {
        const auto some_day = [] {
            return day_of("2023-01-01") + date::days(*rc::gen::inRange(0, 1200));
        };
        Charge charge;
        charge.amount = pounds(*rc::gen::inRange<std::int64_t>(0, 10'000'000));
        charge.per = *rc::gen::element(ChargePer::month, ChargePer::year);
        charge.from = some_day();
        if (*rc::gen::arbitrary<bool>()) charge.to = some_day();
        const Date first = some_day();
        const Days days{first, first + date::days(*rc::gen::inRange(0, 500))};
        RC_ASSERT(creditable_charges({charge}, std::nullopt, days) ==
                  charges_day_by_day(charge, days));
    });
}

TEST(SplitLaws, PartsEqualTheWholeWithinOneMinorUnit) {
    holds("a split by equal terms changes nothing", [] {
        const auto charge = *rc::gen::inRange<std::int64_t>(0, 5'000'000);
        const Date cut = day_of("2024-04-02") + date::days(*rc::gen::inRange(0, 29));
        World world;
        world.contract().charges[0].amount = pounds(charge);
        Objective terms = objective("availability");
        terms.credits = tiers({tier("99.9", "7")});
        world.agreement().objectives = {terms};
        world.measure("2024-04", "99.0");
        const auto whole_lines = world.credits().lines;

        const Agreement same = world.agreement();
        world.add_agreement("hosting", same, format_date(cut), true);
        const Instant middle = TimeZone::utc().midnight(cut);
        const Span april = world.span("hosting", "2024-04");
        Measurement early = testing::measured(terms, {april.from, middle}, "99.0", world.as_of);
        Measurement late = testing::measured(terms, {middle, april.to}, "99.0", world.as_of);
        early.range = late.range = april;
        early.agreement = "hosting";
        early.period = "2024-04";
        world.results = {combine_parts(terms, {early, late})};
        const auto split_lines = world.credits().lines;
        const auto minor = [](const std::vector<CreditLine>& lines) {
            return lines.empty() ? 0 : lines.front().amount.minor;
        };
        RC_ASSERT(std::abs(minor(whole_lines) - minor(split_lines)) <= 1);
        if (!whole_lines.empty()) RC_ASSERT(whole_lines[0].exact == split_lines.at(0).exact);
    });
}

}  // namespace
}  // namespace underpin
