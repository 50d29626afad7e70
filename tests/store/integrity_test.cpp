#include "store/integrity.h"

#include "store/blobs.h"
#include "store/documents.h"
#include "store/store_test.h"

namespace underpin::testing_support {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

class IntegrityTest : public StoreTest {
  protected:
    void SetUp() override {
        require(db().transact([](Session& s) {
            return apply_documents(s, 0, {{{"Supplier", "acme", std::nullopt}, "{}", {}}}, "jo",
                                   "");
        }));
        import_records(db(), "s", {outage("a", 0, 1), outage("b", 0, 1)});
        import_records(db(), "s", {outage("a", 0, 2)});
        BlobWriter writer(db());
        writer.write("a,b\n");
        (void)writer.finish();
    }
};
UNDERPIN_ON_BOTH_BACKENDS(IntegrityTest);

TEST_P(IntegrityTest, AWholeDatabaseHasNoFault) {
    const auto report = check_integrity(db());
    EXPECT_TRUE(report.ok());
    EXPECT_THAT(report.faults, IsEmpty());
    EXPECT_EQ(report.rows.at("evidence"), 2);
    EXPECT_EQ(report.rows.at("evidence_history"), 1);
    EXPECT_EQ(report.journal.unsealed, 3);
}

TEST_P(IntegrityTest, EachDamageIsFound) {
    const std::pair<const char*, const char*> damages[] = {
        {"UPDATE document_revision SET json = '[]'", "document Supplier/acme, revision 1"},
        {"UPDATE store_sequence SET value = 7", "not numbered"},
        {"UPDATE evidence SET state = 'x' WHERE record_key = 'b'", "record b"},
        {"UPDATE evidence_history SET end_at = end_at + 1", "record a (evidence_history"},
        {"UPDATE evidence_source SET records = 9", "number of records"},
        {"UPDATE evidence_source SET last_revision = 1", "beyond its last revision"},
        {"UPDATE evidence_source SET open_run = 1", "not open"},
        {"UPDATE raw_blob SET bytes = 9", "another length"},
        {"DELETE FROM raw_blob_chunk", "does not have the content"},
        {"UPDATE journal SET act = 'x'", "was changed"},
    };
    for (const auto& [statement, fault] : damages) {
        EXPECT_GE(change(statement), 1) << statement;
        EXPECT_THAT(check_integrity(db()).faults, Contains(HasSubstr(fault))) << statement;
    }
}

}  // namespace
}  // namespace underpin::testing_support
