"""Calendars: service time, one local day after another."""

from datetime import date, datetime, time
from functools import lru_cache

from instants import ONE_DAY, as_day, local_candidates, local_day
from spans import Span, common

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Always:
    """Rule: "`always` is 24x7"."""

    def service_time(self, start: int, end: int) -> list[Span]:
        return [(start, end)] if start < end else []

    def is_working_day(self, day: date) -> bool:
        return True


class Calendar:
    """Weekly `open` hours, `holidays` (closed), and `days`, which win over both."""

    def __init__(self, spec: dict):
        self.time_zone = spec["time_zone"]
        self.weekly = {name: list(hours) for name, hours in (spec.get("open") or {}).items()}
        self.holidays = {as_day(day) for day in spec.get("holidays") or []}
        self.days = {as_day(day): list(hours or []) for day, hours in (spec.get("days") or {}).items()}
        self._hours = lru_cache(maxsize=None)(self._compute_hours)
        self._service = lru_cache(maxsize=None)(self._compute_service)

    def ranges(self, day: date) -> list[str]:
        """The day's own hours, else nothing on a holiday, else the weekday's hours."""
        if day in self.days:
            return self.days[day]
        if day in self.holidays:
            return []
        return self.weekly.get(WEEKDAYS[day.weekday()], [])

    def is_working_day(self, day: date) -> bool:
        """A day with any open hours."""
        return bool(self.ranges(day))

    def _compute_hours(self, day: date) -> list[Span]:
        spans = []
        for text in self.ranges(day):
            opening, closing = text.split("-")
            spans.append((self._boundary(day, opening)[0], self._boundary(day, closing)[1]))
        return spans

    def _boundary(self, day: date, text: str) -> tuple[int, int]:
        """Rule: "an ambiguous opening time is the earlier instant and an ambiguous closing time the later"."""
        hour, minute = (int(part) for part in text.strip().split(":"))
        if hour == 24:
            day, hour = day + ONE_DAY, 0
        return local_candidates(self.time_zone, datetime.combine(day, time(hour, minute)))

    def service_time(self, start: int, end: int) -> list[Span]:
        """Rule: "*Service time* is the union of those intervals", clipped to a range."""
        return self._service(start, end)

    def _compute_service(self, start: int, end: int) -> list[Span]:
        day = local_day(self.time_zone, start) - ONE_DAY
        last = local_day(self.time_zone, end) + ONE_DAY
        opened: list[Span] = []
        while day <= last:
            opened.extend(self._hours(day))
            day += ONE_DAY
        return common(start, end, opened)


ALWAYS = Always()
