// Contracts, agreements, their amendments and exclusions against each other.
#include <algorithm>

#include "base/text.h"
#include "documents/reference_check.h"

namespace underpin {
namespace {

const Document* base_of(const ReferenceContext& context, Kind kind, const std::string& id) {
    const auto versions = context.versions(kind, id);
    return versions.empty() ? nullptr : versions.front().document;
}

const Contract* contract_of(const ReferenceContext& context, const Agreement& agreement) {
    if (!agreement.contract) return nullptr;
    const Document* base = base_of(context, Kind::contract, *agreement.contract);
    return base == nullptr ? nullptr : &base->as<Contract>();
}

std::string days_of(const Term& term) {
    return format_date(term.from) + " to " + (term.to ? format_date(*term.to) : "no end");
}

void check_term(ReferenceContext& context, const Subject& subject, const Agreement& agreement,
                const Contract& contract) {
    if (!agreement.term) return;
    const Term& own = *agreement.term;
    const Term& outer = contract.term;
    const std::string whole =
        "the term of contract " + *agreement.contract + " is " + days_of(outer);
    if ((outer.to && own.from >= *outer.to) || (own.to && *own.to <= outer.from)) {
        context.fail(subject, {"spec", "term"}, "the term lies outside its contract's", whole);
    } else if (own.from < outer.from) {
        context.warn(subject, {"spec", "term", "from"}, "the term starts before its contract's",
                     whole);
    } else if (own.to && outer.to && *own.to > *outer.to) {
        context.warn(subject, {"spec", "term", "to"}, "the term ends after its contract's", whole);
    }
}

// Amounts that make_portfolio could not give the contract's currency.
void check_amount(ReferenceContext& context, const Subject& subject, const Contract* contract,
                  const Money& money, const Path& path) {
    if (!money.currency.code.empty()) return;
    if (contract == nullptr) {
        context.fail(subject, path, "an amount of money in an agreement without contract",
                     "its currency would be the contract's; name the contract");
        return;
    }
    const Result<Money> fitting = Money::parse(money.to_string(), contract->currency);
    if (!fitting) context.fail(subject, path, fitting.error().message);
}

void check_amounts(ReferenceContext& context, const Subject& subject, const Agreement& agreement,
                   const Contract* contract) {
    // A contract that is named and missing is an error of its own.
    if (agreement.contract && contract == nullptr) return;
    for (std::size_t i = 0; i < agreement.objectives.size(); ++i) {
        const auto& credits = agreement.objectives[i].credits;
        if (!credits) continue;
        const Path path{"spec", "objectives", i, "credits"};
        if (credits->cap.amount) {
            check_amount(context, subject, contract, *credits->cap.amount, path / "cap" / "amount");
        }
        if (credits->minimum) {
            check_amount(context, subject, contract, *credits->minimum, path / "minimum");
        }
        if (const auto* fixed = std::get_if<FixedScheme>(&credits->scheme)) {
            check_amount(context, subject, contract, fixed->amount, path / "amount");
        }
        const auto* per_unit = std::get_if<PerUnitScheme>(&credits->scheme);
        if (per_unit != nullptr && per_unit->amount) {
            check_amount(context, subject, contract, *per_unit->amount, path / "amount");
        }
    }
}

bool has_base(const Contract& contract, const std::optional<std::string>& service) {
    return std::any_of(contract.charges.begin(), contract.charges.end(), [&](const Charge& charge) {
        return charge.per != ChargePer::once && (!service || charge.service == service);
    });
}

bool is_percent_of_charges(const CreditTerms& credits) {
    if (std::holds_alternative<FixedScheme>(credits.scheme)) return false;
    const auto* per_unit = std::get_if<PerUnitScheme>(&credits.scheme);
    return per_unit == nullptr || (per_unit->percent && !per_unit->base_is_case);
}

// Percentages of nothing: the person should hear it before the first credit is 0.
void check_base(ReferenceContext& context, const Subject& subject, const Agreement& agreement,
                const Contract* contract) {
    if (agreement.contract && contract == nullptr) return;
    for (std::size_t i = 0; i < agreement.objectives.size(); ++i) {
        const auto& credits = agreement.objectives[i].credits;
        if (!credits || !is_percent_of_charges(*credits)) continue;
        if (contract != nullptr && has_base(*contract, agreement.service)) continue;
        const std::string what =
            contract == nullptr ? "the agreement names no contract"
            : agreement.service ? "the contract has no running charges for " + *agreement.service
                                : "the contract has no running charges";
        context.warn(subject, {"spec", "objectives", i, "credits"},
                     what + ": the base of these credits is 0");
    }
}

void check_kind_of(ReferenceContext& context, const Subject& subject, const std::string& field,
                   const std::optional<std::string>& id, const char* unfit, const char* hint) {
    if (!id) return;
    const Document* supplier = base_of(context, Kind::supplier, *id);
    if (supplier == nullptr || supplier->as<Supplier>().kind != unfit) return;
    context.warn(subject, {"spec", field}, "supplier " + *id + " is of kind " + unfit, hint);
}

void check_sources(ReferenceContext& context, const Subject& subject, const Agreement& agreement) {
    const std::string supplier = context.after().supplier_of(agreement);
    if (supplier.empty()) return;
    for (std::size_t i = 0; i < agreement.objectives.size(); ++i) {
        const auto& sources = agreement.objectives[i].evidence.sources;
        for (std::size_t j = 0; j < sources.size(); ++j) {
            const Document* source = base_of(context, Kind::source, sources[j]);
            const auto owner = source == nullptr ? std::nullopt : source->as<Source>().supplier;
            if (!owner || *owner == supplier) continue;
            context.warn(subject, {"spec", "objectives", i, "evidence", "sources", j},
                         "source " + sources[j] + " holds the records of " + *owner + ", not of " +
                             supplier);
        }
    }
}

Term term_in(const ReferenceContext& context, const Document& base) {
    if (base.kind == Kind::contract) return base.as<Contract>().term;
    const auto& agreement = base.as<Agreement>();
    if (agreement.term) return *agreement.term;
    const Contract* contract = contract_of(context, agreement);
    return contract == nullptr ? Term{Date::min(), std::nullopt} : contract->term;
}

// The fields that make it the same contract or agreement and in which the two differ.
std::vector<const char*> identity_changes(const Document& base, const Document& amendment) {
    std::vector<const char*> fields;
    const auto same = [&](const char* field, bool equal) {
        if (!equal) fields.push_back(field);
    };
    if (base.kind == Kind::contract) {
        const auto& a = base.as<Contract>();
        const auto& b = amendment.as<Contract>();
        same("supplier", a.supplier == b.supplier);
        same("currency", a.currency == b.currency);
        return fields;
    }
    const auto& a = base.as<Agreement>();
    const auto& b = amendment.as<Agreement>();
    same("type", a.type == b.type);
    same("contract", a.contract == b.contract);
    same("supplier", a.supplier == b.supplier);
    same("customer", a.customer == b.customer);
    same("time_zone", a.time_zone == b.time_zone);
    same("period", a.period == b.period);
    return fields;
}

// The first and the last day of the term are the base text's; so both are checked from both sides.
void check_date(ReferenceContext& context, const Subject& at, const Path& path, Date effective_from,
                const Term& term, const std::string& which) {
    const std::string whole = "the term is " + days_of(term);
    if (effective_from < term.from) {
        context.fail(at, path, which + " starts before the term", whole);
    } else if (term.to && effective_from >= *term.to) {
        context.fail(at, path, which + " starts after the end of the term", whole);
    }
}

}  // namespace

void check_contract(ReferenceContext& context, const Subject& subject) {
    const auto& contract = subject.document->as<Contract>();
    if (!contract.parent) return;
    const Document* parent = base_of(context, Kind::contract, *contract.parent);
    if (parent == nullptr || parent->as<Contract>().kind == "framework") return;
    context.fail(subject, {"spec", "parent"},
                 "contract " + *contract.parent + " is of kind " + parent->as<Contract>().kind +
                     ", not framework",
                 "a call-off is made under a framework");
}

void check_agreement(ReferenceContext& context, const Subject& subject) {
    const auto& agreement = subject.document->as<Agreement>();
    const Contract* contract = contract_of(context, agreement);
    if (contract != nullptr) check_term(context, subject, agreement, *contract);
    check_amounts(context, subject, agreement, contract);
    check_base(context, subject, agreement, contract);
    check_kind_of(context, subject, "supplier", agreement.supplier, "external",
                  "an agreement with an external supplier is an underpinning one");
    for (const char* unfit : {"external", "internal"}) {
        check_kind_of(context, subject, "customer", agreement.customer, unfit,
                      "a customer agreement is with a customer (kind: customer)");
    }
    check_sources(context, subject, agreement);
}

void check_exclusion(ReferenceContext& context, const Subject& subject) {
    const auto& exclusion = subject.document->as<Exclusion>();
    const auto versions = context.versions(Kind::agreement, exclusion.agreement);
    if (versions.empty()) return;
    std::vector<std::string> known;
    for (const Subject& version : versions) {
        for (const Objective& objective : version.document->as<Agreement>().objectives) {
            if (std::find(known.begin(), known.end(), objective.id) == known.end()) {
                known.push_back(objective.id);
            }
        }
    }
    for (std::size_t i = 0; i < exclusion.objectives.size(); ++i) {
        const std::string& id = exclusion.objectives[i];
        if (std::find(known.begin(), known.end(), id) != known.end()) continue;
        const auto near = nearest_word(id, known);
        context.fail(subject, {"spec", "objectives", i},
                     "agreement " + exclusion.agreement + " has no objective \"" + id + "\"",
                     near ? "did you mean " + *near + "?" : "known are " + join(known, ", "));
    }
}

void check_amendment(ReferenceContext& context, const Subject& subject) {
    const Metadata& metadata = subject.document->metadata;
    if (!metadata.effective_from) return;
    const Path path{"metadata", "effective_from"};
    const Document* base = base_of(context, subject.document->kind, metadata.id);
    if (base == nullptr || base->metadata.effective_from) {
        context.fail(subject, path,
                     "there is nothing to amend: " + metadata.id + " does not exist yet",
                     "apply the document without effective_from first, or together");
        return;
    }
    // A base text that changes under it is what is wrong: see check_amendments_of.
    const auto versions = context.versions(subject.document->kind, metadata.id);
    if (subject.read == nullptr && versions.front().read != nullptr) return;
    check_date(context, subject, path, *metadata.effective_from, term_in(context, *base),
               "the amendment");
    for (const char* field : identity_changes(*base, *subject.document)) {
        context.fail(subject, {"spec", field}, std::string("an amendment cannot change ") + field,
                     "end this one and write a new document");
    }
}

void check_amendments_of(ReferenceContext& context, const Subject& base) {
    if (base.read == nullptr || base.document->metadata.effective_from) return;
    for (const Subject& amendment :
         context.versions(base.document->kind, base.document->metadata.id)) {
        const auto& from = amendment.document->metadata.effective_from;
        if (!from || amendment.read != nullptr) continue;  // a read one is checked for itself
        const std::string which = "the amendment from " + format_date(*from);
        check_date(context, base, {"spec", "term"}, *from, term_in(context, *base.document), which);
        for (const char* field : identity_changes(*base.document, *amendment.document)) {
            context.fail(base, {"spec", field}, which + " has another " + field,
                         "apply the amendment, corrected in the same way, together with this one");
        }
    }
}

}  // namespace underpin
