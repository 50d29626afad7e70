// Claim packs: what a supplier needs to check a claim without us. A zip with
//   letter.html, letter.pdf  the clause, the arithmetic, the records that breach
//   evidence.csv             every record that entered the numbers, with its verdict
//   claim.json               the lines that are claimed, and as of which instant
//   documents/               the contract's documents as they are stored
//   records/, coverage.json  the evidence, whole: what the numbers are made from
//   raw/                     what was imported, byte by byte
//   manifest.json            SHA-256 of each file, the documents' revisions, the scorers' versions
// Any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "domain/claim.h"
#include "work/context.h"
#include "work/pack/pack_files.h"

namespace underpin {

[[nodiscard]] Result<PackFiles> make_claim_pack(const Context& context, std::int64_t claim);

struct VerifiedLine {
    CreditKey key;
    Money claimed;                    // as the pack says
    std::optional<Money> recomputed;  // none: the evidence gives no such credit
    [[nodiscard]] bool equal() const { return recomputed && *recomputed == claimed; }
};
struct PackVerdict {
    std::int64_t claim = 0;
    std::string supplier, contract;
    Instant as_of;
    std::vector<VerifiedLine> lines;
    std::vector<std::string> faults;  // of the pack itself: files that are missing or changed
    std::vector<std::string> notes;   // other versions of scorers or time zones than it was made by
    [[nodiscard]] bool equal() const;
};
// What computes; any of this installation.
struct PackCheckers {
    const Clock& clock;
    const PluginRegistry& plugins;
    const ScorerLibrary& scorers;
};
// Recomputes the credits from the documents and the evidence in the pack alone, in a database of
// its own that is removed afterwards.
[[nodiscard]] Result<PackVerdict> verify_claim_pack(const PackCheckers& checkers,
                                                    const std::filesystem::path& file);

}  // namespace underpin
