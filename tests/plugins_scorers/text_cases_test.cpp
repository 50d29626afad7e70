// Plays every text case of every scorer plugin. Run with UNDERPIN_UPDATE_CASES=1 to rewrite the
// expectations; review the difference before committing it.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

#include "paths.h"
#include "text_case.h"

namespace underpin::bench {
namespace {

std::string content(const std::filesystem::path& path) {
    const std::ifstream file(path);
    std::ostringstream out;
    out << file.rdbuf();
    return out.str();
}

class TextCases : public ::testing::TestWithParam<const char*> {};

TEST_P(TextCases, GiveWhatIsWrittenBesideThem) {
    const std::string scorer = GetParam();
    const auto folder = source_dir() / "plugins" / scorer / "cases";
    std::vector<std::filesystem::path> cases;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".yaml") cases.push_back(entry.path());
    }
    std::ranges::sort(cases);
    ASSERT_FALSE(cases.empty());
    const bool update = std::getenv("UNDERPIN_UPDATE_CASES") != nullptr;
    for (const auto& path : cases) {
        SCOPED_TRACE(path.filename());
        auto expectation = path;
        expectation.replace_extension(".txt");
        const auto got = play(path, scorer);
        if (update) std::ofstream(expectation) << got;
        EXPECT_EQ(got, content(expectation));
    }
}

INSTANTIATE_TEST_SUITE_P(Scorers, TextCases,
                         ::testing::Values("availability", "case_time", "delivery", "ratio",
                                           "sample", "count", "mttr", "mtbf"),
                         [](const auto& suite) { return std::string(suite.param); });

}  // namespace
}  // namespace underpin::bench
