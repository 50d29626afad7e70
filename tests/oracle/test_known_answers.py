#!/usr/bin/python3
"""The oracle against answers over real data that were computed apart from this project."""

import csv
import io
import json
import unittest
import zipfile
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from instants import MINUTE, fixed_places
from documents import Workspace
from folder_case import Folder
from oracle import Oracle
from real_data import DATA, VENDORS, deliveries, outages, write
from test_oracle import OFFICE

DATES = ("Scheduled Delivery Date", "Delivered to Client Date")


@unittest.skipUnless(DATA.is_dir(), "needs ../shared/data, which this checkout lacks")
class KnownAnswers(Folder):
    """Answers that were computed apart from this project; see the README of the data."""

    def test_servicenow_inc0000045(self):
        with zipfile.ZipFile(DATA / "servicenow-incidents" / "incident_event_log.zip") as archive:
            text = io.TextIOWrapper(archive.open("incident_event_log.csv"), encoding="utf-8", newline="")
            row = next(row for row in csv.DictReader(text) if row["number"] == "INC0000045")
        config = {
            "shape": "case",
            "time_formats": ["%d/%m/%Y %H:%M"],
            "covers": {"from": "2016-01-01T00:00:00Z", "to": "2017-01-01T00:00:00Z"},
        }
        evidence = f"key,opened,resolved\nINC0000045,{row['opened_at']},{row['resolved_at']}\n"
        office = {
            "kind": "Calendar",
            "metadata": {"id": "office"},
            "spec": {"time_zone": "UTC", "open": OFFICE},
        }
        for calendar, seconds in (("always", (10 * 60 + 13) * 60), ("office", 149 * 60)):
            objective = {"id": "o", "metric": "case_time", "with": {"statistic": "max"}, "calendar": calendar}
            objective |= {"evidence": {"sources": ["t"]}, "target": {"at_most": "4h"}}
            agreement = {"time_zone": "UTC", "term": {"from": "2016-01-01", "to": "2017-01-01"}}
            self.write([objective], {"t": (dict(config), evidence)}, agreement=agreement, extra=[office])
            self.assertEqual(self.objective("2016-02")["value"], f"{seconds}.000000")

    def test_servicenow_priorities(self):
        latest: dict[str, dict] = {}
        with zipfile.ZipFile(DATA / "servicenow-incidents" / "incident_event_log.zip") as archive:
            text = io.TextIOWrapper(archive.open("incident_event_log.csv"), encoding="utf-8", newline="")
            for row in csv.DictReader(text):
                known = latest.get(row["number"])
                if known is None or int(row["sys_mod_count"]) >= int(known["sys_mod_count"]):
                    latest[row["number"]] = row
        rows = [
            row for row in latest.values() if row["priority"] == "1 - Critical" and row["resolved_at"] != "?"
        ]
        evidence = "key,opened,resolved\n" + "".join(
            f"{r['number']},{r['opened_at']},{r['resolved_at']}\n" for r in rows
        )
        config = {
            "shape": "case",
            "time_formats": ["%d/%m/%Y %H:%M"],
            "covers": {"from": "2016-01-01T00:00:00Z", "to": "2018-01-01T00:00:00Z"},
        }
        period = {"every": "year", "first_month": 2, "starts_on": 20}
        agreement = {"time_zone": "UTC", "term": {"from": "2016-02-20", "to": "2017-02-20"}, "period": period}
        for name, hours in (("median", "80.2417"), ("p90", "616.3667")):
            objective = {
                "id": "o",
                "metric": "case_time",
                "with": {"statistic": name},
                "evidence": {"sources": ["t"]},
                "target": {"at_most": "4h"},
            }
            self.write([objective], {"t": (dict(config), evidence)}, agreement=agreement)
            found = self.objective("2016")
            self.assertEqual(
                (found["counted"], fixed_places(Fraction(found["value"]) / 3600, 4)), (270, hours)
            )

    def test_scms_on_time_of_one_vendor(self):
        with (DATA / "scms-deliveries" / "SCMS_Delivery_History_Dataset.csv").open(
            encoding="utf-8-sig", newline=""
        ) as file:
            rows = [row for row in csv.DictReader(file) if row["Vendor"] == "Aurobindo Pharma Limited"]
        lines = [f"{r['ID']},{r['Scheduled Delivery Date']},{r['Delivered to Client Date']}\n" for r in rows]
        config = {
            "shape": "case",
            "time_formats": ["%d-%b-%y"],
            "covers": {"from": "2000-01-01T00:00:00Z", "to": "2020-01-01T00:00:00Z"},
        }
        objective = {
            "id": "o",
            "metric": "delivery",
            "with": {"count": "on_time"},
            "evidence": {"sources": ["t"]},
            "target": {"at_least": "95"},
        }
        agreement = {
            "time_zone": "UTC",
            "term": {"from": "2005-01-01", "to": "2017-01-01"},
            "period": {"every": "year"},
        }
        self.write([objective], {"t": (config, "key,due,resolved\n" + "".join(lines))}, agreement=agreement)
        cells = [
            card["agreements"][0]["objectives"][0] for card in self.ask("2020-01-01T00:00:00Z").score("acme")
        ]
        self.assertEqual(
            (sum(c["counted"] - c["breaching"] for c in cells), sum(c["counted"] for c in cells)), (574, 668)
        )

    def test_github_actions_of_july_2026(self):
        with (DATA / "github-status" / "downtime_windows.csv").open(encoding="utf-8", newline="") as file:
            window = {row["incident_id"]: row for row in csv.DictReader(file)}
        lines = ["key,from,to,impact,component\n"]
        for text in (DATA / "github-status" / "incidents.jsonl").read_text(encoding="utf-8").split("\n"):
            if not text:
                continue
            incident = json.loads(text)
            row = window.get(incident["id"])
            if (
                row
                and row["impact"] in ("minor", "major", "critical")
                and "Actions" in (incident.get("components") or [])
            ):
                lines.append(
                    f"{row['incident_id']},{row['downtime_start']},{row['downtime_end']},1,Actions\n"
                )
        covers = {"from": "2026-07-01T00:00:00Z", "to": "2026-08-01T00:00:00Z"}
        objective = {
            "id": "o",
            "metric": "availability",
            "evidence": {"sources": ["i"]},
            "target": {"at_least": "99.9"},
        }
        agreement = {"time_zone": "UTC", "term": {"from": "2026-07-01", "to": "2026-08-01"}}
        self.write(
            [objective], {"i": ({"shape": "interval", "covers": covers}, "".join(lines))}, agreement=agreement
        )
        found = self.objective("2026-07")
        self.assertEqual(int(found["denominator"]) - int(found["numerator"]), 1515 * MINUTE)
        self.assertEqual(fixed_places(Fraction(found["value"]), 4), "96.6062")

    def owed(self) -> list[dict]:
        write(self.folder / "real")
        oracle = Oracle(Workspace(self.folder / "real" / "documents"), "2026-11-01T00:00:00Z")
        return [line for name in ("pharma", "forge") for line in oracle.credits(name)["lines"]]

    def test_damages_for_delay_of_three_vendors(self):
        expected = {}
        for number, vendor in enumerate(VENDORS):
            rows = [row for row in deliveries() if row["Vendor"] == vendor]
            for year in range(2005, 2017):
                late, cents = [], 0
                dates = [
                    [datetime.strptime(row[name], "%d-%b-%y") for name in DATES] + [row["Line Item Value"]]
                    for row in rows
                ]
                ofyear = [row for row in dates if row[0].year == year]
                for due, delivered, value in ofyear:
                    days = (delivered - due).days
                    if days > 0:
                        late.append(days)
                        # Cents of half a percent a started week, at most twenty of them.
                        cents += min(-(-days // 7), 20) * Decimal(value) / 2
                if ofyear and len(late) * 100 > 5 * len(ofyear):
                    expected[f"on-time-{number}", str(year)] = cents
        found = {
            (line["objective"], line["period"]): line["amount"]
            for line in self.owed()
            if line["agreement"] == "deliveries"
        }
        self.assertEqual(
            found, {key: f"{Decimal(round(cents)) / 100:.2f}" for key, cents in expected.items()}
        )

    def test_cloud_tiers_on_status_incidents(self):
        expected = {}
        months = [datetime(2022 + n // 12, n % 12 + 1, 1) for n in range(3, 56)]

        def minute(moment: datetime) -> int:
            return (moment - months[0]) // timedelta(minutes=1)

        for component in {row["component"] for row in outages()}:
            minutes: set[int] = set()
            for row in outages():
                if row["component"] == component:
                    names = ("downtime_start", "downtime_end")
                    minutes |= set(
                        range(*(minute(datetime.fromisoformat(row[n].rstrip("Z"))) for n in names))
                    )
            for first, end in zip(months, months[1:]):
                length = minute(end) - minute(first)
                down = len(minutes.intersection(range(minute(first), minute(end))))
                percent = next(
                    (p for limit, p in ((50, 100), (10, 25), (1, 10)) if down * 1000 > limit * length), 0
                )
                if percent:
                    key = component.lower().replace(" ", "-"), first.strftime("%Y-%m")
                    expected[key] = f"{percent * 10}.00"
        found = {
            (line["objective"], line["period"]): line["amount"]
            for line in self.owed()
            if line["agreement"] == "hosting"
        }
        self.assertEqual(found, expected)
        self.assertEqual(found["actions", "2026-07"], "250.00")


if __name__ == "__main__":
    unittest.main()
