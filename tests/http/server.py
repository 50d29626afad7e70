"""A server of the program under test on a free port, with a database of its own, and what talks to it."""

import http.client
import json
import os
import re
import signal
import subprocess
import tempfile
from pathlib import Path


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

    def __init__(self, program, *arguments, database=None):
        self.folder = tempfile.TemporaryDirectory(prefix="underpin-http-")
        self.path = Path(self.folder.name)
        self.program = Path(program).resolve()
        self.database = database or f"sqlite://{self.path}/underpin.db"
        self.arguments = arguments

    def run(self, *arguments):
        return subprocess.run([self.program, "--database", self.database, *arguments], cwd=self.path,
                              check=True, capture_output=True, text=True).stdout

    def start(self):
        self.log = open(self.path / "serve.log", "ab")
        self.process = subprocess.Popen(
            [self.program, "--database", self.database, "serve", "--port", "0", *self.arguments],
            cwd=self.path, stdout=subprocess.PIPE, stderr=self.log, text=True)
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
