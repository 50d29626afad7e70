"""Scorecards: a supplier's measurements in the periods that one label selects."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from documents import Agreement, Part, Workspace, text_or_none
from instants import fixed_places, format_instant, parse_decimal
from judgement import SCORED, Verdict, combine_parts, verdict_of
from periods import Period, label_days, label_kind
from scope import Scope

GRADES = ((95, "A"), (85, "B"), (70, "C"), (50, "D"))


def weighted(pairs: list[tuple[Fraction, Fraction | None]]) -> Fraction | None:
    """Rule: "sum(weight x score) / sum(weight)" over what has a score; "no data at all: no score"."""
    scored = [(weight, score) for weight, score in pairs if score is not None]
    total = sum((weight for weight, _ in scored), Fraction(0))
    return sum(weight * score for weight, score in scored) / total if total else None


def score_text(score: Fraction | None) -> str | None:
    """Rule: "Shown with two places, half even"."""
    return None if score is None else fixed_places(score, 2)


def grade(score: Fraction | None) -> str | None:
    """Rule: "A >= 95, B >= 85, C >= 70, D >= 50, else E", on the unrounded score."""
    if score is None:
        return None
    return next((letter for least, letter in GRADES if score >= least), "E")


def weight_of(terms: dict) -> Fraction:
    return parse_decimal(terms.get("weight", "1"))


@dataclass
class Segment:
    """What one set of credit terms governs of a period: all of it, or a side of an amendment that splits it."""

    first: date
    end: date
    parts: list[Part]
    verdicts: list[Verdict]

    @property
    def terms(self) -> dict:
        return self.parts[0].spec

    def verdict(self, objective_id: str) -> Verdict | None:
        return next((v for v in self.verdicts if v.id == objective_id), None)


@dataclass
class Result:
    """One agreement in one period."""

    agreement: Agreement
    period: Period
    terms: dict  # those in force on the period's first day
    verdicts: list[Verdict]
    is_open: bool
    segments: list[Segment]

    @property
    def weight(self) -> Fraction:
        return weight_of(self.terms)

    def score(self, category: object = ...) -> Fraction | None:
        """The agreement's score, or that of its objectives of one category."""
        return weighted(
            [
                (weight_of(v.objective), v.score if v.status in SCORED else None)
                for v in self.verdicts
                if category is ... or category_of(v) == category
            ]
        )

    def verdict(self, objective_id: str) -> Verdict | None:
        return next((v for v in self.verdicts if v.id == objective_id), None)

    def json(self) -> dict:
        return {
            "agreement": self.agreement.id,
            "period": self.period.label,
            "from": format_instant(self.period.start),
            "to": format_instant(self.period.to),
            "open": self.is_open,
            "score": score_text(self.score()),
            "objectives": [verdict.json() for verdict in self.verdicts],
        }


def category_of(verdict: Verdict) -> str | None:
    return text_or_none(verdict.objective.get("category"))


class Measurer:
    """Every measurement of a workspace at one `as_of`, each computed once."""

    def __init__(self, workspace: Workspace, as_of: int):
        self.workspace = workspace
        self.as_of = as_of
        self._results: dict[str, list[Result]] = {}

    def results(self, agreement: Agreement) -> list[Result]:
        """An agreement's periods up to `as_of`, oldest first."""
        if agreement.id not in self._results:
            periods = agreement.periods(self.as_of)
            self._results[agreement.id] = [self._measure(agreement, period) for period in periods]
        return self._results[agreement.id]

    def _measure(self, agreement: Agreement, period: Period) -> Result:
        parts = agreement.parts(period, self.as_of)
        verdicts = self._verdicts(agreement, parts)
        is_open = period.start <= self.as_of < period.to
        for verdict in verdicts:
            # An objective that an amendment has dropped is provisional as long as its period is open.
            if is_open and "open" not in verdict.provisional:
                verdict.provisional.insert(0, "open")
        segments = self._segments(agreement, period, parts, verdicts)
        return Result(agreement, period, agreement.terms_on(period.first), verdicts, is_open, segments)

    def _segments(
        self, agreement: Agreement, period: Period, parts: list[Part], verdicts: list[Verdict]
    ) -> list[Segment]:
        """Mostly one: the period with its verdicts. A segment ends where the next begins, begun or not."""
        groups = agreement.segments(parts)
        cuts = sorted(r.effective_from for r in agreement.revisions[1:] if r.splits_charges)
        found = []
        for group in groups:
            first = group[0].first
            end = next((cut for cut in cuts if first < cut < period.end), period.end)
            own = verdicts if len(groups) == 1 else self._verdicts(agreement, group)
            found.append(Segment(first, end, group, own))
        return found

    def _verdicts(self, agreement: Agreement, parts: list[Part]) -> list[Verdict]:
        identities: list[str] = []
        for part in parts:
            for objective in part.spec["objectives"]:
                if objective["id"] not in identities:
                    identities.append(objective["id"])
        return [self.measure_objective(agreement, parts, identity) for identity in identities]

    def measure_objective(
        self, agreement: Agreement, parts: list[Part], identity: str, without: frozenset[str] = frozenset()
    ) -> Verdict:
        """One part, or the parts and a headline: the whole, by the terms of the first part that has it."""
        holding = [
            (part, objective)
            for part in parts
            for objective in part.spec["objectives"]
            if objective["id"] == identity
        ]
        first, last = holding[0][0], holding[-1][0]
        whole = Part(first.first, last.end, first.start, last.to, first.spec)
        headline = self._verdict(agreement, whole, holding[0][1], without)
        if len(parts) == 1:
            return headline
        return combine_parts(
            headline, [self._verdict(agreement, part, objective, without) for part, objective in holding]
        )

    def _verdict(self, agreement: Agreement, part: Part, objective: dict, without: frozenset[str]) -> Verdict:
        return verdict_of(Scope(self.workspace, agreement, part, objective, self.as_of, without), part)

    def selected(self, supplier: str, label: str) -> list[Result]:
        """Rule: "`--period` selects the agreements' periods with that label; of agreements with other
        periods, those whose last instant lies in it"."""
        first, end = label_days(label)
        found = []
        for agreement in self.workspace.agreements_of(supplier):
            same_kind = agreement.grid.every == label_kind(label)
            for result in self.results(agreement):
                matches = result.period.label == label if same_kind else first <= result.period.last_day < end
                if matches:
                    found.append(result)
        return found

    def labels(self, supplier: str, first_month: str | None, last_month: str | None) -> list[str]:
        """The labels of periods that start before `as_of`, of those that end in the range, in text order."""
        found = {
            result.period.label for agreement in self.workspace.agreements_of(supplier) for result in self.results(agreement)
        }
        if first_month is not None:
            found = {label for label in found if label_days(label)[1] > label_days(first_month)[0]}
        if last_month is not None:
            found = {label for label in found if label_days(label)[1] <= label_days(last_month)[1]}
        return sorted(found)


def scorecard(measurer: Measurer, credits, supplier: str, label: str) -> dict:
    """The scorecard of a supplier for one label."""
    results = measurer.selected(supplier, label)
    score = weighted([(result.weight, result.score()) for result in results])
    categories: list[str | None] = []
    for result in results:
        for verdict in result.verdicts:
            if category_of(verdict) not in categories:
                categories.append(category_of(verdict))
    return {
        "supplier": supplier,
        "period": label,
        "as_of": format_instant(measurer.as_of),
        "score": score_text(score),
        "grade": grade(score),
        "categories": [
            {"category": name, "score": score_text(weighted([(r.weight, r.score(name)) for r in results]))}
            for name in categories
        ],
        "agreements": [result.json() for result in results],
        "credits": credits.summary(supplier, label),
    }
