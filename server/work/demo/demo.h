// The demonstration: two years of believable evidence for twelve suppliers, as documents and CSV
// files in a folder, written from a fixed seed. The `demo` command then applies and imports them
// the way everybody does. Same folder contents for every instant within a month and the same seed.
// Any thread; touches nothing but the folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

namespace underpin {

// One `underpin import SOURCE [--file FILE]`.
struct DemoImport {
    std::string source;
    std::optional<std::filesystem::path> file;  // none: the file that the source names
};

struct DemoFiles {
    std::filesystem::path folder;
    std::filesystem::path documents;  // what to `apply -f`
    std::vector<DemoImport> imports;  // in this order
    DemoImport correction;            // imported after scoring: it restates `correction_period`
    std::string corrected_supplier;
    std::string correction_period;  // "2025-10"
    std::string supplier;           // whose scorecard is worth showing first
    std::string period;             // the last complete month, "2026-10"
    Instant from;                   // what the evidence spans: 24 months that end with `period`
    Instant to;
};

inline constexpr std::uint64_t demo_seed = 20'240'229;

// Overwrites files of the same names and removes the monthly files of an earlier demonstration.
// Fails where a file cannot be written.
[[nodiscard]] Result<DemoFiles> write_demo(const std::filesystem::path& folder, Instant now,
                                           std::uint64_t seed = demo_seed);

}  // namespace underpin
