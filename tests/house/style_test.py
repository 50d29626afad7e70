#!/usr/bin/env python3
"""House rules that no compiler and no clang-tidy check knows. CONTRIBUTING.md says why they are.

    style_test.py [ROOT]        check the tree
    style_test.py --self-test   check this test on small trees that are wrong on purpose
"""

import re
import sys
from pathlib import Path

from sources import CPP, HEADERS, code_only, expect_reports, finish, line_of, project_root, read, walk

LINES_WARN = 500
LINES_MAX = 800
CODE = CPP | {".py", ".ts", ".tsx"}
TEXT = CODE | {".cmake", ".sh", ".sql", ".yaml", ".yml", ".css"}

# In two halves, or this file would break its own rule.
UNFINISHED = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")) + r")\b")
FLOATING = re.compile(r"\b(double|float)\b")
USING_NAMESPACE = re.compile(r"\busing\s+namespace\b")
SNAKE_CASE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*\Z")


def is_cmake(path):
    return path.name == "CMakeLists.txt" or path.suffix == ".cmake"


def long_files(root):
    for path in walk(root, "server", "sdk", "plugins", "tests"):
        if path.suffix in CODE:
            lines = read(root, path).count("\n")
            if lines > LINES_WARN:
                yield path, lines


def check_length(root):
    for path, lines in long_files(root):
        if lines > LINES_MAX:
            yield f"{path}:1: {lines} lines; {LINES_MAX} is the wall, and {LINES_WARN} the time to talk"


def check_readmes(root):
    """Every module that has code says what it is for."""
    modules = {Path("sdk")}
    for parent in ("server", "plugins"):
        if (root / parent).is_dir():
            modules.update(f.relative_to(root) for f in (root / parent).iterdir() if f.is_dir())
    for module in sorted(modules):
        has_code = any(path.suffix in CODE for path in walk(root, module))
        if has_code and not (root / module / "README.md").is_file():
            yield f"{module}:1: a module has a README.md that says what it is for"


def at_file_scope(code, position):
    """Whether only namespaces (and extern "C") are open at the position."""
    scopes = []
    opener = re.compile(r'(?:\bnamespace\b[^;{}()]*|\bextern\s*"[^"]*"\s*)\Z')
    start = 0
    for brace in re.finditer(r"[{}]", code[:position]):
        if brace.group() == "{":
            scopes.append(bool(opener.search(code, start, brace.start())))
        elif scopes:
            scopes.pop()
        start = brace.end()
    return all(scopes)


def check_code(root):
    for path in walk(root, "server", "sdk", "plugins", "tests"):
        if path.suffix not in CPP:
            continue
        text = read(root, path)
        code = code_only(text)
        if path.suffix in HEADERS:
            for match in USING_NAMESPACE.finditer(code):
                if at_file_scope(code, match.start()):
                    yield f"{path}:{line_of(code, match.start())}: no using namespace in a header"
            if not re.search(r"^\s*#\s*(pragma\s+once|ifndef\s+\w+)", code, re.MULTILINE):
                yield f"{path}:1: a header guards itself: #pragma once"
        if not SNAKE_CASE.match(path.stem.split(".")[0]):
            yield f"{path}:1: files are named in snake_case"
        if path.parts[:2] == ("server", "domain"):
            lines = text.split("\n")
            for match in FLOATING.finditer(code):
                line = line_of(code, match.start())
                if "// screen only" not in lines[line - 1]:
                    yield (f"{path}:{line}: no floating point in domain: numbers there are exact "
                           "(or say `// screen only` on the line)")


def check_cmake(root):
    for path in walk(root):
        if is_cmake(path):
            text = re.sub(r"#.*", "", read(root, path))
            for match in re.finditer(r"\bfile\s*\(\s*GLOB|\baux_source_directory\s*\(", text, re.IGNORECASE):
                yield f"{path}:{line_of(text, match.start())}: sources are listed by name"


def check_unfinished(root):
    for path in walk(root):
        if path.suffix in TEXT or is_cmake(path) or path.as_posix() in ("dev", ".ci/run"):
            text = read(root, path)
            for match in UNFINISHED.finditer(text):
                yield f"{path}:{line_of(text, match.start())}: {match.group()}: do it now, or open an issue"


def check_migrations(root):
    """Numbered without gaps, and one for each dialect."""
    names = {}
    for dialect in ("sqlite", "mysql"):
        folder = root / "sql" / dialect
        names[dialect] = sorted(f.name for f in folder.glob("*.sql")) if folder.is_dir() else []
        for number, name in enumerate(names[dialect], 1):
            if not re.match(rf"{number:04d}_[a-z0-9_]+\.sql\Z", name):
                yield f"sql/{dialect}/{name}:1: migrations are NNNN_name.sql, numbered from 0001 without a gap"
                return
    for name in sorted(set(names["sqlite"]) ^ set(names["mysql"])):
        has, lacks = ("sqlite", "mysql") if name in names["sqlite"] else ("mysql", "sqlite")
        yield f"sql/{has}/{name}:1: a migration is a pair, and sql/{lacks} has no such file"


RULES = (check_length, check_readmes, check_code, check_cmake, check_unfinished, check_migrations)


def check(root):
    problems = [problem for rule in RULES for problem in rule(root)]
    return problems, sum(1 for _ in walk(root))


GUARD = "#pragma once\n"
CASES = [
    ("a tidy tree", {"server/base/README.md": "", "server/base/a.h": GUARD,
                     "CMakeLists.txt": "add_library(a a.cpp) # no file(GLOB)\n"}, None),
    ("a file at the wall", {"tests/a.cpp": "\n" * LINES_MAX}, None),
    ("a file over the wall", {"tests/a.cpp": "\n" * (LINES_MAX + 1)}, "801 lines"),
    ("a module without a README", {"server/store/a.cpp": ""}, "server/store:1: a module has a README.md"),
    ("a plugin without a README", {"plugins/csv/a.cpp": ""}, "plugins/csv:1: a module has a README.md"),
    ("an open namespace in a header", {"tests/a.h": GUARD + "namespace a {\nusing namespace std;\n}\n"},
     "tests/a.h:3: no using namespace"),
    ("one inside a function", {"tests/a.h": GUARD + "inline void f() {\nusing namespace std;\n}\n"}, None),
    ("one in a comment", {"tests/a.h": GUARD + "// using namespace std;\n"}, None),
    ("a header without a guard", {"tests/a.h": "int a;\n"}, "guards itself"),
    ("a name in capitals", {"tests/BadName.cpp": ""}, "snake_case"),
    ("floating point in domain", {"server/domain/README.md": "", "server/domain/a.cpp": "\ndouble a;\n"},
     "server/domain/a.cpp:2: no floating point"),
    ("floating point for a screen",
     {"server/domain/README.md": "", "server/domain/a.cpp": "double a;  // screen only\n// a float\n"}, None),
    ("floating point elsewhere", {"server/cli/README.md": "", "server/cli/a.cpp": "double a;\n"}, None),
    ("a glob", {"x/CMakeLists.txt": "file( GLOB sources *.cpp)\n"}, "x/CMakeLists.txt:1: sources are listed"),
    ("unfinished work", {"dev": "\n# TO" + "DO later\n"}, "dev:2: TO" + "DO"),
    ("a pair of migrations", {"sql/sqlite/0001_a.sql": "", "sql/mysql/0001_a.sql": ""}, None),
    ("half a pair", {"sql/sqlite/0001_a.sql": ""}, "sql/mysql has no such file"),
    ("a gap", {"sql/sqlite/0002_a.sql": "", "sql/mysql/0002_a.sql": ""}, "numbered from 0001"),
]


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        expect_reports("style", check, CASES)
    else:
        tree = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else project_root()
        for file, length in long_files(tree):
            print(f"{file}:1: warning: {length} lines; files of 100 to 150 read best")
        finish("style", *check(tree))
