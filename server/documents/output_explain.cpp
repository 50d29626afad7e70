#include "documents/output_explain.h"

#include <nlohmann/json.hpp>

#include "documents/output_common.h"
#include "documents/output_credits.h"
#include "documents/output_scorecard.h"

namespace underpin {
namespace {

using Json = nlohmann::ordered_json;

Json span_json(Span span) {
    return {{"from", format_instant(span.from)}, {"to", format_instant(span.to)}};
}

Json instant_json(const std::optional<Instant>& instant) {
    return instant ? Json(format_instant(*instant)) : Json(nullptr);
}

Json ms_json(const std::optional<Duration>& duration) {
    return duration ? Json(duration->ms) : Json(nullptr);
}

Json record_json(const ExplainedRecord& record) {
    return {{"source", record.source},
            {"key", record.key},
            {"verdict", verdict_name(record.verdict)},
            {"reason", record.reason},
            {"from", instant_json(record.from)},
            {"to", instant_json(record.to)},
            {"amount_ms", ms_json(record.amount)},
            {"limit_ms", ms_json(record.limit)},
            {"group", record.group ? Json(*record.group) : Json(nullptr)},
            {"incident", record.incident.empty() ? Json(nullptr) : Json(record.incident)}};
}

Json exclusion_json(const ExplainedExclusion& exclusion) {
    Json json{{"id", exclusion.id}};
    json.update(span_json(exclusion.window));
    json["reason"] = exclusion.reason;
    json["components"] = exclusion.components;
    return json;
}

// What the number stands on, so that it can be computed again.
Json basis_json(const Measurement& measurement) {
    Json sources = Json::object();
    for (const auto& [source, seen] : measurement.sources_seen) sources[source] = seen;
    return {{"scorer_version", measurement.scorer_version},
            {"tz_data_version", measurement.tz_data_version},
            {"sources_seen", sources},
            {"document_revisions", measurement.document_revisions},
            {"digest", to_hex(measurement.digest)}};
}

Json rounding_json(const std::optional<Rounding>& rounding) {
    if (!rounding) return nullptr;
    const char* mode = rounding->mode == RoundingMode::half_even ? "half_even"
                       : rounding->mode == RoundingMode::half_up ? "half_up"
                                                                 : "down";
    return {{"places", rounding->places}, {"mode", mode}};
}

Json step_json(const ExplainedStep& step) { return {{"label", step.label}, {"text", step.text}}; }

Json part_json(const ExplainedPart& part) {
    const Measurement& measurement = part.measurement;
    Json json = span_json(measurement.part);
    json["calendar"] = part.calendar;
    json["service_ms"] = part.service.ms;
    json["service"] = array_of(part.service_spans, span_json);
    json["coverage"] = value_json(measurement.measured.coverage);
    json["min_coverage"] = format_exact(part.min_coverage);
    json["uncovered"] = array_of(part.uncovered, span_json);
    json["exclusions"] = array_of(part.exclusions, exclusion_json);
    json["steps"] = array_of(part.steps, step_json);
    json["value"] = value_json(measurement.value);
    json["rounding"] = rounding_json(part.rounding);
    json["target"] = target_json(part.target);
    json["floor"] = part.floor ? target_json(*part.floor) : Json(nullptr);
    json["status"] = status_name(measurement.status);
    json["score"] = score_json(measurement.score);
    json["records"] = array_of(part.records, record_json);
    json["basis"] = basis_json(measurement);
    return json;
}

}  // namespace

Json explanation_json(const Explanation& explanation) {
    const ObjectiveResult& result = explanation.result;
    Json json{{"supplier", explanation.supplier},
              {"agreement", result.agreement},
              {"period", result.period},
              {"from", format_instant(result.range.from)},
              {"to", format_instant(result.range.to)},
              {"time_zone", explanation.time_zone},
              {"open", result.open},
              {"as_of", format_instant(result.as_of)}};
    Json numbers = objective_json(result);
    numbers.erase("parts");  // told in full below
    json.update(numbers);
    json["dropped"] = result.dropped;
    json["parts"] = array_of(explanation.parts, part_json);
    json["credits"] = array_of(explanation.credits, credit_line_json);
    return json;
}

}  // namespace underpin
