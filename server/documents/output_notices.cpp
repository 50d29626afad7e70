#include "documents/output_notices.h"

#include <nlohmann/json.hpp>

#include "documents/output_common.h"

namespace underpin {

nlohmann::ordered_json notice_json(const Notice& notice, const std::string& time_zone,
                                   std::optional<int> days_left) {
    using Json = nlohmann::ordered_json;
    const Json value = notice.value ? Json{{"amount", notice.value->to_string()},
                                           {"currency", notice.value->currency.code}}
                                    : Json(nullptr);
    return {
        {"contract", notice.contract},
        {"supplier", notice.supplier},
        {"kind", notice_kind_name(notice.kind)},
        {"name", notice.name},
        {"last_day", notice.last_day ? Json(format_date(*notice.last_day)) : Json(nullptr)},
        {"days_left", days_left ? Json(*days_left) : Json(nullptr)},
        {"time_zone", time_zone},
        {"status", days_left && *days_left < 0 ? "missed" : "open"},
        {"term", {{"from", format_date(notice.term.from)}, {"to", format_date(*notice.term.to)}}},
        {"ends", format_date(notice.end)},
        {"effect", notice.effect},
        {"value", value},
        {"clause", notice.clause ? Json(notice.clause->ref) : Json(nullptr)},
        {"because", notice.steps}};
}

}  // namespace underpin
