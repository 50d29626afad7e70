// Documents out, as they are stored.
#pragma once

#include <string>
#include <vector>

#include "domain/document.h"
#include "work/context.h"

namespace underpin {

struct ExportRequest {
    std::vector<std::string> ids;  // none: all
    std::string kind;              // empty: every kind
    bool retired = false;
};

// In an order in which people read them: suppliers first, amendments after their base text.
[[nodiscard]] Result<std::vector<Document>> export_documents(const Context& context,
                                                             const ExportRequest& request);

}  // namespace underpin
