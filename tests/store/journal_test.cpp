#include "store/journal.h"

#include "store/store_test.h"

namespace underpin::testing_support {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class JournalTest : public StoreTest {
  protected:
    void append(const std::string& subject) {
        db().transact([&](Session& s) {
            append_journal(s, {"person:jo", "apply", subject, "detail of " + subject});
        });
    }
    JournalReport verify() { return db().read(verify_journal); }
    // Two seals over three entries, and one entry in the tail.
    void fill() {
        append("a");
        append("b");
        ASSERT_TRUE(seal_journal(db()).has_value());
        append("c");
        ASSERT_TRUE(seal_journal(db()).has_value());
        append("d");
        ASSERT_THAT(verify().faults, IsEmpty());
    }
};
UNDERPIN_ON_BOTH_BACKENDS(JournalTest);

TEST_P(JournalTest, IsSealedInAChain) {
    fill();
    const auto report = verify();
    EXPECT_EQ(report.sealed, 3);
    EXPECT_EQ(report.unsealed, 1);
    ASSERT_TRUE(report.last_seal.has_value());
    EXPECT_EQ(report.last_seal->number, 2);
    EXPECT_EQ(report.last_seal->first, 3);
    EXPECT_EQ(report.last_seal->count, 1);
    EXPECT_EQ(report.last_seal->previous.size(), 64U);
}

TEST_P(JournalTest, NothingToSealMakesNoSeal) {
    EXPECT_FALSE(seal_journal(db()).has_value());
    append("a");
    EXPECT_TRUE(seal_journal(db()).has_value());
    EXPECT_FALSE(seal_journal(db()).has_value());
    EXPECT_EQ(verify().unsealed, 0);
}

TEST_P(JournalTest, AnotherSealerAtWorkIsLeftAlone) {
    append("a");
    change("INSERT INTO store_lease (name, token, until_at) VALUES ('sealer', 'x', " +
           std::to_string(INT64_MAX) + ")");
    EXPECT_FALSE(seal_journal(db()).has_value());
    change("UPDATE store_lease SET until_at = 1");
    EXPECT_TRUE(seal_journal(db()).has_value());
}

TEST_P(JournalTest, AnEntryRolledBackLeavesNoGap) {
    (void)db().transact([&](Session& s) -> Result<void> {
        append_journal(s, {"person:jo", "apply", "x", ""});
        return Error{ErrorClass::input, "no", "", {}};
    });
    append("a");
    EXPECT_EQ(seal_journal(db())->count, 1);
    EXPECT_THAT(verify().faults, IsEmpty());
}

TEST_P(JournalTest, IsRead) {
    fill();
    const auto rows = db().read([](Session& s) { return load_journal(s, ""); });
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_EQ(rows[0].entry.subject, "d");
    EXPECT_FALSE(rows[0].number.has_value());
    EXPECT_EQ(rows[3].number, 1);
    EXPECT_EQ(rows[3].at, test_now);
    EXPECT_EQ(rows[3].entry.detail, "detail of a");
    EXPECT_EQ(db().read([](Session& s) { return load_journal(s, "b"); }).size(), 1U);
}

TEST_P(JournalTest, EachTamperingIsFound) {
    const std::pair<const char*, const char*> tampers[] = {
        {"UPDATE journal SET detail = 'x' WHERE subject = 'b'", "entry 2 (b) was changed"},
        {"UPDATE journal SET actor = 'x' WHERE subject = 'd'", "unsealed journal entry"},
        {"UPDATE journal SET at = at + 1 WHERE subject = 'a'", "entry 1 (a) was changed"},
        {"DELETE FROM journal WHERE subject = 'b'", "entry 2 was removed"},
        {"DELETE FROM journal_order WHERE number = 2", "under journal seal 1"},
        {"DELETE FROM journal_seal WHERE number = 1", "does not follow seal 0"},
        {"DELETE FROM journal_seal WHERE number = 2", "has a number but no seal"},
        {"UPDATE journal_seal SET at = at + 1 WHERE number = 1", "seal 1 was changed"},
        {"UPDATE journal_seal SET root = sha256 WHERE number = 2", "seal 2 was changed"},
        {"UPDATE journal_seal SET previous = '' WHERE number = 2", "does not name the seal before"},
    };
    for (const auto& [statement, fault] : tampers) {
        // A database each.
        const auto url = migrated_url(GetParam());
        const auto other = open(url);
        for (const auto* subject : {"a", "b", "c", "d"}) {
            other->transact([&](Session& s) {
                append_journal(s, {"person:jo", "apply", subject, ""});
            });
            if (*subject == 'b' || *subject == 'c') (void)seal_journal(*other);
        }
        ASSERT_THAT(other->read(verify_journal).faults, IsEmpty());
        other->transact([&](Session& s) { EXPECT_EQ(sql::execute(s, statement), 1) << statement; });
        EXPECT_THAT(other->read(verify_journal).faults, testing::Contains(HasSubstr(fault)))
            << statement;
    }
}

TEST_P(JournalTest, AForgedEntryUnderASealIsFound) {
    fill();
    // Content and hash changed together: the entry agrees with itself, the seal does not.
    append("forged");
    change("UPDATE journal SET sha256 = 'taken' WHERE subject = 'b'");
    change("DELETE FROM journal WHERE subject = 'b'");
    const auto id = number("SELECT id FROM journal WHERE subject = 'forged'");
    change("UPDATE journal_order SET entry = " + std::to_string(id) + " WHERE number = 2");
    EXPECT_THAT(verify().faults, ElementsAre(HasSubstr("are not those that were sealed")));
}

}  // namespace
}  // namespace underpin::testing_support
