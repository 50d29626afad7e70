// Values, targets and scores as people read them. Pure; any thread.
#pragma once

#include <optional>
#include <string>

#include "cli/render_table.h"
#include "domain/objective_result.h"

namespace underpin {

// "99.92 %", "3h 58m 12s", "17": at least that many places but for times, and as many more as it
// takes that a value that misses its target does not look as if it met it (or the reverse).
[[nodiscard]] std::string value_text(const Rational& value, const std::string& unit,
                                     const Target& target, int least_places = 2);
// ">= 99.9 %", "<= 4h"
[[nodiscard]] std::string target_text(const Target& target, const std::string& unit);
// Seconds as "3h 58m 12s"; with decimals where they are not whole.
[[nodiscard]] std::string seconds_text(const Rational& seconds, int places = 0);
[[nodiscard]] std::string score_text(const std::optional<Rational>& score);  // "40.00" or "-"
// "100 %", "97.4 %", never "100 %" for less.
[[nodiscard]] std::string coverage_text(const std::optional<Rational>& coverage);
[[nodiscard]] Tone tone_of(Status status);
[[nodiscard]] Tone tone_of_grade(const std::optional<std::string>& grade);
[[nodiscard]] const char* status_words(Status status);  // "no data"

}  // namespace underpin
