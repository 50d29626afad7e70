"""What is asked of an installation, round by round: the same every time, whoever is killed."""

import json
import random

MONTHS = [f"{year}-{month:02}" for year in (2023, 2024) for month in range(1, 13)]

DOCUMENTS = """
apiVersion: underpin/v1
kind: Supplier
metadata: {id: acme, name: Acme}
spec: {tier: strategic}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: desk}
spec: {supplier: acme, plugin: csv, config: {path: none.csv, shape: case}}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: status}
spec: {supplier: acme, plugin: csv, config: {path: none.csv, shape: interval}}
---
apiVersion: underpin/v1
kind: Contract
metadata: {id: acme-msa}
spec: {supplier: acme, currency: GBP, term: {from: 2023-01-01, to: 2026-01-01}}
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: acme-desk}
spec:
  type: underpinning
  contract: acme-msa
  time_zone: Europe/London
  period: {every: month}
  term: {from: 2023-01-01, to: 2025-01-01}
  objectives:
    - {id: desk, metric: case_time, with: {limits: {default: 40h}}, evidence: {sources: [desk]}, target: {at_least: "90"}}
    - {id: count, metric: count, evidence: {sources: [desk]}, target: {at_most: "400"}}
    - {id: up, metric: availability, evidence: {sources: [status]}, target: {at_least: "99"}}
    - {id: repair, metric: mttr, evidence: {sources: [status]}, target: {at_most: 4h}}
"""


class Order:
    def __init__(self, key, method, target, body, media):
        self.key, self.method, self.target, self.body, self.media = key, method, target, body, media

    def give(self, installation, dice, **headers):
        return installation.ask(dice, self.method, self.target, self.body.encode(), Content_Type=self.media,
                                Idempotency_Key=self.key, **headers)


def tickets(number, count):
    """Every round brings more records, and other contents of some."""
    dice = random.Random(7)
    lines = ["key,opened,resolved"]
    for i in range(count + 20 * number):
        month, day, hour = dice.choice(MONTHS), dice.randrange(1, 28), dice.randrange(0, 20)
        late = (i + number) % 97 == 0
        if i % 1000 == 500:
            lines.append(f"bad-{i},some day,")
        lines.append(f"T{i},{month}-{day:02}T{hour:02}:00:00Z,{month}-{day + (1 if late else 0):02}T{hour + 2:02}:00:00Z")
    return "\n".join(lines) + "\n"


def outages(number):
    lines = ["key,from,to", "bad,yesterday,today"]  # set aside, once
    for i in range(40 + 2 * number):
        lines.append(f"O{i},{MONTHS[i % 24]}-{1 + i % 27:02}T10:00:00Z,"
                     f"{MONTHS[i % 24]}-{1 + i % 27:02}T{11 + (number + i) % 3}:00:00Z")
    return "\n".join(lines) + "\n"


def supplier(name, number):
    return {"apiVersion": "underpin/v1", "kind": "Supplier", "metadata": {"id": name, "name": f"Round {number}"},
            "spec": {"tier": "tactical"}}


def upload(number, source, text):
    return Order(f"{source}-{number}", "POST", f"/api/v1/sources/{source}/imports?name={source}-{number}.csv", text,
                 "text/csv")


def apply(number, part):
    batch = [supplier(f"batch-{part}-{i}", number) for i in range(15)]
    return Order(f"apply-{number}-{part}", "POST", f"/api/v1/apply?reason=round-{number}", json.dumps(batch),
                 "application/json")


def put(number, part):
    name = f"put-{part}"
    return Order(f"put-{number}-{part}", "PUT", f"/api/v1/suppliers/{name}?reason=round-{number}",
                 json.dumps(supplier(name, number)), "application/json")


def measure(number, part):
    return Order(f"measure-{number}-{part}", "POST", "/api/v1/jobs", json.dumps({"kind": "measure"}), "application/json")


def round_of(number, records=5000):
    """Lists of orders; each list is one client's, in its order."""
    return [[upload(number, "desk", tickets(number, records)), measure(number, 0)],
            [upload(number, "status", outages(number)), measure(number, 1)],
            [apply(number, part) for part in range(3)],
            [put(number, part) for part in range(4)]]
