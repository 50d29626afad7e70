// Stored documents that have been read before: a revision never changes, so that a server reads it
// once, however many ask. Any thread.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "domain/document.h"
#include "store/documents.h"
#include "work/catalogs.h"

namespace underpin {

class ParsedDocuments {
  public:
    explicit ParsedDocuments(const PluginRegistry& plugins) : plugins_(plugins) {}

    // As read_stored reads it.
    [[nodiscard]] Result<Document> read(const StoredDocument& stored,
                                        const PluginCatalogs& catalogs);
    // Forgets others than these, where there are many.
    void keep_only(const DocumentPicture& picture);

  private:
    struct Parsed {
        std::shared_ptr<const Document> document;
        std::string plugin;  // of a source: the importer whose defaults were put in, by its hash
    };
    [[nodiscard]] std::string plugin_of(const Document& document) const;

    const PluginRegistry& plugins_;
    std::mutex mutex_;
    std::map<std::string, Parsed> parsed_;  // by the hash of the text
};

}  // namespace underpin
