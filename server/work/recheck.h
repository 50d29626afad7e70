// Proves stored measurements: each is computed again from the stored evidence and compared. One
// that is due anyway is left to the next measuring. Nothing is stored.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "domain/measurement.h"
#include "work/context.h"

namespace underpin {

struct RecheckRequest {
    // No more than so many, spread over all of them and others each day; 0: all.
    std::size_t at_most = 0;
    std::function<void(std::size_t done, std::size_t total)> progress;
};

struct RecheckReport {
    std::size_t stored = 0;
    std::size_t repeated = 0;         // computed again
    std::size_t due = 0;              // of those looked at: left to the next measuring
    std::vector<std::string> faults;  // sentences: what is not what its evidence gives
};

[[nodiscard]] Result<RecheckReport> recheck_measurements(const Context& context,
                                                         const RecheckRequest& request);

// In what the two differ, "value 99.9 is stored, 99.8 is what the evidence gives". Pure.
[[nodiscard]] std::vector<std::string> differences(const Measurement& stored,
                                                   const Measurement& repeated);

}  // namespace underpin
