#!/usr/bin/python3
"""Turns a status page's incidents and downtime windows into an interval CSV, a row for each component.

    status_to_csv.py INCIDENTS.jsonl WINDOWS.csv > intervals.csv

A window more than twelve hours away from its incident's life cannot be right (post-mortems mistype
dates): it is kept, since nobody but the provider knows better, and reported on standard error.
"""

import csv
import json
import sys
from datetime import datetime, timedelta
from pathlib import Path

TOO_FAR = timedelta(hours=12)
HEADERS = ("key", "from", "to", "impact", "component", "incident", "source")


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def distance(incident: dict, window: dict) -> timedelta:
    """How far a window lies outside of its incident's life; zero when they touch."""
    start, end = instant(window["downtime_start"]), instant(window["downtime_end"])
    born, solved = instant(incident["started_at"]), instant(incident["resolved_at"] or window["downtime_end"])
    return max(born - end, start - solved, timedelta())


def load_incidents(path: Path) -> dict[str, dict]:
    with path.open(encoding="utf-8") as lines:
        return {incident["id"]: incident for incident in map(json.loads, lines)}


def rows(incidents: dict[str, dict], windows: list[dict], warn):
    """The rows of the CSV; `warn` is told about each window that cannot be right."""
    for number, window in enumerate(windows, 1):
        incident = incidents[window["incident_id"]]
        away = distance(incident, window)
        if away > TOO_FAR:
            warn(f"incident {incident['id']}: window {window['downtime_start']} to {window['downtime_end']} is "
                 f"{away.total_seconds() / 3600:.1f} h away from its life, {incident['started_at']} to "
                 f"{incident['resolved_at']}")
        for component in incident.get("components") or []:
            yield (f"{incident['id']}/{number}/{component}", window["downtime_start"], window["downtime_end"],
                   window["impact"], component, incident["id"], window["source"])


def convert(incidents_path: Path, windows_path: Path, out, warn) -> None:
    with windows_path.open(encoding="utf-8", newline="") as file:
        windows = list(csv.DictReader(file))
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADERS)
    writer.writerows(rows(load_incidents(incidents_path), windows, warn))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    convert(Path(sys.argv[1]), Path(sys.argv[2]), sys.stdout, lambda text: print(f"warning: {text}", file=sys.stderr))
