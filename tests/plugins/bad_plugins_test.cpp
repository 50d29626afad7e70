// Whatever a plugin does, this process lives on and the person learns what happened.
#include <atomic>
#include <gmock/gmock.h>
#include <thread>

#include "plugin/plugin_registry.h"
#include "recorded_run.h"
#include "underpin/plugin.h"

namespace underpin {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

ImportJob job_of(const std::string& how, const std::string& more = "") {
    ImportJob job;
    job.host_program = host_program();
    job.plugin = bad_plugin("misbehaves");
    job.config_json = R"({"how": ")" + how + "\"" + more + "}";
    job.limits.memory_bytes = std::uint64_t{512} << 20U;
    return job;
}

Error error_of(const ImportJob& job) {
    RecordedEvents events;
    const auto outcome = run_import(job, events);
    EXPECT_FALSE(outcome.ok());
    return outcome.ok() ? Error{} : outcome.error();
}

TEST(BadPlugin, CrashIsNamed) {
    const Error error = error_of(job_of("crash"));
    EXPECT_EQ(error.error_class, ErrorClass::internal);
    EXPECT_THAT(error.message, HasSubstr("the plugin misbehaves crashed"));
    EXPECT_THAT(error.hint, HasSubstr("nothing of this run was kept"));
}

TEST(BadPlugin, CrashAfterACheckpointKeepsWhatWasBefore) {
    RecordedEvents events;
    const auto outcome = run_import(job_of("crash after a checkpoint"), events);
    ASSERT_FALSE(outcome.ok());
    EXPECT_THAT(outcome.error().message, HasSubstr("signal 11"));
    EXPECT_THAT(outcome.error().hint, HasSubstr("after the last checkpoint"));
    EXPECT_THAT(events.states, ::testing::ElementsAre("one"));
}

TEST(BadPlugin, HangIsKilledAtTheDeadline) {
    ImportJob job = job_of("hang");
    job.limits.deadline_ms = 300;
    const Error error = error_of(job);
    EXPECT_EQ(error.error_class, ErrorClass::transient);
    EXPECT_THAT(error.message, HasSubstr("gave no sign of life for"));
}

TEST(BadPlugin, ExceptionThroughCEndsTheChildOnly) {
    const Error error = error_of(job_of("throw"));
    EXPECT_THAT(error.message, HasSubstr("crashed (signal 6"));
    EXPECT_THAT(error.message, HasSubstr("through C"));
}

TEST(BadPlugin, AllocationHasALimit) {
    if (sanitized) GTEST_SKIP() << "sanitizers need all addresses";
    const Error error = error_of(job_of("allocate"));
    EXPECT_EQ(error.error_class, ErrorClass::transient);
    EXPECT_THAT(error.message, HasSubstr("no more memory"));
}

TEST(BadPlugin, ExitIsNamed) {
    EXPECT_THAT(error_of(job_of("exit")).message, HasSubstr("exited with status 3"));
}

TEST(BadPlugin, LastWordsAreRepeated) {
    EXPECT_THAT(error_of(job_of("speak and abort")).message, HasSubstr("sky is blue"));
}

TEST(BadPlugin, ForkedChildrenGoWithIt) {
    // Only a build with sanitizers lets it fork. There the grandchild holds the pipe open: the
    // crash is seen all the same, long before the deadline.
    EXPECT_THAT(error_of(job_of("fork")).message,
                HasSubstr(sanitized ? "signal 11" : "signal 31, a forbidden system call"));
}

TEST(BadPlugin, FailuresKeepTheirClassAndWords) {
    const std::pair<int, ErrorClass> classes[] = {
        {UNDERPIN_CONFIGURATION, ErrorClass::configuration},
        {UNDERPIN_TRANSIENT, ErrorClass::transient},
        {UNDERPIN_DATA, ErrorClass::data},
        {UNDERPIN_UNSUPPORTED, ErrorClass::unsupported},
        {UNDERPIN_INTERNAL, ErrorClass::internal},
        {12345, ErrorClass::internal}};
    for (const auto& [result, error_class] : classes) {
        const Error error = error_of(
            job_of("fail in every class", R"(, "result": ")" + std::to_string(result) + "\""));
        EXPECT_EQ(error.error_class, error_class) << result;
        EXPECT_EQ(error.message, "the portal is away: code 503");
    }
    EXPECT_THAT(error_of(job_of("fail without words")).message, HasSubstr("without a reason"));
}

class LyingPlugin : public ::testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(LyingPlugin, IsStoppedWithTheReason) {
    const auto& [how, words] = GetParam();
    RecordedEvents events;
    const auto outcome = run_import(job_of(how), events);
    ASSERT_FALSE(outcome.ok());
    EXPECT_THAT(outcome.error().message, HasSubstr(words));
    EXPECT_THAT(events.records, IsEmpty());
    EXPECT_THAT(events.states, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    All, LyingPlugin,
    ::testing::Values(
        std::pair("code beyond the dictionary", "a code beyond its dictionary"),
        std::pair("not utf-8", "not UTF-8"), std::pair("unknown type", "unknown type 99"),
        std::pair("no data", "column opened has no data"),
        std::pair("wrong type", "column resolved of a batch has the wrong type"),
        std::pair("twice", "has the column key twice"),
        std::pair("too many rows", "1099511627776 rows"), std::pair("scale", "scale outside 0..18"),
        std::pair("pauses out of order", "pauses out of order"),
        std::pair("no name", "no readable name"), std::pair("an endless frame", "too large"),
        std::pair("an unknown frame", "unknown kind"),
        std::pair("half a frame", "exited with status 0"), std::pair("a short frame", "cut off"),
        std::pair("a coverage from the end", "ends before it begins"),
        std::pair("a large state", "65536 is the most"),
        std::pair("an unopened file", "not open")));

TEST(BadPlugin, InstantsBeyondTimeAreRejects) {
    RecordedEvents events;
    const auto outcome = run_import(job_of("instants beyond time"), events);
    ASSERT_TRUE(outcome.ok()) << outcome.error().to_string();
    EXPECT_THAT(events.records, SizeIs(2));
    EXPECT_THAT(events.rejects, SizeIs(2));
    EXPECT_THAT(events.states, SizeIs(1));  // a run that ends well is kept without a checkpoint
}

TEST(BadPlugin, FilesOutsideAreRefused) {
    const Folder folder, outside;
    outside.write("secret.csv", "x");
    folder.write("sub/a.csv", "x");
    std::filesystem::create_symlink(outside.path() / "secret.csv", folder.path() / "link.csv");
    for (const std::string& name :
         {std::string("/etc/passwd"), outside.path().string() + "/secret.csv",
          std::string("link.csv"), "../" + outside.path().filename().string() + "/secret.csv",
          std::string("sub")}) {
        ImportJob job = job_of("read outside", R"(, "name": ")" + name + "\"");
        job.folder = folder.path();
        const Error error = error_of(job);
        EXPECT_EQ(error.error_class, ErrorClass::configuration) << name;
        EXPECT_THAT(error.message, ::testing::AnyOf(HasSubstr("outside"), HasSubstr("not a file")))
            << name;
    }
    ImportJob job = job_of("read outside", R"(, "name": "sub/../sub/a.csv")");
    job.folder = folder.path();
    RecordedEvents events;
    EXPECT_TRUE(run_import(job, events).ok());
}

TEST(BadPlugin, CancelIsHeardAndEnforced) {
    // The flag is set by the run's own event, so that nothing depends on time.
    class CancelOnProgress final : public RecordedEvents {
      public:
        void progress(std::uint64_t, std::uint64_t) override { cancel = true; }
        std::atomic<bool> cancel{false};
    };
    CancelOnProgress events;
    ImportJob job = job_of("ignore the wish to stop");
    job.cancel = &events.cancel;
    job.limits.grace_ms = 100;
    const auto outcome = run_import(job, events);
    ASSERT_FALSE(outcome.ok());
    EXPECT_EQ(outcome.error().error_class, ErrorClass::cancelled);
    EXPECT_THAT(outcome.error().message, HasSubstr("cancelled"));
}

TEST(BadPlugin, FailureOfTheStoreGoesOn) {
    class FullDisk final : public RecordedEvents {
      public:
        void batch(const std::string&, std::vector<Record>) override {
            throw Failure(Error{ErrorClass::transient, "the disk is full", {}, {}});
        }
    };
    FullDisk events;
    EXPECT_THROW(static_cast<void>(run_import(job_of("nothing"), events)), Failure);
}

TEST(BadPlugin, LibrariesThatAreNoPluginsSayWhy) {
    const Folder folder;
    folder.write("words.so", "this is text");
    folder.write("empty.so", "");
    const std::pair<std::filesystem::path, const char*> files[] = {
        {folder.path() / "words.so", "not a shared library"},
        {folder.path() / "empty.so", "not a shared library"},
        {bad_plugin("no_symbol"), "does not export underpin_plugin_v1"},
        {bad_plugin("two_symbols"),
         "exports 1 functions beside underpin_plugin_v1: other_function"},
        {bad_plugin("old_abi"), "built against version 0"},
        {bad_plugin("refuses"), "refuses this host"},
        {bad_plugin("other_name"), "calls itself \"csv\""},
        {bad_plugin("empty_table"), "lacks functions"},
        {bad_plugin("crashes_on_load"), "crashed (signal 11"}};
    for (const auto& [file, words] : files) {
        const auto info = describe_plugin(host_program(), file);
        ASSERT_FALSE(info.ok()) << file;
        EXPECT_THAT(info.error().message, HasSubstr(words)) << file;
    }
}

TEST(PluginRegistry, ListsGoodAndBad) {
    const PluginRegistry registry({binary_dir() / "tests/bad_plugins", binary_dir() / "plugins"},
                                  host_program());
    const auto listings = registry.list();
    EXPECT_GE(listings.size(), 9U);
    for (const PluginListing& listing : listings) {
        // Two of the bad ones look good until they are used.
        const bool good = listing.path.parent_path().filename() == "plugins" ||
                          listing.path.stem() == "misbehaves" || listing.path.stem() == "forbidden";
        EXPECT_EQ(listing.info.has_value(), good) << listing.path << ' ' << listing.fault;
        EXPECT_EQ(listing.fault.empty(), good) << listing.path;
    }
    const auto csv = registry.info("csv");
    ASSERT_TRUE(csv.ok()) << csv.error().to_string();
    EXPECT_EQ(csv->kind, PluginKind::importer);
    EXPECT_THAT(csv->sha256, SizeIs(64));
    EXPECT_THAT(csv->config_schema, HasSubstr("latest_per_key"));
    EXPECT_THAT(registry.info("csw").error().hint, HasSubstr("did you mean \"csv\""));
    EXPECT_FALSE(registry.path_of("../plugins/csv"));
}

TEST(PluginRegistry, WithoutTheHostProgramSaysSo) {
    const auto info = describe_plugin(binary_dir() / "no-such-program", csv_plugin());
    ASSERT_FALSE(info.ok());
    EXPECT_THAT(info.error().message, HasSubstr("could not be started"));
}

}  // namespace
}  // namespace underpin
