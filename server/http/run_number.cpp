#include "http/run_number.h"

namespace underpin {

Parameter run_id() {
    return {"id", ParameterType::integer, "The run's number.", "7", true, "", {}, 0};
}

Result<std::int64_t> run_number(const Request& request) {
    const auto& text = request.in_path("id");
    if (text.size() > 18 || text.find_first_not_of("0123456789") != std::string::npos) {
        return Error{ErrorClass::not_found,
                     "there is no run '" + text + "'",
                     "a run is a number; GET /api/v1/runs lists them",
                     {}};
    }
    return std::stoll(text);
}

Error no_run(const Request& request) {
    return {ErrorClass::not_found,
            "there is no run " + request.in_path("id"),
            "GET /api/v1/runs lists them",
            {}};
}

}  // namespace underpin
