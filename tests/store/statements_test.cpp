#include "store/statements.h"

#include "store/credit_entries.h"
#include "store/measurements.h"
#include "store/store_test.h"

namespace underpin::testing_support {
namespace {

using testing::ElementsAre;

StoredStatement statement(const std::string& period, int version) {
    StoredStatement made;
    made.name = {"acme", period, version};
    made.as_of = at_hour(5);
    made.actor = "person:jo";
    made.reason = "month end";
    made.documents = 7;
    made.scorecard = R"({"score":"100/3"})";
    made.credits = R"({"lines":[]})";
    made.basis = R"({"sources":{}})";
    made.changed = "[]";
    return made;
}

CreditEntry entry(const std::string& period, int version, std::int64_t minor) {
    CreditEntry made;
    made.line = {"acme-hosting", "availability", period, ""};
    made.version = version;
    made.supplier = "acme";
    made.contract = "acme-msa";
    made.amount = {minor, require(Currency::find("GBP"))};
    made.statement = period;
    made.statement_version = version;
    made.actor = "person:jo";
    made.reason = "late evidence";
    made.derived = "{}";
    return made;
}

class StatementsTest : public StoreTest {
  protected:
    Result<StoredStatement> save(const StoredStatement& made) {
        return db().transact([&](Session& s) {
            lock_statements(s);
            return save_statement(s, made);
        });
    }
    std::vector<int> versions(const std::string& period) {
        std::vector<int> all;
        for (const auto& one :
             db().read([&](Session& s) { return load_statements(s, "acme", period); })) {
            all.push_back(one.name.version);
        }
        return all;
    }
};
UNDERPIN_ON_BOTH_BACKENDS(StatementsTest);

TEST_P(StatementsTest, ComeBackAsTheyWere) {
    const auto saved = require(save(statement("2024-03", 1)));
    const auto found = db().read([](Session& s) {
        return load_statement(s, {"acme", "2024-03", 1});
    });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->name, saved.name);
    EXPECT_EQ(found->number, 1);
    EXPECT_EQ(found->at, test_now);
    EXPECT_EQ(found->as_of, at_hour(5));
    EXPECT_EQ(found->actor, "person:jo");
    EXPECT_EQ(found->reason, "month end");
    EXPECT_EQ(found->documents, 7);
    EXPECT_EQ(found->scorecard, R"({"score":"100/3"})");
    EXPECT_EQ(found->sha256, statement_hash(*found));
    EXPECT_FALSE(db().read([](Session& s) { return load_statement(s, {"acme", "2024-03", 2}); }));
}

TEST_P(StatementsTest, OnlyTheNextVersionIsTaken) {
    EXPECT_EQ(save(statement("2024-03", 2)).error().error_class, ErrorClass::conflict);
    require(save(statement("2024-03", 1)));
    EXPECT_EQ(save(statement("2024-03", 1)).error().error_class, ErrorClass::conflict);
    require(save(statement("2024-03", 2)));
    EXPECT_THAT(versions("2024-03"), ElementsAre(1, 2));
}

TEST_P(StatementsTest, TheLatestInTheOrderOfClosing) {
    require(save(statement("2024-Q1", 1)));
    require(save(statement("2024-02", 1)));
    require(save(statement("2024-Q1", 2)));
    const auto latest = db().read([](Session& s) { return latest_statements(s, "acme"); });
    ASSERT_EQ(latest.size(), 2U);
    EXPECT_EQ(latest[0].name, (StatementName{"acme", "2024-Q1", 2}));
    EXPECT_EQ(latest[1].name, (StatementName{"acme", "2024-02", 1}));
    EXPECT_THAT(db().read([](Session& s) { return suppliers_with_statements(s); }),
                ElementsAre("acme"));
}

TEST_P(StatementsTest, AHashCoversEveryColumn) {
    auto made = require(save(statement("2024-03", 1)));
    const auto hash = made.sha256;
    made.reason = "month ends";
    EXPECT_NE(statement_hash(made), hash);
    made.reason = "month end";
    made.as_of.ms += 1;
    EXPECT_NE(statement_hash(made), hash);
}

TEST_P(StatementsTest, APeriodIsClosedOnce) {
    const ClosedPeriod month{
        "acme-hosting", "2024-03", "acme", "2024-03", {at_hour(0), at_hour(744)}, {}};
    auto again = month;
    again.statement = "2024-Q1";
    for (const auto& closed : {month, again}) {
        db().transact([&](Session& s) { save_closed_periods(s, {closed}); });
    }
    const auto found = db().read([](Session& s) { return load_closed_periods(s, "acme"); });
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].statement, "2024-03");
    EXPECT_EQ(found[0].range, month.range);
    EXPECT_EQ(found[0].at, test_now);
    EXPECT_TRUE(db().read([](Session& s) { return load_closed_periods(s, "other"); }).empty());
    EXPECT_EQ(db().read([](Session& s) { return load_closed_periods(s); }).size(), 1U);
}

TEST_P(StatementsTest, EntriesAddUp) {
    db().transact([](Session& s) {
        save_credit_entries(s, {entry("2024-02", 1, 120'000), entry("2024-02", 2, -20'000),
                                entry("2024-03", 2, 5'000)});
    });
    CreditEntryFilter filter{"acme", {}, {}, "2024-02"};
    const auto found = db().read([&](Session& s) { return load_credit_entries(s, filter); });
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].amount.to_string(), "1200.00");
    EXPECT_FALSE(found[0].is_adjustment());
    EXPECT_EQ(found[1].amount.to_string(), "-200.00");
    EXPECT_EQ(found[1].at, test_now);
    EXPECT_EQ(found[1].reason, "late evidence");
    filter.period.reset();
    EXPECT_EQ(db().read([&](Session& s) { return load_credit_entries(s, filter); }).size(), 3U);
    // The same version a second time is no second entry.
    EXPECT_THROW(
        db().transact([](Session& s) { save_credit_entries(s, {entry("2024-03", 2, 5'000)}); }),
        Failure);
}

TEST_P(StatementsTest, AFrozenMeasurementStays) {
    StoredMeasurement cell;
    auto& m = cell.measurement;
    m.agreement = "acme-hosting";
    m.objective = "availability";
    m.period = "2024-03";
    const auto freeze = [&] {
        return db().transact(
            [&](Session& s) { return freeze_measurements(s, {cell_name(cell.measurement)}); });
    };
    const auto save_cell = [&] {
        return db().transact([&](Session& s) { return save_measurements(s, {cell}); });
    };
    EXPECT_EQ(freeze().error().error_class, ErrorClass::conflict);
    require(save_cell());
    require(freeze());
    EXPECT_EQ(freeze().error().error_class, ErrorClass::conflict);
    EXPECT_EQ(save_cell().error().error_class, ErrorClass::conflict);
    m.version = 2;
    require(save_cell());
    const auto rows = db().read([](Session& s) { return load_measurements(s, "acme-hosting"); });
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_TRUE(rows[0].frozen);
    EXPECT_FALSE(rows[1].frozen);
}

}  // namespace
}  // namespace underpin::testing_support
