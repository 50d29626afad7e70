// Charges spread over calendar months and prorated by local days: what credits and percent caps are
// a share of. Exact; pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/contract.h"

namespace underpin {

// Local days [first, end).
struct Days {
    Date first;
    Date end;
    bool operator==(const Days&) const = default;
    [[nodiscard]] std::int64_t count() const { return (end - first).count(); }
    [[nodiscard]] bool empty() const { return end <= first; }
};

[[nodiscard]] Days intersect(Days a, Days b);
[[nodiscard]] Days days_of(const Term& term);  // an open end is far away

// The creditable charges (in major units, exact) for `service` (none: all of them) that fall on
// `days`. The caller cuts `days` by term and period; each charge cuts itself.
[[nodiscard]] Rational creditable_charges(const std::vector<Charge>& charges,
                                          const std::optional<std::string>& service, Days days);

// The calendar month that holds the date.
[[nodiscard]] Days month_of(Date date);
// The contract year (counted from the term's start) that holds the date.
[[nodiscard]] Days contract_year_of(const Term& term, Date date);

}  // namespace underpin
