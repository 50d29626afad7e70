// Targets, floors, tiers and what a metric says about its configuration.
#include "documents_fixture.h"

namespace underpin {
namespace {

using test::agreement_with;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string available = "    metric: availability\n";
const std::string at_99_9 = available + "    target: {at_least: \"99.9\"}\n";

std::vector<std::string> errors_of(const std::string& objective, const std::string& spec = "") {
    return test::texts(test::read_yaml(agreement_with(objective, spec)).errors);
}

std::vector<std::string> warnings_of(const std::string& objective) {
    const Reading reading = test::read_yaml(agreement_with(objective));
    EXPECT_THAT(test::texts(reading.errors), IsEmpty());
    return test::texts(reading.warnings);
}

TEST(Objective, NeedsATargetThatItsMetricCanHave) {
    EXPECT_THAT(errors_of(available + "    target: {at_least: 100.1}\n"),
                ElementsAre("t.yaml:11:24: spec.objectives[0].target.at_least: found \"100.1\", "
                            "expected a percentage from 0 to 100"));
    EXPECT_THAT(errors_of(available + "    target: {at_least: -1}\n"),
                ElementsAre(HasSubstr("expected a percentage from 0 to 100")));
    EXPECT_THAT(errors_of(available + "    target: {at_least: 4h}\n"),
                ElementsAre(HasSubstr("found \"4h\", but the metric is measured in percent")));
    EXPECT_THAT(errors_of("    metric: count\n    target: {at_most: -1}\n"),
                ElementsAre(HasSubstr("the metric is never below 0")));
    EXPECT_THAT(errors_of("    metric: sample\n    target: {at_least: -273.15}\n"), IsEmpty());
    EXPECT_THAT(errors_of("    metric: case_time\n    with: {statistic: median}\n"
                          "    target: {at_most: 4h}\n"),
                IsEmpty());
    EXPECT_THAT(errors_of("    metric: case_time\n    with: {statistic: median}\n"
                          "    target: {at_most: 14400}\n"),
                IsEmpty());
    EXPECT_THAT(errors_of("    metric: case_time\n    with: {statistic: median}\n"
                          "    target: {at_most: 30m4h}\n"),
                ElementsAre(HasSubstr("t.yaml:12:23: spec.objectives[0].target.at_most")));
}

TEST(Objective, NeedsExactlyOneSideOfATarget) {
    EXPECT_THAT(errors_of(available + "    target: {at_least: 99, at_most: 100}\n"),
                ElementsAre("t.yaml:11:13: spec.objectives[0].target: expected exactly one of "
                            "at_least and at_most"));
    EXPECT_THAT(errors_of(available + "    target: {}\n"), ElementsAre(HasSubstr("exactly one")));
    EXPECT_THAT(errors_of(available),
                ElementsAre("t.yaml:8:5: spec.objectives[0].target: target is missing "
                            "(expected a target)"));
}

TEST(Objective, NeedsAFloorWorseThanItsTarget) {
    EXPECT_THAT(
        errors_of(at_99_9 + "    floor: 99.9\n"),
        ElementsAre("t.yaml:12:12: spec.objectives[0].floor: the floor \"99.9\" is not worse "
                    "than the target \"99.9\" (expected a value below the target)"));
    EXPECT_THAT(errors_of("    metric: count\n    target: {at_most: 4}\n    floor: 3\n"),
                ElementsAre(HasSubstr("expected a value above the target")));
    EXPECT_THAT(errors_of("    metric: count\n    target: {at_most: 4}\n    floor: 5\n"),
                IsEmpty());
}

TEST(Objective, TiersGoFromMildToSevere) {
    const auto tiers = [](const std::string& list) {
        return at_99_9 + "    credits: {scheme: tiers, tiers: [" + list + "]}\n";
    };
    EXPECT_THAT(errors_of(tiers("{below: 99.9, percent: 10}, {below: 99.0, percent: 10}")),
                IsEmpty());
    EXPECT_THAT(errors_of(tiers("{below: 99.0, percent: 10}, {below: 99.9, percent: 20}")),
                ElementsAre(HasSubstr("tiers[1].below: \"99.9\" is not worse than \"99.0\" of the "
                                      "tier before (order them from mild to severe)")));
    EXPECT_THAT(errors_of(tiers("{below: 99.9, percent: 10}, {below: 99.0, percent: 5}")),
                ElementsAre(HasSubstr("tiers[1].percent: a deeper tier pays less")));
    EXPECT_THAT(
        errors_of(tiers("{above: 99.9, percent: 10}")),
        ElementsAre(HasSubstr("above does not go with a target of at_least (write below)")));
    EXPECT_THAT(errors_of(tiers("{percent: 10}")), ElementsAre(HasSubstr("below is missing")));
    EXPECT_THAT(errors_of(tiers("{below: 99.9, percent: 110}")),
                ElementsAre(HasSubstr("expected a percentage from 0 to 100")));
    EXPECT_THAT(errors_of(tiers("")), ElementsAre(HasSubstr("a list without any entry")));
}

TEST(Objective, WarnsOfRoomBetweenPublishedDecimals) {
    const auto tiers = [](const std::string& first, const std::string& more = "") {
        return at_99_9 + more + "    credits: {scheme: tiers, tiers: [{below: " + first +
               ", percent: 10}]}\n";
    };
    EXPECT_THAT(warnings_of(tiers("99.9")), IsEmpty());
    EXPECT_THAT(warnings_of(tiers("99.0")), IsEmpty());
    EXPECT_THAT(
        warnings_of(tiers("99.8")),
        ElementsAre(HasSubstr("values between the target \"99.9\" and \"99.8\" are breached "
                              "and match no tier")));
    EXPECT_THAT(warnings_of(tiers("99.89")), ElementsAre(HasSubstr("match no tier")));
    EXPECT_THAT(warnings_of(tiers("99.89", "    rounding: {places: 2}\n")), IsEmpty());
    EXPECT_THAT(warnings_of(tiers("99.95")), ElementsAre(HasSubstr("better than the target")));
}

TEST(Objective, KnowsTheSchemes) {
    EXPECT_THAT(
        errors_of(at_99_9 + "    credits: {scheme: tier}\n"),
        ElementsAre("t.yaml:12:23: spec.objectives[0].credits.scheme: found \"tier\", expected "
                    "one of fixed, per_unit, points, pool, slope, tiers (did you mean tiers?)"));
    EXPECT_THAT(errors_of(at_99_9 + "    credits: {scheme: fixed, tiers: []}\n"),
                ElementsAre(HasSubstr("amount is missing"), HasSubstr("unknown field \"tiers\"")));
    EXPECT_THAT(
        errors_of(at_99_9 +
                  "    credits: {scheme: points, bands: [{name: a, below: 99, points: 1}]}\n"),
        ElementsAre(HasSubstr("the scheme points needs spec.points")));
    EXPECT_THAT(errors_of(at_99_9 + "    credits: {scheme: pool, allocation: 10}\n"),
                ElementsAre(HasSubstr("the scheme pool needs spec.at_risk")));
    EXPECT_THAT(errors_of(at_99_9 + "    credits: {scheme: slope, percent: 1, per: 0}\n"),
                ElementsAre(HasSubstr("credits.per: a step of \"0\"")));
    EXPECT_THAT(errors_of(at_99_9 + "    credits: {scheme: per_unit, unit: case}\n"),
                ElementsAre(HasSubstr("exactly one of amount and percent")));
    EXPECT_THAT(errors_of(at_99_9 + "    cap: {percent: 10}\n"),
                ElementsAre(HasSubstr("a cap without credits")));
}

TEST(Objective, ChecksWithByTheScorersSchema) {
    EXPECT_THAT(errors_of("    metric: availabilty\n    target: {at_least: 99}\n"),
                ElementsAre("t.yaml:10:13: spec.objectives[0].metric: there is no metric "
                            "\"availabilty\" (did you mean availability?)"));
    EXPECT_THAT(
        errors_of(at_99_9 + "    with:\n      states: [outage]\n      min_duration: 1d\n"
                            "      waiting: full\n"),
        ElementsAre("t.yaml:14:21: spec.objectives[0].with.min_duration: found \"1d\", expected "
                    "a duration such as \"60s\"",
                    HasSubstr("t.yaml:15:7: spec.objectives[0].with.waiting: unknown field "
                              "\"waiting\"")));
    EXPECT_THAT(errors_of("    metric: case_time\n    target: {at_least: 95}\n"
                          "    with: {start: responded, stop: responded}\n"),
                ElementsAre("t.yaml:12:11: spec.objectives[0].with: start and stop are the same"));
}

TEST(Objective, TheHostsFieldsStandInWithOrBesideIt) {
    EXPECT_THAT(errors_of(at_99_9 + "    with: {min_coverage: 0.5}\n"), IsEmpty());
    EXPECT_THAT(errors_of(at_99_9 + "    min_coverage: 0.5\n"), IsEmpty());
    EXPECT_THAT(
        errors_of(at_99_9 + "    with: {min_coverage: 0.5}\n    min_coverage: 0.5\n"),
        ElementsAre("t.yaml:12:26: spec.objectives[0].with.min_coverage: min_coverage stands "
                    "both in with and beside it (remove one of the two)"));
    EXPECT_THAT(errors_of(at_99_9 + "    with: {min_coverage: 1.5}\n"),
                ElementsAre(HasSubstr("found \"1.5\", expected a share from 0 to 1")));
}

TEST(Objective, ALimitInDaysNeedsACalendarThatIsAlwaysOpen) {
    const std::string limits =
        "    metric: case_time\n    target: {at_least: 95}\n"
        "    with: {limits: {\"1\": 4h, \"2\": 2d}";
    EXPECT_THAT(errors_of(limits + "}\n"), IsEmpty());
    EXPECT_THAT(
        errors_of(limits + "}\n", "  calendar: office\n"),
        ElementsAre(HasSubstr("spec.objectives[0].with.limits.2: found \"2d\", but days are of "
                              "24 hours and the calendar office is not always open")));
    EXPECT_THAT(errors_of(limits + ", calendars: {\"2\": always}}\n", "  calendar: office\n"),
                IsEmpty());
    EXPECT_THAT(errors_of(limits + ", calendars: {\"2\": office}}\n"), testing::SizeIs(1));
}

TEST(Agreement, ChecksItsPartsAgainstEachOther) {
    EXPECT_THAT(errors_of(at_99_9 + "  - id: o\n    evidence: {sources: [s]}\n" + at_99_9),
                ElementsAre("t.yaml:12:9: spec.objectives[1].id: the id \"o\" is already that of "
                            "spec.objectives[0] (line 8) (give each objective an id of its own)"));
    EXPECT_THAT(errors_of(at_99_9 + "    weight: 0\n"),
                ElementsAre(HasSubstr("all objectives have weight 0")));
    EXPECT_THAT(errors_of(at_99_9 + "    weight: -1\n"),
                ElementsAre(HasSubstr("expected a decimal number, 0 or more")));
    EXPECT_THAT(errors_of(at_99_9, "  type: operational\n"),
                ElementsAre(HasSubstr("supplier is missing")));
    EXPECT_THAT(errors_of(at_99_9, "  type: customer\n"),
                ElementsAre(HasSubstr("customer is missing")));
    EXPECT_THAT(errors_of(at_99_9, "  supplier: s\n"),
                ElementsAre(HasSubstr("supplier does not belong here")));
    EXPECT_THAT(errors_of(at_99_9, "  period: {every: month, first_month: 4}\n"),
                ElementsAre(HasSubstr("first_month is for years and quarters")));
    EXPECT_THAT(
        errors_of(at_99_9 + "  triggers: [{name: t, objective: p, breaches: 1, in_periods: 2}]\n"),
        ElementsAre(HasSubstr("spec.triggers[0].objective: there is no objective \"p\"")));
    EXPECT_THAT(
        errors_of(at_99_9 + "  triggers: [{name: t, objective: o, breaches: 3, in_periods: 2}]\n"),
        ElementsAre(HasSubstr("more breaches than periods")));
    EXPECT_THAT(errors_of(at_99_9 + "  triggers: [{name: t, in_periods: 2}]\n"),
                testing::Contains(HasSubstr("exactly one of breaches, points and value_below")));
}

}  // namespace
}  // namespace underpin
