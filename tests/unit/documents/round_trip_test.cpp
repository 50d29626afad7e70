#include "documents_fixture.h"

namespace underpin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<Document> documents_of(const Reading& reading) {
    std::vector<Document> documents;
    for (const ReadDocument& read : reading.documents) documents.push_back(read.document);
    return documents;
}

std::vector<std::string> canonical_of(const Reading& reading) {
    std::vector<std::string> texts;
    for (const ReadDocument& read : reading.documents) texts.push_back(read.canonical);
    return texts;
}

// Everything that documents.md and scoring.md say a document may hold.
const char* const everything = R"(
apiVersion: underpin/v1
kind: Contract
metadata: {id: c, labels: {a: b}, effective_from: 2024-06-01, applies: split}
spec:
  supplier: s
  term: {from: 2024-01-01}
  currency: JPY
  kind: call_off
  parent: frame
  claim: {mode: set_off, within: {working_days: 21, calendar: uk}}
  grace_until: 2024-02-01
  caps: {period_amount: 1000, year_percent: 5.5}
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: a}
spec:
  contract: c
  service: h
  time_zone: Asia/Tokyo
  period: {every: quarter, starts_on: 15, first_month: 4}
  exclusions: count_as_up
  at_risk: 12
  points: {ladder: [{points: 10, percent: 2}], average_with_previous: true, repeat_multiplier: 1.5}
  one_credit_per_incident: true
  grace_until: 2024-03-01
  claim: {mode: automatic}
  objectives:
    - id: o1
      metric: availability
      with: {min_coverage: 0.8, min_samples: 5, when_empty: met, when_no_data: breach, min_impact: 0.25}
      evidence: {sources: [p], unless: {state: [cancelled]}, where: {priority: [1, 2]}}
      target: {at_least: 99.90}
      floor: 99.0
      rounding: {places: 2, mode: half_up}
      weight: 2.5
      cap: {percent: 10, amount: 500}
      clause: {document: d, ref: r, text: "several\nlines: \"quoted\" # no comment"}
      credits: {scheme: slope, percent: 1, per: 0.5, steps: started, starts_at: 99.5, minimum: 10, grace_until: 2024-04-01, clause: {ref: x}, claim: {mode: request, within: {billing_periods: 2}}}
    - id: o2
      metric: case_time
      with: {statistic: median, limits: {1: 4h}}
      evidence: {sources: [p]}
      target: {at_most: 4h}
      floor: 1h30m
      calendar: uk
    - {id: o3, metric: availability, evidence: {sources: [p]}, target: {at_least: 99}, credits: {scheme: pool, pool: 50, allocation: 30, earn_back: {periods: 2}}}
    - {id: o4, metric: availability, evidence: {sources: [p]}, target: {at_least: 99}, credits: {scheme: points, bands: [{name: minor, below: 99, points: 1}, {name: severe, below: 98, points: 3}]}}
    - {id: o5, metric: delivery, evidence: {sources: [p]}, target: {at_least: 99}, credits: {scheme: per_unit, percent: 1, unit: 7d, base: case, at_most: 10}}
    - {id: o6, metric: availability, evidence: {sources: [p]}, target: {at_least: 99}, credits: {scheme: fixed, amount: 5000}}
  triggers:
    - {name: t1, objective: o1, breaches: 2, in_periods: 6, clause: {ref: y}}
    - {name: t2, points: 12, in_periods: 12}
    - {name: t3, value_below: 95}
---
apiVersion: underpin/v1
kind: Supplier
metadata: {id: s, name: "yes", retired: true}
spec: {country: "NO", lei: 5493001KJTIIGC8Y1R12, external_ids: {erp: "0012"}, parent: null}
)";

std::string fixed_floor(std::string text) {  // o2 misses by more time, not less
    return text.replace(text.find("floor: 1h30m"), 12, "floor: 5h30m");
}

void expect_round_trips(const Reading& first) {
    ASSERT_THAT(test::texts(first.errors), IsEmpty());
    const auto documents = documents_of(first);
    const Reading yaml = test::read_yaml(to_yaml(documents));
    EXPECT_THAT(test::texts(yaml.errors), IsEmpty());
    EXPECT_EQ(canonical_of(yaml), canonical_of(first)) << to_yaml(documents);
    const Reading json = read_document_text(to_pretty_json(documents), "t.json",
                                            DocumentFormat::json, test::catalogs());
    EXPECT_EQ(canonical_of(json), canonical_of(first));
    for (const ReadDocument& read : first.documents) {
        const Result<Document> stored = read_stored(read.canonical);
        ASSERT_TRUE(stored.ok()) << stored.error().to_string();
        EXPECT_EQ(to_canonical_json(*stored), read.canonical);
    }
}

TEST(RoundTrip, TheDocumentationsExampleStaysTheSame) {
    const Reading reading = test::read_yaml(test::example());
    ASSERT_THAT(test::texts(reading.errors), IsEmpty());
    EXPECT_THAT(reading.documents, SizeIs(7));
    EXPECT_THAT(test::texts(reading.warnings), ElementsAre(HasSubstr("a call-off without parent")));
    expect_round_trips(reading);
}

TEST(RoundTrip, EveryFieldStaysTheSame) {
    expect_round_trips(test::read_yaml(fixed_floor(everything)));
}

TEST(RoundTrip, EveryFieldArrivesInTheDocument) {
    const Reading reading = test::read_yaml(fixed_floor(everything));
    ASSERT_THAT(reading.documents, SizeIs(3));
    const auto& contract = reading.documents[0].document.as<Contract>();
    EXPECT_EQ(contract.caps.period.amount->minor, 1000);
    EXPECT_EQ(contract.caps.year.percent->to_string(), "5.5");
    EXPECT_EQ(contract.claim->working_days, 21);
    EXPECT_TRUE(reading.documents[0].document.metadata.applies_split);
    const auto& agreement = reading.documents[1].document.as<Agreement>();
    EXPECT_EQ(agreement.period.first_month, 4);
    EXPECT_EQ(agreement.period.every, PeriodEvery::quarter);
    const Objective& first = agreement.objectives[0];
    EXPECT_EQ(first.min_coverage, Rational(4) / 5);
    EXPECT_EQ(first.min_samples, 5);
    EXPECT_EQ(first.when_empty, WhenEmpty::met);
    EXPECT_EQ(first.when_no_data, WhenNoData::breach);
    EXPECT_EQ(first.with_written, R"({"min_impact":"0.25"})");
    EXPECT_EQ(
        first.with_json,
        R"({"min_duration":"0s","min_impact":"0.25","states":["outage"],"weighting":"full"})");
    EXPECT_THAT(first.evidence.where.at("priority"), ElementsAre("1", "2"));
    EXPECT_EQ(first.target.text, "99.90");
    EXPECT_EQ(first.credits->cap.amount->to_string(), "500");
    EXPECT_EQ(first.credits->scheme_name(), "slope");
    const auto& slope = std::get<SlopeScheme>(first.credits->scheme);
    EXPECT_EQ(slope.per, Rational(1) / 2);
    EXPECT_EQ(slope.steps, SlopeSteps::started);
    EXPECT_EQ(slope.starts_at_text, "99.5");
    EXPECT_EQ(agreement.points->repeat_multiplier.to_string(), "1.5");
    EXPECT_EQ(agreement.points->ladder.at(0).points, 10);
    const auto& pool = std::get<PoolScheme>(agreement.objectives[2].credits->scheme);
    EXPECT_EQ(pool.earn_back_periods, 2);
    const auto& weeks = std::get<PerUnitScheme>(agreement.objectives[4].credits->scheme);
    EXPECT_EQ(weeks.unit->ms, 7 * day.ms);
    EXPECT_TRUE(weeks.base_is_case);
    EXPECT_EQ(agreement.objectives[1].target.value, 4 * 3600);
    EXPECT_EQ(agreement.objectives[1].floor->value, 5 * 3600 + 1800);
    EXPECT_EQ(agreement.triggers[1].points->to_string(), "12");
    EXPECT_EQ(reading.documents[2].document.as<Supplier>().country, "NO");
}

TEST(RoundTrip, SecretsSayWhereTheyAreKept) {
    const std::string head =
        "apiVersion: underpin/v1\nkind: Source\nmetadata: {id: s}\nspec:\n  plugin: csv\n"
        "  config: {path: a.csv, shape: case}\n  secrets: ";
    const Reading reading =
        test::read_yaml(head + "{a: {env: ACME_TOKEN}, b: {file: /etc/acme.token}}\n");
    ASSERT_THAT(reading.errors, IsEmpty());
    const auto& secrets = reading.documents[0].document.as<Source>().secrets;
    EXPECT_EQ(secrets.at("b").kind, SecretPlace::Kind::file);
    EXPECT_EQ(secrets.at("b").name, "/etc/acme.token");
    EXPECT_THAT(reading.documents[0].canonical, HasSubstr(R"({"file":"/etc/acme.token"})"));
    for (const char* wrong :
         {"{a: {}}", "{a: {env: A, file: /b}}", "{a: {file: b}}", "{a: text}"}) {
        EXPECT_THAT(test::read_yaml(head + wrong + "\n").errors, SizeIs(1)) << wrong;
    }
}

TEST(RoundTrip, WhatIsAtItsDefaultIsLeftOut) {
    const Reading reading = test::read_yaml(
        "apiVersion: underpin/v1\nkind: Supplier\nmetadata: {id: s, labels: {}, retired: false}\n"
        "spec: {status: active, kind: external, parent: ~, contacts: []}\n");
    ASSERT_THAT(reading.documents, SizeIs(1));
    EXPECT_EQ(reading.documents[0].canonical,
              R"({"apiVersion":"underpin/v1","kind":"Supplier","metadata":{"id":"s"},"spec":{}})");
}

TEST(RoundTrip, YamlReadsWell) {
    const auto documents = documents_of(test::read_yaml(test::example()));
    const std::string yaml = to_yaml(documents[4]);
    EXPECT_THAT(yaml,
                HasSubstr("metadata: {id: acme-hosting, name: Hosting underpinning contract}\n"
                          "spec:\n  contract: acme-msa\n"));
    EXPECT_THAT(yaml, HasSubstr("  term: {from: 2024-01-01}\n"));
    EXPECT_THAT(yaml, HasSubstr("  objectives:\n    - id: availability\n"
                                "      name: Hosting availability\n"));
    EXPECT_THAT(yaml, HasSubstr("      target: {at_least: \"99.9\"}\n      floor: \"99.0\"\n"));
}

TEST(RoundTrip, AStoredDocumentOutlivesItsPlugins) {
    Document document = documents_of(test::read_yaml(test::example()))[4];
    auto& objective = std::get<Agreement>(document.spec).objectives[0];
    objective.metric = "gone";
    const auto stored = read_stored(to_canonical_json(document), test::catalogs());
    ASSERT_TRUE(stored.ok()) << stored.error().to_string();
    objective.metric = "availability";
    objective.with_written = R"({"of_old":"1"})";
    const auto refused_today = read_stored(to_canonical_json(document), test::catalogs());
    ASSERT_TRUE(refused_today.ok()) << refused_today.error().to_string();
    EXPECT_EQ(refused_today->as<Agreement>().objectives[0].with_json, R"({"of_old":"1"})");
}

}  // namespace
}  // namespace underpin
