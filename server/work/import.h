// Import runs: starts a source's plugin in a child process and takes in what it reads, batch by
// batch. Rows, rejects, coverage and checkpoint of a batch become durable together; a run that
// dies goes on at its last checkpoint; a failed one covers nothing.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "documents/output_import.h"
#include "store/runs.h"
#include "work/context.h"

namespace underpin {

// A file that came in over the wire and is kept as a blob: any server can read it.
struct Upload {
    std::string name;    // as its owner calls it
    std::string sha256;  // of the blob
};

struct ImportRequest {
    std::string source;
    std::optional<std::filesystem::path> file;  // stands in for the configured path
    bool dry_run = false;                       // reads and checks; keeps nothing
    std::function<void(std::uint64_t done, std::uint64_t total)> progress;
    std::optional<Upload> upload;                 // stands in for the configured path, like `file`
    const std::atomic<bool>* cancel = nullptr;    // set by another thread: stops the plugin
    std::function<void(std::int64_t run)> began;  // the run's number, before anything is read
};

struct ImportOutcome {
    ImportReport report;
    Spans covered;                      // each stretch of it
    std::vector<Reject> first_rejects;  // the first few, for the person who waits
    std::vector<std::string> warnings;  // likewise
    bool resumed = false;
};

// An error where the run failed; what its finished batches brought stays, but covers nothing.
[[nodiscard]] Result<ImportOutcome> import_source(const Context& context,
                                                  const ImportRequest& request);

}  // namespace underpin
