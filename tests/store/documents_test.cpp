#include "store/documents.h"

#include "base/digest.h"
#include "store/journal.h"
#include "store/store_test.h"

namespace underpin::testing_support {
namespace {

DocumentChange change_of(const std::string& id, const std::string& json) {
    return {{"Supplier", id, std::nullopt}, json, std::nullopt};
}

class DocumentsTest : public StoreTest {
  protected:
    Result<std::vector<AppliedDocument>> apply(std::int64_t read_revision,
                                               const std::vector<DocumentChange>& changes) {
        return db().transact([&](Session& s) {
            return apply_documents(s, read_revision, changes, "person:jo", "because");
        });
    }
    DocumentPicture picture() { return db().read(load_documents); }
};
UNDERPIN_ON_BOTH_BACKENDS(DocumentsTest);

TEST_P(DocumentsTest, AreCreatedChangedAndLeft) {
    const auto first = require(apply(0, {change_of("acme", "{\"a\":1}"), change_of("zeta", "{}")}));
    EXPECT_EQ(first[0].outcome, DocumentOutcome::created);
    EXPECT_EQ(first[1].revision, 2);
    const auto second =
        require(apply(2, {change_of("zeta", "{}"), change_of("acme", "{\"a\":2}")}));
    EXPECT_EQ(second[0].outcome, DocumentOutcome::unchanged);
    EXPECT_EQ(second[0].revision, 2);
    EXPECT_EQ(second[1].outcome, DocumentOutcome::changed);
    EXPECT_EQ(second[1].revision, 3);
    const auto now = picture();
    EXPECT_EQ(now.revision, 3);
    ASSERT_EQ(now.documents.size(), 2U);
    EXPECT_EQ(now.documents[0].json, "{\"a\":2}");
    EXPECT_EQ(now.documents[0].sha256, to_hex(sha256("{\"a\":2}")));
    EXPECT_EQ(now.documents[0].actor, "person:jo");
    EXPECT_EQ(now.documents[0].reason, "because");
    EXPECT_EQ(now.documents[0].at, test_now);
}

TEST_P(DocumentsTest, KeepEveryRevision) {
    require(apply(0, {change_of("acme", "1")}));
    require(apply(1, {change_of("acme", "2")}));
    require(apply(2, {change_of("acme", "1")}));
    const auto history =
        db().read([](Session& s) { return document_history(s, "Supplier", "acme"); });
    ASSERT_EQ(history.size(), 3U);
    EXPECT_EQ(history[0].json, "1");
    EXPECT_EQ(history[1].json, "2");
    EXPECT_EQ(history[2].json, "1");
    const auto then = db().read([](Session& s) { return load_documents_at(s, 2); });
    EXPECT_EQ(then.revision, 2);
    EXPECT_EQ(then.documents.at(0).json, "2");
    EXPECT_TRUE(db().read([](Session& s) { return load_documents_at(s, 0); }).documents.empty());
}

TEST_P(DocumentsTest, AnAmendmentStandsBesideItsBase) {
    auto base = change_of("acme", "{}");
    auto amendment = base;
    amendment.name.effective_from = require(parse_date("2024-07-01"));
    amendment.json = "{\"b\":1}";
    require(apply(0, {amendment, base}));
    const auto now = picture();
    ASSERT_EQ(now.documents.size(), 2U);
    EXPECT_FALSE(now.documents[0].name.effective_from.has_value());
    EXPECT_EQ(format_date(*now.documents[1].name.effective_from), "2024-07-01");
}

TEST_P(DocumentsTest, AreRefusedWhenAnyDocumentChangedSince) {
    require(apply(0, {change_of("acme", "1")}));
    const auto late = apply(0, {change_of("zeta", "1")});
    ASSERT_FALSE(late.ok());
    EXPECT_EQ(late.error().error_class, ErrorClass::conflict);
    EXPECT_EQ(picture().documents.size(), 1U);
}

TEST_P(DocumentsTest, AllOrNothing) {
    require(apply(0, {change_of("acme", "1")}));
    auto stale = change_of("acme", "2");
    stale.expected = 7;
    const auto result = apply(1, {change_of("zeta", "1"), stale});
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().error_class, ErrorClass::conflict);
    EXPECT_EQ(picture().documents.size(), 1U);
    EXPECT_EQ(picture().revision, 1);
    EXPECT_EQ(db().read(verify_journal).unsealed, 1);
}

TEST_P(DocumentsTest, AnExpectedRevisionIsProven) {
    auto fresh = change_of("acme", "1");
    fresh.expected = 0;
    require(apply(0, {fresh}));
    fresh.json = "2";
    EXPECT_FALSE(apply(1, {fresh}).ok());
    fresh.expected = 1;
    EXPECT_TRUE(apply(1, {fresh}).ok());
}

TEST_P(DocumentsTest, ALostCommitIsRecognised) {
    int commits = 0;
    DatabaseOptions options;
    options.at = [&](TransactionMoment moment) {
        if (moment == TransactionMoment::after_commit && ++commits == 1) throw InjectedConflict();
    };
    const auto other = open(url(), options);
    const auto applied = require(other->transact([&](Session& s) {
        return apply_documents(s, 0, {change_of("acme", "1")}, "person:jo", "");
    }));
    EXPECT_EQ(applied[0].outcome, DocumentOutcome::created);
    EXPECT_EQ(picture().revision, 1);
}

TEST_P(DocumentsTest, EachChangeIsInTheJournal) {
    require(apply(0, {change_of("acme", "1"), change_of("zeta", "1")}));
    require(apply(2, {change_of("acme", "1")}));  // nothing
    const auto rows = db().read([](Session& s) { return load_journal(s, "Supplier/acme"); });
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].entry.actor, "person:jo");
    EXPECT_EQ(rows[0].entry.act, "apply");
}

}  // namespace
}  // namespace underpin::testing_support
