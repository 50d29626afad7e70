#include "http/document_json.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "documents/json_text.h"
#include "documents/write.h"
#include "http/problem.h"

namespace underpin {

namespace {

using Json = nlohmann::ordered_json;

Json value_or_null(const std::optional<std::string>& json) {
    return json ? Json::parse(*json) : Json(nullptr);
}

Json line_json(const AppliedLine& line, bool dry_run) {
    Json json{{"kind", line.name.kind}, {"id", line.name.id}};
    if (line.name.effective_from) {
        json["effective_from"] = format_date(*line.name.effective_from);
    }
    json["result"] = outcome_name(line.outcome);
    json["revision"] = line.revision;
    if (!dry_run) return json;
    auto& differences = json["differences"] = Json::array();
    for (const auto& difference : line.differences) {
        differences.push_back({{"field", difference.field},
                               {"before", value_or_null(difference.before)},
                               {"after", value_or_null(difference.after)}});
    }
    return json;
}

}  // namespace

Json stored_document_json(const Revised& revised) {
    auto json = Json::parse(compact_json(to_node(revised.document)));
    json["revision"] = revised.revision;
    return json;
}

Json revision_json(const StoredDocument& stored) {
    Json json{{"revision", stored.revision},
              {"at", format_instant(stored.at)},
              {"actor", stored.actor},
              {"reason", stored.reason}};
    json["effective_from"] =
        stored.name.effective_from ? Json(format_date(*stored.name.effective_from)) : Json(nullptr);
    json["sha256"] = stored.sha256;
    json["document"] = Json::parse(stored.json);
    return json;
}

Json applied_json(const ApplyOutcome& outcome, bool dry_run) {
    Json json{{"documents", Json::array()}, {"warnings", Json::array()}, {"due", Json::object()}};
    for (const auto& line : outcome.lines) json["documents"].push_back(line_json(line, dry_run));
    for (const auto& warning : outcome.warnings) json["warnings"].push_back(fault_json(warning));
    for (const auto& [agreement, count] : outcome.due) json["due"][agreement] = count;
    return json;
}

Error unknown_document(const Api& api, Kind kind, const std::string& id,
                       const std::optional<Date>& effective_from) {
    std::vector<std::string> known;
    const auto picture =
        api.context.database.read([](Session& session) { return load_documents(session); });
    for (const auto& stored : picture.documents) {
        if (stored.name.kind == kind_name(kind)) known.push_back(stored.name.id);
    }
    const auto nearest = nearest_word(id, known);
    auto what = std::string("there is no ") + kind_name(kind) + " '" + id + "'";
    if (effective_from) what += " from " + format_date(*effective_from);
    return {ErrorClass::not_found,
            what,
            nearest && *nearest != id ? "did you mean " + *nearest + "?" : "",
            {}};
}

DocumentFormat body_format(const Request& request) {
    return request.header("content-type").find("json") != std::string::npos ? DocumentFormat::json
                                                                            : DocumentFormat::yaml;
}

Reply failed_apply(const Request& request, const Errors& errors, bool conditional) {
    const auto& first = errors.front();
    if (first.error_class == ErrorClass::conflict) {
        return problem(request, conditional ? 412 : 409, first.message, errors);
    }
    return problem(request, 422,
                   errors.size() == 1
                       ? first.message
                       : std::to_string(errors.size()) + " faults; nothing was applied",
                   errors);
}

const char* example_spec(Kind kind) {
    switch (kind) {
        case Kind::supplier: return R"({"tier":"strategic","owner":"jo@example.org"})";
        case Kind::service: return R"({"criticality":"high"})";
        case Kind::calendar:
            return R"({"time_zone":"Europe/London","open":{"mon":["09:00-17:30"]}})";
        case Kind::contract:
            return R"({"supplier":"acme","term":{"from":"2024-01-01","to":"2027-01-01"},"currency":"GBP"})";
        case Kind::agreement:
            return R"({"type":"underpinning","contract":"acme-msa","service":"hosting","time_zone":"Europe/London",)"
                   R"("period":{"every":"month"},"objectives":[{"id":"availability","metric":"availability",)"
                   R"("evidence":{"sources":["acme-tickets"]},"target":{"at_least":"99.9"}}]})";
        case Kind::exclusion:
            return R"({"agreement":"acme-hosting","from":"2024-03-10T01:00:00Z","to":"2024-03-10T03:00:00Z",)"
                   R"("reason":"planned maintenance","approved":true})";
        case Kind::source:
            return R"({"plugin":"csv","config":{"path":"exports/*.csv","shape":"interval",)"
                   R"("covers":{"from":"2024-01-01","to":"2024-04-01"}}})";
    }
    return "{}";
}

std::string yaml_of_json(const std::string& json) {
    // JSON is YAML; written out as people write it, without a parser of our own.
    const auto document = Json::parse(json);
    std::string text;
    for (const auto& [key, value] : document.items()) {
        text += key + ": " + (value.is_string() ? value.get<std::string>() : value.dump()) + "\n";
    }
    return text;
}

}  // namespace underpin
