// A claim to take steps with, by the names of people and amounts in whole pounds.
#pragma once

#include "domain/claim_step.h"

namespace underpin::claim_support {

inline constexpr Instant claim_began{1'711'929'600'000};  // 2024-04-01T00:00:00Z

inline Date date_of(const std::string& text) { return require(parse_date(text)); }

inline Claim claim_of(const std::vector<std::int64_t>& pounds) {
    Claim claim;
    claim.supplier = "acme";
    claim.contract = "acme-msa";
    claim.currency = {"GBP", 2};
    for (const std::int64_t amount : pounds) {
        ClaimLine line;
        line.number = static_cast<int>(claim.lines.size()) + 1;
        line.key = {"acme-hosting", "objective-" + std::to_string(line.number), "2024-03", {}};
        line.net = amount * 100;
        line.claim_by = date_of("2024-04-30");
        line.time_zone = "Europe/London";
        claim.lines.push_back(line);
    }
    return claim;
}

inline StepOrder order_of(ClaimStep step, std::optional<std::int64_t> pounds = {},
                          std::optional<std::int64_t> tax = {}) {
    StepOrder order;
    order.step = step;
    if (pounds) order.net = *pounds * 100;
    if (tax) order.tax = *tax * 100;
    order.at = claim_began;
    order.date = date_of("2024-04-20");
    order.actor = "person:jo";
    order.reason = "as agreed";
    if (step == ClaimStep::credit) order.note = CreditNote{"CN-1", date_of("2024-05-02")};
    return order;
}

inline Claim proposed(const std::vector<std::int64_t>& pounds) {
    const Claim claim = claim_of(pounds);
    return with_entries(claim, require(open_claim(claim, order_of(ClaimStep::propose))));
}

inline Claim after(const Claim& claim, const StepOrder& order) {
    return with_entries(claim, require(take_step(claim, order)));
}

inline Claim after(Claim claim, const std::vector<StepOrder>& orders) {
    for (const StepOrder& order : orders) claim = after(claim, order);
    return claim;
}

// Approved and sent, with a tax.
inline Claim sent(const std::vector<std::int64_t>& pounds, std::int64_t tax = 0) {
    return after(proposed(pounds),
                 {order_of(ClaimStep::approve), order_of(ClaimStep::claim, {}, tax)});
}

}  // namespace underpin::claim_support
