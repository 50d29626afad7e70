// Importers over HTTP through the real child: what a run keeps, and how it fails.
#include <gmock/gmock.h>

#include "portal.h"
#include "recorded_run.h"
#include "test_authority.h"

namespace underpin {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr const char* page_json =
    R"("page": {"id": "acme", "name": "Acme", "url": "https://status.acme.example"})";

std::string document(const PortalRequest& request) {
    const std::string components =
        R"([{"id": "c1", "name": "Web", "status": "operational",
             "created_at": "2024-01-01T00:00:00Z"}])";
    if (request.path.ends_with("summary.json")) {
        return std::string("{") + page_json + ", \"components\": " + components +
               ", \"incidents\": []}";
    }
    const bool incidents = request.path.ends_with("incidents.json");
    return std::string("{") + page_json + ", \"" +
           (incidents ? "incidents" : "scheduled_maintenances") + "\": []}";
}

PortalAnswer all_well(const PortalRequest& request) { return {200, document(request)}; }

struct Import {
    explicit Import(const Portal& portal, const std::string& more = "") {
        job.host_program = host_program();
        job.plugin = binary_dir() / "plugins/statuspage.so";
        job.config_json = R"({"page": ")" + portal.url() + "\"" + more + "}";
        job.http.allow = {portal.host()};
        job.http.backoff_ms = 1;
        job.clock = &clock;
    }
    Result<ImportTotals> run() { return run_import(job, events); }
    Error error() {
        const auto outcome = run();
        EXPECT_FALSE(outcome.ok());
        EXPECT_THAT(events.coverage, IsEmpty());
        return outcome ? Error{} : outcome.error();
    }

    FixedClock clock{Instant{1'711'886'400'000}};
    ImportJob job;
    RecordedEvents events;
};

TEST(HttpImport, KeepsWhatWasReadAsEvidence) {
    Portal portal(all_well);
    Import import(portal);
    const auto outcome = import.run();
    ASSERT_TRUE(outcome.ok()) << outcome.error().to_string();
    ASSERT_THAT(import.events.raws, SizeIs(3));
    for (const auto& request : portal.requests()) {
        EXPECT_EQ(import.events.raws.at(portal.url(request.path)), document(request));
    }
    EXPECT_THAT(import.events.ended, SizeIs(3));
    EXPECT_THAT(import.events.coverage, SizeIs(1));
}

TEST(HttpImport, TakesTheAgeOfAKeptAnswerFromTheCoverage) {
    Portal portal([](const PortalRequest& request) {
        return PortalAnswer{200, document(request), {{"Age", "90"}}};
    });
    Import import(portal);
    ASSERT_TRUE(import.run().ok());
    ASSERT_THAT(import.events.coverage, SizeIs(1));
    EXPECT_EQ(import.events.coverage[0].to.ms, import.clock.now().ms - 90'000);
}

TEST(HttpImport, SecretsReachThePortalAndNothingElse) {
    Portal portal(all_well);
    Import import(portal, R"(, "headers": {"Authorization": "Bearer ${secret:token}"})");
    import.job.secrets = {{"token", "s3cr3t-value"}};
    ASSERT_TRUE(import.run().ok());
    for (const auto& request : portal.requests()) {
        EXPECT_EQ(request.headers.at("authorization"), "Bearer s3cr3t-value");
    }
    for (const auto& [name, bytes] : import.events.raws) {
        EXPECT_THAT(name + bytes, Not(HasSubstr("s3cr3t")));
    }
    for (const std::string& state : import.events.states) {
        EXPECT_THAT(state, Not(HasSubstr("s3cr3t")));
    }
    Import without(portal, R"(, "headers": {"Authorization": "Bearer ${secret:token}"})");
    const Error error = without.error();
    EXPECT_EQ(error.error_class, ErrorClass::configuration);
    EXPECT_THAT(error.message, HasSubstr("no secret called \"token\""));
}

TEST(HttpImport, TriesAgainWhenThePortalIsBusy) {
    int asked = 0;
    Portal portal([&](const PortalRequest& request) {
        return ++asked % 2 == 1 ? PortalAnswer{429, "", {{"Retry-After", "0"}}} : all_well(request);
    });
    Import import(portal);
    ASSERT_TRUE(import.run().ok());
    EXPECT_EQ(asked, 6);
}

TEST(HttpImport, FailuresOfThePortalKeepTheirClass) {
    int status = 500;
    Portal portal([&](const PortalRequest&) { return PortalAnswer{status, "<h1>sorry</h1>"}; });
    const std::pair<int, ErrorClass> classes[] = {{500, ErrorClass::transient},
                                                  {503, ErrorClass::transient},
                                                  {429, ErrorClass::transient},
                                                  {401, ErrorClass::configuration},
                                                  {404, ErrorClass::configuration}};
    for (const auto& [code, error_class] : classes) {
        status = code;
        const Error error = Import(portal).error();
        EXPECT_EQ(error.error_class, error_class) << code;
        EXPECT_THAT(error.message, HasSubstr("answered " + std::to_string(code)));
    }
}

TEST(HttpImport, ABodyCutOffOnTheWayCoversNothing) {
    Portal portal([](const PortalRequest& request) {
        PortalAnswer answer = all_well(request);
        if (request.path.ends_with("incidents.json")) answer.sent = answer.body.size() / 2;
        return answer;
    });
    EXPECT_EQ(Import(portal).error().error_class, ErrorClass::transient);
}

TEST(HttpImport, ASlowBodyIsLeftAfterTheIdleTime) {
    Portal portal([](const PortalRequest& request) {
        PortalAnswer answer = all_well(request);
        answer.sent = 10;
        answer.hold = true;
        return answer;
    });
    Import import(portal);
    import.job.http.idle_ms = 300;
    const Error error = import.error();
    EXPECT_EQ(error.error_class, ErrorClass::transient);
    EXPECT_THAT(error.message, HasSubstr("stopped sending"));
}

TEST(HttpImport, ARedirectToAPrivateAddressIsRefused) {
    Portal portal([](const PortalRequest&) {
        return PortalAnswer{302, "", {{"Location", "https://169.254.169.254/latest/meta-data"}}};
    });
    const Error error = Import(portal).error();
    EXPECT_EQ(error.error_class, ErrorClass::configuration);
    EXPECT_THAT(error.message, HasSubstr("not a public one"));
}

TEST(HttpImport, CancelEndsAWaitForThePortal) {
    std::atomic<bool> cancel{false};
    Portal portal([&](const PortalRequest&) {
        cancel = true;  // while the answer is waited for
        PortalAnswer answer;
        answer.raw = "HTTP/1.1 ";
        answer.hold = true;
        return answer;
    });
    Import import(portal);
    import.job.cancel = &cancel;
    EXPECT_EQ(import.error().error_class, ErrorClass::cancelled);
}

TEST(HttpImport, TrustsTheAuthorityOfTheSource) {
    const Folder folder;
    const TestAuthority authority(folder.path());
    Portal portal(all_well, authority.certificate, authority.key);
    EXPECT_THAT(Import(portal).error().message, HasSubstr("not trusted"));
    Import friendly(portal, R"(, "ca_file": "ca.pem")");
    friendly.job.folder = folder.path();
    EXPECT_TRUE(friendly.run().ok());
}

TEST(HttpImport, CheckSaysWhatToMend) {
    Portal portal(all_well);
    EXPECT_TRUE(check_source(Import(portal).job).ok());
    const auto checked = check_source(Import(portal, R"(, "components": {"c9": "web"})").job);
    ASSERT_FALSE(checked.ok());
    EXPECT_EQ(checked.error().error_class, ErrorClass::configuration);
    EXPECT_THAT(checked.error().message, HasSubstr("no component c9; it has c1 (Web)"));
}

// Bad plugins ask for what is not theirs.
ImportJob bad_job(const std::string& how, const std::string& url) {
    ImportJob job;
    job.host_program = host_program();
    job.plugin = bad_plugin("misbehaves");
    job.config_json = R"({"how": ")" + how + R"(", "page": "https://status.acme.example"})";
    job.state = url;
    return job;
}

Error bad_error(const ImportJob& job) {
    RecordedEvents events;
    const auto outcome = run_import(job, events);
    EXPECT_FALSE(outcome.ok());
    return outcome ? Error{} : outcome.error();
}

TEST(HttpImport, APluginReachesOnlyWhatItsSourceNames) {
    Portal portal(all_well);
    ImportJob job = bad_job("ask elsewhere", portal.url());
    job.http.allow = {portal.host()};
    job.secrets = {{"token", "s3cr3t"}};
    EXPECT_THAT(bad_error(job).message, HasSubstr("does not name it"));
    EXPECT_THAT(portal.requests(), IsEmpty());
}

TEST(HttpImport, LiesAboutAnswersAreStopped) {
    EXPECT_THAT(bad_error(bad_job("an unopened answer", "")).message, HasSubstr("not open"));
    EXPECT_THAT(bad_error(bad_job("too many headers", "https://status.acme.example")).message,
                HasSubstr("too many headers"));
    EXPECT_THAT(bad_error(bad_job("a short request", "")).message, HasSubstr("cut off"));
}

}  // namespace
}  // namespace underpin
