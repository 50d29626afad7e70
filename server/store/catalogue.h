// Inside of the store: every table and its columns, in an order in which none refers to a later
// one. What backup, restore and the integrity check go by; a test compares it with the schema.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "store/session.h"

namespace underpin {

struct Table {
    const char* name;
    std::vector<Column> columns;  // the first ones are the primary key
    std::size_t key_columns;      // what rows are ordered by in an archive

    [[nodiscard]] std::string column_list() const;
    [[nodiscard]] std::string key_list() const;
    [[nodiscard]] std::vector<CellKind> kinds() const;
};

// All but schema_version and what belongs to running programs (leases, marks).
[[nodiscard]] const std::vector<Table>& catalogue();
[[nodiscard]] const Table* find_table(std::string_view name);

}  // namespace underpin
