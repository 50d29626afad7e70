// The CSV importer's parts by themselves: rows, times, pauses, the collapse of event logs.
#include <gmock/gmock.h>
#include <random>

#include "rows.hpp"
#include "text.hpp"
#include "times.hpp"

namespace csv {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

// Gives the text out in pieces of that many bytes.
RowReader::Fill pieces(const std::string& text, std::size_t size) {
    return [&text, size, at = std::size_t{0}](char* to, std::size_t capacity) mutable {
        const std::size_t count = std::min({size, capacity, text.size() - at});
        std::copy_n(text.data() + at, count, to);
        at += count;
        return count;
    };
}

std::vector<std::string> all_rows(const std::string& text, std::size_t piece) {
    RowReader reader(pieces(text, piece), ',');
    std::vector<std::string> out;
    Row row;
    while (reader.next(row)) {
        std::string line = std::to_string(row.line) + ":";
        for (const std::string_view cell : row.cells) line += "<" + std::string(cell) + ">";
        out.push_back(line + (row.fault != nullptr ? "!" + std::string(row.text) : ""));
    }
    return out;
}

TEST(Rows, QuotesAndLineEnds) {
    EXPECT_THAT(all_rows("a,b\r\n\"c\r\nd\",\"e\"\"f\"\n\n,\rg,", 1),
                ElementsAre("1:<a><b>", "2:<c\r\nd><e\"f>", "5:<><>", "6:<g><>"));
    EXPECT_THAT(all_rows("", 1), SizeIs(0));
    EXPECT_THAT(all_rows("\n\r\n", 1), SizeIs(0));
    EXPECT_THAT(all_rows("\"\"", 1), ElementsAre("1:<>"));
    EXPECT_THAT(all_rows("\"a", 1), ElementsAre("1:!\"a"));
    EXPECT_THAT(all_rows("\"a\"b\r\nc", 1), ElementsAre("1:!\"a\"b", "2:<c>"));
}

TEST(Rows, PiecesMakeNoDifference) {
    std::mt19937 random(7);
    const std::string letters = "ab,\"\"\r\n\n ";
    for (int round = 0; round < 3000; ++round) {
        std::string text;
        for (auto size = random() % 40; size > 0; --size) {
            text += letters[random() % letters.size()];
        }
        const auto whole = all_rows(text, 1000);
        for (const std::size_t piece : {1U, 2U, 3U})
            ASSERT_EQ(all_rows(text, piece), whole) << text;
    }
}

TEST(Rows, AnEndlessQuoteIsOneLine) {
    std::string text = "a,\"b\n";
    for (int i = 0; i < 500'000; ++i) text += "0123456789\n";
    const auto rows = all_rows(text, 1 << 20);
    ASSERT_THAT(rows, SizeIs(500'001));
    EXPECT_EQ(rows[0], "1:!a,\"b");
    EXPECT_EQ(rows[500'000], "500001:<0123456789>");
}

TEST(Rows, SkipGoesOnWhereItWas) {
    const std::string text = "h\na\n\"b\nb\"\nc\nd\n";
    RowReader first(pieces(text, 3), ',');
    Row row;
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(first.next(row));
    RowReader second(pieces(text, 2), ',');
    ASSERT_TRUE(second.next(row));
    ASSERT_TRUE(second.skip_to(first.offset(), first.line()));
    EXPECT_EQ(second.digest(), first.digest());
    ASSERT_TRUE(second.next(row));
    EXPECT_EQ(row.line, 5);
    EXPECT_EQ(row.cells[0], "c");
    EXPECT_FALSE(second.skip_to(1000, 1));
}

// A host in UTC.
class Times : public ::testing::Test {
  protected:
    Times() {
        table_.size = sizeof(table_);
        table_.instant = [](void*, underpin_text, std::int64_t day, std::int64_t ms,
                            std::int64_t* out, std::int32_t* kind) -> underpin_result {
            *out = day * 86'400'000 + ms;
            if (kind != nullptr) *kind = UNDERPIN_LOCAL_UNIQUE;
            return UNDERPIN_OK;
        };
    }
    [[nodiscard]] std::string read(const std::string& format, std::string_view text) const {
        const TimeReader times(underpin::Host(&table_),
                               format.empty() ? std::vector<std::string>{} : std::vector{format});
        const auto time = times.read(text);
        return time ? std::to_string(time->ms) + (time->is_date ? "d" : "") : "-";
    }

    underpin_host table_{};
};

TEST_F(Times, Iso) {
    for (const char* same : {"1970-01-02T03:04:05Z", "1970-01-02 03:04:05", "19700102T030405Z",
                             "1970-01-02T04:04:05+01:00", "1970-01-01T22:04:05-0500",
                             "1970-01-02t03:04:05.0009z", "1970-01-02T03:04:05 +00"}) {
        EXPECT_EQ(read("", same), "97445000") << same;
    }
    EXPECT_EQ(read("", "1970-01-02T03:04:05.6789Z"), "97445678");
    EXPECT_EQ(read("", "1970-01-02T03:04:05,5Z"), "97445500");
    EXPECT_EQ(read("", "1970-01-02"), "86400000d");
    EXPECT_EQ(read("", "1970-01-01T24:00"), "86400000");
    for (const char* wrong :
         {"", "1970", "1970-1-2", "1970-02-30", "1970-01-02T", "1970-01-02T3:04",
          "1970-01-02T25:00", "1970-01-02T24:01", "1970-01-02T03:60", "1970-01-02T03:04:60",
          "1970-01-02T03:04Zx", "1970-0102", "x", "0000-01-01", "1970-01-02T03:04+25:00"}) {
        EXPECT_EQ(read("", wrong), "-") << wrong;
    }
}

TEST_F(Times, Formats) {
    EXPECT_EQ(read("%d/%m/%Y %H:%M", "2/1/1970 3:4"), "97440000");
    EXPECT_EQ(read("%d/%m/%Y %H:%M", "02/01/1970   03:04"), "97440000");
    EXPECT_EQ(read("%d/%m/%Y %H:%M", "1/2/1970 3:04 "), "-");
    EXPECT_EQ(read("%d/%m/%Y %H:%M", "2/1/70 3:04"), "-");
    EXPECT_EQ(read("%d-%b-%y", "02-SEPT-70"), "21081600000d");
    EXPECT_EQ(read("%d-%b-%y", "02-September-70"), "21081600000d");
    EXPECT_EQ(read("%d-%b-%y", "02-Sep.-70"), "21081600000d");
    EXPECT_EQ(read("%d-%b-%y", "02-Septem-70"), "-");
    EXPECT_EQ(read("%d-%b-%y", "02-Jun-68"), read("%Y-%m-%d", "2068-06-02"));
    EXPECT_EQ(read("%d-%b-%y", "02-Jun-69"), read("%Y-%m-%d", "1969-06-02"));
    EXPECT_EQ(read("%F %T%z", "1970-01-02 03:04:05+0100"), "93845000");
    EXPECT_EQ(read("%m/%d/%Y %I:%M %p", "1/2/1970 12:00 a.m."), "86400000");
    EXPECT_EQ(read("%m/%d/%Y %I:%M %p", "1/2/1970 12:00 PM"), "129600000");
    EXPECT_EQ(read("%%%d.%m.%Y", "%2.1.1970"), "86400000d");
    for (const char* wrong :
         {"%H:%M", "%d/%m %H", "%d/%m/%Y %M", "%d/%m/%Y %I", "%d %m %Y %", "%j"}) {
        EXPECT_THROW(static_cast<void>(read(wrong, "x")), underpin::PluginError) << wrong;
    }
}

TEST_F(Times, Pauses) {
    const TimeReader times(underpin::Host(&table_), {});
    const auto two =
        read_pauses(times, "1970-01-01T00:00Z/1970-01-01T00:01Z; 1970-01-01T01:00Z/PT1H");
    ASSERT_TRUE(two);
    ASSERT_THAT(*two, SizeIs(2));
    EXPECT_EQ((*two)[0].to, 60'000);
    EXPECT_EQ((*two)[1].to, 7'200'000);
    EXPECT_EQ(read_pauses(times, "1970-01-01T00:00Z/..")->at(0).to, UNDERPIN_ABSENT);
    EXPECT_EQ(read_pauses(times, "1970-01-01T00:00Z/")->at(0).to, UNDERPIN_ABSENT);
    EXPECT_FALSE(read_pauses(times, "1970-01-01T00:00Z"));
    EXPECT_FALSE(read_pauses(times, "1970-01-01T00:00Z/P1M"));
}

TEST(Text, Utf8) {
    for (const char* good : {"", "abc", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"}) {
        EXPECT_TRUE(is_utf8(good));
    }
    for (const char* bad : {"\xC3", "\x80", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                            "aaaaaaaa\xFF", "\xE0\x80\x80"}) {
        EXPECT_FALSE(is_utf8(bad));
    }
}

}  // namespace
}  // namespace csv
