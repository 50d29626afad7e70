// The JSON of claims: lines, entries, balances. Pure; any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "domain/claim_step.h"

namespace underpin {

// What a list shows of a claim: {"claim", "version", "supplier", ..., "worth", "outstanding", ...}.
[[nodiscard]] nlohmann::ordered_json claim_json(const Claim& claim);
// The same with "lines", "entries", "balances" and "next".
[[nodiscard]] nlohmann::ordered_json whole_claim_json(const Claim& claim);
// {"net", "tax", "gross"}, decimal texts.
[[nodiscard]] nlohmann::ordered_json claim_amount_json(const Claim& claim,
                                                       const ClaimAmount& amount);
[[nodiscard]] const char* claim_mode_name(ClaimMode mode);

// The last day of what has still to be sent; none: nothing has, or there is none.
[[nodiscard]] std::optional<Date> last_day_of(const Claim& claim);
// The first period and the last: "2024-02", "2024-02 to 2024-04".
[[nodiscard]] std::string periods_of(const Claim& claim);

}  // namespace underpin
