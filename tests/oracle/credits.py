"""Credits: lines for breaches, one credit an incident, earn-back, totals."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from caps import apply_caps, lower_of
from claims import claim_status
from documents import Contract, is_true, nearest, text_or_none
from instants import ONE_DAY, decimal_text, parse_decimal
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


def rule_text(rules: list[tuple[str, Segment]]) -> str:
    """One rule, or each with the days in which it held."""
    if len({text for text, _ in rules}) == 1:
        return rules[0][0]
    return "; ".join(f"{text} ({segment.first} to {segment.end - ONE_DAY})" for text, segment in rules)


class AgreementCredits:
    """The lines of one agreement, oldest period first, before the contract's caps."""

    def __init__(self, measurer: Measurer, results: list[Result]):
        self.measurer = measurer
        self.results = results
        self.totals = [total_of(failures) for failures in all_failures(results)]

    def lines(self) -> Iterable[Line]:
        for index, result in enumerate(self.results):
            identities = dict.fromkeys(o["id"] for s in result.segments for o in s.terms["objectives"])
            lines = [self._objective_line(index, identity, frozenset()) for identity in identities]
            lines = [line for line in (*lines, self._points_line(index, frozenset())) if line]
            if is_true(result.terms.get("one_credit_per_incident")):
                lines = self._once_per_incident(index, lines)
            # The total that the next period is averaged with is the one that earned here.
            earned = [line.failures for line in lines if line.scheme == "points"]
            self.totals[index] = total_of(earned[0]) if earned else self.totals[index]
            yield from lines

    def _once_per_incident(self, index: int, lines: list[Line]) -> list[Line]:
        """Rule: "the largest of those lines keeps it and the others are computed again without it"."""
        lost: dict[tuple, set[str]] = {line.tie: set() for line in lines}
        for incident in set().union(*(line.culprits for line in lines)):
            sharing = [line for line in lines if incident in line.culprits]
            for line in sorted(sharing, key=lambda line: (-line.earned, line.tie))[1:]:
                lost[line.tie].add(incident)
        return [line for line in (self._again(index, line, lost[line.tie]) for line in lines) if line]

    def _again(self, index: int, line: Line, lost: set[str]) -> Line | None:
        if not lost:
            return line
        if line.objective is None:
            return self._points_line(index, frozenset(lost))
        return self._objective_line(index, line.objective["id"], frozenset(lost))

    def _verdict(
        self, index: int, segment: Segment, identity: str, without: frozenset[str]
    ) -> Verdict | None:
        """As it was measured, or measured again without some incidents."""
        if not without:
            return segment.verdict(identity)
        agreement = self.results[index].agreement
        return self.measurer.measure_objective(agreement, segment.parts, identity, without)

    def _base(self, result: Result, segment: Segment) -> Fraction:
        service = text_or_none(segment.terms.get("service"))
        contract = result.agreement.contract
        return charges_between(contract, result.period.first, service, segment.first, segment.end)

    def _objective_line(self, index: int, identity: str, without: frozenset[str]) -> Line | None:
        """One line a period: what each segment earns by its own terms, value and days is added up."""
        result = self.results[index]
        holding = [
            (segment, objective)
            for segment in result.segments
            for objective in segment.terms["objectives"]
            if objective["id"] == identity and scheme_of(objective) in SCHEMES
        ]
        if not holding or in_grace(result, holding[0][0].terms, holding[0][1]):
            return None
        base, earnings, breaches = Fraction(0), [], []
        for segment, objective in holding:
            own_base = self._base(result, segment)
            base += own_base
            verdict = self._verdict(index, segment, identity, without)
            paid = earnings and scheme_of(objective) == "fixed"  # "an amount a breach" of the period
            if verdict.status != "breached" or paid:
                continue  # "Only a `breached`, closed period earns"
            at_risk = segment.terms.get("at_risk", "0")
            earning = SCHEMES[scheme_of(objective)](Breach(objective, verdict, own_base, at_risk))
            if earning:
                breaches.append(verdict)
                earnings.append((earning, segment))
        segment, objective = holding[0]
        amount = sum((earning.amount for earning, _ in earnings), Fraction(0))
        if not earnings or amount < parse_decimal(objective["credits"].get("minimum", "0")):
            return None  # "after `minimum`: a line below it is nothing"
        if len(holding) == 1:
            base = earnings[0][0].base  # some schemes have one of their own
        rule = rule_text([(earning.rule, segment) for earning, segment in earnings])
        line = self._line(index, segment, objective, Earning(amount, rule, base), breaches)
        cap = objective["credits"].get("cap") or objective.get("cap")
        if line and cap and not line.is_provisional:
            limit = lower_of(cap, "percent", "amount", base, line.contract.currency)
            line.amount = min(line.amount, limit)
        return line

    def _points_line(self, index: int, without: frozenset[str]) -> Line | None:
        """Rule: "One line for the agreement (`objective: null`, its objectives inside)"."""
        result, previous = self.results[index], self.results[index - 1] if index else None
        before = self.totals[index - 1] if index else None
        base, earnings, breaches = Fraction(0), [], []
        worst: dict[str, Failure] = {}
        for segment in result.segments:
            objectives = points_objectives(segment.terms)
            verdicts = [self._verdict(index, segment, o["id"], without) for o in objectives]
            failures = failures_of(result, previous, segment.terms, verdicts)
            own_base = self._base(result, segment)
            base += own_base if objectives else 0
            if not failures:
                continue
            earnings.append((worth(segment, own_base, total_of(failures), before), segment))
            failed = {failure.objective for failure in failures}
            breaches += [v for v in verdicts if v.id in failed]
            for failure in failures:
                if failure.objective not in worst or worst[failure.objective].points < failure.points:
                    worst[failure.objective] = failure
        if not earnings:
            return None
        amount = sum((earning.amount for earning, _ in earnings), Fraction(0))
        rule = rule_text([(earning.rule, segment) for earning, segment in earnings])
        first = next(s for s in result.segments if points_objectives(s.terms))
        return self._line(index, first, None, Earning(amount, rule, base), breaches, list(worst.values()))

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
