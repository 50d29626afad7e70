"""Nasty evidence: overlaps, touching, zero length, open ends, and everything on the edge of something."""

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from evidence import RowRejected, Source
from instants import (
    DAY,
    EPOCH,
    HOUR,
    MINUTE,
    SECOND,
    first_transition,
    local_candidates,
    midnight,
    offset_at,
    parse_offset,
)

ZONES = (
    "UTC", "Europe/London", "Europe/Berlin", "America/New_York", "America/St_Johns", "Australia/Lord_Howe",
    "Australia/Adelaide", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Chatham", "America/Havana", "Asia/Beirut",
    "Africa/Cairo", "America/Santiago", "Asia/Tokyo",
)  # fmt: skip
WINDOWS = ((date(2024, 2, 20), date(2024, 4, 30)), (date(2024, 9, 25), date(2024, 11, 25)))
COMPONENTS = ("web", "db", "mail", "vpn")
REGIONS = ("north", "south")
TYPES = ("incident", "request")
INCIDENTS = tuple(f"I{number}" for number in range(1, 7))
JITTER = (0, 0, 0, 0, 0, 1, -1, SECOND, -SECOND, MINUTE, -MINUTE, 30 * MINUTE, -30 * MINUTE)
LENGTHS = (
    0,
    1,
    59 * SECOND,
    MINUTE,
    MINUTE + 1,
    90 * SECOND,
    5 * MINUTE,
    30 * MINUTE,
    HOUR,
    4 * HOUR,
    4 * HOUR + 1,
    8 * HOUR,
    DAY,
)


class Moments:
    """A pool of interesting instants of a few zones in one window, and random ones beside it."""

    def __init__(self, rng: Random):
        self.rng = rng
        self.first, self.end = rng.choice(WINDOWS)
        self.zones = rng.sample(ZONES, 6)
        self.start, self.stop = midnight("UTC", self.first), midnight("UTC", self.end)
        self.pool = sorted(set(self._transitions() + self._boundaries() + self._office_hours()))

    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.end - self.first).days)]

    def _transitions(self) -> list[int]:
        found = []
        for zone in self.zones:
            for day in range(self.start, self.stop, DAY):
                if offset_at(zone, day) != offset_at(zone, day + DAY):
                    found += [first_transition(zone, day, day + DAY)] * 2
        return found

    def _boundaries(self) -> list[int]:
        days = [day for day in self.days() if day.day in (1, 3, 10, 15, 28) or day.weekday() == 0]
        return [midnight(zone, day) for zone in self.zones for day in self.rng.sample(days, 8)]

    def _office_hours(self) -> list[int]:
        found = []
        for zone in self.zones:
            for day in self.rng.sample(self.days(), 6):
                wall = datetime.combine(
                    day, self.rng.choice([time(9), time(12, 30), time(17, 30), time(1, 30), time(2, 30)])
                )
                found.append(local_candidates(zone, wall)[0])
        return found

    def instant(self) -> int:
        """An interesting instant more often than not, else any minute, else any millisecond."""
        draw = self.rng.random()
        if draw < 0.55:
            return self.rng.choice(self.pool) + self.rng.choice(JITTER)
        if draw < 0.9:
            return self.rng.randrange(self.start, self.stop, MINUTE)
        return self.rng.randrange(self.start, self.stop)

    def later(self, start: int) -> int:
        """An instant at or after another, often a round length later."""
        draw = self.rng.random()
        if draw < 0.5:
            return start + self.rng.choice(LENGTHS)
        if draw < 0.7:
            return start + self.rng.randrange(0, 3 * DAY, MINUTE)
        return max(start, self.instant()) if draw < 0.8 else start + self.rng.randrange(0, 8 * HOUR)


def write_time(rng: Random, instant: int, zone: str, pattern: str | None = None) -> str:
    """An instant as an export might write it; a naive one may be read back as another in the autumn."""
    wall = EPOCH + timedelta(milliseconds=instant + offset_at(zone, instant))
    if pattern:
        return wall.strftime(pattern)
    utc = EPOCH + timedelta(milliseconds=instant)
    style = rng.random()
    if style < 0.5:
        return shortest(rng, utc) + "Z"
    if style < 0.7:
        return shortest(rng, wall)
    offset = rng.choice(("+05:30", "-04:00", "+01:00", "-03:30"))
    return shortest(rng, utc + timedelta(milliseconds=parse_offset(offset))) + offset


def shortest(rng: Random, wall: datetime) -> str:
    """Without seconds or fraction where there are none, sometimes with digits that must be cut off."""
    if wall.microsecond:
        text = wall.isoformat(timespec="milliseconds")
        return text + str(rng.randrange(100, 1000)) if rng.random() < 0.3 else text
    return wall.isoformat(timespec=rng.choice(("minutes", "seconds")) if wall.second == 0 else "seconds")


class EvidenceWriter:
    """Writes one CSV file and the Source document that reads it."""

    def __init__(self, rng: Random, moments: Moments, folder: Path, for_all_schemes: bool = False):
        """`for_all_schemes` adds what only some schemes read: incidents, and amounts of orders."""
        self.rng = rng
        self.moments = moments
        self.folder = folder
        self.for_all_schemes = for_all_schemes
        (folder / "evidence").mkdir(parents=True, exist_ok=True)

    def source(self, identity: str, shape: str) -> dict:
        """A Source document; its file is written beside it."""
        rng = self.rng
        zone = rng.choice(self.moments.zones)
        config: dict = {"path": f"evidence/{identity}.csv", "shape": shape}
        config["attributes"] = ["region"] if shape == "interval" else ["component", "region", "type"]
        if shape == "case" and self.for_all_schemes:
            config["attributes"].append("amount")
        if shape == "interval" or rng.random() < 0.8:
            config["covers"] = self._covers()
        if rng.random() < 0.25:
            config["delimiter"] = ";"
            config["missing"] = ["", "?", "N/A"]
        if shape == "case" and rng.random() < 0.3:
            config["time_formats"] = ["%d/%m/%Y %H:%M", "%d/%m/%Y"]
        if shape == "case" and rng.random() < 0.3:
            names = [
                "key",
                "opened",
                "responded",
                "resolved",
                "due",
                "priority",
                "ordered",
                "delivered",
                "pauses",
            ]
            names += ["incident"] if self.for_all_schemes else []
            config["columns"] = {name: f"x_{name}" for name in names}
            config["values"] = {"priority": {"1 - Critical": "1", "2 - High": "2"}}
        spec = {"plugin": "csv", "time_zone": zone, "config": config}
        self._write(identity, spec)
        return {
            "apiVersion": "underpin/v1",
            "kind": "Source",
            "metadata": {"id": identity, "name": identity},
            "spec": spec,
        }

    def _covers(self) -> dict:
        """All of the window and more, or a range that ends or starts in the middle of it."""
        start = self.moments.start - self.rng.choice((90, 60, 20, 0)) * DAY
        stop = self.moments.stop + self.rng.choice((60, 60, 60, 60, 10, -12, -25)) * DAY
        if self.rng.random() < 0.2:
            stop = max(start + DAY, self.moments.instant())
        return {name: write_utc(at) for name, at in (("from", start), ("to", stop))}

    def _write(self, identity: str, spec: dict) -> None:
        config = spec["config"]
        make = {"interval": self._interval, "case": self._case, "sample": self._sample}[config["shape"]]
        reader = Source(identity, spec, self.folder)
        rows, wanted = [], self.rng.randint(40, 80)
        while len(rows) < wanted:
            row = make(f"{identity}-{len(rows):03d}", spec)
            if self.for_all_schemes and config["shape"] != "sample":
                row.update(self._for_schemes(config["shape"], spec))
            columns = config.get("columns") or {}
            row = {columns.get(name, name): text for name, text in row.items()}
            try:
                reader._record(
                    {name: text for name, text in row.items() if text not in config.get("missing", [""])}
                )
            except RowRejected:
                continue  # a naive local time that was read back before its start
            rows.append(row)
        self.rng.shuffle(rows)
        with (self.folder / config["path"]).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter=config.get("delimiter", ","))
            writer.writeheader()
            writer.writerows(rows)

    def _for_schemes(self, shape: str, spec: dict) -> dict:
        rng, blank = self.rng, self._blank(spec)
        incident = rng.choice(INCIDENTS) if rng.random() < 0.75 else blank
        amount = (
            {"amount": rng.choice((blank, "0", "99.99", "1000", "250.5", "n/k"))} if shape == "case" else {}
        )
        return {"incident": incident, **amount}

    def _blank(self, spec: dict) -> str:
        return self.rng.choice(spec["config"].get("missing", [""]))

    def _interval(self, key: str, spec: dict) -> dict:
        rng, start = self.rng, self.moments.instant()
        blank = self._blank(spec)
        to = None if rng.random() < 0.08 else self.moments.later(start)
        return {
            "key": key,
            "from": write_time(rng, start, spec["time_zone"]),
            "to": blank if to is None else write_time(rng, to, spec["time_zone"]),
            "state": rng.choice((blank, "outage", "outage", "degraded", "cancelled")),
            "impact": rng.choice((blank, "1", "0.5", "0.25", "0.333333", "0", "0.000001")),
            "component": rng.choice((blank, *COMPONENTS)),
            "region": rng.choice(REGIONS),
        }

    def _case(self, key: str, spec: dict) -> dict:
        rng, moments = self.rng, self.moments
        blank, pattern = self._blank(spec), (spec["config"].get("time_formats") or [None])[0]
        opened = moments.instant()
        responded = moments.later(opened)
        resolved = moments.later(responded if rng.random() < 0.7 else opened)
        due = moments.later(opened) if rng.random() < 0.7 else moments.instant()
        if rng.random() < 0.1:
            due = resolved

        def text(instant: int, absent: float, day: float = 0.0) -> str:
            if rng.random() < absent:
                return blank
            if rng.random() < day:
                on = EPOCH + timedelta(milliseconds=instant)
                return on.strftime("%d/%m/%Y" if pattern else "%Y-%m-%d")
            return write_time(rng, instant, spec["time_zone"], pattern)

        row = {
            "key": key,
            "opened": text(opened, 0.05),
            "responded": text(responded, 0.2) if responded <= resolved else blank,
            "resolved": text(resolved, 0.15, 0.1),
            "due": text(due, 0.25, 0.3),
            "priority": rng.choice(("1", "1 - Critical", "2", "2 - High", "3", blank)),
            "ordered": rng.choice((blank, "10", "100", "3.5", "0.000000001")),
            "delivered": rng.choice((blank, "10", "100", "95", "105", "3.5", "9.999999999")),
            "pauses": self._pauses(opened, spec["time_zone"]) or blank,
            "component": rng.choice((blank, *COMPONENTS)),
            "region": rng.choice(REGIONS),
            "type": rng.choice(TYPES),
        }
        if row["opened"] == blank and row["due"] == blank:
            row["due"] = write_time(rng, due, spec["time_zone"], pattern)
        return row

    def _pauses(self, opened: int, zone: str) -> str:
        """Overlapping, touching, open: whatever a help desk records."""
        found = []
        start = opened
        for _ in range(self.rng.choice((0, 0, 0, 1, 2, 3))):
            start += self.rng.choice((0, 0, MINUTE, 30 * MINUTE, HOUR))
            to = start + self.rng.choice((0, MINUTE, HOUR, HOUR, 2 * HOUR, 20 * HOUR))
            end = "" if self.rng.random() < 0.1 else write_utc(to)
            found.append(f"{write_utc(start)}/{end}")
            start = to if self.rng.random() < 0.6 else start
        return ";".join(found)

    def _sample(self, key: str, spec: dict) -> dict:
        rng, blank = self.rng, self._blank(spec)
        metric = rng.choice(("latency", "requests"))
        total = rng.choice((1, 10, 100, 1000, 0))
        good = rng.choice((total, total, max(total - 1, 0), total // 2))
        decimals = rng.choice(("", ".5", ".25")) if good < total else ""
        is_value = metric == "latency"
        return {
            "key": key,
            "at": write_time(rng, self.moments.instant(), spec["time_zone"]),
            "metric": metric,
            "value": rng.choice(("4", "4.0", "3.999999999", "4.5", "12.25", "0", "-3.5", "0.000000001"))
            if is_value
            else blank,
            "good": blank if is_value else f"{good}{decimals}",
            "total": blank if is_value else str(total),
            "component": rng.choice((blank, *COMPONENTS)),
            "region": rng.choice(REGIONS),
            "type": rng.choice(TYPES),
        }


def write_utc(instant: int) -> str:
    """An instant in UTC, with milliseconds where there are some."""
    moment = EPOCH + timedelta(milliseconds=instant)
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds") + "Z"
