// Jobs on a real database of either backend, with the shipped importers, and a gate that stops a
// worker behind a commit of its choice.
#pragma once

#include <condition_variable>
#include <fmt/format.h>
#include <mutex>
#include <thread>

#include "paths.h"
#include "store/blobs.h"
#include "store/store_test.h"
#include "work/apply.h"
#include "work/job_runner.h"
#include "work/jobs.h"

namespace underpin::test {

using testing_support::backend_name;
using testing_support::StoreTest;
using testing_support::test_now;

// The first thread that commits when `there` holds waits behind its commit until open().
class Gate {
  public:
    explicit Gate(std::function<bool()> there) : there_(std::move(there)) {}
    ~Gate() { open(); }
    Gate(const Gate&) = delete;
    Gate& operator=(const Gate&) = delete;

    [[nodiscard]] DatabaseOptions options() {
        DatabaseOptions options;
        options.at = [this](TransactionMoment moment) { pass(moment); };
        return options;
    }
    void wait() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return stopped_; });
    }
    void open() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }

  private:
    void pass(TransactionMoment moment) {
        std::unique_lock lock(mutex_);
        if (moment != TransactionMoment::after_commit || stopped_ || open_ || !there_()) return;
        stopped_ = true;
        changed_.notify_all();
        changed_.wait(lock, [this] { return open_; });
    }

    std::function<bool()> there_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopped_ = false, open_ = false;
};

class WorkingJobs : public StoreTest {
  protected:
    Context context(Database& database) {
        return {database, clock_, plugins_, scorers_, "person:jo", 1, nullptr};
    }
    void apply_documents(const std::string& yaml) {
        ApplyRequest request;
        request.text = DocumentText{yaml, DocumentFormat::yaml, "documents.yaml"};
        for (const auto& error : apply(context(db()), request).errors) {
            ADD_FAILURE() << error.to_string();
        }
    }
    static std::string source(const std::string& id, const std::string& more = "",
                              const std::string& metadata = "") {
        return fmt::format(
            "apiVersion: underpin/v1\nkind: Source\nmetadata: {{id: {}{}}}\n"
            "spec: {{plugin: csv, config: {{path: nothing.csv, shape: case}}{}}}\n",
            id, metadata, more);
    }
    static std::string tickets(int count) {
        std::string csv = "key,opened,resolved\n";
        for (int i = 0; i < count; ++i) {
            csv += fmt::format("{},2024-02-01T10:00:00Z,2024-02-01T{:02}:00:00Z\n", i, 11 + i % 10);
        }
        return csv;
    }
    JobRow order(const std::string& source, const std::string& csv,
                 const std::string& name = "tickets.csv") {
        BlobWriter writer(db());
        writer.write(csv);
        const Upload upload{name, writer.finish().sha256};
        return require(order_import(context(db()), {source, upload, std::nullopt}));
    }
    JobRow row(std::int64_t id) { return require(get_job(context(db()), id)); }
    std::vector<JobRow> jobs_of(const std::string& kind) {
        JobFilter filter;
        filter.kind = kind;
        return find_jobs(context(db()), filter);
    }
    std::int64_t batches() { return number("SELECT COALESCE(SUM(batches), 0) FROM import_run"); }
    std::int64_t records() {
        return number("SELECT COALESCE(SUM(records), 0) FROM evidence_source");
    }
    std::int64_t runs() { return number("SELECT COUNT(*) FROM import_run"); }
    std::int64_t journalled(const std::string& act) {
        return number("SELECT COUNT(*) FROM journal WHERE act = '" + act + "'");
    }

    PluginRegistry plugins_{{binary_dir() / "plugins"}, binary_dir() / "bin/underpin-plugin-host"};
    ScorerLibrary scorers_{{binary_dir() / "plugins"}};
};

}  // namespace underpin::test
