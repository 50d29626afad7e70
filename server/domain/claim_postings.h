// Inside of the claims' domain: the entries that each step makes, once it is known that it may be
// taken. Pure; any thread.
#pragma once

#include "domain/claim_step.h"

namespace underpin {

// Collects a step's entries, numbered on from the claim's, and the balances after them.
class ClaimPostings {
  public:
    ClaimPostings(const Claim& claim, const StepOrder& order)
        : order_(order),
          next_(static_cast<int>(claim.entries.size()) + 1),
          balance_(balance_of(claim)) {}

    // Zero amounts move nothing and make no entry.
    void move(EntryKind kind, ClaimAccount from, ClaimAccount to, const ClaimAmount& amount);
    // An entry that says something and moves nothing.
    void say(EntryKind kind, ClaimAccount at, const ClaimAmount& about);
    [[nodiscard]] const ClaimAmount& held(ClaimAccount account) const {
        return balance_.of(account);
    }
    [[nodiscard]] std::vector<ClaimEntry> entries() && { return std::move(entries_); }

  private:
    void add(EntryKind kind, ClaimAccount from, ClaimAccount to, const ClaimAmount& amount);

    const StepOrder& order_;
    int next_;
    ClaimBalance balance_;
    std::vector<ClaimEntry> entries_;
};

[[nodiscard]] std::vector<ClaimEntry> endorse(const Claim& claim, const StepOrder& order,
                                              const ClaimAmount& about);
[[nodiscard]] Result<std::vector<ClaimEntry>> post_step(const Claim& claim, const StepOrder& order);

}  // namespace underpin
