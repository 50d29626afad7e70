"""Outages and downtime: availability, mttr and mtbf."""

from dataclasses import dataclass
from fractions import Fraction

from evidence import Record
from instants import SECOND, parse_decimal, parse_duration
from scope import Scope, Tally
from spans import Span, holds, pieces


@dataclass(frozen=True)
class Stretch:
    """One matching interval as it stood at `as_of`: "One without `to` runs to `as_of`"."""

    start: int
    to: int
    record: Record

    def covers(self, instant: int) -> bool:
        return self.start <= instant < self.to


@dataclass
class Outage:
    """Stretches that overlap, touch or lie `merge_gap` apart; `kept_to` is its end after `whole_units`."""

    stretches: list[Stretch]
    start: int
    to: int
    kept_to: int = 0

    @property
    def kept(self) -> Span:
        return self.start, self.kept_to

    def covering(self, instant: int) -> list[Record]:
        """The records that answer for an instant: "in a merged gap: every interval of the outage"."""
        here = [s.record for s in self.stretches if s.covers(instant)]
        return here or [s.record for s in self.stretches]


def matching_stretches(scope: Scope) -> list[Stretch]:
    """Rule: "intervals whose `state` is in `states`, with an impact above 0 and at least `min_impact`"."""
    states = scope.options.get("states") or ["outage"]
    least = parse_decimal(scope.options.get("min_impact", "0"))
    found = []
    for record in scope.records:
        impact = record.numbers["impact"]
        if record.texts["state"] in states and impact > 0 and impact >= least:
            to = record.time("to", scope.as_of)
            found.append(Stretch(record.times["from"].at, scope.as_of if to is None else to, record))
    return sorted(found, key=lambda s: (s.start, s.to))


def outages_of(scope: Scope) -> list[Outage]:
    """The outages of an objective, "judged before any clipping"."""
    by_impact = scope.options.get("weighting", "full") == "impact"
    gap = 0 if by_impact else parse_duration(scope.options.get("merge_gap", "0s"))
    shortest = parse_duration(scope.options.get("min_duration", "0s"))
    merged: list[Outage] = []
    for stretch in matching_stretches(scope):
        # By impact, `min_duration` "is judged on each interval".
        if by_impact and stretch.to - stretch.start < shortest:
            continue
        if merged and stretch.start <= merged[-1].to + gap:
            merged[-1].stretches.append(stretch)
            merged[-1].to = max(merged[-1].to, stretch.to)
        else:
            merged.append(Outage([stretch], stretch.start, stretch.to))
    kept = [outage for outage in merged if outage.to - outage.start >= shortest]
    unit = 0 if by_impact else parse_duration(scope.options.get("whole_units", "0s"))
    for outage in kept:
        size = outage.to - outage.start
        outage.kept_to = outage.start + (size // unit * unit if unit else size)
    return kept


def spared(scope: Scope, instant: int, outages: list[Outage]) -> bool:
    """Whether an exclusion that names some of the components removes an instant of downtime."""
    down = [outage for outage in outages if holds([outage.kept], instant)]
    covering = [record for outage in down for record in outage.covering(instant)]
    return any(window.removes_downtime(instant, covering) for window in scope.exclusions.partial)


@dataclass
class Downtime:
    """The sums over one range; `before` and `left` are per outage, without and with exclusions."""

    service: int
    seen: int
    down: Fraction
    before: list[int]
    left: list[int]


def measure_downtime(
    scope: Scope, outages: list[Outage], start: int, end: int, covered: list[Span]
) -> Downtime:
    """Looks at each piece between two edges of anything: is it service, seen, down, excluded?"""
    sums = Downtime(0, 0, Fraction(0), [0] * len(outages), [0] * len(outages))
    cuts = [w.span for w in scope.exclusions.partial]
    cuts += [outage.kept for outage in outages]
    cuts += [(s.start, s.to) for outage in outages for s in outage.stretches]
    layers = (scope.calendar.service_time(start, end), scope.exclusions.whole, covered, cuts)
    for here, following, (service, excluded, seen, _) in pieces(start, end, *layers):
        size = following - here
        if not service:
            continue
        in_service = scope.exclusions.count_as_up or not excluded
        sums.service += size * in_service
        if not seen:
            continue
        sums.seen += size * in_service
        down = [index for index, outage in enumerate(outages) if holds([outage.kept], here)]
        free = excluded or (bool(down) and spared(scope, here, outages))
        for index in down:
            sums.before[index] += size
            sums.left[index] += 0 if free else size
        if down and not free:
            sums.down += size * weight_at(scope, outages, down, here)
    return sums


def weight_at(scope: Scope, outages: list[Outage], down: list[int], instant: int) -> Fraction:
    """1, or "the largest impact among matching intervals at each instant" (`weighting: impact`)."""
    if scope.options.get("weighting", "full") == "full":
        return Fraction(1)
    return max(record.numbers["impact"] for index in down for record in outages[index].covering(instant))


def availability(scope: Scope) -> Tally:
    """Rule: "value = 100 x (time - down) / time", over covered service time only."""
    outages = outages_of(scope)
    sums = measure_downtime(scope, outages, scope.start, scope.end, scope.covered)
    tally = Tally(covered=sums.seen, measured=sums.service)
    for outage, before, left in zip(outages, sums.before, sums.left):
        removed = before > 0 and left == 0
        overlaps = max(outage.start, scope.start) < min(outage.kept_to, scope.end)
        tally.excluded += removed
        tally.counted += overlaps and not removed
        tally.breaching += left > 0
        tally.culprits += [stretch.record for stretch in outage.stretches] if left > 0 else []
    if sums.seen == 0:
        return tally
    up, tally.down = sums.seen - sums.down, sums.down
    tally.numerator, tally.denominator = up, Fraction(sums.seen)
    tally.value = 100 * up / sums.seen
    if scope.options.get("uncovered") != "ignore":
        unseen = sums.service - sums.seen
        tally.extremes = [100 * up / sums.service, 100 * (up + unseen) / sums.service]
    return tally


def service_length(scope: Scope, outage: Outage) -> tuple[int, int]:
    """The service time of a whole outage, before and after exclusions."""
    start, end = outage.kept
    sums = measure_downtime(scope, [outage], start, end, [(start, end)])
    return sums.before[0], sums.left[0]


def countable(scope: Scope, outages: list[Outage], tally: Tally) -> list[int]:
    """The service lengths of the outages that count; those an exclusion removed are tallied."""
    lengths = []
    for outage in outages:
        if scope.only_in_service_time and not scope.in_service_time(outage.start):
            continue
        before, left = service_length(scope, outage)
        start_removed = scope.only_in_service_time and start_is_removed(scope, outage)
        if start_removed or (before > 0 and left == 0):
            tally.excluded += 1
        else:
            lengths.append(left)
    tally.counted = len(lengths)
    return lengths


def start_is_removed(scope: Scope, outage: Outage) -> bool:
    """With `remove`, an exclusion takes its time out of service time, and so the starts in it."""
    return not scope.exclusions.count_as_up and holds(scope.exclusions.whole, outage.start)


def mttr(scope: Scope) -> Tally:
    """Rule: "mean service-time length of the outages (as above) that *end* in the period", in seconds."""
    tally = scope.plain_coverage(Tally())
    ended = [outage for outage in outages_of(scope) if scope.measures(outage.to)]
    lengths = countable(scope, ended, tally)
    if lengths:
        tally.value = Fraction(sum(lengths), len(lengths) * SECOND)
    return tally


def mtbf(scope: Scope) -> Tally:
    """Rule: "uptime in the period divided by the number that *start* in it", in seconds."""
    tally = scope.plain_coverage(Tally())
    outages = outages_of(scope)
    sums = measure_downtime(scope, outages, scope.start, scope.end, scope.covered)
    started = [outage for outage in outages if scope.measures(outage.start)]
    if countable(scope, started, tally):
        tally.value = (sums.seen - sums.down) / (tally.counted * SECOND)
    return tally
