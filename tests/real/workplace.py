"""A temporary folder with a database in which `underpin` runs, and the checks of the tests."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))

from terminal import run_on_terminal  # noqa: E402

SKIPPED = 77  # what CTest takes for "skipped"
TIMEOUT_S = 600


class Workplace:
    def __init__(self, binary: Path):
        self.binary = binary
        self.temporary = tempfile.TemporaryDirectory(prefix="underpin-real-")
        self.folder = Path(self.temporary.name)
        self.wrong = 0
        self.checked = 0

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, *arguments: str) -> subprocess.CompletedProcess:
        """A command that has to succeed."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("UNDERPIN_")}
        ran = subprocess.run([self.binary, *arguments], cwd=self.folder, env=kept | {"TZ": "UTC"}, capture_output=True,
                             text=True, timeout=TIMEOUT_S, check=False)
        if ran.returncode:
            sys.exit(f"underpin {' '.join(arguments)} ended with status {ran.returncode}:\n{ran.stdout}{ran.stderr}")
        return ran

    def on_terminal(self, *arguments: str) -> str:
        """What a command prints to a standard error that is a terminal."""
        status, text = run_on_terminal([self.binary, *arguments], cwd=self.folder)
        if status:
            sys.exit(f"underpin {' '.join(arguments)} ended with status {status}")
        return text

    def json(self, *arguments: str):
        return json.loads(self.run(*arguments, "--output", "json").stdout)

    def objectives(self, supplier: str, period: str) -> dict[str, dict]:
        """A scorecard's objectives by id."""
        card = self.json("scorecard", supplier, "--period", period)
        return {o["objective"]: o for agreement in card["agreements"] for o in agreement["objectives"]}

    def same(self, what: str, found, expected) -> None:
        self.checked += 1
        if found != expected:
            self.wrong += 1
            print(f"WRONG {what}: {found}, expected {expected}")
        else:
            print(f"{what}: {found}")

    def finish(self) -> int:
        self.temporary.cleanup()
        print(f"{self.checked - self.wrong} answers right, {self.wrong} wrong")
        return 1 if self.wrong else 0


def need(path: Path) -> Path:
    """A file of the data, or the end of the test."""
    if not path.is_file():
        print(f"skipped: there is no {path.name} in {path.parent}")
        sys.exit(SKIPPED)
    return path


def seconds(hours: int, minutes: int = 0, half_minutes: int = 0) -> str:
    """A time as a measurement shows it: six decimals."""
    return f"{(hours * 60 + minutes) * 60 + half_minutes * 30}.000000"
