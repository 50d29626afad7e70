// A scorecard and its credits as texts that lose nothing: exact numbers as "n/d", money in minor
// units. What a statement keeps, and what is compared when it is recomputed. Pure; any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "domain/credit.h"
#include "domain/scorecard.h"

namespace underpin {

[[nodiscard]] std::string scorecard_text(const SupplierScorecard& card);
[[nodiscard]] std::string credits_text(const SupplierCredits& credits);
[[nodiscard]] std::string credit_line_text(const CreditLine& line);

// ErrorClass::data where the text is none of ours. Of results and parts, what is shown comes back.
[[nodiscard]] Result<SupplierScorecard> scorecard_of_text(std::string_view text);
[[nodiscard]] Result<SupplierCredits> credits_of_text(std::string_view text);

// What two texts are compared by. `numbers` decides whether a closed period is restated: no names,
// notes, derivations, nor what passes with time (as_of, a lapsed claim). `all` is what recomputing
// has to find again.
enum class Compared { numbers, all };
[[nodiscard]] nlohmann::json comparable(std::string_view text, Compared what);

}  // namespace underpin
