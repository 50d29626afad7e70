// A migrated SQLite database, the shipped scorers, and use cases on them.
#pragma once

#include <fstream>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "paths.h"
#include "store/store_test.h"
#include "unit/time_literals.h"
#include "work/apply.h"
#include "work/measure.h"

namespace underpin::test {

class MeasuringTest : public testing::Test {
  protected:
    MeasuringTest() {
        const std::string url = "sqlite://" + (folder_.path() / "underpin.db").string();
        require(migrate(url));
        database_ = require(Database::open(url, clock_, {}));
        context_ = std::make_unique<Context>(
            Context{*database_, clock_, plugins_, scorers_, "command:test", 3, {}});
    }

    void apply_documents(const std::string& yaml) {
        const auto file = folder_.path() / "documents.yaml";
        std::ofstream(file) << yaml;
        ApplyRequest request;
        request.paths = {file};
        const auto answer = apply(*context_, request);
        for (const auto& error : answer.errors) ADD_FAILURE() << error.message;
    }

    void import(const std::string& source, std::vector<Record> records, Span covered) {
        testing_support::import_records(*database_, source, std::move(records), {covered});
    }

    MeasureOutcome measure_now() { return require(measure(*context_, {})); }

    // As if nothing had been measured before.
    MeasureOutcome measure_afresh() {
        database_->transact(
            [](Session& session) { return sql::execute(session, "DELETE FROM measurement"); });
        return measure_now();
    }

    FixedClock clock_{at("2024-06-01T00:00:00Z")};
    testing_support::TemporaryFolder folder_;
    PluginRegistry plugins_{{binary_dir() / "plugins"}, binary_dir() / "bin/underpin-plugin-host"};
    ScorerLibrary scorers_{{binary_dir() / "plugins"}};
    std::unique_ptr<Database> database_;
    std::unique_ptr<Context> context_;
};

}  // namespace underpin::test
