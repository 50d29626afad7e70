// Service credits of closed periods, as entries that are only ever inserted. Version 1 of a line is
// the credit as it was closed; each later version is the difference that a restatement made, also
// where nothing had been owed at closing (then there is no version 1). The sum of a line's entries
// is what is owed for it now.
//
// Who bundles closed lines into something of his own (a claim) keeps the version that he has seen
// of each: entries with higher versions are the adjustments made since.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "domain/money.h"
#include "store/database.h"

namespace underpin {

struct CreditLineName {
    std::string agreement;
    std::string objective;   // empty: the agreement's own line (points)
    std::string period;      // the agreement's own label
    std::string earns_back;  // the period whose credit this line returns; else empty
    auto operator<=>(const CreditLineName&) const = default;
};

struct CreditEntry {
    CreditLineName line;
    int version = 1;
    std::string supplier, contract;
    Money amount;               // version 1: the line's; else the difference
    std::string statement;      // the label of the statement that brought it,
    int statement_version = 1;  // and its version
    Instant at;                 // set by the store
    std::string actor, reason;
    std::string derived;  // the line as derived then, JSON; empty: nothing is owed any more

    [[nodiscard]] bool is_adjustment() const { return version > 1; }
};

// As new versions; `version` must follow what is there (1 only for what is closed now).
void save_credit_entries(Session& session, const std::vector<CreditEntry>& entries);

struct CreditEntryFilter {
    std::string supplier;
    std::optional<std::string> contract, agreement, period;  // none: all
};
// By line, then version.
[[nodiscard]] std::vector<CreditEntry> load_credit_entries(Session& session,
                                                           const CreditEntryFilter& filter);

}  // namespace underpin
