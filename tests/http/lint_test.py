#!/usr/bin/env python3
"""Holds the OpenAPI document against a public linter. Skipped where node_modules holds none: `./dev
test` puts it there.

    lint_test.py UNDERPIN NODE_MODULES
"""

import subprocess
import sys
from pathlib import Path

from server import Server

SKIPPED = 77


def main():
    linter = Path(sys.argv[2]) / ".bin" / "redocly"
    if not linter.exists():
        print(f"there is no {linter}")
        sys.exit(SKIPPED)
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
