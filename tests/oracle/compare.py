#!/usr/bin/python3
"""Compares a program's scorecards and credits with the oracle's, over random workspaces, field by field."""

import argparse
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import yaml

import real_data
from documents import Workspace
from generate import Generator
from oracle import Oracle

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "cases"))
from databases import MariaDb  # noqa: E402  (it lies beside the text cases)

# What a list's members are known by; a list that is not named here is compared in order.
KEYS = {
    "scorecards": ("supplier", "period"),
    "agreements": ("agreement", "period"),
    "objectives": ("objective",),
    "categories": ("category",),
    "lines": ("agreement", "objective", "period"),
    "triggers": ("name", "agreement", "period", "because"),
}
IN_ANY_ORDER = ("lines", "triggers")  # the documents do not say in which order these are printed

# What the program says of a credit line beyond documents.md; there is nothing to hold it against.
BEYOND = {"capped_by", "claim", "claim_by", "derivation", "earns_back", "measurements", "rounded"}

SKIPPED = 77  # the exit status that CTest is told to read so


class ProgramFailed(RuntimeError):
    """The program ended with an error where it should have answered."""


class Program:
    """The program under test with a database of its own."""

    def __init__(self, binary: Path, database: str):
        self.binary = binary
        self.database = database

    def run(self, *arguments: str) -> str:
        command = [str(self.binary), *arguments, "--database", self.database]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise ProgramFailed(
                f"{' '.join(command)}\n  exit status {done.returncode}: {done.stderr.strip()}"
            )
        return done.stdout

    def load(self, folder: Path, sources: list[str]) -> None:
        self.run("apply", "-f", str(folder / "documents"))
        for source in sources:
            report = json.loads(self.run("import", source, "--output", "json"))
            if report.get("rejected"):
                raise ProgramFailed(
                    f"import {source} rejected {report['rejected']} of {report.get('read')} rows"
                )

    def score(self, as_of: str, first: str, last: str) -> list[dict]:
        return json.loads(
            self.run("score", "--from", first, "--to", last, "--as-of", as_of, "--output", "json")
        )

    def credits(self, supplier: str, as_of: str, label: str | None) -> dict:
        period = ("--period", label) if label else ()
        return json.loads(self.run("credits", supplier, *period, "--as-of", as_of, "--output", "json"))


class OracleProgram(Program):
    """The oracle's own command line in the program's place: checks this script (`--self-check`)."""

    def __init__(self):
        super().__init__(HERE / "oracle.py", "")

    def run(self, *arguments: str) -> str:
        command = [sys.executable, str(self.binary), *arguments, "--documents", str(self.documents)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def load(self, folder: Path, sources: list[str]) -> None:
        self.documents = folder / "documents"

    def score(self, as_of: str, first: str, last: str) -> list[dict]:
        return json.loads(self.run("score", "--from", first, "--to", last, "--as-of", as_of))

    def credits(self, supplier: str, as_of: str, label: str | None) -> dict:
        return json.loads(
            self.run("credits", supplier, *(("--period", label) if label else ()), "--as-of", as_of)
        )


@dataclass
class Difference:
    """One field on which the two disagree, and the way to it."""

    path: dict[str, str]
    name: str
    theirs: object
    ours: object


def differences(theirs, ours, path: dict[str, str], name: str) -> list[Difference]:
    """Every differing field of two answers, by the names of the things they are in."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        found = []
        for key in sorted(theirs.keys() | ours.keys()):
            if not is_wording(ours, key):
                absent = "(absent)"
                found += differences(theirs.get(key, absent), ours.get(key, absent), path, key)
        return found
    if isinstance(theirs, list) and isinstance(ours, list) and name in KEYS:
        return list_differences(theirs, ours, path, name)
    return [] if same(theirs, ours, name) else [Difference(path, name, theirs, ours)]


def is_wording(ours: dict, key: str) -> bool:
    """Sentences whose words the documents leave open, and what only the program tells."""
    return (key == "rule" and ours.get("scheme") != "tiers") or (key in BEYOND and key not in ours)


def keyed(items: list, name: str) -> dict[tuple, dict]:
    """The members of a list by what they are known by; of several with one key, the nth is known as that."""
    found: dict[tuple, dict] = {}
    for item in items:
        key = tuple(str(item.get(part)) for part in KEYS[name])
        number = 1
        while key in found:
            number += 1
            key = (*key[: len(KEYS[name])], number)
        found[key] = item
    return found


def same(theirs, ours, name: str) -> bool:
    """Points are a number, whether it is printed as one or as decimal text."""
    if name == "points" and theirs is not None and ours is not None:
        try:
            return Fraction(str(theirs)) == Fraction(str(ours))
        except ValueError:
            return False
    return theirs == ours


def list_differences(theirs: list, ours: list, path: dict[str, str], name: str) -> list[Difference]:
    found, left, right = [], keyed(theirs, name), keyed(ours, name)
    for key in [*right, *(key for key in left if key not in right)]:
        inner = path | dict(zip(KEYS[name], key))
        if name == "scorecards":
            inner["scorecard"] = inner.pop("period")  # the agreements in it have periods of their own
        if key not in left or key not in right:
            found.append(
                Difference(
                    inner, f"a member of {name}", left.get(key, "(absent)"), right.get(key, "(absent)")
                )
            )
        else:
            found += differences(left[key], right[key], inner, name)
    common_left, common_right = [k for k in left if k in right], [k for k in right if k in left]
    if name not in IN_ANY_ORDER and common_left != common_right:
        found.append(Difference(path, f"order of {name}", common_left, common_right))
    return found


@dataclass
class Outcome:
    """What one seed showed."""

    seed: int
    passed: int = 0
    failed: int = 0
    cells: int = 0
    lines: int = 0
    report: list[str] = field(default_factory=list)
    fields: Counter = field(default_factory=Counter)


def describe(workspace: Workspace, path: dict[str, str]) -> str:
    """The terms of the agreement and objective that a difference is about, for every revision."""
    agreement = workspace.agreements.get(path.get("agreement", ""))
    if agreement is None:
        return ""
    blocks = []
    for revision in agreement.revisions:
        spec = revision.spec
        shown = {name: value for name, value in spec.items() if name not in ("objectives", "triggers")}
        shown["objectives"] = [o for o in spec["objectives"] if o["id"] == path.get("objective", o["id"])]
        shown = (
            {"effective_from": str(revision.effective_from), **shown} if revision.effective_from else shown
        )
        blocks.append(yaml.safe_dump(shown, sort_keys=False))
    text = "amended by\n".join(blocks)
    return "".join(f"      {line}\n" for line in text.splitlines())


def note(outcome: Outcome, workspace: Workspace, as_of: str, found: list[Difference], shown: int) -> None:
    """Adds one answer's result to the outcome."""
    outcome.passed += not found
    outcome.failed += bool(found)
    described: set[tuple] = set()
    for difference in found:
        outcome.fields[difference.name] += 1
        if len(outcome.report) >= shown:
            continue
        place = ", ".join(f"{name} {value}" for name, value in difference.path.items())
        lines = [
            f"seed {outcome.seed}, as of {as_of}, {place}",
            f"    {difference.name}: theirs {json.dumps(difference.theirs)},"
            f" ours {json.dumps(difference.ours)}",
        ]
        about = (difference.path.get("agreement"), difference.path.get("objective"))
        if about not in described:
            described.add(about)
            lines.append(describe(workspace, difference.path).rstrip())
        outcome.report.append("\n".join(line for line in lines if line))


def compare_workspace(program: Program, folder: Path, manifest: dict, outcome: Outcome, shown: int) -> None:
    """Asks both the same questions: everything at each `as_of`, and a narrower range."""
    program.load(folder, manifest["sources"])
    workspace = Workspace(folder / "documents")
    for index, as_of in enumerate(manifest["as_of"]):
        oracle = Oracle(workspace, as_of)
        ranges = [("2005-01", "2026-12")] + ([tuple(manifest["labels"])] if index == 0 else [])
        for first, last in ranges:
            ours = oracle.score(None, first, last)
            outcome.cells += sum(len(a["objectives"]) for card in ours for a in card["agreements"])
            found = list_differences(program.score(as_of, first, last), ours, {}, "scorecards")
            note(outcome, workspace, as_of, found, shown)
        for supplier in manifest["suppliers"]:
            for label in (None, manifest["labels"][-1]) if index == 0 else (None,):
                ours = oracle.credits(supplier, label)
                outcome.lines += len(ours["lines"])
                found = differences(
                    program.credits(supplier, as_of, label), ours, {"supplier": supplier}, "credits"
                )
                note(outcome, workspace, as_of, found, shown)


@contextmanager
def fresh_database(options: argparse.Namespace, folder: Path):
    """The URL of an empty database: a file in the folder, or one of the given server's."""
    if options.server_url:
        with MariaDb(options.server_url, options.binary).database() as url:
            yield url
    else:
        yield f"sqlite://{folder}/underpin.db"


def make_workspace(seed: int, folder: Path, options: argparse.Namespace) -> dict:
    if options.real_data:
        return real_data.write(folder)
    return Generator(seed, folder, options.agreements, options.schemes == "all").run()


def compare_seed(seed: int, options: argparse.Namespace) -> Outcome:
    """Generates a workspace, compares it, and keeps it where it failed and that was asked for."""
    outcome = Outcome(seed)
    folder = Path(tempfile.mkdtemp(prefix=f"oracle-{seed}-"))
    try:
        manifest = make_workspace(seed, folder, options)
        try:
            with fresh_database(options, folder) as database:
                program = OracleProgram() if options.self_check else Program(options.binary, database)
                compare_workspace(program, folder, manifest, outcome, options.show)
        except (ProgramFailed, json.JSONDecodeError) as problem:
            outcome.failed += 1
            outcome.report.append(f"seed {seed}: {problem}")
        if outcome.failed and options.keep:
            shutil.copytree(folder, options.keep / f"seed-{seed}", dirs_exist_ok=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return outcome


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=lambda text: Path(text).resolve(), help="the program under test")
    parser.add_argument(
        "--self-check", action="store_true", help="compare the oracle with its own command line"
    )
    parser.add_argument("--count", type=int, default=10, help="how many workspaces")
    parser.add_argument("--seed", type=int, default=1, help="the first seed; the others follow it")
    parser.add_argument("--agreements", type=int, default=40, help="agreements a workspace")
    parser.add_argument(
        "--server-url", help="a MariaDB server: each workspace gets a database of its own there"
    )
    parser.add_argument("--keep", type=Path, help="a folder for the workspaces that failed")
    parser.add_argument("--show", type=int, default=5, help="how many differences to print of a seed")
    parser.add_argument(
        "--schemes", choices=("basic", "all"), default="basic", help="which credit schemes the workspaces use"
    )
    parser.add_argument(
        "--real-data", action="store_true", help="the workspace over ../shared/data instead of random ones"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="workspaces at a time")
    options = parser.parse_args()
    if not options.binary and not options.self_check:
        parser.error("--binary or --self-check is needed")
    if options.real_data:
        options.count = 1
        if not real_data.DATA.is_dir():
            print("skipped: needs ../shared/data, which this checkout lacks")
            sys.exit(SKIPPED)
    return options


def main() -> int:
    options = arguments()
    tasks = [(seed, options) for seed in range(options.seed, options.seed + options.count)]
    total, fields = Outcome(0), Counter()
    with multiprocessing.Pool(options.jobs) as pool:
        for outcome in pool.starmap(compare_seed, tasks, chunksize=1):
            for text in outcome.report:
                print(text)
            total.passed += outcome.passed
            total.failed += outcome.failed
            total.cells += outcome.cells
            total.lines += outcome.lines
            fields += outcome.fields
    if fields:
        print("differing fields: " + ", ".join(f"{name} {count}" for name, count in fields.most_common()))
    print(
        f"{total.cells} objective cells and {total.lines} credit lines of {options.count} workspaces compared"
    )
    print(f"{total.passed} passed, {total.failed} failed")
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
