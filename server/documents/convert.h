// From a checked tree to the domain's structs. Inside of this folder only; one thread.
#pragma once

#include "documents/fields.h"
#include "domain/document.h"

namespace underpin {

// The document of a tree that is in the schema's normal form; errors and warnings go to the
// conversion.
[[nodiscard]] Document convert(const Node& node, Kind kind, Conversion& conversion);

// Moves min_coverage, min_samples, when_empty and when_no_data from an objective's `with` beside
// it: they are the host's. Before the schema check, since `with` is the scorer's.
void lift_host_fields(Node& agreement, Errors& errors);

[[nodiscard]] Supplier convert_supplier(const Fields& spec);
[[nodiscard]] Service convert_service(const Fields& spec);
[[nodiscard]] Calendar convert_calendar(const Fields& spec, const Metadata& metadata);
[[nodiscard]] Contract convert_contract(const Fields& spec);
[[nodiscard]] Agreement convert_agreement(const Fields& spec);
[[nodiscard]] Exclusion convert_exclusion(const Fields& spec);
[[nodiscard]] Source convert_source(const Fields& spec);

[[nodiscard]] Objective convert_objective(const Fields& fields, const std::string& calendar);
// The credits of an objective whose metric, target and rounding are known; also its own `cap`.
// `value_unit` is that of the metric, "" where it is not known.
[[nodiscard]] std::optional<CreditTerms> convert_credits(const Fields& objective,
                                                         const Objective& known,
                                                         const std::string& value_unit);

// What a plugin says about its configuration: the canonical text as written and completed.
struct PluginConfig {
    std::string written = "{}";
    std::string complete = "{}";
    bool sound = true;  // no error was found
};
[[nodiscard]] PluginConfig check_plugin_config(const Fields& fields, const std::string& key,
                                               const std::optional<std::string>& schema);

}  // namespace underpin
