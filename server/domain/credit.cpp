#include "domain/credit.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "domain/caps.h"
#include "domain/credit_line.h"
#include "domain/credit_scheme.h"

namespace underpin {
namespace {

CreditSegment segment_from(const Portfolio& portfolio, const Amended& agreement, Date period_first,
                           Date first) {
    CreditSegment segment;
    const Revised& revised = agreement.on(first);
    segment.first = first;
    segment.agreement = &revised.document.as<Agreement>();
    segment.agreement_revision = revised.revision;
    if (segment.agreement->contract) {
        const auto contract = portfolio.contracts.find(*segment.agreement->contract);
        if (contract != portfolio.contracts.end()) {
            segment.contract = &contract->second.on(period_first).document.as<Contract>();
        }
    }
    return segment;
}

void add_caps(const Portfolio& portfolio, std::vector<CreditLine>& lines) {
    std::map<std::string, std::vector<CreditLine*>> by_contract;
    for (CreditLine& line : lines) {
        if (line.contract.empty() || line.status == CreditStatus::provisional) continue;
        by_contract[line.contract].push_back(&line);
    }
    for (auto& [contract, members] : by_contract) {
        apply_contract_caps(portfolio.contracts.at(contract), std::move(members));
    }
}

// What the documents promise and this version leaves out, once an objective.
void note_what_is_not_computed(const Portfolio& portfolio, const std::string& id,
                               std::vector<std::string>& notes) {
    std::set<std::string> said;
    for (const Revised& version : portfolio.agreements.at(id).versions) {
        const Agreement& agreement = version.document.as<Agreement>();
        if (agreement.type == AgreementType::customer) continue;
        for (const Objective& objective : agreement.objectives) {
            if (!objective.credits || computes(*objective.credits)) continue;
            said.insert(id + " / " + objective.id + ": credits by the scheme \"" +
                        objective.credits->scheme_name() +
                        "\" are not computed by this version; no line stands for them");
        }
        if (agreement.one_credit_per_incident) {
            said.insert(id +
                        ": one_credit_per_incident is not computed by this version; "
                        "an incident may be credited more than once");
        }
    }
    notes.insert(notes.end(), said.begin(), said.end());
}

void add_up(SupplierCredits& credits) {
    std::map<std::string, CreditTotal> totals;
    for (CreditTotal& total : credits.totals) {
        totals[total.total.currency.code] = {{0, total.total.currency}, false};
    }
    for (const CreditLine& line : credits.lines) {
        const auto at =
            totals.try_emplace(line.amount.currency.code, CreditTotal{{0, line.amount.currency}})
                .first;
        if (line.status == CreditStatus::provisional) continue;
        at->second.total = require(add(at->second.total, line.amount));
        at->second.capped = at->second.capped || line.capped_from.has_value();
    }
    credits.totals.clear();
    for (auto& [code, total] : totals) credits.totals.push_back(std::move(total));
}

void add_currencies(const CreditInput& input, SupplierCredits& credits) {
    for (const auto& [id, contract] : input.portfolio.contracts) {
        const Contract& terms = contract.versions.front().document.as<Contract>();
        if (terms.supplier == input.supplier)
            credits.totals.push_back({{0, terms.currency}, false});
    }
}

void sort_all(SupplierCredits& credits) {
    std::ranges::sort(credits.lines, {}, [](const CreditLine& line) {
        return std::tie(line.last, line.period, line.agreement, line.objective);
    });
    std::ranges::sort(credits.triggers, {}, [](const RaisedTrigger& trigger) {
        return std::tie(trigger.last, trigger.agreement, trigger.name, trigger.because);
    });
    std::ranges::sort(credits.notes);
    const auto repeated = std::ranges::unique(credits.notes);
    credits.notes.erase(repeated.begin(), repeated.end());
}

}  // namespace

const char* credit_status_name(CreditStatus status) {
    switch (status) {
        case CreditStatus::provisional: return "provisional";
        case CreditStatus::proposed: return "proposed";
        case CreditStatus::lapsed: return "lapsed";
        case CreditStatus::overdue: return "overdue";
    }
    return "";
}

std::vector<CreditSegment> credit_segments(const Portfolio& portfolio, const std::string& agreement,
                                           Date first, Date end) {
    const Amended& amended = portfolio.agreements.at(agreement);
    std::set<Date> begins{first};
    for (const Revised& version : amended.versions) {
        const Metadata& metadata = version.document.metadata;
        if (!metadata.effective_from || !metadata.applies_split) continue;
        if (*metadata.effective_from > first && *metadata.effective_from < end) {
            begins.insert(*metadata.effective_from);
        }
    }
    std::vector<CreditSegment> segments;
    for (const Date begin : begins) {
        if (!segments.empty()) segments.back().end = begin;
        segments.push_back(segment_from(portfolio, amended, first, begin));
    }
    segments.back().end = end;
    return segments;
}

SupplierCredits derive_credits(const CreditInput& input) {
    SupplierCredits credits;
    credits.supplier = input.supplier;
    std::map<std::string, std::vector<const ObjectiveResult*>> by_agreement;
    for (const ObjectiveResult& result : input.results) {
        by_agreement[result.agreement].push_back(&result);
        if (auto line = objective_line(input.portfolio, result, input.as_of, credits.notes)) {
            credits.lines.push_back(std::move(*line));
        }
    }
    add_caps(input.portfolio, credits.lines);
    for (const auto& [agreement, results] : by_agreement) {
        note_what_is_not_computed(input.portfolio, agreement, credits.notes);
        std::ranges::move(raise_triggers(input.portfolio, agreement, results, credits.notes),
                          std::back_inserter(credits.triggers));
    }
    add_currencies(input, credits);
    sort_all(credits);
    add_up(credits);
    return credits;
}

SupplierCredits credits_of(const SupplierCredits& credits, const CreditKeys& keys) {
    SupplierCredits found = credits;
    std::erase_if(found.lines, [&](const CreditLine& line) {
        return !keys.contains({line.agreement, line.period});
    });
    std::erase_if(found.triggers, [&](const RaisedTrigger& trigger) {
        return !keys.contains({trigger.agreement, trigger.period});
    });
    add_up(found);
    return found;
}

CreditKeys credit_keys(const std::vector<AgreementScore>& agreements) {
    CreditKeys keys;
    for (const AgreementScore& agreement : agreements) {
        keys.emplace(agreement.agreement, agreement.period);
    }
    return keys;
}

}  // namespace underpin
