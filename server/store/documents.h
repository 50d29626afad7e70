// Documents with every revision: who, when, why, and the canonical JSON with its hash. What a
// document means is the business of `documents`; here it is a text with a name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "store/database.h"

namespace underpin {

struct DocumentName {
    std::string kind;  // "Agreement"
    std::string id;
    std::optional<Date> effective_from;  // an amendment from that date
    auto operator<=>(const DocumentName&) const = default;
};

struct StoredDocument {
    DocumentName name;
    std::int64_t revision = 0;  // store-wide, in order, without gaps
    Instant at;
    std::string actor;
    std::string reason;
    std::string json;    // canonical
    std::string sha256;  // of json, hexadecimal
};

// All current documents, ordered by kind, id and date, and the store's revision that they show.
struct DocumentPicture {
    std::int64_t revision = 0;
    std::vector<StoredDocument> documents;
};

struct DocumentChange {
    DocumentName name;
    std::string json;
    // The revision of this document that was read: 0 if there was none; absent: whatever it is.
    std::optional<std::int64_t> expected;
};

enum class DocumentOutcome { created, changed, unchanged };
[[nodiscard]] const char* outcome_name(DocumentOutcome outcome);

struct AppliedDocument {
    DocumentOutcome outcome = DocumentOutcome::unchanged;
    std::int64_t revision = 0;  // of the document now
};

[[nodiscard]] DocumentPicture load_documents(Session& session);
// As it was right after that revision (also "now", for the current one).
[[nodiscard]] DocumentPicture load_documents_at(Session& session, std::int64_t revision);
[[nodiscard]] std::int64_t document_revision(Session& session);
// Every revision in (after, last], in order.
[[nodiscard]] std::vector<StoredDocument> document_revisions_between(Session& session,
                                                                     std::int64_t after,
                                                                     std::int64_t last);
// Every revision of a document and of its amendments, oldest first.
[[nodiscard]] std::vector<StoredDocument> document_history(Session& session,
                                                           const std::string& kind,
                                                           const std::string& id);

// All or nothing, one answer a change, in order; journalled as "apply". `read_revision` is the
// picture's that the changes were checked against: if any document has changed since, or a change's
// `expected` is not what stands, the answer is ErrorClass::conflict and nothing is written.
[[nodiscard]] Result<std::vector<AppliedDocument>> apply_documents(
    Session& session, std::int64_t read_revision, const std::vector<DocumentChange>& changes,
    const std::string& actor, const std::string& reason);

}  // namespace underpin
