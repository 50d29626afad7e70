#include "plugin/file_access.h"

#include <gmock/gmock.h>

#include "plugins/recorded_run.h"

namespace underpin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> names(const FileAccess& access, const std::string& pattern) {
    const auto found = access.list(pattern);
    EXPECT_TRUE(found.ok()) << pattern << ": " << (found.ok() ? "" : found.error().to_string());
    std::vector<std::string> out;
    if (found.ok()) {
        for (const FoundFile& file : *found) out.push_back(file.name);
    }
    return out;
}

class FileAccessTest : public ::testing::Test {
  protected:
    FileAccessTest() {
        folder_.write("b.csv", "12345");
        folder_.write("a.csv", "");
        folder_.write(".hidden.csv", "");
        folder_.write("2024/03/x.csv", "x");
        folder_.write("2024/04/x.csv", "x");
        folder_.write("2024/04/x.txt", "x");
        outside_.write("o.csv", "secret");
    }
    Folder folder_, outside_;
};

TEST_F(FileAccessTest, PatternsInOrderOfName) {
    const FileAccess access(folder_.path(), {});
    EXPECT_THAT(names(access, "*.csv"), ElementsAre("a.csv", "b.csv"));
    EXPECT_THAT(names(access, "b.csv"), ElementsAre("b.csv"));
    EXPECT_THAT(names(access, "2024/*/?.csv"), ElementsAre("2024/03/x.csv", "2024/04/x.csv"));
    EXPECT_THAT(names(access, folder_.path().string() + "/[ab].csv"),
                ElementsAre("a.csv", "b.csv"));
    EXPECT_THAT(names(access, "2024"), ElementsAre());
    EXPECT_THAT(names(access, "none/*.csv"), ElementsAre());
    EXPECT_THAT(names(access, ""), ElementsAre());
}

// As browsers name a second download.
TEST_F(FileAccessTest, ANameWithTheSignsOfAPatternIsFoundWhereItIsThere) {
    folder_.write("e[1].csv", "x");
    folder_.write("e1.csv", "x");
    folder_.write("[x]/e.csv", "x");
    const FileAccess access(folder_.path(), {});
    EXPECT_THAT(names(access, "e[1].csv"), ElementsAre("e[1].csv"));
    EXPECT_THAT(names(access, "[x]/*.csv"), ElementsAre("[x]/e.csv"));
    EXPECT_THAT(names(access, "e[12].csv"), ElementsAre("e1.csv"));
    EXPECT_THAT(names(access, "e*.csv"), ElementsAre("e1.csv", "e[1].csv"));
    // A pattern that would find itself stays one: nobody names a file so.
    folder_.write("*.csv", "x");
    EXPECT_EQ(names(access, "*.csv").size(), 5U);
}

TEST_F(FileAccessTest, OutsideIsAnErrorNotSilence) {
    const FileAccess access(folder_.path(), {});
    const auto found = access.list((outside_.path() / "*.csv").string());
    ASSERT_FALSE(found.ok());
    EXPECT_THAT(found.error().to_string(), HasSubstr("outside of the folders"));
    std::filesystem::create_directory_symlink(outside_.path(), folder_.path() / "link");
    EXPECT_FALSE(access.list("link/*.csv").ok());
    EXPECT_FALSE(access.list("../*/o.csv").ok());
    EXPECT_TRUE(FileAccess(folder_.path(), {outside_.path()}).list("link/*.csv").ok());
}

TEST_F(FileAccessTest, ReadsWhatItOpened) {
    FileAccess access(folder_.path(), {});
    const auto handle = access.open("b.csv");
    ASSERT_TRUE(handle.ok());
    EXPECT_EQ(*access.read(*handle, 3), "123");
    EXPECT_EQ(*access.read(*handle, 3), "45");
    EXPECT_EQ(*access.read(*handle, 3), "");
    EXPECT_EQ(access.close(*handle), "b.csv");
    EXPECT_FALSE(access.read(*handle, 3).ok());
    EXPECT_EQ(access.close(*handle), std::nullopt);
    EXPECT_FALSE(access.open("2024").ok());
    EXPECT_FALSE(access.open("none.csv").ok());
}

TEST_F(FileAccessTest, OneFileStandsInForEverything) {
    FileAccess access = FileAccess::only(outside_.path() / "o.csv", "upload.csv");
    EXPECT_THAT(names(access, "whatever/*.csv"), ElementsAre("upload.csv"));
    EXPECT_TRUE(access.open("upload.csv").ok());
    EXPECT_FALSE(access.open("o.csv").ok());
}

TEST_F(FileAccessTest, OpenFilesAreLimited) {
    FileAccess access(folder_.path(), {});
    for (int i = 0; i < 16; ++i) EXPECT_TRUE(access.open("b.csv").ok());
    EXPECT_FALSE(access.open("b.csv").ok());
}

}  // namespace
}  // namespace underpin
