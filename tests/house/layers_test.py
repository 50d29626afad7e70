#!/usr/bin/env python3
"""Reads every #include of the server, the SDK and the plugins, and fails on one that points upward,
or on a library that is not that layer's to use.

    layers_test.py [ROOT]        check the tree
    layers_test.py --self-test   check this test on small trees that are wrong on purpose
"""

import re
import sys
from pathlib import Path

from sources import CPP, code_only, expect_reports, finish, line_of, project_root, read, walk

BELOW_WORK = {"base", "domain", "documents", "store", "plugin"}
MAY_INCLUDE = {  # besides itself
    "base": set(),
    "domain": {"base"},
    "documents": {"base", "domain"},
    "store": {"base", "domain"},
    "plugin": {"base", "domain", "sdk"},
    "work": BELOW_WORK,
    "http": BELOW_WORK | {"work"},
    "cli": BELOW_WORK | {"work", "http"},
    "app": BELOW_WORK | {"work", "http", "cli", "sdk"},
    "sdk": set(),
    "plugins": {"sdk"},
}
LAYERS = set(MAY_INCLUDE) - {"sdk", "plugins"}

# Libraries that belong to some layers only: (what, header, layers).
RESERVED = [
    ("SQL access", r"soci/|sqlite3(ext)?\.h$|mysql\.h$|mysqld_error\.h$|(mysql|mariadb)/", {"store"}),
    ("YAML and JSON Schema", r"yaml-cpp/|valijson/", {"documents"}),
    ("the HTTP server", r"Poco/Net/(HTTPServer|HTTPRequestHandler|AbstractHTTPRequestHandler|TCPServer"
     r"|SocketReactor|SocketAcceptor|ServerSocket|SecureServerSocket|HTTPSessionFactory|WebSocket)",
     {"http"}),
    ("the HTTP client", r"curl/", {"plugin"}),
    ("the command line parser", r"CLI/", {"cli", "app"}),
]

# Layers that may use these libraries only (the standard library is theirs too).
ONLY = {
    "base": r"(fmt|spdlog|date|boost|openssl)/",
    "domain": r"(fmt|date|boost/multiprecision|boost/rational)",
    "sdk": None,
    "plugins": None,
}
# No input or output: what domain computes, it computes from its arguments.
DOMAIN_NEVER = r"(fstream|iostream|istream|ostream|cstdio|stdio\.h|filesystem|thread|mutex|future|random)$"

STANDARD = set("""
algorithm any array atomic barrier bit bitset cassert cctype cerrno cfenv cfloat charconv chrono cinttypes
climits clocale cmath codecvt compare complex concepts condition_variable coroutine csetjmp csignal cstdarg
cstddef cstdint cstdio cstdlib cstring ctime cuchar cwchar cwctype deque exception execution expected
filesystem format forward_list fstream functional future initializer_list iomanip ios iosfwd iostream istream
iterator latch limits list locale map memory memory_resource mutex new numbers numeric optional ostream queue
random ranges ratio regex scoped_allocator semaphore set shared_mutex source_location span sstream stack
stacktrace stdexcept stop_token streambuf string string_view syncstream system_error thread tuple type_traits
typeindex typeinfo unordered_map unordered_set utility valarray variant vector version
assert.h ctype.h errno.h fenv.h float.h inttypes.h limits.h locale.h math.h setjmp.h signal.h stdalign.h
stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h stdnoreturn.h string.h threads.h time.h
uchar.h wchar.h wctype.h
""".split())
SYSTEM = r"(sys|linux|netinet|arpa|net)/|(unistd|fcntl|poll|spawn|signal|pthread|dlfcn|pwd|grp|sched|dirent)\.h$"

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include(?:_next)?[ \t]*([<"])([^>"\n]+)[>"]', re.MULTILINE)
CLOCK = re.compile(r"(?<!SCMP_SYS\()\b(system_clock\s*::\s*now|gettimeofday|clock_gettime)\b|\bstd::time\s*\(")


def layer_of(path):
    """The layer a file belongs to, or None for a file that is none of C++'s business."""
    top = path.parts[0]
    if top == "server":
        return path.parts[1] if len(path.parts) > 2 else None
    return top


def target_of(root, path, quote, name):
    """The layer that an include leads to, or None for one that is not ours."""
    if name.startswith("underpin/"):
        return "sdk"
    first = name.split("/")[0]
    if "/" in name and first in LAYERS:
        return first
    if quote == '"' and "/" not in name:
        if (root / path.parent / name).exists() or name.endswith(".inc"):  # .inc: made by the build
            return layer_of(path)
    return None


def why_foreign(layer, quote, name):
    """What is wrong with an include of somebody else's header, or None."""
    if quote == '"':
        return "quotes are for our own headers, by their path from server/ or sdk/include/"
    for what, pattern, owners in RESERVED:
        if re.match(pattern, name) and layer not in owners:
            return f"{what} belongs to {' and '.join(sorted(owners))} only"
    if layer == "domain" and re.match(DOMAIN_NEVER, name):
        return "domain is pure: no input, output, threads or chance"
    if name in STANDARD or layer not in ONLY:
        return None
    if layer == "base" and re.match(SYSTEM, name):
        return None
    if ONLY[layer] is None:
        return f"{layer} may use the standard library and the SDK only"
    if not re.match(ONLY[layer], name):
        return f"{layer} has no use for this library"
    return None


def why_wrong(root, path, layer, quote, name):
    """What is wrong with an include, or None."""
    if ".." in name.split("/"):
        return "no relative paths"
    target = target_of(root, path, quote, name)
    if target is None:
        return why_foreign(layer, quote, name)
    if target != layer and target not in MAY_INCLUDE[layer]:
        allowed = ", ".join(sorted(MAY_INCLUDE[layer])) or "nothing of ours"
        return f"{layer} may include {allowed}, not {target}"
    return None


def check(root):
    problems, files = [], 0
    for path in walk(root, "server", "sdk", "plugins"):
        if path.suffix not in CPP:
            continue
        files += 1
        layer = layer_of(path)
        if layer not in MAY_INCLUDE:
            problems.append(f"{path}:1: {path.parent} is not a layer of docs/architecture.md")
            continue
        code = code_only(read(root, path))
        for match in INCLUDE.finditer(code):
            quote, name = match.groups()
            why = why_wrong(root, path, layer, quote, name)
            if why:
                shown = f"<{name}>" if quote == "<" else f'"{name}"'
                problems.append(f"{path}:{line_of(code, match.start())}: {shown}: {why}")
        if layer not in ("base", "sdk"):
            for match in CLOCK.finditer(code):
                problems.append(f"{path}:{line_of(code, match.start())}: the wall clock is read through "
                                "base/clock.h only, so that tests can set it")
    return problems, files


CASES = [
    ("a layer includes what lies below",
     {"server/work/a.cpp": '#include <vector>\n#include "store/b.h"\n', "server/store/b.h": ""}, None),
    ("domain includes store", {"server/domain/a.cpp": '\n#include "store/b.h"\n'},
     "server/domain/a.cpp:2: \"store/b.h\": domain may include base, not store"),
    ("base includes domain", {"server/base/a.h": '#include "domain/b.h"\n'}, "base may include nothing of ours"),
    ("documents and store are neighbours", {"server/documents/a.cpp": '#include "store/b.h"\n'}, "not store"),
    ("work does not know http", {"server/work/a.cpp": '#  include  "http/b.h"\n'}, "not http"),
    ("brackets do not hide it", {"server/domain/a.cpp": "#include <work/b.h>\n"}, "not work"),
    ("a commented include is none", {"server/domain/a.cpp": '// #include "store/b.h"\n/*\n#include "work/c.h"\n*/\n'},
     None),
    ("a quoted line is none", {"server/domain/a.cpp": 'auto text = R"(\n#include "store/b.h"\n)";\n'}, None),
    ("a number's quote marks start no string",
     {"server/domain/a.cpp": "int a = 1'000;\n#include \"store/b.h\"\nint b = 2'000;\n"}, "not store"),
    ("a way around", {"server/domain/a.cpp": '#include "../store/b.h"\n'}, "no relative paths"),
    ("a neighbour file", {"server/store/a.cpp": '#include "b.h"\n', "server/store/b.h": ""}, None),
    ("a table made by the build", {"server/store/a.cpp": '#include "b.inc"\n'}, None),
    ("a header of nobody's", {"server/store/a.cpp": '#include "b.h"\n'}, "quotes are for our own"),
    ("SOCI outside of store", {"server/work/a.cpp": "#include <soci/soci.h>\n"}, "belongs to store only"),
    ("SQLite outside of store", {"server/app/a.cpp": "#include <sqlite3.h>\n"}, "belongs to store only"),
    ("MariaDB inside store", {"server/store/a.cpp": "#include <mariadb/mysql.h>\n#include <mysql.h>\n"}, None),
    ("YAML outside of documents", {"server/cli/a.cpp": "#include <yaml-cpp/yaml.h>\n"}, "belongs to documents only"),
    ("a server outside of http", {"server/work/a.cpp": "#include <Poco/Net/HTTPServer.h>\n"}, "belongs to http"),
    ("a client anywhere", {"server/plugin/a.cpp": "#include <Poco/Net/HTTPSClientSession.h>\n"}, None),
    ("JSON in domain", {"server/domain/a.cpp": "#include <nlohmann/json.hpp>\n"}, "no use for this library"),
    ("files in domain", {"server/domain/a.cpp": "#include <fstream>\n"}, "domain is pure"),
    ("the clock in domain", {"server/domain/a.cpp": "auto t = std::chrono::system_clock::now();\n"},
     "the wall clock"),
    ("the clock in base", {"server/base/clock.cpp": "auto t = std::chrono::system_clock::now();\n"}, None),
    ("the SDK includes the server", {"sdk/include/underpin/a.h": '#include "base/b.h"\n'}, "not base"),
    ("the SDK uses a library", {"sdk/include/underpin/a.hpp": "#include <fmt/core.h>\n"}, "the SDK only"),
    ("a plugin uses the SDK", {"plugins/csv/a.cpp": '#include <string>\n#include <underpin/plugin.hpp>\n'}, None),
    ("a plugin's own second file", {"plugins/csv/a.cpp": '#include "b.h"\n', "plugins/csv/b.h": ""}, None),
    ("a plugin includes the server", {"plugins/csv/a.cpp": '#include "domain/b.h"\n'}, "not domain"),
    ("a plugin uses a library", {"plugins/csv/a.cpp": "#include <nlohmann/json.hpp>\n"}, "the SDK only"),
    ("a folder that is no layer", {"server/util/a.cpp": ""}, "is not a layer"),
]

if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        expect_reports("layers", check, CASES)
    else:
        tree = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else project_root()
        finish("layers", *check(tree))
