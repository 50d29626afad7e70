"""One database with its servers, which are killed and started again, and the clients' way to them."""

import http.client
import json
import os
import re
import signal
import sqlite3
import subprocess
import threading
import time
import urllib.parse
from pathlib import Path

START_S = 120
REQUEST_S = 120  # a request that is put off for longer, kills and all, has got stuck
GONE = (ConnectionError, http.client.HTTPException, TimeoutError)


class Slot:
    """A server and its place: when it is killed, the next one takes it."""

    def __init__(self):
        self.process = self.port = None


class Installation:
    def __init__(self, binary, url, folder, servers):
        self.binary, self.url, self.folder = binary, url, folder
        self.slots = [Slot() for _ in range(servers)]
        self.changed = threading.Condition()
        self.log = open(folder / "servers.log", "ab")
        self.interrupted = self.put_off = 0  # requests whose server died; that a dead one still held
        for slot in self.slots:
            self.start(slot)

    def start(self, slot):
        process = subprocess.Popen([self.binary, "serve", "--port", "0", "--database", self.url], cwd=self.folder,
                                   stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = process.stdout.readline()
        found = re.search(r":(\d+)/", line)
        if not found:
            raise AssertionError(f"a server did not start: {line!r}; see {self.folder}/servers.log")
        with self.changed:
            slot.process, slot.port = process, int(found.group(1))
            self.changed.notify_all()

    def end(self, slot, how):
        with self.changed:
            slot.port = None
        slot.process.send_signal(how)
        status = slot.process.wait(timeout=START_S)
        slot.process.stdout.close()
        return status

    def kill(self, slot):
        self.end(slot, signal.SIGKILL)
        self.start(slot)

    def stop(self):
        for slot in self.slots:
            status = self.end(slot, signal.SIGTERM)
            assert status == 0, f"a server did not end well: {status}"

    def close(self):
        """Leaves nothing behind, however the test went."""
        for slot in self.slots:
            if slot.process and slot.process.poll() is None:
                slot.process.kill()
                slot.process.wait()
        self.log.close()

    def port(self, dice):
        with self.changed:
            up = self.changed.wait_for(lambda: [slot.port for slot in self.slots if slot.port], timeout=START_S)
            assert up, "no server came back"
            return dice.choice(up)

    def ask(self, dice, method, target, body=None, **headers):
        """The answer, wherever servers die meanwhile: it is asked again, with the same key."""
        until = time.monotonic() + REQUEST_S
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        while True:
            port = self.port(dice)
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=REQUEST_S)
            try:
                connection.request(method, target, body=body, headers=sent)
                response = connection.getresponse()
                text = response.read().decode()
            except GONE:
                with self.changed:
                    self.interrupted += 1
                assert time.monotonic() < until, f"{method} {target} gets no answer"
                continue
            finally:
                connection.close()
            if response.status == 409 and "still being worked on" in text:
                with self.changed:
                    self.put_off += 1
                assert time.monotonic() < until, f"{method} {target}: {text}"
                continue
            return response.status, dict(response.getheaders()), text

    def read(self, dice, target):
        status, _, text = self.ask(dice, "GET", target)
        assert status == 200, (target, text)
        return json.loads(text)

    def open_jobs(self):
        """In one look: a job may go to and fro between the two states."""
        return [(int(job), int(attempts)) for job, attempts in
                self.rows("SELECT id, attempts FROM job WHERE state IN ('queued', 'running') ORDER BY id")]

    def follow(self, dice, job):
        """Until the job has ended: its events end with it (or with the server)."""
        self.ask(dice, "GET", f"/api/v1/jobs/{job}/events")

    def settle(self, dice):
        """No job is left, and none is queued by what the last one did."""
        while jobs := self.open_jobs():
            self.follow(dice, jobs[0][0])

    def command(self, *arguments):
        done = subprocess.run([self.binary, *arguments, "--database", self.url], cwd=self.folder,
                              capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, f"{arguments} failed: {done.stdout} {done.stderr}"
        return done.stdout

    def rows(self, query):
        """Rows as texts, straight from the database."""
        url = urllib.parse.urlsplit(self.url)
        if url.scheme == "sqlite":
            with sqlite3.connect(self.url.removeprefix("sqlite://")) as database:
                return [tuple("" if cell is None else str(cell) for cell in row) for row in database.execute(query)]
        out = subprocess.run(["mariadb", f"--host={url.hostname}", f"--port={url.port}", "--protocol=tcp",
                              f"--user={url.username}", "--batch", "--skip-column-names", url.path[1:],
                              f"--execute={query}"], check=True, capture_output=True, text=True, timeout=60,
                             env=os.environ | {"MYSQL_PWD": urllib.parse.unquote(url.password)}).stdout
        return [tuple("" if cell == "NULL" else cell for cell in line.split("\t")) for line in out.splitlines()]


def program(text):
    return Path(text).resolve()
