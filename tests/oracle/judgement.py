"""From value to status and score."""

from dataclasses import dataclass, field
from fractions import Fraction

from cases import case_time, delivery
from documents import Part
from instants import decimal_text, fixed_places, format_instant, parse_decimal, parse_limit, round_as_agreed
from outages import availability, mtbf, mttr
from samples import count, ratio, sample
from scope import Scope, Tally

METRICS = {
    "availability": availability,
    "case_time": case_time,
    "delivery": delivery,
    "ratio": ratio,
    "sample": sample,
    "count": count,
    "mttr": mttr,
    "mtbf": mtbf,
}
WITHOUT_MIN_SAMPLES = ("availability", "count")
SCORED = ("met", "breached")


def unit_of(objective: dict) -> str:
    """percent, seconds, count or number."""
    metric = objective["metric"]
    if metric == "case_time":
        statistic = (objective.get("with") or {}).get("statistic", "percent_within")
        return "percent" if statistic == "percent_within" else "seconds"
    return {"mttr": "seconds", "mtbf": "seconds", "count": "count", "sample": "number"}.get(metric, "percent")


class Target:
    """Rule: "`target: {at_least: "99.9"}` or `{at_most: "4"}`. Equal to the target is met."""

    def __init__(self, objective: dict):
        ((self.direction, text),) = objective["target"].items()
        self.limit = parse_limit(text)
        self.floor = parse_limit(objective["floor"]) if "floor" in objective else None
        self.rounding = objective.get("rounding")

    def rounded(self, value: Fraction) -> Fraction:
        """Rule: "`rounding` ... is applied ... before every comparison; by default nothing is rounded"."""
        if not self.rounding:
            return value
        return round_as_agreed(value, int(self.rounding["places"]), self.rounding.get("mode", "half_even"))

    def is_met(self, rounded: Fraction) -> bool:
        return rounded >= self.limit if self.direction == "at_least" else rounded <= self.limit

    def score_of_miss(self, rounded: Fraction | None) -> Fraction:
        """Rule: "100 x (value - floor) / (target - floor)` clamped to 0..100"; 0 without a floor or a value."""
        if self.floor is None or rounded is None:
            return Fraction(0)
        return min(max(100 * (rounded - self.floor) / (self.limit - self.floor), Fraction(0)), Fraction(100))


@dataclass
class Verdict:
    """The measurement of one objective over one part, or over a whole period."""

    objective: dict
    start: int
    to: int
    length: int  # of what was measured, which ends at `as_of` while the period is open
    tally: Tally
    status: str
    score: Fraction | None
    value: Fraction | None  # rounded as the contract says
    provisional: list[str]
    parts: list["Verdict"] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self.objective["id"]

    @property
    def coverage(self) -> Fraction:
        return Fraction(self.tally.covered, self.tally.measured) if self.tally.measured else Fraction(0)

    def part_json(self) -> dict:
        return {
            "from": format_instant(self.start),
            "to": format_instant(self.to),
            "value": None if self.value is None else fixed_places(self.value, 6),
            "status": self.status,
            "score": None if self.score is None else fixed_places(self.score, 2),
        }

    def json(self) -> dict:
        shown = self.value is not None and self.tally.numerator is not None
        result = {
            "objective": self.id,
            "metric": self.objective["metric"],
            "unit": unit_of(self.objective),
            "value": None if self.value is None else fixed_places(self.value, 6),
            "numerator": decimal_text(self.tally.numerator) if shown else None,
            "denominator": decimal_text(self.tally.denominator) if shown else None,
            "coverage": fixed_places(self.coverage, 6),
            "target": dict(self.objective["target"]),
            "status": self.status,
            "provisional": self.provisional,
            "score": None if self.score is None else fixed_places(self.score, 2),
            "weight": str(self.objective.get("weight", "1")),
            "counted": self.tally.counted,
            "breaching": self.tally.breaching,
            "pending": self.tally.pending,
            "excluded": self.tally.excluded,
            "version": 1,
        }
        if self.parts:
            result["parts"] = [part.part_json() for part in self.parts]
        return result


def setting(objective: dict, name: str, default: str) -> str:
    """An option of the objective itself, which may stand in its `with` too."""
    return objective.get(name, (objective.get("with") or {}).get(name, default))


def status_of(objective: dict, tally: Tally, coverage: Fraction) -> str:
    """no_data, then no_events, then undetermined, then met or breached."""
    if tally.covered == 0 or coverage < parse_decimal(setting(objective, "min_coverage", "0.9")):
        return "no_data"
    if tally.value is None:
        return "no_events"
    if objective["metric"] not in WITHOUT_MIN_SAMPLES and tally.counted < int(
        setting(objective, "min_samples", "1")
    ):
        return "no_events"
    target = Target(objective)
    met = target.is_met(target.rounded(tally.value)) or tally.forgiven
    # "where that would decide between met and breached, the status is `undetermined`"
    if len({target.is_met(target.rounded(value)) for value in tally.extremes}) > 1:
        return "undetermined"
    return "met" if met else "breached"


WHEN = {"met": "met", "breach": "breached"}


def verdict_of(scope: Scope, part: Part) -> Verdict:
    """Measures one objective over one part of a period."""
    objective = scope.objective
    tally = METRICS[objective["metric"]](scope)
    verdict = Verdict(objective, part.start, part.to, scope.end - scope.start, tally, "", None, None, [])
    state = status_of(objective, tally, verdict.coverage)
    if state in ("no_data", "no_events"):
        option = "when_no_data" if state == "no_data" else "when_empty"
        verdict.status = WHEN.get(setting(objective, option, "skip"), state)
    else:
        verdict.status = state
        verdict.value = Target(objective).rounded(tally.value)
    if verdict.status == "met":
        verdict.score = Fraction(100)
    elif verdict.status == "breached":
        verdict.score = Target(objective).score_of_miss(verdict.value)
    reasons = {
        "open": part.start <= scope.as_of < part.to,
        "pending": tally.pending > 0,
        "coverage": verdict.coverage < 1,
        "disputed": False,
    }
    verdict.provisional = [name for name, holds in reasons.items() if holds]
    return verdict


def combine_parts(headline: Verdict, parts: list[Verdict]) -> Verdict:
    """Rule: "met when every part is, and its score is the parts' scores weighted by their lengths"."""
    statuses = {part.status for part in parts}
    order = ("breached", "undetermined", "no_data", "no_events", "met")
    headline.status = next(status for status in order if status in statuses)
    scored = [(part.score, part.length) for part in parts if part.score is not None]
    headline.score = None
    if headline.status in SCORED:
        headline.score = sum(score * size for score, size in scored) / sum(size for _, size in scored)
    reasons = {reason for verdict in (headline, *parts) for reason in verdict.provisional}
    headline.provisional = [name for name in ("open", "pending", "coverage", "disputed") if name in reasons]
    headline.parts = parts
    return headline
