"""The documents of a folder: suppliers, contracts, agreements with their amendments, calendars, sources.

Every scalar is read as text (a YAML base loader), so that a decimal stays the decimal that was written.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import yaml

from calendars import ALWAYS, Calendar
from evidence import Source
from instants import as_day, midnight
from periods import Grid, Period, walk_periods

TextLoader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
NULLS = (None, "", "null", "~")


def is_true(value) -> bool:
    """A YAML boolean that was read as text."""
    return str(value).lower() in ("true", "yes", "on")


def text_or_none(value) -> str | None:
    """An optional text: YAML's nulls are None."""
    return None if value in NULLS else str(value)


def nearest(name: str, *places: dict):
    """A term of the objective's credits, else of the agreement, else of the contract."""
    return next((place[name] for place in places if place.get(name)), None)


@dataclass(frozen=True)
class Revision:
    """One revision of a document: `effective_from` is None for the terms agreed at the start."""

    effective_from: date | None
    spec: dict
    splits_charges: bool = False  # `applies: split`, of a contract or an agreement


@dataclass(frozen=True)
class Part:
    """A part of a period under one set of terms: local days `[first, end)`, instants `[start, to)`."""

    first: date
    end: date
    start: int
    to: int
    spec: dict


class Amended:
    """A document with amendments: "`metadata.effective_from` makes a new revision ... from that date"."""

    def __init__(self, identity: str, revisions: list[Revision]):
        self.id = identity
        self.revisions = sorted(revisions, key=lambda revision: revision.effective_from or date.min)

    @property
    def original(self) -> dict:
        return self.revisions[0].spec

    @property
    def newest(self) -> dict:
        return self.revisions[-1].spec

    def revision_on(self, day: date) -> Revision:
        """The revision in force on a local day."""
        current = self.revisions[0]
        for revision in self.revisions[1:]:
            if revision.effective_from <= day:
                current = revision
        return current

    def terms_on(self, day: date) -> dict:
        """The terms in force on a local day."""
        return self.revision_on(day).spec


class Contract(Amended):
    """A contract; its dates are local dates of whichever agreement asks."""

    def __init__(self, identity: str, revisions: list[Revision]):
        super().__init__(identity, revisions)
        self.charges_by_day: dict[tuple, Fraction] = {}  # computed once, by terms, service and day

    @property
    def supplier(self) -> str:
        return self.original["supplier"]

    @property
    def currency(self) -> str:
        return self.original["currency"]

    @property
    def term_from(self) -> date:
        return as_day(self.newest["term"]["from"])

    @property
    def term_to(self) -> date | None:
        end = text_or_none(self.newest["term"].get("to"))
        return end and as_day(end)


class Agreement(Amended):
    """An agreement. Amendments change its terms, not its zone or the grid of its periods."""

    contract: Contract | None = None

    @property
    def zone(self) -> str:
        return self.original["time_zone"]

    @cached_property
    def grid(self) -> Grid:
        return Grid.of(self.original.get("period") or {})

    @property
    def supplier(self) -> str:
        """The contract's supplier, or the internal one of an OLA, or the customer of an SLA."""
        if self.contract:
            return self.contract.supplier
        return self.original.get("supplier") or self.original.get("customer")

    def term(self) -> tuple[date, date | None]:
        """The agreement's `term`; an end that it does not give is the contract's."""
        own = self.newest.get("term") or {}
        start, end = text_or_none(own.get("from")), text_or_none(own.get("to"))
        contract = self.contract
        return (
            as_day(start) if start else contract.term_from,
            as_day(end) if end else (contract.term_to if contract else None),
        )

    def periods(self, as_of: int) -> list[Period]:
        """The periods that do not start after `as_of`, oldest first."""
        return walk_periods(self.grid, self.zone, *self.term(), as_of + 1)

    def segments(self, parts: list[Part]) -> list[list[Part]]:
        """The parts of a period, cut apart where an amendment that `applies: split` begins."""
        cuts = {r.effective_from for r in self.revisions[1:] if r.splits_charges}
        found = [parts[:1]]
        for part in parts[1:]:
            if part.first in cuts:
                found.append([])
            found[-1].append(part)
        return found

    def parts(self, period: Period, as_of: int) -> list[Part]:
        """Rule: "An amendment whose `effective_from` falls inside a period splits it".

        Parts that have not begun at `as_of` are not measured, so they are not parts yet.
        """
        cuts = [r.effective_from for r in self.revisions[1:] if period.first < r.effective_from < period.end]
        bounds = [period.first, *sorted(set(cuts)), period.end]
        parts = [
            Part(a, b, midnight(self.zone, a), midnight(self.zone, b), self.terms_on(a))
            for a, b in zip(bounds, bounds[1:])
        ]
        later = [part for part in parts[1:] if part.start < min(as_of, period.to)]
        return parts[:1] + later


class Workspace:
    """Everything in a folder of documents."""

    def __init__(self, folder: Path):
        self.folder = folder
        revisions: dict[str, dict[str, list[Revision]]] = {}
        for path in sorted(folder.glob("*.yaml")):
            for document in yaml.load_all(path.read_text(encoding="utf-8"), Loader=TextLoader):
                if document:
                    self._add(revisions, document)
        parties = revisions.get("Supplier", {})
        self.suppliers = sorted(key for key, r in parties.items() if r[-1].spec.get("kind") != "customer")
        self.calendars = {key: Calendar(r[-1].spec) for key, r in revisions.get("Calendar", {}).items()}
        self.sources = {
            key: Source(key, r[-1].spec, folder) for key, r in revisions.get("Source", {}).items()
        }
        self.exclusions = {key: r[-1].spec for key, r in sorted(revisions.get("Exclusion", {}).items())}
        self.contracts = {key: Contract(key, r) for key, r in revisions.get("Contract", {}).items()}
        self.agreements = {
            key: Agreement(key, r) for key, r in sorted(revisions.get("Agreement", {}).items())
        }
        for agreement in self.agreements.values():
            contract = text_or_none(agreement.original.get("contract"))
            agreement.contract = self.contracts[contract] if contract else None

    @staticmethod
    def _add(revisions: dict, document: dict) -> None:
        metadata = document["metadata"]
        effective = text_or_none(metadata.get("effective_from"))
        since = as_day(effective) if effective else None
        revision = Revision(since, document.get("spec") or {}, metadata.get("applies") == "split")
        revisions.setdefault(document["kind"], {}).setdefault(metadata["id"], []).append(revision)

    def calendar(self, identity: str | None):
        """A calendar by id; none is `always`."""
        return ALWAYS if identity in (*NULLS, "always") else self.calendars[identity]

    def agreements_of(self, supplier: str) -> list[Agreement]:
        """A supplier's agreements by id."""
        return [agreement for agreement in self.agreements.values() if agreement.supplier == supplier]
