#!/usr/bin/python3
"""Self tests of the credits: the published worked examples, and each scheme and edge worked out by hand."""

import unittest
from fractions import Fraction

from folder_case import YEAR, Folder
from judgement import Verdict
from schemes import Breach, tiers
from scope import Tally

LATER = "2026-12-01T00:00:00Z"  # long after every period here
# UK Model Services Contract: minor, serious, severe, threshold.
BANDS = [
    {"name": name, "below": below, "points": points}
    for name, below, points in (
        ("minor", "99", 1),
        ("serious", "98", 2),
        ("severe", "97", 3),
        ("threshold", "96", 4),
    )
]


class Published(unittest.TestCase):
    def test_published_compute_tiers(self):
        terms = {
            "tiers": [
                {"below": b, "percent": p} for b, p in (("99.99", "10"), ("99.0", "30"), ("95.0", "100"))
            ]
        }

        def percent(value: str) -> Fraction:
            verdict = Verdict({}, 0, 0, 0, Tally(), "breached", None, Fraction(value), [])
            earning = tiers(Breach({"credits": terms}, verdict, Fraction(100), "0"))
            return earning.amount if earning else Fraction(0)

        self.assertEqual([percent(v) for v in ("99.99", "99.5", "99.0", "94.9")], [0, 10, 10, 100])


class Values(Folder):
    """Objectives whose value in each month from 2024-01 on is written down; None is a month without a sample."""

    def target(self, identity: str, target: str, credits: dict | None, **more) -> dict:
        made = {
            "id": identity,
            "metric": "sample",
            "with": {"metric": identity, "statistic": "last"},
            "evidence": {"sources": ["m"]},
            "target": {"at_least": target},
            **more,
        }
        return made | ({"credits": credits} if credits else {})

    def measure(self, values: dict[str, list], objectives: list[dict], **documents) -> None:
        rows = [
            f"{identity}-{month},2024-{month:02d}-10T12:00Z,{identity},{value}\n"
            for identity, listed in values.items()
            for month, value in enumerate(listed, 1)
            if value is not None
        ]
        covers = {"from": "2024-01-01T00:00:00Z", "to": "2026-01-01T00:00:00Z"}
        source = ({"shape": "sample", "covers": covers}, "key,at,metric,value\n" + "".join(rows))
        self.write(objectives, {"m": source}, **documents)

    def lines(self, as_of: str = LATER) -> list[dict]:
        return self.ask(as_of).credits("acme")["lines"]

    def amounts(self, as_of: str = LATER) -> list[tuple[str, str]]:
        return [(line["period"], line["amount"]) for line in self.lines(as_of)]

    def owed(self, values: list, target: str, credits: dict, as_of: str = LATER, **documents) -> list[tuple]:
        """One objective's lines: period and amount."""
        self.measure({"o": values}, [self.target("o", target, credits)], **documents)
        return self.amounts(as_of)


class Slope(Values):
    def test_uk_call_off(self):
        slope = {"scheme": "slope", "percent": "1", "per": "1"}
        self.assertEqual(self.owed([75, 98], "98", slope), [("2024-01", "2760.00")])  # 23 % of 12000

    def test_full_steps_from_their_start(self):
        slope = {"scheme": "slope", "percent": "1", "per": "1", "steps": "whole", "starts_at": "99.0"}
        found = self.owed([99, 97.5, 97], "99.5", slope)
        self.assertEqual(found, [("2024-02", "120.00"), ("2024-03", "240.00")])

    def test_started_steps(self):
        slope = {"scheme": "slope", "percent": "2", "per": "0.5", "steps": "started"}
        found = self.owed([98.5, 98.499999999, 98.9], "99", slope)
        self.assertEqual([amount for _, amount in found], ["240.00", "480.00", "240.00"])

    def test_a_breach_above_the_start_earns_nothing(self):
        slope = {"scheme": "slope", "percent": "1", "per": "1", "starts_at": "97"}
        self.assertEqual(self.owed([98, 97, 96.5], "99", slope), [("2024-03", "60.00")])

    def test_times_count_upwards_and_rounding_comes_first(self):
        slope = {"scheme": "slope", "percent": "1", "per": "2", "steps": "exact"}
        objective = self.target("o", "0", slope, rounding={"places": 0, "mode": "down"})
        objective["target"] = {"at_most": "10"}
        self.measure({"o": [13.9, 10.9]}, [objective])
        self.assertEqual(self.amounts(), [("2024-01", "180.00")])  # 13: 1.5 steps

    def test_without_a_value_nothing(self):
        slope = {"scheme": "slope", "percent": "1", "per": "1"}
        objective = self.target("o", "98", slope, when_no_data="breach")
        self.measure({"o": [97]}, [objective])
        found = self.ask("2026-03-01T00:00:00Z").credits("acme")["lines"]  # 2026 is not covered
        self.assertEqual([line["period"] for line in found], ["2024-01"])


class Points(Values):
    def points(
        self, values: dict[str, list], points: dict, targets=("99",), more=None, **agreement
    ) -> list[dict]:
        objectives = [
            self.target(identity, target, {"scheme": "points", "bands": BANDS, **(more or {})})
            for identity, target in zip(values, targets * len(values))
        ]
        self.measure(values, objectives, agreement={"points": points, **agreement})
        return self.lines()

    def test_model_services_contract(self):
        (first, second, third) = self.points({"o": [96.5, 98.5, 96.5]}, {"percent_per_point": "0.5"})
        self.assertEqual([line["points"] for line in (first, second, third)], ["3", "2", "6"])
        self.assertEqual([line["amount"] for line in (first, second, third)], ["180.00", "120.00", "360.00"])
        self.assertEqual((first["objective"], first["base"]), (None, "12000.00"))
        inside = {"objective": "o", "band": "minor", "points": "2", "repeat": True}
        self.assertEqual(second["objectives"], [inside])

    def test_a_chain_is_broken_by_a_month_without_events_or_a_met_one(self):
        found = self.points({"o": [98.5, None, 98.5, 99, 98.5, 98.5]}, {"percent_per_point": "1"})
        self.assertEqual([line["points"] for line in found], ["1", "1", "1", "2"])

    def test_grace_breaks_a_chain(self):
        found = self.points({"o": [98.5, 98.5, 98.5]}, {"percent_per_point": "1"}, grace_until="2024-02-01")
        self.assertEqual(
            [(line["period"], line["points"]) for line in found], [("2024-02", "1"), ("2024-03", "2")]
        )

    def test_a_failure_without_a_band_has_no_points_and_is_still_a_failure(self):
        found = self.points({"o": [99.2, 98.5]}, {"percent_per_point": "1"}, targets=("99.5",))
        self.assertEqual([(line["period"], line["points"]) for line in found], [("2024-02", "2")])

    def test_objectives_add_up_with_a_multiplier_of_their_own(self):
        found = self.points(
            {"a": [98.5, 98.5], "b": [99, 96.5]}, {"percent_per_point": "1", "repeat_multiplier": "1.5"}
        )
        self.assertEqual([line["points"] for line in found], ["1", "4.5"])
        self.assertEqual([line["amount"] for line in found], ["120.00", "540.00"])

    def test_an_edge_belongs_to_the_milder_band(self):
        found = self.points({"o": [98, 99.5, 97, 99.5, 96, 99.5, 95.999]}, {"percent_per_point": "1"})
        self.assertEqual([line["points"] for line in found], ["1", "2", "3", "4"])

    def test_ladder_takes_the_highest_rung_reached(self):
        ladder = [{"points": 3, "percent": "2"}, {"points": 1, "percent": "1"}, {"points": 6, "percent": "5"}]
        found = self.points({"o": [98.5, 99, 96.5, 96.5]}, {"ladder": ladder})
        self.assertEqual([line["amount"] for line in found], ["120.00", "240.00", "600.00"])

    def test_average_with_the_period_before(self):
        average = {"percent_per_point": "1", "average_with_previous": True}
        found = self.points({"o": [95, None, 98.5, 98.5, 99]}, average)
        # 4 (nothing before it); 0 earns nothing; (1 + 0) / 2; (2 + 1) / 2; a month that is met earns nothing
        self.assertEqual(
            [(line["period"], line["amount"]) for line in found],
            [("2024-01", "480.00"), ("2024-03", "60.00"), ("2024-04", "180.00")],
        )
        self.assertEqual(found[2]["points"], "2")

    def test_an_open_period_is_outside_of_repeats(self):
        self.points({"o": [98.5, 98.5]}, {"percent_per_point": "1"})
        found = self.lines("2024-02-20T00:00:00Z")
        self.assertEqual(
            [(line["points"], line["status"]) for line in found], [("1", "proposed"), ("1", "provisional")]
        )

    def test_trigger(self):
        triggers = [
            {"name": "end", "points": 4, "in_periods": 2},
            {"name": "b", "objective": "b", "points": 1, "in_periods": 9},
        ]
        self.points({"a": [97.5, 98.5, 99, 97.5], "b": [None]}, {"percent_per_point": "1"}, triggers=triggers)
        raised = self.ask(LATER).credits("acme")["triggers"]
        self.assertEqual(
            [(r["name"], r["period"], r["because"]) for r in raised],
            [("end", "2024-02", "4 points in 2 periods")],
        )


class Pool(Values):
    def pool(self, values: list, **more) -> list[tuple]:
        """10 % at risk x 50 % pool x 40 % allocation of 100,000.00: the published numbers."""
        terms = {"scheme": "pool", "pool": "50", "allocation": "40", **more.pop("terms", {})}
        charges = [{"service": "s", "amount": "100000.00", "per": "month", "from": "2024-01-01"}]
        contract = {"charges": charges, **more.pop("contract", {})}
        return self.owed(values, "99", terms, contract=contract, agreement={"at_risk": "10"}, **more)

    def test_published_example(self):
        self.assertEqual(self.pool([98, 99]), [("2024-01", "2000.00")])

    def test_earned_back_when_met_in_each_period_that_follows(self):
        terms = {"earn_back": {"periods": 2}}
        found = self.pool([98, 99, 99, 98, 99, 98, 99], terms=terms)
        credits = [("2024-01", "2000.00"), ("2024-04", "2000.00"), ("2024-06", "2000.00")]
        self.assertEqual(found, [*credits, ("2024-03", "-2000.00")])
        self.assertEqual(self.ask(LATER).credits("acme")["total"], "4000.00")
        self.assertEqual(self.ask(LATER).credits("acme", "2024-03")["total"], "-2000.00")
        self.assertEqual(len(self.amounts("2024-03-31T22:59:59Z")), 1)  # London's March is open

    def test_a_month_without_events_is_not_met(self):
        self.assertEqual(len(self.pool([98, 99, None, 99], terms={"earn_back": {"periods": 2}})), 1)

    def test_gives_back_what_caps_left_and_frees_no_room(self):
        found = self.pool(
            [98, 99, 98], terms={"earn_back": {"periods": 1}}, contract={"caps": {"year_amount": "2500.00"}}
        )
        self.assertEqual(found, [("2024-01", "2000.00"), ("2024-03", "500.00"), ("2024-02", "-2000.00")])

    def test_across_the_end_of_a_contract_year(self):
        contract = {"term": {"from": "2023-02-01"}, "caps": {"year_amount": "1500.00"}}
        found = self.pool([98, 99, 98], terms={"earn_back": {"periods": 1}}, contract=contract)
        self.assertEqual(found[:1], [("2024-01", "1500.00")])
        self.assertEqual(found[1:], [("2024-03", "1500.00"), ("2024-02", "-1500.00")])


class PerUnit(Folder):
    def availability(self, target: str, terms: dict, rows: str, **options) -> list[tuple]:
        made = {
            "id": "o",
            "metric": "availability",
            "with": options,
            "evidence": {"sources": ["i"]},
            "target": {"at_least": target},
            "credits": {"scheme": "per_unit", **terms},
        }
        text = "key,from,to,state,impact\n" + rows
        self.write([made], {"i": ({"shape": "interval", "covers": YEAR}, text)})
        return [
            (line["period"], line["amount"])
            for line in self.ask("2025-01-01T00:00:00Z").credits("acme")["lines"]
        ]

    def test_started_hours_beyond_what_the_target_allows(self):
        # April has 720 h: 99 % allows 7.2 h, so 9.2 h are exactly two hours beyond.
        rows = "a,2024-04-02T00:00Z,2024-04-02T09:12Z,,\n"
        hour = {"unit": "1h", "amount": "10.00"}
        self.assertEqual(self.availability("99", hour, rows), [("2024-04", "20.00")])
        longer = rows.replace("09:12Z", "09:12:00.001Z")
        self.assertEqual(self.availability("99", hour, longer), [("2024-04", "30.00")])
        self.assertEqual(
            self.availability("99", {"unit": "1h", "percent": "1"}, rows), [("2024-04", "240.00")]
        )

    def test_weighted_downtime(self):
        rows = "a,2024-04-02T00:00Z,2024-04-02T18:24Z,,0.5\n"
        found = self.availability("99", {"unit": "1h", "amount": "10.00"}, rows, weighting="impact")
        self.assertEqual(found, [("2024-04", "20.00")])

    def cases(
        self, metric: str, options: dict, terms: dict, rows: str, as_of: str, **agreement
    ) -> list[dict]:
        made = {
            "id": "o",
            "metric": metric,
            "with": options,
            "evidence": {"sources": ["t"]},
            "target": {"at_least": "100"},
            "credits": {"scheme": "per_unit", **terms},
        }
        text = "key,opened,resolved,due,priority,ordered,delivered,amount\n" + rows
        source = {"shape": "case", "covers": YEAR, "attributes": ["amount"]}
        self.write([made], {"t": (source, text)}, agreement={"time_zone": "UTC", **agreement})
        return self.ask(as_of).credits("acme")["lines"]

    def test_each_breaching_case(self):
        rows = "".join(f"{n},2024-03-05T10:00Z,2024-03-05T{10 + n}:00Z,,1,,,\n" for n in range(1, 7))
        (line,) = self.cases(
            "case_time",
            {"limits": {"1": "4h"}},
            {"unit": "case", "amount": "50.00"},
            rows,
            "2024-05-01T00:00:00Z",
        )
        self.assertEqual(line["amount"], "100.00")

    LATE = (
        "a,,2024-03-08,2024-03-07,,1,1,1000.00\n"  # on its last allowed day
        "b,,2024-03-15,2024-03-07,,1,1,1000.00\n"  # 7 days after it: one week
        "c,,2024-03-16,2024-03-07,,1,1,200.00\n"  # 8 days: two
        "d,,,2024-03-07,,1,1,100.00\n"  # never: at most 10 %
        "e,,2024-03-20,2024-03-07,,1,1,\n"  # no amount is known: nothing
    )

    def test_liquidated_damages_on_each_order(self):
        terms = {"unit": "7d", "percent": "0.5", "base": "case", "at_most": "10"}
        (line,) = self.cases("delivery", {"late": "1d"}, terms, self.LATE, LATER)
        # 5.00 + 2 x 1.00 + 10.00; the base is the orders that were late
        self.assertEqual((line["amount"], line["base"]), ("17.00", "1300.00"))
        (line,) = self.cases("delivery", {"late": "1d"}, terms, self.LATE, "2024-04-05T00:00:00Z")
        self.assertEqual(line["amount"], "9.00")  # d is 28 days late: four weeks, 2.00

    def test_liquidated_damages_on_the_base_of_the_period(self):
        terms = {"unit": "7d", "percent": "0.5", "at_most": "2"}
        (line,) = self.cases("delivery", {"late": "1d"}, terms, self.LATE, "2024-04-05T00:00:00Z")
        # 60.00 for each of 1 + 2 + 2 weeks (b, c, e), and four for d
        self.assertEqual((line["amount"], line["base"]), ("540.00", "12000.00"))

    def test_delivered_late_but_less_than_a_day_is_judged_by_dates(self):
        rows = "a,,2024-03-08T00:01Z,2024-03-07T23:59Z,,1,1,100.00\n"
        terms = {"unit": "7d", "percent": "1", "base": "case"}
        (line,) = self.cases("delivery", {}, terms, rows, "2024-05-01T00:00:00Z")
        self.assertEqual(line["amount"], "1.00")


class Incidents(Folder):
    """An outage and a ticket of one event."""

    def ask_for(self, percent: str, rows: str, **agreement) -> list[tuple]:
        up = {
            "id": "up",
            "metric": "availability",
            "evidence": {"sources": ["i"]},
            "target": {"at_least": "99.9"},
            "credits": {
                "scheme": "tiers",
                "tiers": [{"below": "99.9", "percent": "10"}, {"below": "99", "percent": "20"}],
            },
        }
        fixing = {
            "id": "fix",
            "metric": "case_time",
            "with": {"limits": {"1": "1h"}, "min_coverage": "0"},
            "evidence": {"sources": ["t"]},
            "target": {"at_least": "90"},
            "credits": {"scheme": "tiers", "tiers": [{"below": "90", "percent": percent}]},
        }
        outages = "key,from,to,incident\na,2024-04-02T00:00Z,2024-04-02T08:00Z,I1\n"
        outages += "b,2024-04-05T00:00Z,2024-04-05T02:00Z,\n"
        tickets = "key,opened,resolved,priority,incident\n" + rows
        self.write(
            [up, fixing],
            {
                "i": ({"shape": "interval", "covers": YEAR}, outages),
                "t": ({"shape": "case", "covers": YEAR}, tickets),
            },
            agreement={"one_credit_per_incident": True, **agreement},
        )
        return [
            (line["objective"], line["amount"])
            for line in self.ask("2024-06-01T00:00:00Z").credits("acme")["lines"]
        ]

    ONE = "t1,2024-04-02T00:00Z,2024-04-02T08:00Z,1,I1\n"

    def test_the_largest_line_keeps_the_incident(self):
        self.assertEqual(self.ask_for("5", self.ONE), [("up", "2400.00")])

    def test_the_others_are_computed_again_without_it(self):
        # Without I1 the outages are two hours: 99.72 %, the milder tier.
        self.assertEqual(self.ask_for("50", self.ONE), [("up", "1200.00"), ("fix", "6000.00")])

    def test_another_incident_of_the_same_objective_still_breaches(self):
        rows = self.ONE + "t2,2024-04-02T00:00Z,2024-04-02T08:00Z,1,I2\n"
        self.assertEqual(self.ask_for("5", rows), [("up", "2400.00"), ("fix", "600.00")])

    def test_a_tie_goes_to_the_first_objective_id(self):
        self.assertEqual(self.ask_for("20", self.ONE), [("up", "1200.00"), ("fix", "2400.00")])

    def test_only_where_agreed(self):
        self.assertEqual(
            self.ask_for("5", self.ONE, one_credit_per_incident=False), [("up", "2400.00"), ("fix", "600.00")]
        )


class Split(Values):
    def amended(self, values: list, applies: dict, credits: dict, after: dict) -> list[tuple]:
        amendment = {
            "kind": "Agreement",
            "metadata": {"id": "a", "effective_from": "2024-03-11", **applies},
            "spec": {
                "contract": "c",
                "service": "s",
                "time_zone": "Europe/London",
                "objectives": [self.target("o", "99", after)],
            },
        }
        self.measure({"o": values}, [self.target("o", "99", credits)], extra=[amendment])
        with (self.folder / "m.csv").open("a", encoding="utf-8") as file:
            file.write("late,2024-03-20T12:00Z,o,98\n")
        return self.amounts()

    TEN = {"scheme": "tiers", "tiers": [{"below": "99", "percent": "10"}]}
    TWENTY = {"scheme": "tiers", "tiers": [{"below": "99", "percent": "20"}]}

    def test_the_terms_of_the_first_day(self):
        found = self.amended([99, 99, 97], {}, self.TEN, self.TWENTY)
        self.assertEqual(found, [("2024-03", "1200.00")])

    def test_each_side_on_the_base_of_its_days(self):
        # 12000 x 10 / 31 = 3870.97 x 10 %; 12000 x 21 / 31 = 8129.03 x 20 %
        found = self.amended([99, 99, 97], {"applies": "split"}, self.TEN, self.TWENTY)
        self.assertEqual(found, [("2024-03", "387.10"), ("2024-03", "1625.81")])

    def test_a_side_that_is_met_earns_nothing(self):
        found = self.amended([99, 99, 99], {"applies": "split"}, self.TEN, self.TWENTY)
        self.assertEqual(found, [("2024-03", "1625.81")])

    def test_an_amount_a_breach_is_owed_once(self):
        fixed = {"scheme": "fixed", "amount": "50.00"}
        self.assertEqual(
            self.amended([99, 99, 97], {"applies": "split"}, fixed, fixed), [("2024-03", "50.00")]
        )


class Unvalued(Folder):
    """Rule: "A breach without a value ... earns `fixed` and `pool` credits, the deepest tier or band"."""

    def test_each_scheme(self):
        schemes = {
            "a-tiers": {
                "scheme": "tiers",
                "tiers": [{"below": "99", "percent": "1"}, {"below": "98", "percent": "2"}],
            },
            "b-slope": {"scheme": "slope", "percent": "1", "per": "1"},
            "c-points": {"scheme": "points", "bands": BANDS},
            "d-pool": {"scheme": "pool", "allocation": "50"},
            "e-per-unit": {"scheme": "per_unit", "unit": "1h", "amount": "5.00"},
            "f-fixed": {"scheme": "fixed", "amount": "7.00"},
        }
        objectives = [
            {
                "id": identity,
                "metric": "availability",
                "evidence": {"sources": ["i"]},
                "target": {"at_least": "99"},
                "when_no_data": "breach",
                "credits": credits,
            }
            for identity, credits in schemes.items()
        ]
        covers = {"from": "2024-02-01T00:00:00Z", "to": "2025-01-01T00:00:00Z"}
        self.write(
            objectives,
            {"i": ({"shape": "interval", "covers": covers}, "key,from,to\n")},
            agreement={"at_risk": "10", "points": {"percent_per_point": "1"}},
        )
        found = [
            (line["objective"], line["amount"])
            for line in self.ask("2024-02-20T00:00:00Z").credits("acme")["lines"]
        ]
        self.assertEqual(
            found, [("a-tiers", "240.00"), ("d-pool", "600.00"), ("f-fixed", "7.00"), (None, "480.00")]
        )


class CreditLines(Folder):
    def credits(self, as_of: str, contract=None, agreement=None, **terms) -> dict:
        ladder = [{"below": "99.9", "percent": "10"}, {"below": "99.0", "percent": "30"}]
        made = {
            "id": "o",
            "metric": "availability",
            "evidence": {"sources": ["i"]},
            "target": {"at_least": "99.9"},
        }
        made["credits"] = {"scheme": "tiers", "tiers": ladder, **terms}
        rows = "key,from,to\na,2024-02-05T10:00Z,2024-02-05T12:00Z\nb,2024-03-05T10:00Z,2024-03-06T12:00Z\n"
        self.write(
            [made],
            {"i": ({"shape": "interval", "covers": YEAR}, rows)},
            contract=contract,
            agreement=agreement,
        )
        return self.ask(as_of).credits("acme")

    def amounts(self, found: dict) -> list[tuple]:
        return [
            (line["period"], line["amount"], line["capped_from"], line["status"]) for line in found["lines"]
        ]

    def test_tiers_and_provisional(self):
        found = self.credits("2024-03-20T00:00:00Z")
        self.assertEqual(
            self.amounts(found),
            [("2024-02", "1200.00", None, "proposed"), ("2024-03", "3600.00", None, "provisional")],
        )
        self.assertEqual((found["total"], found["lines"][0]["rule"]), ("1200.00", "below 99.9: 10 %"))

    def test_caps_in_order(self):
        found = self.credits(
            "2024-05-01T00:00:00Z", {"caps": {"period_percent": "15", "year_amount": "2000.00"}}
        )
        self.assertEqual(
            [line[1:3] for line in self.amounts(found)], [("1200.00", None), ("800.00", "3600.00")]
        )

    def test_claim_lapses_after_its_last_day(self):
        claim = {"claim": {"mode": "request", "within": {"days": 30}}}
        self.assertEqual(self.amounts(self.credits("2024-04-30T22:59:59Z", claim))[1][3], "proposed")
        self.assertEqual(self.amounts(self.credits("2024-04-30T23:00:00Z", claim))[1][3], "lapsed")

    def test_grace_and_minimum(self):
        self.assertEqual(len(self.credits("2024-05-01T00:00:00Z", grace_until="2024-03-01")["lines"]), 1)
        self.assertEqual(len(self.credits("2024-05-01T00:00:00Z", minimum="1200.01")["lines"]), 1)
        self.assertEqual(len(self.credits("2024-05-01T00:00:00Z", minimum="1200.00")["lines"]), 2)

    def test_trigger(self):
        found = self.credits(
            "2024-05-01T00:00:00Z", agreement={"triggers": [{"name": "end", "breaches": 2, "in_periods": 6}]}
        )
        self.assertEqual(
            found["triggers"],
            [{"name": "end", "agreement": "a", "period": "2024-03", "because": "2 breaches in 6 periods"}],
        )


if __name__ == "__main__":
    unittest.main()
