// A record's revision as the API shows it.
#include "http/record_json.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "unit/time_literals.h"

namespace underpin {
namespace {

using nlohmann::ordered_json;

ordered_json shown(const Record& record) {
    RecordRevision revision;
    revision.record = record;
    revision.revision = 12;
    revision.run = 7;
    revision.current = true;
    RecordOrigin origin;
    origin.imported = at("2024-05-01T00:00:00Z");
    origin.files = {{"march.csv", {1, "ab12", 400, 90}}};
    return record_revision_json(revision, origin);
}

TEST(RecordJson, NamesTheFieldsOfItsShape) {
    Record record;
    record.shape = Shape::case_;
    record.key = "INC1";
    record.start = at("2024-03-01T09:00:00Z");
    record.due = at("2024-03-05T00:00:00Z");
    record.due_is_date = true;
    record.ordered = Int128{2'500'000'000};
    record.pauses = {{at("2024-03-02T00:00:00Z"), std::nullopt}};
    record.attributes = {{"team", "west"}};
    record.place = 3;
    const auto json = shown(record);
    EXPECT_EQ(json["shape"], "case");
    EXPECT_EQ(json["fields"], ordered_json::parse(R"({
        "opened": "2024-03-01T09:00:00Z", "due": "2024-03-05T00:00:00Z", "ordered": "2.5",
        "pauses": [{"from": "2024-03-02T00:00:00Z", "to": null}]})"));
    EXPECT_EQ(json["dates"], ordered_json::array({"due"}));
    EXPECT_EQ(json["attributes"], ordered_json::parse(R"({"team": "west"})"));
    EXPECT_EQ(json["place"], 3);
}

TEST(RecordJson, AnIntervalThatGoesOnHasNoEnd) {
    Record record;
    record.key = "1";
    record.start = at("2024-03-01T09:00:00Z");
    record.impact_millionths = 250'000;
    const auto json = shown(record);
    EXPECT_EQ(json["fields"], ordered_json::parse(R"({"from": "2024-03-01T09:00:00Z",
        "state": "outage", "impact": "0.25"})"));
    EXPECT_EQ(json["dates"], ordered_json::array());
}

TEST(RecordJson, SaysWhereItsFilesAre) {
    const auto json = shown({});
    EXPECT_EQ(json["files"][0]["href"], "/api/v1/runs/7/files/ab12");
    EXPECT_TRUE(json["raw"].is_null());
}

}  // namespace
}  // namespace underpin
