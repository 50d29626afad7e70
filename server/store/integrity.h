// What `doctor` asks: does the database hold together?
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "store/claims.h"
#include "store/database.h"
#include "store/journal.h"

namespace underpin {

struct IntegrityReport {
    std::vector<std::string> faults;           // sentences; empty: whole
    std::map<std::string, std::int64_t> rows;  // by table
    JournalReport journal;
    ClaimsReport claims;
    [[nodiscard]] bool ok() const { return faults.empty(); }
};

struct IntegrityOptions {
    bool contents = true;  // also hash every blob, document and record again: minutes on millions
};

// The database's own check, foreign keys, journal, claims, blobs, documents, evidence and its
// counts.
[[nodiscard]] IntegrityReport check_integrity(Database& database,
                                              const IntegrityOptions& options = {});

}  // namespace underpin
