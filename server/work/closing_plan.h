// Which statements closing a period makes, or why it may not be closed yet. Pure; any thread.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "work/closing.h"

namespace underpin {

// What is to be closed, in order. `closed`: the (agreement, period) that are frozen already.
[[nodiscard]] Result<std::vector<StatementFace>> plan_closing(const MeasureOutcome& measured,
                                                              const CloseRequest& request,
                                                              const CreditKeys& closed);

}  // namespace underpin
