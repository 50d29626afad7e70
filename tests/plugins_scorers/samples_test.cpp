// delivery, ratio, sample and count: the rules one by one.
#include <gtest/gtest.h>

#include "scorer_bench.h"

namespace underpin::bench {
namespace {

const std::vector<Cell> one_march{{march, april}};

Row delivery(std::int64_t due, std::optional<std::int64_t> resolved,
             std::optional<Int128> ordered = nine(10), std::optional<Int128> delivered = nine(10)) {
    Row row;
    row.due_day = march_day + due;
    if (resolved) row.resolved_day = march_day + *resolved;
    row.ordered = ordered;
    row.delivered = delivered;
    return row;
}

std::string judged(const Outcome& outcome) {
    const auto& answer = outcome.answers.at(0);
    return value_text(answer) + ", counted " + std::to_string(answer.counted) + ", breaching " +
           std::to_string(answer.breaching) + ", pending " + std::to_string(answer.pending) +
           ", excluded " + std::to_string(answer.excluded);
}

TEST(Delivery, OnTimeIsFromEarlyToLateByDates) {
    const std::vector<Row> rows{delivery(10, 7), delivery(10, 8), delivery(10, 10),
                                delivery(10, 12), delivery(10, 13)};
    const auto setting = around_the_clock();
    const auto by = [&](const std::string& with) {
        return judged(measure("delivery", with, setting, rows, one_march));
    };
    EXPECT_EQ(by("{}"), "60, counted 5, breaching 2, pending 0, excluded 0");
    EXPECT_EQ(by(R"({"early": "2d", "late": 2})"),
              "60, counted 5, breaching 2, pending 0, excluded 0");
    EXPECT_EQ(by(R"({"early": 0})"), "20, counted 5, breaching 4, pending 0, excluded 0");
    EXPECT_EQ(by(R"({"late": "3", "early": "unlimited"})"),
              "100, counted 5, breaching 0, pending 0, excluded 0");
}

TEST(Delivery, InFullIsWithinTheToleranceAndNeedsQuantities) {
    const std::vector<Row> rows{delivery(1, 1, nine(100), nine(95)),
                                delivery(1, 1, nine(100), nine(105)),
                                delivery(1, 1, nine(100), nine(105) + 1),
                                delivery(1, 1, nine(100), {}),
                                delivery(1, 1, {}, nine(100)),
                                delivery(1, 9, nine(100), nine(100))};
    const auto setting = around_the_clock();
    const auto by = [&](const std::string& with) {
        return judged(measure("delivery", with, setting, rows, one_march));
    };
    EXPECT_EQ(by(R"({"count": "in_full", "quantity_tolerance": "5"})"),
              "50, counted 6, breaching 3, pending 0, excluded 0");
    EXPECT_EQ(by(R"({"count": "both", "quantity_tolerance": "5"})"),
              "100/3, counted 6, breaching 4, pending 0, excluded 0");
    EXPECT_EQ(by(R"({"count": "on_time"})"),
              "250/3, counted 6, breaching 1, pending 0, excluded 0");
    EXPECT_EQ(by(R"({"count": "in_full"})"), "50/3, counted 6, breaching 5, pending 0, excluded 0");
}

TEST(Delivery, IsPendingUntilItsLastAllowedDayIsOver) {
    auto setting = around_the_clock();
    const std::vector<Row> rows{delivery(10, {})};
    const auto at = [&](std::int64_t day, std::int64_t ms) {
        setting.as_of = march + day * day_ms + ms;
        return measure("delivery", R"({"late": "2"})", setting, rows,
                       {{march, setting.as_of, april}});
    };
    auto outcome = at(12, day_ms - 1);
    EXPECT_EQ(judged(outcome), "no events, counted 0, breaching 0, pending 1, excluded 0");
    EXPECT_EQ(outcome.answers[0].changes_at, march + 13 * day_ms);
    outcome = at(13, 0);
    EXPECT_EQ(judged(outcome), "0, counted 1, breaching 1, pending 0, excluded 0");
    EXPECT_EQ(outcome.answers[0].changes_at, UNDERPIN_ABSENT);
    EXPECT_EQ(outcome.verdicts.at(0).amount, day_ms);  // a day beyond its last one
    // Long before, the next look is asked for before the miss, never after.
    outcome = at(2, 5);
    EXPECT_GT(outcome.answers[0].changes_at, setting.as_of);
    EXPECT_LE(outcome.answers[0].changes_at, march + 13 * day_ms);
}

TEST(Delivery, CountsInThePeriodThatHoldsItsDueDate) {
    const std::vector<Row> rows{delivery(-1, -1), delivery(0, 40), delivery(30, 30),
                                delivery(31, 31)};
    const auto outcome = measure("delivery", "{}", around_the_clock(), rows,
                                 {{march, april}, {april, april + 30 * day_ms}});
    EXPECT_EQ(judged(outcome), "50, counted 2, breaching 1, pending 0, excluded 0");
    EXPECT_EQ(outcome.answers[1].counted, 1);
}

TEST(Delivery, SaysWhenQuantitiesAreTooLargeToBeExact) {
    Int128 huge = 1;
    for (int i = 0; i < 37; ++i) huge *= 10;
    const Scorer scorer("delivery");
    const Instance instance(scorer, R"({"quantity_tolerance": "5"})");
    const auto outcome =
        instance.measure(around_the_clock(), {delivery(1, 1, huge, -huge)}, one_march);
    EXPECT_EQ(outcome.result, UNDERPIN_DATA);
    EXPECT_NE(outcome.message.find("too large to be computed exactly"), std::string::npos);
}

Row sample(std::int64_t at, const std::string& metric = "m") {
    Row row;
    row.start = at;
    row.metric = metric;
    return row;
}

Row good_of(std::int64_t at, Int128 good, Int128 total) {
    auto row = sample(at);
    row.good = good;
    row.total = total;
    return row;
}

Row value_at(std::int64_t at, Int128 value, std::string key = "") {
    auto row = sample(at);
    row.value = value;
    row.key = std::move(key);
    return row;
}

TEST(Ratio, SumsGoodAndTotalOfItsMetric) {
    auto other = good_of(march, nine(1), nine(1));
    other.metric = "other";
    const std::vector<Row> rows{good_of(march, nine(90), nine(100)),
                                good_of(april - 1, nine(19), nine(20)),
                                good_of(april, nine(0), nine(7)),
                                good_of(march - 1, nine(0), nine(7)),
                                other,
                                value_at(march, nine(5))};
    const auto outcome =
        measure("ratio", R"({"metric": "m"})", around_the_clock(), rows, one_march);
    EXPECT_EQ(judged(outcome), "545/6, counted 2, breaching 0, pending 0, excluded 0");
    const auto& answer = outcome.answers[0];
    EXPECT_TRUE(to_int128(answer.numerator) == 109 && to_int128(answer.denominator) == 120);
    EXPECT_EQ(answer.fraction_scale, 0);
}

TEST(Ratio, OfPartsOfUnitsKeepsTheirPlaces) {
    const std::vector<Row> rows{good_of(march, 500'000'000, nine(2)),
                                good_of(march, nine(1), nine(1))};
    const auto outcome =
        measure("ratio", R"({"metric": "m"})", around_the_clock(), rows, one_march);
    const auto& answer = outcome.answers[0];
    EXPECT_EQ(value_text(answer), "50");
    EXPECT_TRUE(to_int128(answer.numerator) == 15 && to_int128(answer.denominator) == 30);
    EXPECT_EQ(answer.fraction_scale, 1);
}

TEST(Ratio, OfNothingIsNoEventsWithItsCount) {
    const std::vector<Row> rows{good_of(march, nine(0), nine(0))};
    const auto outcome =
        measure("ratio", R"({"metric": "m"})", around_the_clock(), rows, one_march);
    EXPECT_EQ(judged(outcome), "no events, counted 1, breaching 0, pending 0, excluded 0");
}

TEST(Sample, HasEveryStatistic) {
    std::vector<Row> rows;
    for (const int value : {7, 1, 5, 3}) rows.push_back(value_at(march + value, nine(value)));
    const auto by = [&](const std::string& statistic) {
        return value_text(measure("sample", R"({"metric": "m", "statistic": ")" + statistic + "\"}",
                                  around_the_clock(), rows, one_march)
                              .answers[0]);
    };
    EXPECT_EQ(by("mean"), "4");
    EXPECT_EQ(by("median"), "4");
    EXPECT_EQ(by("min"), "1");
    EXPECT_EQ(by("max"), "7");
    EXPECT_EQ(by("p50"), "3");
    EXPECT_EQ(by("p75.1"), "7");
    EXPECT_EQ(by("last"), "7");
    EXPECT_EQ(value_text(measure("sample", R"({"metric": "m"})", around_the_clock(),
                                 {value_at(march, 1), value_at(march, 2)}, one_march)
                             .answers[0]),
              "3/2000000000");
    EXPECT_EQ(
        value_text(
            measure("sample", R"({"metric": "m"})", around_the_clock(), {}, one_march).answers[0]),
        "no events");
}

TEST(Sample, OfEqualInstantsTheGreatestKeyIsLast) {
    const std::vector<Row> rows{value_at(march + 5, nine(1), "b"),
                                value_at(march + 5, nine(2), "a9"),
                                value_at(march + 4, nine(3), "z")};
    const std::string with = R"({"metric": "m", "statistic": "last"})";
    EXPECT_EQ(value_text(measure("sample", with, around_the_clock(), rows, one_march).answers[0]),
              "1");
    const std::vector<Row> turned(rows.rbegin(), rows.rend());
    EXPECT_EQ(value_text(measure("sample", with, around_the_clock(), turned, one_march).answers[0]),
              "1");
}

TEST(Events, AreLeftOutInsideExclusionsAndOutsideServiceTime) {
    auto setting = around_the_clock();
    setting.hours = {{march, march + 10 * hour_ms}, {march + 20 * hour_ms, march + 30 * hour_ms}};
    setting.excluded = {{march + 2 * hour_ms, march + 3 * hour_ms}};
    setting.partials = {{{march + 5 * hour_ms, march + 6 * hour_ms}, {"web"}}};
    std::vector<Row> rows;
    for (int hour = 0; hour < 12; ++hour) {
        auto row = value_at(march + hour * hour_ms, nine(hour));
        row.good = row.total = nine(1);
        row.component = hour % 2 == 1 ? "web" : "db";
        rows.push_back(row);
    }
    const std::string all = "counted 10, breaching 0, pending 0, excluded 2";
    const std::string open = "counted 8, breaching 0, pending 0, excluded 2";
    const auto by = [&](const std::string& scorer, const std::string& with) {
        const auto text = judged(measure(scorer, with, setting, rows, one_march));
        return text.substr(text.find("counted"));
    };
    EXPECT_EQ(by("count", R"({"of": "intervals"})"), all);
    EXPECT_EQ(by("count", R"({"of": "cases", "in_service_time": true})"), open);
    EXPECT_EQ(by("ratio", R"({"metric": "m"})"), all);
    EXPECT_EQ(by("ratio", R"({"metric": "m", "in_service_time": true})"), open);
    EXPECT_EQ(by("sample", R"({"metric": "m"})"), all);
    EXPECT_EQ(by("sample", R"({"metric": "m", "in_service_time": true})"), open);
}

TEST(Count, OfNothingIsZero) {
    const auto outcome = measure("count", R"({"of": "cases"})", around_the_clock(), {}, one_march);
    EXPECT_EQ(judged(outcome), "0, counted 0, breaching 0, pending 0, excluded 0");
    EXPECT_EQ(outcome.answers[0].has_fraction, 0);
}

TEST(Count, SaysWhichShapeItCounts) {
    const Scorer scorer("count");
    EXPECT_EQ(Instance(scorer, R"({"of": "intervals"})").shape(), UNDERPIN_SHAPE_INTERVAL);
    EXPECT_EQ(Instance(scorer, R"({"of": "cases"})").shape(), UNDERPIN_SHAPE_CASE);
}

}  // namespace
}  // namespace underpin::bench
