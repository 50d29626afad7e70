// Claims: what is asked of suppliers for the credit lines of closed periods, and each step of it.
// Any thread. A step is done once, however often it is asked for with the same request key.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/claim_step.h"
#include "store/claims.h"
#include "work/claim_rules.h"
#include "work/context.h"

namespace underpin {

struct ProposeRequest {
    std::string supplier;
    std::string contract;              // empty: the only one with something to claim
    std::vector<std::string> periods;  // labels; none: every closed one with something to claim
    std::string reason;                // empty: a sentence that names the periods
    std::string request_key;           // empty: none
};
// Every line of those periods that is in no claim yet.
[[nodiscard]] Result<Claim> propose_claim(const Context& context, const ProposeRequest& request);

struct ClaimStepRequest {
    std::int64_t claim = 0;
    ClaimStep step = ClaimStep::approve;
    std::string net{}, tax{};    // decimal texts in the claim's currency; empty: the step's default
    std::string note{};          // the credit note's number
    std::optional<Date> date{};  // none: today, in the lines' time zone
    std::string reason{};        // empty: a sentence, where the step needs no reason of its own
    std::string request_key{};   // empty: none
    std::optional<std::int64_t> expected{};  // the version that was looked at
};
[[nodiscard]] Result<Claim> step_claim(const Context& context, const ClaimRules& rules,
                                       const ClaimStepRequest& request);

[[nodiscard]] Result<Claim> get_claim(const Context& context, std::int64_t id);
// What the clock has done to them first: see keep_claims.
[[nodiscard]] Result<std::vector<Claim>> find_claims(const Context& context,
                                                     const ClaimFilter& filter);

// ---- what happens by itself

struct ClaimsKept {
    std::int64_t lapsed = 0;    // lines whose last day is past and that nobody claimed
    std::int64_t adjusted = 0;  // lines of claims that a restatement has changed
};
// Lets lapse what is past its last day, and adjusts claims to restatements: once each, however many
// servers do it. Of one supplier, or of all.
[[nodiscard]] Result<ClaimsKept> keep_claims(const Context& context,
                                             const std::optional<std::string>& supplier);

}  // namespace underpin
