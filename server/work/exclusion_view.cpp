#include "work/exclusion_view.h"

#include <algorithm>

namespace underpin {

namespace {

bool names_all(const std::vector<std::string>& components, const Objective& objective) {
    const auto selected = objective.evidence.where.find("component");
    if (selected == objective.evidence.where.end()) return false;
    return std::ranges::all_of(selected->second, [&](const std::string& component) {
        return std::ranges::find(components, component) != components.end();
    });
}

bool concerns(const Exclusion& exclusion, const std::string& agreement_id,
              const Objective& objective) {
    if (exclusion.agreement != agreement_id) return false;
    return exclusion.objectives.empty() ||
           std::ranges::find(exclusion.objectives, objective.id) != exclusion.objectives.end();
}

}  // namespace

ExclusionView view_exclusions(const Portfolio& portfolio, const std::string& agreement_id,
                              const Objective& objective) {
    ExclusionView view;
    std::vector<Span> whole, stops_cases;
    for (const auto& [id, revised] : portfolio.exclusions) {
        const auto& exclusion = revised.document.as<Exclusion>();
        if (!concerns(exclusion, agreement_id, objective)) continue;
        const bool is_whole =
            exclusion.components.empty() || names_all(exclusion.components, objective);
        view.revisions.push_back({exclusion.window, revised.revision});
        view.listed.push_back({id, exclusion.window, exclusion.reason, exclusion.components,
                               exclusion.approved, is_whole, exclusion.stops_cases});
        if (!exclusion.approved) continue;
        if (!is_whole) {
            view.partials.push_back({exclusion.window, exclusion.components});
            continue;
        }
        whole.push_back(exclusion.window);
        if (exclusion.stops_cases) stops_cases.push_back(exclusion.window);
    }
    view.whole = normalize(std::move(whole));
    view.stops_cases = normalize(std::move(stops_cases));
    return view;
}

}  // namespace underpin
