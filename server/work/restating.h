// Restating: what was frozen stays, and a version beside it says what the evidence and documents of
// today make of the period. Credits of later closed periods are derived again and get adjustments.
#pragma once

#include <string>
#include <vector>

#include "store/statements.h"
#include "work/measure.h"

namespace underpin {

// measure(), and then new versions of the closed periods that no longer say what their last version
// says; notes tell which. With `as_of` nothing is stored and nothing restated.
[[nodiscard]] Result<MeasureOutcome> measure_and_restate(const Context& context,
                                                         const MeasureRequest& request);

// The same for one supplier, of whose agreements all are in the outcome. All or nothing;
// ErrorClass::conflict when something has been measured or restated meanwhile.
[[nodiscard]] Result<std::vector<StoredStatement>> restate_supplier(const Context& context,
                                                                    const MeasureOutcome& measured,
                                                                    const std::string& supplier);

}  // namespace underpin
