#include "documents/record_json.h"

#include <nlohmann/json.hpp>

#include "base/instant.h"

namespace underpin {
namespace {

using Json = nlohmann::ordered_json;

Error unreadable(const std::string& why) {
    return {ErrorClass::data, "a record cannot be read: " + why, "was the file edited?", {}};
}

void put(Json& json, const char* name, const std::optional<Instant>& instant, bool is_date) {
    if (!instant) return;
    json[name] = format_instant(*instant);
    if (is_date) json[std::string(name) + "_is_date"] = true;
}

void put(Json& json, const char* name, const std::optional<Int128>& units) {
    if (units) json[name] = Decimal(to_integer(*units), quantity_places).to_string();
}

void put(Json& json, const char* name, const std::string& text) {
    if (!text.empty()) json[name] = text;
}

std::optional<Instant> instant_in(const Json& json, const char* name) {
    if (!json.contains(name)) return std::nullopt;
    return require(parse_instant(json[name].get<std::string>()));
}

std::optional<Int128> units_in(const Json& json, const char* name) {
    if (!json.contains(name)) return std::nullopt;
    const auto decimal = require(Decimal::parse(json[name].get<std::string>()));
    const auto units = round_to_units(decimal.to_rational(), quantity_places, RoundingMode::down);
    return static_cast<Int128>(units);
}

bool flag_in(const Json& json, const char* name) { return json.value(name, false); }

Record read(const Json& json) {
    Record record;
    const auto shape = shape_named(json.at("shape").get<std::string>());
    if (!shape) throw Failure(unreadable("its shape"));
    record.shape = *shape;
    record.key = json.at("key").get<std::string>();
    record.start = instant_in(json, "start");
    record.responded = instant_in(json, "responded");
    record.end = instant_in(json, "end");
    record.due = instant_in(json, "due");
    record.start_is_date = flag_in(json, "start_is_date");
    record.responded_is_date = flag_in(json, "responded_is_date");
    record.end_is_date = flag_in(json, "end_is_date");
    record.due_is_date = flag_in(json, "due_is_date");
    record.state = json.value("state", "");
    record.impact_millionths = json.value("impact_millionths", std::int64_t{0});
    record.component = json.value("component", "");
    record.priority = json.value("priority", "");
    record.metric = json.value("metric", "");
    record.value = units_in(json, "value");
    record.good = units_in(json, "good");
    record.total = units_in(json, "total");
    record.ordered = units_in(json, "ordered");
    record.delivered = units_in(json, "delivered");
    record.incident = json.value("incident", "");
    if (json.contains("pauses")) {
        for (const auto& pause : json["pauses"]) {
            record.pauses.push_back({require(parse_instant(pause.at("from").get<std::string>())),
                                     instant_in(pause, "to")});
        }
    }
    if (json.contains("attributes")) {
        for (const auto& [name, value] : json["attributes"].items()) {
            record.attributes.emplace(name, value.get<std::string>());
        }
    }
    return record;
}

}  // namespace

std::string record_to_json(const Record& record) {
    Json json{{"shape", shape_name(record.shape)}, {"key", record.key}};
    put(json, "start", record.start, record.start_is_date);
    put(json, "responded", record.responded, record.responded_is_date);
    put(json, "end", record.end, record.end_is_date);
    put(json, "due", record.due, record.due_is_date);
    put(json, "state", record.state);
    json["impact_millionths"] = record.impact_millionths;
    put(json, "component", record.component);
    put(json, "priority", record.priority);
    put(json, "metric", record.metric);
    put(json, "value", record.value);
    put(json, "good", record.good);
    put(json, "total", record.total);
    put(json, "ordered", record.ordered);
    put(json, "delivered", record.delivered);
    put(json, "incident", record.incident);
    for (const Pause& pause : record.pauses) {
        Json one{{"from", format_instant(pause.from)}};
        if (pause.to) one["to"] = format_instant(*pause.to);
        json["pauses"].push_back(std::move(one));
    }
    for (const auto& [name, value] : record.attributes) json["attributes"][name] = value;
    return json.dump();
}

Result<Record> record_from_json(std::string_view text) {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return unreadable("it is no JSON object");
    try {
        return read(json);
    } catch (const Failure& failure) {
        return unreadable(failure.error().message);
    } catch (const Json::exception& wrong) {
        return unreadable(wrong.what());
    }
}

}  // namespace underpin
