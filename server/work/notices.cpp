#include "work/notices.h"

#include <algorithm>
#include <tuple>

#include "work/portfolio.h"
#include "work/scorecards.h"

namespace underpin {

namespace {

// A contract says no time zone; its agreements do.
std::string zone_of(const Portfolio& portfolio, const std::string& contract) {
    for (const auto& [id, amended] : portfolio.agreements) {
        const auto& agreement = amended.versions.front().document.as<Agreement>();
        if (agreement.contract == contract) return agreement.time_zone;
    }
    return TimeZone::utc().name();
}

const std::string& supplier_of(const Amended& contract) {
    return contract.versions.front().document.as<Contract>().supplier;
}

}  // namespace

Result<std::vector<DatedNotice>> find_notices(const Context& context,
                                              const NoticesRequest& request) {
    auto portfolio = load_portfolio(context);
    if (!portfolio) return portfolio.error();
    if (request.supplier) {
        if (auto known = agreements_of(*portfolio, *request.supplier); !known) return known.error();
    }
    const Instant as_of = request.as_of.value_or(context.clock.now());
    std::vector<DatedNotice> found;
    for (const auto& [id, amended] : portfolio->contracts) {
        if (request.supplier && supplier_of(amended) != *request.supplier) continue;
        const auto zone = require(TimeZone::find(zone_of(*portfolio, id)));
        const Date today = zone.date_of(as_of);
        const Date horizon = zone.date_of(as_of + request.within);
        for (auto& notice : notices_of(*portfolio, id, today)) {
            std::optional<int> left;
            if (notice.last_day) {
                if (*notice.last_day > horizon) continue;
                left = static_cast<int>((*notice.last_day - today).count());
            }
            found.push_back({std::move(notice), zone.name(), left});
        }
    }
    std::ranges::stable_sort(found, {}, [](const DatedNotice& dated) {
        return std::tie(dated.notice.last_day, dated.notice.contract);
    });
    return found;
}

}  // namespace underpin
