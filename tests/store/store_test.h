// What every test of the store stands on: one fresh, empty database on the backend of the test's
// parameter. TEST_P(StoreTest, ...) runs on both.
#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "base/clock.h"
#include "store/database.h"
#include "store/evidence.h"
#include "store/migrations.h"
#include "store/private_mariadb.h"
#include "store/runs.h"
#include "store/session.h"
#include "store/sql.h"

namespace underpin::testing_support {

inline constexpr Instant test_now{1'709'251'200'000};  // 2024-03-01T00:00:00Z

// A folder of its own, removed at the end.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string name = std::filesystem::temp_directory_path() / "underpin-store-XXXXXX";
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
        path_ = name;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

class StoreTest : public testing::TestWithParam<Backend> {
  protected:
    void TearDown() override {
        close();
        for (const auto& url : used_) PrivateMariadb::instance().give_back(url);
    }

    // An empty database on that backend, not migrated.
    std::string empty_url(Backend backend) {
        if (backend == Backend::mysql) return PrivateMariadb::instance().new_database();
        return "sqlite://" + (folder_.path() / (std::to_string(++files_) + ".db")).string();
    }
    // The same with the schema; a server's is used again by other tests.
    std::string migrated_url(Backend backend) {
        if (backend == Backend::mysql) {
            used_.push_back(PrivateMariadb::instance().migrated_database());
            return used_.back();
        }
        auto url = empty_url(backend);
        require(migrate(url));
        return url;
    }
    // The test's own database, opened once.
    const std::string& url() {
        if (url_.empty()) url_ = migrated_url(GetParam());
        return url_;
    }
    Database& db() {
        if (!database_) database_ = open(url());
        return *database_;
    }
    std::unique_ptr<Database> open(const std::string& url, DatabaseOptions options = {}) {
        return require(Database::open(url, clock_, std::move(options)));
    }
    void close() { database_.reset(); }

    // Behind the store's back.
    std::int64_t change(const std::string& statement) {
        return db().transact([&](Session& s) { return sql::execute(s, statement); });
    }
    std::int64_t number(const std::string& query) {
        return db().read([&](Session& s) { return sql::value<std::int64_t>(s, query); });
    }

    FixedClock clock_{test_now};
    TemporaryFolder folder_;

  private:
    int files_ = 0;
    std::vector<std::string> used_;
    std::string url_;
    std::unique_ptr<Database> database_;
};

inline std::string backend_name(const testing::TestParamInfo<Backend>& info) {
    return info.param == Backend::sqlite ? "Sqlite" : "Mariadb";
}

#define UNDERPIN_ON_BOTH_BACKENDS(Fixture)                                                       \
    INSTANTIATE_TEST_SUITE_P(                                                                    \
        Both, Fixture, testing::Values(::underpin::Backend::sqlite, ::underpin::Backend::mysql), \
        ::underpin::testing_support::backend_name)

// ---- evidence to test with
// -----------------------------------------------------------------------

inline Instant at_hour(std::int64_t hours) { return test_now + Duration{hours * hour.ms}; }

inline Record outage(const std::string& key, std::int64_t from_hour,
                     std::optional<std::int64_t> to_hour) {
    Record record;
    record.shape = Shape::interval;
    record.key = key;
    record.start = at_hour(from_hour);
    if (to_hour) record.end = at_hour(*to_hour);
    record.component = "web";
    return record;
}

inline RunRequest request_for(const std::string& source) {
    return {source, "command:test", "csv 1.0", "export.csv", 60'000};
}

inline ImportBatch batch_of(std::vector<Record> records) {
    ImportBatch batch;
    batch.records = std::move(records);
    return batch;
}

// One whole, successful run.
inline BatchResult import_records(Database& db, const std::string& source,
                                  std::vector<Record> records, Spans covered = {}) {
    auto run = require(begin_run(db, request_for(source)));
    const auto result = require(commit_batch(db, run, batch_of(std::move(records))));
    RunOutcome outcome;
    outcome.covered = std::move(covered);
    require(finish_run(db, run, outcome));
    return result;
}

}  // namespace underpin::testing_support
