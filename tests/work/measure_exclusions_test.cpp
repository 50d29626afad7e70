// A new, changed or withdrawn exclusion has exactly those cells measured again that it can concern.
#include <fmt/format.h>
#include <random>

#include "work/measuring_fixture.h"

namespace underpin::test {
namespace {

const std::string agreement = R"(
apiVersion: underpin/v1
kind: Supplier
metadata: {id: acme, name: Acme}
spec: {kind: internal}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: status}
spec: {plugin: csv, config: {path: status.csv, shape: interval}}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: desk}
spec: {plugin: csv, config: {path: desk.csv, shape: case}}
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: ola}
spec:
  type: operational
  supplier: acme
  time_zone: UTC
  period: {every: month}
  term: {from: 2024-01-01, to: 2024-04-01}
  objectives:
    - {id: up, metric: availability, with: {merge_gap: 2h}, evidence: {sources: [status]}, target: {at_least: "99"}}
    - {id: repair, metric: mttr, evidence: {sources: [status]}, target: {at_most: 4h}}
    - {id: between, metric: mtbf, evidence: {sources: [status]}, target: {at_least: 24h}}
    - {id: desk, metric: case_time, with: {limits: {default: 40h}}, evidence: {sources: [desk]}, target: {at_least: "90"}}
    - {id: late, metric: case_time, with: {attribute_by: first_outcome, limits: {default: 40h}}, evidence: {sources: [desk]}, target: {at_least: "90"}}
)";

std::string exclusion(const std::string& id, const std::string& from, const std::string& to,
                      const std::string& more = "") {
    return fmt::format(
        "apiVersion: underpin/v1\nkind: Exclusion\nmetadata: {{id: {}}}\n"
        "spec: {{agreement: ola, from: \"{}\", to: \"{}\", reason: test, approved: true{}}}\n",
        id, from, to, more);
}

Record interval(const std::string& key, Instant from, std::optional<Instant> to) {
    Record record;
    record.key = key;
    record.start = from;
    record.end = to;
    record.component = "web";
    return record;
}

Record ticket(const std::string& key, Instant opened, std::optional<Instant> resolved) {
    Record record;
    record.shape = Shape::case_;
    record.key = key;
    record.start = opened;
    record.end = resolved;
    return record;
}

const Span first_half{at("2024-01-01T00:00:00Z"), at("2024-06-01T00:00:00Z")};
constexpr std::size_t cells = 15;  // five objectives, three months

class MeasureExclusions : public MeasuringTest {
  protected:
    MeasureExclusions() {
        apply_documents(agreement);
        import("status",
               {interval("january", at("2024-01-15T00:00:00Z"), at("2024-01-15T02:00:00Z")),
                interval("turn", at("2024-01-31T22:00:00Z"), at("2024-02-01T02:00:00Z")),
                interval("march", at("2024-03-15T00:00:00Z"), at("2024-03-15T02:00:00Z"))},
               first_half);
        import("desk",
               {ticket("long", at("2024-01-20T00:00:00Z"), at("2024-02-10T00:00:00Z")),
                ticket("march", at("2024-03-20T00:00:00Z"), at("2024-03-20T12:00:00Z"))},
               first_half);
        EXPECT_EQ(measure_now().measured, cells);
        EXPECT_EQ(measure_now().measured, 0U);
    }

    std::size_t measured_after(const std::string& document) {
        apply_documents(document);
        return measure_now().measured;
    }
};

TEST_F(MeasureExclusions, OnlyTheMonthThatTheWindowLiesIn) {
    EXPECT_EQ(measured_after(exclusion("e", "2024-03-10T00:00:00Z", "2024-03-11T00:00:00Z")), 5U);
    EXPECT_EQ(measured_after(exclusion("f", "2024-01-05T00:00:00Z", "2024-01-06T00:00:00Z")), 5U);
    EXPECT_EQ(measured_after(exclusion("g", "2024-04-01T00:00:00Z", "2024-05-01T00:00:00Z")), 0U);
}

TEST_F(MeasureExclusions, AnOutageOverTheTurnOfTheMonthConcernsBoth) {
    const std::string of_outages = ", objectives: [up, repair, between]";
    EXPECT_EQ(
        measured_after(exclusion("e", "2024-01-31T23:00:00Z", "2024-01-31T23:30:00Z", of_outages)),
        6U);
    // A window after the outage reaches back to no other month.
    EXPECT_EQ(
        measured_after(exclusion("f", "2024-02-01T05:00:00Z", "2024-02-01T06:00:00Z", of_outages)),
        3U);
}

TEST_F(MeasureExclusions, AClockThatRunsOverTheTurnOfTheMonthConcernsBoth) {
    const std::string of_cases = ", stops_cases: true, objectives: [desk, late]";
    EXPECT_EQ(
        measured_after(exclusion("e", "2024-02-05T00:00:00Z", "2024-02-06T00:00:00Z", of_cases)),
        4U);
    EXPECT_EQ(
        measured_after(exclusion("f", "2024-02-15T00:00:00Z", "2024-02-16T00:00:00Z", of_cases)),
        2U);
}

TEST_F(MeasureExclusions, AMovedOrWithdrawnOneConcernsWhereItWasAndWhereItIs) {
    measured_after(exclusion("e", "2024-01-05T00:00:00Z", "2024-01-06T00:00:00Z"));
    EXPECT_EQ(measured_after(exclusion("e", "2024-03-05T00:00:00Z", "2024-03-06T00:00:00Z")), 10U);
    auto withdrawn = exclusion("e", "2024-03-05T00:00:00Z", "2024-03-06T00:00:00Z");
    withdrawn.replace(withdrawn.find("true"), 4, "false");
    EXPECT_EQ(measured_after(withdrawn), 5U);
}

// What stays stored is what a measurement of everything would give, however exclusions come.
TEST_F(MeasureExclusions, WhatIsNotMeasuredAgainWouldGiveTheSame) {
    std::mt19937 random(20240601);
    const auto hours = [&](int below) {
        return Duration{hour.ms * static_cast<int>(random() % static_cast<unsigned>(below))};
    };
    const auto start = at("2024-01-01T00:00:00Z");
    std::vector<Record> outages, tickets;
    for (int i = 0; i < 30; ++i) {
        const auto from = start + hours(24 * 95);
        const bool open = i % 15 == 14;
        outages.push_back(interval(std::to_string(i), from,
                                   open ? std::nullopt : std::optional(from + hours(60))));
        tickets.push_back(ticket(std::to_string(i), from,
                                 open ? std::nullopt : std::optional(from + hours(400))));
    }
    import("status", outages, first_half);
    import("desk", tickets, first_half);
    measure_now();
    std::size_t measured = 0;
    for (int i = 0; i < 25; ++i) {
        const auto from = start + hours(24 * 120);
        apply_documents(exclusion(fmt::format("e{}", i % 12), format_instant(from),
                                  format_instant(from + hour + hours(20)),
                                  i % 3 == 0   ? ", components: [web]"
                                  : i % 3 == 1 ? ", stops_cases: true"
                                               : ""));
        const auto kept = measure_now();
        measured += kept.measured;
        const auto afresh = measure_afresh();
        ASSERT_EQ(afresh.measured, cells);
        for (std::size_t k = 0; k < cells; ++k) {
            const auto& a = kept.results.at(k);
            const auto& b = afresh.results.at(k);
            EXPECT_EQ(a.value, b.value) << i << " " << a.objective << " " << a.period;
            EXPECT_EQ(a.status, b.status);
            EXPECT_EQ(std::tuple(a.counted, a.breaching, a.pending, a.excluded),
                      std::tuple(b.counted, b.breaching, b.pending, b.excluded));
        }
    }
    EXPECT_GT(measured, 0U);
    EXPECT_LT(measured, 25 * cells);
}

}  // namespace
}  // namespace underpin::test
