#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "documents/output_common.h"
#include "documents/output_credits.h"
#include "documents/output_explain.h"
#include "documents/output_import.h"
#include "documents/output_scorecard.h"
#include "unit/results_sample.h"

namespace underpin {
namespace {

using testing::at;
using testing::money;
using testing::number;
using testing::sample_availability;
using testing::sample_credits;
using testing::sample_explanation;
using testing::sample_line;
using testing::sample_scorecard;

TEST(ScorecardJson, IsWhatTheDocumentationPrints) {
    EXPECT_EQ(
        scorecard_json(sample_scorecard()).dump(),
        R"({"supplier":"acme","period":"2024-03","as_of":"2024-05-01T00:00:00Z","score":"40.00",)"
        R"("grade":"E","categories":[{"category":"reliability","score":"100.00"},)"
        R"({"category":null,"score":"0.00"}],"agreements":[{"agreement":"acme-hosting",)"
        R"("period":"2024-03","from":"2024-03-01T00:00:00Z","to":"2024-03-31T23:00:00Z",)"
        R"("open":false,"score":"40.00","objectives":[{"objective":"availability",)"
        R"("metric":"availability","unit":"percent","value":"99.916555",)"
        R"("numerator":"2672568000","denominator":"2674800000","coverage":"1.000000",)"
        R"("target":{"at_least":"99.9"},"status":"met","provisional":[],"score":"100.00",)"
        R"("weight":"40","counted":3,"breaching":3,"pending":0,"excluded":1,"version":1},)"
        R"({"objective":"p1-resolution","metric":"case_time","unit":"percent",)"
        R"("value":"93.333333","numerator":"14","denominator":"15","coverage":"1.000000",)"
        R"("target":{"at_least":"95"},"status":"breached","provisional":[],"score":"0.00",)"
        R"("weight":"60","counted":15,"breaching":1,"pending":0,"excluded":0,"version":1}]}],)"
        R"("credits":{"currency":"GBP","total":"0.00","capped":false}})");
}

TEST(ScorecardJson, NothingMeasuredHasNoNumbersButItsCoverage) {
    Measurement made = sample_availability().parts.front();
    made.measured = Measured{};
    made.measured.coverage.reset();
    const Objective terms = testing::objective("availability");
    judge(terms, true, made);
    const auto json = objective_json(combine_parts(terms, {made}));
    for (const char* field : {"value", "numerator", "denominator", "score"}) {
        EXPECT_TRUE(json.at(field).is_null()) << field;
    }
    EXPECT_EQ(json.at("coverage"), "0.000000");
    EXPECT_EQ(json.at("status"), "no_data");
    EXPECT_EQ(json.at("provisional").dump(), R"(["open","coverage"])");

    const auto card =
        scorecard_json(make_scorecard("acme", "", "2024-03", at("2024-05-01T00:00:00Z"), {}));
    EXPECT_TRUE(card.at("score").is_null());
    EXPECT_TRUE(card.at("grade").is_null());
    EXPECT_EQ(card.at("credits").dump(), R"({"currency":null,"total":"0.00","capped":false})");
}

TEST(ScorecardJson, PartsStandInTheObjectiveOfASplitPeriod) {
    const Objective terms = testing::objective("availability");
    Measurement early = sample_availability().parts.front();
    Measurement late = early;
    early.part.to = late.part.from = at("2024-03-11T00:00:00Z");
    late.measured.value = number("99.0");
    judge(terms, false, late);
    const auto json = objective_json(combine_parts(terms, {early, late}));
    EXPECT_TRUE(json.at("value").is_null());
    EXPECT_TRUE(json.at("numerator").is_null());
    EXPECT_EQ(json.at("parts").dump(),
              R"([{"from":"2024-03-01T00:00:00Z","to":"2024-03-11T00:00:00Z",)"
              R"("value":"99.916555","status":"met","score":"100.00"},)"
              R"({"from":"2024-03-11T00:00:00Z","to":"2024-03-31T23:00:00Z",)"
              R"("value":"99.000000","status":"breached","score":"0.00"}])");
}

// Notes go to standard error and to the table: the JSON has the promised fields only.
TEST(ScorecardJson, HoldsNoNotes) {
    SupplierScorecard card = sample_scorecard();
    card.notes = {"x"};
    EXPECT_EQ(scorecard_json(card), scorecard_json(sample_scorecard()));
}

TEST(OutputNumbers, AreRoundedHalfEven) {
    EXPECT_EQ(value_json(number("0.0000005")), "0.000000");
    EXPECT_EQ(value_json(number("0.0000015")), "0.000002");
    EXPECT_EQ(value_json(number("-0.0000001")), "0.000000");
    EXPECT_EQ(value_json(make_rational(2, 3)), "0.666667");
    EXPECT_EQ(score_json(number("0.125")), "0.12");
    EXPECT_EQ(score_json(number("0.135")), "0.14");
    EXPECT_TRUE(value_json(std::nullopt).is_null());
}

TEST(OutputNumbers, FractionsAreDecimalTextOnlyWhereTheyAreNotWhole) {
    EXPECT_EQ(fraction_text(2672568000, 0), "2672568000");
    EXPECT_EQ(fraction_text(1500000000, 9), "1.5");
    EXPECT_EQ(fraction_text(2000000000, 9), "2");
    EXPECT_EQ(fraction_text(1, 9), "0.000000001");
}

TEST(CreditsJson, IsWhatTheDocumentationPrints) {
    EXPECT_EQ(credits_json(sample_credits()).dump(),
              R"({"supplier":"acme","currency":"GBP","total":"1200.00","lines":[)"
              R"({"agreement":"acme-hosting","objective":"availability","period":"2024-02",)"
              R"("scheme":"tiers","base":"12000.00","rule":"below 99.9: 10 %","points":null,)"
              R"("amount":"1200.00","capped_from":null,"status":"proposed",)"
              R"("claim_by":"2024-03-30","claim":null,"capped_by":[],"rounded":"1200.00",)"
              R"("derivation":["10 % of 12000.00 = 1200.00"],"measurements":[]}],"triggers":[)"
              R"({"name":"termination for persistent failure","agreement":"acme-hosting",)"
              R"("period":"2024-06","because":"3 breaches in 6 periods"}]})");
}

TEST(CreditsJson, SeveralCurrenciesHaveATotalEachAndOneOnEachLine) {
    SupplierCredits credits = sample_credits();
    credits.totals.push_back({money("300", "JPY"), true});
    const auto json = credits_json(credits);
    EXPECT_TRUE(json.at("currency").is_null());
    EXPECT_TRUE(json.at("total").is_null());
    EXPECT_EQ(json.at("totals").dump(), R"([{"currency":"GBP","total":"1200.00","capped":false},)"
                                        R"({"currency":"JPY","total":"300","capped":true}])");
    EXPECT_EQ(json.at("lines").at(0).at("currency"), "GBP");
    EXPECT_EQ(credit_total_json(credits.totals).at("capped"), true);
}

TEST(CreditsJson, ACappedLineSaysFromWhat) {
    CreditLine line = sample_line();
    line.capped_from = money("2000.00");
    line.points = make_rational(5, 2);
    line.objective.reset();
    const auto json = credit_line_json(line);
    EXPECT_EQ(json.at("capped_from"), "2000.00");
    EXPECT_EQ(json.at("points"), "2.5");
    EXPECT_TRUE(json.at("objective").is_null());
}

TEST(CreditsJson, HoldsNoNotes) {
    SupplierCredits credits = sample_credits();
    credits.notes = {"x"};
    EXPECT_EQ(credits_json(credits), credits_json(sample_credits()));
}

TEST(ExplainJson, HoldsEveryRecordStepAndWhatItStandsOn) {
    const auto json = explanation_json(sample_explanation());
    EXPECT_EQ(json.at("value"), "99.916555");
    EXPECT_FALSE(json.at("parts").at(0).contains("parts"));
    const auto& part = json.at("parts").at(0);
    EXPECT_EQ(part.at("records").size(), 2u);
    EXPECT_EQ(part.at("records").at(0).dump(),
              R"({"source":"acme-status","key":"INC-1042","verdict":"breaching",)"
              R"("reason":"outage of 22m 12s in service time","from":"2024-03-05T10:00:00Z",)"
              R"("to":"2024-03-05T10:22:12Z","amount_ms":1332000,"limit_ms":null,"group":1,)"
              R"("incident":null})");
    EXPECT_EQ(part.at("service").dump(),
              R"([{"from":"2024-03-01T00:00:00Z","to":"2024-03-31T23:00:00Z"}])");
    EXPECT_EQ(part.at("steps").at(1).at("text"), "37m 12s in 3 outages");
    EXPECT_EQ(part.at("exclusions").at(0).at("reason"), "planned maintenance");
    EXPECT_EQ(part.at("basis").at("sources_seen").dump(), R"({"acme-status":12})");
    EXPECT_EQ(json.at("credits").size(), 1u);
}

TEST(ImportJson, IsWhatTheDocumentationPrints) {
    ImportReport report{"acme-tickets",
                        7,
                        15,
                        5,
                        4,
                        3,
                        2,
                        1,
                        0,
                        Span{at("2024-03-01T00:00:00Z"), at("2024-04-01T00:00:00Z")},
                        {1500}};
    EXPECT_EQ(import_json(report).dump(),
              R"({"source":"acme-tickets","run":7,"read":15,"superseded":5,"created":4,"changed":3,)"
              R"("unchanged":2,"rejected":1,"warnings":0,)"
              R"("covered":{"from":"2024-03-01T00:00:00Z","to":"2024-04-01T00:00:00Z"},)"
              R"("seconds":1.5})");
    report.covered.reset();
    EXPECT_TRUE(import_json(report).at("covered").is_null());
}

}  // namespace
}  // namespace underpin
