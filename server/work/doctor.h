// The check-up of an installation: database, journal, documents, plugins, time zone data, imports.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "work/context.h"

namespace underpin {

// How much is computed again.
enum class DoctorDepth {
    quick,   // nothing
    sample,  // hashes of all contents, and some stored measurements
    deep,    // all of both
};

[[nodiscard]] std::optional<DoctorDepth> doctor_depth(std::string_view name);

struct DoctorOptions {
    DoctorDepth depth = DoctorDepth::sample;
    std::function<void(std::size_t done, std::size_t total)> progress;  // of measurements
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
