// What may be done with a claim, and the entries that it makes. Pure; any thread.
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "domain/claim_balance.h"

namespace underpin {

// Which step may follow which state: the one table of it.
struct StepRule {
    ClaimStep step;
    std::vector<ClaimState> from;
};
[[nodiscard]] std::span<const StepRule> step_rules();
[[nodiscard]] bool may_follow(ClaimState state, ClaimStep step);
// What somebody may do next, in the table's order; without what happens by itself.
[[nodiscard]] std::vector<ClaimStep> next_steps(const Claim& claim);

// Between which accounts an entry of that kind may move.
[[nodiscard]] bool may_move(EntryKind kind, ClaimAccount from, ClaimAccount to);

struct StepOrder {
    ClaimStep step = ClaimStep::approve;
    std::optional<std::int64_t> net{}, tax{};  // minor units; what they default to, see below
    std::optional<CreditNote> note{};          // of credit
    std::optional<Date> date{};                // the day on which it happened
    std::optional<int> line{};                 // of lapse and adjust
    std::optional<std::int64_t> worth{};       // of adjust: what the line is worth now, net
    Instant at;
    std::string actor{};
    std::string reason{};
    // Approving, waiving or writing off more than that (net) needs two people. None: one will do.
    std::optional<std::int64_t> two_people_above{};
};

// The entries of a new claim: its lines' worth. The error says which line cannot be claimed.
[[nodiscard]] Result<std::vector<ClaimEntry>> open_claim(const Claim& claim,
                                                         const StepOrder& order);

// The entries that the step adds, numbered on from the claim's; none where an adjustment finds
// nothing to change. Amounts that are not given: all that is open (dispute), contested (concede),
// outstanding (write_off) or owed back (repay); a credit says its own. `claim` takes only a tax.
//   credit     beyond what is open concedes as much of what was contested, and tax beyond what was
//              claimed comes in by an entry of its own; net beyond what is outstanding is refused
//   write_off  takes what is contested first
//   adjust     tax goes with net in the proportion of the claim, rounded half even; what is taken
//              off comes from what is contested, then open, then written off; what was credited
//              beyond that is owed back
[[nodiscard]] Result<std::vector<ClaimEntry>> take_step(const Claim& claim, const StepOrder& order);

// The claim with the entries behind its own.
[[nodiscard]] Claim with_entries(Claim claim, const std::vector<ClaimEntry>& entries);

}  // namespace underpin
