#!/usr/bin/env python3
"""Requests a second for GET scorecard, as a ratio to a bare Poco server that answers the same bytes: both
in turn, several times over, so that a machine whose speed moves moves both.

    http_bench.py UNDERPIN BARE-POCO [--quick]
"""

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "http"))
from server import Server  # noqa: E402


def load(url, connections, seconds):
    out = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", url],
                         check=True, capture_output=True, text=True).stdout
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)|Socket errors: .*", out)
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))
    worst = re.search(r"99%\s+([\d.]+\w+)", out).group(1)
    return rate, worst, errors.group(0) if errors else ""


def main():
    program, bare_program = sys.argv[1:3]
    quick = any(word.startswith(("--quick", "--benchmark_min_time")) for word in sys.argv[3:])
    if not shutil.which("wrk"):
        print("there is no wrk; ./dev bench installs it")
        return
    seconds, rounds = (1, 2) if quick else (4, 5)
    with Server(program) as server, tempfile.NamedTemporaryFile() as file:
        server.stop()
        server.run("demo")
        quiet = server.path / "quiet.yaml"
        quiet.write_text("log: {level: warning}\n")
        server.arguments = ("--config", str(quiet))
        server.start()
        supplier = server.get("/api/v1/portfolio").json()
        month = supplier["periods"][-2]
        target = f"/api/v1/suppliers/nimbus/scorecard?period={month}"
        answer = server.get(target)
        assert answer.status == 200, answer.body
        file.write(answer.body)
        file.flush()
        bare = subprocess.Popen([bare_program, file.name, "0"], stdout=subprocess.PIPE, text=True)
        port = int(bare.stdout.readline().split()[-1])
        print(f"{len(answer.body)} bytes of scorecard, wrk -t1, {rounds} rounds of {seconds} s each")
        for connections in (1, 64, 200):
            ours, theirs, worst = [], [], ""
            for _ in range(rounds):
                theirs.append(load(f"http://127.0.0.1:{port}/", connections, seconds)[0])
                rate, worst, errors = load(f"http://127.0.0.1:{server.port}{target}", connections, seconds)
                assert not errors, errors
                ours.append(rate)
            ratio = statistics.median(a / b for a, b in zip(ours, theirs))
            print(f"{connections:4} connections: underpin {statistics.median(ours):8.0f}/s, bare Poco "
                  f"{statistics.median(theirs):8.0f}/s, ratio {ratio:.2f}, 99 % of ours within {worst}")
        bare.terminate()
        bare.wait()


if __name__ == "__main__":
    main()
