// The check-up of an installation: database, journal, documents, plugins, time zone data, imports.
#pragma once

#include <string>
#include <vector>

#include "work/context.h"

namespace underpin {

struct DoctorOptions {
    bool quick = false;  // without hashing all contents again
};

struct DoctorCheck {
    std::string name, detail;
    std::vector<std::string> faults;  // sentences; empty: well
};

struct DoctorReport {
    std::vector<DoctorCheck> checks;
    [[nodiscard]] bool ok() const;
};

// Seals the journal first, so that the tail is short; changes nothing else.
[[nodiscard]] DoctorReport examine(const Context& context, const DoctorOptions& options);

}  // namespace underpin
