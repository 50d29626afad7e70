#!/usr/bin/env python3
"""Many suppliers over the real API: applied in one batch with contracts and agreements, a file of tickets
of all of them imported and measured, and the pages of answers that people and programs wait for. Of each
answer the first time (something has changed before) and the median of the next ones.

    suppliers_bench.py UNDERPIN [--suppliers 500] [--database-url URL]
"""

import argparse
import json
import os
import random
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "http"))
from server import Server, databases  # noqa: E402

JSON = {"Content_Type": "application/json"}
MONTHS = [f"2024-{month:02}" for month in range(1, 13)]
TICKETS = 60  # of each supplier


def document(kind, name, spec):
    return {"apiVersion": "underpin/v1", "kind": kind, "metadata": {"id": name, "name": name.title()}, "spec": spec}


def documents(count):
    yield document("Source", "desk", {"plugin": "csv", "config": {"path": "none.csv", "shape": "case",
                                                                  "attributes": ["vendor"]}})
    for i in range(count):
        name = f"vendor-{i:04}"
        yield document("Supplier", name, {"tier": "tactical"})
        yield document("Contract", f"{name}-msa", {"supplier": name, "currency": "EUR",
                                                   "term": {"from": "2024-01-01", "to": "2026-01-01"}})
        objectives = [{"id": "desk", "metric": "case_time", "with": {"limits": {"default": "40h"}},
                       "evidence": {"sources": ["desk"], "where": {"vendor": [name]}}, "target": {"at_least": "90"}},
                      {"id": "count", "metric": "count", "with": {"of": "cases"},
                       "evidence": {"sources": ["desk"], "where": {"vendor": [name]}}, "target": {"at_most": "8"}}]
        yield document("Agreement", f"{name}-sla", {
            "type": "underpinning", "contract": f"{name}-msa", "time_zone": "Europe/Berlin", "period": {"every": "month"},
            "term": {"from": "2024-01-01", "to": "2025-01-01"}, "objectives": objectives})


def tickets(count):
    dice = random.Random(3)
    lines = ["key,opened,resolved,vendor"]
    for i in range(count):
        for k in range(TICKETS):
            day, hour = f"{MONTHS[k % 12]}-{dice.randrange(1, 27):02}", dice.randrange(0, 20)
            lines.append(f"{i}-{k},{day}T{hour:02}:00:00Z,{day}T{hour + 3:02}:00:00Z,vendor-{i:04}")
    return "\n".join(lines) + "\n"


def timed(what):
    began = time.monotonic()
    answer = what()
    return time.monotonic() - began, answer


def done(server, answer):
    """Until the job and what it queues have ended."""
    assert answer.status == 202, answer.body
    job = answer.json()["job"]["id"]
    last = server.get(f"/api/v1/jobs/{job}/events").body.decode()
    assert '"state":"succeeded"' in last, last


def settle(server):
    while jobs := [job for state in ("queued", "running")
                   for job in server.get(f"/api/v1/jobs?state={state}").json()["items"]]:
        server.get(f"/api/v1/jobs/{jobs[0]['id']}/events")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--suppliers", type=int, default=500)
    parser.add_argument("--database-url")
    parser.add_argument("--quick", action="store_true", help="fewer suppliers and repeats")
    options, _ = parser.parse_known_args()
    count, repeats = (50, 3) if options.quick else (options.suppliers, 7)
    with databases(options.program, options.database_url) as database, \
            Server(options.program, database=database) as server:
        batch = json.dumps(list(documents(count)))
        took, answer = timed(lambda: server.ask("POST", "/api/v1/apply", batch, **JSON))
        assert answer.status == 200, answer.body[:2000]
        print(f"{count} suppliers, {os.getloadavg()[0]:.1f} load; apply of {len(batch) // 1024} KiB: {took:.2f} s")
        took, _ = timed(lambda: server.ask("POST", "/api/v1/apply", batch, **JSON))
        print(f"the same again, unchanged: {took:.2f} s")
        took, _ = timed(lambda: done(server, server.ask("POST", "/api/v1/sources/desk/imports", tickets(count),
                                                        Content_Type="text/csv")))
        print(f"import of {count * TICKETS} tickets: {took:.2f} s")
        took, _ = timed(lambda: settle(server))
        print(f"measured after another {took:.2f} s")
        for target in ("/api/v1/portfolio?from=2024-01&to=2024-12", "/api/v1/suppliers?limit=100",
                       "/api/v1/agreements?limit=100", "/api/v1/agreements?supplier=vendor-0007",
                       "/api/v1/suppliers/vendor-0007", "/api/v1/measurements?limit=100",
                       "/api/v1/measurements?agreement=vendor-0007-sla", "/api/v1/measurements?status=breached&limit=100",
                       "/api/v1/suppliers/vendor-0007/scorecard?period=2024-03", "/metrics"):
            first, answer = timed(lambda: server.get(target))
            assert answer.status == 200, answer.body[:500]
            later = statistics.median(timed(lambda: server.get(target))[0] for _ in range(repeats))
            print(f"{first * 1000:8.0f} ms, then {later * 1000:7.1f} ms {len(answer.body) // 1024:6} KiB  {target}",
                  flush=True)
        # One supplier changes: what the others' readers pay for it.
        one = json.dumps(document("Supplier", "vendor-0007", {"tier": "strategic"}))
        took, _ = timed(lambda: server.ask("PUT", "/api/v1/suppliers/vendor-0007", one, **JSON))
        print(f"PUT of one supplier: {took * 1000:.0f} ms")
        settle(server)
        took, _ = timed(lambda: server.get("/api/v1/portfolio?from=2024-01&to=2024-12"))
        print(f"portfolio after it: {took * 1000:.0f} ms")


if __name__ == "__main__":
    main()
