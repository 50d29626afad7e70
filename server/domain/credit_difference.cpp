#include "domain/credit_difference.h"

#include <algorithm>
#include <tuple>

namespace underpin {
namespace {

using LineKey = std::tuple<Date, std::string, std::string, std::optional<std::string>,
                           std::optional<std::string>, std::string>;

LineKey key_of(const CreditLine& line) {
    return {line.last,      line.period,     line.agreement,
            line.objective, line.earns_back, line.amount.currency.code};
}

auto key_of(const RaisedTrigger& trigger) {
    return std::tie(trigger.agreement, trigger.name, trigger.objective, trigger.period);
}

std::int64_t owed(const std::optional<CreditLine>& line) {
    return line && line->status != CreditStatus::provisional ? line->amount.minor : 0;
}

std::vector<RaisedTrigger> missing_from(const std::vector<RaisedTrigger>& others,
                                        const std::vector<RaisedTrigger>& triggers, Date first,
                                        Date end) {
    std::vector<RaisedTrigger> found;
    std::ranges::copy_if(triggers, std::back_inserter(found), [&](const RaisedTrigger& one) {
        return one.last >= first && one.last < end &&
               std::ranges::none_of(others, [&](const RaisedTrigger& other) {
                   return key_of(other) == key_of(one);
               });
    });
    return found;
}

void add_total(CreditComparison& comparison, const CreditChange& change) {
    const Currency& currency = change.any().amount.currency;
    auto& total =
        comparison.totals
            .try_emplace(currency.code, CreditComparison::Total{{0, currency}, {0, currency}})
            .first->second;
    total.now = require(add(total.now, {owed(change.now), currency}));
    total.proposed = require(add(total.proposed, {owed(change.proposed), currency}));
}

}  // namespace

std::int64_t CreditChange::difference_minor() const { return owed(proposed) - owed(now); }

CreditComparison compare_credits(const SupplierCredits& now, const SupplierCredits& proposed,
                                 Date first, Date end) {
    std::map<LineKey, CreditChange> changes;
    const auto inside = [&](const CreditLine& line) {
        return line.first < end && line.last >= first;
    };
    for (const CreditLine& line : now.lines) {
        if (inside(line)) changes[key_of(line)].now = line;
    }
    for (const CreditLine& line : proposed.lines) {
        if (inside(line)) changes[key_of(line)].proposed = line;
    }
    CreditComparison comparison;
    comparison.supplier = now.supplier;
    for (const SupplierCredits* side : {&now, &proposed}) {
        for (const CreditTotal& total : side->totals) {
            const Currency& currency = total.total.currency;
            comparison.totals.try_emplace(currency.code,
                                          CreditComparison::Total{{0, currency}, {0, currency}});
        }
    }
    for (auto& [key, change] : changes) {
        add_total(comparison, change);
        comparison.lines.push_back(std::move(change));
    }
    comparison.rights_gained = missing_from(now.triggers, proposed.triggers, first, end);
    comparison.rights_lost = missing_from(proposed.triggers, now.triggers, first, end);
    comparison.notes = proposed.notes;
    return comparison;
}

}  // namespace underpin
