#include "work/export.h"

#include <algorithm>
#include <tuple>

#include "work/portfolio.h"

namespace underpin {

namespace {

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) {
        return static_cast<char>(c < 0x80 ? std::tolower(c) : c);
    });
    return text;
}

// Whose document it is; empty: nobody's.
std::string supplier_of(const Document& document, const Portfolio& portfolio) {
    switch (document.kind) {
        case Kind::supplier: return document.metadata.id;
        case Kind::contract: return document.as<Contract>().supplier;
        case Kind::agreement: return portfolio.supplier_of(document.as<Agreement>());
        case Kind::source: return document.as<Source>().supplier.value_or("");
        case Kind::exclusion: {
            const auto at = portfolio.agreements.find(document.as<Exclusion>().agreement);
            if (at == portfolio.agreements.end()) return "";
            return portfolio.supplier_of(at->second.versions.front().document.as<Agreement>());
        }
        case Kind::service:
        case Kind::calendar: return "";
    }
    return "";
}

bool fits(const Document& document, const DocumentFilter& filter, const Portfolio& portfolio) {
    const auto& metadata = document.metadata;
    if (metadata.retired && !filter.retired) return false;
    if (filter.id && *filter.id != metadata.id) return false;
    if (filter.words &&
        lower(metadata.id + "\n" + metadata.name).find(lower(*filter.words)) == std::string::npos) {
        return false;
    }
    if (filter.label) {
        const auto at = metadata.labels.find(filter.label->first);
        if (at == metadata.labels.end() || at->second != filter.label->second) return false;
    }
    return !filter.supplier || supplier_of(document, portfolio) == *filter.supplier;
}

}  // namespace

Result<std::vector<Revised>> find_documents(const Context& context, const DocumentFilter& filter) {
    auto picture = context.database.read([](Session& session) { return load_documents(session); });
    Portfolio portfolio;
    if (filter.supplier) {  // who an agreement belongs to, its contract says
        auto all = read_picture(context, picture);
        if (!all) return all.error();
        portfolio = make_portfolio(std::move(*all), Retired::keep);
    }
    std::erase_if(picture.documents, [&](const StoredDocument& stored) {
        return stored.name.kind != kind_name(filter.kind);
    });
    auto documents = read_picture(context, picture);
    if (!documents) return documents.error();
    std::erase_if(*documents, [&](const Revised& revised) {
        return !fits(revised.document, filter, portfolio);
    });
    std::ranges::stable_sort(*documents, {}, [](const Revised& revised) {
        const auto& metadata = revised.document.metadata;
        return std::tuple(metadata.id, metadata.effective_from);
    });
    return documents;
}

Result<std::vector<Document>> export_documents(const Context& context,
                                               const ExportRequest& request) {
    if (!request.kind.empty() && !kind_named(request.kind)) {
        return Error{ErrorClass::input,
                     "there is no kind '" + request.kind + "'",
                     "see underpin schema --help",
                     {}};
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
        return Error{ErrorClass::not_found,
                     "no stored document has that id",
                     "underpin export lists all of them",
                     {}};
    }
    std::ranges::stable_sort(documents, {}, [](const Document& document) {
        return std::tuple(document.kind, document.metadata.id, document.metadata.effective_from);
    });
    return documents;
}

}  // namespace underpin
