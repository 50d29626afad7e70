#!/usr/bin/env python3
"""kill -9 of servers at random moments of uploads, applies, imports and measuring loses no write that
was acknowledged, and doubles none.

The same orders are given to two installations, round by round, by several clients at once: one is left
alone, of the other a server is killed again and again. Every request has a key; whoever gets no answer
asks again with it. Then both must hold the same, and every request that is repeated must be answered
as it was.
"""

import argparse
import json
import random
import re
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "cases"))
from databases import MariaDb  # noqa: E402
from installation import Installation, program  # noqa: E402
from orders import DOCUMENTS, round_of  # noqa: E402

AS_OF = "2030-01-01T00:00:00Z"
KILLS_A_ROUND = 2
TRIES_TO_SPARE = 2  # the program gives a job up whose server dies at it six times: by design


class Clients:
    """Give the orders of a round, each client its own, one after the other."""

    def __init__(self, installation, seed):
        self.installation, self.seed = installation, seed
        self.answers = []  # (order, its headers, status, body) in any order
        self.tags = {}
        self.faults = []

    def give(self, orders, number, which):
        dice = random.Random(f"{self.seed}/{number}/{which}")
        try:
            for order in orders:
                headers = {}
                if order.method == "PUT":  # each change names what it changes
                    tag = self.tags.get(order.target.split("?")[0])
                    headers = {"If_Match": tag} if tag else {"If_None_Match": "*"}
                status, got, text = order.give(self.installation, dice, **headers)
                assert status in (200, 201, 202), f"{order.key}: {status} {text}"
                if order.method == "PUT":
                    self.tags[order.target.split("?")[0]] = got["ETag"]
                self.answers.append((order, headers, status, text))
        except Exception as fault:  # noqa: BLE001: told by the main thread
            self.faults.append(fault)

    def round(self, number):
        threads = [threading.Thread(target=self.give, args=(orders, number, which))
                   for which, orders in enumerate(round_of(number))]
        for thread in threads:
            thread.start()
        return threads

    def check(self):
        if self.faults:
            raise self.faults[0]

    def repeat_all(self, dice):
        """Every request once more: it is not done again, and its answer is the first one."""
        for order, headers, status, text in self.answers:
            again, got, body = order.give(self.installation, dice, **headers)
            assert (again, body) == (status, text), f"{order.key}: {again} {body} instead of {status} {text}"
            assert got.get("Idempotency-Replayed") == "true", f"{order.key} was done a second time"


def spare_weary_jobs(installation, dice):
    """A job that has lost many servers is let through."""
    for job, attempts in installation.open_jobs():
        if attempts >= 6 - TRIES_TO_SPARE:
            installation.follow(dice, job)


def kill_some(installation, dice, kills):
    for _ in range(kills):
        spare_weary_jobs(installation, dice)
        # The random moment: soon, at the requests, or later, at the jobs.
        time.sleep(dice.uniform(0, 0.05) if dice.random() < 0.5 else dice.uniform(0, 0.6))
        installation.kill(dice.choice(installation.slots))


def contents(installation):
    """What must be the same however often servers die, as counts, so that a second one shows."""
    rows = installation.rows
    without_numbers = [(re.sub(r"^\w+:.*", "", actor), act, subject, re.sub(r"\b(revision|run) \d+", r"\1", detail))
                       for actor, act, subject, detail in rows("SELECT actor, act, subject, detail FROM journal")]
    revisions = {}
    for kind, name, sha in rows("SELECT kind, id, sha256 FROM document_revision ORDER BY revision"):
        revisions.setdefault(f"{kind}/{name}", []).append(sha)
    numbers = [int(row[0]) for row in rows("SELECT revision FROM document_revision ORDER BY revision")]
    return {
        "revisions of documents": revisions,
        "numbers of revisions": numbers == list(range(1, len(numbers) + 1)),
        "journal": Counter(without_numbers),
        "runs": Counter(rows("SELECT s.name, r.input, r.status, r.created, r.changed, r.unchanged, r.rejected FROM "
                             "import_run r JOIN evidence_source s ON s.id = r.source_id")),
        "rejects": Counter(rows("SELECT r.input, j.place, j.content, j.reason FROM import_reject j JOIN import_run r ON "
                                "r.id = j.run")),
        "imported blobs": Counter(rows("SELECT s.name, r.input, b.name, w.sha256 FROM import_blob b JOIN import_run r ON "
                                       "r.id = b.run JOIN evidence_source s ON s.id = r.source_id JOIN raw_blob w ON "
                                       "w.id = b.blob_id")),
        "import jobs": Counter(rows("SELECT subject, payload, request_key, state FROM job WHERE kind = 'import'")),
        "records": Counter(rows("SELECT s.name, e.record_key, HEX(e.hash) FROM evidence e JOIN evidence_source s ON "
                                "s.id = e.source_id")),
        "former records": Counter(rows("SELECT s.name, e.record_key, HEX(e.hash) FROM evidence_history e JOIN "
                                       "evidence_source s ON s.id = e.source_id")),
        "coverage": Counter(rows("SELECT s.name, c.from_at, c.to_at FROM evidence_coverage c JOIN evidence_source s ON "
                                 "s.id = c.source_id")),
        "measurements": Counter(rows("SELECT agreement, objective, period, part_from, version, status, value, score, "
                                     "counted, breaching, pending, excluded FROM measurement")),
        "documents": installation.command("export"),
        "scorecards": json.loads(installation.command("score", "--as-of", AS_OF, "--output", "json")),
    }


def check_jobs(installation, clients, dice):
    """Whatever was accepted is done, once."""
    accepted = {json.loads(text)["job"]["id"] for order, _, status, text in clients.answers if status == 202}
    for job in sorted(accepted):
        found = installation.read(dice, f"/api/v1/jobs/{job}")
        assert found["state"] == "succeeded", f"an accepted job did not succeed: {found}"
    failed = installation.rows("SELECT id, kind, message FROM job WHERE state IN ('failed', 'cancelled')")
    assert not failed, f"jobs failed: {failed}"
    return len(accepted)


def run(binary, url, folder, servers, rounds, kills, seed):
    installation = Installation(binary, url, folder, servers)
    try:
        return compared(installation, rounds, kills, seed)
    finally:
        installation.close()


def compared(installation, rounds, kills, seed):
    dice = random.Random(seed)
    clients = Clients(installation, seed)
    status, _, text = installation.ask(dice, "POST", "/api/v1/apply", DOCUMENTS.encode(),
                                       Content_Type="application/yaml", Idempotency_Key="documents")
    assert status == 200, text
    began, done = time.monotonic(), 0
    for number in range(rounds):
        threads = clients.round(number)
        some = min(KILLS_A_ROUND, kills - done)
        kill_some(installation, dice, some)
        done += some
        for thread in threads:
            thread.join()
        clients.check()
    installation.settle(dice)
    took = time.monotonic() - began
    accepted = check_jobs(installation, clients, dice)
    clients.repeat_all(dice)
    installation.settle(dice)
    installation.stop()
    installation.command("score")  # whatever is due by now, in both
    doctor = json.loads(installation.command("doctor", "--output", "json"))
    assert doctor["ok"], doctor
    tries = [int(row[0]) for row in installation.rows("SELECT attempts FROM job")]
    assert done == kills
    print(f"{kills} kills in {took:.0f} s: {len(clients.answers)} requests acknowledged, {accepted} jobs among them; "
          f"{installation.interrupted} requests lost their server and were repeated ({installation.put_off} put off), "
          f"{sum(tries) - len(tries)} jobs were taken over, one {max(tries) - 1} times", flush=True)
    return contents(installation)


def differences(alone, killed):
    for part, value in alone.items():
        other = killed[part]
        if value == other:
            continue
        if isinstance(value, Counter):
            yield f"{part}: lost {list((value - other).items())[:5]}, doubled {list((other - value).items())[:5]}"
        elif isinstance(value, dict):
            yield f"{part}: " + str([(key, value.get(key), other.get(key)) for key in value.keys() | other.keys()
                                     if value.get(key) != other.get(key)][:3])
        else:
            yield f"{part} differ"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=program, required=True)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--servers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database-url", help="a MariaDB server; without it, SQLite")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="underpin-kill-"))
    try:
        mariadb = MariaDb(options.database_url, options.binary) if options.database_url else None
        rounds = -(-options.kills // KILLS_A_ROUND)

        def on_fresh_database(kills, servers):
            place = folder / f"{kills}-kills"
            place.mkdir()
            if not mariadb:
                return run(options.binary, f"sqlite://{place}/underpin.db", place, servers, rounds, kills, options.seed)
            with mariadb.database() as url:
                return run(options.binary, url, place, servers, rounds, kills, options.seed)

        alone = on_fresh_database(0, 1)
        killed = on_fresh_database(options.kills, options.servers)
        assert alone["numbers of revisions"] and alone["runs"] and alone["measurements"], "nothing was compared"
        faults = list(differences(alone, killed))
        for fault in faults:
            print(fault)
        assert not faults, f"{len(faults)} differences from the undisturbed run"
        print(f"the same as undisturbed: {len(alone['revisions of documents'])} documents with "
              f"{sum(map(len, alone['revisions of documents'].values()))} revisions, {alone['runs'].total()} runs, "
              f"{alone['records'].total()} records, {alone['measurements'].total()} measurements, "
              f"{alone['journal'].total()} journal entries, {len(alone['scorecards'])} scorecards")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
