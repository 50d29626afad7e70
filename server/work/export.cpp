#include "work/export.h"

#include <algorithm>
#include <tuple>

#include "work/portfolio.h"

namespace underpin {

Result<std::vector<Document>> export_documents(const Context& context,
                                               const ExportRequest& request) {
    if (!request.kind.empty() && !kind_named(request.kind)) {
        return Error{ErrorClass::input, "there is no kind '" + request.kind + "'",
                     "see underpin schema --help", {}};
    }
    const auto picture =
        context.database.read([](Session& session) { return load_documents(session); });
    const auto stored = read_picture(context, picture);
    if (!stored) return stored.error();
    std::vector<Document> documents;
    for (const auto& revised : *stored) {
        const auto& document = revised.document;
        if (document.metadata.retired && !request.retired) continue;
        if (!request.kind.empty() && request.kind != kind_name(document.kind)) continue;
        if (!request.ids.empty() &&
            std::ranges::find(request.ids, document.metadata.id) == request.ids.end()) {
            continue;
        }
        documents.push_back(document);
    }
    if (documents.empty() && !request.ids.empty()) {
        return Error{ErrorClass::not_found, "no stored document has that id",
                     "underpin export lists all of them", {}};
    }
    std::ranges::stable_sort(documents, {}, [](const Document& document) {
        return std::tuple(document.kind, document.metadata.id, document.metadata.effective_from);
    });
    return documents;
}

}  // namespace underpin
