// Runs an importer in the child program and turns what comes back into domain records. The plugin's
// library is never loaded into this process.
//
// Any number of runs may go on at once, each on its own thread; a run calls its ImportEvents from
// the thread that called run_import only. An event that throws (a Failure of the store) ends the
// run: the child is killed and reaped, and the exception goes on.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "domain/evidence.h"
#include "domain/spans.h"
#include "plugin/http_rules.h"
#include "plugin/http_secrets.h"

namespace underpin {

// What a child may use. A build with sanitizers does not limit memory (their shadow needs more).
struct ImportLimits {
    std::uint64_t memory_bytes = std::uint64_t{2} << 30;
    std::uint64_t cpu_seconds = 3600;
    std::uint64_t open_files = 64;
    std::int64_t deadline_ms = 60'000;  // the longest silence between two calls of the plugin
    std::int64_t grace_ms = 5'000;      // from the wish to cancel to the kill
};

struct ImportJob {
    std::filesystem::path host_program;  // underpin-plugin-host
    std::filesystem::path plugin;        // the .so
    std::string time_zone = "UTC";       // the source's
    std::string config_json = "{}";
    std::string stream;  // empty: the plugin's only one
    std::string state;   // of the checkpoint to go on from; empty: from the beginning
    // Relative patterns start here; empty: the first of the roots.
    std::filesystem::path folder;
    // A file outside of these (and of `folder`), by `..` or by a symbolic link, is refused.
    std::vector<std::filesystem::path> roots;
    // An upload or `--file`: stands in for whatever pattern the plugin asks for, wherever it is.
    std::optional<std::filesystem::path> file;
    std::string file_name;  // what an upload was called; empty: its path's last part
    HttpRules http;
    Secrets secrets;  // the source's own, for its requests; the child never has them
    const Clock* clock =
        nullptr;  // tells plugins when an answer was asked for; none: they are not told
    ImportLimits limits;
    const std::atomic<bool>* cancel = nullptr;  // set by another thread to stop the run
};

// A row that was set aside.
struct RejectedRow {         // (the store has its own `Reject`: names must differ)
    std::string file;        // what was being read; empty: not a file
    std::int64_t place = 0;  // line or index in it
    std::string column;      // as the input calls it; empty: the row as a whole
    std::string text;        // as read
    std::string reason;
};

// What a run says while it goes on, in order. Everything up to a checkpoint becomes durable
// together, with its state, in one transaction.
class ImportEvents {
  public:
    virtual ~ImportEvents() = default;
    virtual void batch(const std::string& file, std::vector<Record> records) = 0;
    virtual void reject(const RejectedRow& reject) = 0;
    virtual void covered(Span span) = 0;
    virtual void checkpoint(std::string_view state) = 0;
    // One line for the person; local times that do not exist or are ambiguous come once, at the
    // end, with their number and the first of them.
    virtual void warning(const std::string& text) { static_cast<void>(text); }
    virtual void log(int level, const std::string& text) {
        static_cast<void>(level), static_cast<void>(text);
    }
    virtual void progress(std::uint64_t done, std::uint64_t total) {
        static_cast<void>(done), static_cast<void>(total);
    }
    // Some times a second while the run waits for the plugin or a portal.
    virtual void waiting() {}
    // The bytes of a file or an HTTP answer in the order in which they were read, and its end (also
    // when the plugin stopped before it). A file that is opened and read again comes again.
    virtual void raw(const std::string& file, std::string_view bytes) {
        static_cast<void>(file), static_cast<void>(bytes);
    }
    virtual void raw_end(const std::string& file) { static_cast<void>(file); }
};

struct ImportTotals {
    std::int64_t read = 0;     // rows that the plugin sent, set aside or passed over
    std::int64_t records = 0;  // went to ImportEvents::batch
    std::int64_t rejected = 0;
    std::int64_t superseded = 0;  // rows that gave way to others of their key (latest_per_key)
    std::int64_t warnings = 0;    // each nonexistent or ambiguous local time counts
    std::vector<std::string> warning_texts;  // the first ones
};

// To the end of the stream. The error says of which class the failure is and what was kept.
// `max_rejects` in the configuration stops the run when more rows are set aside than that.
[[nodiscard]] Result<ImportTotals> run_import(const ImportJob& job, ImportEvents& events);

// Whether the source can be reached and read, without importing.
[[nodiscard]] Result<void> check_source(const ImportJob& job);
// Whether the plugin takes the configuration; looks at no file and no portal.
[[nodiscard]] Result<void> check_configuration(const ImportJob& job);

struct StreamInfo {
    std::string name, title;
    Shape shape = Shape::interval;
};
[[nodiscard]] Result<std::vector<StreamInfo>> discover_streams(const ImportJob& job);

}  // namespace underpin
