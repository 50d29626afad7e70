#include "work/import.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <unordered_map>

#include "base/text.h"
#include "plugin/file_access.h"
#include "plugin/import_run.h"
#include "store/blobs.h"
#include "store/evidence.h"
#include "work/portfolio.h"
#include "work/secrets.h"
#include "work/source_config.h"
#include "work/source_rules.h"

namespace underpin {

namespace {

// A transaction holds the store's lock; this many records take some tens of milliseconds.
constexpr std::size_t records_per_batch = 4'000;
constexpr std::size_t shown_rejects = 5;

// Keys that stood more than once in what was read, with other content.
struct Repeated {
    std::int64_t rows = 0;
    std::string first;

    void add(std::int64_t more, const std::string& key) {
        if (more == 0) return;
        if (rows == 0) first = key;
        rows += more;
    }
    [[nodiscard]] std::string text() const {
        return std::to_string(rows) + (rows == 1 ? " row has" : " rows have") +
               " a key that stands again further on with other content (" + first +
               "): the last row of a key is the record; for an event log set latest_per_key";
    }
};

// What both kinds of run collect.
class Collector : public ImportEvents {
  public:
    explicit Collector(const ImportRequest& request) : request_(request) {}

    void reject(const RejectedRow& row) override {
        Reject reject{row.place, row.column, row.text, row.reason, row.file};
        if (first_rejects.size() < shown_rejects) first_rejects.push_back(reject);
        keep(std::move(reject));
    }
    void covered(Span span) override {
        all_covered.push_back(span);
        keep(span);
    }
    void warning(const std::string& text) override { keep(text); }
    void progress(std::uint64_t done, std::uint64_t total) override {
        if (request_.progress) request_.progress(done, total);
    }

    std::vector<Reject> first_rejects;
    std::vector<Span> all_covered;
    BatchResult totals;
    Repeated repeated;

  protected:
    virtual void keep(Reject reject) { static_cast<void>(reject); }
    virtual void keep(Span span) { static_cast<void>(span); }
    virtual void keep(const std::string& warning) { static_cast<void>(warning); }

    const ImportRequest& request_;
};

// Makes what comes durable. Records may be committed ahead of their checkpoint (they are known by
// their keys); rejects, warnings, coverage and what is counted only with it, so that a resumed run
// doubles none. A checkpoint waits for what comes behind it, for the last one is committed with the
// end: it may say "from the beginning", which holds for the next run and not for this one.
class Writer final : public Collector {
  public:
    Writer(const ImportRequest& request, Database& database, Run& run)
        : Collector(request), database_(database), run_(run) {}

    void batch(const std::string&, std::vector<Record> records) override {
        settle_checkpoint();
        auto& pending = pending_.records;
        pending.insert(pending.end(), std::make_move_iterator(records.begin()),
                       std::make_move_iterator(records.end()));
        if (pending.size() >= records_per_batch) commit_records();
    }
    void checkpoint(std::string_view state) override {
        pending_.state = std::string(state);
        at_checkpoint_ = true;
    }
    void raw(const std::string& file, std::string_view bytes) override {
        auto& blob = blobs_[file];
        if (!blob) blob = std::make_unique<BlobWriter>(database_);
        blob->write(bytes);
    }
    void raw_end(const std::string& file) override {
        const auto at = blobs_.find(file);
        if (at == blobs_.end()) return;
        const auto blob = at->second->finish();
        blobs_.erase(at);
        database_.transact([&](Session& session) { attach_blob(session, run_.id, blob, file); });
    }

    // A portal may let itself be waited for: the run stays ours meanwhile.
    void waiting() override {
        const auto now = std::chrono::steady_clock::now();
        if (now - renewed_ < std::chrono::milliseconds(run_.lease_ms) / 3) return;
        renewed_ = now;
        require(renew_run(database_, run_));
    }

    // All that is still pending, and what is known only at the end.
    void finish() {
        commit_records();
        if (repeated.rows > 0) pending_.warnings.push_back({0, repeated.text()});
        const auto last = take_pending();
        count(require(finish_run(database_, run_, {}, last)));
    }

    // What came up to its last checkpoint, and what the run has set aside behind it: nobody goes on
    // there and reads that again.
    void fail(const Error& error) {
        auto last = take_pending();
        if (!last.state) {
            last.records.clear();
            last.covered.clear();
        }
        count(require(finish_run(database_, run_,
                                 {RunStatus::failed, error.error_class, error.message, {}}, last)));
    }

  private:
    void keep(Reject reject) override {
        settle_checkpoint();
        pending_.rejects.push_back(std::move(reject));
    }
    void keep(Span span) override {
        settle_checkpoint();
        pending_covered_.push_back(span);
    }
    void keep(const std::string& warning) override {
        settle_checkpoint();
        pending_.warnings.push_back({0, warning});
    }

    void settle_checkpoint() {
        if (!at_checkpoint_) return;
        const auto batch = take_pending();
        count(require(commit_batch(database_, run_, batch)));
    }

    // Of its coverage counts what a run that succeeds has declared.
    ImportBatch take_pending() {
        auto batch = std::exchange(pending_, {});
        batch.covered = normalize(std::exchange(pending_covered_, {}));
        batch.unchanged_ahead = std::exchange(unchanged_ahead_, 0);
        at_checkpoint_ = false;
        return batch;
    }

    void commit_records() {
        if (pending_.records.empty()) return;
        ImportBatch records;
        records.records = std::exchange(pending_.records, {});
        records.ahead = true;
        const auto result = require(commit_batch(database_, run_, records));
        unchanged_ahead_ += result.unchanged;
        count(result);
    }

    void count(const BatchResult& result) {
        totals.created += result.created;
        totals.changed += result.changed;
        totals.unchanged += result.unchanged;
        totals.rejected += result.rejected;
        repeated.add(result.repeated, result.repeated_key);
    }

    Database& database_;
    Run& run_;
    std::chrono::steady_clock::time_point renewed_ = std::chrono::steady_clock::now();
    ImportBatch pending_;
    std::vector<Span> pending_covered_;
    std::int64_t unchanged_ahead_ = 0;  // of records that were committed ahead of their checkpoint
    bool at_checkpoint_ = false;        // what is pending ends with it
    std::map<std::string, std::unique_ptr<BlobWriter>> blobs_;
};

// Compares what comes with what is stored, and keeps nothing.
class DryRun final : public Collector {
  public:
    DryRun(const ImportRequest& request, const EvidenceColumns& stored) : Collector(request) {
        for (std::size_t row = 0; row < stored.size(); ++row) {
            stored_.emplace(stored.key[row], stored.hash[row]);
        }
    }
    void batch(const std::string&, std::vector<Record> records) override {
        for (const auto& record : records) {
            const auto hash = content_hash(record);
            const auto [at, is_new] = read_.try_emplace(record.key, hash);
            if (is_new) continue;
            if (at->second == hash) {
                ++totals.unchanged;
            } else {
                repeated.add(1, record.key);
            }
            at->second = hash;
        }
    }
    void checkpoint(std::string_view) override {}

    // The last row of each key is what would stand.
    void compare() {
        for (const auto& [key, hash] : read_) {
            const auto at = stored_.find(key);
            ++(at == stored_.end()  ? totals.created
               : at->second == hash ? totals.unchanged
                                    : totals.changed);
        }
    }

  private:
    std::unordered_map<std::string, Sha256> stored_, read_;
};

// The portfolio holds retired ones too.
Result<const Revised*> find_source(const Portfolio& portfolio, const std::string& id) {
    std::vector<std::string> known;
    for (const auto& [name, revised] : portfolio.sources) {
        const bool retired = revised.document.metadata.retired;
        if (!retired) known.push_back(name);
        if (name != id) continue;
        if (!retired) return &revised;
        return Error{ErrorClass::not_found,
                     "source '" + id + "' is retired",
                     "apply it without retired to import from it again",
                     {}};
    }
    const auto nearest = nearest_word(id, known);
    return Error{ErrorClass::not_found,
                 "there is no source '" + id + "'",
                 nearest         ? "did you mean " + *nearest + "?"
                 : known.empty() ? "apply a Source document first"
                                 : "known are: " + join(known, ", "),
                 {}};
}

// A blob as a file without a name, which is gone with this process however it ends.
class UploadedFile {
  public:
    static Result<UploadedFile> open(const Database& database, const Upload& upload) {
        auto reader = BlobReader::open(database, upload.sha256);
        if (!reader) return reader.error();
        std::string name = std::filesystem::temp_directory_path() / "underpin-upload-XXXXXX";
        UploadedFile file(::mkostemp(name.data(), O_CLOEXEC));
        if (file.descriptor_ < 0) return cannot_write(name);
        ::unlink(name.c_str());
        for (auto piece = reader->next(); !piece.empty(); piece = reader->next()) {
            while (!piece.empty()) {
                const auto written = ::write(file.descriptor_, piece.data(), piece.size());
                if (written < 0) return cannot_write(name);
                piece.remove_prefix(static_cast<std::size_t>(written));
            }
        }
        return file;
    }
    ~UploadedFile() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    UploadedFile(UploadedFile&& other) noexcept
        : descriptor_(std::exchange(other.descriptor_, -1)) {}
    UploadedFile(const UploadedFile&) = delete;
    UploadedFile& operator=(const UploadedFile&) = delete;

    [[nodiscard]] std::filesystem::path path() const {
        return "/proc/self/fd/" + std::to_string(descriptor_);
    }

  private:
    explicit UploadedFile(int descriptor) : descriptor_(descriptor) {}
    static Error cannot_write(const std::string& name) {
        return {ErrorClass::transient,
                "cannot write " + name + ": " + std::strerror(errno),
                "is there room in the folder for temporary files?",
                {}};
    }

    int descriptor_;
};

// What the run may use of this machine: files, secrets, the network.
Result<void> set_reach(const Context& context, const Source& source, ImportJob& job) {
    const auto rules = context.rules == nullptr ? nullptr : context.rules->now();
    auto secrets = read_secrets(source, rules.get());
    if (!secrets) return secrets.error();
    job.secrets = std::move(*secrets);
    job.folder = source.folder;
    if (!rules) {
        if (job.folder.empty()) job.folder = std::filesystem::current_path();
        job.roots = {"/"};
        return {};
    }
    job.roots = rules->roots;
    job.http = rules->http;
    return check_certificates(*rules, source);
}

Result<ImportJob> make_job(const Context& context, const Source& source,
                           const ImportRequest& request) {
    const auto plugin = context.plugins.info(source.plugin);
    if (!plugin) return plugin.error();
    if (plugin->kind != PluginKind::importer) {
        return Error{ErrorClass::configuration,
                     "plugin " + source.plugin + " is no importer",
                     "underpin plugin list shows which are",
                     {}};
    }
    ImportJob job;
    job.host_program = context.plugins.host_program();
    job.plugin = plugin->path;
    job.time_zone = source.time_zone;
    job.config_json = source.config_json;
    job.clock = &context.clock;
    if (const auto reach = set_reach(context, source, job); !reach) return reach.error();
    job.cancel = request.cancel;
    if (request.file) {
        // Before a run begins: a mistyped name is no failed import.
        std::error_code ignored;
        if (!std::filesystem::exists(*request.file, ignored)) {
            return Error{ErrorClass::not_found,
                         "there is no file " + request.file->string(),
                         "nothing was imported, and no run was begun",
                         {}};
        }
        job.file = std::filesystem::absolute(*request.file);
        job.file_name = request.file->filename();
    }
    return job;
}

// Names what is read, so that only a run over the same input is ever resumed in the middle.
std::string input_of(const ImportJob& job, const Source& source, const ImportRequest& request) {
    Sha256Stream stream;
    const auto add_file = [&](const std::filesystem::path& path) {
        std::error_code ignored;
        const auto bytes = std::filesystem::file_size(path, ignored);
        const auto written = std::filesystem::last_write_time(path, ignored);
        stream.update(path.string() + '\n' + std::to_string(bytes) + '\n' +
                      std::to_string(written.time_since_epoch().count()) + '\n');
    };
    stream.update(job.config_json + '\n' + job.time_zone + '\n');
    const auto path = config_text(source, "path");
    if (request.upload) {
        stream.update(request.upload->sha256);
        return request.upload->name + " " + to_hex(stream.finish()).substr(0, 16);
    }
    if (job.file) {
        add_file(*job.file);
        return job.file_name + " " + to_hex(stream.finish()).substr(0, 16);
    }
    if (!path) return to_hex(stream.finish()).substr(0, 16);
    const FileAccess files(job.folder, job.roots);
    if (const auto found = files.list(*path)) {
        for (const auto& file : *found) add_file(std::filesystem::path(files.where()) / file.name);
    }
    return *path + " " + to_hex(stream.finish()).substr(0, 16);
}

ImportOutcome make_outcome(const std::string& source, const Collector& collected,
                           const ImportTotals& read, Duration took) {
    ImportOutcome outcome;
    auto& report = outcome.report;
    report.source = source;
    report.read = read.read;
    report.superseded = read.superseded;
    report.created = collected.totals.created;
    report.changed = collected.totals.changed;
    report.unchanged = collected.totals.unchanged;
    report.rejected = std::max(read.rejected, collected.totals.rejected);
    report.warnings = read.warnings;
    report.took = took;
    outcome.covered = normalize(collected.all_covered);
    if (!outcome.covered.empty()) {
        report.covered = Span{outcome.covered.front().from, outcome.covered.back().to};
    }
    outcome.first_rejects = collected.first_rejects;
    outcome.warnings = read.warning_texts;
    if (collected.repeated.rows > 0) {
        report.warnings += collected.repeated.rows;
        outcome.warnings.push_back(collected.repeated.text());
    }
    return outcome;
}

class Stopwatch {
  public:
    [[nodiscard]] Duration elapsed() const {
        return {std::chrono::duration_cast<std::chrono::milliseconds>(
                    std::chrono::steady_clock::now() - start_)
                    .count()};
    }

  private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

Result<ImportOutcome> dry_run(const Context& context, const ImportRequest& request,
                              const ImportJob& job) {
    const Stopwatch stopwatch;
    const auto stored = context.database.read([&](Session& session) {
        return scan_evidence(session, {request.source, std::nullopt, {}});
    });
    DryRun events(request, stored);
    const auto read = run_import(job, events);
    if (!read) return read.error();
    events.compare();
    return make_outcome(request.source, events, *read, stopwatch.elapsed());
}

// A resumed run has read and set aside more than its last leg: as `runs` counts it.
void count_all_legs(const Context& context, ImportReport& report) {
    const auto whole =
        context.database.read([&](Session& session) { return run_info(session, report.run); });
    if (!whole) return;
    report.created = whole->created;
    report.changed = whole->changed;
    report.unchanged = whole->unchanged;
    report.rejected = whole->rejected;
    report.warnings = std::max<std::int64_t>(report.warnings, whole->warnings);
    report.read =
        report.superseded + whole->created + whole->changed + whole->unchanged + whole->rejected;
}

}  // namespace

Result<ImportOutcome> import_source(const Context& context, const ImportRequest& request) {
    const auto portfolio = load_portfolio(context, Retired::keep);
    if (!portfolio) return portfolio.error();
    const auto found = find_source(*portfolio, request.source);
    if (!found) return found.error();
    const auto& source = (*found)->document.as<Source>();
    auto job = make_job(context, source, request);
    if (!job) return job.error();
    std::optional<UploadedFile> uploaded;
    if (request.upload) {
        auto file = UploadedFile::open(context.database, *request.upload);
        if (!file) return file.error();
        uploaded.emplace(std::move(*file));
        job->file = uploaded->path();
        job->file_name = request.upload->name;
    }
    if (request.dry_run) return dry_run(context, request, *job);

    const Stopwatch stopwatch;
    auto run = begin_run(context.database, {request.source, context.actor, source.plugin,
                                            input_of(*job, source, request)});
    if (!run) return run.error();
    if (request.began) request.began(run->id);
    // A run that is not resumed goes on where the last one that succeeded left off.
    const auto states = run->resumed ? run->state : context.database.read([&](Session& session) {
        return last_state(session, request.source);
    });
    if (const auto state = states.find(""); state != states.end()) job->state = state->second;
    Writer events(request, context.database, *run);
    const auto read = run_import(*job, events);
    if (!read) {
        events.fail(read.error());
        return read.error();
    }
    events.finish();
    auto outcome = make_outcome(request.source, events, *read, stopwatch.elapsed());
    outcome.report.run = run->id;
    outcome.resumed = run->resumed;
    if (run->resumed) count_all_legs(context, outcome.report);
    return outcome;
}

}  // namespace underpin
