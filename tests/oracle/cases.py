"""Cases: case_time and delivery."""

import re
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from evidence import Record
from instants import SECOND, local_day, parse_decimal, parse_duration
from scope import Delivery, Scope, Tally
from spans import Span, pieces


class Clock:
    """The clock of one case from its start to its stop, or to `as_of` while it runs."""

    def __init__(self, scope: Scope, record: Record, calendar):
        self.start = record.time(scope.options.get("start", "opened"), scope.as_of)
        self.stop = record.time(scope.options.get("stop", "resolved"), scope.as_of)
        if self.start is not None:
            end = scope.as_of if self.stop is None else self.stop
            self.running = self._running(scope, record, calendar, end)

    def _running(self, scope: Scope, record: Record, calendar, end: int) -> list[Span]:
        """Rule: "the length of service time between them, less exclusions and ... its pauses (overlaps counted
        once)"."""
        service = calendar.service_time(self.start, end)
        stopped = scope.exclusions.stopping_cases + record.pauses_until(scope.as_of)
        return [
            (a, b)
            for a, b, (is_open, still) in pieces(self.start, end, service, stopped)
            if is_open and not still
        ]

    @property
    def time(self) -> int:
        return sum(end - start for start, end in self.running)

    def reaches(self, limit: int) -> int:
        """The first instant at which the clock has run for `limit`."""
        run, now = 0, self.start
        for start, end in self.running:
            if run >= limit:
                break
            now = min(end, start + limit - run)
            run += now - start
        return now


class CaseJudge:
    """Which cases belong to the measured part of a period, and how each came out."""

    def __init__(self, scope: Scope):
        self.scope = scope
        self.limits = scope.options.get("limits")
        self.by = scope.options.get("limit_by", "priority")
        self.attribute_by = scope.options.get("attribute_by", "opened")
        self.statistic = scope.options.get("statistic", "percent_within")
        self.times: list[int] = []
        self.tally = scope.plain_coverage(Tally())

    def limit_of(self, record: Record) -> int | None:
        text = (self.limits or {}).get(record.texts.get(self.by), (self.limits or {}).get("default"))
        return None if text is None else parse_duration(text)

    def calendar_of(self, record: Record):
        """Rule: "`calendars: {"1": always}`, by the same key, wins over the objective's calendar"."""
        calendars = self.scope.options.get("calendars") or {}
        key = record.texts.get(self.by)
        own = calendars.get(key, calendars.get("default"))
        return self.scope.workspace.calendar(own) if own else self.scope.calendar

    def judge(self, record: Record) -> None:
        limit = self.limit_of(record)
        if self.limits and limit is None:
            return  # "a case whose key has no limit is not counted"
        clock = Clock(self.scope, record, self.calendar_of(record))
        if clock.start is None:
            return  # "A case whose `start` is absent at `as_of` is neither"
        over = limit is not None and clock.time > limit
        if clock.stop is None and not (over and self.statistic == "percent_within"):
            self._pend(record)
        elif self.scope.measures(self._attributed_to(record, clock, limit if over else None)):
            self.tally.counted += 1
            self.tally.breaching += over
            self.tally.culprits += [record] if over else []
            self.times.append(clock.time)

    def _pend(self, record: Record) -> None:
        """Rule: "*pending* (listed in the period that holds `opened`; with `resolved` none is)"."""
        if self.attribute_by != "resolved" and self.scope.measures(record.time("opened", self.scope.as_of)):
            self.tally.pending += 1

    def _attributed_to(self, record: Record, clock: Clock, exceeded: int | None) -> int | None:
        """The instant that says which period a case belongs to."""
        if self.attribute_by == "opened":
            return record.time("opened", self.scope.as_of)
        if self.attribute_by == "resolved":
            return None if clock.stop is None else record.time("resolved", self.scope.as_of)
        return clock.stop if exceeded is None else clock.reaches(exceeded)


def case_time(scope: Scope) -> Tally:
    """Clock time of cases: the share within their limits, or a statistic in seconds."""
    judge = CaseJudge(scope)
    for record in scope.records:
        judge.judge(record)
    tally = judge.tally
    if not tally.counted:
        return tally
    if judge.statistic != "percent_within":
        tally.value = statistic(judge.statistic, [Fraction(time, SECOND) for time in judge.times])
        return tally
    tally.numerator, tally.denominator = Fraction(tally.counted - tally.breaching), Fraction(tally.counted)
    tally.value = 100 * tally.numerator / tally.denominator
    small = scope.options.get("small_volume")
    if small:
        tally.forgiven = tally.counted < int(small["below"]) and tally.breaching <= int(small["allow"])
    return tally


def statistic(name: str, values: list[Fraction]) -> Fraction:
    """mean, median, min, max, or pNN by nearest rank: "the value at 1-based position ceil(NN/100 x n)"."""
    ordered = sorted(values)
    count = len(ordered)
    if name == "mean":
        return sum(ordered) / count
    if name == "median":
        return (ordered[(count - 1) // 2] + ordered[count // 2]) / 2
    if name == "min":
        return ordered[0]
    if name == "max":
        return ordered[-1]
    rank = ceil(parse_decimal(re.fullmatch(r"p(\d+(?:\.\d+)?)", name).group(1)) * count / 100)
    return ordered[max(rank, 1) - 1]


def days_of(value) -> timedelta:
    """Rule: "`early`, `late` in whole days: `2` or `2d`"."""
    return timedelta(days=int(str(value).removesuffix("d")))


class DeliveryJudge:
    """On time and in full, by local dates in the agreement's zone."""

    def __init__(self, scope: Scope):
        self.scope = scope
        early = scope.options.get("early")
        self.early = None if early in (None, "unlimited") else days_of(early)
        self.late = days_of(scope.options.get("late", "0"))
        self.tolerance = parse_decimal(scope.options.get("quantity_tolerance", "0"))
        self.count = scope.options.get("count", "both")

    def day(self, record: Record, name: str) -> date | None:
        """A date that was written as a date "stays that date"; an instant is the zone's local date."""
        moment = record.times.get(name)
        if moment is None or (name == "resolved" and moment.at > self.scope.as_of):
            return None
        return moment.day or local_day(self.scope.agreement.zone, moment.at)

    def on_time(self, due: date, delivered: date) -> bool:
        """Rule: "`due - early <= resolved <= due + late`"."""
        return (self.early is None or due - self.early <= delivered) and delivered <= due + self.late

    def in_full(self, record: Record) -> bool:
        """Rule: "`delivered` within `quantity_tolerance` percent of `ordered`"; without quantities it is not."""
        ordered, delivered = record.numbers.get("ordered"), record.numbers.get("delivered")
        if ordered is None or delivered is None:
            return False
        return abs(delivered - ordered) <= ordered * self.tolerance / 100

    def days_late(self, record: Record, due: date) -> int:
        """Local days after the last allowed day, "up to its delivery or `as_of`"."""
        until = self.day(record, "resolved") or self.scope.today()
        return max((until - due - self.late).days, 0)

    def outcome(self, record: Record, due: date) -> str:
        delivered = self.day(record, "resolved")
        if delivered is None:
            return "miss" if self.scope.today() > due + self.late else "pending"
        checks = {"on_time": self.on_time(due, delivered), "in_full": self.in_full(record)}
        hit = all(checks.values()) if self.count == "both" else checks[self.count]
        return "hit" if hit else "miss"


def amount_of(record: Record) -> Fraction | None:
    """The case's `amount` attribute; one that is not a decimal number is as good as none."""
    try:
        return parse_decimal(record.texts["amount"])
    except (KeyError, ValueError, ZeroDivisionError):
        return None


def delivery(scope: Scope) -> Tally:
    """Rule: "cases with `due`, counted in the period holding `due`": the share delivered as ordered."""
    judge = DeliveryJudge(scope)
    tally = scope.plain_coverage(Tally())
    for record in scope.records:
        due = judge.day(record, "due")
        if due is None or not scope.part.first <= due < scope.part.end:
            continue
        outcome = judge.outcome(record, due)
        tally.pending += outcome == "pending"
        tally.counted += outcome != "pending"
        tally.breaching += outcome == "miss"
        tally.culprits += [record] if outcome == "miss" else []
        if outcome != "pending":
            tally.deliveries.append(Delivery(judge.days_late(record, due), amount_of(record)))
    if tally.counted:
        tally.numerator, tally.denominator = Fraction(tally.counted - tally.breaching), Fraction(
            tally.counted
        )
        tally.value = 100 * tally.numerator / tally.denominator
    return tally
