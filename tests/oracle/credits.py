"""Credits: lines for breaches, caps, claims. A scheme is one function in SCHEMES."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby

from documents import Contract, text_or_none
from instants import ONE_DAY, as_day, local_day, parse_decimal, parse_limit
from judgement import Verdict
from money import (
    calendar_month,
    charges_between,
    contract_year,
    money_text,
    to_minor,
    to_minor_down,
    share_out,
)
from periods import Period, whole_period_start
from scorecards import Measurer, Result
from triggers import triggers_of


@dataclass
class Line:
    """One credit line; amounts are in minor units."""

    result: Result
    objective: dict
    scheme: str
    rule: str
    base: Fraction
    earned: int
    amount: int
    status: str

    @property
    def contract(self) -> Contract:
        return self.result.agreement.contract

    @property
    def period(self) -> Period:
        return self.result.period

    @property
    def terms(self) -> dict:
        """The contract's terms "in force on the period's first day"."""
        return self.contract.terms_on(self.period.first)

    @property
    def is_provisional(self) -> bool:
        return self.status == "provisional"

    def json(self) -> dict:
        currency = self.contract.currency
        return {
            "agreement": self.result.agreement.id,
            "objective": self.objective["id"],
            "period": self.period.label,
            "scheme": self.scheme,
            "base": money_text(to_minor(self.base, currency), currency),
            "rule": self.rule,
            "points": None,
            "amount": money_text(self.amount, currency),
            "capped_from": money_text(self.earned, currency) if self.amount < self.earned else None,
            "status": self.status,
        }


def tiers(terms: dict, verdict: Verdict, base: Fraction) -> tuple[Fraction, str] | None:
    """Rule: "the deepest matching tier's percent of the base"; without a value, the deepest tier."""
    matched = None
    for tier in terms["tiers"]:
        side = "below" if "below" in tier else "above"
        edge = parse_limit(tier[side])
        value = verdict.value
        if value is None or (value < edge if side == "below" else value > edge):
            matched = (
                base * parse_decimal(tier["percent"]) / 100,
                f"{side} {tier[side]}: {tier['percent']} %",
            )
    return matched


def fixed(terms: dict, verdict: Verdict, base: Fraction) -> tuple[Fraction, str] | None:
    """Rule: "an amount a breach"."""
    return parse_decimal(terms["amount"]), f"fixed: {terms['amount']}"


SCHEMES = {"tiers": tiers, "fixed": fixed}


class Credits:
    """All credit lines of a workspace at the measurer's `as_of`."""

    def __init__(self, measurer: Measurer):
        self.measurer = measurer
        self.as_of = measurer.as_of
        self._lines: dict[str, list[Line]] = {}

    def lines(self, supplier: str) -> list[Line]:
        """A supplier's lines after caps, by agreement and period, in document order."""
        if supplier not in self._lines:
            agreements = self.measurer.workspace.agreements_of(supplier)
            lines = [
                line for a in agreements if a.contract for line in self._earned(self.measurer.results(a))
            ]
            apply_caps([line for line in lines if not line.is_provisional])
            self._lines[supplier] = lines
        return self._lines[supplier]

    def _earned(self, results: list[Result]) -> Iterable[Line]:
        for result in results:
            for verdict in result.verdicts:
                objective = objective_on_first_day(result, verdict)
                if objective and objective.get("credits") and verdict.status == "breached":
                    line = self._line(result, verdict, objective)
                    if line:
                        yield line

    def _line(self, result: Result, verdict: Verdict, objective: dict) -> Line | None:
        """Rule: "rounded half even ... (after `minimum`: a line below it is nothing)"; then its own cap."""
        terms, contract = objective["credits"], result.agreement.contract
        period = result.period
        contract_terms = contract.terms_on(period.first)
        grace = nearest("grace_until", terms, result.terms, contract_terms)
        if grace and period.first < as_day(grace):
            return None  # "periods that start before it earn nothing"
        base = charges_between(
            contract, contract_terms, text_or_none(result.terms.get("service")), period.first, period.end
        )
        credit = SCHEMES[terms["scheme"]](terms, verdict, base)
        if credit is None or credit[0] < parse_decimal(terms.get("minimum", "0")):
            return None
        amount = to_minor(credit[0], contract.currency)
        if amount == 0:
            return None
        status = "provisional" if result.is_open else self._claim_status(result, objective)
        line = Line(result, objective, terms["scheme"], credit[1], base, amount, amount, status)
        cap = terms.get("cap")
        if cap and not line.is_provisional:
            line.amount = min(amount, lower_of(cap, "percent", "amount", base, contract.currency))
        return line

    def _claim_status(self, result: Result, objective: dict) -> str:
        """Rule: "past it the line is `lapsed`"; what the customer deducts itself is `overdue`."""
        contract_terms = result.agreement.contract.terms_on(result.period.first)
        claim = nearest("claim", objective["credits"], result.terms, contract_terms)
        if not claim or "within" not in claim:
            return "proposed"
        today = local_day(result.agreement.zone, self.as_of)
        if today <= self._last_claim_day(result, claim["within"]):
            return "proposed"
        return "lapsed" if claim.get("mode", "request") == "request" else "overdue"

    def _last_claim_day(self, result: Result, within: dict) -> date:
        """Rule: "in local calendar days: the last day on which the credit may be claimed"."""
        day = result.period.last_day
        if "days" in within:
            return day + timedelta(days=int(within["days"]))
        if "working_days" in within:
            calendar = self.measurer.workspace.calendar(
                within.get("calendar") or result.terms.get("calendar")
            )
            for _ in range(int(within["working_days"])):
                day += ONE_DAY
                while not calendar.is_working_day(day):
                    day += ONE_DAY
            return day
        for _ in range(int(within["billing_periods"])):
            start = day + ONE_DAY
            day = start
            while whole_period_start(result.agreement.grid, day + ONE_DAY) == whole_period_start(
                result.agreement.grid, start
            ):
                day += ONE_DAY
        return day

    def currency(self, supplier: str) -> str | None:
        """A supplier's one currency; none without a contract."""
        contracts = sorted(
            (c for c in self.measurer.workspace.contracts.values() if c.supplier == supplier),
            key=lambda c: c.id,
        )
        return contracts[0].currency if contracts else None

    def summary(self, supplier: str, label: str) -> dict:
        """The `credits` of a scorecard: those of the periods that it shows."""
        lines = self._selected(supplier, label)
        return {
            "currency": self.currency(supplier),
            "total": self._total(supplier, lines),
            "capped": any(line.amount < line.earned for line in lines),
        }

    def json(self, supplier: str, label: str | None) -> dict:
        """What `credits SUPPLIER [--period P]` prints."""
        return {
            "supplier": supplier,
            "currency": self.currency(supplier),
            "total": self._total(supplier, self._selected(supplier, label)),
            "lines": [line.json() for line in self._selected(supplier, label)],
            "triggers": self._triggers(supplier, label),
        }

    def _selected(self, supplier: str, label: str | None) -> list[Line]:
        if label is None:
            return self.lines(supplier)
        chosen = {id(result) for result in self.measurer.selected(supplier, label)}
        return [line for line in self.lines(supplier) if id(line.result) in chosen]

    def _total(self, supplier: str, lines: list[Line]) -> str:
        """Rule: "an open one gives provisional lines outside totals"."""
        total = sum(line.amount for line in lines if not line.is_provisional)
        return money_text(total, self.currency(supplier) or "")

    def _triggers(self, supplier: str, label: str | None) -> list[dict]:
        chosen = None if label is None else {id(r) for r in self.measurer.selected(supplier, label)}
        return [
            raised.json()
            for agreement in self.measurer.workspace.agreements_of(supplier)
            for raised in triggers_of(self.measurer.results(agreement))
            if chosen is None or id(raised.result) in chosen
        ]


def nearest(name: str, *places: dict):
    """A term of the objective's credits, else of the agreement, else of the contract."""
    return next((place[name] for place in places if place.get(name)), None)


def objective_on_first_day(result: Result, verdict: Verdict) -> dict | None:
    """Rule: "credits use the terms in force on the period's first day"."""
    return next((o for o in result.terms["objectives"] if o["id"] == verdict.id), None)


def lower_of(cap: dict, percent: str, amount: str, base: Fraction, currency: str) -> int | None:
    """A cap in minor units: "Where percent and amount are both given the lower holds"."""
    limits = []
    if percent in cap:
        limits.append(to_minor_down(base * parse_decimal(cap[percent]) / 100, currency))
    if amount in cap:
        limits.append(to_minor_down(parse_decimal(cap[amount]), currency))
    return min(limits) if limits else None


def apply_caps(lines: list[Line]) -> None:
    """Rule: "caps apply in order: objective, period, contract year"; the objective's are on the lines already."""
    for contract in {id(line.contract): line.contract for line in lines}.values():
        own = [line for line in lines if line.contract is contract]
        apply_cap(contract, own, "period", calendar_month)
        apply_cap(contract, own, "year", lambda day: contract_year(contract, day))


def apply_cap(contract: Contract, lines: list[Line], name: str, bounds_of) -> None:
    """One cap, used up by "periods ... in the order of their last days, then labels"."""

    def order(line: Line):
        return line.period.last_day, line.period.label

    used: dict[tuple[date, date], int] = {}
    for _, group in groupby(sorted(lines, key=order), key=order):
        members = sorted(group, key=lambda line: (line.result.agreement.id, line.objective["id"]))
        terms = members[0].terms
        bounds = bounds_of(members[0].period.last_day)
        charges = charges_between(contract, terms, None, *bounds)
        cap = lower_of(
            terms.get("caps") or {}, f"{name}_percent", f"{name}_amount", charges, contract.currency
        )
        if cap is not None:
            reduce_to(max(cap - used.get(bounds, 0), 0), members)
        used[bounds] = used.get(bounds, 0) + sum(line.amount for line in members)


def reduce_to(room: int, members: list[Line]) -> None:
    """Rule: "A cap that bites reduces the lines under it in proportion, by largest remainder"."""
    amounts = [line.amount for line in members]
    if sum(amounts) > room:
        for line, amount in zip(members, share_out(room, amounts)):
            line.amount = amount
