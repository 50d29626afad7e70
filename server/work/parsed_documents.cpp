#include "work/parsed_documents.h"

#include <set>

#include "documents/reader.h"

namespace underpin {

std::string ParsedDocuments::plugin_of(const Document& document) const {
    if (document.kind != Kind::source) return {};
    const auto info = plugins_.info(document.as<Source>().plugin);
    return info ? info->sha256 : std::string();
}

Result<Document> ParsedDocuments::read(const StoredDocument& stored,
                                       const PluginCatalogs& catalogs) {
    Parsed known;
    {
        const std::lock_guard lock(mutex_);
        if (const auto at = parsed_.find(stored.sha256); at != parsed_.end()) known = at->second;
    }
    if (known.document && known.plugin == plugin_of(*known.document)) return *known.document;
    auto document = read_stored(stored.json, catalogs.lenient());
    if (!document) return document;
    const auto kept = std::make_shared<const Document>(*document);
    auto plugin = plugin_of(*kept);
    const std::lock_guard lock(mutex_);
    parsed_[stored.sha256] = {kept, std::move(plugin)};
    return document;
}

void ParsedDocuments::keep_only(const DocumentPicture& picture) {
    constexpr std::size_t few = 1'000;
    const std::lock_guard lock(mutex_);
    if (parsed_.size() < 2 * picture.documents.size() + few) return;
    std::set<std::string> named;
    for (const auto& stored : picture.documents) named.insert(stored.sha256);
    std::erase_if(parsed_, [&](const auto& entry) { return !named.contains(entry.first); });
}

}  // namespace underpin
