#include "domain/terms.h"

#include <algorithm>
#include <tuple>

namespace underpin {
namespace {

using DocumentMap = std::map<std::string, Revised>;

// Money in an agreement is written without a currency (see agreement.h): it is the contract's.
// Digits beyond the currency's are left as they are; check_references refuses them.
void give_currency(Money& money, const Currency& currency) {
    if (!money.currency.code.empty()) return;
    const Result<Money> resolved = Money::parse(money.to_string(), currency);
    if (resolved) money = *resolved;
}

void give_currency(Agreement& agreement, const Currency& currency) {
    for (Objective& objective : agreement.objectives) {
        if (!objective.credits) continue;
        CreditTerms& credits = *objective.credits;
        if (credits.cap.amount) give_currency(*credits.cap.amount, currency);
        if (credits.minimum) give_currency(*credits.minimum, currency);
        if (auto* fixed = std::get_if<FixedScheme>(&credits.scheme)) {
            give_currency(fixed->amount, currency);
        }
        if (auto* per_unit = std::get_if<PerUnitScheme>(&credits.scheme)) {
            if (per_unit->amount) give_currency(*per_unit->amount, currency);
        }
    }
}

DocumentMap* map_of(Portfolio& portfolio, Kind kind) {
    switch (kind) {
        case Kind::supplier: return &portfolio.suppliers;
        case Kind::service: return &portfolio.services;
        case Kind::calendar: return &portfolio.calendars;
        case Kind::exclusion: return &portfolio.exclusions;
        case Kind::source: return &portfolio.sources;
        case Kind::contract:
        case Kind::agreement: break;
    }
    return nullptr;
}

// Of the same effective_from the later revision replaces the earlier one.
void insert_version(Amended& amended, Revised revised) {
    auto& versions = amended.versions;
    const auto date_of = [](const Revised& r) { return r.document.metadata.effective_from; };
    const auto at = std::lower_bound(
        versions.begin(), versions.end(), revised,
        [&](const Revised& a, const Revised& b) { return date_of(a) < date_of(b); });
    if (at != versions.end() && date_of(*at) == date_of(revised)) {
        *at = std::move(revised);
    } else {
        versions.insert(at, std::move(revised));
    }
}

// An amended document is retired as a whole, by its base text.
void drop_retired(std::map<std::string, Amended>& documents) {
    std::erase_if(documents, [](const auto& entry) {
        return entry.second.versions.front().document.metadata.retired;
    });
}

void drop_retired(Portfolio& portfolio) {
    for (DocumentMap* documents : {&portfolio.suppliers, &portfolio.services, &portfolio.calendars,
                                   &portfolio.exclusions, &portfolio.sources}) {
        std::erase_if(*documents,
                      [](const auto& entry) { return entry.second.document.metadata.retired; });
    }
    drop_retired(portfolio.contracts);
    drop_retired(portfolio.agreements);
}

void give_currencies(Portfolio& portfolio) {
    for (auto& [id, agreement] : portfolio.agreements) {
        for (Revised& version : agreement.versions) {
            auto& terms = std::get<Agreement>(version.document.spec);
            if (!terms.contract) continue;
            const auto contract = portfolio.contracts.find(*terms.contract);
            if (contract == portfolio.contracts.end()) continue;
            const Document& base = contract->second.versions.front().document;
            give_currency(terms, base.as<Contract>().currency);
        }
    }
}

Error missing(const std::string& kind, const std::string& id) {
    return {ErrorClass::internal,
            "there is no " + kind + " \"" + id + "\"",
            "apply the documents again; a check should have refused this",
            {}};
}

}  // namespace

const Revised& Amended::on(Date date) const {
    const Revised* found = &versions.front();
    for (const Revised& version : versions) {
        const auto& from = version.document.metadata.effective_from;
        if (from && *from <= date) found = &version;
    }
    return *found;
}

std::string Portfolio::supplier_of(const Agreement& agreement) const {
    if (agreement.type == AgreementType::customer) return "";
    if (agreement.supplier) return *agreement.supplier;
    if (!agreement.contract) return "";
    const auto contract = contracts.find(*agreement.contract);
    if (contract == contracts.end()) return "";
    return contract->second.versions.front().document.as<Contract>().supplier;
}

Term Portfolio::term_of(const Agreement& agreement) const {
    const std::string id = agreement.contract.value_or("");
    const auto contract = contracts.find(id);
    if (contract == contracts.end()) {
        if (agreement.term) return *agreement.term;
        throw Failure(missing("contract", id));
    }
    // The newest amendment of a contract says how long it runs; an agreement ends with it unless
    // it says otherwise.
    const auto& of_contract = contract->second.versions.back().document.as<Contract>().term;
    if (!agreement.term) return of_contract;
    return {agreement.term->from, agreement.term->to ? agreement.term->to : of_contract.to};
}

const Calendar& Portfolio::calendar_of(const std::string& id) const {
    if (id == Calendar::around_the_clock().id) return Calendar::around_the_clock();
    const auto found = calendars.find(id);
    if (found == calendars.end()) throw Failure(missing("calendar", id));
    return found->second.document.as<Calendar>();
}

std::vector<std::string> Portfolio::agreements_of(const std::string& supplier) const {
    std::vector<std::string> found;
    const auto party = suppliers.find(supplier);
    const bool is_customer =
        party != suppliers.end() && party->second.document.as<Supplier>().kind == "customer";
    for (const auto& [id, agreement] : agreements) {
        const auto& terms = agreement.versions.front().document.as<Agreement>();
        const bool is_its = is_customer ? terms.customer == supplier
                                        : !supplier.empty() && supplier_of(terms) == supplier;
        if (is_its) found.push_back(id);
    }
    return found;
}

Portfolio make_portfolio(std::vector<Revised> documents, Retired retired) {
    std::stable_sort(documents.begin(), documents.end(),
                     [](const Revised& a, const Revised& b) { return a.revision < b.revision; });
    Portfolio portfolio;
    for (Revised& revised : documents) {
        const Kind kind = revised.document.kind;
        const std::string id = revised.document.metadata.id;
        if (DocumentMap* plain = map_of(portfolio, kind)) {
            plain->insert_or_assign(id, std::move(revised));
        } else {
            auto& amended = kind == Kind::contract ? portfolio.contracts : portfolio.agreements;
            insert_version(amended[id], std::move(revised));
        }
    }
    if (retired == Retired::leave_out) drop_retired(portfolio);
    give_currencies(portfolio);
    return portfolio;
}

}  // namespace underpin
