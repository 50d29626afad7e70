"""A base for tests that write documents and evidence, and ask the whole oracle."""

import tempfile
import unittest
from pathlib import Path

import yaml

from documents import Workspace
from oracle import Oracle


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


YEAR = {"from": "2024-01-01T00:00:00Z", "to": "2025-01-01T00:00:00Z"}
