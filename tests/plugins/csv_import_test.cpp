// The CSV importer through the child: going on after a failure, uploads, raw bytes, questions.
#include <gmock/gmock.h>
#include <map>

#include "recorded_run.h"

namespace underpin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::string many_rows(int rows) {
    std::string out = "key,opened,note\n";
    for (int i = 0; i < rows; ++i) {
        out += "K" + std::to_string(i) + ",2024-01-" + std::to_string(10 + i % 20) + "T10:00:00Z," +
               (i % 1000 == 7 ? "\"two\nlines\"" : "x") + (i % 5000 == 9 ? ",too many" : "") + "\n";
    }
    return out;
}

ImportJob job_of(const Folder& folder) {
    ImportJob job;
    job.host_program = host_program();
    job.plugin = csv_plugin();
    job.folder = folder.path();
    job.config_json = R"({"path": "*.csv", "shape": "case"})";
    return job;
}

// The store fails at the n-th checkpoint, before it is durable.
class FailingEvents final : public RecordedEvents {
  public:
    explicit FailingEvents(std::size_t good) : good_(good) {}
    void checkpoint(std::string_view state) override {
        if (states.size() == good_) throw Failure(Error{ErrorClass::transient, "gone", {}, {}});
        RecordedEvents::checkpoint(state);
    }

  private:
    std::size_t good_;
};

using ByKey = std::map<std::string, std::string>;

void add(const RecordedEvents& events, ByKey& all) {
    for (const Record& record : events.records) {
        all[record.key] = std::to_string(record.place) + " " + to_hex(content_hash(record));
    }
}

TEST(CsvImport, GoesOnAtEveryCheckpoint) {
    const Folder folder;
    folder.write("a.csv", many_rows(35'000));
    folder.write("b.csv", "key,opened\nB1,2024-02-01\nB2,2024-02-02\n");
    ImportJob job = job_of(folder);
    RecordedEvents clean;
    ASSERT_TRUE(run_import(job, clean).ok());
    ByKey expected;
    add(clean, expected);
    ASSERT_THAT(expected, SizeIs(35'000 - 7 + 2));
    ASSERT_THAT(clean.states, SizeIs(4));
    EXPECT_EQ(clean.states.back(), "");  // the next run reads all of it again

    for (std::size_t good = 0; good < clean.states.size(); ++good) {
        FailingEvents first(good);
        job.state.clear();
        EXPECT_THROW(static_cast<void>(run_import(job, first)), Failure);
        job.state = first.states.empty() ? "" : first.states.back();
        RecordedEvents second;
        ASSERT_TRUE(run_import(job, second).ok());
        ByKey both;
        add(first, both);
        add(second, both);
        EXPECT_EQ(both, expected) << good;
        EXPECT_EQ(second.coverage, clean.coverage) << good;
        // It really went on: what came before the checkpoint was not sent again.
        EXPECT_EQ(second.records.size() < clean.records.size(), good != 0) << good;
    }
}

TEST(CsvImport, BeginsAgainWhenTheFileHasChanged) {
    const Folder folder;
    const std::string rows = many_rows(15'000);
    folder.write("a.csv", rows);
    ImportJob job = job_of(folder);
    FailingEvents first(1);
    EXPECT_THROW(static_cast<void>(run_import(job, first)), Failure);
    job.state = first.states.back();

    std::string changed = rows;
    changed[changed.find("K5,2024")] = 'L';
    folder.write("a.csv", changed);
    RecordedEvents again;
    ASSERT_TRUE(run_import(job, again).ok());
    EXPECT_THAT(again.records, SizeIs(15'000 - 3));

    folder.write("a.csv", "key,opened\nA,2024-01-01\nB,2024-01-02\n");  // shorter than the offset
    RecordedEvents shorter;
    ASSERT_TRUE(run_import(job, shorter).ok());
    EXPECT_THAT(shorter.records, SizeIs(2));

    job.state = "\x01 nonsense";
    RecordedEvents nonsense;
    ASSERT_TRUE(run_import(job, nonsense).ok());
    EXPECT_THAT(nonsense.records, SizeIs(2));
}

TEST(CsvImport, UploadStandsInForThePattern) {
    const Folder folder, elsewhere;
    folder.write("a.csv", "key,opened\nA,2024-01-01\n");
    ImportJob job = job_of(folder);
    job.file = elsewhere.write("spool-17", "key,opened\nU,2024-01-01\n");
    job.file_name = "march.csv";
    RecordedEvents events;
    ASSERT_TRUE(run_import(job, events).ok());
    ASSERT_THAT(events.records, SizeIs(1));
    EXPECT_EQ(events.records[0].key, "U");
    EXPECT_THAT(events.files, ElementsAre("march.csv"));
}

TEST(CsvImport, RawBytesAreTheFile) {
    const Folder folder;
    const std::string bytes = "\xEF\xBB\xBFkey,opened,rev\r\nA,2024-01-01,1\r\nA,2024-01-01,2\r\n";
    folder.write("a.csv", bytes);
    for (const char* config : {R"({"path": "a.csv", "shape": "case"})",
                               R"({"path": "a.csv", "shape": "case", "latest_per_key": "rev"})",
                               R"({"path": "a.csv", "shape": "case", "encoding": "latin1"})"}) {
        ImportJob job = job_of(folder);
        job.config_json = config;
        RecordedEvents events;
        ASSERT_TRUE(run_import(job, events).ok()) << config;
        EXPECT_EQ(events.raws["a.csv"], bytes) << config;
        EXPECT_THAT(events.ended, ElementsAre("a.csv")) << config;
    }
}

TEST(CsvImport, CheckLooksAtEveryHeader) {
    const Folder folder;
    folder.write("a.csv", "key,opened\n");
    EXPECT_TRUE(check_source(job_of(folder)).ok());
    folder.write("b.csv", "number,opened\n");
    const auto checked = check_source(job_of(folder));
    ASSERT_FALSE(checked.ok());
    EXPECT_THAT(checked.error().message, HasSubstr("b.csv has no column \"key\""));
}

TEST(CsvImport, DiscoverNamesItsStream) {
    const Folder folder;
    const auto streams = discover_streams(job_of(folder));
    ASSERT_TRUE(streams.ok());
    ASSERT_THAT(*streams, SizeIs(1));
    EXPECT_EQ((*streams)[0].name, "rows");
    EXPECT_EQ((*streams)[0].shape, Shape::case_);
}

TEST(CsvImport, UnknownZoneIsAConfigurationError) {
    const Folder folder;
    folder.write("a.csv", "key,opened\n");
    ImportJob job = job_of(folder);
    job.time_zone = "Europe/Londn";
    RecordedEvents events;
    const auto outcome = run_import(job, events);
    ASSERT_FALSE(outcome.ok());
    EXPECT_EQ(outcome.error().error_class, ErrorClass::configuration);
    EXPECT_THAT(outcome.error().message, HasSubstr("Europe/Londn"));
}

TEST(CsvImport, CancelBetweenCheckpointsIsClean) {
    class CancelAtOnce final : public RecordedEvents {
      public:
        void checkpoint(std::string_view state) override {
            RecordedEvents::checkpoint(state);
            cancel = true;
        }
        std::atomic<bool> cancel{false};
    };
    const Folder folder;
    folder.write("a.csv", many_rows(200'000));
    ImportJob job = job_of(folder);
    CancelAtOnce events;
    job.cancel = &events.cancel;
    const auto outcome = run_import(job, events);
    ASSERT_FALSE(outcome.ok());
    EXPECT_EQ(outcome.error().error_class, ErrorClass::cancelled);
    EXPECT_THAT(outcome.error().hint, HasSubstr("last checkpoint was kept"));
    EXPECT_LT(events.records.size(), 199'000U);
}

}  // namespace
}  // namespace underpin
