#!/usr/bin/python3
"""Self tests of the schemes of credits: the published worked examples, and each scheme and edge by hand."""

import unittest
from fractions import Fraction

from folder_case import BANDS, LATER, YEAR, Folder, Values
from judgement import Verdict
from schemes import Breach, tiers
from scope import Tally


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
            {"name": "end", "points": 4, "in_periods": 3},
            {"name": "b", "objective": "b", "points": 1, "in_periods": 9},
        ]
        self.points({"a": [96.5, 98.5, 99, 97.5], "b": [None]}, {"percent_per_point": "1"}, triggers=triggers)
        raised = self.ask(LATER).credits("acme")["triggers"]
        self.assertEqual(
            [(r["name"], r["period"], r["because"]) for r in raised],
            [("end", "2024-02", "5 points in 3 periods"), ("end", "2024-04", "4 points in 3 periods")],
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

    def test_a_cap_beside_the_credits(self):
        objective = self.target("o", "99", {"scheme": "pool", "allocation": "40"}, cap={"percent": "2.5"})
        self.measure({"o": [98]}, [objective], agreement={"at_risk": "10"})
        self.assertEqual(self.amounts(), [("2024-01", "300.00")])

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
    def availability(self, target: str, terms: dict, rows: str, covers=None, **options) -> list[tuple]:
        made = {
            "id": "o",
            "metric": "availability",
            "with": options,
            "evidence": {"sources": ["i"]},
            "target": {"at_least": target},
            "credits": {"scheme": "per_unit", **terms},
        }
        text = "key,from,to,state,impact\n" + rows
        self.write([made], {"i": ({"shape": "interval", "covers": covers or YEAR}, text)})
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

    def test_only_seen_service_time_allows_downtime(self):
        # 360 h of April are covered: 99 % of them allow 3.6 h, so 5.6 h are two hours beyond.
        rows = "a,2024-04-02T00:00Z,2024-04-02T05:36Z,,\n"
        covers = {"from": "2024-04-01T00:00:00+01:00", "to": "2024-04-16T00:00:00+01:00"}
        terms = {"unit": "1h", "amount": "10.00"}
        options = {"min_coverage": "0.5", "uncovered": "ignore"}
        self.assertEqual(self.availability("99", terms, rows, covers, **options), [("2024-04", "20.00")])

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
        "f,,2024-03-20,2024-03-07,,1,1,-500\n"  # nor of such an order
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
        # 60.00 for each of 1 + 2 + 2 + 2 weeks (b, c, e, f), and four for d
        self.assertEqual((line["amount"], line["base"]), ("660.00", "12000.00"))

    def test_delivered_late_but_less_than_a_day_is_judged_by_dates(self):
        rows = "a,,2024-03-08T00:01Z,2024-03-07T23:59Z,,1,1,100.00\n"
        terms = {"unit": "7d", "percent": "1", "base": "case"}
        (line,) = self.cases("delivery", {}, terms, rows, "2024-05-01T00:00:00Z")
        self.assertEqual(line["amount"], "1.00")


if __name__ == "__main__":
    unittest.main()
