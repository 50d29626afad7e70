// Claims: rows that are only ever added, in the transaction of the change itself, journalled. Each
// entry's hash covers the entry before it, and the first one's the claim and its lines, so that a
// later edit or removal shows (check_claims).
//
// Every change names the claim as it was read: where somebody else has stepped it since, it is
// ErrorClass::conflict and nothing is written. A request key given again finds what it did before.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/claim.h"
#include "store/database.h"

namespace underpin {

// For a change that nobody gave a key to: whoever runs it again, after a commit whose answer was lost,
// finds it done.
[[nodiscard]] std::string new_claim_request_key();

// What a request key has done.
struct ClaimRequest {
    std::int64_t claim = 0;
    ClaimStep step = ClaimStep::propose;
};
[[nodiscard]] std::optional<ClaimRequest> find_claim_request(Session& session,
                                                             const std::string& request_key);

// A new claim with its first entries; its id. ErrorClass::conflict where one of its lines is in a
// claim already.
[[nodiscard]] Result<std::int64_t> insert_claim(Session& session, const Claim& claim,
                                                const std::string& request_key);
// `claim` as it was read, with its id; the entries come behind its own.
[[nodiscard]] Result<void> append_claim_entries(Session& session, const Claim& claim,
                                                const std::vector<ClaimEntry>& entries,
                                                const std::string& request_key);

struct ClaimFilter {
    std::string supplier;             // empty: any
    std::optional<ClaimState> state;  // as it is now
};
// With their lines and entries, by id.
[[nodiscard]] std::vector<Claim> load_claims(Session& session, const ClaimFilter& filter = {});
[[nodiscard]] std::optional<Claim> load_claim(Session& session, std::int64_t id);

// The claims that hold these lines: agreement, objective, period, earned-back period.
[[nodiscard]] std::optional<std::int64_t> claim_holding(Session& session, const CreditKey& key);

// Grows with every change of any claim.
[[nodiscard]] std::int64_t claims_stamp(Session& session);

struct ClaimsReport {
    std::int64_t claims = 0, entries = 0;
    std::vector<std::string> faults;  // sentences; empty: the ledger holds
};
// Plays every claim again from its entries: hashes, balances, state, what is kept beside them.
[[nodiscard]] ClaimsReport check_claims(Session& session);

}  // namespace underpin
