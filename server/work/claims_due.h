// Which credits are about to be lost: lines whose last day comes, and what they are worth.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/claim.h"
#include "work/context.h"
#include "work/measure.h"

namespace underpin {

struct DueRequest {
    std::optional<std::string> supplier;  // none: of all
    Duration within{30 * day.ms};         // last days up to that far ahead
};

struct DueLine {
    CreditKey key;
    std::string supplier, contract;
    ClaimMode mode = ClaimMode::request;
    Date last_day;
    int days_left = 0;  // 0 on the last day
    Money worth;        // net
    std::optional<std::int64_t> claim;
    std::string stands;  // "not claimed", "proposed", "approved", "waited for"
};

struct DueClaims {
    Instant as_of;
    std::vector<DueLine> lines;          // by last day, supplier, line
    std::map<std::string, Money> worth;  // by currency
};

// Of what was measured. Lines of open periods are not among them: their amounts are not known yet.
[[nodiscard]] Result<DueClaims> find_due_claims(const Context& context,
                                                const MeasureOutcome& measured,
                                                const DueRequest& request);

}  // namespace underpin
