// Opens files for a plugin: only inside of the allowed folders, wherever `..` and symbolic links
// lead. Owned by one run, on one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "plugin/pipe.h"

namespace underpin {

struct FoundFile {
    std::string name;  // as the plugin sees it: relative to the folder where it can be
    std::uint64_t bytes = 0;
};

class FileAccess {
  public:
    // Relative patterns start at the folder, which is allowed too; none: the first of the roots.
    FileAccess(std::filesystem::path folder, std::vector<std::filesystem::path> roots);
    // This one file under that name (its own, if empty), whatever is asked for.
    [[nodiscard]] static FileAccess only(std::filesystem::path file, std::string name);

    // Regular files that match (`*`, `?`, `[...]` in any part), in order of name. A match that
    // lies outside of the allowed folders is an error, not left out.
    [[nodiscard]] Result<std::vector<FoundFile>> list(std::string_view pattern) const;
    [[nodiscard]] Result<std::int64_t> open(std::string_view name);
    // At most `capacity` bytes; empty at the end. Borrowed until the next call.
    [[nodiscard]] Result<std::string_view> read(std::int64_t handle, std::size_t capacity);
    // The name under which it was opened; nothing for a handle that is none.
    [[nodiscard]] std::optional<std::string> close(std::int64_t handle);
    [[nodiscard]] const std::string* name_of(std::int64_t handle) const;
    // Where patterns start, for messages.
    [[nodiscard]] std::string where() const { return folder_.string(); }

  private:
    struct Open {
        std::string name;
        wire::Descriptor descriptor;
    };

    [[nodiscard]] Result<wire::Descriptor> open_inside(const std::filesystem::path& path) const;
    [[nodiscard]] bool inside(const std::filesystem::path& real) const;
    [[nodiscard]] std::filesystem::path resolve(std::string_view name) const;

    std::filesystem::path folder_;
    std::vector<std::filesystem::path> roots_;  // canonical
    std::optional<std::filesystem::path> only_file_;
    std::string only_name_;
    std::map<std::int64_t, Open> open_;
    std::int64_t next_handle_ = 1;
    std::string buffer_;
};

}  // namespace underpin
