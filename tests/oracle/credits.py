"""Credits: lines for breaches, one credit an incident, earn-back, totals."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from caps import apply_caps, lower_of
from claims import claim_status
from documents import Contract, is_true, nearest, text_or_none
from instants import decimal_text, parse_decimal
from judgement import Verdict
from money import charges_between, money_text, to_minor
from periods import Period
from points import Failure, all_failures, failures_of, in_grace, points_objectives, total_of, worth
from schemes import SCHEMES, Breach, Earning
from scorecards import Measurer, Result, Segment
from triggers import triggers_of


@dataclass
class Line:
    """One credit line; amounts are in minor units. Without an objective it is the points of an agreement."""

    result: Result
    index: int  # of the result among its agreement's
    objective: dict | None
    scheme: str
    earning: Earning
    earned: int
    amount: int
    status: str
    culprits: frozenset[str]  # the incidents of the records that breached
    failures: list[Failure] = field(default_factory=list)

    @property
    def contract(self) -> Contract:
        return self.result.agreement.contract

    @property
    def period(self) -> Period:
        return self.result.period

    @property
    def contract_terms(self) -> dict:
        """The contract's terms "in force on the period's first day"."""
        return self.contract.terms_on(self.period.first)

    @property
    def is_provisional(self) -> bool:
        return self.status == "provisional"

    @property
    def tie(self) -> tuple[str, str]:
        """Rule: "ties by agreement id, then objective id"; the agreement's own line comes first."""
        return self.result.agreement.id, self.objective["id"] if self.objective else ""

    def json(self) -> dict:
        currency = self.contract.currency
        answer = {
            "agreement": self.result.agreement.id,
            "objective": self.objective and self.objective["id"],
            "period": self.period.label,
            "scheme": self.scheme,
            "base": money_text(to_minor(self.earning.base, currency), currency),
            "rule": self.earning.rule,
            "points": None,
            "amount": money_text(self.amount, currency),
            "capped_from": money_text(self.earned, currency) if self.amount < self.earned else None,
            "status": self.status,
        }
        if self.scheme == "points":
            answer["points"] = decimal_text(total_of(self.failures))
            answer["objectives"] = [failure.json() for failure in self.failures]
        return answer


def scheme_of(objective: dict) -> str | None:
    return (objective.get("credits") or {}).get("scheme")


class AgreementCredits:
    """The lines of one agreement, oldest period first, before the contract's caps."""

    def __init__(self, measurer: Measurer, results: list[Result]):
        self.measurer = measurer
        self.results = results
        self.totals = [total_of(failures) for failures in all_failures(results)]

    def lines(self) -> Iterable[Line]:
        for index, result in enumerate(self.results):
            paid_fixed: set[str] = set()
            for segment in result.segments:
                lines = self._segment_lines(index, segment, paid_fixed)
                paid_fixed |= {line.objective["id"] for line in lines if line.scheme == "fixed"}
                yield from lines

    def _segment_lines(self, index: int, segment: Segment, paid_fixed: set[str]) -> list[Line]:
        lines = [
            self._objective_line(index, segment, objective, frozenset())
            for objective in segment.terms["objectives"]
            if not (objective["id"] in paid_fixed and scheme_of(objective) == "fixed")
        ]
        lines = [line for line in (*lines, self._points_line(index, segment, frozenset())) if line]
        if is_true(segment.terms.get("one_credit_per_incident")):
            lines = self._once_per_incident(index, segment, lines)
        if len(self.results[index].segments) == 1:
            # The total that the next period is averaged with is the one that earned here.
            earned = [line.failures for line in lines if line.scheme == "points"]
            self.totals[index] = total_of(earned[0]) if earned else self.totals[index]
        return lines

    def _once_per_incident(self, index: int, segment: Segment, lines: list[Line]) -> list[Line]:
        """Rule: "the largest of those lines keeps it and the others are computed again without it"."""
        lost: dict[tuple, set[str]] = {line.tie: set() for line in lines}
        for incident in set().union(*(line.culprits for line in lines)):
            sharing = [line for line in lines if incident in line.culprits]
            for line in sorted(sharing, key=lambda line: (-line.earned, line.tie))[1:]:
                lost[line.tie].add(incident)
        return [
            line for line in (self._again(index, segment, line, lost[line.tie]) for line in lines) if line
        ]

    def _again(self, index: int, segment: Segment, line: Line, lost: set[str]) -> Line | None:
        if not lost:
            return line
        if line.objective is None:
            return self._points_line(index, segment, frozenset(lost))
        return self._objective_line(index, segment, line.objective, frozenset(lost))

    def _verdict(
        self, index: int, segment: Segment, identity: str, without: frozenset[str]
    ) -> Verdict | None:
        """As it was measured, or measured again without some incidents."""
        if not without:
            return segment.verdict(identity)
        agreement = self.results[index].agreement
        return self.measurer.measure_objective(agreement, segment.parts, identity, without)

    def _base(self, result: Result, segment: Segment) -> Fraction:
        contract = result.agreement.contract
        service = text_or_none(segment.terms.get("service"))
        terms = contract.terms_on(result.period.first)
        return charges_between(contract, terms, service, segment.first, segment.end)

    def _objective_line(
        self, index: int, segment: Segment, objective: dict, without: frozenset[str]
    ) -> Line | None:
        result, terms = self.results[index], objective.get("credits") or {}
        if scheme_of(objective) not in SCHEMES or in_grace(result, segment.terms, objective):
            return None
        verdict = self._verdict(index, segment, objective["id"], without)
        if verdict.status != "breached":
            return None  # "Only a `breached`, closed period earns"
        at_risk = segment.terms.get("at_risk", "0")
        earning = SCHEMES[terms["scheme"]](Breach(objective, verdict, self._base(result, segment), at_risk))
        if earning is None or earning.amount < parse_decimal(terms.get("minimum", "0")):
            return None  # "after `minimum`: a line below it is nothing"
        line = self._line(index, segment, objective, earning, [verdict])
        cap = terms.get("cap") or objective.get("cap")
        if line and cap and not line.is_provisional:
            limit = lower_of(cap, "percent", "amount", earning.base, line.contract.currency)
            line.amount = min(line.amount, limit)
        return line

    def _points_line(self, index: int, segment: Segment, without: frozenset[str]) -> Line | None:
        """Rule: "One line for the agreement (`objective: null`, its objectives inside)"."""
        result, previous = self.results[index], self.results[index - 1] if index else None
        verdicts = [
            self._verdict(index, segment, objective["id"], without)
            for objective in points_objectives(segment.terms)
        ]
        failures = failures_of(result, previous, segment.terms, verdicts)
        if not failures:
            return None
        before = self.totals[index - 1] if index else None
        earning = worth(segment, self._base(result, segment), total_of(failures), before)
        failed = {failure.objective for failure in failures}
        return self._line(index, segment, None, earning, [v for v in verdicts if v.id in failed], failures)

    def _line(
        self,
        index: int,
        segment: Segment,
        objective: dict | None,
        earning: Earning,
        verdicts: list[Verdict],
        failures: Iterable[Failure] = (),
    ) -> Line | None:
        """Rule: "Each line is rounded half even to the currency's minor unit"; one of nothing is none."""
        result = self.results[index]
        contract = result.agreement.contract
        amount = to_minor(earning.amount, contract.currency)
        if amount == 0:
            return None
        terms = objective["credits"] if objective else {"scheme": "points"}
        claim = nearest("claim", terms, segment.terms, contract.terms_on(result.period.first))
        status = claim_status(self.measurer.workspace, result, claim, self.measurer.as_of)
        culprits = frozenset(
            record.incident for verdict in verdicts for record in verdict.tally.culprits if record.incident
        )
        return Line(
            result, index, objective, terms["scheme"], earning, amount, amount, status, culprits, [*failures]
        )

    def earn_back(self, line: Line) -> Line | None:
        """Rule: "returns the credit, as a separate entry, when the objective is met in each of the N periods that
        follow, dated in the Nth; it gives back what was left after caps"."""
        terms = line.objective["credits"].get("earn_back") if line.objective else None
        if not terms or line.is_provisional or line.amount == 0:
            return None
        count = int(terms["periods"])
        following = self.results[line.index + 1 : line.index + 1 + count]
        verdicts = [result.verdict(line.objective["id"]) for result in following if not result.is_open]
        if sum(verdict is not None and verdict.status == "met" for verdict in verdicts) < count:
            return None
        rule = f"earn-back of {line.period.label}: met in {count} following periods"
        earning = Earning(-line.earning.amount, rule, line.earning.base)
        back, when = -line.amount, line.index + count
        return Line(following[-1], when, line.objective, "pool", earning, back, back, "proposed", frozenset())


class Credits:
    """All credit lines of a workspace at the measurer's `as_of`."""

    def __init__(self, measurer: Measurer):
        self.measurer = measurer
        self._lines: dict[str, list[Line]] = {}

    def lines(self, supplier: str) -> list[Line]:
        """A supplier's lines after caps, by agreement and period, in document order; then what was earned back."""
        if supplier not in self._lines:
            owing = {
                agreement.id: AgreementCredits(self.measurer, self.measurer.results(agreement))
                for agreement in self.measurer.workspace.agreements_of(supplier)
                if agreement.contract
            }
            lines = [line for agreement in owing.values() for line in agreement.lines()]
            apply_caps([line for line in lines if not line.is_provisional])
            returned = [owing[line.result.agreement.id].earn_back(line) for line in lines]
            self._lines[supplier] = lines + [line for line in returned if line]
        return self._lines[supplier]

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
