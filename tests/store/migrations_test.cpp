#include <set>

#include "store/catalogue.h"
#include "store/schema.h"
#include "store/store_test.h"

namespace underpin::testing_support {
namespace {

using testing::HasSubstr;

struct Died {};

class MigrationsTest : public StoreTest {};
UNDERPIN_ON_BOTH_BACKENDS(MigrationsTest);

TEST_P(MigrationsTest, BringAnEmptyDatabaseUpToDate) {
    const auto url = empty_url(GetParam());
    const auto first = require(migrate(url));
    EXPECT_EQ(first.from, 0);
    EXPECT_EQ(first.to, latest_schema_version());
    EXPECT_EQ(first.steps.size(), static_cast<std::size_t>(latest_schema_version()));
    EXPECT_EQ(first.steps.front(), "0001 documents");
    const auto again = require(migrate(url));
    EXPECT_EQ(again.from, latest_schema_version());
    EXPECT_TRUE(again.steps.empty());
    EXPECT_EQ(open(url)->schema_version(), latest_schema_version());
}

TEST_P(MigrationsTest, ComeInPairs) {
    const auto& sqlite = migrations_of(Backend::sqlite);
    const auto& mysql = migrations_of(Backend::mysql);
    ASSERT_EQ(sqlite.size(), mysql.size());
    for (std::size_t i = 0; i < sqlite.size(); ++i) EXPECT_EQ(sqlite[i].name, mysql[i].name);
}

TEST_P(MigrationsTest, ANewerDatabaseIsRefused) {
    change("UPDATE schema_version SET version = version + 1");
    close();
    const auto opened = Database::open(url(), clock_);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().error_class, ErrorClass::unsupported);
    EXPECT_THAT(opened.error().message, HasSubstr("newer Underpin"));
    const auto migrated = migrate(url());
    ASSERT_FALSE(migrated.ok());
    EXPECT_EQ(migrated.error().error_class, ErrorClass::unsupported);
}

TEST_P(MigrationsTest, GoOnFromAnOlderVersion) {
    const auto url = empty_url(GetParam());
    MigrateOptions options;
    options.to = 2;
    EXPECT_EQ(require(migrate(url, options)).to, 2);
    EXPECT_EQ(require(migrate(url)).steps.front(), "0003 blobs");
}

// Wherever a migration dies, the next one completes it.
TEST_P(MigrationsTest, AStepThatDiedHalfWayIsCompleted) {
    const auto& steps = migrations_of(GetParam());
    int injected = 0;
    for (const auto moment : {MigrationMoment::after_statement, MigrationMoment::after_count}) {
        if (GetParam() == Backend::sqlite && moment == MigrationMoment::after_count) continue;
        // A server makes its tables slowly: its first step has all kinds of statements.
        const auto tested = GetParam() == Backend::sqlite ? 2U : 1U;
        for (const auto& step : std::span(steps).first(tested)) {
            for (std::size_t statement = 0; statement < step.statements.size(); ++statement) {
                const auto url = empty_url(GetParam());
                MigrateOptions options;
                options.at = [&](int version, std::size_t at, MigrationMoment now) {
                    if (version == step.version && at == statement && now == moment) throw Died();
                };
                EXPECT_THROW((void)migrate(url, options), Died);
                ++injected;
                const auto migrated = require(migrate(url));
                EXPECT_EQ(migrated.from, step.version - 1);
                EXPECT_EQ(migrated.to, latest_schema_version());
                open(url)->read([](Session& s) {
                    EXPECT_EQ(sql::value<std::int64_t>(s, "SELECT COUNT(*) FROM store_sequence"),
                              1);
                });
            }
        }
    }
    EXPECT_GE(injected, 12);
}

// The tables and columns that are there, by the database's own word.
std::map<std::string, std::set<std::string>> tables_of(Database& db) {
    return db.read([&](Session& s) {
        std::map<std::string, std::set<std::string>> tables;
        const auto add = [&](const std::string& table, const std::string& column) {
            tables[table].insert(column);
        };
        if (db.backend() == Backend::sqlite) {
            sql::each<std::string, std::string>(
                s,
                "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE "
                "m.type = 'table'",
                add);
        } else {
            sql::each<std::string, std::string>(
                s,
                "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema "
                "= DATABASE()",
                add);
        }
        return tables;
    });
}

TEST_P(MigrationsTest, TheCatalogueIsTheSchema) {
    auto actual = tables_of(db());
    for (const auto* own : {"schema_version", "store_mark", "store_lease", "http_reply"}) {
        EXPECT_EQ(actual.erase(own), 1U) << own;
    }
    std::map<std::string, std::set<std::string>> listed;
    for (const auto& table : catalogue()) {
        for (const auto& column : table.columns) listed[table.name].insert(column.name);
    }
    EXPECT_EQ(listed, actual);
}

TEST_P(MigrationsTest, NoColumnIsAFloatingPointOne) {
    const auto wrong = number(
        GetParam() == Backend::sqlite
            ? "SELECT COUNT(*) FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = "
              "'table' AND upper(c.type) NOT IN ('INTEGER', 'BIGINT', 'TEXT', 'BLOB', "
              "'VARCHAR(32)')"
            : "SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND "
              "data_type IN ('float', 'double', 'decimal')");
    EXPECT_EQ(wrong, 0);
}

TEST(MysqlMigrations, OpenDoesNotMigrate) {
    const auto url = PrivateMariadb::instance().new_database();
    const auto opened = Database::open(url, FixedClock(test_now));
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().error_class, ErrorClass::configuration);
    EXPECT_THAT(opened.error().message, HasSubstr("not set up yet"));
    EXPECT_THAT(opened.error().hint, HasSubstr("underpin migrate"));
}

TEST(MysqlMigrations, OneAtATime) {
    const auto url = PrivateMariadb::instance().new_database();
    MigrateOptions options;
    options.at = [&](int version, std::size_t statement, MigrationMoment moment) {
        if (version != 1 || statement != 0 || moment != MigrationMoment::after_statement) return;
        const auto second = migrate(url);
        ASSERT_FALSE(second.ok());
        EXPECT_EQ(second.error().error_class, ErrorClass::conflict);
        EXPECT_THAT(second.error().message, HasSubstr("being migrated"));
    };
    EXPECT_EQ(require(migrate(url, options)).to, latest_schema_version());
}

}  // namespace
}  // namespace underpin::testing_support
