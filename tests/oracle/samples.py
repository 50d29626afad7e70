"""Samples and plain counts: ratio, sample, count."""

from fractions import Fraction

from cases import statistic
from evidence import Record
from scope import Scope, Tally


def records_in_period(scope: Scope, name: str, tally: Tally, metric: str | None = None) -> list[Record]:
    """The records whose `at`, `from` or `opened` lies in the period and in no exclusion."""
    kept = []
    for record in scope.records:
        at = record.time(name, scope.as_of)
        if not scope.measures(at) or (metric is not None and record.texts.get("metric") != metric):
            continue
        if scope.only_in_service_time and not scope.in_service_time(at):
            continue
        if scope.exclusions.removes_record(at, record):
            tally.excluded += 1
        else:
            kept.append(record)
    return kept


def ratio(scope: Scope) -> Tally:
    """Rule: "samples named `metric` with `at` in the period: 100 x sum(good) / sum(total)"."""
    tally = scope.plain_coverage(Tally())
    samples = [
        record
        for record in records_in_period(scope, "at", tally, scope.options.get("metric"))
        if "good" in record.numbers and "total" in record.numbers
    ]
    tally.counted = len(samples)
    good = sum((record.numbers["good"] for record in samples), Fraction(0))
    total = sum((record.numbers["total"] for record in samples), Fraction(0))
    if total:
        tally.numerator, tally.denominator, tally.value = good, total, 100 * good / total
    return tally


def sample(scope: Scope) -> Tally:
    """A `statistic` of `value`; "of equal `at`, the greatest key is last"."""
    tally = scope.plain_coverage(Tally())
    samples = [
        record
        for record in records_in_period(scope, "at", tally, scope.options.get("metric"))
        if "value" in record.numbers
    ]
    tally.counted = len(samples)
    if not samples:
        return tally
    name = scope.options.get("statistic", "mean")
    if name == "last":
        tally.value = max(samples, key=lambda r: (r.times["at"].at, r.key)).numbers["value"]
    else:
        tally.value = statistic(name, [record.numbers["value"] for record in samples])
    return tally


def count(scope: Scope) -> Tally:
    """Rule: "how many records match in the period (`of: intervals|cases`, by `from` / `opened`)"."""
    tally = scope.plain_coverage(Tally())
    shape, name = {"intervals": ("interval", "from"), "cases": ("case", "opened")}[
        scope.options.get("of", "cases")
    ]
    scope.records = [record for record in scope.records if record.shape == shape]
    tally.counted = len(records_in_period(scope, name, tally))
    tally.value = Fraction(tally.counted)
    return tally
