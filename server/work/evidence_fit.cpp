#include "work/evidence_fit.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "work/source_config.h"

namespace underpin {

namespace {

const char* plural_of(Shape shape) {
    switch (shape) {
        case Shape::interval: return "intervals";
        case Shape::case_: return "cases";
        case Shape::sample: return "samples";
    }
    return "records";
}

// What records of the shape can be selected by, beside their attributes.
std::vector<std::string> fields_of(Shape shape) {
    switch (shape) {
        case Shape::interval: return {"key", "incident", "state", "component"};
        case Shape::case_: return {"key", "incident", "priority"};
        case Shape::sample: return {"key", "incident", "metric"};
    }
    return {};
}

std::optional<Shape> shape_of(const Source& source) {
    const auto name = config_text(source, "shape");
    return name ? shape_named(*name) : std::nullopt;
}

// The fields that a record of the source may have; none: its configuration does not say.
std::optional<std::vector<std::string>> known_fields(const Source& source) {
    const auto shape = shape_of(source);
    if (source.plugin != "csv" || !shape) return std::nullopt;
    auto fields = fields_of(*shape);
    const auto config = nlohmann::json::parse(source.config_json, nullptr, false);
    if (config.contains("columns") && !config["columns"].empty()) {
        // Keys are made up, and a state is an outage, where the file has no such column.
        std::erase_if(fields, [&](const std::string& field) {
            return field != "key" && field != "state" && !config["columns"].contains(field);
        });
    }
    if (config.contains("attributes")) {
        for (const auto& name : config["attributes"]) fields.push_back(name.get<std::string>());
    }
    return fields;
}

// One objective of an agreement and one of its sources, and where to point.
struct Pair {
    const Objective& objective;
    const Source& source;
    std::string source_id;
    std::size_t source_index;
    const ReadDocument* agreement_read;  // one of these two is there
    const ReadDocument* source_read;
    Path path;  // of the objective

    [[nodiscard]] Place place(const Path& below) const {
        if (agreement_read == nullptr) return place_at(source_read->node, {"spec", "config"});
        Path full = path;
        full.insert(full.end(), below.begin(), below.end());
        return place_at(agreement_read->node, full);
    }
};

// False: the shapes do not fit, and nothing else needs to be said.
bool check_shape(const Pair& pair, Shape wanted, ReferenceReport& report) {
    const auto shape = shape_of(pair.source);
    if (!shape || *shape == wanted) return true;
    report.errors.push_back(
        {ErrorClass::input,
         pair.objective.metric + " measures " + plural_of(wanted) + ", and source " +
             pair.source_id + " brings " + plural_of(*shape) + " (shape: " + shape_name(*shape) +
             ")",
         std::string("name a source whose shape is ") + shape_name(wanted) + ", or another metric",
         pair.place({"evidence", "sources", pair.source_index})});
    return false;
}

void check_field(const Pair& pair, const std::string& field, const std::vector<std::string>& known,
                 const Path& below, ReferenceReport& report) {
    if (std::ranges::find(known, field) != known.end()) return;
    const auto near = nearest_word(field, known);
    report.warnings.push_back(
        {ErrorClass::input,
         "no record of source " + pair.source_id + " can have a field \"" + field + "\"",
         near ? "did you mean " + *near + "?"
              : "known are " + join(known, ", ") + "; further columns are kept by attributes",
         pair.place(below)});
}

void check_fields(const Pair& pair, const ScorerInstance& scorer, ReferenceReport& report) {
    const auto known = known_fields(pair.source);
    if (!known) return;
    const auto& evidence = pair.objective.evidence;
    for (const auto& [field, values] : evidence.where) {
        // Listing the empty text asks for records without the field.
        if (std::ranges::find(values, "") != values.end()) continue;
        check_field(pair, field, *known, {"evidence", "where", field}, report);
    }
    for (const auto& [field, values] : evidence.unless) {
        check_field(pair, field, *known, {"evidence", "unless", field}, report);
    }
    for (const auto& field : scorer.columns()) {
        // Some columns are wanted wherever they are; those that `with` names have to be there.
        const bool named = pair.objective.with_json.find('"' + field + '"') != std::string::npos;
        if (named) check_field(pair, field, *known, {"with"}, report);
    }
}

const ReadDocument* read_of(const std::vector<ReadDocument>& changed, const Document& document) {
    const auto at = std::ranges::find_if(changed, [&](const ReadDocument& read) {
        return read.document.kind == document.kind &&
               read.document.metadata.id == document.metadata.id &&
               read.document.metadata.effective_from == document.metadata.effective_from;
    });
    return at == changed.end() ? nullptr : &*at;
}

}  // namespace

ReferenceReport check_evidence(const ScorerLibrary& scorers, const Portfolio& after,
                               const std::vector<ReadDocument>& changed) {
    ReferenceReport report;
    const auto check = [&](const Document& document, std::size_t index) {
        const auto& agreement = document.as<Agreement>();
        const auto& objective = agreement.objectives[index];
        const auto scorer = scorers.create(objective.metric, objective.with_json,
                                           objective.calendar.value_or(agreement.calendar));
        if (!scorer) return;  // an error of its own
        for (std::size_t j = 0; j < objective.evidence.sources.size(); ++j) {
            const auto& id = objective.evidence.sources[j];
            const auto source = after.sources.find(id);
            if (source == after.sources.end()) continue;
            const Document& named = source->second.document;
            const Pair pair{objective,
                            named.as<Source>(),
                            id,
                            j,
                            read_of(changed, document),
                            read_of(changed, named),
                            {"spec", "objectives", index}};
            if (pair.agreement_read == nullptr && pair.source_read == nullptr) continue;
            if (check_shape(pair, (*scorer)->shape(), report)) {
                check_fields(pair, **scorer, report);
            }
        }
    };
    for (const auto& [id, agreement] : after.agreements) {
        if (agreement.versions.front().document.metadata.retired) continue;
        for (const auto& version : agreement.versions) {
            const auto count = version.document.as<Agreement>().objectives.size();
            for (std::size_t i = 0; i < count; ++i) check(version.document, i);
        }
    }
    return report;
}

}  // namespace underpin
