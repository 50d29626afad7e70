"""Service credits on real exports, against a calculation of its own: liquidated damages for late
deliveries, and published cloud tiers on a status page's incidents. Plain fractions, month by month."""

import csv
import io
from collections import defaultdict
from datetime import date
from fractions import Fraction
from pathlib import Path

import status_to_csv
from deliveries import TABLE, read_date
from status import COMPONENTS, downtime_ms, identifier, write_intervals
from workplace import Workplace, need

VALUE = "Line Item Value"
WEEK_DAYS = 7
TIERS = ((Fraction("95.0"), 100), (Fraction("99.0"), 25), (Fraction("99.9"), 10))  # deepest first
MONTHLY_CHARGE = Fraction(10000)

DELIVERIES = """\
apiVersion: underpin/v1
kind: Supplier
metadata: {id: programme, name: Supply programme}
spec: {kind: external}
---
apiVersion: underpin/v1
kind: Contract
metadata: {id: supplies}
spec: {supplier: programme, term: {from: 2006-01-01, to: 2016-01-01}, currency: USD, remedy: sole}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: lines}
spec:
  plugin: csv
  config:
    path: lines.csv
    shape: case
    time_formats: ["%d-%b-%y"]
    columns: {key: ID, due: Scheduled Delivery Date, resolved: Delivered to Client Date}
    attributes: [amount]
    covers: {from: "2006-01-01T00:00:00Z", to: "2016-01-01T00:00:00Z"}
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: damages}
spec:
  contract: supplies
  time_zone: UTC
  period: {every: month}
  objectives:
    - {id: on-time, metric: delivery, with: {count: on_time}, evidence: {sources: [lines]}, target: {at_least: "100"}, credits: {scheme: per_unit, percent: "0.5", unit: 7d, base: case, at_most: "10"}}
"""

STATUS = """\
apiVersion: underpin/v1
kind: Supplier
metadata: {id: hub, name: Code hosting}
spec: {kind: external}
---
apiVersion: underpin/v1
kind: Contract
metadata: {id: hosting}
spec:
  supplier: hub
  term: {from: 2022-04-01, to: 2026-08-01}
  currency: USD
  charges: [{amount: "10000.00", per: month, from: 2022-04-01}]
---
apiVersion: underpin/v1
kind: Source
metadata: {id: page}
spec:
  plugin: csv
  config:
    path: intervals.csv
    shape: interval
    columns: {key: key, from: from, to: to, state: impact, component: component, incident: incident}
    covers: {from: "2022-03-01T00:00:00Z", to: "2026-08-01T00:00:00Z"}
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: components}
spec:
  contract: hosting
  time_zone: UTC
  period: {every: month}
  objectives:
"""
COMPONENT = """\
    - {{id: {id}, metric: availability, with: {{states: [minor, major, critical]}}, evidence: {{sources: [page], where: {{component: [{component}]}}}}, target: {{at_least: "99.9"}}, credits: {{scheme: tiers, tiers: [{{below: "99.9", percent: "10"}}, {{below: "99.0", percent: "25"}}, {{below: "95.0", percent: "100"}}]}}}}
"""


def cents(amount: Fraction) -> str:
    """To the cent, half even."""
    whole = round(amount * 100)  # Python's round is half even, and exact for fractions
    return f"{whole // 100}.{whole % 100:02d}"


def damages(lines: list[dict]) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """By the month in which a line was due: what its lateness costs, and the value of the late lines."""
    owed, late = defaultdict(Fraction), defaultdict(Fraction)
    for line in lines:
        due, came = read_date(line["Scheduled Delivery Date"]), read_date(line["Delivered to Client Date"])
        days = (came - due).days
        if days <= 0:
            continue
        weeks = -(-days // WEEK_DAYS)
        month, value = f"{due.year}-{due.month:02d}", Fraction(line[VALUE])
        owed[month] += value * min(Fraction(weeks, 2), Fraction(10)) / 100
        late[month] += value
    return owed, late


def test_deliveries(work: Workplace, data: Path) -> None:
    original = need(data / "scms-deliveries" / TABLE).read_text(encoding="utf-8-sig")
    (work.folder / "lines.csv").write_text(original.replace(f",{VALUE},", ",amount,", 1), encoding="utf-8")
    work.write("deliveries.yaml", DELIVERIES)
    work.run("apply", "-f", "deliveries.yaml")
    work.json("import", "lines")
    owed, late = damages(list(csv.DictReader(io.StringIO(original, newline=""))))
    answer = work.json("credits", "programme")
    found = {line["period"]: (line["amount"], line["base"]) for line in answer["lines"]}
    expected = {month: (cents(amount), cents(late[month])) for month, amount in owed.items()}
    for month in sorted(found.keys() | expected.keys()):
        if found.get(month) != expected.get(month):
            work.same(f"damages and late value of {month}", found.get(month), expected.get(month))
    work.same("months with damages", len(found), len(expected))
    work.same("damages in all", answer["total"], cents(sum(round(amount * 100) for amount in owed.values()) / Fraction(100)))
    steps = [step for line in answer["lines"] for step in line["derivation"] if ": " in step and "started 7d" in step]
    work.same("late lines shown one by one", len(steps), sum(
        read_date(line["Delivered to Client Date"]) > read_date(line["Scheduled Delivery Date"])
        for line in csv.DictReader(io.StringIO(original, newline=""))))


def month_after(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1)


def test_status(work: Workplace, data: Path) -> None:
    rows = write_intervals(work, data, lambda _: None)
    work.write("status.yaml", STATUS + "".join(COMPONENT.format(id=identifier(name), component=name) for name in COMPONENTS))
    work.run("apply", "-f", "status.yaml")
    work.json("import", "page")
    expected = {}
    for number in range(2022 * 12 + 3, 2026 * 12 + 7):  # April 2022 to July 2026
        year, month = number // 12, number % 12 + 1
        start, end = (status_to_csv.instant(f"{day.isoformat()}T00:00:00+00:00") for day in (date(year, month, 1), month_after(year, month)))
        length = round((end - start).total_seconds() * 1000)
        for component in COMPONENTS:
            value = 100 * Fraction(length - downtime_ms(rows, component, start, end), length)
            percent = next((paid for below, paid in TIERS if value < below), 0)
            if percent:
                expected[identifier(component), f"{year}-{month:02d}"] = cents(MONTHLY_CHARGE * percent / 100)
    answer = work.json("credits", "hub")
    found = {(line["objective"], line["period"]): line["amount"] for line in answer["lines"]}
    for key in sorted(found.keys() | expected.keys()):
        if found.get(key) != expected.get(key):
            work.same(f"credit of {key[0]} in {key[1]}", found.get(key), expected.get(key))
    work.same("months and components with a credit", len(found), len(expected))
    work.same("status credits in all", answer["total"], cents(sum((Fraction(amount) for amount in expected.values()), Fraction())))


def test(work: Workplace, data: Path) -> None:
    test_deliveries(work, data)
    test_status(work, data)
