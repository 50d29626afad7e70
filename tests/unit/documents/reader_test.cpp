#include <filesystem>

#include "documents_fixture.h"

namespace underpin {
namespace {

using test::example_with;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> errors_of(const std::string& yaml) {
    return test::texts(test::read_yaml(yaml).errors);
}

std::string head(const std::string& kind) {
    return "apiVersion: underpin/v1\nkind: " + kind + "\nmetadata: {id: x}\n";
}

TEST(Reader, SaysTheUnknownFieldAndTheNearestOne) {
    EXPECT_THAT(errors_of(example_with("  tier: strategic", "  teir: strategic")),
                ElementsAre("t.yaml:5:3: spec.teir: unknown field \"teir\" (did you mean tier?)"));
    EXPECT_THAT(errors_of(example_with("      floor: \"99.0\"", "      flor: \"99.0\"")),
                ElementsAre("t.yaml:62:7: spec.objectives[0].flor: unknown field \"flor\" "
                            "(did you mean floor?)"));
}

TEST(Reader, SaysTheUnknownValueAndTheNearestOne) {
    EXPECT_THAT(errors_of(example_with("tier: strategic ", "tier: stratgic ")),
                ElementsAre("t.yaml:5:9: spec.tier: found \"stratgic\", expected one of strategic, "
                            "tactical, operational, commodity (did you mean strategic?)"));
}

TEST(Reader, SaysWhatIsMissing) {
    EXPECT_THAT(errors_of(example_with("  currency: GBP\n", "\n")),
                ElementsAre("t.yaml:30:3: spec.currency: currency is missing "
                            "(expected a currency code such as \"GBP\")"));
}

TEST(Reader, SaysWhatWasFoundAndWhatIsExpected) {
    EXPECT_THAT(errors_of(example_with("target: {at_least: \"99.9\"}", "target: {at_least: most}")),
                ElementsAre("t.yaml:61:26: spec.objectives[0].target.at_least: found \"most\", "
                            "expected a number or duration such as \"99.9\""));
    EXPECT_THAT(errors_of(example_with("starts_on: 1}", "starts_on: 31}")),
                ElementsAre("t.yaml:50:37: spec.period.starts_on: found the number 31, expected "
                            "a whole number from 1 to 28"));
    EXPECT_THAT(errors_of(example_with("starts_on: 1}", "starts_on: \"1\"}")),
                ElementsAre("t.yaml:50:37: spec.period.starts_on: found \"1\", expected "
                            "a whole number from 1 to 28 (remove the quotes)"));
    EXPECT_THAT(errors_of(example_with("sources: [acme-status]", "sources: acme-status")),
                ElementsAre("t.yaml:60:27: spec.objectives[0].evidence.sources: found "
                            "\"acme-status\", expected a list (write [acme-status])"));
}

TEST(Reader, ChecksWhatAPatternCannot) {
    EXPECT_THAT(
        errors_of(example_with("term: {from: 2024-01-01, to", "term: {from: 2024-02-30, to")),
        ElementsAre(HasSubstr("t.yaml:32:16: spec.term.from: ")));
    EXPECT_THAT(errors_of(example_with("to: 2027-01-01", "to: 2023-01-01")),
                testing::Contains(HasSubstr("spec.term.to: the term ends before it starts")));
    EXPECT_THAT(errors_of(example_with("currency: GBP, per: hour", "currency: GPB, per: hour")),
                ElementsAre(HasSubstr("t.yaml:15:72: spec.downtime_cost.currency: unknown currency "
                                      "\"GPB\" (did you mean GBP?)")));
    EXPECT_THAT(errors_of(example_with("time_zone: Europe/London", "time_zone: Europe/Londn")),
                ElementsAre("t.yaml:21:14: spec.time_zone: there is no time zone \"Europe/Londn\" "
                            "(did you mean Europe/London?)"));
    EXPECT_THAT(errors_of(example_with("amount: \"12000.00\"", "amount: \"12000.005\"")),
                ElementsAre(HasSubstr("has more than the 2 decimals of GBP")));
    EXPECT_THAT(errors_of(example_with("period_percent: \"15\"", "period_percent: \"150\"")),
                ElementsAre(HasSubstr("spec.caps.period_percent: found \"150\", expected a "
                                      "percentage from 0 to 100")));
}

TEST(Reader, ReadsTheVersionAndTheKindFirst) {
    EXPECT_THAT(errors_of("kind: Supplier\nfoo: 1\n"),
                ElementsAre("t.yaml:1:1: apiVersion: apiVersion is missing "
                            "(write apiVersion: underpin/v1)"));
    EXPECT_THAT(
        errors_of("apiVersion: underpin/v2\nkind: Supplier\n"),
        ElementsAre("t.yaml:1:13: apiVersion: found \"underpin/v2\", expected underpin/v1"));
    EXPECT_THAT(
        errors_of("apiVersion: underpin/v1\nkind: Suplier\n"),
        ElementsAre("t.yaml:2:7: kind: found \"Suplier\", expected one of Supplier, Service, "
                    "Calendar, Contract, Agreement, Exclusion, Source "
                    "(did you mean Supplier?)"));
    EXPECT_THAT(errors_of("- 1\n"),
                ElementsAre(HasSubstr("t.yaml:1:1: found a list, expected a document")));
    EXPECT_THAT(errors_of(""), ElementsAre("t.yaml: there is no document"));
}

TEST(Reader, CollectsTheErrorsOfAllDocuments) {
    const auto errors = errors_of(head("Supplier") + "spec: {teir: x, status: y}\n---\n" +
                                  head("Service") + "spec: {depends_on: [a, a], criticality: 1}\n");
    EXPECT_THAT(errors, SizeIs(4));
}

TEST(Reader, ChecksCalendars) {
    const std::string calendar = head("Calendar") + "spec:\n  time_zone: UTC\n";
    EXPECT_THAT(errors_of(calendar + "  open: {mon: [\"17:00-09:00\"]}\n"),
                ElementsAre("t.yaml:6:16: spec.open.mon[0]: the range 17:00-09:00 ends before it "
                            "starts (hours past midnight are two ranges, one on each day)"));
    EXPECT_THAT(errors_of(calendar + "  open: {mon: [\"09:00-12:00\", \"11:00-13:00\"]}\n"),
                ElementsAre(HasSubstr("spec.open.mon[1]: the range 11:00-13:00 overlaps")));
    EXPECT_THAT(errors_of(calendar + "  open: {mo: []}\n"),
                ElementsAre(HasSubstr("unknown field \"mo\" (did you mean mon?)")));
    EXPECT_THAT(errors_of(calendar + "  days: {2024-13-01: []}\n"), SizeIs(1));
    EXPECT_THAT(errors_of(calendar + "  open: {mon: [\"00:00-24:00\", \"9-17\"]}\n"),
                ElementsAre(HasSubstr("found \"9-17\", expected a range of hours such as "
                                      "\"09:00-17:30\"")));
    const Reading twice = test::read_yaml(calendar +
                                          "  open: {mon: [\"09:00-12:00\"]}\n"
                                          "  holidays: [2024-12-25, 2024-12-25]\n");
    EXPECT_THAT(
        test::texts(twice.warnings),
        ElementsAre("t.yaml:7:26: spec.holidays[1]: the holiday 2024-12-25 stands here twice"));
    EXPECT_THAT(errors_of("apiVersion: underpin/v1\nkind: Calendar\nmetadata: {id: always}\n"
                          "spec: {time_zone: UTC}\n"),
                ElementsAre(HasSubstr("t.yaml:3:16: metadata.id")));
}

TEST(Reader, ChecksContracts) {
    const std::string contract = head("Contract") +
                                 "spec:\n  supplier: s\n  currency: EUR\n"
                                 "  term: {from: 2024-01-01, to: 2025-01-01}\n";
    EXPECT_THAT(
        errors_of(contract +
                  "  charges:\n  - {service: h, amount: 1, per: month, from: 2024-01-01}\n"
                  "  - {service: h, amount: 2, per: year, from: 2024-06-01}\n"),
        ElementsAre("t.yaml:10:5: spec.charges[1]: overlaps spec.charges[0] (line 9) for service "
                    "\"h\" (end the first one with to, or make one charge of the two)"));
    EXPECT_THAT(
        errors_of(contract +
                  "  charges:\n"
                  "  - {service: h, amount: 1, per: month, from: 2024-01-01, to: 2024-06-01}\n"
                  "  - {service: h, amount: 2, per: month, from: 2024-06-01}\n"
                  "  - {service: i, amount: 2, per: month, from: 2024-06-01}\n"
                  "  - {service: h, amount: 2, per: once, from: 2024-06-01}\n"),
        IsEmpty());
    EXPECT_THAT(
        errors_of(contract + "  claim: {mode: request, within: {days: 1, billing_periods: 2}}\n"),
        ElementsAre(HasSubstr("spec.claim.within: expected exactly one of days")));
    EXPECT_THAT(errors_of(contract + "  claim: {within: {working_days: 1}}\n"),
                ElementsAre(HasSubstr("spec.claim.within.calendar: calendar is missing")));
    EXPECT_THAT(errors_of(contract + "  parent: f\n"), ElementsAre(HasSubstr("only a call_off")));
    EXPECT_THAT(errors_of(contract + "  renewal: {kind: auto}\n"),
                ElementsAre(HasSubstr("needs months")));
    EXPECT_THAT(errors_of(contract + "  charges: [{amount: -1, per: month, from: 2024-01-01}]\n"),
                ElementsAre(HasSubstr("expected an amount of money such as \"12000.00\"")));
}

TEST(Reader, ChecksMetadata) {
    EXPECT_THAT(
        errors_of("apiVersion: underpin/v1\nkind: Supplier\nmetadata: {id: a b}\nspec: {}\n"),
        ElementsAre("t.yaml:3:16: metadata.id: found \"a b\", expected an id such as "
                    "\"acme-hosting\""));
    EXPECT_THAT(errors_of("apiVersion: underpin/v1\nkind: Supplier\n"
                          "metadata: {id: a, effective_from: 2024-01-01}\nspec: {}\n"),
                ElementsAre(HasSubstr("unknown field \"effective_from\"")));
    EXPECT_THAT(errors_of(example_with("metadata: {id: acme-msa, ",
                                       "metadata: {id: acme-msa, applies: split, ")),
                ElementsAre(HasSubstr("metadata.applies: applies is only for an amendment")));
}

TEST(Reader, ChecksSourcesByTheirPlugin) {
    EXPECT_THAT(
        errors_of(example_with("plugin: csv", "plugin: cvs")),
        ElementsAre(HasSubstr("spec.plugin: there is no importer \"cvs\" (did you mean csv?)")));
    EXPECT_THAT(errors_of(example_with("shape: case}", "shap: case}")),
                ElementsAre("t.yaml:87:33: spec.config.shap: unknown field \"shap\" "
                            "(did you mean shape?)"));
    EXPECT_THAT(
        errors_of(example_with("\"15 2 * * *\"", "\"15 2 * *\"")),
        ElementsAre(HasSubstr("spec.schedule: a schedule has five fields, this one has 4")));
    const Reading reading = test::read_yaml(test::example());
    const auto& source = reading.documents.at(6).document.as<Source>();
    EXPECT_EQ(source.config_json, R"({"delimiter":",","path":"exports/*.csv","shape":"case"})");
    EXPECT_EQ(source.config_written, R"({"path":"exports/*.csv","shape":"case"})");
    EXPECT_EQ(source.secrets.at("token").kind, SecretPlace::Kind::environment);
    EXPECT_EQ(source.secrets.at("token").name, "ACME_TOKEN");
}

TEST(Reader, ReadsFilesAndFoldersInOrder) {
    namespace fs = std::filesystem;
    const fs::path folder = fs::path(testing::TempDir()) / "underpin_reader_test";
    fs::remove_all(folder);
    fs::create_directories(folder / "b");
    const auto write = [&](const char* name, const std::string& text) {
        std::ofstream(folder / name) << text;
    };
    const std::string supplier = "apiVersion: underpin/v1\nkind: Supplier\nspec: {}\nmetadata: ";
    write("c.yml", supplier + "{id: third}\n");
    write("a.yaml", supplier + "{id: first}\n");
    write("b/x.json",
          R"({"apiVersion":"underpin/v1","kind":"Supplier","metadata":{"id":"second"},"spec":{}})");
    write("b/.hidden.yaml", "]");
    write("b/notes.txt", "]");
    write("empty.yaml", "");
    const Reading reading = read_documents({folder, folder / "nowhere"}, test::catalogs());
    std::vector<std::string> ids;
    for (const auto& read : reading.documents) ids.push_back(read.document.metadata.id);
    EXPECT_THAT(ids, ElementsAre("first", "second", "third"));
    EXPECT_EQ(reading.documents[1].file(), (folder / "b/x.json").string());
    EXPECT_THAT(test::texts(reading.errors),
                ElementsAre(HasSubstr("there is no such file or folder")));
    EXPECT_THAT(test::texts(reading.warnings),
                ElementsAre(HasSubstr("empty.yaml: the file holds no document")));
    fs::remove_all(folder);
}

}  // namespace
}  // namespace underpin
