#!/usr/bin/python3
"""An independent oracle for scores and credits; see README.md."""

import argparse
import json
import sys
from pathlib import Path

from credits import Credits
from documents import Workspace
from instants import parse_moment
from scorecards import Measurer, scorecard


class Oracle:
    """A folder of documents looked at from one instant."""

    def __init__(self, workspace: Workspace, as_of: str):
        self.workspace = workspace
        self.measurer = Measurer(workspace, parse_moment(as_of, "UTC").at)
        self.credits_of = Credits(self.measurer)

    def score(
        self, supplier: str | None = None, first: str | None = None, last: str | None = None
    ) -> list[dict]:
        """One scorecard per supplier and label, by supplier, then label."""
        suppliers = [supplier] if supplier else self.workspace.suppliers
        return [self.scorecard(s, label) for s in suppliers for label in self.measurer.labels(s, first, last)]

    def scorecard(self, supplier: str, label: str) -> dict:
        return scorecard(self.measurer, self.credits_of, supplier, label)

    def credits(self, supplier: str, label: str | None = None) -> dict:
        return self.credits_of.json(supplier, label)


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("score", "scorecard", "credits"):
        command = commands.add_parser(name)
        command.add_argument("--documents", required=True, type=Path)
        command.add_argument("--as-of", required=True)
        if name == "score":
            command.add_argument("--supplier")
            command.add_argument("--from", dest="first")
            command.add_argument("--to", dest="last")
        else:
            command.add_argument("supplier")
            command.add_argument("--period", required=name == "scorecard")
    return parser


def main() -> int:
    options = arguments().parse_args()
    oracle = Oracle(Workspace(options.documents), options.as_of)
    if options.command == "score":
        answer = oracle.score(options.supplier, options.first, options.last)
    elif options.command == "scorecard":
        answer = oracle.scorecard(options.supplier, options.period)
    else:
        answer = oracle.credits(options.supplier, options.period)
    json.dump(answer, sys.stdout, indent=1, ensure_ascii=False)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
