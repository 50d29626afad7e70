#include "documents/reader.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "base/text.h"
#include "documents/convert.h"
#include "documents/write.h"

namespace underpin {
namespace {

constexpr const char* api_version = "underpin/v1";

std::vector<std::string> all_kinds() {
    std::vector<std::string> names;
    for (int i = 0; i < kind_count; ++i) names.emplace_back(kind_name(static_cast<Kind>(i)));
    return names;
}

// apiVersion and kind come first: without them nothing else can be said about the document.
std::optional<Kind> kind_of(const Node& node, Errors& errors) {
    const auto fail = [&](const Path& path, std::string message, std::string hint) {
        errors.push_back(
            {ErrorClass::input, std::move(message), std::move(hint), place_at(node, path)});
    };
    if (!node.is(Node::Type::map)) {
        fail({}, "found " + describe(node) + ", expected a document",
             "a document has apiVersion, kind, metadata and spec");
        return std::nullopt;
    }
    const Node* version = node.find("apiVersion");
    if (version == nullptr) {
        fail({"apiVersion"}, "apiVersion is missing",
             std::string("write apiVersion: ") + api_version);
        return std::nullopt;
    }
    if (version->text != api_version) {
        fail({"apiVersion"}, "found " + describe(*version) + ", expected " + api_version, "");
        return std::nullopt;
    }
    const Node* name = node.find("kind");
    if (name == nullptr) {
        fail({"kind"}, "kind is missing", "expected one of " + join(all_kinds(), ", "));
        return std::nullopt;
    }
    const auto kind = kind_named(name->text);
    if (!kind) {
        const auto kinds = all_kinds();
        const auto near = nearest_word(name->text, kinds);
        fail({"kind"}, "found " + describe(*name) + ", expected one of " + join(kinds, ", "),
             near ? "did you mean " + *near + "?" : "");
    }
    return kind;
}

std::string parent_of(const std::string& field) {
    return field.substr(0, std::min(field.size(), field.find_last_of(".[")));
}

// One mistake is one error. The first `by_schema` errors are the schema's; what a later check says
// about the same field, or about one in which the schema found a fault, is left out.
void keep_one_of_each_mistake(Errors& errors, std::size_t by_schema) {
    std::set<std::string> parents;
    for (std::size_t i = 0; i < by_schema; ++i) parents.insert(parent_of(errors[i].place.field));
    std::set<std::string> seen;
    std::size_t index = 0;
    std::erase_if(errors, [&](const Error& error) {
        const bool is_later = index++ >= by_schema;
        const Place& place = error.place;
        if (place.field.empty()) return false;
        if (is_later && parents.contains(place.field)) return true;
        return !seen.insert(place.field + ":" + std::to_string(place.line)).second;
    });
}

class DocumentReader {
  public:
    DocumentReader(const Catalogs& catalogs, Reading& reading)
        : catalogs_(catalogs), reading_(reading) {}

    void read(Node node) {
        Errors errors;
        Warnings warnings;
        const auto kind = kind_of(node, errors);
        if (kind) {
            Conversion conversion{catalogs_, errors, warnings, plugin_schemas_};
            Node lifted = node;
            if (*kind == Kind::agreement) lift_host_fields(lifted, errors);
            const Node normal = Schema::of(*kind).check(lifted, {}, errors);
            const std::size_t by_schema = errors.size();
            Document document = convert(normal, *kind, conversion);
            keep_one_of_each_mistake(errors, by_schema);
            if (errors.empty()) {
                std::string canonical = to_canonical_json(document);
                reading_.documents.push_back(
                    {std::move(document), std::move(node), std::move(canonical)});
            }
        }
        std::stable_sort(errors.begin(), errors.end(), [](const Error& a, const Error& b) {
            return std::pair(a.place.line, a.place.column) <
                   std::pair(b.place.line, b.place.column);
        });
        append(reading_.errors, errors);
        append(reading_.warnings, warnings);
    }

    std::size_t read_text(std::string_view text, const std::string& file, DocumentFormat format) {
        Parsed parsed =
            format == DocumentFormat::json ? parse_json(text, file) : parse_yaml(text, file);
        append(reading_.errors, parsed.errors);
        const std::size_t found = parsed.documents.size() + parsed.errors.size();
        for (Node& node : parsed.documents) read(std::move(node));
        return found;
    }

  private:
    static void append(Errors& to, const Errors& from) {
        to.insert(to.end(), from.begin(), from.end());
    }

    const Catalogs& catalogs_;
    Reading& reading_;
    std::map<std::string, Result<Schema>> plugin_schemas_;
};

namespace fs = std::filesystem;

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

bool is_document(const fs::path& path) {
    const std::string extension = path.extension().string();
    return extension == ".yaml" || extension == ".yml" || extension == ".json";
}

Error unreadable_path(const fs::path& path, const std::string& why) {
    return {
        ErrorClass::input, why, "check the name and its permissions", {path.string(), 0, 0, ""}};
}

std::vector<fs::path> files_in(const fs::path& folder, Errors& errors) {
    std::vector<fs::path> files;
    std::error_code problem;
    fs::recursive_directory_iterator at(folder, problem), end;
    while (!problem && at != end) {
        if (is_hidden(at->path())) {
            at.disable_recursion_pending();
        } else if (std::error_code ignored;
                   at->is_regular_file(ignored) && is_document(at->path())) {
            files.push_back(at->path());
        }
        at.increment(problem);
    }
    if (problem) errors.push_back(unreadable_path(folder, problem.message()));
    if (files.empty() && !problem) {
        errors.push_back({ErrorClass::input,
                          "the folder holds no *.yaml, *.yml or *.json",
                          "",
                          {folder.string(), 0, 0, ""}});
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::optional<std::string> contents(const fs::path& path, Errors& errors) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (file) text << file.rdbuf();
    if (!file) {
        // An empty file leaves nothing to copy, which rdbuf reports as a failure of `text` only.
        errors.push_back(unreadable_path(path, "the file cannot be read"));
        return std::nullopt;
    }
    return std::move(text).str();
}

void read_file(const fs::path& path, DocumentReader& reader, Reading& reading) {
    const auto text = contents(path, reading.errors);
    if (!text) return;
    const auto format = path.extension() == ".json" ? DocumentFormat::json : DocumentFormat::yaml;
    if (reader.read_text(*text, path.string(), format) == 0) {
        reading.warnings.push_back(
            {ErrorClass::input, "the file holds no document", "", {path.string(), 0, 0, ""}});
    }
}

}  // namespace

Reading read_documents(const std::vector<std::filesystem::path>& paths, const Catalogs& catalogs) {
    Reading reading;
    DocumentReader reader(catalogs, reading);
    for (const fs::path& path : paths) {
        std::error_code problem;
        const fs::file_status status = fs::status(path, problem);
        if (fs::is_directory(status)) {
            for (const fs::path& file : files_in(path, reading.errors)) {
                read_file(file, reader, reading);
            }
        } else if (!fs::exists(status)) {
            reading.errors.push_back({ErrorClass::not_found,
                                      "there is no such file or folder",
                                      "",
                                      {path.string(), 0, 0, ""}});
        } else {
            read_file(path, reader, reading);
        }
    }
    return reading;
}

Reading read_document_text(std::string_view text, const std::string& file, DocumentFormat format,
                           const Catalogs& catalogs) {
    Reading reading;
    if (DocumentReader(catalogs, reading).read_text(text, file, format) == 0) {
        reading.errors.push_back({ErrorClass::input, "there is no document", "", {file, 0, 0, ""}});
    }
    return reading;
}

Result<Document> read_stored(std::string_view canonical, Catalogs catalogs) {
    catalogs.lenient = true;
    Reading reading = read_document_text(canonical, "the store", DocumentFormat::json, catalogs);
    if (!reading.errors.empty()) {
        Error error = reading.errors.front();
        error.error_class = ErrorClass::internal;
        return error;
    }
    return std::move(reading.documents.front().document);
}

}  // namespace underpin
