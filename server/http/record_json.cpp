#include "http/record_json.h"

#include <nlohmann/json.hpp>

#include "documents/output_common.h"

namespace underpin {

namespace {

using Json = nlohmann::ordered_json;

// Writes what is there, and leaves out what is not.
class Fields {
  public:
    void text(const char* name, const std::string& value) {
        if (!value.empty()) json_[name] = value;
    }
    void instant(const char* name, const std::optional<Instant>& value, bool is_date = false) {
        if (!value) return;
        json_[name] = format_instant(*value);
        if (is_date) dates_.push_back(name);
    }
    // Of 10^-places.
    void number(const char* name, const std::optional<Int128>& value, int places) {
        if (value) json_[name] = fraction_text(*value, places);
    }
    void pauses(const std::vector<Pause>& pauses) {
        for (const auto& pause : pauses) {
            json_["pauses"].push_back(
                {{"from", format_instant(pause.from)},
                 {"to", pause.to ? Json(format_instant(*pause.to)) : Json(nullptr)}});
        }
    }
    [[nodiscard]] Json take() { return json_.is_null() ? Json::object() : std::move(json_); }
    [[nodiscard]] const Json& dates() const { return dates_; }

  private:
    Json json_;
    Json dates_ = Json::array();
};

void write(Fields& fields, const Record& record) {
    switch (record.shape) {
        case Shape::interval:
            fields.instant("from", record.start, record.start_is_date);
            fields.instant("to", record.end, record.end_is_date);
            fields.text("state", record.state);
            fields.number("impact", record.impact_millionths, impact_places);
            fields.text("component", record.component);
            break;
        case Shape::case_:
            fields.instant("opened", record.start, record.start_is_date);
            fields.instant("responded", record.responded, record.responded_is_date);
            fields.instant("resolved", record.end, record.end_is_date);
            fields.instant("due", record.due, record.due_is_date);
            fields.text("priority", record.priority);
            fields.number("ordered", record.ordered, quantity_places);
            fields.number("delivered", record.delivered, quantity_places);
            fields.pauses(record.pauses);
            break;
        case Shape::sample:
            fields.instant("at", record.start, record.start_is_date);
            fields.text("metric", record.metric);
            fields.number("value", record.value, quantity_places);
            fields.number("good", record.good, quantity_places);
            fields.number("total", record.total, quantity_places);
            break;
    }
    fields.text("incident", record.incident);
}

}  // namespace

Json run_file_json(std::int64_t run, const RunBlob& file) {
    return {{"name", file.name},
            {"bytes", file.blob.bytes},
            {"sha256", file.blob.sha256},
            {"href", "/api/v1/runs/" + std::to_string(run) + "/files/" + file.blob.sha256}};
}

Json record_revision_json(const RecordRevision& revision, const RecordOrigin& origin) {
    const auto& record = revision.record;
    Fields fields;
    write(fields, record);
    Json files = Json::array();
    for (const auto& file : origin.files) files.push_back(run_file_json(revision.run, file));
    Json json{{"revision", revision.revision},
              {"current", revision.current},
              {"run", revision.run},
              {"imported", format_instant(origin.imported)},
              {"hash", to_hex(revision.hash)},
              {"shape", shape_name(record.shape)},
              {"key", record.key},
              {"fields", fields.take()},
              {"dates", fields.dates()},
              {"attributes", record.attributes},
              {"place", record.place}};
    json["raw"] =
        origin.file.empty() ? Json(nullptr) : Json{{"file", origin.file}, {"text", origin.text}};
    json["files"] = std::move(files);
    return json;
}

}  // namespace underpin
