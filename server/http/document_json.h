// The JSON of documents, their revisions and what was done to them; and examples of each kind.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "domain/terms.h"
#include "http/api.h"
#include "http/request.h"
#include "store/documents.h"
#include "work/apply.h"

namespace underpin {

[[nodiscard]] nlohmann::ordered_json stored_document_json(const Revised& revised);
[[nodiscard]] nlohmann::ordered_json revision_json(const StoredDocument& stored);
[[nodiscard]] nlohmann::ordered_json applied_json(const ApplyOutcome& outcome, bool dry_run);
// With the nearest known id.
[[nodiscard]] Error unknown_document(const Api& api, Kind kind, const std::string& id,
                                     const std::optional<Date>& effective_from);

// In which form the documents of a body are written.
[[nodiscard]] DocumentFormat body_format(const Request& request);
// Why documents were not taken. `conditional`: they were to replace what the client had read.
[[nodiscard]] Reply failed_apply(const Request& request, const Errors& errors,
                                 bool conditional = false);

// A small valid `spec` of a kind, as JSON.
[[nodiscard]] const char* example_spec(Kind kind);
[[nodiscard]] std::string yaml_of_json(const std::string& json);

}  // namespace underpin
