"""What a metric may look at, and what it answers."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from documents import Agreement, Part, Workspace, is_true
from evidence import Record, covered_by_all, selector
from exclusions import Exclusions
from instants import local_day
from spans import Span, holds, minus


@dataclass(frozen=True)
class Delivery:
    """A counted delivery, as damages for delay see it: whole local days after its last allowed day."""

    days_late: int
    amount: Fraction | None  # its `amount` attribute, where that can be read


@dataclass
class Tally:
    """What a metric found. `value` is None when there was nothing to count."""

    value: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    counted: int = 0
    breaching: int = 0
    pending: int = 0
    excluded: int = 0
    covered: int = 0
    measured: int = 0
    extremes: list[Fraction] = field(default_factory=list)  # the value were all unseen time down, or up
    forgiven: bool = False  # met by `small_volume` whatever the value
    down: Fraction = Fraction(0)  # availability: downtime in covered service time, which is `covered`
    culprits: list[Record] = field(default_factory=list)  # the records of what `breaching` counts
    deliveries: list[Delivery] = field(default_factory=list)


class Scope:
    """One objective over one part of a period, looked at from `as_of`."""

    def __init__(
        self,
        workspace: Workspace,
        agreement: Agreement,
        part: Part,
        objective: dict,
        as_of: int,
        without: frozenset[str] = frozenset(),
    ):
        """`without` names incidents whose records are left out, as if they had never been recorded."""
        self.workspace = workspace
        self.without = without
        self.agreement = agreement
        self.part = part
        self.objective = objective
        self.options: dict = objective.get("with") or {}
        self.as_of = as_of
        self.start = part.start
        self.end = min(part.to, as_of)
        self.exclusions = Exclusions(workspace, agreement.id, agreement.zone, part.spec, objective)

    @cached_property
    def sources(self) -> list:
        return [self.workspace.sources[name] for name in self.objective["evidence"]["sources"]]

    @cached_property
    def records(self) -> list[Record]:
        """The selected records that have happened by `as_of`."""
        selects = selector(self.objective["evidence"])
        return [
            record
            for source in self.sources
            for record in source.records
            if record.has_happened(self.as_of) and selects(record) and record.incident not in self.without
        ]

    @cached_property
    def covered(self) -> list[Span]:
        return covered_by_all(self.sources, self.start, self.end)

    @property
    def calendar_id(self) -> str | None:
        """Rule: "An objective's `calendar` wins over its agreement's"."""
        return self.objective.get("calendar") or self.part.spec.get("calendar")

    @property
    def calendar(self):
        return self.workspace.calendar(self.calendar_id)

    def measures(self, instant: int | None) -> bool:
        """Whether an instant lies in what is measured, `[from, as_of)` while the period is open."""
        return instant is not None and self.start <= instant < self.end

    def today(self) -> date:
        """The agreement's local date at `as_of`."""
        return local_day(self.agreement.zone, self.as_of)

    def in_service_time(self, instant: int) -> bool:
        """Whether the calendar is open at an instant."""
        return holds(self.calendar.service_time(instant, instant + 1), instant)

    @property
    def only_in_service_time(self) -> bool:
        return is_true(self.options.get("in_service_time", "false"))

    def plain_coverage(self, tally: Tally) -> Tally:
        """Rule: "covered part / measured part of the period (... of plain time otherwise)"."""
        tally.measured = self.end - self.start
        tally.covered = sum(b - a for a, b in self.covered)
        return tally

    def service_left(self, start: int, end: int) -> list[Span]:
        """Service time of a range that no whole exclusion removes."""
        return minus(start, end, self.calendar.service_time(start, end), self.exclusions.whole)
