#!/usr/bin/env python3
"""kill -9 at random moments of closing and restating leaves whole statements, none doubled.

Months of one agreement are closed one after the other, and evidence of closed months changes in
between; each `close` and each `score` that restates is killed at a random moment and then given
again. After every kill `doctor` has to be content; in the end every month has exactly the versions
that its evidence gave reason for, and `recompute --check` finds every frozen number equal.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "cases"))
from databases import MariaDb  # noqa: E402

FIRST_YEAR = 2000

DOCUMENTS = """
apiVersion: underpin/v1
kind: Supplier
metadata: {id: acme, name: Acme}
spec: {kind: external}
---
apiVersion: underpin/v1
kind: Contract
metadata: {id: msa}
spec:
  supplier: acme
  term: {from: 2000-01-01, to: 2025-01-01}
  currency: GBP
  charges: [{amount: "1000.00", per: month, from: 2000-01-01}]
  caps: {year_amount: "250.00"}
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: uc}
spec:
  contract: msa
  time_zone: UTC
  period: {every: month}
  objectives:
    - {id: service, metric: ratio, with: {metric: m}, evidence: {sources: [log]}, target: {at_least: "99"}, credits: {scheme: fixed, amount: "100.00"}}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: log}
spec:
  plugin: csv
  config: {path: log.csv, shape: sample, covers: {from: "2000-01-01T00:00:00Z", to: "2025-01-01T00:00:00Z"}}
"""


def month(index):
    return f"{FIRST_YEAR + index // 12}-{index % 12 + 1:02}"


class Installation:
    def __init__(self, binary, url, folder, dice):
        self.binary, self.url, self.folder, self.dice = binary, url, folder, dice
        self.lasts = {}  # how long a command took when nobody killed it
        self.kills = self.hits = 0

    def start(self, arguments):
        return subprocess.Popen([self.binary, *arguments, "--database", self.url], cwd=self.folder,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def command(self, *arguments):
        began = time.monotonic()
        process = self.start(arguments)
        out, errors = process.communicate(timeout=300)
        if process.returncode != 0:
            raise AssertionError(f"{arguments} failed: {out}{errors}")
        self.lasts[arguments[0]] = time.monotonic() - began
        return out

    def killed(self, *arguments):
        """Runs it and kills it at a random moment of the time that it takes."""
        process = self.start(arguments)
        try:
            process.communicate(timeout=self.dice.uniform(0.2, 1.1) * self.lasts.get(arguments[0], 0.5))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            self.hits += 1
        self.kills += 1
        self.check_whole(arguments)

    def check_whole(self, after):
        report = json.loads(self.command("doctor", "--quick", "--output", "json"))
        # A killed import would be one; nothing else may be.
        faults = [fault for check in report["checks"] for fault in check["faults"]]
        if faults:
            raise AssertionError(f"after killing {after}: {faults}")

    def write_log(self, values):
        rows = [f"{i},{month(i)}-10T12:00:00Z,m,{good},100\n" for i, good in enumerate(values)]
        (self.folder / "log.csv").write_text("key,at,metric,good,total\n" + "".join(rows))

    def versions(self, label):
        out = self.command("scorecard", "acme", "--period", label, "--history", "--output", "json")
        return len(json.loads(out)["versions"])


def run(installation, kills, dice):
    values = [98] * 300
    (installation.folder / "documents.yaml").write_text(DOCUMENTS)
    installation.write_log(values)
    installation.command("apply", "-f", "documents.yaml")
    installation.command("import", "log")
    installation.command("score")
    closed, restated = 0, {}
    installation.command("close", "--supplier", "acme", "--period", month(0))
    while installation.kills < kills:
        closed += 1
        order = ("close", "--supplier", "acme", "--period", month(closed))
        installation.killed(*order)
        installation.command(*order)
        # A closed month's record changes to and fro; years apart, so that no other month follows.
        which = dice.randrange(closed + 1)
        values[which] = 100 if values[which] == 98 else 98
        installation.write_log(values)
        installation.command("import", "log")
        installation.killed("score")
        installation.command("score")
        restated[which] = restated.get(which, 0) + 1
    for which, times in restated.items():
        found = installation.versions(month(which))
        # Closed once and restated for each change; months of its contract year may move it too.
        years = sum(count for other, count in restated.items() if other // 12 == which // 12)
        if not 1 + times <= found <= 1 + years:
            raise AssertionError(f"{month(which)} has {found} versions after {times} changes")
    report = json.loads(installation.command("recompute", "--check", "--output", "json"))
    entries = json.loads(installation.command("credits", "acme", "--output", "json"))
    return len(report["statements"]), len(entries.get("adjustments", []))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=Path, required=True)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database-url", help="a MariaDB server; without it, SQLite")
    options = parser.parse_args()
    binary = options.binary.resolve()
    dice = random.Random(options.seed)
    folder = Path(tempfile.mkdtemp(prefix="underpin-closing-kill-"))
    try:
        if options.database_url:
            with MariaDb(options.database_url, binary).database() as url:
                installation = Installation(binary, url, folder, dice)
                statements, adjustments = run(installation, options.kills, dice)
        else:
            installation = Installation(binary, f"sqlite://{folder}/closing.db", folder, dice)
            statements, adjustments = run(installation, options.kills, dice)
        print(f"{installation.kills} kills, {installation.hits} before the end; {statements} statements and "
              f"{adjustments} adjustments are whole")
        if installation.hits * 3 < installation.kills:
            raise AssertionError("most commands ended before they were killed")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
