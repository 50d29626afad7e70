"""Periods and their labels, found by walking from day to day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from instants import ONE_DAY, midnight


@dataclass(frozen=True)
class Grid:
    """`period: {every, starts_on}` with `first_month`."""

    every: str
    starts_on: int = 1
    first_month: int = 1

    @classmethod
    def of(cls, spec: dict) -> "Grid":
        return cls(spec.get("every", "month"), int(spec.get("starts_on", 1)), int(spec.get("first_month", 1)))

    def starts(self, day: date) -> bool:
        """Whether a whole period starts on this day."""
        if self.every == "week":
            return day.weekday() == 0
        if day.day != self.starts_on:
            return False
        months = (day.month - self.first_month) % 12
        return {"month": True, "quarter": months % 3 == 0, "year": months == 0}[self.every]

    def label(self, first: date) -> str:
        """Rule: "`2024` and `2024-Q1` by the calendar year in which the (fiscal) year starts"."""
        if self.every == "month":
            return f"{first.year:04d}-{first.month:02d}"
        if self.every == "week":
            year, week, _ = first.isocalendar()
            return f"{year:04d}-W{week:02d}"
        months = (first.month - self.first_month) % 12
        year = first.year if first.month >= self.first_month else first.year - 1
        return f"{year:04d}" if self.every == "year" else f"{year:04d}-Q{months // 3 + 1}"


@lru_cache(maxsize=None)
def whole_period_start(grid: Grid, day: date) -> date:
    """The first day of the whole period that a day belongs to: walk back until one starts."""
    while not grid.starts(day):
        day -= ONE_DAY
    return day


@dataclass(frozen=True)
class Period:
    """One period of one agreement, cut by the term: local days `[first, end)`, instants `[start, to)`."""

    label: str
    first: date
    end: date
    start: int
    to: int

    @property
    def last_day(self) -> date:
        return self.end - ONE_DAY


def walk_periods(
    grid: Grid, zone_name: str, term_from: date, term_to: date | None, until: int
) -> list[Period]:
    """Every period of a term that starts before `until`, oldest first.

    "A first or last period cut by the term keeps its label."
    """
    found = []
    first = term_from
    while (term_to is None or first < term_to) and midnight(zone_name, first) < until:
        begin = whole_period_start(grid, first)
        end = first + ONE_DAY
        while whole_period_start(grid, end) == begin and end != term_to:
            end += ONE_DAY
        found.append(
            Period(grid.label(begin), first, end, midnight(zone_name, first), midnight(zone_name, end))
        )
        first = end
    return found


LABELS = {
    "month": re.compile(r"(\d{4})-(\d{2})$"),
    "quarter": re.compile(r"(\d{4})-Q([1-4])$"),
    "year": re.compile(r"(\d{4})$"),
    "week": re.compile(r"(\d{4})-W(\d{2})$"),
}


def label_kind(label: str) -> str:
    """Which kind of period a label names: month, quarter, year or week."""
    return next(kind for kind, pattern in LABELS.items() if pattern.match(label))


def label_days(label: str) -> tuple[date, date]:
    """The plain calendar days `[first, end)` that a label stands for."""
    kind = label_kind(label)
    numbers = [int(text) for text in LABELS[kind].match(label).groups()]
    if kind == "week":
        first = date.fromisocalendar(numbers[0], numbers[1], 1)
        return first, first + timedelta(days=7)
    months = {"month": 1, "quarter": 3, "year": 12}[kind]
    month = 1 if kind == "year" else (numbers[1] - 1) * months + 1
    return date(numbers[0], month, 1), add_months(date(numbers[0], month, 1), months)


def add_months(day: date, months: int) -> date:
    """The same day of a later month; the last day of a month that is too short."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    for size in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(size, day.day))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
