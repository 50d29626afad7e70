#!/usr/bin/python3
"""Writes a random but valid workspace: documents, evidence, and a manifest of what to ask about it."""

import argparse
import copy
import json
import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random

import yaml

from documents import Workspace
from instants import DAY, HOUR, midnight
from money import minor_places
from random_evidence import COMPONENTS, EvidenceWriter, Moments, write_utc
from random_credits import DenseTargetMaker
from random_objectives import ObjectiveMaker, TargetMaker
from scorecards import Measurer

SERVICES = ("hosting", "email", "network")
SHAPES = {"interval": 3, "case": 3, "sample": 2}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOURS = (
    ["09:00-17:30"], ["09:00-12:30", "13:30-17:30"], ["00:00-24:00"], ["01:30-02:30", "03:00-24:00"], ["00:30-03:15"],
    ["02:00-03:00"], ["00:00-00:30", "23:30-24:00"],
)  # fmt: skip


class PlainDumper(yaml.SafeDumper):
    """YAML without anchors: every document reads by itself."""

    def ignore_aliases(self, data) -> bool:
        return True


def a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28))


def document(kind: str, identity: str, spec: dict, **metadata) -> dict:
    return {"apiVersion": "underpin/v1", "kind": kind, "metadata": {"id": identity, **metadata}, "spec": spec}


class Generator:
    """One workspace from one seed."""

    def __init__(self, seed: int, folder: Path, agreements: int, all_schemes: bool = False):
        self.rng = Random(seed)
        self.all_schemes = all_schemes
        self.targets = (DenseTargetMaker if all_schemes else TargetMaker)(self.rng)
        self.folder = folder
        self.documents_folder = folder / "documents"
        self.count = agreements
        self.moments = Moments(self.rng)
        self.calendars: list[str] = ["always"]
        self.sources: dict[str, list[str]] = {}
        self.contracts: dict[str, dict] = {}
        self.agreements: list[dict] = []

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def run(self) -> dict:
        """Writes everything; returns the manifest."""
        self.documents_folder.mkdir(parents=True)  # an older workspace in its place would mix with this one
        self._write(
            "10-parties.yaml", self._suppliers() + [document("Service", s, {}, name=s) for s in SERVICES]
        )
        self._write("20-calendars.yaml", [self._calendar(n) for n in range(5)])
        self._write("30-sources.yaml", self._source_documents())
        contracts = [self._contract(n) for n in range(5)]
        self._write("40-contracts.yaml", contracts)
        self.agreements = [self._agreement(n) for n in range(self.count)]
        self._write("60-exclusions.yaml", self._exclusions())
        self._write("50-agreements.yaml", self.agreements)
        self._aim()
        self._write("50-agreements.yaml", self.agreements)
        amendments = [self._amendment(a) for a in self.agreements if self.chance(0.25)]
        self._write(
            "70-amendments.yaml",
            amendments + [self._contract_amendment(c) for c in contracts if self.chance(0.3)],
        )
        manifest = self._manifest()
        (self.folder / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        return manifest

    def _write(self, name: str, documents: list[dict]) -> None:
        text = yaml.dump_all(
            documents, Dumper=PlainDumper, sort_keys=False, allow_unicode=True, explicit_start=True
        )
        (self.documents_folder / name).write_text(text if documents else "", encoding="utf-8")

    def _suppliers(self) -> list[dict]:
        self.suppliers = {f"supplier-{n}": "internal" if n == 3 else "external" for n in range(4)}
        return [
            document(
                "Supplier", identity, {"tier": "strategic", "status": "active", "kind": kind}, name=identity
            )
            for identity, kind in self.suppliers.items()
        ]

    def _calendar(self, number: int) -> dict:
        rng = self.rng
        chosen = rng.sample(WEEKDAYS, rng.choice((2, 5, 5, 7)))
        days = rng.sample(self.moments.days(), 6)
        spec = {
            "time_zone": rng.choice(self.moments.zones),
            "open": {day: rng.choice(HOURS) for day in WEEKDAYS if day in chosen},
            "holidays": sorted(days[:3]),
            "days": {day: rng.choice((*HOURS, [])) for day in sorted(days[2:])},
        }
        identity = f"calendar-{number}"
        self.calendars.append(identity)
        return document("Calendar", identity, spec)

    def _source_documents(self) -> list[dict]:
        writer = EvidenceWriter(self.rng, self.moments, self.documents_folder, self.all_schemes)
        found = []
        for shape, count in SHAPES.items():
            self.sources[shape] = [f"{shape}s-{n}" for n in range(count)]
            found += [writer.source(identity, shape) for identity in self.sources[shape]]
        return found

    def _contract(self, number: int) -> dict:
        rng = self.rng
        supplier = f"supplier-{number % 3}"
        currency = ("GBP", "JPY", "KWD")[number % 3]
        starts = (date(2023, 11, 15), date(2024, 1, 1), date(2024, 2, 10))
        if self.all_schemes:
            # Some contract years end inside the window, one begins on a leap day.
            starts += (
                *[a_year_before(self.moments.first + timedelta(days=n)) for n in (15, 22, 29, 36)],
                date(2024, 2, 29),
            )
        term = {"from": rng.choice(starts)}
        if self.chance(0.7):
            term["to"] = rng.choice((date(2024, 12, 20), date(2025, 2, 1), date(2027, 1, 1)))
        spec = {"supplier": supplier, "number": f"C-{number}", "term": term, "currency": currency}
        money = self._money(currency)
        spec["charges"] = [
            charge for service in SERVICES for charge in self._charges(service, term["from"], money)
        ] or self._charges("hosting", term["from"], money, count=1)
        caps = {
            "period_percent": rng.choice(("1.5", "5", "15")),
            "period_amount": money(rng.choice((300, 1000))),
            "year_percent": rng.choice(("0.9", "3")),
            "year_amount": money(rng.choice((900, 4000))),
        }
        if self.chance(0.75):
            spec["caps"] = {name: caps[name] for name in caps if self.chance(0.4)} or {"period_percent": "5"}
        if self.chance(0.6):
            spec["claim"] = self._claim()
        self.contracts[f"contract-{number}"] = spec
        return document("Contract", f"contract-{number}", spec, name=f"Contract {number}")

    def _money(self, currency: str):
        """Writes an amount with the currency's own number of decimals."""
        places = minor_places(currency)
        return lambda whole: f"{whole}.{self.rng.randrange(10**places):0{places}d}" if places else str(whole)

    def _charges(self, service: str, start: date, money, count: int | None = None) -> list[dict]:
        """No, one, or two consecutive charges: of one service they must not overlap."""
        if count is None:
            count = self.rng.choice((1, 1, 1, 2) if self.all_schemes else (0, 1, 1, 2))
        charges = [self._charge(service, start, money) for _ in range(count)]
        if len(charges) == 2:
            first, second = charges
            second["from"] = max(first["from"], second["from"], date(2024, 3, 7))
            first["from"] = start
            first["to"] = second["from"]
            if second.get("to", date.max) <= second["from"]:
                del second["to"]
        return charges

    def _charge(self, service: str, start: date, money) -> dict:
        rng = self.rng
        charge = {"service": service, "amount": money(rng.randint(100, 20000))}
        charge["per"] = rng.choice(("month", "month", "quarter", "year", "once"))
        charge["from"] = rng.choice((start, date(2024, 3, 7), date(2024, 10, 11)))
        if self.chance(0.3):
            charge["to"] = rng.choice((date(2024, 4, 5), date(2024, 11, 1), date(2024, 12, 1)))
            charge["from"] = min(charge["from"], date(2024, 3, 7))
        if self.all_schemes and self.chance(0.8):
            charge["from"] = start  # most periods have a base
        return charge

    def _claim(self) -> dict:
        rng = self.rng
        within = rng.choice(
            (
                {"days": 30},
                {"days": 5},
                {"working_days": 21, "calendar": rng.choice(self.calendars[1:])},
                {"billing_periods": 2},
            )
        )
        return {"mode": "request", "within": within}

    def _agreement(self, number: int) -> dict:
        rng = self.rng
        calendar = rng.choice(self.calendars)
        spec: dict = {
            "type": "underpinning",
            "time_zone": rng.choice(self.moments.zones),
            "calendar": calendar,
        }
        if self.chance(0.1):
            spec.update({"type": "operational", "supplier": "supplier-3"})
            contract_term = {"from": date(2024, 1, 1), "to": date(2025, 1, 1)}
        else:
            spec["contract"] = rng.choice(sorted(self.contracts))
            contract_term = self.contracts[spec["contract"]]["term"]
        if self.chance(0.9):
            spec["service"] = rng.choice(SERVICES)
        spec["period"] = self._period()
        term = self._term(spec["period"]["every"], contract_term)
        if term or "contract" not in spec:
            spec["term"] = term or contract_term
        if self.chance(0.4):
            spec["exclusions"] = rng.choice(("remove", "count_as_up"))
        if self.chance(0.5):
            spec["weight"] = rng.choice(("1", "3", "0.5"))
        maker = ObjectiveMaker(rng, self.sources, self.calendars)
        counts = (1, 2, 2, 3)
        if self.all_schemes:
            maker.metrics += ("delivery",) * 3  # for damages for delay
            counts = (2, 3, 3, 4)
        spec["objectives"] = [maker.objective(n, calendar) for n in range(rng.choice(counts))]
        if self.chance(0.4):
            spec["triggers"] = [
                {
                    "name": "persistent failure",
                    "breaches": rng.choice((1, 2, 3)),
                    "in_periods": rng.choice((3, 6)),
                }
            ]
        if self.all_schemes:
            self.targets.agreement(spec)
        return document("Agreement", f"agreement-{number:02d}", spec, name=f"Agreement {number}")

    def _period(self) -> dict:
        rng = self.rng
        kinds = ("month",) * 5 + ("week",) * (7 if self.all_schemes else 2) + ("quarter", "year")
        every = rng.choice(kinds)
        period: dict = {"every": every}
        if every != "week" and self.chance(0.5):
            period["starts_on"] = rng.choice((1, 3, 10, 15, 28))
        if every in ("quarter", "year") and self.chance(0.6):
            period["first_month"] = rng.choice((2, 4, 7, 10))
        return period

    def _term(self, every: str, contract: dict) -> dict | None:
        """None, or one inside the contract's; weeks are kept few, for speed."""
        rng, first = self.rng, self.moments.first
        start = first + timedelta(days=rng.choice((0, 5, 10, 19, 40)))
        if every == "week":
            lengths = (42, 49, 56) if self.all_schemes else (25, 31, 35)
            return {"from": start, "to": start + timedelta(days=rng.choice(lengths))}
        if self.chance(0.5):
            return None
        term = {"from": max(start - timedelta(days=rng.choice((0, 30))), contract["from"])}
        if self.chance(0.4):
            term["to"] = start + timedelta(days=rng.choice((35, 50, 64)))
        return term

    def _exclusions(self) -> list[dict]:
        rng, found = self.rng, []
        for agreement in self.agreements:
            for _ in range(rng.choice((0, 1, 2, 3, 5))):
                start = self.moments.instant()
                to = start + rng.choice((HOUR, 4 * HOUR, DAY, 3 * DAY, 9 * DAY))
                spec = {
                    "agreement": agreement["metadata"]["id"],
                    "from": write_utc(start),
                    "to": write_utc(to),
                }
                spec.update({"reason": "planned maintenance", "approved": self.chance(0.8)})
                if self.chance(0.5):
                    spec["components"] = rng.sample(COMPONENTS, rng.choice((1, 2, 3)))
                if self.chance(0.3):
                    spec["objectives"] = [rng.choice(agreement["spec"]["objectives"])["id"]]
                if self.chance(0.5):
                    spec["stops_cases"] = True
                found.append(document("Exclusion", f"exclusion-{len(found):03d}", spec))
            if self.all_schemes and agreement["spec"]["period"]["every"] == "week":
                found.append(self._hole(agreement, len(found)))
        return found

    def _hole(self, agreement: dict, number: int) -> dict:
        """A whole week without service: no data between failures."""
        zone = agreement["spec"]["time_zone"]
        day = next(d for d in self.moments.days()[self.rng.randint(14, 30) :] if d.weekday() == 0)
        spec = {"agreement": agreement["metadata"]["id"], "reason": "closed", "approved": True}
        spec["from"] = write_utc(midnight(zone, day))
        spec["to"] = write_utc(midnight(zone, day + timedelta(days=7)))
        return document("Exclusion", f"exclusion-{number:03d}", spec)

    def _aim(self) -> None:
        """Moves the targets to where the values are, as this oracle finds them."""
        workspace = Workspace(self.documents_folder)
        measurer = Measurer(workspace, self.moments.stop + 5 * DAY)
        for made in self.agreements:
            agreement = workspace.agreements[made["metadata"]["id"]]
            money = self._money(agreement.contract.currency) if agreement.contract else None
            results = measurer.results(agreement)
            if self.all_schemes:
                self.targets.choose_theme()
            for objective in made["spec"]["objectives"]:
                verdicts = [result.verdict(objective["id"]) for result in results]
                self.targets.aim(
                    objective, [v.value for v in verdicts if v.value is not None and v.value > 0], money
                )

    def _amendment(self, agreement: dict) -> dict:
        """Other terms from a day inside the term: targets, options, an objective less or more."""
        rng = self.rng
        made = copy.deepcopy(agreement)
        term = agreement["spec"].get("term") or {}
        days = [self.moments.first + timedelta(days=n) for n in range(12, 50)]
        inside = [d for d in days if "to" not in term or d < term["to"]]
        starts = [d for d in inside if "from" not in term or d > term["from"]]
        made["metadata"]["effective_from"] = rng.choice(starts or days)
        for objective in made["spec"]["objectives"]:
            objective["weight"] = rng.choice(("1", "3"))
            if objective["metric"] == "availability":
                objective["with"]["min_duration"] = rng.choice(("0s", "10m"))
            if self.chance(0.3):
                objective.pop("rounding", None)
        if self.chance(0.3) and len(made["spec"]["objectives"]) > 1:
            made["spec"]["objectives"].pop(0)
        if self.chance(0.3):
            extra = ObjectiveMaker(rng, self.sources, self.calendars).objective(9, made["spec"]["calendar"])
            self.targets.aim(extra, [], None)
            made["spec"]["objectives"].append(extra)
        if self.chance(0.4):
            made["metadata"]["applies"] = "split"
        if self.all_schemes:
            self._amend_credits(made)
        return made

    def _amend_credits(self, made: dict) -> None:
        """Other worth of points, no trigger for an objective that is no more."""
        spec = made["spec"]
        if self.chance(0.5):
            spec["points"] = self.targets.worth_of_points()
        known = {"any", *(objective["id"] for objective in spec["objectives"])}
        if "triggers" in spec:
            spec["triggers"] = [t for t in spec["triggers"] if t.get("objective", "any") in known]

    def _contract_amendment(self, contract: dict) -> dict:
        """Other charges from a day on."""
        made = copy.deepcopy(contract)
        made["metadata"]["effective_from"] = self.moments.first + timedelta(days=self.rng.randint(5, 40))
        money = self._money(made["spec"]["currency"])
        for charge in made["spec"]["charges"]:
            charge["amount"] = money(self.rng.randint(100, 20000))
        made["spec"].pop("caps", None)
        if self.chance(0.5):
            made["metadata"]["applies"] = "split"
        return made

    def _manifest(self) -> dict:
        """What to ask: the middle of a period, exactly the end of one, and long after."""
        workspace = Workspace(self.documents_folder)
        middle = self.moments.first + timedelta(days=30)
        ends = []
        for agreement in workspace.agreements.values():
            for period in agreement.periods(self.moments.stop):
                if self.moments.start + 20 * DAY < period.to < self.moments.stop:
                    ends.append(period.to)
        as_of = [
            midnight("UTC", middle) + self.rng.randrange(0, 20 * DAY, 1000),
            self.moments.stop + 40 * DAY,
        ]
        as_of += [self.rng.choice(ends)] if ends else []
        return {
            "as_of": [write_utc(instant) for instant in sorted(as_of)],
            "suppliers": [s for s in sorted(self.suppliers) if workspace.agreements_of(s)],
            "sources": sorted(name for names in self.sources.values() for name in names),
            "labels": [
                f"2024-{month:02d}" for month in sorted({self.moments.first.month, self.moments.end.month})
            ],
        }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--agreements", type=int, default=40)
    parser.add_argument("--schemes", choices=("basic", "all"), default="basic", help="which credit schemes")
    options = parser.parse_args()
    Generator(options.seed, options.out, options.agreements, options.schemes == "all").run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
