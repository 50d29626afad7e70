// Documents out, as they are stored.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/document.h"
#include "domain/terms.h"
#include "work/context.h"

namespace underpin {

struct ExportRequest {
    std::vector<std::string> ids;  // none: all
    std::string kind;              // empty: every kind
    bool retired = false;
};

// What stored documents are looked for by; every condition that is given must hold.
struct DocumentFilter {
    Kind kind = Kind::supplier;
    std::optional<std::string> id;
    std::optional<std::string> words;     // in the id or the name, whatever the case
    std::optional<std::string> supplier;  // that the document belongs to
    std::optional<std::pair<std::string, std::string>> label;
    bool retired = false;  // retired ones as well
};

// With their revisions, ordered by id, amendments by date.
[[nodiscard]] Result<std::vector<Revised>> find_documents(const Context& context,
                                                          const DocumentFilter& filter);

// In an order in which people read them: suppliers first, amendments after their base text.
[[nodiscard]] Result<std::vector<Document>> export_documents(const Context& context,
                                                             const ExportRequest& request);

}  // namespace underpin
