"""Evidence: CSV files as sources declare them, and records as they stood at `as_of`."""

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from instants import Moment, parse_decimal, parse_moment, parse_with_format
from spans import Span, common

FIELDS = {
    "interval": ("key", "from", "to", "state", "impact", "component", "incident"),
    "case": (
        "key",
        "opened",
        "responded",
        "resolved",
        "due",
        "priority",
        "ordered",
        "delivered",
        "pauses",
        "incident",
    ),
    "sample": ("key", "at", "metric", "value", "good", "total", "incident"),
}
TIMES = ("from", "to", "opened", "responded", "resolved", "due", "at")
NUMBERS = ("impact", "ordered", "delivered", "value", "good", "total")


class RowRejected(ValueError):
    """A row that an import would set aside."""


@dataclass
class Record:
    """One record: `texts` are what `where` and `unless` see; times and numbers are parsed beside them."""

    shape: str
    texts: dict[str, str]
    times: dict[str, Moment] = field(default_factory=dict)
    numbers: dict[str, Fraction] = field(default_factory=dict)
    pauses: list[tuple[int, int | None]] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.texts.get("key", "")

    @property
    def component(self) -> str | None:
        return self.texts.get("component")

    @property
    def incident(self) -> str | None:
        return self.texts.get("incident")

    def time(self, name: str, as_of: int) -> int | None:
        """An instant of the record, absent when it is missing or "later" than `as_of`."""
        moment = self.times.get(name)
        return moment.at if moment is not None and moment.at <= as_of else None

    def has_happened(self, as_of: int) -> bool:
        """Rule: "a later start [counts] as not yet happened"; a case without `opened` was always known."""
        start = {"interval": "from", "case": "opened", "sample": "at"}[self.shape]
        return start not in self.times or self.times[start].at <= as_of

    def pauses_until(self, as_of: int) -> list[Span]:
        """The pauses that have begun; "a pause without an end runs to `as_of`", so does one that ends later."""
        return [
            (start, as_of if end is None or end > as_of else end)
            for start, end in self.pauses
            if start <= as_of
        ]


class Source:
    """A source of the `csv` importer with its one file, which is one run."""

    def __init__(self, identity: str, spec: dict, folder: Path):
        self.id = identity
        self.config = spec["config"]
        self.zone = spec.get("time_zone") or "UTC"
        self.path = folder / self.config["path"]
        self.shape = self.config["shape"]
        self.rejected: list[str] = []

    @cached_property
    def records(self) -> list[Record]:
        """The records of the file; of two rows with one key, the later is the newer revision."""
        missing = set(self.config.get("missing") or [""])
        kept: dict[str, Record] = {}
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file, delimiter=self.config.get("delimiter") or ","):
                try:
                    record = self._record({name: text for name, text in row.items() if text not in missing})
                except ValueError as problem:
                    self.rejected.append(str(problem))
                    continue
                kept[record.key] = record
        return list(kept.values())

    def _record(self, row: dict[str, str]) -> Record:
        columns = self.config.get("columns") or {name: name for name in FIELDS[self.shape]}
        texts = {name: row[column] for name, column in columns.items() if column in row}
        for name, mapping in (self.config.get("values") or {}).items():
            if name in texts:
                texts[name] = mapping.get(texts[name], texts[name])
        for name in self.config.get("attributes") or []:
            if name in row:
                texts.setdefault(name, row[name])
        record = Record(self.shape, texts)
        for name in TIMES:
            if name in texts and name in FIELDS[self.shape]:
                record.times[name] = self._moment(texts[name])
        for name in NUMBERS:
            if name in texts and name in FIELDS[self.shape]:
                record.numbers[name] = parse_decimal(texts[name])
        if self.shape == "case":
            record.pauses = [self._pause(text) for text in texts.get("pauses", "").split(";") if text.strip()]
        if self.shape == "interval":
            texts.setdefault("state", "outage")
            record.numbers.setdefault("impact", Fraction(1))
        check(record)
        return record

    def _moment(self, text: str) -> Moment:
        """Rule: "tried in order; default ISO 8601"."""
        for pattern in self.config.get("time_formats") or []:
            try:
                return parse_with_format(text, pattern, self.zone)
            except ValueError:
                continue
        if self.config.get("time_formats"):
            raise RowRejected(f"no time format fits {text!r}")
        return parse_moment(text, self.zone)

    def _pause(self, text: str) -> tuple[int, int | None]:
        """An ISO 8601 interval; nothing after the slash is a pause without an end."""
        start, _, end = text.strip().partition("/")
        from_at = parse_moment(start, self.zone).at
        to_at = parse_moment(end, self.zone).at if end.strip() not in ("", "..") else None
        if to_at is not None and to_at < from_at:
            raise RowRejected(f"pause ends before it starts: {text}")
        return from_at, to_at

    @cached_property
    def covered(self) -> Span:
        """What the run covered: as declared, else "from its first to its last `opened` or `at`"."""
        declared = self.config.get("covers")
        if declared:
            return parse_moment(declared["from"], self.zone).at, parse_moment(declared["to"], self.zone).at
        name = {"case": "opened", "sample": "at"}[self.shape]
        seen = [record.times[name].at for record in self.records if name in record.times]
        return (min(seen), max(seen)) if seen else (0, 0)


def check(record: Record) -> None:
    """The rows that an import rejects: a missing start, an end before its start."""
    times = record.times
    if record.shape == "interval" and "from" not in times:
        raise RowRejected("an interval without from")
    if record.shape == "sample" and "at" not in times:
        raise RowRejected("a sample without at")
    if record.shape == "case" and not {"opened", "due"} & times.keys():
        raise RowRejected("a case with neither opened nor due")
    for start, end in (
        ("from", "to"),
        ("opened", "responded"),
        ("opened", "resolved"),
        ("responded", "resolved"),
    ):
        if start in times and end in times and times[end].at < times[start].at:
            raise RowRejected(f"{end} before {start}")


def selector(evidence: dict) -> Callable[[Record], bool]:
    """Rule: "every named field or attribute of `where` has one of the listed values, and none of `unless` has"."""
    where = evidence.get("where") or {}
    unless = evidence.get("unless") or {}

    def selects(record: Record) -> bool:
        return all(record.texts.get(name) in values for name, values in where.items()) and not any(
            record.texts.get(name) in values for name, values in unless.items()
        )

    return selects


def covered_by_all(sources: list[Source], start: int, end: int) -> list[Span]:
    """Rule: "with several sources, only what all of them cover counts"."""
    return common(start, end, *([source.covered] for source in sources))
