"""A server of the program under test on a free port, with a database of its own, and what talks to it."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import unittest
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "cases"))
from databases import MariaDb  # noqa: E402


@contextmanager
def databases(program, url=None):
    """A fresh database on the server of that URL; without one None, which is the server's own SQLite."""
    if not url:
        yield None
        return
    with MariaDb(url, Path(program).resolve()).database() as fresh:
        yield fresh


JSON = {"Content_Type": "application/json"}


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    @property
    def type(self):
        return self.headers.get("content-type", "").split(";")[0]

    def json(self):
        return json.loads(self.body)


class Server:
    """`with Server(program) as server:`; the folder goes with it."""

    def __init__(self, program, *arguments, database=None, environment=None):
        self.folder = tempfile.TemporaryDirectory(prefix="underpin-http-")
        self.path = Path(self.folder.name)
        self.program = Path(program).resolve()
        self.database = database or f"sqlite://{self.path}/underpin.db"
        self.arguments = arguments
        self.environment = os.environ | (environment or {})

    def run(self, *arguments):
        return subprocess.run([self.program, "--database", self.database, *arguments], cwd=self.path,
                              check=True, capture_output=True, text=True).stdout

    def start(self):
        self.log = open(self.path / "serve.log", "ab")
        self.process = subprocess.Popen(
            [self.program, "--database", self.database, "serve", "--port", "0", *self.arguments],
            cwd=self.path, stdout=subprocess.PIPE, stderr=self.log, text=True, env=self.environment)
        line = self.process.stdout.readline()
        found = re.search(r":(\d+)/", line)
        if not found:
            self.process.wait()
            raise AssertionError(f"the server did not start: {line!r}\n{self.log_text()}")
        self.port = int(found.group(1))
        return self

    def stop(self, with_signal=signal.SIGTERM):
        if self.process.poll() is None:
            os.kill(self.process.pid, with_signal)
        status = self.process.wait(timeout=60)
        self.process.stdout.close()
        self.log.close()
        return status

    def log_text(self):
        return (self.path / "serve.log").read_text()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop()
        self.folder.cleanup()

    def ask(self, method, target, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, target, body=body, headers=sent)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def get(self, target, **headers):
        return self.ask("GET", target, **headers)


def configuration(server, text):
    file = server.path / "underpin.yaml"
    file.write_text(text)
    return file


class ServingTest(unittest.TestCase):
    """Tests of servers with a configuration of their own, on whatever database main() was given."""

    program = database_server = None

    def serve(self, text="", *arguments, environment=None):
        fresh = databases(self.program, self.database_server)
        server = Server(self.program, database=fresh.__enter__(), environment=environment)
        self.addCleanup(fresh.__exit__, None, None, None)
        server.arguments = ("--config", str(configuration(server, text)), *arguments)
        server.start()
        self.addCleanup(server.__exit__, None, None, None)
        return server

    def reload(self, server, text):
        """The lines that the log has of it."""
        log = server.path / "serve.log"
        with log.open() as follow:
            follow.seek(0, os.SEEK_END)
            configuration(server, text)
            os.kill(server.process.pid, signal.SIGHUP)
            lines = ""
            while "configuration read again" not in lines:
                self.assertIsNone(server.process.poll())
                lines += follow.read()
                self.assertNotIn("configuration not taken", lines)
        return lines


def main(on_a_server=()):
    """UNDERPIN [DATABASE-URL]: all tests, or on a database server those of these names."""
    ServingTest.program = sys.argv[1]
    ServingTest.database_server = sys.argv[2] if len(sys.argv) > 2 else None
    names = [f"Serving.{name}" for name in on_a_server] if ServingTest.database_server else []
    unittest.main(argv=[sys.argv[0], *names], warnings="ignore")
