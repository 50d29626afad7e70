// Stored measurements, one row a cell and version: (agreement, objective, period, part_from).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/measurement.h"
#include "store/database.h"

namespace underpin {

struct StoredMeasurement {
    Measurement measurement;
    Instant valid_until = Instant::max();  // from then on the same evidence may answer otherwise
    bool frozen = false;  // its period is closed: never replaced, only followed by a next version
    Instant saved_at;     // set by the store
};

// What names a row. part_from is measurement.part.from.
struct CellName {
    std::string agreement, objective, period;
    Instant part_from;
    int version = 1;
    auto operator<=>(const CellName&) const = default;
};
[[nodiscard]] CellName cell_name(const Measurement& measurement);

// Puts each in the place of the row of its cell and version. The later writer wins: a result on
// older evidence has lower watermarks and so is due again. ErrorClass::conflict when a row is
// frozen; then nothing may be committed (return the error from transact).
[[nodiscard]] Result<void> save_measurements(Session& session,
                                             const std::vector<StoredMeasurement>& measurements);
// Rows whose cell no longer exists (an amendment moved a part). Frozen ones stay.
void remove_measurements(Session& session, const std::vector<CellName>& cells);

// Makes the rows final. ErrorClass::conflict when one is not there or is frozen already.
[[nodiscard]] Result<void> freeze_measurements(Session& session,
                                               const std::vector<CellName>& cells);

// Ordered by objective, period's start, part and version.
[[nodiscard]] std::vector<StoredMeasurement> load_measurements(
    Session& session, const std::string& agreement,
    const std::optional<std::string>& period = std::nullopt);
[[nodiscard]] std::vector<std::string> measured_agreements(Session& session);

}  // namespace underpin
