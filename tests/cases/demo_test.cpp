// The demonstration: the same for everybody, readable, and as large as it says.
#include "work/demo/demo.h"

#include <algorithm>
#include <fstream>
#include <gmock/gmock.h>
#include <map>
#include <sstream>
#include <unistd.h>

#include "documents/reader.h"
#include "documents/references.h"
#include "domain/terms.h"
#include "work/demo/holidays.h"

namespace underpin {
namespace {

namespace fs = std::filesystem;

class Demo : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::path(testing::TempDir()) / ("underpin-demo-" + std::to_string(getpid()));
        fs::remove_all(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }

    DemoFiles write(const char* now, const char* name = "demo") {
        return require(write_demo(folder_ / name, require(parse_instant(now))));
    }

    static std::map<std::string, std::string> contents(const fs::path& folder) {
        std::map<std::string, std::string> files;
        for (const auto& entry : fs::recursive_directory_iterator(folder)) {
            if (!entry.is_regular_file()) continue;
            std::ifstream file(entry.path(), std::ios::binary);
            std::ostringstream text;
            text << file.rdbuf();
            files[fs::relative(entry.path(), folder).string()] = text.str();
        }
        return files;
    }

    static std::ptrdiff_t rows(const DemoFiles& files) {
        std::ptrdiff_t found = 0;
        for (const auto& [name, text] : contents(files.folder / "exports")) {
            found += std::count(text.begin(), text.end(), '\n') - 1;
        }
        return found;
    }

    fs::path folder_;
};

TEST_F(Demo, IsTheSameForEverybodyWithinAMonth) {
    const auto one = write("2026-11-01T00:00:00Z", "one");
    const auto other = write("2026-11-30T23:59:59Z", "other");
    EXPECT_EQ(one.period, "2026-10");
    EXPECT_EQ(format_instant(one.from), "2024-11-01T00:00:00Z");
    EXPECT_EQ(format_instant(one.to), "2026-11-01T00:00:00Z");
    EXPECT_EQ(contents(one.folder), contents(other.folder));
}

TEST_F(Demo, IsDifferentWithAnotherSeed) {
    const Instant now = require(parse_instant("2026-11-01T00:00:00Z"));
    const auto one = require(write_demo(folder_ / "one", now, 1));
    const auto other = require(write_demo(folder_ / "other", now, 2));
    EXPECT_EQ(contents(one.documents), contents(other.documents));
    EXPECT_NE(contents(one.folder), contents(other.folder));
}

TEST_F(Demo, HasDocumentsWithoutAMistakeInEveryMonth) {
    // Months around leap days, year ends and clock changes.
    for (const char* now :
         {"2024-03-10T00:00:00Z", "2025-01-01T00:00:00Z", "2027-07-04T12:00:00Z"}) {
        const auto files = write(now, now);
        Reading reading = read_documents({files.documents}, {});
        for (const Error& error : reading.errors) ADD_FAILURE() << error.to_string();
        std::vector<Revised> revised;
        std::int64_t suppliers = 0;
        for (const ReadDocument& read : reading.documents) {
            revised.push_back({read.document, static_cast<std::int64_t>(revised.size()) + 1});
            if (read.document.kind != Kind::supplier) continue;
            if (read.document.as<Supplier>().kind != "customer") ++suppliers;
        }
        EXPECT_EQ(suppliers, 12);
        for (const Error& error : check_duplicates(reading.documents)) {
            ADD_FAILURE() << error.to_string();
        }
        const auto report =
            check_references(make_portfolio(revised, Retired::keep), reading.documents);
        for (const Error& error : report.errors) ADD_FAILURE() << error.to_string();
    }
}

TEST_F(Demo, ImportsEverySourceOnce) {
    const auto files = write("2026-11-22T10:00:00Z");
    std::vector<std::string> imported;
    for (const DemoImport& import : files.imports) imported.push_back(import.source);
    std::vector<std::string> declared;
    for (const ReadDocument& read : read_documents({files.documents}, {}).documents) {
        if (read.document.kind == Kind::source) declared.push_back(read.document.metadata.id);
    }
    EXPECT_THAT(imported, testing::UnorderedElementsAreArray(declared));
    ASSERT_TRUE(files.correction.file);
    EXPECT_TRUE(fs::exists(*files.correction.file));
}

TEST_F(Demo, HasTensOfThousandsOfRows) {
    const auto files = write("2026-11-22T10:00:00Z");
    EXPECT_GE(rows(files), 20'000);
    EXPECT_LE(rows(files), 60'000);
}

TEST_F(Demo, LosesTwoMonthsOfInkwell) {
    write("2026-10-22T10:00:00Z");
    const auto files = write("2026-11-22T10:00:00Z");  // into the same folder, a month later
    const auto exports = contents(files.folder / "exports");
    EXPECT_EQ(std::count_if(exports.begin(), exports.end(),
                            [](const auto& file) { return file.first.starts_with("inkwell"); }),
              22);
    EXPECT_FALSE(exports.contains("inkwell-tickets-2025-12.csv"));
}

TEST_F(Demo, SaysWhereItCannotWrite) {
    fs::create_directories(folder_);
    std::ofstream(folder_ / "file") << "in the way";
    const auto result = write_demo(folder_ / "file", Instant{0});
    ASSERT_FALSE(result);
    EXPECT_THAT(result.error().message, testing::HasSubstr("cannot write"));
}

// Dates as the governments published them.
TEST(DemoHolidays, AreThoseOfTheCalendar) {
    const auto lines = [](const char* country, int year) {
        std::vector<std::string> dates;
        for (const auto& holiday : demo::holidays(country, year, year)) {
            dates.push_back(format_date(holiday.date));
        }
        return dates;
    };
    EXPECT_THAT(lines("GB", 2021),
                testing::ElementsAre("2021-01-01", "2021-04-02", "2021-04-05", "2021-05-03",
                                     "2021-05-31", "2021-08-30", "2021-12-27", "2021-12-28"));
    // Christmas on a Sunday: Boxing Day stays on the Monday, Christmas moves behind it.
    EXPECT_THAT(lines("GB", 2022),
                testing::IsSupersetOf({"2022-01-03", "2022-12-26", "2022-12-27"}));
    EXPECT_THAT(lines("US", 2026), testing::ElementsAre("2026-01-01", "2026-01-19", "2026-02-16",
                                                        "2026-05-25", "2026-06-19", "2026-07-03",
                                                        "2026-09-07", "2026-11-26", "2026-12-25"));
    EXPECT_THAT(lines("DE", 2024), testing::ElementsAre("2024-01-01", "2024-03-29", "2024-04-01",
                                                        "2024-05-01", "2024-05-09", "2024-05-20",
                                                        "2024-10-03", "2024-12-25", "2024-12-26"));
    EXPECT_THAT(lines("NL", 2025), testing::Contains("2025-04-26"));
    EXPECT_THAT(lines("IE", 2030), testing::Contains("2030-02-01"));
}

}  // namespace
}  // namespace underpin
