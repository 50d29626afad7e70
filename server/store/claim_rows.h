// Inside of the store: the rows of claims.
#pragma once

#include "store/claims.h"
#include "store/session.h"

namespace underpin {

// A claim as its rows say, with what is kept beside the entries.
struct ClaimRows {
    Claim claim;
    std::string state;
    std::int64_t version = 0;
    ClaimAmount outstanding;
    std::vector<std::string> hashes;  // of the entries
    std::vector<std::string> faults;  // what cannot be read
};
// By id; those of a supplier or in a state, where these are not empty, or the one of `id`.
struct ClaimRowFilter {
    std::int64_t id = 0;  // 0: any
    std::string supplier{}, state{};
};
[[nodiscard]] std::vector<ClaimRows> load_claim_rows(Session& session,
                                                     const ClaimRowFilter& filter);

// What the first entry's hash stands on.
[[nodiscard]] std::string claim_head_hash(const Claim& claim);
[[nodiscard]] std::string claim_entry_hash(const std::string& previous, const ClaimEntry& entry);

[[nodiscard]] const char* claim_mode_text(ClaimMode mode);

}  // namespace underpin
