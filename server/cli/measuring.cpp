#include "cli/measuring.h"

#include "cli/progress.h"
#include "work/portfolio.h"
#include "work/restating.h"
#include "work/scorecards.h"

namespace underpin {

MeasureOutcome measured(Workbench& bench, const std::optional<std::string>& supplier,
                        const std::string& as_of) {
    const auto context = bench.context();
    MeasureRequest request;
    request.as_of = parse_as_of(as_of);
    if (supplier) {
        const auto portfolio = require(load_portfolio_with_past(context));
        request.agreements = require(agreements_of(portfolio, *supplier));
        if (request.agreements.empty()) {
            throw Failure({ErrorClass::not_found,
                           *supplier + " has no agreement",
                           "apply an Agreement that names it or a contract of its",
                           {}});
        }
    }
    Progress progress("measuring");
    request.progress = [&](std::size_t done, std::size_t total) {
        progress.update(done, total, "measurements");
    };
    return require(measure_and_restate(context, request));
}

}  // namespace underpin
