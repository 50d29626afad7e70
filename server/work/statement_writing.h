// What closing and restating have in common: a face becomes a statement, its measurements are
// frozen, and its credits become entries. Inside of this folder only.
#pragma once

#include <string>
#include <vector>

#include "store/credit_entries.h"
#include "store/statements.h"
#include "work/credit_adjustments.h"
#include "work/scorecards.h"

namespace underpin {

[[nodiscard]] StoredStatement make_statement(const MeasureOutcome& measured,
                                             const StatementFace& face, int version,
                                             const std::string& actor, const std::string& reason,
                                             const std::string& changed);

// Makes the face's measurements final. ErrorClass::conflict where what is stored no longer says
// what the face shows: measure again.
[[nodiscard]] Result<void> freeze_face(Session& session, const StatementFace& face);

// The closed periods of what is stored, each with the newest version of the statement that closed
// it.
[[nodiscard]] ClosedCredits closed_credits(Session& session, const std::string& supplier);

// The statement as JSON for the journal.
void journal_statement(Session& session, const std::string& act, const StoredStatement& statement);

}  // namespace underpin
