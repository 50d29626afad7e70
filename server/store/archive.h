// Backup and restore, online, in one portable format for both backends: a zstd-compressed file
// with every table's rows, counts and SHA-256 sums. So a backup of SQLite restores into MariaDB
// and the other way round. Tables keep their ids.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/database.h"

namespace underpin {

struct ArchiveInfo {
    int schema_version = 0;
    Instant created;
    std::string backend;                       // that it was made from
    std::map<std::string, std::int64_t> rows;  // by table
    std::int64_t file_bytes = 0;
};

using RowProgress = std::function<void(std::int64_t rows_done)>;

// One consistent picture, while others write. The file appears under its name only when complete;
// an existing one is ErrorClass::conflict.
[[nodiscard]] Result<ArchiveInfo> backup(const Database& database,
                                         const std::filesystem::path& file,
                                         const RowProgress& progress = {});

// Reads an archive through and checks every sum. ErrorClass::data where it is damaged.
[[nodiscard]] Result<ArchiveInfo> check_archive(const std::filesystem::path& file);

struct RestoreOptions {
    bool replace = false;  // empties a database that is not empty; otherwise it is a conflict
    std::string actor;     // for the journal entry that the restore leaves
    RowProgress progress;
};

// Checks the archive first, then fills the database. One that dies half-way leaves a mark: the
// database then refuses to open until a restore has finished. `url` as for Database::open; MySQL
// must be migrated.
[[nodiscard]] Result<ArchiveInfo> restore(std::string_view url, const Clock& clock,
                                          const std::filesystem::path& file,
                                          const RestoreOptions& options = {});

}  // namespace underpin
