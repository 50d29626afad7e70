// The schema and its numbered steps, embedded from sql/<backend>/NNNN_name.sql at build time.
//
// SQLite: a step and the version row move in one transaction. MySQL commits DDL by itself: every
// statement is repeatable and is counted after it ran, so a step that died half-way goes on where
// it stopped; a lock row keeps two migrators apart. Within a major version steps only add.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/database.h"

namespace underpin {

struct Migration {
    int version = 0;
    std::string name;  // "evidence"
    std::vector<std::string> statements;
};

// In order, without gaps, from 1.
[[nodiscard]] const std::vector<Migration>& migrations_of(Backend backend);
[[nodiscard]] int latest_schema_version();

enum class MigrationMoment { after_statement, after_count };  // ran; was counted as run

struct MigrateOptions {
    int to = 0;                                                                   // 0: the latest
    std::function<void(int version, std::size_t statement, MigrationMoment)> at;  // tests only
};

struct Migrated {
    int from = 0;
    int to = 0;
    std::vector<std::string> steps;  // "0001 documents"
};

// Brings the database of that URL up to date. Any thread; several programs at once do no harm.
[[nodiscard]] Result<Migrated> migrate(std::string_view url, const MigrateOptions& options = {});

}  // namespace underpin
