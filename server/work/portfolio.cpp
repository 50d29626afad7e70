#include "work/portfolio.h"

#include "documents/reader.h"
#include "work/catalogs.h"

namespace underpin {

Result<std::vector<Revised>> read_picture(const Context& context, const DocumentPicture& picture) {
    const PluginCatalogs catalogs(context.plugins, context.scorers);
    std::vector<Revised> documents;
    for (const auto& stored : picture.documents) {
        auto document = read_stored(stored.json, catalogs.lenient());
        if (!document) {
            auto error = document.error();
            error.message = stored.name.kind + " " + stored.name.id + ", revision " +
                            std::to_string(stored.revision) + ": " + error.message;
            return error;
        }
        documents.push_back({std::move(*document), stored.revision});
    }
    return documents;
}

Result<Portfolio> load_portfolio(const Context& context, Retired retired) {
    const auto picture =
        context.database.read([](Session& session) { return load_documents(session); });
    auto documents = read_picture(context, picture);
    if (!documents) return documents.error();
    return make_portfolio(std::move(*documents), retired);
}

}  // namespace underpin
