// The journal: what people, tokens, jobs and commands did. Rows are only ever inserted, in the
// transaction of the change itself, each with a hash over its content. A sealer numbers what is
// committed and chains seals, so that a later edit, insertion or removal shows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "store/database.h"

namespace underpin {

struct JournalEntry {
    std::string actor;    // "person:jo", "command:root@host", "job:42"
    std::string act;      // "apply", "import", "restore"
    std::string subject;  // "Agreement/acme-hosting", "Source/acme-status"
    std::string detail;   // JSON text or a sentence; may be empty
};

struct JournalRow {
    std::int64_t id = 0;
    std::optional<std::int64_t> number;  // given by the sealer, from 1 without gaps
    Instant at;
    JournalEntry entry;
    std::string sha256;
};

struct Seal {
    std::int64_t number = 0;
    std::int64_t first = 0, count = 0;  // of entries
    Instant at;
    std::string root;      // over the entries' numbers and hashes
    std::string previous;  // hash of the seal before; empty for the first
    std::string sha256;    // over all of the above
};

void append_journal(Session& session, const JournalEntry& entry);

// The id of the entry that was added last; 0: none.
[[nodiscard]] std::int64_t last_journal_entry(Session& session);

// Seals what is committed and not yet sealed. Nothing to do, or another sealer at work: no seal.
[[nodiscard]] std::optional<Seal> seal_journal(Database& database);

struct JournalReport {
    std::int64_t sealed = 0;
    std::int64_t unsealed = 0;  // the tail: committed, not yet under a seal
    std::optional<Seal> last_seal;
    std::vector<std::string> faults;  // sentences; empty: whole
};
[[nodiscard]] JournalReport verify_journal(Session& session);

// Newest first; an empty subject: all.
[[nodiscard]] std::vector<JournalRow> load_journal(Session& session, const std::string& subject,
                                                   int limit = 100);

}  // namespace underpin
