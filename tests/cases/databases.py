"""Fresh databases on a MariaDB server, for cases that run there too."""

import itertools
import os
import subprocess
import urllib.parse
from contextlib import contextmanager
from pathlib import Path


class MariaDb:
    """Makes and drops databases through the `mariadb` client program."""

    def __init__(self, url: str, binary: Path):
        self.url = urllib.parse.urlsplit(url)
        self.binary = binary
        self.numbers = itertools.count(1)

    @contextmanager
    def database(self):
        """The URL of an empty, migrated database, which is dropped at the end."""
        name = f"underpin_case_{os.getpid()}_{next(self.numbers)}"
        self.run_sql(f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4")
        try:
            url = self.url._replace(path=f"/{name}").geturl()
            # On a server only `migrate` makes tables.
            subprocess.run([self.binary, "migrate", "--database", url], check=True, capture_output=True, timeout=120)
            yield url
        finally:
            self.run_sql(f"DROP DATABASE `{name}`")

    def run_sql(self, statement: str) -> None:
        command = ["mariadb", f"--host={self.url.hostname}", f"--port={self.url.port or 3306}", "--protocol=tcp",
                   f"--user={self.url.username or 'root'}", f"--execute={statement}"]
        secret = {"MYSQL_PWD": urllib.parse.unquote(self.url.password)} if self.url.password else {}
        subprocess.run(command, check=True, env=os.environ | secret, timeout=60)
