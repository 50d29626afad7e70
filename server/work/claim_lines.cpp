#include "work/claim_lines.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "domain/credit_piece.h"
#include "store/credit_entries.h"
#include "store/statements.h"
#include "work/portfolio.h"

namespace underpin {

namespace {

std::optional<std::string> unless_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

// The local days of an agreement's period, cut by its term, as they were when credits were derived.
struct LocalDays {
    Date first, last;
};
Result<LocalDays> days_of(const Portfolio& portfolio, const CreditKey& key) {
    const auto at = portfolio.agreements.find(key.agreement);
    if (at == portfolio.agreements.end()) {
        return Error{ErrorClass::not_found,
                     "the agreement " + key.agreement + " of a closed period is not there",
                     "apply it again",
                     {}};
    }
    const auto& agreement = at->second.versions.front().document.as<Agreement>();
    const auto period = period_labelled(agreement.period, key.period);
    if (!period) {
        return Error{ErrorClass::data,
                     key.agreement + " has no period " + key.period + " any more",
                     "its periods were other ones when this one was closed",
                     {}};
    }
    const Term term = portfolio.term_of(agreement);
    Date end = period->end;
    if (term.to) end = std::min(end, *term.to);
    return LocalDays{std::max(period->first, term.from), end - date::days(1)};
}

struct HeadTerms {
    std::optional<ClaimTerms> claim;
    const Agreement* agreement = nullptr;
};
HeadTerms head_terms(const Portfolio& portfolio, const CreditKey& key, const LocalDays& days) {
    const auto segments =
        credit_segments(portfolio, key.agreement, days.first, days.last + date::days(1));
    const CreditSegment& head = segments.front();
    const Objective* objective =
        key.objective ? find_objective(*head.agreement, *key.objective) : nullptr;
    return {claim_of(head, objective), head.agreement};
}

// What is earned back has no window of its own.
std::optional<Date> last_day(const Portfolio& portfolio, const CreditKey& key,
                             const HeadTerms& terms, const LocalDays& days) {
    if (!terms.claim || key.earns_back) return std::nullopt;
    const auto& calendar =
        terms.claim->calendar.empty() ? terms.agreement->calendar : terms.claim->calendar;
    const Calendar& working =
        terms.claim->working_days ? portfolio.calendar_of(calendar) : Calendar::around_the_clock();
    return claim_deadline(*terms.claim, days.last, terms.agreement->period, working);
}

class Gatherer {
  public:
    Gatherer(const Portfolio& portfolio, std::vector<ClosedLine>& lines)
        : portfolio_(portfolio), lines_(lines) {}

    // Entries come by line, then version: the first begins it, later ones are restatements.
    Result<void> add(const CreditEntry& entry) {
        const CreditKey key{entry.line.agreement, unless_empty(entry.line.objective),
                            entry.line.period, unless_empty(entry.line.earns_back)};
        if (lines_.empty() || lines_.back().key != key) {
            if (auto begun = begin(key, entry); !begun) return begun.error();
        } else {
            lines_.back().amount = require(underpin::add(lines_.back().amount, entry.amount));
        }
        ClosedLine& line = lines_.back();
        line.statement = {entry.supplier, entry.statement, entry.statement_version};
        if (entry.is_adjustment()) line.restated = entry.reason;
        return {};
    }

  private:
    Result<void> begin(const CreditKey& key, const CreditEntry& entry) {
        const auto days = days_of(portfolio_, key);
        if (!days) return days.error();
        const auto terms = head_terms(portfolio_, key, *days);
        lines_.push_back({key,
                          entry.supplier,
                          entry.contract,
                          days->first,
                          days->last,
                          entry.amount,
                          terms.claim ? terms.claim->mode : ClaimMode::request,
                          last_day(portfolio_, key, terms, *days),
                          terms.agreement->time_zone,
                          "",
                          {}});
        return {};
    }

    const Portfolio& portfolio_;
    std::vector<ClosedLine>& lines_;
};

}  // namespace

CreditKey key_of(const CreditLine& line) {
    return {line.agreement, line.objective, line.period, line.earns_back};
}

LineTerms terms_of(const Portfolio& portfolio, const CreditLine& line) {
    const auto terms = head_terms(portfolio, key_of(line), {line.first, line.last});
    return {terms.claim ? terms.claim->mode : ClaimMode::request, terms.agreement->time_zone};
}

Claim claim_on(const std::vector<ClosedLine>& lines) {
    Claim claim;
    claim.supplier = lines.front().supplier;
    claim.contract = lines.front().contract;
    claim.currency = lines.front().amount.currency;
    for (const auto& closed : lines) {
        ClaimLine line;
        line.number = static_cast<int>(claim.lines.size()) + 1;
        line.key = closed.key;
        line.net = closed.amount.minor;
        line.mode = closed.mode;
        line.claim_by = closed.claim_by;
        line.time_zone = closed.time_zone;
        claim.lines.push_back(std::move(line));
    }
    return claim;
}

Result<std::vector<ClosedLine>> closed_lines(const Context& context,
                                             const std::optional<std::string>& supplier) {
    const auto entries = context.database.read([&](Session& session) {
        std::vector<CreditEntry> all;
        const auto of = [&](const std::string& one) {
            auto found = load_credit_entries(session, {one, {}, {}, {}});
            std::ranges::move(found, std::back_inserter(all));
        };
        if (supplier) {
            of(*supplier);
        } else {
            for (const auto& one : suppliers_with_statements(session)) of(one);
        }
        return all;
    });
    std::vector<ClosedLine> lines;
    if (entries.empty()) return lines;
    const auto portfolio = load_portfolio_with_past(context);
    if (!portfolio) return portfolio.error();
    Gatherer gatherer(*portfolio, lines);
    for (const auto& entry : entries) {
        if (auto added = gatherer.add(entry); !added) return added.error();
    }
    std::ranges::stable_sort(lines, {}, [](const ClosedLine& line) {
        return std::tie(line.contract, line.last, line.key);
    });
    return lines;
}

}  // namespace underpin
