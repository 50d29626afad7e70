"""A workspace over real data: damages for delay on orders, and published cloud tiers on status incidents.

The data is read from `../shared/data` beside the checkout; nothing of it is kept here.
"""

import csv
import json
from pathlib import Path

import yaml

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
VENDORS = ("Aurobindo Pharma Limited", "S. BUYS WHOLESALER", "Orgenics, Ltd")
COMPONENTS = ("Actions", "Pull Requests", "Git Operations", "API Requests")
SEEN = {"from": "2022-04-01T00:00:00Z", "to": "2026-08-01T00:00:00Z"}


def deliveries() -> list[dict]:
    """The order lines of the vendors, as the export has them."""
    with (DATA / "scms-deliveries" / "SCMS_Delivery_History_Dataset.csv").open(
        encoding="utf-8-sig", newline=""
    ) as file:
        return [row for row in csv.DictReader(file) if row["Vendor"] in VENDORS]


def outages() -> list[dict]:
    """One row for each component that an incident with a disturbing impact names."""
    with (DATA / "github-status" / "downtime_windows.csv").open(encoding="utf-8", newline="") as file:
        windows = {row["incident_id"]: row for row in csv.DictReader(file)}
    found = []
    for text in (DATA / "github-status" / "incidents.jsonl").read_text(encoding="utf-8").split("\n"):
        incident = json.loads(text) if text else {}
        window = windows.get(incident.get("id"))
        if window and window["impact"] in ("minor", "major", "critical"):
            found += [
                {**window, "component": component}
                for component in incident.get("components") or []
                if component in COMPONENTS
            ]
    return found


def write_rows(path: Path, header: list[str], rows: list[tuple]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def document(kind: str, identity: str, spec: dict) -> dict:
    named = {"Supplier": {"name": identity}, "Service": {"name": identity}}.get(kind, {})
    return {
        "apiVersion": "underpin/v1",
        "kind": kind,
        "metadata": {"id": identity, **named},
        "spec": spec,
    }


def supplier(identity: str) -> dict:
    return document("Supplier", identity, {"tier": "strategic", "status": "active", "kind": "external"})


def source(identity: str, config: dict) -> dict:
    return document("Source", identity, {"plugin": "csv", "time_zone": "UTC", "config": config})


def delay_documents(folder: Path) -> list[dict]:
    """0.5 % of an order for each started week of delay, at most 10 %, where less than 95 % of a year is on time."""
    write_rows(
        folder / "orders.csv",
        ["key", "due", "resolved", "amount", "vendor"],
        [
            (
                r["ID"],
                r["Scheduled Delivery Date"],
                r["Delivered to Client Date"],
                r["Line Item Value"],
                r["Vendor"],
            )
            for r in deliveries()
        ],
    )
    config = {
        "path": "orders.csv",
        "shape": "case",
        "time_formats": ["%d-%b-%y"],
        "attributes": ["amount", "vendor"],
        "covers": {"from": "2005-01-01T00:00:00Z", "to": "2017-01-01T00:00:00Z"},
    }
    term = {"from": "2005-01-01", "to": "2017-01-01"}
    objectives = [
        {
            "id": f"on-time-{number}",
            "metric": "delivery",
            "with": {"count": "on_time"},
            "evidence": {"sources": ["orders"], "where": {"vendor": [vendor]}},
            "target": {"at_least": "95"},
            "credits": {
                "scheme": "per_unit",
                "unit": "7d",
                "percent": "0.5",
                "base": "case",
                "at_most": "10",
            },
        }
        for number, vendor in enumerate(VENDORS)
    ]
    agreement = {
        "contract": "supplies",
        "time_zone": "UTC",
        "period": {"every": "year"},
        "objectives": objectives,
    }
    return [
        supplier("pharma"),
        source("orders", config),
        document("Contract", "supplies", {"supplier": "pharma", "term": term, "currency": "USD"}),
        document("Agreement", "deliveries", agreement),
    ]


def cloud_documents(folder: Path) -> list[dict]:
    """10, 25 and 100 % of the month below 99.9, 99.0 and 95.0 %, a component at a time."""
    write_rows(
        folder / "incidents.csv",
        ["key", "from", "to", "component", "incident"],
        [
            (
                f"{r['incident_id']}-{r['component']}",
                r["downtime_start"],
                r["downtime_end"],
                r["component"],
                r["incident_id"],
            )
            for r in outages()
        ],
    )
    tiers = [{"below": b, "percent": p} for b, p in (("99.9", "10"), ("99.0", "25"), ("95.0", "100"))]
    term = {"from": "2022-04-01", "to": "2026-08-01"}
    charges = [{"service": "code", "amount": "1000.00", "per": "month", "from": "2022-04-01"}]
    objectives = [
        {
            "id": component.lower().replace(" ", "-"),
            "metric": "availability",
            "evidence": {"sources": ["incidents"], "where": {"component": [component]}},
            "target": {"at_least": "99.9"},
            "credits": {"scheme": "tiers", "tiers": tiers},
        }
        for component in COMPONENTS
    ]
    contract = {"supplier": "forge", "term": term, "currency": "USD", "charges": charges}
    agreement = {"contract": "cloud", "service": "code", "time_zone": "UTC", "objectives": objectives}
    return [
        supplier("forge"),
        document("Service", "code", {}),
        source("incidents", {"path": "incidents.csv", "shape": "interval", "covers": SEEN}),
        document("Contract", "cloud", contract),
        document("Agreement", "hosting", agreement),
        document("Agreement", "once-each", {**agreement, "one_credit_per_incident": True}),
    ]


def write(folder: Path) -> dict:
    """Writes the workspace; returns its manifest, as `generate.py` does."""
    documents = folder / "documents"
    documents.mkdir(parents=True)
    made = delay_documents(documents) + cloud_documents(documents)
    (documents / "all.yaml").write_text(yaml.safe_dump_all(made, sort_keys=False), encoding="utf-8")
    return {
        "as_of": ["2024-03-15T00:00:00Z", "2026-11-01T00:00:00Z"],
        "suppliers": ["forge", "pharma"],
        "sources": ["incidents", "orders"],
        "labels": ["2024-01", "2024-02"],
    }
