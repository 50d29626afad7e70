// What every scorer plugin owes: a schema that documents and checks its settings, clear refusals,
// one answer whatever the number of threads.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <regex>
#include <thread>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "scorer_bench.h"

namespace underpin::bench {
namespace {

const char* const scorers[] = {"availability", "case_time", "delivery", "ratio",
                               "sample",       "count",     "mttr",     "mtbf"};

nlohmann::json schema_of(const Scorer& scorer) {
    return nlohmann::json::parse(to_view(scorer.table().config_schema));
}

bool accepts(const Scorer& scorer, const std::string& with) {
    const auto json = schema_of(scorer);
    valijson::Schema schema;
    valijson::SchemaParser().populateSchema(valijson::adapters::NlohmannJsonAdapter(json), schema);
    const auto value = nlohmann::json::parse(with);
    return valijson::Validator().validate(schema, valijson::adapters::NlohmannJsonAdapter(value),
                                          nullptr);
}

TEST(Scorers, DescribeThemselves) {
    for (const std::string name : scorers) {
        SCOPED_TRACE(name);
        const Scorer scorer(name);
        EXPECT_EQ(to_view(scorer.plugin().name), name);
        EXPECT_EQ(to_view(scorer.plugin().version), "1.0.0");
        EXPECT_GT(to_view(scorer.plugin().title).size(), 3U);
        EXPECT_GT(to_view(scorer.plugin().description).size(), 15U);
        EXPECT_EQ(scorer.plugin().importer, nullptr);
        const auto schema = schema_of(scorer);
        EXPECT_EQ(schema.at("additionalProperties"), false);
        for (const auto& [key, property] : schema.at("properties").items()) {
            EXPECT_TRUE(property.contains("title")) << key;
            EXPECT_TRUE(property.contains("description")) << key;
        }
    }
}

TEST(Scorers, RefuseUnknownSettings) {
    for (const std::string name : scorers) {
        const Scorer scorer(name);
        EXPECT_FALSE(accepts(scorer, R"({"metric": "m", "state": "outage"})")) << name;
    }
}

// The defaults in the schema are those in the code: both ways of leaving a setting out agree.
TEST(Scorers, AcceptTheirOwnDefaults) {
    for (const std::string name : scorers) {
        SCOPED_TRACE(name);
        const Scorer scorer(name);
        const auto schema = schema_of(scorer);
        nlohmann::json with = nlohmann::json::object();
        for (const auto& [key, property] : schema.at("properties").items()) {
            if (property.contains("default")) with[key] = property["default"];
        }
        if (name == "case_time") with["limits"] = {{"default", "4h"}};
        if (name == "ratio" || name == "sample") with["metric"] = "m";
        EXPECT_TRUE(accepts(scorer, with.dump())) << with;
        EXPECT_EQ(Instance(scorer, with.dump()).failure(), "");
    }
}

TEST(Scorers, AcceptWhatTheDocumentsShow) {
    const std::pair<const char*, const char*> good[] = {
        {"availability", R"({"states": ["outage", "degraded"], "min_duration": "60s"})"},
        {"availability", R"({"min_impact": "0.5", "weighting": "impact", "uncovered": "ignore"})"},
        {"availability", R"({"min_impact": 0.25, "whole_units": "1h30m", "merge_gap": "500ms"})"},
        {"case_time", R"({"limits": {"1": "4h", "2": "8h", "default": "40h"}})"},
        {"case_time", R"({"statistic": "p99.9", "attribute_by": "first_outcome"})"},
        {"case_time", R"({"limits": {"1": "4h"}, "calendars": {"1": "always"},
                          "small_volume": {"below": 20, "allow": 1}})"},
        {"delivery", R"({"early": 2, "late": "2d", "quantity_tolerance": "2.5", "count": "both"})"},
        {"ratio", R"({"metric": "requests", "in_service_time": true})"},
        {"sample", R"({"metric": "latency", "statistic": "last"})"},
        {"count", R"({"of": "intervals"})"},
        {"mttr", R"({"states": ["outage"], "min_duration": "5m"})"},
        {"mtbf", R"({"whole_units": "60s", "in_service_time": true})"},
    };
    for (const auto& [name, with] : good) {
        const Scorer scorer(name);
        EXPECT_TRUE(accepts(scorer, with)) << name << with;
        EXPECT_EQ(Instance(scorer, with).failure(), "") << name << with;
    }
}

TEST(Scorers, RefuseBadValuesInTheirSchemas) {
    const std::pair<const char*, const char*> bad[] = {
        {"availability", R"({"states": []})"},
        {"availability", R"({"min_impact": "1.5"})"},
        {"availability", R"({"min_impact": "0.1234567"})"},
        {"availability", R"({"min_duration": "1 minute"})"},
        {"availability", R"({"min_duration": ""})"},
        {"availability", R"({"merge_gap": "30m1h"})"},
        {"case_time", R"({"limits": {}})"},
        {"case_time", R"({"limits": {"1": "4 h"}})"},
        {"case_time", R"({"statistic": "average"})"},
        {"case_time", R"({"small_volume": {"below": 20}})"},
        {"delivery", R"({"early": "-2"})"},
        {"delivery", R"({"late": "2h"})"},
        {"delivery", R"({"quantity_tolerance": "-1"})"},
        {"ratio", R"({})"},
        {"sample", R"({"metric": ""})"},
        {"count", R"({"of": "samples"})"},
    };
    for (const auto& [name, with] : bad) {
        EXPECT_FALSE(accepts(Scorer(name), with)) << name << with;
    }
}

// What a schema cannot say is refused by the scorer, in words that name the setting.
TEST(Scorers, RefuseInWords) {
    struct Bad {
        const char *name, *with, *words;
    };
    const Bad bad[] = {
        {"case_time", "{}", "percent_within needs limits"},
        {"case_time", R"({"limits": {"1": "2d"}})",
         "limits.1 is 2d, but a day of the calendar office"},
        {"case_time", R"({"limits": {"1": "4h", "default": "2d"}, "calendars": {"1": "always"}})",
         "limits.default is 2d"},
        {"case_time", R"({"statistic": "p0"})", "statistic must be"},
        {"case_time", R"({"statistic": "mean", "small_volume": {"below": 2, "allow": 1}})",
         "small_volume needs"},
        {"case_time", R"({"limits": {"1": "4h"}, "start": "resolved"})",
         "stop must come after start"},
        {"availability", R"({"whole_units": "0s"})", "whole_units must be longer"},
        {"sample", R"({"metric": "m", "statistic": "p00"})", "statistic must be"},
    };
    for (const auto& [name, with, words] : bad) {
        const Scorer scorer(name);
        const Instance instance(scorer, with, "office");
        EXPECT_EQ(instance.result(), UNDERPIN_CONFIGURATION) << with;
        EXPECT_NE(instance.failure().find(words), std::string::npos) << instance.failure();
    }
    const Scorer scorer("case_time");
    EXPECT_EQ(Instance(scorer, R"({"limits": {"1": "2d"}})", "always").failure(), "");
    EXPECT_EQ(Instance(scorer, R"({"limits": {"1": "2d"}, "calendars": {"1": "always"}})", "office")
                  .failure(),
              "");
}

TEST(Scorers, SayTheirUnits) {
    const auto unit = [](const char* name, const char* with) {
        const Scorer scorer(name);
        return Instance(scorer, with).unit();
    };
    EXPECT_EQ(unit("availability", "{}"), "percent");
    EXPECT_EQ(unit("case_time", R"({"limits": {"default": "4h"}})"), "percent");
    EXPECT_EQ(unit("case_time", R"({"statistic": "p95"})"), "seconds");
    EXPECT_EQ(unit("delivery", "{}"), "percent");
    EXPECT_EQ(unit("ratio", R"({"metric": "m"})"), "percent");
    EXPECT_EQ(unit("sample", R"({"metric": "m"})"), "number");
    EXPECT_EQ(unit("count", "{}"), "count");
    EXPECT_EQ(unit("mttr", "{}"), "seconds");
    EXPECT_EQ(unit("mtbf", "{}"), "seconds");
}

TEST(Scorers, RefuseAHostOfAnotherMajorVersion) {
    for (const std::string name : scorers) {
        const Scorer scorer(name);
        EXPECT_EQ(scorer.answer_to(UNDERPIN_ABI_MAJOR), &scorer.plugin()) << name;
        EXPECT_EQ(scorer.answer_to(UNDERPIN_ABI_MAJOR + 1), nullptr) << name;
    }
}

TEST(Scorers, MeasureOnManyThreadsAtOnce) {
    std::vector<Row> rows;
    for (int i = 0; i < 300; ++i) {
        Row row;
        row.start = march + i * 2 * hour_ms;
        row.end = *row.start + (i % 7) * 30 * minute_ms;
        row.priority = std::to_string(i % 3);
        row.component = "web";
        row.pauses.emplace_back(*row.start + minute_ms, *row.start + 5 * minute_ms);
        rows.push_back(row);
    }
    const std::vector<Cell> cells{{march, march + 9 * day_ms}, {march + 9 * day_ms, april}};
    for (const std::string name : {"availability", "case_time", "mttr"}) {
        const Scorer scorer(name);
        const Instance instance(scorer,
                                name == "case_time" ? R"({"limits": {"default": "1h"}})" : "{}");
        const auto setting = around_the_clock();
        const auto alone = instance.measure(setting, rows, cells);
        std::vector<std::string> values(4);
        std::vector<std::thread> threads;
        for (auto& value : values) {
            threads.emplace_back(
                [&] { value = value_text(instance.measure(setting, rows, cells).answers[1]); });
        }
        for (auto& thread : threads) thread.join();
        for (const auto& value : values) EXPECT_EQ(value, value_text(alone.answers[1])) << name;
    }
}

}  // namespace
}  // namespace underpin::bench
