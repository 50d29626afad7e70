#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

#include "base/text.h"
#include "cli/render_credits.h"
#include "cli/render_explain.h"
#include "cli/render_scorecard.h"
#include "cli/render_time.h"
#include "cli/render_value.h"
#include "unit/results_sample.h"

namespace underpin {
namespace {

using testing::at;
using testing::at_least;
using testing::at_most;
using ::testing::HasSubstr;
using testing::money;
using ::testing::Not;
using testing::number;
using testing::sample_credits;
using testing::sample_explanation;
using testing::sample_scorecard;

const RenderOptions plain;
const Instant now = at("2024-05-01T00:00:00Z");

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

void expect_fits(const std::string& text, std::size_t width) {
    for (const std::string& line : lines_of(text)) {
        EXPECT_LE(display_width(line), width) << line;
        EXPECT_TRUE(line.empty() || line.back() != ' ') << "trailing blank: " << line;
    }
}

// ---- values ----------------------------------------------------------------------------------

TEST(ValueText, AddsDigitsUntilAMissDoesNotLookLikeAHit) {
    const Target target = at_least("99.9");
    EXPECT_EQ(value_text(number("99.95"), "percent", target), "99.95 %");
    EXPECT_EQ(value_text(number("99.896"), "percent", target), "99.896 %");
    EXPECT_EQ(value_text(number("99.89999"), "percent", target), "99.89999 %");
    EXPECT_EQ(value_text(number("99.9"), "percent", target), "99.90 %");
    EXPECT_EQ(value_text(number("5.0049"), "percent", at_most("5")), "5.005 %");
}

TEST(ValueText, AddsDigitsUntilAHitDoesNotLookLikeAMiss) {
    EXPECT_EQ(value_text(number("99.905"), "percent", at_least("99.905")), "99.905 %");
    EXPECT_EQ(value_text(number("4.996"), "number", at_most("4.996")), "4.996");
}

TEST(ValueText, TimesAreHoursMinutesSeconds) {
    const Target four_hours{false, 14400, "4h"};
    EXPECT_EQ(value_text(14292, "seconds", four_hours), "3h 58m 12s");
    EXPECT_EQ(value_text(14400, "seconds", four_hours), "4h");
    EXPECT_EQ(value_text(number("14400.4"), "seconds", four_hours), "4h 0.4s");
    EXPECT_EQ(value_text(0, "seconds", four_hours), "0s");
    EXPECT_EQ(target_text(four_hours, "seconds"), "≤ 4h");
    EXPECT_EQ(seconds_text(number("59.9996"), 3), "1m");
    EXPECT_EQ(seconds_text(360000), "100h");
}

TEST(ValueText, CountsAreWholeAndOtherNumbersHavePlaces) {
    EXPECT_EQ(value_text(17, "count", at_most("20")), "17");
    EXPECT_EQ(value_text(make_rational(1, 3), "number", at_most("1")), "0.33");
    EXPECT_EQ(target_text(at_least("99.90"), "percent"), "≥ 99.90 %");
}

TEST(CoverageText, NeverSaysAHundredForLess) {
    EXPECT_EQ(coverage_text(Rational(1)), "100 %");
    EXPECT_EQ(coverage_text(number("0.99999")), "99.9 %");
    EXPECT_EQ(coverage_text(number("0.9")), "90 %");
    EXPECT_EQ(coverage_text(number("0.0001")), "< 0.1 %");
    EXPECT_EQ(coverage_text(Rational(0)), "0 %");
    EXPECT_EQ(coverage_text(std::nullopt), "-");
}

TEST(RangeText, WholeLocalDaysAreDates) {
    const TimeZone london = zone_or_utc("Europe/London");
    EXPECT_EQ(range_text(london, {at("2024-03-01T00:00:00Z"), at("2024-03-31T23:00:00Z")}),
              "2024-03-01 to 2024-03-31");
    EXPECT_EQ(range_text(london, {at("2024-03-01T00:00:00Z"), at("2024-03-02T00:00:00Z")}),
              "2024-03-01");
    EXPECT_EQ(range_text(london, {at("2024-03-01T00:00:00Z"), at("2024-03-01T12:00:00Z")}),
              "2024-03-01 00:00 GMT to 2024-03-01 12:00 GMT");
}

// ---- tables ------------------------------------------------------------------------------------

TEST(Table, AlignsByWhatIsSeenNotByBytes) {
    Table table({{"Name", Align::left}, {"Value", Align::right}});
    table.add({"Zürich", "1"});
    table.add({"東京", "22"});
    EXPECT_EQ(table.text(plain),
              "Name    Value\n"
              "──────  ─────\n"
              "Zürich      1\n"
              "東京       22\n");
}

TEST(Table, WrapsOnlyWhatMayWrapAndOnlyWhereItMust) {
    Table table({{"Text", Align::left, true}, {"Number", Align::right}});
    table.add({"one two three four five six", "1234567"});
    EXPECT_EQ(lines_of(table.text(plain)).size(), 3u);
    RenderOptions narrow;
    narrow.width = 24;
    EXPECT_EQ(table.text(narrow),
              "Text              Number\n"
              "───────────────  ───────\n"
              "one two three    1234567\n"
              "four five six\n");
    narrow.width = 0;
    EXPECT_EQ(lines_of(table.text(narrow)).size(), 3u);
}

TEST(Table, SplitsWordsThatAreLongerThanTheirColumn) {
    Table table({{"Text", Align::left, true}, {"Number", Align::right}});
    table.add({"acme-status-page/INC-1042", "1"});
    RenderOptions narrow;
    narrow.width = 25;
    expect_fits(table.text(narrow), 25);
    EXPECT_THAT(table.text(narrow), HasSubstr("acme-status-page/"));
}

TEST(Table, ColoursOnlyWhereAskedAndOutsideOfThePadding) {
    Table table({{"Status", Align::left}, {"Score", Align::right}});
    table.add({"met", "100"}, {Tone::good});
    EXPECT_THAT(table.text(plain), Not(HasSubstr("\x1b")));
    RenderOptions colored;
    colored.color = true;
    EXPECT_THAT(table.text(colored), HasSubstr("\x1b[32mmet\x1b[0m     "));
}

TEST(Csv, QuotesWhatNeedsItAndEndsLinesAsTheStandardSays) {
    Table table({{"a"}, {"b"}});
    table.add({"plain", "with, comma"});
    table.add({"with \"quotes\"", "two\nlines"});
    table.add({"", " blank"});
    EXPECT_EQ(table.csv(),
              "a,b\r\nplain,\"with, comma\"\r\n\"with \"\"quotes\"\"\",\"two\nlines\"\r\n,\" "
              "blank\"\r\n");
}

TEST(Wrap, KeepsANumberAndItsPercentSignTogether) {
    EXPECT_EQ(wrap("below 99.9: 10 %", 14), (std::vector<std::string>{"below 99.9:", "10 %"}));
    EXPECT_EQ(wrap("a b", 0), std::vector<std::string>{"a b"});
    EXPECT_EQ(wrap("", 10), std::vector<std::string>{""});
}

// ---- pages -------------------------------------------------------------------------------------

TEST(RenderScorecard, SaysWhoWhenWhatAndHowMuch) {
    const std::string text = render_scorecard(sample_scorecard(), plain);
    expect_fits(text, 80);
    for (const char* part :
         {"Acme Cloud Ltd (acme)", "Scorecard 2024-03", "Score 40.00", "Grade E",
          "as of 2024-05-01 01:00 BST", "Service credits 0.00 GBP",
          "2024-03-01 to 2024-03-31, Europe/London", "99.92 %  ≥ 99.9 %  met       100.00",
          "93.33 %    ≥ 95 %  breached    0.00      60    1/15  100 %",
          "availability: 1 record left out by exclusions", "reliability    100.00"}) {
        EXPECT_THAT(text, HasSubstr(part));
    }
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(RenderScorecard, MarksWhatIsProvisionalAndWhy) {
    SupplierScorecard card = sample_scorecard();
    ObjectiveResult& result = card.agreements[0].objectives[1];
    result.provisional = {"open", "pending", "coverage"};
    result.pending = 2;
    result.coverage = number("0.974");
    const std::string text = render_scorecard(card, plain);
    EXPECT_THAT(text, HasSubstr("breached*"));
    EXPECT_THAT(text,
                HasSubstr("* p1-resolution: the period is still open, 2 cases are pending, only "
                          "97.4 %\n    was seen"));
    expect_fits(text, 80);
}

TEST(RenderScorecard, ShowsStatusInWordsAndADashForWhatIsMissing) {
    SupplierScorecard card = sample_scorecard();
    ObjectiveResult& result = card.agreements[0].objectives[1];
    result.status = Status::no_data;
    result.value.reset();
    result.score.reset();
    result.coverage = Rational(0);
    card.score.reset();
    card.grade.reset();
    card.credits.clear();
    const std::string text = render_scorecard(card, plain);
    EXPECT_THAT(text, HasSubstr("no data"));
    EXPECT_THAT(text, HasSubstr("Score -   Grade -"));
    EXPECT_THAT(text, HasSubstr("Service credits none agreed"));
}

TEST(RenderScorecard, ShowsThePartsOfASplitPeriod) {
    SupplierScorecard card = sample_scorecard();
    ObjectiveResult& result = card.agreements[0].objectives[0];
    Measurement late = result.parts.front();
    late.part.from = at("2024-03-11T00:00:00Z");
    late.value = number("98.5");
    late.status = Status::breached;
    late.score = Rational(0);
    result = combine_parts(testing::objective("availability"), {result.parts.front(), late});
    const std::string text = render_scorecard(card, plain);
    EXPECT_THAT(text, HasSubstr("in parts"));
    EXPECT_THAT(text, HasSubstr("from 2024-03-11"));
    EXPECT_THAT(text, HasSubstr("98.50 %"));
    expect_fits(text, 80);
}

TEST(RenderScorecard, ColourNeverMovesAColumn) {
    RenderOptions colored;
    colored.color = true;
    std::string text = render_scorecard(sample_scorecard(), colored);
    for (std::size_t from = text.find('\x1b'); from != std::string::npos;
         from = text.find('\x1b')) {
        text.erase(from, text.find('m', from) - from + 1);
    }
    EXPECT_EQ(text, render_scorecard(sample_scorecard(), plain));
}

TEST(RenderScorecard, LongNamesStayInsideOfTheWidth) {
    SupplierScorecard card = sample_scorecard();
    card.name =
        "Vereinigte Rechenzentrums- und Telekommunikationsdienstleistungsgesellschaft mbH & Co. KG";
    card.agreements[0].name = card.name;
    expect_fits(render_scorecard(card, plain), 80);
}

TEST(RenderCredits, ShowsLinesTotalsAndRights) {
    const std::string text = render_credits(sample_credits(), now, plain);
    expect_fits(text, 80);
    EXPECT_THAT(text, HasSubstr("Total 1200.00 GBP (1200.00 proposed)"));
    EXPECT_THAT(text, HasSubstr("termination for persistent failure: 3 breaches in 6"));
    EXPECT_THAT(text, HasSubstr("by 2024-03-30"));
}

TEST(RenderCredits, SaysFromWhatAndByWhatALineWasCapped) {
    SupplierCredits credits = sample_credits();
    credits.lines[0].capped_from = money("2000.00");
    credits.lines[0].capped_by = {"period", "contract year"};
    credits.totals[0].capped = true;
    const std::string text = render_credits(credits, now, plain);
    EXPECT_THAT(text, HasSubstr("1200.00*"));
    EXPECT_THAT(text, HasSubstr("2000.00 before the cap"));
    EXPECT_THAT(text, HasSubstr("Total 1200.00 GBP, capped"));
}

TEST(RenderCredits, NothingOwedIsSaid) {
    SupplierCredits credits;
    credits.supplier = "acme";
    credits.totals = {{money("0.00"), false}};
    credits.notes = {"something was not computed"};
    const std::string text = render_credits(credits, now, plain);
    EXPECT_THAT(text, HasSubstr("No credit is owed.\nTotal 0.00 GBP\n"));
    EXPECT_THAT(text, HasSubstr("Note: something was not computed"));
}

TEST(RenderExplain, ListsArithmeticRecordsAndWhatItStandsOn) {
    const std::string text = render_explanation(sample_explanation(), plain);
    expect_fits(text, 80);
    for (const char* part :
         {"Result: met, 99.92 % against ≥ 99.9 %, score 100.00", "Counted 3 (3 breaching)",
          "Service time measured: 743h", "1. Service time: 743h",
          "Comparison: 99.916555 % reaches ≥ 99.9 %", "Breaching (1)", "22m 12s", "Excluded (1)",
          "planned", "acme-status up to revision 12", "availability 1.0.0",
          "10 % of 12000.00 = 1200.00"}) {
        EXPECT_THAT(text, HasSubstr(part));
    }
}

TEST(RenderExplain, AMissNeverReadsAsAHitInTheArithmetic) {
    Explanation page = sample_explanation();
    Measurement& measurement = page.parts[0].measurement;
    measurement.measured.value = number("99.89999999");
    judge(testing::objective("availability"), false, measurement);
    EXPECT_THAT(render_explanation(page, plain), HasSubstr("99.89999999 % misses ≥ 99.9 %"));
}

TEST(RenderExplain, LongListsAreCutButBreachesAreNot) {
    Explanation page = sample_explanation();
    std::vector<ExplainedRecord>& records = page.parts[0].records;
    ExplainedRecord counted = records[0];
    counted.verdict = RecordVerdict::counted;
    for (int i = 0; i < 70; ++i) records.push_back(counted);
    for (int i = 0; i < 70; ++i) records.push_back(records[0]);
    const std::string text = render_explanation(page, plain);
    EXPECT_THAT(text, HasSubstr("Counted and within (70)"));
    EXPECT_THAT(text, HasSubstr("and 20 more"));
    EXPECT_THAT(text, HasSubstr("Breaching (71)"));
}

TEST(PagesAsCsv, HaveOneRowForEachThing) {
    EXPECT_EQ(lines_of(scorecard_csv(sample_scorecard())).size(), 3u);
    // Many scorecards in one file: a row says which one it is from.
    EXPECT_THAT(scorecard_csv(sample_scorecard()),
                ::testing::StartsWith("supplier,scorecard,agreement,"));
    EXPECT_EQ(lines_of(credits_csv(sample_credits())).size(), 2u);
    EXPECT_EQ(lines_of(explanation_csv(sample_explanation())).size(), 3u);
    EXPECT_THAT(credits_csv(sample_credits()),
                HasSubstr("acme,acme-hosting,availability,2024-02,tiers,GBP,12000.00,"
                          "below 99.9: 10 %,,,1200.00,,proposed,2024-03-30,\r\n"));
}

}  // namespace
}  // namespace underpin
