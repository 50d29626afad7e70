#include "documents/output_import.h"

#include <nlohmann/json.hpp>

namespace underpin {

nlohmann::ordered_json import_json(const ImportReport& report) {
    using Json = nlohmann::ordered_json;
    const Json covered = report.covered ? Json{{"from", format_instant(report.covered->from)},
                                               {"to", format_instant(report.covered->to)}}
                                        : Json(nullptr);
    return {{"source", report.source},
            {"run", report.run},
            {"read", report.read},
            {"superseded", report.superseded},
            {"created", report.created},
            {"changed", report.changed},
            {"unchanged", report.unchanged},
            {"rejected", report.rejected},
            {"warnings", report.warnings},
            {"covered", covered},
            {"seconds", static_cast<double>(report.took.ms) / 1000}};
}

}  // namespace underpin
