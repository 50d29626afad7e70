// Whether two measurements of one cell say the same: what decides if a frozen number is restated.
// Pure; any thread.
#pragma once

#include "domain/measurement.h"

namespace underpin {

// The same status, value, score, counts and breaching records. Not what they stand on: a record
// whose content changed without changing the number makes no other answer.
[[nodiscard]] bool same_answer(const Measurement& a, const Measurement& b);

}  // namespace underpin
