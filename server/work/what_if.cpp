#include "work/what_if.h"

#include "work/portfolio.h"
#include "work/scorecards.h"

namespace underpin {

namespace {

Result<SupplierCredits> credits_under(const Context& context,
                                      std::shared_ptr<const Portfolio> portfolio,
                                      const WhatIfRequest& request, Instant as_of) {
    const auto agreements = agreements_of(*portfolio, request.supplier);
    if (!agreements) return agreements.error();
    if (agreements->empty()) return SupplierCredits{request.supplier, {}, {}, {}, {}};
    const auto measured =
        measure_with(context, std::move(portfolio), {*agreements, as_of, request.progress});
    if (!measured) return measured.error();
    return supplier_credits(*measured, request.supplier, std::nullopt);
}

}  // namespace

Result<WhatIfAnswer> what_if(const Context& context, const WhatIfRequest& request) {
    const auto bounds = days_of(ScorecardsRequest{request.supplier, request.from, request.to});
    if (!bounds) return bounds.error();
    auto proposal = propose(context, request.proposed);
    WhatIfAnswer answer{std::move(proposal.errors), std::move(proposal.warnings), {}};
    if (!answer.errors.empty()) return answer;
    auto portfolio = load_portfolio_with_past(context);
    if (!portfolio) return portfolio.error();

    const auto as_of = request.as_of.value_or(context.clock.now());
    const auto now = credits_under(
        context, std::make_shared<const Portfolio>(std::move(*portfolio)), request, as_of);
    if (!now) return now.error();
    const auto proposed = credits_under(
        context, std::make_shared<const Portfolio>(std::move(proposal.portfolio)), request, as_of);
    if (!proposed) return proposed.error();
    answer.comparison = compare_credits(*now, *proposed, bounds->first, bounds->end);
    return answer;
}

}  // namespace underpin
