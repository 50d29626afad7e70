#!/usr/bin/python3
"""Real exports in, known answers out; README.md says which."""

import argparse
import sys
from pathlib import Path

import deliveries
import money
import servicenow
import status
from workplace import Workplace

TESTS = {"servicenow": servicenow.test, "deliveries": deliveries.test, "status": status.test, "money": money.test}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("test", choices=TESTS)
    parser.add_argument("--binary", required=True, type=Path)
    parser.add_argument("--data", required=True, type=Path)
    options = parser.parse_args()
    workplace = Workplace(options.binary.resolve())
    TESTS[options.test](workplace, options.data.resolve())
    return workplace.finish()


if __name__ == "__main__":
    sys.exit(main())
