"""Points: failures by band, repeats, and what an agreement's points of a period are worth."""

from dataclasses import dataclass
from fractions import Fraction

from documents import is_true, nearest
from instants import as_day, decimal_text, parse_decimal
from judgement import Verdict
from schemes import Earning, deepest
from scorecards import Result, Segment


@dataclass(frozen=True)
class Failure:
    """One objective's points in one period."""

    objective: str
    band: str | None
    points: Fraction
    is_repeat: bool

    def json(self) -> dict:
        return {
            "objective": self.objective,
            "band": self.band,
            "points": decimal_text(self.points),
            "repeat": self.is_repeat,
        }


def in_grace(result: Result, terms: dict, objective: dict) -> bool:
    """Rule: "`grace_until` (a date): periods that start before it earn nothing"."""
    contract = result.agreement.contract
    on_contract = contract.terms_on(result.period.first) if contract else {}
    grace = nearest("grace_until", objective.get("credits") or {}, terms, on_contract)
    return bool(grace) and result.period.first < as_day(grace)


def is_failure(result: Result, identity: str) -> bool:
    """Whether a period is a failure of an objective that the next one can repeat.

    "`grace_until` ... break[s] a chain of repeats, as `no_data`, `no_events` and `undetermined` do".
    """
    verdict = result.verdict(identity)
    objective = next((o for o in result.terms["objectives"] if o["id"] == identity), {})
    is_breached = verdict is not None and verdict.status == "breached"
    return is_breached and not in_grace(result, result.terms, objective)


def points_objectives(terms: dict) -> list[dict]:
    return [o for o in terms["objectives"] if (o.get("credits") or {}).get("scheme") == "points"]


def failures_of(
    result: Result, previous: Result | None, terms: dict, verdicts: list[Verdict]
) -> list[Failure]:
    """The failures that verdicts of a period mean under some terms."""
    found = []
    for objective in points_objectives(terms):
        verdict = next((v for v in verdicts if v.id == objective["id"]), None)
        if verdict is None or verdict.status != "breached" or in_grace(result, terms, objective):
            continue
        band = deepest(objective["credits"]["bands"], verdict.value)
        points = Fraction(int(band["points"])) if band else Fraction(0)
        is_repeat = not result.is_open and previous is not None and is_failure(previous, objective["id"])
        if is_repeat:
            # "its own band's points x `repeat_multiplier` (default 2; it does not compound)"
            points *= parse_decimal((terms.get("points") or {}).get("repeat_multiplier", "2"))
        found.append(Failure(objective["id"], band["name"] if band else None, points, is_repeat))
    return found


def total_of(failures: list[Failure]) -> Fraction:
    return sum((failure.points for failure in failures), Fraction(0))


def all_failures(results: list[Result]) -> list[list[Failure]]:
    """The failures of each of an agreement's periods, by the terms of its first day, as it was measured."""
    previous = [None, *results]
    return [
        failures_of(result, before, result.terms, result.verdicts)
        for before, result in zip(previous, results)
    ]


def worth(segment: Segment, base: Fraction, total: Fraction, previous: Fraction | None) -> Earning | None:
    """Rule: "total x percent x base", or "the highest rung reached" of a ladder; `previous` is the total of the
    period before, "when there is one"."""
    terms = segment.terms.get("points") or {}
    rule = f"{decimal_text(total)} points"
    if is_true(terms.get("average_with_previous", "false")) and previous is not None:
        total = (total + previous) / 2
        rule += f", {decimal_text(total)} on average with the period before"
    if "percent_per_point" in terms:
        percent = total * parse_decimal(terms["percent_per_point"])
    else:
        reached = [rung for rung in terms.get("ladder") or [] if Fraction(rung["points"]) <= total]
        highest = max(reached, key=lambda rung: Fraction(rung["points"]), default={"percent": "0"})
        percent = parse_decimal(highest["percent"])
    return Earning(base * percent / 100, f"{rule}: {decimal_text(percent)} %", base)
