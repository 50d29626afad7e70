#!/usr/bin/python3
"""Self tests of the oracle: published numbers, hand-made ones, and that the comparison can fail."""

import json
import unittest
from datetime import date, datetime
from fractions import Fraction

from calendars import ALWAYS, Calendar
from compare import differences, list_differences
from documents import Contract, Revision
from folder_case import YEAR, Folder
from generate import Generator

from instants import (
    DAY, HOUR, MINUTE, fixed_places, format_instant, local_candidates, midnight, parse_duration, parse_moment,
    round_as_agreed,
)  # fmt: skip
from money import charges_between, contract_year, share_out
from periods import Grid, label_days, walk_periods

OFFICE = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}


def at(text: str) -> int:
    return parse_moment(text, "UTC").at


class Instants(unittest.TestCase):
    def test_gap_becomes_the_transition(self):
        gap = local_candidates("Europe/London", datetime(2024, 3, 31, 1, 30))
        self.assertEqual(gap, (at("2024-03-31T01:00Z"), at("2024-03-31T01:00Z")))

    def test_ambiguous_has_two(self):
        twice = local_candidates("Europe/London", datetime(2024, 10, 27, 1, 30))
        self.assertEqual(twice, (at("2024-10-27T00:30Z"), at("2024-10-27T01:30Z")))

    def test_midnight_that_does_not_exist(self):
        self.assertEqual(midnight("America/Havana", date(2024, 3, 10)), at("2024-03-10T05:00Z"))

    def test_half_hour_change(self):
        self.assertEqual(
            midnight("Australia/Lord_Howe", date(2024, 4, 8))
            - midnight("Australia/Lord_Howe", date(2024, 4, 7)),
            DAY + 30 * MINUTE,
        )

    def test_digits_finer_than_a_millisecond_are_cut_off(self):
        self.assertEqual(format_instant(at("1969-12-31T23:59:59.9999+00:00")), "1969-12-31T23:59:59.999Z")

    def test_durations(self):
        self.assertEqual([parse_duration(t) for t in ("90s", "1h30m", "2d")], [90_000, 90 * MINUTE, 2 * DAY])

    def test_rounding_is_of_the_magnitude(self):
        value = Fraction(-5, 2)
        self.assertEqual(
            [round_as_agreed(value, 0, mode) for mode in ("half_even", "half_up", "down")], [-2, -3, -2]
        )

    def test_half_even_text(self):
        self.assertEqual([fixed_places(Fraction(n, 2), 0) for n in (1, 3, -1)], ["0", "2", "0"])


class Calendars(unittest.TestCase):
    def service(self, spec: dict, start: str, end: str) -> int:
        return sum(
            b - a
            for a, b in Calendar({"time_zone": "Europe/London", **spec}).service_time(at(start), at(end))
        )

    def test_night_shift_over_both_clock_changes(self):
        night = {"open": {"sun": ["00:30-03:00"]}}
        self.assertEqual(self.service(night, "2024-03-30T12:00Z", "2024-03-31T12:00Z"), 90 * MINUTE)
        self.assertEqual(self.service(night, "2024-10-26T12:00Z", "2024-10-27T12:00Z"), 210 * MINUTE)

    def test_own_hours_win_over_holiday_and_week(self):
        spec = {
            "open": OFFICE,
            "holidays": ["2024-12-24", "2024-12-25"],
            "days": {"2024-12-24": ["09:00-12:00"]},
        }
        self.assertEqual(self.service(spec, "2024-12-23T00:00Z", "2024-12-27T00:00Z"), (8 + 3 + 0 + 8) * HOUR)

    def test_closing_at_24(self):
        self.assertEqual(
            self.service({"open": {"sat": ["18:00-24:00"]}}, "2024-06-01T00:00Z", "2024-06-03T00:00Z"),
            6 * HOUR,
        )

    def test_always(self):
        self.assertEqual(ALWAYS.service_time(5, 9), [(5, 9)])


class Periods(unittest.TestCase):
    def test_march_in_london_has_743_hours(self):
        march = walk_periods(
            Grid("month"), "Europe/London", date(2024, 3, 1), date(2024, 4, 1), at("2025-01-01T00:00Z")
        )
        self.assertEqual([(p.label, p.to - p.start) for p in march], [("2024-03", 743 * HOUR)])

    def labels(self, grid: Grid, first: date, end: date) -> list[tuple]:
        return [
            (p.label, p.first, p.end) for p in walk_periods(grid, "UTC", first, end, at("2030-01-01T00:00Z"))
        ]

    def test_service_months_cut_by_the_term(self):
        found = self.labels(Grid("month", 15), date(2024, 3, 1), date(2024, 4, 20))
        cuts = [date(2024, 3, 1), date(2024, 3, 15), date(2024, 4, 15), date(2024, 4, 20)]
        self.assertEqual(found, list(zip(("2024-02", "2024-03", "2024-04"), cuts, cuts[1:])))

    def test_fiscal_year_and_quarters(self):
        quarters = self.labels(Grid("quarter", 1, 4), date(2024, 1, 1), date(2024, 7, 1))
        self.assertEqual([label for label, *_ in quarters], ["2023-Q4", "2024-Q1"])
        years = self.labels(Grid("year", 6, 4), date(2024, 4, 5), date(2024, 4, 7))
        self.assertEqual([label for label, *_ in years], ["2023", "2024"])

    def test_iso_weeks(self):
        weeks = self.labels(Grid("week"), date(2024, 12, 28), date(2025, 1, 6))
        self.assertEqual([label for label, *_ in weeks], ["2024-W52", "2025-W01"])
        self.assertEqual(label_days("2025-W01"), (date(2024, 12, 30), date(2025, 1, 6)))


class Money(unittest.TestCase):
    def contract(self, **spec) -> Contract:
        return Contract("c", [Revision(None, {"term": {"from": "2024-01-01"}, "currency": "GBP", **spec})])

    def base(self, per: str, first: date, end: date) -> Fraction:
        contract = self.contract(charges=[{"service": "s", "amount": "1200.00", "per": per}])
        return charges_between(contract, first, "s", first, end)

    def test_charges_are_spread_over_calendar_months(self):
        month = date(2024, 2, 1), date(2024, 3, 1)
        self.assertEqual(
            [self.base(per, *month) for per in ("month", "quarter", "year", "once")], [1200, 400, 100, 0]
        )

    def test_part_of_two_months(self):
        self.assertEqual(
            self.base("month", date(2024, 3, 15), date(2024, 4, 15)),
            Fraction(1200 * 17, 31) + Fraction(1200 * 14, 30),
        )

    def test_contract_year(self):
        contract = self.contract(term={"from": "2024-02-10"})
        self.assertEqual(contract_year(contract, date(2025, 2, 9)), (date(2024, 2, 10), date(2025, 2, 10)))

    def test_largest_remainder_and_ties(self):
        self.assertEqual(share_out(100, [1, 1, 1]), [34, 33, 33])
        self.assertEqual(share_out(5, [3, 3, 4]), [2, 1, 2])


class Availability(Folder):
    def up(self, rows: str, options=None, covers=None, target="99.9", **more) -> dict:
        objective = {
            "id": "o",
            "metric": "availability",
            "with": options or {},
            "evidence": {"sources": ["i"]},
            "target": {"at_least": target},
        }
        header = "key,from,to,state,impact,component\n"
        self.write(
            [objective], {"i": ({"shape": "interval", "covers": covers or YEAR}, header + rows)}, **more
        )
        return self.objective("2024-03")

    def test_example_of_the_documents(self):
        # 743 h of March in London; 37 min 12 s down leave the example's own numerator.
        found = self.up("k,2024-03-05T10:00:00Z,2024-03-05T10:37:12Z,,,\n")
        self.assertEqual((found["numerator"], found["denominator"]), ("2672568000", "2674800000"))
        self.assertEqual(
            (found["value"], found["status"], found["coverage"]), ("99.916555", "met", "1.000000")
        )

    def test_min_duration_is_judged_on_the_merged_outage(self):
        rows = (
            "a,2024-03-05T10:00Z,2024-03-05T10:00:40Z,,,\n"
            "b,2024-03-05T10:00:40Z,2024-03-05T10:01:00Z,,,\n"
            "c,2024-03-06T10:00Z,2024-03-06T10:00:59Z,,,\n"
        )
        found = self.up(rows, {"min_duration": "60s"})
        self.assertEqual(
            (found["counted"], found["breaching"], found["numerator"]), (1, 1, str(743 * HOUR - MINUTE))
        )

    def test_impact_weighting_takes_the_largest(self):
        rows = "a,2024-03-05T10:00Z,2024-03-05T12:00Z,,0.5,\nb,2024-03-05T11:00Z,2024-03-05T12:00Z,,0.25,\n"
        self.assertEqual(self.up(rows, {"weighting": "impact"})["numerator"], str(743 * HOUR - HOUR))

    def test_whole_units_from_the_start(self):
        found = self.up("a,2024-03-05T10:00Z,2024-03-05T10:02:59Z,,,\n", {"whole_units": "60s"})
        self.assertEqual(found["numerator"], str(743 * HOUR - 2 * MINUTE))

    def test_unseen_time_that_decides_is_undetermined(self):
        covers = {"from": "2024-03-01T00:00:00Z", "to": "2024-03-31T22:00:00Z"}
        self.assertEqual(self.up("", covers=covers)["status"], "undetermined")
        self.assertEqual(self.up("", covers=covers, target="99")["status"], "met")
        self.assertEqual(self.up("", {"uncovered": "ignore"}, covers)["status"], "met")

    def test_too_little_coverage_is_no_data(self):
        found = self.up("", covers={"from": "2024-03-01T00:00:00Z", "to": "2024-03-02T00:00:00Z"})
        self.assertEqual((found["status"], found["value"], found["score"]), ("no_data", None, None))

    def exclusion(self, **more) -> dict:
        spec = {
            "agreement": "a",
            "from": "2024-03-05T10:00:00Z",
            "to": "2024-03-05T11:00:00Z",
            "approved": True,
            **more,
        }
        return {"kind": "Exclusion", "metadata": {"id": "x"}, "spec": spec}

    def test_exclusion_modes(self):
        rows = "a,2024-03-05T10:00Z,2024-03-05T12:00Z,,,\n"
        removed = self.up(rows, extra=[self.exclusion()])
        self.assertEqual((removed["numerator"], removed["denominator"]), (str(741 * HOUR), str(742 * HOUR)))
        as_up = self.up(rows, extra=[self.exclusion()], agreement={"exclusions": "count_as_up"})
        self.assertEqual((as_up["numerator"], as_up["denominator"]), (str(742 * HOUR), str(743 * HOUR)))
        ignored = self.up(rows, extra=[self.exclusion(approved=False)])
        self.assertEqual(ignored["numerator"], str(741 * HOUR))

    def test_component_exclusion_needs_every_covering_interval(self):
        rows = "a,2024-03-05T10:00Z,2024-03-05T11:00Z,,,web\nb,2024-03-05T10:30Z,2024-03-05T11:00Z,,,db\n"
        found = self.up(rows, extra=[self.exclusion(components=["web"])])
        self.assertEqual(
            (found["numerator"], found["denominator"]), (str(743 * HOUR - 30 * MINUTE), str(743 * HOUR))
        )

    def test_as_of_hides_a_later_end(self):
        self.up("a,2024-03-05T10:00Z,2024-03-05T12:00Z,,,\n")
        found = self.objective("2024-03", "2024-03-05T11:00:00Z")
        self.assertEqual(found["numerator"], str(4 * DAY + 10 * HOUR))
        self.assertEqual(found["provisional"], ["open"])

    def test_amendment_splits_the_period(self):
        objective = {
            "id": "o",
            "metric": "availability",
            "evidence": {"sources": ["i"]},
            "target": {"at_least": "90"},
        }
        amended = {"contract": "c", "service": "s", "time_zone": "Europe/London", "objectives": [objective]}
        extra = [
            {"kind": "Agreement", "metadata": {"id": "a", "effective_from": "2024-03-11"}, "spec": amended}
        ]
        found = self.up("a,2024-03-05T10:00Z,2024-03-05T12:00Z,,,\n", extra=extra)
        self.assertEqual([part["status"] for part in found["parts"]], ["breached", "met"])
        self.assertEqual(
            (found["status"], found["score"]), ("breached", fixed_places(Fraction(100 * 503, 743), 2))
        )


class Cases(Folder):
    def cases(self, rows: str, options: dict, config=None, **objective) -> dict:
        made = {
            "id": "o",
            "metric": "case_time",
            "with": {"min_coverage": "0", **options},
            "evidence": {"sources": ["t"]},
            "target": {"at_least": "95"},
            **objective,
        }
        header = "key,opened,responded,resolved,due,priority,ordered,delivered,pauses\n"
        self.write([made], {"t": ({"shape": "case", "covers": YEAR, **(config or {})}, header + rows)})
        return self.objective("2024-03")

    def test_equal_to_the_limit_is_within_and_pauses_count_once(self):
        pauses = "2024-03-05T11:00Z/2024-03-05T12:00Z;2024-03-05T11:30Z/2024-03-05T12:00Z"
        rows = f"a,2024-03-05T10:00Z,,2024-03-05T15:00Z,,1,,,{pauses}\n"
        found = self.cases(
            rows + "b,2024-03-05T10:00Z,,2024-03-05T14:00:00.001Z,,1,,,\n", {"limits": {"1": "4h"}}
        )
        self.assertEqual((found["counted"], found["breaching"], found["value"]), (2, 1, "50.000000"))

    def test_first_outcome_counts_in_the_month_the_limit_was_reached(self):
        rows = "a,2024-02-29T22:00Z,,2024-04-05T12:00Z,,1,,,\n"
        found = self.cases(rows, {"limits": {"1": "4h"}, "attribute_by": "first_outcome"})
        self.assertEqual((found["counted"], found["breaching"]), (1, 1))
        self.assertEqual(self.objective("2024-02")["status"], "no_events")

    def test_small_volume(self):
        rows = "a,2024-03-05T10:00Z,,2024-03-09T15:00Z,,1,,,\n"
        self.assertEqual(
            self.cases(rows, {"limits": {"1": "4h"}, "small_volume": {"below": 20, "allow": 1}})["status"],
            "met",
        )

    def test_nearest_rank(self):
        rows = "".join(f"k{n},2024-03-05T10:00Z,,2024-03-05T10:{n:02d}Z,,1,,,\n" for n in range(1, 11))
        for name, minutes in (
            ("p90", 9),
            ("p91", 10),
            ("p99.9", 10),
            ("median", Fraction(11, 2)),
            ("mean", Fraction(11, 2)),
        ):
            found = self.cases(rows, {"statistic": name}, target={"at_most": "4h"})
            self.assertEqual(found["value"], fixed_places(Fraction(minutes * 60), 6), name)

    def test_pending_at_as_of(self):
        self.cases("a,2024-03-05T10:00Z,,2024-03-09T15:00Z,,1,,,\n", {"limits": {"1": "4h"}})
        early = self.objective("2024-03", "2024-03-05T14:00:00Z")
        self.assertEqual(
            (early["pending"], early["counted"], early["provisional"]), (1, 0, ["open", "pending"])
        )
        self.assertEqual(self.objective("2024-03", "2024-03-05T14:00:00.001Z")["breaching"], 1)

    def test_delivery_by_local_dates(self):
        rows = (
            "a,,,2024-03-07T23:30-05:00,2024-03-07,,10,10,\n"
            "b,,,2024-03-08,2024-03-07,,10,9.5,\n"
            "c,,,,2024-03-07,,,,\n"
        )
        found = self.cases(rows, {"late": "1d", "quantity_tolerance": "5"}, metric="delivery")
        self.assertEqual((found["counted"], found["breaching"], found["numerator"]), (3, 1, "2"))


class Comparison(Folder):
    def test_every_changed_field_is_seen(self):
        card = {
            "supplier": "s",
            "period": "p",
            "score": "1.00",
            "agreements": [
                {"agreement": "a", "period": "p", "objectives": [{"objective": "o", "value": "1"}]}
            ],
        }
        other = json.loads(json.dumps(card))
        other["agreements"][0]["objectives"][0]["value"] = "2"
        (found,) = list_differences([other], [card], {}, "scorecards")
        self.assertEqual(
            (found.path["objective"], found.name, found.theirs, found.ours), ("o", "value", "2", "1")
        )
        self.assertEqual(len(list_differences([], [card], {}, "scorecards")), 1)

    def test_wording_is_compared_for_tiers_only(self):
        line = {"agreement": "a", "objective": "o", "period": "p", "scheme": "fixed", "rule": "x"}
        self.assertEqual(differences({"lines": [line | {"rule": "y"}]}, {"lines": [line]}, {}, ""), [])
        tier = line | {"scheme": "tiers"}
        self.assertEqual(len(differences({"lines": [tier | {"rule": "y"}]}, {"lines": [tier]}, {}, "")), 1)

    def test_points_are_compared_as_numbers(self):
        line = {"agreement": "a", "objective": None, "period": "p", "scheme": "points", "points": "4.50"}
        for points, expected in (("4.5", 0), (4.5, 0), ("4", 1), (None, 1)):
            found = differences({"lines": [line | {"points": points}]}, {"lines": [line]}, {}, "")
            self.assertEqual(len(found), expected, points)

    def test_each_of_two_lines_with_one_key_is_compared(self):
        line = {"agreement": "a", "objective": "o", "period": "p", "amount": "1.00"}
        ours = {"lines": [line, line | {"amount": "2.00"}]}
        self.assertEqual(len(differences({"lines": [line]}, ours, {}, "")), 1)
        self.assertEqual(len(differences({"lines": [line, line]}, ours, {}, "")), 1)

    def test_a_generated_workspace_is_the_same_for_the_same_seed(self):
        for name in ("one", "two"):
            Generator(7, self.folder / name, 3).run()
            Generator(7, self.folder / name / "all", 3, all_schemes=True).run()
        for path in sorted((self.folder / "one").rglob("*.*")):
            self.assertEqual(
                path.read_bytes(), (self.folder / "two" / path.relative_to(self.folder / "one")).read_bytes()
            )


if __name__ == "__main__":
    unittest.main()
