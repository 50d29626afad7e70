// What the entries of a claim add up to: balances of its accounts, its state, what each line is
// worth now. Pure; any thread.
#pragma once

#include <array>

#include "domain/claim.h"

namespace underpin {

class ClaimBalance {
  public:
    [[nodiscard]] const ClaimAmount& of(ClaimAccount account) const {
        return sums_.at(static_cast<std::size_t>(account));
    }
    // Claimed and neither credited nor written off.
    [[nodiscard]] ClaimAmount outstanding() const {
        return of(ClaimAccount::open) + of(ClaimAccount::disputed);
    }
    void post(const ClaimEntry& entry);
    bool operator==(const ClaimBalance&) const = default;

  private:
    std::array<ClaimAmount, claim_account_count> sums_{};
};

[[nodiscard]] ClaimBalance balance_of(const Claim& claim);
[[nodiscard]] ClaimState state_of(const Claim& claim);

// The claim as it stood at that instant, by when its entries were written down; it may have none.
[[nodiscard]] Claim claim_at(const Claim& claim, Instant as_of);

// What came in by claiming and adjusting after it, and what the supplier's notes have shown.
[[nodiscard]] ClaimAmount claimed_in_all(const Claim& claim);
[[nodiscard]] ClaimAmount shown_on_notes(const Claim& claim);

// Net: as proposed, with what restatements have changed since.
[[nodiscard]] std::int64_t worth_of(const Claim& claim, const ClaimLine& line);
[[nodiscard]] bool is_lapsed(const Claim& claim, const ClaimLine& line);
// Whether the claim was ever sent.
[[nodiscard]] bool was_claimed(const Claim& claim);

}  // namespace underpin
