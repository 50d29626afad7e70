// What a claim's numbers are made from, as files: documents, records, coverage, raw imports. Inside
// of this folder only.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "domain/claim.h"
#include "domain/terms.h"
#include "store/documents.h"
#include "work/context.h"
#include "work/pack/pack_files.h"

namespace underpin {

struct PackScope {
    std::set<std::string> agreements;  // of the claim's contract
    std::set<std::string> sources;     // of their objectives
};
[[nodiscard]] PackScope scope_of(const Portfolio& portfolio, const Claim& claim);

// The stored documents that these credits stand on: nothing of other suppliers and contracts.
[[nodiscard]] std::vector<StoredDocument> documents_in(const Context& context,
                                                       const Portfolio& portfolio,
                                                       const Claim& claim, const PackScope& scope);
[[nodiscard]] std::string document_file(const DocumentName& name);

// records/SOURCE.jsonl, coverage.json and raw/SOURCE/RUN-NAME. An error where an import of one of
// them is under way.
[[nodiscard]] Result<void> add_evidence(const Context& context, const PackScope& scope,
                                        PackFiles& files);
// Back into an empty database, from records/ and coverage.json.
[[nodiscard]] Result<void> import_evidence(Database& database, const PackFiles& files);

}  // namespace underpin
