#include <gtest/gtest.h>

#include "store/database.h"

namespace underpin {
namespace {

TEST(DatabaseUrl, ReadsSqlitePaths) {
    EXPECT_EQ(require(DatabaseUrl::parse("sqlite:///var/lib/underpin/u.db")).path,
              "/var/lib/underpin/u.db");
    EXPECT_EQ(require(DatabaseUrl::parse("sqlite://underpin-data/u.db")).path,
              "underpin-data/u.db");
    EXPECT_EQ(require(DatabaseUrl::parse("sqlite:///a%20b/50%25.db")).path, "/a b/50%.db");
}

TEST(DatabaseUrl, ReadsMysqlParts) {
    const auto url =
        require(DatabaseUrl::parse("mysql://jo:p%40ss%3A%2F@db.example.org:3307/u%5F1"));
    EXPECT_EQ(url.backend, Backend::mysql);
    EXPECT_EQ(url.user, "jo");
    EXPECT_EQ(url.password, "p@ss:/");
    EXPECT_EQ(url.host, "db.example.org");
    EXPECT_EQ(url.port, 3307);
    EXPECT_EQ(url.name, "u_1");
}

TEST(DatabaseUrl, ReadsOptionsAndDefaults) {
    const auto url =
        require(DatabaseUrl::parse("mysql://jo@[::1]/u?socket=/run/m.sock&ssl_ca=/ca"));
    EXPECT_EQ(url.host, "::1");
    EXPECT_EQ(url.port, 3306);
    EXPECT_EQ(url.password, "");
    EXPECT_EQ(url.socket, "/run/m.sock");
    EXPECT_EQ(url.ssl_ca, "/ca");
}

TEST(DatabaseUrl, NeverShowsThePassword) {
    const auto url = require(DatabaseUrl::parse("mysql://jo:secret@db:3307/u"));
    EXPECT_EQ(url.to_string(), "mysql://jo@db:3307/u");
}

TEST(DatabaseUrl, SaysWhatIsWrong) {
    const std::pair<const char*, const char*> wrong[] = {
        {"postgres://u@h/n", "postgres://"},  {"u.db", "neither sqlite:// nor mysql://"},
        {"sqlite://", "names no file"},       {"sqlite:///tmp/", "a folder"},
        {"mysql://h/n", "names no user"},     {"mysql://u@/n", "names no host"},
        {"mysql://u@h", "names no database"}, {"mysql://u@h:0/n", "port"},
        {"mysql://u@h:x/n", "port"},          {"mysql://u@h:99999/n", "port"},
        {"mysql://u:%zz@h/n", "hexadecimal"}, {"mysql://u:%4@h/n", "hexadecimal"},
        {"mysql://u@h/n?tls=1", "\"tls\""},   {"mysql://u:a%27b@h/n", "'"},
    };
    for (const auto& [text, part] : wrong) {
        const auto url = DatabaseUrl::parse(text);
        ASSERT_FALSE(url.ok()) << text;
        EXPECT_NE(url.error().message.find(part), std::string::npos)
            << text << ": " << url.error().message;
        EXPECT_FALSE(url.error().hint.empty());
    }
}

}  // namespace
}  // namespace underpin
