#!/usr/bin/env python3
"""kill -9 at random moments of claiming, crediting and lapsing loses and doubles no entry.

Every step of every claim is asked for with a key of its own; a command that was killed before it had answered is asked
again with the same key. Two commands run at the same time, while others let lapse what is past its last day. In the end
each claim must have exactly the entries of its steps, each lapsed period one claim, and doctor must be content.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "cases"))
from databases import MariaDb  # noqa: E402

MONTHS = [f"{year}-{month:02}" for year in (2022, 2023) for month in range(1, 13)]
KINDS = ["proposed", "approved", "taxed", "claimed", "disputed", "conceded", "credited", "credited"]

DOCUMENTS = """
apiVersion: underpin/v1
kind: Supplier
metadata: {id: acme, name: Acme}
spec: {kind: external}
---
apiVersion: underpin/v1
kind: Service
metadata: {id: hosting}
spec: {}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: log}
spec:
  plugin: csv
  config: {path: log.csv, shape: sample, covers: {from: "2021-01-01T00:00:00Z", to: "2025-01-01T00:00:00Z"}}
"""
CONTRACT = """
---
apiVersion: underpin/v1
kind: Contract
metadata: {id: NAME-msa}
spec:
  supplier: acme
  term: {from: 2022-01-01, to: 2024-01-01}
  currency: GBP
  charges: [{service: hosting, amount: "12000.00", per: month, from: 2022-01-01}]
  claim: {mode: request, within: {days: DAYS}}
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: NAME-uc}
spec:
  contract: NAME-msa
  time_zone: Europe/London
  period: {every: month}
  service: hosting
  objectives:
    - {id: up, metric: ratio, with: {metric: m}, evidence: {sources: [log]}, target: {at_least: "99"},
       credits: {scheme: tiers, tiers: [{below: "99", percent: "10"}]}}
"""


class Killed(Exception):
    pass


class Commands:
    """Commands on one database, in one folder."""

    def __init__(self, binary, url, folder):
        self.binary, self.url, self.folder = binary, url, folder

    def command(self, *arguments, kill_after=None):
        process = subprocess.Popen([self.binary, *arguments, "--database", self.url], cwd=self.folder,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            out, errors = process.communicate(timeout=300 if kill_after is None else kill_after)
        except subprocess.TimeoutExpired:
            process.kill()  # SIGKILL
            process.communicate()
            if kill_after is None:
                raise
            raise Killed from None
        if process.returncode != 0:
            raise AssertionError(f"{arguments} failed: {errors}")
        return out


def prepare(installation, folder):
    text = DOCUMENTS + "".join(CONTRACT.replace("NAME", name).replace("DAYS", days)
                               for name, days in (("open", "36500"), ("late", "30")))
    (folder / "documents.yaml").write_text(text)
    rows = "".join(f"{month},{month}-10T12:00:00Z,m,98,100\n" for month in MONTHS)
    (folder / "log.csv").write_text("key,at,metric,good,total\n" + rows)
    installation.command("apply", "-f", "documents.yaml")
    installation.command("import", "log")
    installation.command("close", "--supplier", "acme", "--period", MONTHS[-1], "--through", "--reason", "for the test")


def steps_of(month):
    """What is done with a month's claim, without its number: (words, options)."""
    paper = ("--date", f"{month}-28")
    return [
        ("approve",), ("claim", "--tax", "240.00", *paper),
        ("dispute", "--amount", "300.00", "--tax", "60.00", "--reason", "contested"),
        ("concede", "--amount", "300.00", "--tax", "60.00", "--reason", "settled"),
        ("credit", "--amount", "1000.00", "--tax", "200.00", "--credit-note", f"A-{month}", *paper),
        ("credit", "--amount", "200.00", "--tax", "40.00", "--credit-note", f"B-{month}", *paper),
    ]


class Disturber:
    """Gives commands, and kills some of them at a random moment; a killed one is given again."""

    def __init__(self, installation, kills, seed):
        self.installation, self.kills, self.done, self.seed = installation, kills, 0, seed

    def give(self, dice, *arguments):
        while True:
            kill_after = None
            if self.done < self.kills and dice.random() < 0.7:
                kill_after = dice.uniform(0.0, 0.2)
            try:
                return json.loads(self.installation.command(*arguments, "--output", "json", kill_after=kill_after))
            except Killed:
                self.done += 1

    def months(self, which):
        dice = random.Random(self.seed * 10 + which)
        for month in MONTHS[which::2]:
            claim = self.give(dice, "claims", "propose", "acme", "--contract", "open-msa", "--period", month, "--key",
                              f"propose-{month}")["claim"]
            for number, (word, *options) in enumerate(steps_of(month)):
                self.give(dice, "claims", word, str(claim), *options, "--key", f"{number}-{month}")

    def run(self):
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(self.months, range(2)))
        dice = random.Random(self.seed * 10 + 9)
        while self.done < self.kills:  # steps that were taken already: their keys find them
            month = dice.choice(MONTHS)
            self.give(dice, "claims", "propose", "acme", "--contract", "open-msa", "--period", month, "--key",
                      f"propose-{month}")


def check(installation):
    claims = json.loads(installation.command("claims", "--output", "json"))
    by_contract = {name: [claim for claim in claims if claim["contract"] == name] for name in ("open-msa", "late-msa")}
    for name, found in by_contract.items():
        assert sorted(claim["periods"] for claim in found) == MONTHS, f"{name}: {found}"
    for claim in by_contract["open-msa"]:
        whole = json.loads(installation.command("claims", "show", str(claim["claim"]), "--output", "json"))
        assert [entry["kind"] for entry in whole["entries"]] == KINDS, whole
        assert whole["state"] == "credited" and whole["balances"]["credited"]["gross"] == "1440.00", whole
    for claim in by_contract["late-msa"]:
        assert claim["state"] == "lapsed" and claim["version"] == 2, claim
    report = json.loads(installation.command("doctor", "--output", "json"))
    assert report["ok"], report
    return len(claims)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=Path, required=True)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database-url", help="a MariaDB server; without it, SQLite")
    options = parser.parse_args()
    binary = options.binary.resolve()
    folder = Path(tempfile.mkdtemp(prefix="underpin-claims-kill-"))
    try:
        def run(url):
            installation = Commands(binary, url, folder)
            prepare(installation, folder)
            disturber = Disturber(installation, options.kills, options.seed)
            disturber.run()
            print(f"{disturber.done} kills: {check(installation)} claims, each with its own entries")

        if options.database_url:
            with MariaDb(options.database_url, binary).database() as url:
                run(url)
        else:
            run(f"sqlite://{folder}/claims.db")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
