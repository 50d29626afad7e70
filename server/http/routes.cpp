#include "http/routes.h"

namespace underpin {

Parameter limit_parameter() {
    return {"limit",
            ParameterType::integer,
            "How many items a page has at most.",
            "50",
            false,
            "100",
            {},
            1000};
}

Parameter cursor_parameter() {
    return {"cursor", ParameterType::text, "`next` of the page before.", "", false, "", {}, 0};
}

Parameter as_of_parameter() {
    return {"as_of",
            ParameterType::instant,
            "Look at this instant. It is then computed while you wait, and not stored.",
            "2024-05-01T00:00:00Z",
            false,
            "",
            {},
            0};
}

Parameter plain(const char* name, ParameterType type, const char* description,
                const char* example) {
    return {name, type, description, example, false, "", {}, 0};
}

std::vector<Route> all_routes() {
    std::vector<Route> routes;
    for (auto* part : {operation_routes, result_routes, closing_routes, document_routes,
                       evidence_routes, record_routes, contract_routes, job_routes}) {
        for (auto& route : part()) routes.push_back(std::move(route));
    }
    return routes;
}

}  // namespace underpin
