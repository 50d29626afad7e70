// Closing, restating and the proof of what was frozen, on evidence and documents that change.
#include "work/closing.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "store/credit_entries.h"
#include "store/measurements.h"
#include "work/measuring_fixture.h"
#include "work/recompute.h"
#include "work/restating.h"
#include "work/statement_check.h"
#include "work/statement_history.h"

namespace underpin::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string documents = R"(
apiVersion: underpin/v1
kind: Supplier
metadata: {id: acme, name: Acme}
spec: {kind: external}
---
apiVersion: underpin/v1
kind: Calendar
metadata: {id: office}
spec: {time_zone: UTC, open: {mon: ["09:00-17:00"], tue: ["09:00-17:00"], wed: ["09:00-17:00"], thu: ["09:00-17:00"], fri: ["09:00-17:00"]}}
---
apiVersion: underpin/v1
kind: Contract
metadata: {id: msa}
spec:
  supplier: acme
  term: {from: 2024-01-01, to: 2025-01-01}
  currency: GBP
  charges: [{amount: "1000.00", per: month, from: 2024-01-01}]
  caps: {year_amount: "250.00"}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: status}
spec: {plugin: csv, config: {path: status.csv, shape: interval}}
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: uc}
spec:
  contract: msa
  time_zone: UTC
  calendar: office
  period: {every: month}
  objectives:
    - {id: up, metric: availability, evidence: {sources: [status]}, target: {at_least: "99"}, credits: {scheme: fixed, amount: "100.00"}}
)";

// Eight hours of service time: about 4.5 % of a month.
Record outage(const std::string& key, const std::string& day) {
    auto record = testing_support::outage(key, 0, 0);
    record.start = at(day + "T09:00:00Z");
    record.end = at(day + "T17:00:00Z");
    return record;
}

class ClosingTest : public MeasuringTest {
  protected:
    void SetUp() override {
        apply_documents(documents);
        import("status", {outage("jan", "2024-01-10"), outage("mar", "2024-03-13")},
               {at("2024-01-01T00:00:00Z"), at("2024-07-01T00:00:00Z")});
    }

    Result<CloseOutcome> close(const std::string& period, bool through = false) {
        CloseRequest request{"acme", period, "month end"};
        request.through = through;
        return close_period(*context_, request);
    }

    void late_outage() {
        import("status", {outage("feb", "2024-02-14")},
               {at("2024-01-01T00:00:00Z"), at("2024-07-01T00:00:00Z")});
    }

    std::vector<std::string> notes_of_measuring() {
        return require(measure_and_restate(*context_, {})).notes;
    }

    std::size_t versions(const std::string& period) {
        const auto history = statement_history(*context_, "acme", period);
        return history ? history->size() : 0;
    }

    // By line: its entries, "period version amount".
    std::vector<std::string> entries() {
        std::vector<std::string> all;
        for (const auto& entry : closed_credit_entries(*context_, {"acme", {}, {}, {}})) {
            all.push_back(entry.line.period + " " + std::to_string(entry.version) + " " +
                          entry.amount.to_string());
        }
        return all;
    }

    // Where recomputing found something else.
    std::vector<std::string> differences() {
        std::vector<std::string> where;
        for (const auto& one : require(recompute(*context_, {})).statements) {
            for (const auto& difference : one.differences) {
                where.push_back(one.name.period + " " + difference.where + ": " +
                                difference.frozen + " / " + difference.recomputed);
            }
        }
        return where;
    }

    void change(const std::string& text) {
        database_->transact([&](Session& session) { return sql::execute(session, text); });
    }
};

TEST_F(ClosingTest, AnOpenPeriodIsNotClosed) {
    const auto open = close("2024-06", true);
    ASSERT_FALSE(open);
    EXPECT_THAT(open.error().message, HasSubstr("is open: it ends at 2024-07-01T00:00:00Z"));
    const auto quarter = close("2024-Q2", true);
    ASSERT_FALSE(quarter);
    EXPECT_THAT(quarter.error().message, HasSubstr("2024-Q2 of uc is open"));
    EXPECT_EQ(versions("2024-01"), 0U);
}

TEST_F(ClosingTest, PeriodsCloseInOrder) {
    const auto refused = close("2024-03");
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("2024-01 of uc is not closed"));
    EXPECT_EQ(require(close("2024-03", true)).statements.size(), 3U);
    EXPECT_TRUE(require(close("2024-02")).statements.front().already);
    EXPECT_THAT(entries(), ElementsAre("2024-01 1 100.00", "2024-03 1 100.00"));
    EXPECT_THAT(differences(), IsEmpty());
    EXPECT_THAT(check_statements(*database_).faults, IsEmpty());
}

TEST_F(ClosingTest, LateEvidenceMakesAVersionBeside) {
    require(close("2024-03", true));
    late_outage();
    EXPECT_THAT(notes_of_measuring(),
                ElementsAre(HasSubstr("2024-02 of acme was restated, version 2: status: 1 new "
                                      "record (feb)"),
                            HasSubstr("2024-03 of acme was restated, version 2: credits follow "
                                      "from 2024-02")));
    EXPECT_THAT(notes_of_measuring(), IsEmpty());  // said once
    EXPECT_EQ(versions("2024-01"), 1U);
    const auto history = require(statement_history(*context_, "acme", "2024-02"));
    ASSERT_EQ(history.size(), 2U);
    EXPECT_EQ(history[0].card.agreements[0].objectives[0].status, Status::met);
    EXPECT_EQ(history[1].card.agreements[0].objectives[0].status, Status::breached);
    EXPECT_EQ(history[1].card.agreements[0].objectives[0].version, 2);
    EXPECT_THAT(entries(), ElementsAre("2024-01 1 100.00", "2024-02 2 100.00", "2024-03 1 100.00",
                                       "2024-03 2 -50.00"));
    EXPECT_THAT(differences(), IsEmpty());
    EXPECT_THAT(check_statements(*database_).faults, IsEmpty());
}

TEST_F(ClosingTest, AFrozenRowIsNeverEdited) {
    require(close("2024-03", true));
    const auto rows = [&] {
        return database_->read([](Session& session) {
            std::vector<std::string> all;
            for (const auto& stored : load_measurements(session, "uc")) {
                if (!stored.frozen) continue;
                const auto& m = stored.measurement;
                all.push_back(m.period + std::to_string(m.version) + status_name(m.status));
            }
            return all;
        });
    };
    const auto before = rows();
    ASSERT_EQ(before.size(), 3U);
    late_outage();
    (void)notes_of_measuring();
    const auto after = rows();
    EXPECT_EQ(after.size(), 4U);
    for (const auto& row : before) EXPECT_THAT(after, testing::Contains(row));
}

TEST_F(ClosingTest, EvidenceThatChangesNoNumberMakesNoVersion) {
    require(close("2024-03", true));
    auto again = outage("jan", "2024-01-10");
    again.attributes = {{"note", "looked at again"}};
    import("status", {again}, {at("2024-01-01T00:00:00Z"), at("2024-07-01T00:00:00Z")});
    EXPECT_THAT(notes_of_measuring(), IsEmpty());
    EXPECT_EQ(versions("2024-01"), 1U);
    EXPECT_THAT(differences(), IsEmpty());
    // What was measured again for nothing is not measured a third time.
    EXPECT_EQ(require(measure_and_restate(*context_, {})).measured, 0U);
}

TEST_F(ClosingTest, ACorrectedDocumentIsAReason) {
    require(close("2024-01"));
    auto corrected = documents;
    corrected.replace(corrected.find("\"99\""), 4, "\"90\"");
    apply_documents(corrected);
    EXPECT_THAT(notes_of_measuring(), ElementsAre(HasSubstr("Agreement/uc: revision")));
    EXPECT_THAT(entries(), ElementsAre("2024-01 1 100.00", "2024-01 2 -100.00"));
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(ClosingTest, AQuarterHoldsWhatWasClosedByMonths) {
    require(close("2024-01"));
    require(close("2024-Q1", true));
    EXPECT_THAT(entries(), ElementsAre("2024-01 1 100.00", "2024-03 1 100.00"));
    late_outage();
    (void)notes_of_measuring();
    EXPECT_EQ(versions("2024-01"), 1U);
    EXPECT_EQ(versions("2024-Q1"), 2U);
    EXPECT_THAT(differences(), IsEmpty());
    EXPECT_THAT(check_statements(*database_).faults, IsEmpty());
}

TEST_F(ClosingTest, AClosedPeriodStaysWhenOnlyTimePasses) {
    require(close("2024-03", true));
    clock_.set(at("2024-12-01T00:00:00Z"));  // the claims have lapsed
    EXPECT_THAT(notes_of_measuring(), IsEmpty());
    EXPECT_EQ(versions("2024-03"), 1U);
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(ClosingTest, RecomputingFindsWhatWasTamperedWith) {
    require(close("2024-03", true));
    late_outage();
    (void)notes_of_measuring();
    ASSERT_THAT(differences(), IsEmpty());
    change("UPDATE evidence SET end_at = end_at - 3600000 WHERE record_key = 'jan'");
    EXPECT_THAT(differences(), Not(IsEmpty()));
    change("UPDATE evidence SET end_at = end_at + 3600000 WHERE record_key = 'jan'");
    ASSERT_THAT(differences(), IsEmpty());
    change("UPDATE measurement SET value = '99/1' WHERE period = '2024-01' AND frozen = 1");
    EXPECT_THAT(differences(), ElementsAre(HasSubstr("measurement uc up 2024-01, version 1")));
}

TEST_F(ClosingTest, TheCheapCheckFindsWhatWasTamperedWith) {
    require(close("2024-01"));
    const auto faults = [&] { return check_statements(*database_).faults; };
    ASSERT_THAT(faults(), IsEmpty());
    change("UPDATE credit_entry SET amount = amount + 1");
    EXPECT_THAT(faults(), ElementsAre(HasSubstr("miss -0.01 GBP")));
    change("UPDATE credit_entry SET amount = amount - 1");
    change("UPDATE measurement SET frozen = 0");
    EXPECT_THAT(faults(), ElementsAre(HasSubstr("not there or not frozen")));
    change("UPDATE measurement SET frozen = 1 WHERE period = '2024-01'");
    change("UPDATE statement SET reason = 'another'");
    EXPECT_THAT(faults(), ElementsAre(HasSubstr("was changed")));
}

TEST_F(ClosingTest, ADryRunChangesNothing) {
    CloseRequest request{"acme", "2024-01", ""};
    request.dry_run = true;
    EXPECT_EQ(require(close_period(*context_, request)).statements.size(), 1U);
    EXPECT_EQ(versions("2024-01"), 0U);
    EXPECT_THAT(entries(), IsEmpty());
}

}  // namespace
}  // namespace underpin::test
