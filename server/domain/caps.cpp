#include "domain/caps.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "domain/contract_charges.h"

namespace underpin {
namespace {

const Contract& contract_on(const Amended& contract, Date date) {
    return contract.on(date).document.as<Contract>();
}

// All charges of the contract on `days`, each calendar month by the terms of its first day unless
// an amendment splits it.
Rational all_charges(const Amended& contract, Days days) {
    Rational sum = 0;
    for (Date at = days.first; at < days.end;) {
        const Date end = std::min(days.end, month_of(at).end);
        sum += contract_charges(contract, at, std::nullopt, {at, end});
        at = end;
    }
    return sum;
}

// How much of a cap is left over the periods that share it (a month, a contract year).
class Allowance {
  public:
    explicit Allowance(const char* name) : name_(name) {}

    // Lowers the lines to what the cap leaves.
    void limit(const std::vector<CreditLine*>& lines, const std::optional<Money>& cap,
               Date key) const {
        if (!cap) return;
        const auto used = used_.find(key);
        const std::int64_t left =
            std::max<std::int64_t>(0, cap->minor - (used == used_.end() ? 0 : used->second));
        std::vector<std::int64_t> amounts;
        for (const CreditLine* line : lines) amounts.push_back(line->amount.minor);
        const std::vector<std::int64_t> shares = share_out(amounts, left);
        for (std::size_t i = 0; i < lines.size(); ++i) lower_line(*lines[i], shares[i], name_);
    }

    void use_up(const std::vector<CreditLine*>& lines, Date key) {
        for (const CreditLine* line : lines) used_[key] += line->amount.minor;
    }

  private:
    const char* name_;
    std::map<Date, std::int64_t> used_;  // by the first day of the month or year
};

void cap_group(const Amended& contract, const std::vector<CreditLine*>& lines, Allowance& months,
               Allowance& years) {
    Date first = lines.front()->first;
    for (const CreditLine* line : lines) first = std::min(first, line->first);
    const Contract& terms = contract_on(contract, first);
    const Date last = lines.front()->last;
    const Days month = month_of(last);
    const Days year = contract_year_of(contract_term(contract), last);

    const auto cap_of = [&](const Cap& cap, Days days) {
        const Rational base = cap.percent ? all_charges(contract, days) : Rational(0);
        return cap_limit(cap, base, terms.currency);
    };
    months.limit(lines, cap_of(terms.caps.period, month), month.first);
    years.limit(lines, cap_of(terms.caps.year, year), year.first);
    months.use_up(lines, month.first);
    years.use_up(lines, year.first);
}

}  // namespace

std::optional<Money> cap_limit(const Cap& cap, const Rational& base, const Currency& currency) {
    std::optional<Money> limit = cap.amount;
    if (cap.percent) {
        const Money by_percent = require(
            Money::round(base * cap.percent->to_rational() / 100, currency, RoundingMode::down));
        if (!limit || by_percent.minor < limit->minor) limit = by_percent;
    }
    return limit;
}

std::vector<std::int64_t> share_out(const std::vector<std::int64_t>& parts, std::int64_t limit) {
    const Int128 sum = std::accumulate(parts.begin(), parts.end(), Int128{0});
    if (sum <= limit) return parts;

    std::vector<std::int64_t> shares;
    std::vector<std::pair<Int128, std::size_t>> remainders;
    std::int64_t left = limit;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const Int128 product = Int128{parts[i]} * limit;
        shares.push_back(static_cast<std::int64_t>(product / sum));
        remainders.emplace_back(product % sum, i);
        left -= shares.back();
    }
    std::ranges::stable_sort(remainders,
                             [](const auto& a, const auto& b) { return a.first > b.first; });
    for (std::size_t i = 0; left > 0; ++i, --left) ++shares[remainders[i].second];
    return shares;
}

void lower_line(CreditLine& line, std::int64_t minor, const char* cap_name) {
    if (minor >= line.amount.minor) return;
    line.capped_from = line.rounded;
    line.capped_by.emplace_back(cap_name);
    const Money before = line.amount;
    line.amount.minor = minor;
    line.steps.push_back("capped by the " + std::string(cap_name) + " cap: " + before.to_string() +
                         " to " + line.amount.to_string());
}

void apply_contract_caps(const Amended& contract, std::vector<CreditLine*> lines) {
    const auto order = [](const CreditLine* line) {
        return std::tie(line->last, line->period, line->agreement, line->objective);
    };
    std::ranges::sort(lines, {}, order);
    Allowance months("period");
    Allowance years("contract year");
    for (auto from = lines.begin(); from != lines.end();) {
        const auto to = std::find_if(from, lines.end(), [&](const CreditLine* line) {
            return line->last != (*from)->last || line->period != (*from)->period;
        });
        cap_group(contract, {from, to}, months, years);
        from = to;
    }
}

}  // namespace underpin
