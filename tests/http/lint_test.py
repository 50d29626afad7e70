#!/usr/bin/env python3
"""Holds the OpenAPI document against a public linter, which `./dev test` installs (npm ci).

    lint_test.py UNDERPIN
"""

import subprocess
import sys
from pathlib import Path

from server import Server


def main():
    linter = Path(__file__).parent / "node_modules" / ".bin" / "redocly"
    if not linter.exists():
        sys.exit(f"there is no {linter}: npm ci in {Path(__file__).parent}, or ./dev test")
    with Server(sys.argv[1]) as server:
        file = server.path / "openapi.json"
        file.write_bytes(server.get("/api/v1/openapi.json").body)
        done = subprocess.run(
            [linter, "lint", file, "--config", Path(__file__).parent / "redocly.yaml", "--format", "stylish",
             "--max-problems", "50"], capture_output=True, text=True)
    print(done.stdout + done.stderr)
    sys.exit(1 if done.returncode != 0 or "warning" in done.stdout else 0)


if __name__ == "__main__":
    main()
