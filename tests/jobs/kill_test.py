#!/usr/bin/env python3
"""kill -9 at random moments of uploads, applies, imports and measuring loses and doubles nothing.

The same orders are given twice: undisturbed, and with servers and commands killed again and again.
What was killed before it had answered is asked again; in the end both databases must hold the same
documents, evidence and scorecards, and every job that was acknowledged must have succeeded.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "cases"))
from databases import MariaDb  # noqa: E402

AS_OF = "2030-01-01T00:00:00Z"
END_WAIT_S = 600


class Killed(Exception):
    pass


class Installation:
    """One database with its servers and commands."""

    def __init__(self, binary, url, folder, servers=1):
        self.binary, self.url, self.folder = binary, url, folder
        self.servers = [None] * servers
        self.log = open(folder / "servers.log", "ab")

    def start(self):
        for i, server in enumerate(self.servers):
            if server is None or server.poll() is not None:
                self.servers[i] = subprocess.Popen(
                    [self.binary, "serve", "--port", "0", "--database", self.url], stdout=self.log,
                    stderr=self.log, cwd=self.folder)

    def kill_server(self, which):
        self.servers[which].send_signal(signal.SIGKILL)
        self.servers[which].wait()

    def stop(self):
        for server in self.servers:
            server.terminate()
            if server.wait(timeout=60) != 0:
                raise AssertionError("a server did not end well")

    def command(self, *arguments, kill_after=None):
        process = subprocess.Popen([self.binary, *arguments, "--database", self.url], cwd=self.folder,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            out, errors = process.communicate(timeout=kill_after if kill_after is not None else 300)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            if kill_after is None:
                raise
            raise Killed from None
        if process.returncode != 0:
            raise AssertionError(f"{arguments} failed: {errors}")
        return out

    def jobs(self, state):
        return json.loads(self.command("jobs", "list", "--state", state, "--limit", "10000", "--output", "json"))

    def settle(self):
        until = time.monotonic() + END_WAIT_S
        while self.jobs("queued") or self.jobs("running"):
            if time.monotonic() > until:
                raise AssertionError(f"jobs do not end: {self.jobs('queued')} {self.jobs('running')}")
            time.sleep(0.3)  # another process is waited for

    def state(self):
        return {
            "documents": self.command("export"),
            "scorecards": json.loads(self.command("score", "--as-of", AS_OF, "--output", "json")),
        }


def orders_of(demo, folder, rounds):
    """Documents and uploads, again and again, each round a little different."""
    documents = sorted((demo).rglob("*.yaml"))
    assert documents, f"no documents in {demo}"
    uploads = [("nimbus-tickets", sorted(demo.rglob("*nimbus*tickets*.csv"))[0])]
    for number in range(rounds):
        for source, original in uploads:
            lines = original.read_text().splitlines(keepends=True)
            keep = len(lines) - (rounds - number) * 3  # every round brings three more records
            file = folder / f"{source}-{number}.csv"
            file.write_text("".join(lines[:keep]))
            yield ("import", source, "--file", str(file), "--queue", "--output", "json")
        yield ("apply", "-f", str(demo), "--reason", f"round {number}", "--output", "json")


def give(installation, order, kill_after=None):
    out = installation.command(*order, kill_after=kill_after)
    return json.loads(out)["id"] if order[0] == "import" else None


def disturbed(installation, orders, kills, dice):
    """The acknowledged jobs, and how many kills hit what."""
    acknowledged, hits = [], {"server": 0, "command": 0}
    waiting = list(orders)
    done = 0
    while waiting or done < kills:
        installation.start()
        if waiting and done < kills and dice.random() < 0.4:
            try:
                acknowledged.append(give(installation, waiting[0], kill_after=dice.uniform(0.0, 0.25)))
                waiting.pop(0)
            except Killed:
                done += 1
                hits["command"] += 1
            continue
        if waiting and dice.random() < 0.5:
            acknowledged.append(give(installation, waiting.pop(0)))
        if done < kills:
            time.sleep(dice.uniform(0.0, 0.6))  # the random moment
            installation.kill_server(dice.randrange(len(installation.servers)))
            done += 1
            hits["server"] += 1
    return [job for job in acknowledged if job is not None], hits


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=Path, required=True)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--servers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database-url", help="a MariaDB server; without it, SQLite")
    options = parser.parse_args()
    binary = options.binary.resolve()
    folder = Path(tempfile.mkdtemp(prefix="underpin-kill-"))
    try:
        subprocess.run([binary, "demo", "--database", f"sqlite://{folder}/demo.db"], cwd=folder, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)
        demo = folder / "underpin-data" / "demo"
        orders = list(orders_of(demo, folder, max(4, options.kills // 8)))
        server = MariaDb(options.database_url, binary) if options.database_url else None
        states = []
        for kills in (0, options.kills):
            def run(url):
                installation = Installation(binary, url, folder, options.servers if kills else 1)
                installation.command("apply", "-f", str(demo))
                acknowledged, hits = disturbed(installation, orders, kills, random.Random(options.seed))
                installation.start()
                installation.settle()
                installation.stop()
                succeeded = {job["id"] for job in installation.jobs("succeeded")}
                lost = set(acknowledged) - succeeded
                assert not lost, f"acknowledged jobs that did not succeed: {sorted(lost)}"
                assert json.loads(installation.command("doctor", "--output", "json"))["ok"]
                print(f"{kills} kills {hits}: {len(acknowledged)} uploads acknowledged, all imported")
                states.append(installation.state())

            if server:
                with server.database() as url:
                    run(url)
            else:
                run(f"sqlite://{folder}/{kills}.db")
        for part in ("documents", "scorecards"):
            assert states[0][part] == states[1][part], f"{part} differ from the undisturbed run"
        print(f"same documents and {len(states[0]['scorecards'])} scorecards as undisturbed")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
