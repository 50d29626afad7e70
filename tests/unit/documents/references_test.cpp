#include "documents_fixture.h"

namespace underpin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const char* const surroundings = R"(
---
{apiVersion: underpin/v1, kind: Agreement, metadata: {id: retail-sla}, spec: {type: customer, customer: retail, time_zone: UTC, term: {from: 2024-01-01}, objectives: [{id: o, metric: availability, evidence: {sources: [acme-status]}, target: {at_least: 99}}]}}
---
{apiVersion: underpin/v1, kind: Supplier, metadata: {id: retail}, spec: {kind: customer}}
---
{apiVersion: underpin/v1, kind: Supplier, metadata: {id: dc-operator}, spec: {}}
---
{apiVersion: underpin/v1, kind: Source, metadata: {id: acme-status}, spec: {plugin: csv, config: {shape: interval}}}
---
{apiVersion: underpin/v1, kind: Contract, metadata: {id: frame}, spec: {supplier: acme, kind: framework, currency: GBP, term: {from: 2023-01-01}}}
)";

std::string whole() {
    return test::example_with("  kind: call_off  ", "  kind: call_off\n  parent: frame  ") +
           surroundings;
}

std::string whole_with(const std::string& from, const std::string& to) {
    std::string text = whole();
    const std::size_t at = text.find(from);
    if (at == std::string::npos) throw std::logic_error("there is no " + from);
    return text.replace(at, from.size(), to);
}

Portfolio portfolio_of(const std::vector<ReadDocument>& documents) {
    std::vector<Revised> revised;
    for (const ReadDocument& read : documents) revised.push_back({read.document, 0});
    return make_portfolio(std::move(revised), Retired::keep);
}

ReferenceReport check(const std::string& yaml) {
    const Reading reading = test::read_yaml(yaml);
    EXPECT_THAT(test::texts(reading.errors), IsEmpty());
    return check_references(portfolio_of(reading.documents), reading.documents);
}

std::vector<std::string> errors_of(const std::string& yaml) {
    return test::texts(check(yaml).errors);
}

// The documents as stored, with those of `yaml` changed or added.
ReferenceReport check_change(const std::string& stored, const std::string& yaml) {
    const Reading before = test::read_yaml(stored, "stored.yaml");
    const Reading change = test::read_yaml(yaml);
    EXPECT_THAT(test::texts(change.errors), IsEmpty());
    std::vector<Revised> documents;
    for (const ReadDocument& read : before.documents) documents.push_back({read.document, 1});
    for (const ReadDocument& read : change.documents) documents.push_back({read.document, 2});
    return check_references(make_portfolio(std::move(documents), Retired::keep), change.documents);
}

TEST(References, ACompleteSetHasNoErrors) {
    const ReferenceReport report = check(whole());
    EXPECT_THAT(test::texts(report.errors), IsEmpty());
    EXPECT_THAT(test::texts(report.warnings), IsEmpty());
}

TEST(References, SayTheUnknownIdAndTheNearestOne) {
    EXPECT_THAT(errors_of(whole_with("  supplier: acme\n  number", "  supplier: acem\n  number")),
                testing::Contains("t.yaml:30:13: spec.supplier: there is no supplier \"acem\" "
                                  "(did you mean acme?)"));
    EXPECT_THAT(errors_of(whole_with("{sources: [acme-tickets]", "{sources: [acme-ticket]")),
                ElementsAre(HasSubstr("spec.objectives[1].evidence.sources[0]: there is no source "
                                      "\"acme-ticket\" (did you mean acme-tickets?)")));
    EXPECT_THAT(errors_of(whole_with("  service: hosting\n", "  service: frame\n")),
                ElementsAre(HasSubstr("there is no service \"frame\" (\"frame\" is a Contract)")));
    EXPECT_THAT(
        errors_of(whole_with("calendar: uk-office", "calendar: de-office")),
        ElementsAre(HasSubstr("there is no calendar \"de-office\" (did you mean uk-office?)")));
    EXPECT_THAT(
        errors_of(
            whole_with("with: {start: opened,", "with: {calendars: {\"1\": uk}, start: opened,")),
        ElementsAre(HasSubstr("spec.objectives[1].with.calendars.1: there is no calendar")));
}

TEST(References, FindCircles) {
    EXPECT_THAT(errors_of(whole_with("parent: null", "parent: acme")),
                ElementsAre("t.yaml:9:11: spec.parent: parent leads in a circle: acme -> acme "
                            "(remove one of these links)"));
    const std::string services =
        "{apiVersion: underpin/v1, kind: Service, metadata: {id: a}, spec: {depends_on: [c, "
        "b]}}\n---\n"
        "{apiVersion: underpin/v1, kind: Service, metadata: {id: b}, spec: {depends_on: [c, "
        "a]}}\n---\n"
        "{apiVersion: underpin/v1, kind: Service, metadata: {id: c}, spec: {}}\n";
    EXPECT_THAT(
        errors_of(services),
        ElementsAre(HasSubstr("spec.depends_on[1]: depends_on leads in a circle: a -> b -> a")));
    EXPECT_THAT(errors_of(whole_with(
                    "type: customer, customer: retail,",
                    "type: customer, customer: retail, underpins: [{agreement: acme-hosting}],")),
                ElementsAre(HasSubstr("acme-hosting -> retail-sla -> acme-hosting")));
}

TEST(References, RetiringSaysWhoStillRefers) {
    const std::string retired =
        "apiVersion: underpin/v1\nkind: Supplier\n"
        "metadata: {id: acme, retired: true}\nspec: {}\n";
    EXPECT_THAT(test::texts(check_change(whole(), retired).errors),
                ElementsAre("t.yaml:3:31: metadata.retired: Supplier acme is still referred to by "
                            "Contract acme-msa (spec.supplier), Contract frame (spec.supplier), "
                            "Source acme-tickets (spec.supplier) "
                            "(change or retire them first, or together)"));
    const std::string exclusion_only =
        "apiVersion: underpin/v1\nkind: Supplier\n"
        "metadata: {id: dc-operator, retired: true}\nspec: {}\n";
    EXPECT_THAT(test::texts(check_change(surroundings, exclusion_only).errors), IsEmpty());
}

TEST(References, ARetiredDocumentCannotBeNamed) {
    const std::string stored =
        "{apiVersion: underpin/v1, kind: Supplier, metadata: {id: old, retired: true}, spec: {}}";
    const std::string change =
        "{apiVersion: underpin/v1, kind: Supplier, metadata: {id: new}, spec: {parent: old}}";
    EXPECT_THAT(test::texts(check_change(stored, change).errors),
                ElementsAre(HasSubstr("spec.parent: supplier \"old\" is retired")));
}

TEST(References, AChangeIsCheckedAgainstWhatIsStored) {
    const std::string currency =
        "apiVersion: underpin/v1\nkind: Contract\nmetadata: {id: acme-msa}\n"
        "spec: {supplier: acme, currency: JPY, term: {from: 2024-01-01}, "
        "charges: [{service: hosting, amount: 1, per: month, from: 2024-01-01}]}\n";
    const std::string stored =
        whole_with("credits: {scheme: tiers,", "credits: {minimum: \"0.50\", scheme: tiers,");
    EXPECT_THAT(
        test::texts(check_change(stored, currency).errors),
        ElementsAre("Agreement acme-hosting (as stored): spec.objectives[0].credits.minimum: "
                    "\"0.50\" has more than the 0 decimals of JPY"));
}

TEST(References, AmendmentsHaveABaseAndKeepItsIdentity) {
    const auto amendment = [](const std::string& date,
                              const std::string& more = "GBP, supplier: acme") {
        return "apiVersion: underpin/v1\nkind: Contract\nmetadata: {id: acme-msa, "
               "effective_from: " +
               date + "}\nspec: {term: {from: 2024-01-01, to: 2027-01-01}, currency: " + more +
               ", charges: [{service: hosting, amount: 1, per: month, from: 2024-01-01}]}\n";
    };
    const auto errors = [&](const std::string& stored, const std::string& change) {
        return test::texts(check_change(stored, change).errors);
    };
    EXPECT_THAT(errors(whole(), amendment("2025-01-01")), IsEmpty());
    EXPECT_THAT(
        errors(whole(), amendment("2023-12-31")),
        ElementsAre("t.yaml:3:42: metadata.effective_from: the amendment starts before the term "
                    "(the term is 2024-01-01 to 2027-01-01)"));
    EXPECT_THAT(errors(whole(), amendment("2027-01-01")),
                ElementsAre(HasSubstr("after the end of the term")));
    EXPECT_THAT(errors(whole(), amendment("2025-01-01", "EUR, supplier: acme")),
                ElementsAre(HasSubstr("spec.currency: an amendment cannot change currency")));
    EXPECT_THAT(
        errors("{apiVersion: underpin/v1, kind: Supplier, metadata: {id: acme}, spec: {}}\n---\n"
               "{apiVersion: underpin/v1, kind: Service, metadata: {id: hosting}, spec: {}}",
               amendment("2025-01-01")),
        ElementsAre(HasSubstr("there is nothing to amend: acme-msa does not exist yet")));
}

TEST(References, AgreementsFitTheirContracts) {
    EXPECT_THAT(
        errors_of(whole_with("  term: {from: 2024-01-01}  ", "  term: {from: 2028-01-01}  ")),
        ElementsAre(HasSubstr("spec.term: the term lies outside its contract's (the term of "
                              "contract acme-msa is 2024-01-01 to 2027-01-01)")));
    EXPECT_THAT(test::texts(check(whole_with("  term: {from: 2024-01-01}  ",
                                             "  term: {from: 2023-01-01}  "))
                                .warnings),
                ElementsAre(HasSubstr("the term starts before its contract's")));
    EXPECT_THAT(test::texts(check(whole_with("  service: hosting\n", "\n")).warnings), IsEmpty());
    EXPECT_THAT(
        test::texts(
            check(
                whole_with("charges: [{service: hosting, ", "charges: [{service: other, ") +
                "\n---\n{apiVersion: underpin/v1, kind: Service, metadata: {id: other}, spec: {}}")
                .warnings),
        ElementsAre(HasSubstr("the contract has no running charges for hosting: the base of "
                              "these credits is 0")));
    EXPECT_THAT(
        errors_of(whole_with("kind: framework", "kind: standalone")),
        ElementsAre(HasSubstr("spec.parent: contract frame is of kind standalone, not framework")));
}

TEST(References, ExclusionsNameObjectivesOfTheirAgreement) {
    EXPECT_THAT(errors_of(whole_with("approved: true, components: [web]}",
                                     "approved: true, objectives: [availabilty]}")),
                ElementsAre(HasSubstr("spec.objectives[0]: agreement acme-hosting has no objective "
                                      "\"availabilty\" (did you mean availability?)")));
}

TEST(References, TheSameDocumentTwiceIsAnErrorWithBothPlaces) {
    const std::string supplier =
        "apiVersion: underpin/v1\nkind: Supplier\nmetadata: {id: a}\nspec: {}\n";
    const Reading reading = test::read_yaml(supplier + "---\n" + supplier);
    EXPECT_THAT(test::texts(check_duplicates(reading.documents)),
                ElementsAre("t.yaml:8:16: metadata.id: Supplier a is already in t.yaml:3 "
                            "(remove one of the two, or give it another id)"));
}

}  // namespace
}  // namespace underpin
