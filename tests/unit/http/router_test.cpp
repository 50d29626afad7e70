// Where requests go, and what of their query is refused.
#include "http/router.h"

#include <gmock/gmock.h>

namespace underpin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

Parameter parameter(const std::string& name, ParameterType type) {
    Parameter one;
    one.name = name;
    one.type = type;
    one.example = "example";
    return one;
}

Route route(const std::string& method, const std::string& path) {
    Route one;
    one.method = method;
    one.path = path;
    one.operation = method + " " + path;
    return one;
}

Router router() {
    return Router({route("GET", "/api/things/{id}"), route("PUT", "/api/things/{id}"),
                   route("GET", "/api/things/newest"),
                   route("GET", "/api/things/{id}/parts/{part}"), route("POST", "/api/things")});
}

Request request(const std::string& method, const std::string& path) {
    Request one;
    one.method = method;
    one.path = path;
    return one;
}

std::string operation_of(const std::string& method, const std::string& path) {
    static const Router table = router();
    auto asked = request(method, path);
    const auto found = table.find(asked);
    return found.route == nullptr ? "" : found.route->operation;
}

TEST(Router, FindsByMethodAndPath) {
    EXPECT_EQ(operation_of("GET", "/api/things/7"), "GET /api/things/{id}");
    EXPECT_EQ(operation_of("PUT", "/api/things/7"), "PUT /api/things/{id}");
    EXPECT_EQ(operation_of("POST", "/api/things"), "POST /api/things");
    EXPECT_EQ(operation_of("HEAD", "/api/things/7"), "GET /api/things/{id}");
    EXPECT_EQ(operation_of("HEAD", "/api/things"), "");  // nothing to GET there
}

TEST(Router, AFixedWordWinsOverAParameter) {
    EXPECT_EQ(operation_of("GET", "/api/things/newest"), "GET /api/things/newest");
}

TEST(Router, FillsThePathsParameters) {
    const auto table = router();
    auto asked = request("GET", "/api/things/a b/parts/2");
    ASSERT_NE(table.find(asked).route, nullptr);
    EXPECT_EQ(asked.in_path("id"), "a b");
    EXPECT_EQ(asked.in_path("part"), "2");
}

TEST(Router, KnowsNothingElse) {
    for (const auto* path :
         {"", "/", "/api", "/api/things/", "/api/things/7/", "/api/things//parts/2",
          "/api/things/7/parts", "/API/things/7", "api/things/7/parts/2/3"}) {
        EXPECT_EQ(operation_of("GET", path), "") << path;
    }
}

TEST(Router, SaysWhatAPathAllows) {
    const auto table = router();
    auto asked = request("DELETE", "/api/things/7");
    const auto found = table.find(asked);
    EXPECT_EQ(found.route, nullptr);
    EXPECT_THAT(found.allowed, UnorderedElementsAre("GET", "PUT"));
    EXPECT_TRUE(asked.path_parameters.empty());
    auto nowhere = request("GET", "/api/nothing/at/all");
    EXPECT_TRUE(table.find(nowhere).allowed.empty());
}

// ---- the query

Route asking() {
    auto one = route("GET", "/api/things");
    auto limit = parameter("limit", ParameterType::integer);
    limit.otherwise = "100";
    limit.most = 1000;
    auto state = parameter("state", ParameterType::choice);
    state.choices = {"open", "closed"};
    auto period = parameter("period", ParameterType::period);
    period.required = true;
    period.example = "2024-03";
    one.in_query = {limit,
                    state,
                    period,
                    parameter("as_of", ParameterType::instant),
                    parameter("retired", ParameterType::flag),
                    parameter("q", ParameterType::text)};
    return one;
}

Errors faults_of(std::map<std::string, std::string> query) {
    auto asked = request("GET", "/api/things");
    asked.query = std::move(query);
    return Router::check_query(asking(), asked);
}

TEST(Query, TakesWhatFitsAndPutsDefaultsIn) {
    auto asked = request("GET", "/api/things");
    asked.query = {{"period", "2024-Q1"},
                   {"as_of", "2024-05-01T00:00:00Z"},
                   {"retired", "true"},
                   {"state", "open"},
                   {"q", "anything: %&/"}};
    EXPECT_TRUE(Router::check_query(asking(), asked).empty());
    EXPECT_EQ(asked.integer("limit"), 100);
    EXPECT_TRUE(asked.flag("retired"));
}

TEST(Query, RefusesWhatDoesNotFitItsType) {
    const std::pair<const char*, const char*> wrong[] = {
        {"limit", "-1"},      {"limit", "1001"},       {"limit", "9999999999999999999"},
        {"limit", ""},        {"limit", "1e2"},        {"state", "opened"},
        {"as_of", "today"},   {"as_of", "2024-05-01"}, {"retired", "yes"},
        {"period", "2024-13"}};
    for (const auto& [name, value] : wrong) {
        std::map<std::string, std::string> query{{"period", "2024-03"}};
        query[name] = value;
        const auto faults = faults_of(query);
        ASSERT_EQ(faults.size(), 1U) << name << "=" << value;
        EXPECT_EQ(faults.front().place.field, name);
    }
}

TEST(Query, NamesTheNearestParameter) {
    const auto faults = faults_of({{"period", "2024-03"}, {"limt", "5"}});
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults.front().hint, "did you mean limit?");
}

TEST(Query, SaysEveryFaultAtOnce) {
    std::vector<std::string> fields;
    for (const auto& fault : faults_of({{"limit", "x"}, {"nothing", "1"}})) {
        fields.push_back(fault.place.field);
    }
    EXPECT_THAT(fields, UnorderedElementsAre("limit", "nothing", "period"));
}

TEST(Query, ShowsAnExampleOfWhatIsMissing) {
    const auto faults = faults_of({});
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_THAT(faults.front().hint, HasSubstr("?period=2024-03"));
}

}  // namespace
}  // namespace underpin
