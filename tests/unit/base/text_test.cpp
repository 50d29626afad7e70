#include "base/text.h"

#include <gtest/gtest.h>

namespace underpin {
namespace {

TEST(NearestWord, FindsSlipsOfThePen) {
    const std::vector<std::string> words{"tier", "status", "parent", "target", "time_zone"};
    EXPECT_EQ(nearest_word("teir", words), "tier");
    EXPECT_EQ(nearest_word("Status", words), "status");
    EXPECT_EQ(nearest_word("timezone", words), "time_zone");
    EXPECT_EQ(nearest_word("targte", words), "target");
    EXPECT_EQ(nearest_word("colour", words), std::nullopt);
    EXPECT_EQ(nearest_word("", words), std::nullopt);
    EXPECT_EQ(nearest_word("tier", {}), std::nullopt);
}

TEST(NearestWord, PrefersTheNearest) {
    const std::vector<std::string> words{"resolved", "resolve", "opened"};
    EXPECT_EQ(nearest_word("resolvd", words), "resolved");
    EXPECT_EQ(nearest_word("resolv", words), "resolve");
}

TEST(NearestWord, DoesNotTurnOneLetterIntoAnother) {
    const std::vector<std::string> words{"a"};
    EXPECT_EQ(nearest_word("b", words), std::nullopt);
}

TEST(Join, PutsTheSeparatorBetween) {
    const std::vector<std::string> parts{"a", "b", "c"};
    EXPECT_EQ(join(parts, ", "), "a, b, c");
    EXPECT_EQ(join({}, ", "), "");
}

TEST(Trim, TakesBlanksFromBothEnds) {
    EXPECT_EQ(trim("  a b \r\n"), "a b");
    EXPECT_EQ(trim(" \t "), "");
    EXPECT_EQ(trim(""), "");
}

TEST(Utf8, IsToldFromOtherBytes) {
    EXPECT_TRUE(is_utf8(""));
    EXPECT_TRUE(is_utf8("C\xC3\xB4te d'Ivoire \xE6\x97\xA5 \xF0\x9F\x98\x80"));
    EXPECT_FALSE(is_utf8("C\xF4te"));           // Latin-1
    EXPECT_FALSE(is_utf8("\xC0\xAF"));          // overlong
    EXPECT_FALSE(is_utf8("\xED\xA0\x80"));      // half of a surrogate pair
    EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80"));  // beyond the last character
    EXPECT_FALSE(is_utf8("abc\xE6\x97"));       // cut short
}

TEST(DisplayWidth, CountsCellsOfATerminal) {
    EXPECT_EQ(display_width("abc"), 3U);
    EXPECT_EQ(display_width("C\xC3\xB4te"), 4U);
    EXPECT_EQ(display_width("Co\xCC\x82te"), 4U);              // a combining circumflex
    EXPECT_EQ(display_width("\xE6\x97\xA5\xE6\x9C\xAC"), 4U);  // two wide characters
    EXPECT_EQ(display_width("\xF0\x9F\x98\x80"), 2U);
    EXPECT_EQ(display_width("C\xF4te"), 4U);  // a byte that is not UTF-8
}

}  // namespace
}  // namespace underpin
