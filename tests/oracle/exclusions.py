"""Exclusions: approved windows, as they apply to one objective."""

from dataclasses import dataclass

from documents import Workspace, is_true
from evidence import Record
from instants import parse_moment
from spans import Span


@dataclass(frozen=True)
class Window:
    """One approved exclusion that names this agreement and (if it names any) this objective."""

    span: Span
    components: frozenset[str]
    stops_cases: bool
    whole: bool

    def removes_record(self, at: int, record: Record) -> bool:
        """Rule: "left out when their `at`, `from` or `opened` falls inside an exclusion (with components:
        one that names theirs)"."""
        start, end = self.span
        return start <= at < end and (not self.components or record.component in self.components)

    def removes_downtime(self, at: int, covering: list[Record]) -> bool:
        """Rule: "removes an instant of downtime when every matching interval that covers that instant ...
        has a named component"."""
        start, end = self.span
        return start <= at < end and all(record.component in self.components for record in covering)


class Exclusions:
    """All windows of one objective, and how its agreement treats them."""

    def __init__(self, workspace: Workspace, agreement_id: str, zone: str, terms: dict, objective: dict):
        self.count_as_up = terms.get("exclusions", "remove") == "count_as_up"
        selected = ((objective.get("evidence") or {}).get("where") or {}).get("component") or []
        self.windows = [
            window(spec, zone, selected)
            for spec in workspace.exclusions.values()
            if spec["agreement"] == agreement_id
            and is_true(spec.get("approved", "false"))
            and (not spec.get("objectives") or objective["id"] in spec["objectives"])
        ]

    @property
    def whole(self) -> list[Span]:
        return [w.span for w in self.windows if w.whole]

    @property
    def partial(self) -> list[Window]:
        return [w for w in self.windows if not w.whole]

    @property
    def stopping_cases(self) -> list[Span]:
        """Rule: "Case clocks stop only for `stops_cases: true`"."""
        return [w.span for w in self.windows if w.whole and w.stops_cases]

    def removes_record(self, at: int, record: Record) -> bool:
        return any(w.removes_record(at, record) for w in self.windows)


def window(spec: dict, zone: str, selected_components: list[str]) -> Window:
    """Rule: "counts as a whole exclusion for an objective whose selected components are all named"."""
    components = frozenset(spec.get("components") or [])
    whole = not components or (bool(selected_components) and components >= set(selected_components))
    span = (parse_moment(spec["from"], zone).at, parse_moment(spec["to"], zone).at)
    return Window(span, components, is_true(spec.get("stops_cases", "false")), whole)
