"""Claims: until when a credit may be claimed, and what becomes of it then."""

from datetime import date, timedelta

from documents import Workspace
from instants import ONE_DAY, local_day
from periods import whole_period_start
from scorecards import Result


def claim_status(workspace: Workspace, result: Result, claim: dict | None, as_of: int) -> str:
    """Rule: "past it the line is `lapsed`"; what the customer deducts itself is `overdue`."""
    if result.is_open:
        return "provisional"
    if not claim or "within" not in claim:
        return "proposed"
    if local_day(result.agreement.zone, as_of) <= last_claim_day(workspace, result, claim["within"]):
        return "proposed"
    return "lapsed" if claim.get("mode", "request") == "request" else "overdue"


def last_claim_day(workspace: Workspace, result: Result, within: dict) -> date:
    """Rule: "in local calendar days: the last day on which the credit may be claimed"."""
    day = result.period.last_day
    if "days" in within:
        return day + timedelta(days=int(within["days"]))
    if "working_days" in within:
        calendar = workspace.calendar(within.get("calendar") or result.terms.get("calendar"))
        for _ in range(int(within["working_days"])):
            day += ONE_DAY
            while not calendar.is_working_day(day):
                day += ONE_DAY
        return day
    # The n-th whole period after the one that the result belongs to, also where a term cuts that one short.
    grid = result.agreement.grid
    for _ in range(int(within["billing_periods"]) + 1):
        start = day
        while whole_period_start(grid, day) == whole_period_start(grid, start):
            day += ONE_DAY
    return day - ONE_DAY
