#!/usr/bin/python3
"""Self tests of credit lines, by hand: caps, claims, grace, one credit an incident, split terms, no value."""

import unittest

from folder_case import BANDS, YEAR, Folder, Values


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

    def test_the_lower_of_percent_and_amount(self):
        for cap, amount in (
            ({"percent": "15", "amount": "900.00"}, "900.00"),
            ({"percent": "5", "amount": "900"}, "600.00"),
        ):
            found = self.credits("2024-05-01T00:00:00Z", cap=cap)
            self.assertEqual([line[1] for line in self.amounts(found)], [amount, amount])

    def test_provisional_lines_see_no_cap(self):
        found = self.credits("2024-03-20T00:00:00Z", cap={"amount": "900.00"})
        self.assertEqual(
            [line[1:3] for line in self.amounts(found)], [("900.00", "1200.00"), ("3600.00", None)]
        )
        card = self.ask("2024-03-20T00:00:00Z").scorecard
        self.assertEqual(
            [card("acme", label)["credits"]["capped"] for label in ("2024-02", "2024-03")], [True, False]
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
        # 12000 x 10 / 31 = 3870.97 x 10 % = 387.0968; 12000 x 21 / 31 = 8129.03 x 20 % = 1625.8065; one line
        found = self.amended([99, 99, 97], {"applies": "split"}, self.TEN, self.TWENTY)
        self.assertEqual(found, [("2024-03", "2012.90")])

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


if __name__ == "__main__":
    unittest.main()
