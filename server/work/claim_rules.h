// What the installation demands of claims, beyond what contracts say. Plain values.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "domain/money.h"

namespace underpin {

struct ClaimRules {
    // Approving, waiving and writing off more than that (net) needs two people; by currency.
    std::map<std::string, Money> two_people_above;

    [[nodiscard]] std::optional<std::int64_t> threshold(const Currency& currency) const {
        const auto at = two_people_above.find(currency.code);
        if (at == two_people_above.end()) return std::nullopt;
        return at->second.minor;
    }
};

}  // namespace underpin
