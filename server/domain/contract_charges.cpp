#include "domain/contract_charges.h"

#include <algorithm>

namespace underpin {

Term contract_term(const Amended& contract) {
    return {contract.versions.front().document.as<Contract>().term.from,
            contract.versions.back().document.as<Contract>().term.to};
}

Rational contract_charges(const Amended& contract, Date terms_on,
                          const std::optional<std::string>& service, Days days) {
    days = intersect(days, days_of(contract_term(contract)));
    Rational sum = 0;
    Date from = days.first;
    const auto add_until = [&](Date end, const Revised& terms) {
        const auto& charges = terms.document.as<Contract>().charges;
        sum += creditable_charges(charges, service, intersect({from, end}, days));
        from = std::max(from, end);
    };
    const Revised* terms = &contract.on(terms_on);
    for (const Revised& version : contract.versions) {
        const Metadata& metadata = version.document.metadata;
        if (!metadata.applies_split || !metadata.effective_from) continue;
        if (*metadata.effective_from <= terms_on) continue;
        add_until(*metadata.effective_from, *terms);
        terms = &version;
    }
    add_until(days.end, *terms);
    return sum;
}

}  // namespace underpin
