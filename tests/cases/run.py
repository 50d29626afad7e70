#!/usr/bin/python3
"""Text cases: documents and evidence in, expected output. README.md says how a case looks.

    run.py --binary PATH [--update] [--database-url mysql://USER:PASSWORD@HOST:PORT] [NAME...]
"""

import argparse
import difflib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from databases import MariaDb

HERE = Path(__file__).resolve().parent
COMMANDS = "commands.txt"
EXPECTED = "expected.txt"
TIMEOUT_S = 120
AT_ONCE = 2

MASKS = (
    (re.compile(r'("seconds": )[0-9.e+-]+'), r'\1"<seconds>"'),
    (re.compile(r"\bin [0-9]+(\.[0-9]+)? (ms|s)\b"), "in <seconds>"),
    (re.compile(r"time zone data [0-9]{4}[a-z]+"), "time zone data <version>"),
)


class Line:
    """One line of commands.txt: marks, arguments, and what is picked from the output."""

    def __init__(self, text: str):
        self.fails = text.startswith("!")
        self.silent = text.startswith("@")  # has to succeed; its output is of no interest here
        self.text = text.lstrip("!@").strip()
        command, _, picked = self.text.partition(" | ")
        self.arguments = shlex.split(command)
        self.pick = picked.split()


def environment(folder: Path) -> dict:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("UNDERPIN_", "LC_"))}
    return kept | {"HOME": str(folder), "TZ": "UTC", "LANG": "C.UTF-8", "COLUMNS": "100", "NO_COLOR": "1"}


def find_lists(value, name: str):
    """Every list of that name, wherever it stands; `.` is the whole answer."""
    if name == ".":
        yield value if isinstance(value, list) else [value]
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == name:
                yield inner if isinstance(inner, list) else [inner]
            else:
                yield from find_lists(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from find_lists(inner, name)


def shown(value) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def pick(output: str, names: list[str]) -> str:
    """`LIST FIELD...`: a line for each element of the list, with those of its fields."""
    which, fields = names[0], names[1:]
    lines = []
    for found in find_lists(json.loads(output), which):
        for element in found:
            lines.append(" ".join(f"{field}={shown(element.get(field, '<none>'))}" for field in fields))
    return "\n".join(lines or [f"no {which}"]) + "\n"


def laid_out(output: str) -> str:
    """JSON with a field a line, so that a difference is one line; other text as it is."""
    try:
        return json.dumps(json.loads(output), indent=1, ensure_ascii=False) + "\n"
    except ValueError:
        return output


class Case:
    def __init__(self, folder: Path):
        self.folder = folder
        self.name = folder.relative_to(HERE).as_posix()

    def run(self, binary: Path, database: str | None) -> tuple[str, list[str]]:
        """What the commands printed, and what went wrong besides."""
        with tempfile.TemporaryDirectory(prefix="underpin-case-") as outer:
            folder = Path(outer).resolve() / "case"
            shutil.copytree(self.folder, folder)
            output, problems = "", []
            for text in (folder / COMMANDS).read_text(encoding="utf-8").splitlines():
                if not text.strip() or text.startswith("#"):
                    continue
                line = Line(text)
                if line.arguments[0] == "$":  # a preparation that is no command of ours: cp, mv
                    subprocess.run(line.arguments[1:], cwd=folder, check=True, timeout=TIMEOUT_S)
                    continue
                shown, problem = self.run_line(binary, line, folder, database)
                output += shown
                problems += problem
            return output, problems

    def run_line(self, binary: Path, line: Line, folder: Path, database: str | None) -> tuple[str, list[str]]:
        command = [str(binary), *line.arguments]
        if database:
            command += ["--database", database]
        ran = subprocess.run(command, cwd=folder, env=environment(folder), capture_output=True, stdin=subprocess.DEVNULL,
                             timeout=TIMEOUT_S, check=False)
        out, err = (self.masked(text.decode("utf-8", "replace"), folder, database) for text in (ran.stdout, ran.stderr))
        problems = []
        if (ran.returncode != 0) != line.fails or ran.returncode not in (0, 1, 2):
            problems.append(f"`{line.text}` ended with status {ran.returncode}:\n{out}{err}")
        if line.silent:
            return "", problems
        if line.pick and ran.returncode == 0:
            try:
                out = pick(ran.stdout.decode(), line.pick)
            except (ValueError, AttributeError) as problem:
                problems.append(f"`{line.text}`: no JSON to pick from: {problem}\n{out}")
        elif ran.stdout[:1] in (b"{", b"["):
            out = self.masked(laid_out(ran.stdout.decode()), folder, database)
        out = out.replace("\r\n", "\n")  # CSV has the line ends of RFC 4180, a file in a repository has not
        shown = f"$ underpin {line.text}\n{out}"
        shown += "".join(f"stderr: {text}\n" for text in err.splitlines())
        if ran.returncode:
            shown += f"status: {ran.returncode}\n"
        return shown + "\n", problems

    @staticmethod
    def masked(text: str, folder: Path, database: str | None) -> str:
        text = text.replace(str(folder), "<case>")
        if database:
            text = text.replace(database, "<database>")
        for pattern, mask in MASKS:
            text = pattern.sub(mask, text)
        return text

    def check(self, binary: Path, database: str | None, update: bool) -> tuple[bool, str]:
        """Whether it came out as expected, and what to print."""
        try:
            output, problems = self.run(binary, database)
        except (OSError, subprocess.SubprocessError) as problem:
            return False, f"FAILED {self.name}: {problem}\n"
        path = self.folder / EXPECTED
        expected = path.read_text(encoding="utf-8") if path.exists() else ""
        if update and not problems:
            path.write_text(output, encoding="utf-8")
            return True, f"updated {self.name}\n" if output != expected else ""
        if output == expected and not problems:
            return True, ""
        difference = difflib.unified_diff(expected.splitlines(True), output.splitlines(True), "expected", "printed", n=2)
        return False, f"FAILED {self.name}\n" + "".join(difference) + "".join(f"{text}\n" for text in problems)


def find_cases(names: list[str]) -> list[Case]:
    """All cases, or those whose name starts with one of the names."""
    cases = [Case(path.parent) for path in sorted(HERE.glob(f"*/*/{COMMANDS}"))]
    found = [case for case in cases if not names or any(case.name.startswith(name.strip("/")) for name in names)]
    if not found:
        sys.exit(f"no case is called {' or '.join(names) or 'anything'}; they are folders with a {COMMANDS} in {HERE}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True, type=Path)
    parser.add_argument("--update", action="store_true", help="rewrite the expectations; review them afterwards")
    parser.add_argument("--database-url", help="a MariaDB server: each case gets a database of its own there")
    parser.add_argument("names", nargs="*", help="an area or a case: availability, credits/caps")
    options = parser.parse_args()
    binary = options.binary.resolve()
    if not binary.is_file():
        sys.exit(f"there is no program {binary}; ./dev build makes it")
    server = MariaDb(options.database_url, binary) if options.database_url else None

    def check(case: Case) -> bool:
        if server:
            with server.database() as url:
                good, text = case.check(binary, url, options.update)
        else:
            good, text = case.check(binary, None, options.update)
        print(text, end="", flush=True)
        return good

    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = list(pool.map(check, find_cases(options.names)))
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
