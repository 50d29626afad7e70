"""One provider's public status page: 819 incidents, availability by component and month."""

import csv
from fractions import Fraction
from pathlib import Path

import status_to_csv
from workplace import Workplace, need

COMPONENTS = ("Actions", "Pull Requests", "Git Operations", "Webhooks")
# The provider's own words for how bad it was are kept as the state; these mean that it was down.
DOWN = ("minor", "major", "critical")

DOCUMENTS = """\
apiVersion: underpin/v1
kind: Supplier
metadata: {id: hub, name: Code hosting}
spec: {kind: internal}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: page, name: Public status page}
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
  type: operational
  supplier: hub
  time_zone: UTC
  period: {every: month}
  term: {from: 2022-04-01, to: 2026-08-01}
  objectives:
"""

OBJECTIVE = """\
    - {{id: {id}, metric: availability, with: {{states: [minor, major, critical]}}, evidence: {{sources: [page], where: {{component: [{component}]}}}}, target: {{at_least: "99.9"}}}}
"""


def downtime_ms(rows: list[tuple], component: str, start, end) -> int:
    """The union of a component's windows inside of a range, the plain way."""
    windows = sorted((status_to_csv.instant(row[1]), status_to_csv.instant(row[2])) for row in rows
                     if row[4] == component and row[3] in DOWN)
    total, reached = 0, start
    for begin, finish in windows:
        begin, finish = max(begin, reached), min(finish, end)
        if finish > begin:
            total += round((finish - begin).total_seconds() * 1000)
            reached = finish
    return total


def identifier(component: str) -> str:
    return component.lower().replace(" ", "-")


def write_intervals(work: Workplace, data: Path, warn) -> list[tuple]:
    """Writes intervals.csv, and returns its rows."""
    incidents = need(data / "github-status" / "incidents.jsonl")
    windows = need(data / "github-status" / "downtime_windows.csv")
    with (work.folder / "intervals.csv").open("w", encoding="utf-8", newline="") as out:
        status_to_csv.convert(incidents, windows, out, warn)
    with (work.folder / "intervals.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


def test(work: Workplace, data: Path) -> None:
    warnings: list[str] = []
    rows = write_intervals(work, data, warnings.append)
    reported = [warning.split(":")[0].removeprefix("incident ") for warning in warnings]
    for known in ("31199495", "31200202", "28456612"):
        work.same(f"the mistyped window of {known} is reported", known in reported, True)
    work.same("windows reported", len(reported), 6)

    work.write("documents.yaml", DOCUMENTS + "".join(
        OBJECTIVE.format(id=identifier(component), component=component) for component in COMPONENTS))
    work.run("apply", "-f", "documents.yaml")
    report = work.json("import", "page")
    work.same("intervals rejected, warned of", [report["rejected"], report["warnings"]], [0, 0])
    actions = work.objectives("hub", "2026-07")["actions"]
    down = int(actions["denominator"]) - int(actions["numerator"])
    work.same("Actions 2026-07, minutes down", Fraction(down, 60000), Fraction(1515))
    work.same("Actions 2026-07, %", actions["value"], "96.606183")  # 96.6062 with four decimals
    compare_months(work, rows)


def compare_months(work: Workplace, rows: list[tuple]) -> None:
    """Every component and month against a plain sum over the same rows."""
    compared = 0
    for card in work.json("score"):
        for agreement in card["agreements"]:
            start, end = status_to_csv.instant(agreement["from"]), status_to_csv.instant(agreement["to"])
            for objective in agreement["objectives"]:
                component = next(name for name in COMPONENTS if identifier(name) == objective["objective"])
                down = int(objective["denominator"]) - int(objective["numerator"])
                expected = downtime_ms(rows, component, start, end)
                compared += 1
                if down != expected:
                    work.same(f"{component} {agreement['period']}, ms down", down, expected)
    work.same("components x months compared", compared, len(COMPONENTS) * 52)
