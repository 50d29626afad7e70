"""What the house tests share: finding our files, and reading C++ without its comments and strings."""

import os
import re
import sys
from pathlib import Path

SKIPPED_FOLDERS = {"build", "node_modules", "underpin-data", "dist", ".git", "__pycache__", ".cache"}
FROZEN = ("sdk/abi/", "tests/data/")  # copies of released or foreign files, kept as they are
CPP = {".cpp", ".h", ".hpp", ".c"}
HEADERS = {".h", ".hpp"}


def project_root():
    return Path(__file__).resolve().parents[2]


def walk(root, *folders):
    """Every file of ours below the folders (the whole tree without any), as a path relative to root."""
    for start in folders or ("",):
        for folder, inside, files in os.walk(root / start):
            inside[:] = sorted(f for f in inside if f not in SKIPPED_FOLDERS)
            for name in sorted(files):
                path = (Path(folder) / name).relative_to(root)
                if not path.as_posix().startswith(FROZEN):
                    yield path


def read(root, path):
    return (root / path).read_text(encoding="utf-8", errors="replace")


_TOKEN = re.compile(
    r"""
      //(?:[^\n\\]|\\.|\\\n)*                                # a comment to the end of the line
    | /\*.*?\*/                                              # a comment between marks
    | ^[ \t]*\#[ \t]*include[^\n]*                           # an include, whose quotes are no string
    | (?:u8|[uUL])?R"(?P<raw>[^()\\\s]{0,16})\(.*?\)(?P=raw)"  # a raw string
    | (?:u8|[uUL])?"(?:[^"\\\n]|\\.)*"                       # a string
    | (?<![0-9A-Za-z_])(?:u8|[uUL])?'(?:[^'\\\n]|\\.)+'      # a character (1'000 is a number)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)


def code_only(text):
    """The text with comments and the inside of strings blanked out; lines keep their numbers."""

    def blank(match):
        token = match.group(0)
        if token.lstrip().startswith("#"):
            return re.sub(r"//.*|/\*.*?\*/", "", token)
        if token.startswith("/"):
            return " " + "\n" * token.count("\n")
        return '""' + "\n" * token.count("\n")

    return _TOKEN.sub(blank, text)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def finish(name, problems, looked_at):
    """Prints what was found and ends the program."""
    for problem in problems:
        print(problem)
    if problems:
        print(f"{name}: {len(problems)} problems in {looked_at} files")
        sys.exit(1)
    print(f"{name}: {looked_at} files, nothing to complain about")


def expect_reports(name, check, cases):
    """A house test's test of itself: each case is (what it shows, {path: text}, expected), where
    expected is a part of the one line that must be reported, or None for none at all."""
    import tempfile

    wrong = []
    for what, files, expected in cases:
        with tempfile.TemporaryDirectory() as folder:
            for path, text in files.items():
                (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
                (Path(folder) / path).write_text(text, encoding="utf-8")
            problems, _ = check(Path(folder))
        if expected is None:
            good = problems == []
        else:
            good = len(problems) == 1 and expected in problems[0]
        if not good:
            wrong.append(f"{name}: {what}: expected {expected or 'nothing'}, reported {problems}")
    for line in wrong:
        print(line)
    if wrong:
        sys.exit(1)
    print(f"{name}: {len(cases)} cases of its own behave as they must")
