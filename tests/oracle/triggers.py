"""Triggers: named contractual rights that persistent failure raises."""

from collections.abc import Iterable
from dataclasses import dataclass

from instants import decimal_text, fixed_places, parse_limit
from judgement import SCORED, Verdict
from points import Failure, all_failures, total_of
from scorecards import Result


@dataclass
class Raised:
    """A trigger, the period that raised it, and why."""

    name: str
    result: Result
    because: str

    def json(self) -> dict:
        return {
            "name": self.name,
            "agreement": self.result.agreement.id,
            "period": self.result.period.label,
            "because": self.because,
        }


def triggers_of(results: list[Result]) -> Iterable[Raised]:
    """What the closed periods of one agreement raise, oldest first."""
    closed = [result for result in results if not result.is_open]
    failures = all_failures(closed)
    for index, result in enumerate(closed):
        for trigger in result.terms.get("triggers") or []:
            because = reason(trigger, closed[: index + 1]) or points_reason(trigger, failures[: index + 1])
            if because:
                yield Raised(trigger.get("name", ""), result, because)


def watched(trigger: dict, result: Result) -> list[Verdict]:
    """The objectives that a trigger looks at: `any`, or the one it names."""
    name = trigger.get("objective", "any")
    return [verdict for verdict in result.verdicts if name in ("any", verdict.id)]


def is_breached(trigger: dict, result: Result) -> bool:
    return any(verdict.status == "breached" for verdict in watched(trigger, result))


def reason(trigger: dict, until_now: list[Result]) -> str | None:
    """Why the last of these periods raises the trigger, if it does."""
    now = until_now[-1]
    if "breaches" in trigger:
        # "three of any six consecutive periods": raised by a breached period that completes the number.
        width = int(trigger["in_periods"])
        breaches = sum(is_breached(trigger, result) for result in until_now[-width:])
        if is_breached(trigger, now) and breaches >= int(trigger["breaches"]):
            return f"{breaches} breaches in {width} periods"
    if "value_below" in trigger:
        limit = parse_limit(trigger["value_below"])
        for verdict in watched(trigger, now):
            if verdict.status in SCORED and verdict.value is not None and verdict.value < limit:
                return f"{verdict.id} {fixed_places(verdict.value, 6)} below {trigger['value_below']}"
    return None


def points_reason(trigger: dict, until_now: list[list[Failure]]) -> str | None:
    """Rule: "`{points: 12, in_periods: 12}`", raised by a period with points that completes the number."""
    if "points" not in trigger:
        return None
    name, width = trigger.get("objective", "any"), int(trigger["in_periods"])
    by_period = [
        total_of([failure for failure in failures if name in ("any", failure.objective)])
        for failures in until_now[-width:]
    ]
    if by_period[-1] > 0 and sum(by_period) >= int(trigger["points"]):
        return f"{decimal_text(sum(by_period))} points in {width} periods"
    return None
