// Claims as tables for people, and as CSV. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "cli/render_table.h"
#include "domain/claim_step.h"
#include "work/claims_due.h"

namespace underpin {

[[nodiscard]] std::string render_claims(const std::vector<Claim>& claims,
                                        const RenderOptions& options);
[[nodiscard]] std::string claims_csv(const std::vector<Claim>& claims);
[[nodiscard]] std::string render_claim(const Claim& claim, const RenderOptions& options);
[[nodiscard]] std::string claim_csv(const Claim& claim);  // its entries
// One line: what a step has made of it.
[[nodiscard]] std::string claim_line(const Claim& claim);

[[nodiscard]] std::string render_due_claims(const DueClaims& due, int within_days,
                                            const RenderOptions& options);
[[nodiscard]] std::string due_claims_csv(const DueClaims& due);

}  // namespace underpin
