// A stored measurement that is not what its evidence gives is found.
#include "work/recheck.h"

#include <fmt/format.h>

#include "work/doctor.h"
#include "work/measuring_fixture.h"

namespace underpin::test {
namespace {

using testing_support::outage;

const std::string documents = R"(
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
kind: Agreement
metadata: {id: ola}
spec:
  type: operational
  supplier: acme
  time_zone: UTC
  period: {every: month}
  term: {from: 2024-01-01}
  objectives:
    - {id: up, metric: availability, evidence: {sources: [status]}, target: {at_least: "99"}}
    - id: calm
      metric: count
      with: {of: intervals}
      evidence: {sources: [status]}
      target: {at_most: 5}
)";

Record interval(const std::string& key, const char* from, const char* to) {
    Record record;
    record.key = key;
    record.start = at(from);
    record.end = at(to);
    return record;
}

// Two objectives from January to May, and June, which has just begun.
constexpr std::size_t cells = 12;

class RecheckTest : public MeasuringTest {
  protected:
    RecheckTest() {
        clock_.set(at("2024-06-10T00:00:00Z"));
        apply_documents(documents);
        import("status",
               {interval("a", "2024-02-10T00:00:00Z", "2024-02-10T06:00:00Z"),
                interval("b", "2024-06-05T00:00:00Z", "2024-06-05T01:00:00Z")},
               {at("2024-01-01T00:00:00Z"), at("2024-06-10T00:00:00Z")});
        EXPECT_EQ(measure_now().measured, cells);
    }

    RecheckReport recheck(std::size_t at_most = 0) {
        return require(recheck_measurements(*context_, {at_most, {}}));
    }
    // Behind the program's back.
    void edit(const std::string& assignment, const std::string& where) {
        const auto changed = database_->transact([&](Session& session) {
            return sql::execute(session,
                                "UPDATE measurement SET " + assignment + " WHERE " + where);
        });
        EXPECT_EQ(changed, 1) << where;
    }
};

TEST_F(RecheckTest, WhatIsAsItWasMeasuredIsSound) {
    const auto report = recheck();
    EXPECT_EQ(report.stored, cells);
    EXPECT_EQ(report.repeated, cells);
    EXPECT_EQ(report.due, 0U);
    EXPECT_TRUE(report.faults.empty()) << report.faults.front();
}

// The open month speaks of the instant at which it was measured, whatever the time is now.
TEST_F(RecheckTest, LaterItIsStillSound) {
    clock_.set(at("2024-06-20T12:34:56Z"));
    const auto report = recheck();
    EXPECT_EQ(report.repeated, cells);
    EXPECT_TRUE(report.faults.empty()) << report.faults.front();
}

TEST_F(RecheckTest, ARowEditedByHandIsFound) {
    const std::string february = "objective = 'up' AND period = '2024-02'";
    const std::pair<const char*, const char*> edits[] = {
        {"status = 'breached'", "status breached is stored, met is what the evidence gives"},
        {"value = '100/1'", "value 100 is stored"},
        {"score = '1/2'", "score 0.5 is stored"},
        {"counted = 0", "counted 0 is stored, 1 is"},
        {"detail = REPLACE(detail, '\"coverage\":\"1/1\"', '\"coverage\":\"1/2\"')",
         "coverage 0.5 is stored, 1 is"}};
    for (const auto& [assignment, words] : edits) {
        measure_afresh();
        edit(assignment, february);
        const auto report = recheck();
        ASSERT_EQ(report.faults.size(), 1U) << assignment;
        EXPECT_NE(report.faults.front().find("agreement ola, objective up, 2024-02: "),
                  std::string::npos);
        EXPECT_NE(report.faults.front().find(words), std::string::npos) << report.faults.front();
    }
}

TEST_F(RecheckTest, SoIsOneOfTheOpenPeriod) {
    edit("value = '100/1'", "objective = 'up' AND period = '2024-06'");
    EXPECT_EQ(recheck().faults.size(), 1U);
}

TEST_F(RecheckTest, AndEvidenceThatWasEditedUnderIt) {
    const auto changed = database_->transact([](Session& session) {
        return sql::execute(session,
                            "UPDATE evidence SET end_at = end_at + 3600000 WHERE "
                            "record_key = 'a'");
    });
    EXPECT_EQ(changed, 1);
    EXPECT_FALSE(recheck().faults.empty());
}

TEST_F(RecheckTest, ARowThatCannotBeReadIsAFaultNotTheEnd) {
    edit("value = 'ninety-nine'", "objective = 'up' AND period = '2024-03'");
    ASSERT_EQ(recheck().faults.size(), 1U);
    EXPECT_NE(recheck().faults.front().find("ninety-nine"), std::string::npos);
}

// What the next measuring replaces anyway is no fault: new evidence, or a changed document.
TEST_F(RecheckTest, WhatIsDueIsLeftAlone) {
    edit("value = '100/1'", "objective = 'up' AND period = '2024-02'");
    import("status", {interval("c", "2024-02-20T00:00:00Z", "2024-02-20T01:00:00Z")},
           {at("2024-01-01T00:00:00Z"), at("2024-06-10T00:00:00Z")});
    const auto report = recheck();
    EXPECT_EQ(report.due, 2U);
    EXPECT_EQ(report.repeated, cells - 2);
    EXPECT_TRUE(report.faults.empty()) << report.faults.front();
    auto changed = documents;
    changed.replace(changed.find("\"99\""), 4, "\"98\"");
    apply_documents(changed);
    EXPECT_EQ(recheck().due, cells);
}

TEST_F(RecheckTest, ASampleLooksAtOthersEachDay) {
    edit("counted = 7", "objective = 'calm' AND period = '2024-04'");
    std::size_t found = 0;
    for (int day = 0; day < 4; ++day) {
        clock_.set(at("2024-06-10T00:00:00Z") + Duration{day * underpin::day.ms});
        const auto report = recheck(3);
        EXPECT_EQ(report.stored, cells);
        EXPECT_EQ(report.repeated, 3U);
        found += report.faults.size();
    }
    EXPECT_EQ(found, 1U);  // in four days each of the twelve was looked at once
}

TEST_F(RecheckTest, DoctorSaysIt) {
    edit("status = 'breached'", "objective = 'calm' AND period = '2024-01'");
    EXPECT_FALSE(examine(*context_, {DoctorDepth::sample, {}}).ok());
    EXPECT_FALSE(examine(*context_, {DoctorDepth::deep, {}}).ok());
}

}  // namespace
}  // namespace underpin::test
