// Import runs: starts a source's plugin in a child process and takes in what it reads, batch by
// batch. Rows, rejects, coverage and checkpoint of a batch become durable together; a run that
// dies goes on at its last checkpoint; a failed one covers nothing.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "documents/output_import.h"
#include "store/runs.h"
#include "work/context.h"

namespace underpin {

struct ImportRequest {
    std::string source;
    std::optional<std::filesystem::path> file;  // stands in for the configured path
    bool dry_run = false;                       // reads and checks; keeps nothing
    std::function<void(std::uint64_t done, std::uint64_t total)> progress;
};

struct ImportOutcome {
    ImportReport report;
    std::vector<Reject> first_rejects;       // the first few, for the person who waits
    std::vector<std::string> warnings;       // likewise
    bool resumed = false;
};

// An error where the run failed; what its finished batches brought stays, but covers nothing.
[[nodiscard]] Result<ImportOutcome> import_source(const Context& context,
                                                  const ImportRequest& request);

}  // namespace underpin
