#!/usr/bin/env python3
"""Runs whole commands on the demonstration data, the way a person does."""

import json
import re
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))

from terminal import run_on_terminal  # noqa: E402

BINARY = ""
AS_OF = "2030-01-01T00:00:00Z"
HALF_IMPORTED = Path(__file__).with_name("half_imported.yaml")


class WholeCommands(unittest.TestCase):
    """All on one demonstration, made once; tests only read it or work on a copy."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="underpin-cli-")
        cls.demo = cls.command("demo").stdout

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def command(cls, *arguments, expect=0):
        ran = subprocess.run([BINARY, *arguments], cwd=cls.folder.name, capture_output=True, text=True, timeout=300)
        assert ran.returncode == expect, (arguments, ran.returncode, ran.stdout[-2000:], ran.stderr)
        return ran

    def test_demo_ends_with_portfolio_scorecard_and_what_to_try_next(self):
        for words in ("Score and grade by supplier", "Service credits", "Try next:"):
            self.assertIn(words, self.demo)

    def test_answers_are_the_same_bytes_whatever_the_number_of_threads(self):
        answers = {
            self.command("score", "--as-of", AS_OF, "--output", "json", "--threads", threads).stdout
            for threads in ("1", "2", "7")
        }
        self.assertEqual(len(answers), 1)
        self.assertGreater(len(json.loads(answers.pop())), 100)

    def on_terminal(self, *arguments):
        """What the command prints to a standard error that is a terminal."""
        status, text = run_on_terminal([BINARY, *arguments], cwd=self.folder.name)
        self.assertEqual(status, 0, text)
        return text

    def test_only_open_periods_are_measured_again(self):
        self.assertEqual(self.command("score", "--output", "json").stderr, "")  # quiet in a pipe
        again = self.on_terminal("score", "--output", "json")
        measured, held = map(int, re.search(r"measured (\d+) cells, (\d+) still hold", again).groups())
        self.assertLess(measured, 80)
        self.assertGreater(held, 700)

    def test_importing_again_changes_nothing(self):
        report = json.loads(self.command("import", "nimbus-tickets", "--output", "json").stdout)
        self.assertEqual((report["created"], report["changed"]), (0, 0))
        self.assertGreater(report["unchanged"], 0)

    def test_an_export_applies_unchanged(self):
        self.command("export", "--to", "all.yaml")
        lines = json.loads(self.command("apply", "-f", "all.yaml", "--output", "json").stdout)
        self.assertEqual({line["result"] for line in lines}, {"unchanged"})

    def test_backup_restores_to_the_same_answers(self):
        self.command("backup", "one.backup")
        self.command("restore", "one.backup", "--database", "sqlite://restored.db")
        question = ("score", "--as-of", AS_OF, "--output", "json")
        self.assertEqual(
            self.command(*question).stdout, self.command(*question, "--database", "sqlite://restored.db").stdout
        )

    def test_doctor_is_content(self):
        self.assertTrue(json.loads(self.command("doctor", "--output", "json").stdout)["ok"])
        deep = json.loads(self.command("doctor", "--deep", "--output", "json").stdout)
        measurements = next(check for check in deep["checks"] if check["check"] == "measurements")
        stored, repeated = map(int, re.match(r"(\d+) stored, (\d+) computed again", measurements["detail"]).groups())
        self.assertEqual((measurements["ok"], repeated), (True, stored))
        self.assertGreater(stored, 700)

    def test_doctor_finds_a_measurement_edited_by_hand(self):
        self.command("backup", "sound.backup")
        self.command("restore", "sound.backup", "--database", "sqlite://edited.db")
        with sqlite3.connect(Path(self.folder.name, "edited.db")) as database:
            cell = database.execute("SELECT agreement, objective, period FROM measurement WHERE period_open = 0 "
                                    "AND status = 'breached' ORDER BY 1, 2, 3 LIMIT 1").fetchone()
            database.execute("UPDATE measurement SET value = '100/1' "
                             "WHERE agreement = ? AND objective = ? AND period = ?", cell)
        ran = self.command("doctor", "--deep", "--database", "sqlite://edited.db", expect=1)
        self.assertIn("value 100 is stored", ran.stdout)

    def test_half_an_import_is_no_evidence(self):
        """A run that fails after its first batches changes no number, nor what a changed target is held against."""
        here = Path(self.folder.name, "half")
        here.mkdir()
        documents = HALF_IMPORTED.read_text()
        (here / "documents.yaml").write_text(documents)
        (here / "log.csv").write_text("key,opened,resolved\nA,2024-01-02T00:00Z,2024-01-02T01:00Z\n")
        database = ("--database", "sqlite://half.db", "--output", "json")

        def card(*more):
            ran = self.command("scorecard", "acme", "--period", "2024-01", *more, *database)
            (objective,) = json.loads(ran.stdout)["agreements"][0]["objectives"]
            return {name: objective[name] for name in ("status", "value", "counted")}, ran.stderr

        self.command("apply", "-f", "half/documents.yaml", *database)
        self.command("import", "log", *database)
        whole = {"status": "met", "value": "100.000000", "counted": 1}
        self.assertEqual(card()[0], whole)

        late = "".join(f"L{n},2024-01-02T00:00Z,2024-01-09T00:00Z\n" for n in range(20_000))
        (here / "log.csv").write_text("key,opened,resolved\n" + late + "X,never,never\n")
        self.command("import", "log", *database, expect=1)
        again, said = card()
        self.assertEqual(again, whole)
        self.assertIn("the last import of log failed", said)
        self.assertEqual(card("--as-of", AS_OF)[0], whole)
        explained = self.command("explain", "desk", "fast", "--period", "2024-01", *database).stdout
        self.assertEqual(json.loads(explained)["counted"], 1)

        # New terms are held against the same evidence, not shown beside an old verdict.
        (here / "documents.yaml").write_text(documents.replace('limits: {default: 2h}', 'limits: {default: 30m}'))
        self.command("apply", "-f", "half/documents.yaml", *database)
        self.assertEqual(card()[0], {"status": "breached", "value": "0.000000", "counted": 1})

        # A mistyped file is no failed import.
        self.command("import", "log", "--file", "half/lgo.csv", *database, expect=1)
        self.assertEqual(len(json.loads(self.command("runs", "log", *database).stdout)), 2)

    def test_failure_is_1_and_wrong_usage_is_2(self):
        self.assertIn("did you mean nimbus?", self.command("scorecard", "nimbos", "--period", "2026-01", expect=1).stderr)
        self.assertIn("--period is required", self.command("scorecard", "nimbus", expect=2).stderr)
        self.assertIn("did you mean scorecard?", self.command("scorcard", "nimbus", expect=2).stderr)
        self.command("no-such-command", expect=2)
        self.assertIn("did you mean plugin list?", self.command("plugin", "lst", expect=2).stderr)
        self.assertIn("did you mean jobs cancel?", self.command("jobs", "cancl", "7", expect=2).stderr)
        self.assertIn("see underpin plugin --help", self.command("plugin", expect=2).stderr)
        self.assertIn("--from and --to go with --with",
                      self.command("credits", "nimbus", "--from", "2026-01", expect=2).stderr)
        self.assertIn("did you mean Agreement?", self.command("schema", "Agrement", expect=1).stderr)

    def test_reading_makes_no_database(self):
        for command in (("score",), ("runs",), ("doctor",), ("export",)):
            wrong = self.command(*command, "--database", "sqlite://mistyped/one.db", expect=1)
            self.assertIn("there is no database mistyped/one.db", wrong.stderr)
        self.assertFalse((Path(self.folder.name) / "mistyped").exists())

    def test_the_demonstration_stays_out_of_other_peoples_documents(self):
        with tempfile.TemporaryDirectory(prefix="underpin-own-") as folder:
            document = "apiVersion: underpin/v1\nkind: Supplier\nmetadata: {id: own, name: Own}\nspec: {}\n"
            (Path(folder) / "own.yaml").write_text(document, encoding="utf-8")

            def run(*arguments):
                return subprocess.run([BINARY, *arguments], cwd=folder, capture_output=True, text=True, timeout=300)

            self.assertEqual(run("apply", "-f", "own.yaml").returncode, 0)
            refused = run("demo")
            self.assertEqual(refused.returncode, 1)
            self.assertIn("such as Supplier own", refused.stderr)
            self.assertIn("--database", refused.stderr)
            self.assertFalse((Path(folder) / "underpin-data" / "demo").exists())

    def test_every_command_has_help_with_an_example(self):
        names = re.findall(r"^  ([a-z]+) {2,}", self.command("--help").stdout.split("Subcommands:")[1], re.MULTILINE)
        self.assertGreater(len(names), 15)
        for name in names:
            self.assertIn("Example", self.command(name, "--help").stdout, name)

    def test_completion_is_sound_bash(self):
        script = self.command("completion", "bash").stdout
        subprocess.run(["bash", "-n"], input=script, text=True, check=True)
        self.assertIn("scorecard", script)
        self.assertIn("#compdef underpin", self.command("completion", "zsh").stdout)


if __name__ == "__main__":
    BINARY = str(Path(sys.argv.pop(1)).resolve())
    unittest.main()
