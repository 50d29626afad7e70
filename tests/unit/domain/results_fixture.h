// Builders for tests of judging, scorecards and credits: a contract, an agreement and results with
// given values, so that a test shows only the numbers that it is about.
#pragma once

#include <string>
#include <vector>

#include "domain/credit.h"

namespace underpin::testing {

inline Rational number(const std::string& text) {
    return require(Decimal::parse(text)).to_rational();
}
inline Decimal decimal(const std::string& text) { return require(Decimal::parse(text)); }
inline Currency currency(const std::string& code = "GBP") { return require(Currency::find(code)); }
inline Money money(const std::string& text, const std::string& code = "GBP") {
    return require(Money::parse(text, currency(code)));
}
inline Date day_of(const std::string& text) { return require(parse_date(text)); }
inline Instant at(const std::string& text) { return require(parse_instant(text)); }
inline Target at_least(const std::string& text) { return {true, number(text), text}; }
inline Target at_most(const std::string& text) { return {false, number(text), text}; }

inline Tier tier(const std::string& threshold, const std::string& percent) {
    return {number(threshold), threshold, decimal(percent)};
}

inline CreditTerms tiers(std::vector<Tier> list) {
    CreditTerms terms;
    terms.scheme = TiersScheme{std::move(list)};
    return terms;
}

inline CreditTerms fixed(const std::string& amount, const std::string& code = "GBP") {
    CreditTerms terms;
    terms.scheme = FixedScheme{money(amount, code)};
    return terms;
}

inline Objective objective(const std::string& id, const std::string& target = "99.9") {
    Objective made;
    made.id = id;
    made.name = id;
    made.metric = "availability";
    made.target = at_least(target);
    return made;
}

inline Charge charge(const std::string& amount, ChargePer per = ChargePer::month,
                     const std::string& from = "2024-01-01", const std::string& to = "") {
    Charge made;
    made.service = "hosting";
    made.amount = money(amount);
    made.per = per;
    made.from = day_of(from);
    if (!to.empty()) made.to = day_of(to);
    return made;
}

// A measurement of [from, to) with that value and full coverage; no value: no data.
inline Measurement measured(const Objective& terms, Span part, const std::string& value,
                            Instant as_of) {
    Measurement made;
    made.objective = terms.id;
    made.metric = terms.metric;
    made.unit = "percent";
    made.range = made.part = part;
    made.as_of = as_of;
    made.measured.coverage = Rational(value.empty() ? 0 : 1);
    if (!value.empty()) {
        made.measured.has_value = true;
        made.measured.value = number(value);
    }
    judge(terms, part.contains(as_of), made);
    return made;
}

// One contract "msa" of supplier "acme" with agreements, and what was measured of them.
struct World {
    Portfolio portfolio;
    std::vector<ObjectiveResult> results;
    Instant as_of = at("2030-01-01T00:00:00Z");

    World() {
        Contract contract;
        contract.supplier = "acme";
        contract.term = {day_of("2024-01-01"), day_of("2027-01-01")};
        contract.currency = currency();
        contract.charges = {charge("12000.00")};
        add_contract(contract);
        add_agreement("hosting", {});
    }

    void add_contract(const Contract& contract, const std::string& effective_from = "",
                      bool split = false) {
        Revised revised;
        revised.document.kind = Kind::contract;
        revised.document.metadata.id = "msa";
        if (!effective_from.empty()) {
            revised.document.metadata.effective_from = day_of(effective_from);
            revised.document.metadata.applies_split = split;
        }
        revised.document.spec = contract;
        portfolio.contracts["msa"].versions.push_back(revised);
    }

    void add_agreement(const std::string& id, const Agreement& like,
                       const std::string& effective_from = "", bool split = false) {
        Revised revised;
        revised.document.kind = Kind::agreement;
        revised.document.metadata.id = id;
        if (!effective_from.empty()) {
            revised.document.metadata.effective_from = day_of(effective_from);
            revised.document.metadata.applies_split = split;
        }
        Agreement agreement = like;
        if (!agreement.contract && agreement.type == AgreementType::underpinning) {
            agreement.contract = "msa";
        }
        if (!agreement.service) agreement.service = "hosting";
        if (agreement.time_zone.empty()) agreement.time_zone = "UTC";
        revised.document.spec = agreement;
        portfolio.agreements[id].versions.push_back(revised);
    }

    Contract& contract() {
        return std::get<Contract>(portfolio.contracts.at("msa").versions.front().document.spec);
    }
    Agreement& agreement(const std::string& id = "hosting", std::size_t version = 0) {
        return std::get<Agreement>(portfolio.agreements.at(id).versions.at(version).document.spec);
    }

    // The first objective of that agreement version, made if need be, with credits.
    Objective& credited(CreditTerms terms, const std::string& target = "99.9",
                        const std::string& id = "availability",
                        const std::string& agreement_id = "hosting") {
        Objective made = objective(id, target);
        made.credits = std::move(terms);
        agreement(agreement_id).objectives.push_back(made);
        return agreement(agreement_id).objectives.back();
    }

    Span span(const std::string& agreement_id, const std::string& label) {
        const Agreement& terms = agreement(agreement_id);
        const Period period = *period_labelled(terms.period, label);
        return span_of(period, portfolio.term_of(terms), require(TimeZone::find(terms.time_zone)));
    }

    // A whole period with that value; no value: no data.
    ObjectiveResult& measure(const std::string& label, const std::string& value,
                             const std::string& id = "availability",
                             const std::string& agreement_id = "hosting") {
        const Agreement& terms = agreement(agreement_id);
        for (const Objective& candidate : terms.objectives) {
            if (candidate.id != id) continue;
            Measurement made = measured(candidate, span(agreement_id, label), value, as_of);
            made.agreement = agreement_id;
            made.period = label;
            results.push_back(combine_parts(candidate, {made}));
        }
        return results.back();
    }

    [[nodiscard]] SupplierCredits credits() const {
        return derive_credits({portfolio, "acme", as_of, results});
    }
    // The amount of the only line; "" without one.
    [[nodiscard]] std::string amount() const {
        const SupplierCredits all = credits();
        return all.lines.empty() ? "" : all.lines.front().amount.to_string();
    }
    [[nodiscard]] std::string total() const { return credits().totals.front().total.to_string(); }
};

}  // namespace underpin::testing
