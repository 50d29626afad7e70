#include "domain/credit.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "domain/caps.h"
#include "domain/credit_points.h"
#include "domain/earn_back.h"
#include "domain/incident_credits.h"

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

void add_earned_back(const Portfolio& portfolio,
                     const std::map<std::string, std::vector<const ObjectiveResult*>>& results,
                     std::vector<CreditLine>& lines) {
    std::vector<CreditLine> entries;
    for (const auto& [agreement, of_agreement] : results) {
        std::ranges::move(earned_back(portfolio, of_agreement, lines), std::back_inserter(entries));
    }
    std::ranges::move(entries, std::back_inserter(lines));
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
        return std::tie(line.last, line.period, line.agreement, line.objective, line.earns_back);
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
        case CreditStatus::approved: return "approved";
        case CreditStatus::claimed: return "claimed";
        case CreditStatus::acknowledged: return "acknowledged";
        case CreditStatus::disputed: return "disputed";
        case CreditStatus::partly_credited: return "partly_credited";
        case CreditStatus::credited: return "credited";
        case CreditStatus::waived: return "waived";
        case CreditStatus::withdrawn: return "withdrawn";
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
    }
    for (auto& [agreement, results] : by_agreement) {
        const std::vector<const ObjectiveResult*> as_measured = results;
        std::ranges::move(agreement_lines(input.portfolio, results, input.as_of, credits.notes),
                          std::back_inserter(credits.lines));
        // Rights stand on what happened, whichever credit keeps an incident.
        std::ranges::move(raise_triggers(input.portfolio, agreement, as_measured),
                          std::back_inserter(credits.triggers));
    }
    add_caps(input.portfolio, credits.lines);
    add_earned_back(input.portfolio, by_agreement, credits.lines);
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
