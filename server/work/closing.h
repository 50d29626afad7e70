// Closing a supplier's period: its measurements, scorecard and credits are frozen as a statement.
// What comes later never edits it (restating.h).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "store/statements.h"
#include "work/scorecards.h"

namespace underpin {

struct CloseRequest {
    std::string supplier, period;  // the label of a scorecard
    std::string reason;
    bool through = false;           // also every earlier period that has to be closed before
    bool accept_unsettled = false;  // although the last import of a source failed or goes on
    bool dry_run = false;           // says what would be closed
    std::function<void(std::size_t done, std::size_t total)> progress = {};
};

struct ClosedStatement {
    StoredStatement statement;  // of a dry run: as it would be, without number, time and hash
    SupplierScorecard card;
    SupplierCredits credits;
    bool already = false;  // it was closed before, and stays as it is
};

struct CloseOutcome {
    std::vector<ClosedStatement> statements;  // in the order of closing
    std::vector<std::string> notes;
};

// Measures what is due, restates what no longer holds, and freezes: all or nothing. Periods close
// in order; an error names what has to be done first. A period that is closed already is no error.
[[nodiscard]] Result<CloseOutcome> close_period(const Context& context,
                                                const CloseRequest& request);

}  // namespace underpin
