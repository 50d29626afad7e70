#include "work/claims_due.h"

#include <algorithm>
#include <tuple>

#include "work/claim_lines.h"
#include "work/claim_standing.h"
#include "work/scorecards.h"

namespace underpin {

namespace {

// What still has to be done for the line; none: nothing.
std::optional<std::string> stands(const CreditLine& line, ClaimMode mode) {
    switch (line.status) {
        case CreditStatus::proposed: break;
        case CreditStatus::approved: return "approved";
        case CreditStatus::claimed:
        case CreditStatus::acknowledged:
            if (mode == ClaimMode::request) return std::nullopt;
            return "waited for";
        default: return std::nullopt;
    }
    if (line.claim) return "proposed";
    return mode == ClaimMode::request ? "not claimed" : "waited for";
}

class DueFinder {
  public:
    DueFinder(const Context& context, const MeasureOutcome& measured, const DueRequest& request)
        : context_(context), measured_(measured), request_(request) {
        found_.as_of = measured.as_of;
    }

    Result<void> look_at(const std::string& supplier) {
        auto credits = supplier_credits(measured_, supplier, std::nullopt);
        if (!credits) return credits.error();
        put_claims(context_, measured_.as_of, *credits);
        for (const auto& line : credits->lines) {
            if (line.claim_by && line.amount.minor > 0) add(supplier, line);
        }
        return {};
    }

    DueClaims take() {
        std::ranges::sort(found_.lines, {}, [](const DueLine& line) {
            return std::tie(line.last_day, line.supplier, line.contract, line.key);
        });
        return std::move(found_);
    }

  private:
    void add(const std::string& supplier, const CreditLine& line) {
        const auto terms = terms_of(*measured_.portfolio, line);
        const auto standing = stands(line, terms.mode);
        if (!standing) return;
        const auto zone = require(TimeZone::find(terms.time_zone));
        const Date today = zone.date_of(measured_.as_of);
        const Date horizon = zone.date_of(measured_.as_of + request_.within);
        if (*line.claim_by < today || *line.claim_by > horizon) return;
        found_.lines.push_back({key_of(line), supplier, line.contract, terms.mode, *line.claim_by,
                                static_cast<int>((*line.claim_by - today).count()), line.amount,
                                line.claim, *standing});
        const auto [at, added] = found_.worth.try_emplace(line.amount.currency.code, line.amount);
        if (!added) at->second = require(underpin::add(at->second, line.amount));
    }

    const Context& context_;
    const MeasureOutcome& measured_;
    const DueRequest& request_;
    DueClaims found_;
};

}  // namespace

Result<DueClaims> find_due_claims(const Context& context, const MeasureOutcome& measured,
                                  const DueRequest& request) {
    DueFinder finder(context, measured, request);
    for (const auto& [supplier, revised] : measured.portfolio->suppliers) {
        if (request.supplier && supplier != *request.supplier) continue;
        if (auto looked = finder.look_at(supplier); !looked) return looked.error();
    }
    return finder.take();
}

}  // namespace underpin
