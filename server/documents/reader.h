// From files to documents: reads, checks against the schemas, converts. Collects every error of
// every file. No state; call from any thread.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "documents/catalog.h"
#include "documents/node.h"
#include "domain/document.h"

namespace underpin {

struct ReadDocument {
    Document document;
    Node node;              // as written, for the places of later errors
    std::string canonical;  // canonical JSON: what the store keeps and compares
    [[nodiscard]] const std::string& file() const { return *node.file; }
};

struct Reading {
    std::vector<ReadDocument> documents;  // those without errors, in the order read
    Errors errors;
    Warnings warnings;
};

enum class DocumentFormat { yaml, json };

// Files (*.yaml, *.yml, *.json) and folders (recursively, sorted by name).
[[nodiscard]] Reading read_documents(const std::vector<std::filesystem::path>& paths,
                                     const Catalogs& catalogs);
// The same for a text that came otherwise (an API body, standard input); `file` names it in errors.
[[nodiscard]] Reading read_document_text(std::string_view text, const std::string& file,
                                         DocumentFormat format, const Catalogs& catalogs);
// A document as the store keeps it. Plugins that are gone are not an error here. With catalogs,
// with_json and config_json get the plugins' defaults.
[[nodiscard]] Result<Document> read_stored(std::string_view canonical, Catalogs catalogs = {});

}  // namespace underpin
