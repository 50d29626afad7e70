#include "store/claims.h"

#include "domain/claim_step.h"
#include "store/archive.h"
#include "store/integrity.h"
#include "store/journal.h"
#include "store/store_test.h"
#include "unit/domain/claim_fixture.h"

namespace underpin::testing_support {
namespace {

using claim_support::order_of;
using claim_support::proposed;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ClaimsTest : public StoreTest {
  protected:
    std::int64_t insert(const Claim& claim, const std::string& key = "") {
        return require(db().transact([&](Session& s) { return insert_claim(s, claim, key); }));
    }
    Claim load(std::int64_t id) {
        return db().read([&](Session& s) { return load_claim(s, id); }).value();
    }
    Result<void> take(const Claim& claim, const StepOrder& order, const std::string& key = "") {
        const auto entries = require(take_step(claim, order));
        return db().transact(
            [&](Session& s) { return append_claim_entries(s, claim, entries, key); });
    }
    // Sent, with a credit note for a part.
    std::int64_t part_credited() {
        const auto id = insert(proposed({100, 50}));
        require(take(load(id), order_of(ClaimStep::approve)));
        require(take(load(id), order_of(ClaimStep::claim, {}, 30)));
        require(take(load(id), order_of(ClaimStep::credit, 60, 12)));
        return id;
    }
    ClaimsReport check() {
        return db().read([](Session& s) { return check_claims(s); });
    }
};
UNDERPIN_ON_BOTH_BACKENDS(ClaimsTest);

TEST_P(ClaimsTest, ComeBackAsTheyWent) {
    const auto id = part_credited();
    const Claim claim = load(id);
    EXPECT_EQ(claim.supplier, "acme");
    EXPECT_EQ(claim.contract, "acme-msa");
    EXPECT_EQ(claim.currency, (Currency{"GBP", 2}));
    ASSERT_EQ(claim.lines.size(), 2U);
    EXPECT_EQ(claim.lines[1].key, proposed({100, 50}).lines[1].key);
    EXPECT_EQ(claim.lines[1].net, 5'000);
    EXPECT_EQ(claim.lines[1].claim_by, claim_support::date_of("2024-04-30"));
    EXPECT_EQ(claim.lines[1].time_zone, "Europe/London");
    EXPECT_EQ(state_of(claim), ClaimState::partly_credited);
    EXPECT_EQ(balance_of(claim).outstanding(), (ClaimAmount{9'000, 1'800}));
    EXPECT_EQ(claim.entries.back().note,
              (CreditNote{"CN-1", claim_support::date_of("2024-05-02")}));
    EXPECT_EQ(claim.entries.front(), proposed({100, 50}).entries.front());
    EXPECT_THAT(check().faults, IsEmpty());
    EXPECT_EQ(check().claims, 1);
    EXPECT_EQ(check().entries, claim.version());
    EXPECT_FALSE(db().read([](Session& s) { return load_claim(s, 99); }));
}

TEST_P(ClaimsTest, AreFoundByStateAndSupplier) {
    part_credited();
    const auto found = [&](const ClaimFilter& filter) {
        return db().read([&](Session& s) { return load_claims(s, filter); }).size();
    };
    EXPECT_EQ(found({}), 1U);
    EXPECT_EQ(found({"acme", ClaimState::partly_credited}), 1U);
    EXPECT_EQ(found({"acme", ClaimState::proposed}), 0U);
    EXPECT_EQ(found({"other", std::nullopt}), 0U);
}

TEST_P(ClaimsTest, ALineIsInOneClaim) {
    const auto id = insert(proposed({100}));
    const auto again =
        db().transact([&](Session& s) { return insert_claim(s, proposed({100}), ""); });
    ASSERT_FALSE(again.ok());
    EXPECT_EQ(again.error().error_class, ErrorClass::conflict);
    EXPECT_THAT(again.error().hint, HasSubstr(std::to_string(id)));
    EXPECT_EQ(number("SELECT COUNT(*) FROM claim"), 1);
    EXPECT_EQ(db().read([](Session& s) { return claim_holding(s, proposed({100}).lines[0].key); }),
              id);
}

TEST_P(ClaimsTest, OfTwoWhoSawTheSameOneSteps) {
    const auto id = insert(proposed({100}));
    const Claim seen = load(id);
    require(take(seen, order_of(ClaimStep::approve)));
    const auto second = take(seen, order_of(ClaimStep::waive));
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().error_class, ErrorClass::conflict);
    EXPECT_EQ(state_of(load(id)), ClaimState::approved);
    EXPECT_THAT(check().faults, IsEmpty());
}

TEST_P(ClaimsTest, ARequestKeyFindsWhatItHasDone) {
    const auto id = insert(proposed({100}), "key-1");
    require(take(load(id), order_of(ClaimStep::approve), "key-2"));
    const auto request = [&](const std::string& key) {
        return db().read([&](Session& s) { return find_claim_request(s, key); });
    };
    EXPECT_EQ(request("key-1")->step, ClaimStep::propose);
    EXPECT_EQ(request("key-2")->claim, id);
    EXPECT_EQ(request("key-2")->step, ClaimStep::approve);
    EXPECT_FALSE(request("key-3"));
}

TEST_P(ClaimsTest, EachStepIsJournalled) {
    const auto id = part_credited();
    const auto rows =
        db().read([&](Session& s) { return load_journal(s, "Claim/" + std::to_string(id)); });
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_THAT(rows.front().entry.detail, HasSubstr(R"("credit_note":"CN-1")"));
    EXPECT_EQ(rows.front().entry.actor, "person:jo");
}

TEST_P(ClaimsTest, ATamperedRowIsFound) {
    part_credited();
    const std::pair<const char*, const char*> damages[] = {
        {"UPDATE claim_entry SET net = net + 1 WHERE kind = 'credited'", "was changed"},
        {"UPDATE claim_entry SET reason = 'x' WHERE number = 2", "entry 2 was changed"},
        {"UPDATE claim_entry SET note_number = 'CN-2' WHERE kind = 'credited'", "was changed"},
        {"UPDATE claim_line SET net = net - 1 WHERE number = 1", "the sum of its lines"},
        {"UPDATE claim_line SET agreement = 'x' WHERE number = 1", "or the claim's lines were"},
        {"UPDATE claim SET outstanding_net = 1", "is outstanding, but its entries add up to"},
        {"UPDATE claim SET state = 'credited'", "it says credited"},
        {"UPDATE claim SET version = 3", "it says version 3"},
        {"UPDATE claim_entry SET kind = 'x' WHERE number = 2", "a word that is unknown: x"},
        {"DELETE FROM claim_entry WHERE kind = 'credited'", "it says version"},
    };
    const auto backup_of = [&](const std::string& table) {
        change("CREATE TABLE kept_" + table + " AS SELECT * FROM " + table);
    };
    for (const auto* table : {"claim", "claim_line", "claim_entry"}) backup_of(table);
    for (const auto& [statement, fault] : damages) {
        EXPECT_GE(change(statement), 1) << statement;
        const auto report = check_integrity(db());
        EXPECT_THAT(report.faults, Contains(HasSubstr(fault))) << statement;
        for (const auto* table : {"claim_entry", "claim_line", "claim"}) {
            change("DELETE FROM " + std::string(table));
        }
        for (const auto* table : {"claim", "claim_line", "claim_entry"}) {
            change("INSERT INTO " + std::string(table) + " SELECT * FROM kept_" + table);
        }
        EXPECT_THAT(check().faults, IsEmpty()) << statement;
    }
    for (const auto* table : {"claim", "claim_line", "claim_entry"}) {
        change("DROP TABLE kept_" + std::string(table));
    }
}

TEST_P(ClaimsTest, AreInABackup) {
    const auto id = part_credited();
    const auto file = folder_.path() / "claims.backup";
    require(backup(db(), file));
    const auto other = migrated_url(GetParam());
    require(restore(other, clock_, file));
    auto restored = open(other);
    const auto claim = restored->read([&](Session& s) { return load_claim(s, id); });
    ASSERT_TRUE(claim);
    EXPECT_EQ(claim->entries, load(id).entries);
    EXPECT_THAT(restored->read([](Session& s) { return check_claims(s); }).faults, IsEmpty());
}

}  // namespace
}  // namespace underpin::testing_support
