#include "http/pages.h"

#include <fstream>
#include <iterator>

#include "base/digest.h"
#include "http/docs_files.h"
#include "http/problem.h"

namespace underpin {

namespace {

namespace fs = std::filesystem;

constexpr const char* policy =
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src "
    "'none'; "
    "base-uri 'self'; frame-ancestors 'none'; form-action 'self'";

const char* type_of(const fs::path& file) {
    static const std::map<std::string, const char*> types{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".json", "application/json"},
        {".map", "application/json"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".webmanifest", "application/manifest+json"},
        {".txt", "text/plain; charset=utf-8"}};
    const auto at = types.find(file.extension().string());
    return at == types.end() ? "application/octet-stream" : at->second;
}

std::string contents_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

Reply page(const char* type, std::string body) {
    Reply reply;
    reply.type = type;
    reply.body = std::move(body);
    reply.headers.emplace_back("Content-Security-Policy", policy);
    reply.headers.emplace_back("Referrer-Policy", "same-origin");
    return reply;
}

constexpr const char* no_pages =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Underpin</title>"
    "<h1>Underpin is running</h1><p>This installation has no pages. The API is at "
    "<a href=\"/api/v1/docs\">/api/v1/docs</a>.</p></html>";

}  // namespace

Pages::Pages(const fs::path& folder) {
    std::error_code none;
    if (folder.empty() || !fs::is_directory(folder, none)) return;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        const auto path = "/" + entry.path().lexically_relative(folder).generic_string();
        File file{type_of(entry.path()), contents_of(entry.path()), "", false};
        file.tag = "\"" + to_hex(sha256(file.body)).substr(0, 32) + "\"";
        file.named_by_content = path.starts_with("/assets/");
        files_.emplace(path, std::move(file));
    }
}

Reply Pages::get(const Request& request) const {
    auto at = files_.find(request.path == "/" ? "/index.html" : request.path);
    if (at == files_.end()) {
        const auto last = request.path.substr(request.path.find_last_of('/') + 1);
        // A path that looks like a file is one, and not there.
        if (last.find('.') != std::string::npos) {
            return problem(request,
                           {ErrorClass::not_found, "there is nothing at " + request.path, "", {}});
        }
        at = files_.find("/index.html");
    }
    if (at == files_.end()) return page("text/html; charset=utf-8", no_pages);
    auto reply = page(at->second.type.c_str(), at->second.body);
    reply.headers.emplace_back("ETag", at->second.tag);
    if (at->second.named_by_content) {
        reply.headers.emplace_back("Cache-Control", "public, max-age=31536000, immutable");
    }
    return reply;
}

Reply docs_page() { return page("text/html; charset=utf-8", std::string(docs_html())); }
Reply docs_script() { return page("text/javascript; charset=utf-8", std::string(docs_js())); }

}  // namespace underpin
