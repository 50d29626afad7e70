// The example of documents.md as result structs: what output and rendering are tested with.
#pragma once

#include <string>

#include "domain/explanation.h"
#include "unit/domain/results_fixture.h"

namespace underpin::testing {

inline ObjectiveResult sample_availability() {
    Objective terms = objective("availability", "99.9");
    terms.name = "Hosting availability";
    terms.category = "reliability";
    terms.weight = decimal("40");
    terms.floor = at_least("99.0");
    Measurement made;
    made.agreement = "acme-hosting";
    made.objective = "availability";
    made.metric = "availability";
    made.unit = "percent";
    made.period = "2024-03";
    made.range = made.part = {at("2024-03-01T00:00:00Z"), at("2024-03-31T23:00:00Z")};
    made.as_of = at("2024-05-01T00:00:00Z");
    made.measured.has_value = true;
    made.measured.value = make_rational(Integer("267256800000"), Integer("2674800000"));
    made.measured.fraction = Fraction{2672568000, 2674800000, 0};
    made.measured.coverage = Rational(1);
    made.measured.counted = 3;
    made.measured.breaching = 3;
    made.measured.excluded = 1;
    made.scorer_version = "1.0.0";
    made.tz_data_version = "2024a";
    made.sources_seen = {{"acme-status", 12}};
    made.document_revisions = {4, 7};
    judge(terms, false, made);
    return combine_parts(terms, {made});
}

inline ObjectiveResult sample_p1() {
    Objective terms = objective("p1-resolution", "95");
    terms.metric = "case_time";
    terms.weight = decimal("60");
    Measurement made = sample_availability().parts.front();
    made.objective = "p1-resolution";
    made.metric = "case_time";
    made.measured.value = make_rational(1400, 15);
    made.measured.fraction = Fraction{14, 15, 0};
    made.measured.counted = 15;
    made.measured.breaching = 1;
    made.measured.excluded = 0;
    judge(terms, false, made);
    return combine_parts(terms, {made});
}

inline SupplierScorecard sample_scorecard() {
    AgreementScore agreement;
    agreement.agreement = "acme-hosting";
    agreement.name = "Hosting underpinning contract";
    agreement.time_zone = "Europe/London";
    agreement.period = "2024-03";
    agreement.range = sample_p1().range;
    agreement.objectives = {sample_availability(), sample_p1()};
    SupplierScorecard card = make_scorecard("acme", "Acme Cloud Ltd", "2024-03",
                                            at("2024-05-01T00:00:00Z"), {agreement});
    card.credits = {{money("0.00"), false}};
    return card;
}

inline CreditLine sample_line() {
    CreditLine line;
    line.agreement = "acme-hosting";
    line.contract = "acme-msa";
    line.objective = "availability";
    line.period = "2024-02";
    line.first = day_of("2024-02-01");
    line.last = day_of("2024-02-29");
    line.scheme = "tiers";
    line.base = money("12000.00");
    line.rule = "below 99.9: 10 %";
    line.amount = line.rounded = money("1200.00");
    line.claim_by = day_of("2024-03-30");
    line.steps = {"10 % of 12000.00 = 1200.00"};
    return line;
}

inline SupplierCredits sample_credits() {
    SupplierCredits credits;
    credits.supplier = "acme";
    credits.lines = {sample_line()};
    credits.totals = {{money("1200.00"), false}};
    RaisedTrigger trigger;
    trigger.name = "termination for persistent failure";
    trigger.agreement = "acme-hosting";
    trigger.objective = "any";
    trigger.period = "2024-06";
    trigger.last = day_of("2024-06-30");
    trigger.because = "3 breaches in 6 periods";
    credits.triggers = {trigger};
    return credits;
}

inline Explanation sample_explanation() {
    Explanation page;
    page.supplier = "acme";
    page.agreement_name = "Hosting underpinning contract";
    page.time_zone = "Europe/London";
    page.result = sample_availability();
    ExplainedPart part;
    part.measurement = page.result.parts.front();
    part.target = page.result.target;
    part.floor = page.result.floor;
    part.calendar = "always";
    part.service = Duration{2674800000};
    part.service_spans = {{at("2024-03-01T00:00:00Z"), at("2024-03-31T23:00:00Z")}};
    part.exclusions = {{"acme-maint-2024-03-10",
                        {at("2024-03-10T01:00:00Z"), at("2024-03-10T03:00:00Z")},
                        "planned maintenance",
                        {}}};
    part.steps = {{"Service time", "743h"}, {"Downtime", "37m 12s in 3 outages"}};
    ExplainedRecord record;
    record.source = "acme-status";
    record.key = "INC-1042";
    record.verdict = RecordVerdict::breaching;
    record.reason = "outage of 22m 12s in service time";
    record.from = at("2024-03-05T10:00:00Z");
    record.to = at("2024-03-05T10:22:12Z");
    record.amount = Duration{1332000};
    record.group = 1;
    part.records = {record};
    record.key = "INC-1099";
    record.verdict = RecordVerdict::excluded;
    record.reason = "excluded by acme-maint-2024-03-10";
    record.from = at("2024-03-10T01:10:00Z");
    record.to = at("2024-03-10T01:40:00Z");
    record.amount = Duration{0};
    record.group.reset();
    part.records.push_back(record);
    page.parts = {part};
    page.credits = {sample_line()};
    return page;
}

}  // namespace underpin::testing
