// The pages: static files, read once at the start and served from memory, so that no request ever
// names a file of the machine. Immutable; any thread.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "http/request.h"

namespace underpin {

class Pages {
  public:
    // Reads every file below the folder; one that is not there gives a page that says so.
    explicit Pages(const std::filesystem::path& folder);

    // The file of that path; for one that names no file, the application itself: its addresses are
    // its own business (deep links).
    [[nodiscard]] Reply get(const Request& request) const;
    [[nodiscard]] std::size_t size() const { return files_.size(); }

  private:
    struct File {
        std::string type, body, tag;
        bool named_by_content = false;  // its name changes with its content
    };
    std::map<std::string, File> files_;  // by path, "/assets/app-5f0c.js"
};

// The browsable description of the API, and its script.
[[nodiscard]] Reply docs_page();
[[nodiscard]] Reply docs_script();

}  // namespace underpin
