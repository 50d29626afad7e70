#include "store/archive.h"

#include "store/archive_file.h"
#include "store/blobs.h"
#include "store/catalogue.h"
#include "store/credit_entries.h"
#include "store/documents.h"
#include "store/integrity.h"
#include "store/jobs.h"
#include "store/journal.h"
#include "store/measurements.h"
#include "store/schema.h"
#include "store/statements.h"
#include "store/store_test.h"

namespace underpin::testing_support {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

// Something in every table.
void fill(Database& db) {
    require(db.transact([](Session& s) {
        const DocumentChange base{{"Supplier", "acme", std::nullopt}, "{\"a\":\"\xC3\xA9\"}", {}};
        auto amendment = base;
        amendment.name.effective_from = require(parse_date("2024-07-01"));
        return apply_documents(s, 0, {base, amendment}, "person:jo", "why");
    }));
    std::vector<Record> records;
    for (int i = 0; i < 2500; ++i) records.push_back(outage("k" + std::to_string(i), i, i + 1));
    records[0].attributes = {{"note", std::string(3000, 'n')}};
    auto run = require(begin_run(db, request_for("s")));
    auto batch = batch_of(records);
    batch.rejects = {{1, "c", "text", "reason", "in.csv"}};
    batch.warnings = {{2, "warning"}};
    batch.state = std::string("\0state", 6);
    batch.covered = {{at_hour(0), at_hour(9)}};
    require(commit_batch(db, run, batch));
    BlobWriter writer(db);
    writer.write(std::string(1'200'000, 'b') + std::string("\0\xff", 2));
    const auto blob = writer.finish();
    db.transact([&](Session& s) { attach_blob(s, run.id, blob, "export.csv"); });
    require(finish_run(db, run, {}));
    records[7].state = "degraded";
    import_records(db, "s", records);
    StoredMeasurement cell;
    cell.measurement.agreement = "a";
    cell.measurement.objective = "o";
    cell.measurement.period = "2024-03";
    require(db.transact([&](Session& s) { return save_measurements(s, {cell}); }));
    StoredStatement statement;
    statement.name = {"acme", "2024-03", 1};
    CreditEntry entry;
    entry.line = {"a", "o", "2024-03", ""};
    entry.amount = {-120'000, require(Currency::find("GBP"))};
    require(db.transact([&](Session& s) {
        save_closed_periods(s, {{"a", "2024-03", "acme", "2024-03", {}, {}}});
        save_credit_entries(s, {entry});
        return save_statement(s, statement);
    }));
    NewJob job{"import", "s", "{}", "person:jo", "import/s", std::nullopt, "import/s"};
    db.transact([&](Session& s) {
        require(enqueue_job(s, job));
        EXPECT_TRUE(move_schedule(s, std::nullopt, {"source/s", "@daily", at_hour(1)}));
    });
    (void)seal_journal(db);
    db.transact([](Session& s) { append_journal(s, {"person:jo", "tail", "x", ""}); });
}

// Every row of every table but the journal's, as text.
std::map<std::string, std::vector<std::string>> contents(Database& db) {
    std::map<std::string, std::vector<std::string>> out;
    db.read([&](Session& s) {
        for (const auto& table : catalogue()) {
            if (std::string_view(table.name) == "journal") continue;
            const auto reader = s.reader("SELECT " + table.column_list() + " FROM " + table.name +
                                             " ORDER BY " + table.key_list(),
                                         table.kinds(), {});
            while (reader->next()) {
                std::string row;
                for (std::size_t i = 0; i < table.columns.size(); ++i) {
                    row += reader->is_null(i) ? "NULL"
                           : table.columns[i].kind == CellKind::integer
                               ? std::to_string(reader->integer(i))
                               : std::string(reader->text(i));
                    row += '|';
                }
                out[table.name].push_back(std::move(row));
            }
        }
    });
    return out;
}

class ArchiveTest : public StoreTest {
  protected:
    std::filesystem::path file(const std::string& name = "backup.underpin") {
        return folder_.path() / name;
    }
    Backend other_backend() const {
        return GetParam() == Backend::sqlite ? Backend::mysql : Backend::sqlite;
    }
    void restores_equal(Backend target) {
        fill(db());
        const auto made = require(backup(db(), file()));
        EXPECT_EQ(made.rows.at("evidence"), 2500);
        const auto url = migrated_url(target);
        RestoreOptions options;
        options.actor = "command:test";
        const auto restored = require(restore(url, clock_, file(), options));
        EXPECT_EQ(restored.rows, made.rows);
        const auto target_db = open(url);
        const auto before = contents(db());
        const auto after = contents(*target_db);
        // The three tables of claims have a test of their own (claims_test.cpp).
        ASSERT_EQ(before.size(), catalogue().size() - 4) << "a table without a row proves nothing";
        for (const auto& [table, rows] : before) EXPECT_TRUE(rows == after.at(table)) << table;
        const auto report = check_integrity(*target_db);
        EXPECT_THAT(report.faults, IsEmpty());
        EXPECT_EQ(report.rows.at("journal"), made.rows.at("journal") + 1);
        // And it goes on: ids of new rows do not collide with restored ones.
        import_records(*target_db, "s", {outage("new", 0, 1)});
        import_records(*target_db, "t", {outage("new", 0, 1)});
        EXPECT_THAT(check_integrity(*target_db).faults, IsEmpty());
    }
};
UNDERPIN_ON_BOTH_BACKENDS(ArchiveTest);

TEST_P(ArchiveTest, RestoresIntoTheSameBackend) { restores_equal(GetParam()); }

TEST_P(ArchiveTest, RestoresIntoTheOtherBackend) { restores_equal(other_backend()); }

TEST_P(ArchiveTest, IsMadeWhileOthersWrite) {
    fill(db());
    bool written = false;
    require(backup(db(), file(), [&](std::int64_t) {
        if (!written) import_records(db(), "meanwhile", {outage("m", 0, 1)});
        written = true;
    }));
    EXPECT_TRUE(written);
    EXPECT_EQ(require(check_archive(file())).rows.at("evidence"),
              2500);  // the picture of its start
}

TEST_P(ArchiveTest, NeverOverwritesAFile) {
    require(backup(db(), file()));
    const auto again = backup(db(), file());
    ASSERT_FALSE(again.ok());
    EXPECT_EQ(again.error().error_class, ErrorClass::conflict);
    EXPECT_FALSE(backup(db(), folder_.path() / "none" / "x").ok());
    EXPECT_FALSE(std::filesystem::exists(file().string() + ".partial"));
}

TEST_P(ArchiveTest, ANewBackupTakesThePlaceOfAKilledOnesBeginning) {
    fill(db());
    require(backup(db(), file()));
    std::ifstream in(file(), std::ios::binary);
    const std::string whole((std::istreambuf_iterator<char>(in)), {});
    std::filesystem::remove(file());
    const auto partial = std::filesystem::path(file().string() + ".partial");
    // Longer than the whole one, so that what is not cut off would show.
    std::ofstream(partial, std::ios::binary) << whole.substr(0, whole.size() / 2) << whole;
    EXPECT_FALSE(check_archive(partial).ok());
    EXPECT_FALSE(check_archive(file()).ok());
    require(backup(db(), file()));
    EXPECT_EQ(require(check_archive(file())).rows.at("evidence"), 2500);
    EXPECT_FALSE(std::filesystem::exists(partial));
}

TEST_P(ArchiveTest, TwoBackupsDoNotWriteOneFile) {
    fill(db());
    bool refused = false;
    require(backup(db(), file(), [&](std::int64_t) {
        const auto other = backup(db(), file());
        refused = !other.ok() && other.error().error_class == ErrorClass::conflict;
    }));
    EXPECT_TRUE(refused);
    EXPECT_EQ(require(check_archive(file())).rows.at("evidence"), 2500);
}

TEST_P(ArchiveTest, ADatabaseThatIsNotEmptyIsLeftAlone) {
    require(backup(db(), file()));
    fill(db());
    const auto refused = restore(url(), clock_, file());
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().error_class, ErrorClass::conflict);
    EXPECT_THAT(refused.error().hint, HasSubstr("--replace"));
    EXPECT_EQ(number("SELECT COUNT(*) FROM evidence"), 2500);
    RestoreOptions options;
    options.replace = true;
    require(restore(url(), clock_, file(), options));
    EXPECT_EQ(number("SELECT COUNT(*) FROM evidence"), 0);
    EXPECT_EQ(number("SELECT COUNT(*) FROM store_sequence"), 1);
    EXPECT_THAT(check_integrity(db()).faults, IsEmpty());
}

TEST_P(ArchiveTest, ARestoreThatDiedIsDoneAgain) {
    fill(db());
    require(backup(db(), file()));
    const auto target = migrated_url(GetParam());
    struct Died {};
    RestoreOptions options;
    options.progress = [](std::int64_t rows) {
        if (rows > 1000) throw Died();
    };
    EXPECT_THROW((void)restore(target, clock_, file(), options), Died);
    const auto opened = Database::open(target, clock_);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().error_class, ErrorClass::data);
    EXPECT_THAT(opened.error().message, HasSubstr("did not finish"));
    require(restore(target, clock_, file()));
    EXPECT_THAT(check_integrity(*open(target)).faults, IsEmpty());
}

TEST_P(ArchiveTest, DamageIsFoundBeforeAnythingIsWritten) {
    fill(db());
    require(backup(db(), file()));
    std::ifstream in(file(), std::ios::binary);
    const std::string good((std::istreambuf_iterator<char>(in)), {});
    const auto target = migrated_url(GetParam());
    int tried = 0;
    const auto expect_damaged = [&](const std::string& bytes) {
        const auto damaged = file("damaged" + std::to_string(++tried));
        std::ofstream(damaged, std::ios::binary) << bytes;
        const auto result = restore(target, clock_, damaged);
        ASSERT_FALSE(result.ok()) << tried;
        EXPECT_THAT(result.error().error_class,
                    testing::AnyOf(ErrorClass::data, ErrorClass::unsupported))
            << result.error().message;
    };
    for (std::size_t cut : {std::size_t{0}, std::size_t{5}, good.size() / 2, good.size() - 1}) {
        expect_damaged(good.substr(0, cut));
    }
    for (std::size_t at = 20; at < good.size(); at += good.size() / 7) {
        auto bytes = good;
        bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
        expect_damaged(bytes);
    }
    expect_damaged(good + "x");
    EXPECT_TRUE(Database::open(target, clock_).ok());
    EXPECT_FALSE(restore(target, clock_, file("missing")).ok());
}

TEST_P(ArchiveTest, AMissingDatabaseSchemaIsSaid) {
    require(backup(db(), file()));
    const auto empty = empty_url(Backend::mysql);
    const auto result = restore(empty, clock_, file());
    ASSERT_FALSE(result.ok());
    EXPECT_THAT(result.error().hint, HasSubstr("underpin migrate"));
}

}  // namespace
}  // namespace underpin::testing_support
