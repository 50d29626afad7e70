"""A base for tests that write documents and evidence, and ask the whole oracle."""

import tempfile
import unittest
from pathlib import Path

import yaml

from documents import Workspace
from oracle import Oracle


YEAR = {"from": "2024-01-01T00:00:00Z", "to": "2025-01-01T00:00:00Z"}
LATER = "2026-12-01T00:00:00Z"  # long after every period here
# UK Model Services Contract: minor, serious, severe, threshold.
BANDS = [
    {"name": name, "below": below, "points": points}
    for name, below, points in (
        ("minor", "99", 1),
        ("serious", "98", 2),
        ("severe", "97", 3),
        ("threshold", "96", 4),
    )
]


class Folder(unittest.TestCase):
    """Tests that write documents and evidence, and ask the whole oracle."""

    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.folder = Path(self.temporary.name)

    def write(
        self,
        objectives: list[dict],
        sources: dict[str, tuple[dict, str]],
        agreement=None,
        extra=(),
        contract=None,
    ):
        term = {"from": "2024-01-01"}
        charges = [{"service": "s", "amount": "12000.00", "per": "month", "from": "2024-01-01"}]
        contract = {
            "supplier": "acme",
            "term": term,
            "currency": "GBP",
            "charges": charges,
            **(contract or {}),
        }
        agreement = {
            "contract": "c",
            "service": "s",
            "time_zone": "Europe/London",
            "objectives": objectives,
            **(agreement or {}),
        }
        documents = [("Supplier", "acme", {}), ("Contract", "c", contract), ("Agreement", "a", agreement)]
        for name, (config, text) in sources.items():
            (self.folder / f"{name}.csv").write_text(text, encoding="utf-8")
            documents.append(
                (
                    "Source",
                    name,
                    {
                        "time_zone": config.pop("time_zone", "UTC"),
                        "config": {"path": f"{name}.csv", **config},
                    },
                )
            )
        made = [
            {"kind": kind, "metadata": {"id": identity}, "spec": spec} for kind, identity, spec in documents
        ]
        (self.folder / "all.yaml").write_text(yaml.safe_dump_all([*made, *extra]), encoding="utf-8")

    def ask(self, as_of: str) -> Oracle:
        return Oracle(Workspace(self.folder), as_of)

    def objective(self, label: str, as_of: str = "2026-12-01T00:00:00Z") -> dict:
        return self.ask(as_of).scorecard("acme", label)["agreements"][0]["objectives"][0]


class Values(Folder):
    """Objectives whose value in each month from 2024-01 on is written down; None is a month without a sample."""

    def target(self, identity: str, target: str, credits: dict | None, **more) -> dict:
        made = {
            "id": identity,
            "metric": "sample",
            "with": {"metric": identity, "statistic": "last"},
            "evidence": {"sources": ["m"]},
            "target": {"at_least": target},
            **more,
        }
        return made | ({"credits": credits} if credits else {})

    def measure(self, values: dict[str, list], objectives: list[dict], **documents) -> None:
        rows = [
            f"{identity}-{month},2024-{month:02d}-10T12:00Z,{identity},{value}\n"
            for identity, listed in values.items()
            for month, value in enumerate(listed, 1)
            if value is not None
        ]
        covers = {"from": "2024-01-01T00:00:00Z", "to": "2026-01-01T00:00:00Z"}
        source = ({"shape": "sample", "covers": covers}, "key,at,metric,value\n" + "".join(rows))
        self.write(objectives, {"m": source}, **documents)

    def lines(self, as_of: str = LATER) -> list[dict]:
        return self.ask(as_of).credits("acme")["lines"]

    def amounts(self, as_of: str = LATER) -> list[tuple[str, str]]:
        return [(line["period"], line["amount"]) for line in self.lines(as_of)]

    def owed(self, values: list, target: str, credits: dict, as_of: str = LATER, **documents) -> list[tuple]:
        """One objective's lines: period and amount."""
        self.measure({"o": values}, [self.target("o", target, credits)], **documents)
        return self.amounts(as_of)
