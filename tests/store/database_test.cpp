#include "store/store_test.h"

namespace underpin::testing_support {
namespace {

using testing::HasSubstr;

class DatabaseTest : public StoreTest {
  protected:
    void SetUp() override { change("INSERT INTO store_sequence (name, value) VALUES ('t', 0)"); }
    std::int64_t count() { return number("SELECT value FROM store_sequence WHERE name = 't'"); }
    static void add_one(Session& s) {
        sql::execute(s, "UPDATE store_sequence SET value = value + 1 WHERE name = 't'");
    }
};
UNDERPIN_ON_BOTH_BACKENDS(DatabaseTest);

TEST_P(DatabaseTest, TransactionsCommitAndReturnTheirAnswer) {
    const int answer = db().transact([](Session& s) {
        add_one(s);
        return 42;
    });
    EXPECT_EQ(answer, 42);
    EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseTest, AnErrorRollsBack) {
    const auto result = db().transact([](Session& s) -> Result<int> {
        add_one(s);
        return Error{ErrorClass::input, "no", "", {}};
    });
    EXPECT_EQ(result.error().message, "no");
    EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseTest, AnExceptionRollsBackAndPassesOn) {
    EXPECT_THROW(db().transact([](Session& s) {
        add_one(s);
        throw std::runtime_error("stop");
    }),
                 std::runtime_error);
    EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseTest, AConflictRunsTheFunctionAgain) {
    int runs = 0;
    db().transact([&](Session& s) {
        add_one(s);
        if (++runs < 4) throw InjectedConflict();
    });
    EXPECT_EQ(runs, 4);
    EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseTest, AConflictAtCommitRunsTheFunctionAgain) {
    int commits = 0;
    DatabaseOptions options;
    options.at = [&](TransactionMoment moment) {
        if (moment == TransactionMoment::before_commit && ++commits < 3) throw InjectedConflict();
    };
    const auto other = open(url(), options);
    other->transact([](Session& s) { add_one(s); });
    EXPECT_EQ(commits, 3);
    EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseTest, ALostCommitIsSaidToTheRerun) {
    std::vector<bool> lost;
    DatabaseOptions options;
    options.at = [&](TransactionMoment moment) {
        if (moment == TransactionMoment::after_commit && lost.size() == 1) throw InjectedConflict();
    };
    open(url(), options)->transact([&](Session& s) {
        lost.push_back(s.after_lost_commit);
        if (!s.after_lost_commit) add_one(s);
    });
    EXPECT_THAT(lost, testing::ElementsAre(false, true));
    EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseTest, RerunsAreBounded) {
    DatabaseOptions options;
    options.retry_for_ms = 0;
    const auto other = open(url(), options);
    int runs = 0;
    EXPECT_THROW(other->transact([&](Session&) {
        ++runs;
        throw InjectedConflict();
    }),
                 Failure);
    EXPECT_EQ(runs, 1);
}

TEST_P(DatabaseTest, AReadCannotWrite) {
    EXPECT_THROW(db().read([](Session& s) { add_one(s); }), Failure);
    EXPECT_EQ(count(), 0);
    db().transact([](Session& s) { add_one(s); });  // and the session is none the worse
    EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseTest, AReadSeesOnePicture) {
    const auto [before, after] = db().read([&](Session& s) {
        const auto query = "SELECT value FROM store_sequence WHERE name = 't'";
        const auto first = sql::value<std::int64_t>(s, query);
        db().transact([](Session& other) { add_one(other); });
        return std::pair(first, sql::value<std::int64_t>(s, query));
    });
    EXPECT_EQ(before, 0);
    EXPECT_EQ(after, 0);
    EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseTest, AWriteInsideOfAWriteIsAMistake) {
    EXPECT_THROW(db().transact([&](Session&) { db().transact([](Session& s) { add_one(s); }); }),
                 std::logic_error);
}

TEST_P(DatabaseTest, TextComesBackAsItWas) {
    const std::string text("a'b\"c\\d:e?f%\0g\n\xF0\x9F\x98\x80 ", 21);
    db().transact([&](Session& s) {
        sql::execute(s, "INSERT INTO store_mark (name, value) VALUES ('x', :value)", text);
    });
    const auto got = db().read([](Session& s) {
        return sql::value<std::string>(s, "SELECT value FROM store_mark WHERE name = 'x'");
    });
    EXPECT_EQ(got, text);
}

TEST_P(DatabaseTest, NumbersComeBackAsTheyWere) {
    for (const auto value : {INT64_MIN, std::int64_t{-1}, std::int64_t{0}, INT64_MAX}) {
        db().transact([&](Session& s) {
            sql::execute(s, "UPDATE store_sequence SET value = :v WHERE name = 't'", value);
        });
        EXPECT_EQ(count(), value);
    }
}

TEST_P(DatabaseTest, TheDatabaseHasAClock) {
    const auto now = db().read([](Session& s) { return s.database_now_ms(); });
    EXPECT_LT(std::abs(now - SystemClock().now().ms), 10'000);
}

TEST(SqliteDatabase, MakesItsFolder) {
    const TemporaryFolder folder;
    const FixedClock clock(test_now);
    const auto file = folder.path() / "a folder" / "it's here" / "u.db";
    EXPECT_TRUE(Database::open("sqlite://" + file.string(), clock).ok());
    EXPECT_TRUE(std::filesystem::exists(file));
}

TEST(SqliteDatabase, SaysThatAFileIsNoDatabase) {
    const TemporaryFolder folder;
    const FixedClock clock(test_now);
    const auto file = folder.path() / "notes.txt";
    std::ofstream(file) << std::string(5000, 'x');
    const auto opened = Database::open("sqlite://" + file.string(), clock);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().error_class, ErrorClass::data);
    EXPECT_THAT(opened.error().hint, HasSubstr("not a database"));
}

TEST(MysqlDatabase, SaysThatThePasswordIsWrong) {
    auto url = PrivateMariadb::instance().url();
    url.replace(url.find("p%40ss"), 6, "wrong");
    const auto opened = Database::open(url, FixedClock(test_now));
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().error_class, ErrorClass::configuration);
    EXPECT_THAT(opened.error().hint, HasSubstr("password"));
}

TEST(MysqlDatabase, SaysThatTheDatabaseIsMissing) {
    const auto opened =
        Database::open(PrivateMariadb::instance().url() + "x", FixedClock(test_now));
    ASSERT_FALSE(opened.ok());
    EXPECT_THAT(opened.error().hint, HasSubstr("CREATE DATABASE underpinx"));
}

TEST(MysqlDatabase, SaysThatTheServerIsNotThere) {
    const auto opened = Database::open("mysql://u:p@127.0.0.1:1/n", FixedClock(test_now));
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().error_class, ErrorClass::transient);
    EXPECT_THAT(opened.error().hint, HasSubstr("server"));
}

}  // namespace
}  // namespace underpin::testing_support
