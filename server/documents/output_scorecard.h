// The JSON of a scorecard and of single results. Pure; any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "domain/scorecard.h"

namespace underpin {

// One entry of "objectives".
[[nodiscard]] nlohmann::ordered_json objective_json(const ObjectiveResult& result);
// One entry of "agreements".
[[nodiscard]] nlohmann::ordered_json agreement_json(const AgreementScore& agreement);
[[nodiscard]] nlohmann::ordered_json scorecard_json(const SupplierScorecard& scorecard);

}  // namespace underpin
