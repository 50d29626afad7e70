"""The audit log of a ServiceNow instance: 141,712 rows, 24,918 incidents, the last row of each counts."""

import zipfile
from pathlib import Path

from workplace import Workplace, need, seconds

# Opened from 29 February 2016 to 16 February 2017: one year that begins on 28 February holds them all.
DOCUMENTS = """\
apiVersion: underpin/v1
kind: Supplier
metadata: {id: desk, name: Service desk}
spec: {kind: internal}
---
apiVersion: underpin/v1
kind: Calendar
metadata: {id: office}
spec:
  time_zone: UTC
  open: {mon: ["09:00-17:00"], tue: ["09:00-17:00"], wed: ["09:00-17:00"], thu: ["09:00-17:00"], fri: ["09:00-17:00"]}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: log, name: Incident audit log}
spec:
  plugin: csv
  time_zone: UTC
  config:
    path: incident_event_log.csv
    shape: case
    missing: ["?"]
    time_formats: ["%d/%m/%Y %H:%M"]
    latest_per_key: sys_mod_count
    columns: {key: number, opened: opened_at, resolved: resolved_at, priority: priority}
    values: {priority: {1 - Critical: "1", 2 - High: "2", 3 - Moderate: "3", 4 - Low: "4"}}
    attributes: [number]
    covers: {from: "2016-02-28T00:00:00Z", to: "2017-02-28T00:00:00Z"}
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: incidents}
spec:
  type: operational
  supplier: desk
  time_zone: UTC
  period: {every: year, starts_on: 28, first_month: 2}
  term: {from: 2016-02-28, to: 2017-02-28}
  objectives:
"""

OBJECTIVE = """\
    - {{id: {id}, metric: {metric}, {calendar}with: {{{options}}}, evidence: {{sources: [log], where: {where}}}, target: {{at_most: "100000000"}}}}
"""

# priority: how many there are, resolved, median, p90 (seconds; from the known answers in hours)
KNOWN = {
    "1": (270, 270, seconds(80, 14, 1), seconds(616, 22)),
    "2": (408, 408, seconds(38, 14), seconds(381, 34)),
    "3": (23466, 22010, seconds(21, 33), seconds(374, 36)),
    "4": (774, 674, seconds(5, 1), seconds(503, 7)),
}


def objectives() -> str:
    """Median, 90th percentile and number by priority; the first incident around the clock and in office hours."""
    text = ""
    for priority in KNOWN:
        where = f'{{priority: ["{priority}"]}}'
        for name in ("median", "p90"):
            text += OBJECTIVE.format(id=f"{name}-{priority}", metric="case_time", calendar="", options=f"statistic: {name}",
                                     where=where)
        text += OBJECTIVE.format(id=f"number-{priority}", metric="count", calendar="", options="of: cases", where=where)
    for name, calendar in (("clock", ""), ("office", "calendar: office, ")):
        text += OBJECTIVE.format(id=f"first-{name}", metric="case_time", calendar=calendar, options="statistic: max",
                                 where="{number: [INC0000045]}")
    return text


def test(work: Workplace, data: Path) -> None:
    with zipfile.ZipFile(need(data / "servicenow-incidents" / "incident_event_log.zip")) as archive:
        archive.extract("incident_event_log.csv", work.folder)
    work.write("documents.yaml", DOCUMENTS + objectives())
    work.run("apply", "-f", "documents.yaml")
    report = work.json("import", "log")
    counts = [report[name] for name in ("created", "changed", "rejected", "warnings")]
    work.same("incidents created, changed, rejected, warned of", counts, [24918, 0, 0, 0])
    found = work.objectives("desk", "2016")
    for priority, (number, resolved, median, p90) in KNOWN.items():
        work.same(f"incidents of priority {priority}", found[f"number-{priority}"]["counted"], number)
        work.same(f"priority {priority} resolved", found[f"median-{priority}"]["counted"], resolved)
        work.same(f"priority {priority} median, s", found[f"median-{priority}"]["value"], median)
        work.same(f"priority {priority} p90, s", found[f"p90-{priority}"]["value"], p90)
    work.same("INC0000045 by the clock, s", found["first-clock"]["value"], seconds(10, 13))
    work.same("INC0000045 Mon-Fri 09-17, s", found["first-office"]["value"], seconds(0, 149))
    page = work.run("explain", "incidents", "first-office", "--period", "2016").stdout
    work.same("the explanation names the incident", "INC0000045" in page, True)
    again = work.json("import", "log")
    work.same("the same again: unchanged", [again["created"], again["changed"], again["unchanged"]], [0, 0, 24918])
