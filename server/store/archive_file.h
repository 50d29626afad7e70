// Inside of the store: the archive's file format. A zstd stream of records, each a letter, a length
// (8 bytes, lowest first) and that many bytes:
//   H  header: "underpin-archive 1", schema version, backend, created
//   T  table: its name, its number of columns, then name and kind of each
//   R  rows: their cells one after the other; a cell is 'n', or 'i' and 8 bytes, or 's' and a text
//   E  end of a table: its number of rows and the SHA-256 over the contents of its R records
//   Z  end: SHA-256 over everything before
// A text is its length in 8 bytes and its bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "store/archive.h"
#include "store/session.h"

namespace underpin {

inline constexpr std::string_view archive_magic = "underpin-archive 1";

// Builds and takes apart the contents of records.
void put_number(std::string& out, std::int64_t value);
void put_text(std::string& out, std::string_view text);

// Throws a Failure of class data where the contents end too early.
class ContentReader {
  public:
    explicit ContentReader(std::string_view content) : rest_(content) {}
    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    [[nodiscard]] char letter();
    [[nodiscard]] std::int64_t number();
    [[nodiscard]] std::string_view text();

  private:
    [[nodiscard]] std::string_view take(std::size_t size);
    std::string_view rest_;
};

struct ArchiveHeader {
    int schema_version = 0;
    std::string backend;
    Instant created;
};

// What an archive holds, told in its order. Each may be left empty.
struct ArchiveVisitor {
    std::function<void(const ArchiveHeader&)> header;
    // The columns' names and kinds; the names are valid for the whole walk.
    std::function<void(const std::string& table, const std::vector<Column>& columns)> table;
    // One row; `next` gives its cells: nothing, a number or a text.
    std::function<void(ContentReader& cells)> row;
    std::function<void(const std::string& table, std::int64_t rows)> table_end;
};

// Reads the whole file and checks its sums; ErrorClass::data where it is damaged.
[[nodiscard]] Result<ArchiveInfo> walk_archive(const std::filesystem::path& file,
                                               const ArchiveVisitor& visitor);

}  // namespace underpin
