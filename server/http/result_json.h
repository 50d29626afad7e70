// The JSON of results as the API answers it: what the commands print, with names for people and
// with what is due. Pure; any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "work/scorecards.h"
#include "work/standing.h"

namespace underpin {

[[nodiscard]] nlohmann::ordered_json named_scorecard_json(const Standing& standing,
                                                          const SupplierScorecard& card);
[[nodiscard]] nlohmann::ordered_json named_credits_json(const Standing& standing,
                                                        const SupplierCredits& credits);
[[nodiscard]] nlohmann::ordered_json measurement_json(const ObjectiveResult& result);
// Per objective its last `periods` results up to those of the scorecard of `to`.
[[nodiscard]] nlohmann::ordered_json trend_json(const Standing& standing,
                                                const std::string& supplier,
                                                const std::optional<std::string>& to,
                                                std::size_t periods);

// One row of the heat map: a supplier's cells of the months, from its cards.
[[nodiscard]] nlohmann::ordered_json portfolio_row_json(const Standing& standing,
                                                        const std::string& supplier,
                                                        const std::vector<SupplierScorecard>& cards,
                                                        const std::vector<std::string>& months);

}  // namespace underpin
