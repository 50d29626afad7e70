#!/usr/bin/env python3
"""Calls every operation of the OpenAPI document with its examples, and with what is wrong on purpose,
and holds every answer against what the document says.

    contract_test.py UNDERPIN [DATABASE-URL]

On a database server, in short: the operations with their examples.
"""

import copy
import json
import sys
import urllib.parse

import jsonschema

from server import Server, databases

# In an order in which each document finds what it refers to.
CREATION = ["suppliers", "services", "calendars", "sources", "contracts", "agreements", "exclusions"]
# What an agreement's examples name beside its own kind.
CSV = "key,from,to\n1,2024-03-04T10:00:00Z,2024-03-04T11:00:00Z\n2,2024-03-05T10:00:00Z,oops\n"


class Contract:
    def __init__(self, server):
        self.server = server
        self.openapi = server.get("/api/v1/openapi.json").json()
        self.calls = 0
        self.faults = []

    def operations(self):
        for path, verbs in self.openapi["paths"].items():
            for verb, operation in verbs.items():
                yield path, verb.upper(), operation

    def validate(self, schema, value):
        whole = dict(schema)
        whole["components"] = self.openapi["components"]
        jsonschema.Draft202012Validator(whole).validate(value)

    def response_of(self, operation, status):
        known = operation["responses"].get(str(status))
        if known and "$ref" in known:
            known = self.openapi["components"]["responses"][known["$ref"].split("/")[-1]]
        return known

    def hold(self, what, operation, answer):
        """The answer's status is one that is described, and so is its body."""
        self.calls += 1
        try:
            if answer.status == 304:
                return
            known = self.response_of(operation, answer.status)
            assert known, f"status {answer.status} is not described: {answer.body[:300]!r}"
            assert "x-request-id" in answer.headers, "an answer without a request id"
            content = known.get("content", {})
            assert answer.type in content, f"type {answer.type} is not described for {answer.status}"
            for header in known.get("headers", {}):
                assert header.lower() in answer.headers, f"no header {header}"
            if answer.type.endswith("json"):
                self.validate(content[answer.type]["schema"], answer.json())
            if answer.status >= 400:
                problem = answer.json()
                assert problem["status"] == answer.status and problem["detail"], problem
                assert problem["request_id"] == answer.headers["x-request-id"], problem
            assert answer.status < 500 or operation["operationId"] == "getReadiness", answer.body[:500]
        except (AssertionError, jsonschema.ValidationError) as fault:
            where = "/".join(str(step) for step in getattr(fault, "absolute_path", []))
            self.faults.append(f"{what}: {where} {getattr(fault, 'message', fault)}")

    def address(self, path, operation, changes=None, optional=True):
        """The path with its parameters' examples; `changes` by name win, None leaves out."""
        query = {}
        for parameter in operation.get("parameters", []):
            value = parameter.get("example")
            if changes and parameter["name"] in changes:
                value = changes[parameter["name"]]
            if parameter["in"] == "path":
                path = path.replace("{" + parameter["name"] + "}", urllib.parse.quote(str(value), safe=""))
            elif parameter["in"] == "query" and value is not None:
                if parameter["required"] or (optional and parameter["name"] not in ("dry_run", "cursor")) \
                        or (changes and parameter["name"] in changes):
                    query[parameter["name"]] = str(value).lower() if isinstance(value, bool) else str(value)
        return path + ("?" + urllib.parse.urlencode(query) if query else "")

    def bodies(self, operation):
        for media, content in operation.get("requestBody", {}).get("content", {}).items():
            if "example" in content:
                example = content["example"]
                yield media, (example if isinstance(example, str) else json.dumps(example))

    def call(self, what, verb, target, operation, body=None, **headers):
        self.hold(f"{what}: {verb} {target}", operation, self.server.ask(verb, target, body, **headers))

    def with_examples(self, path, verb, operation):
        if operation["operationId"] == "followJob":
            return
        for optional in (False, True):
            target = self.address(path, operation, optional=optional)
            bodies = list(self.bodies(operation))
            if not bodies or not operation["requestBody"]["required"]:
                self.call("example", verb, target, operation)
            for media, body in bodies:
                self.call("example", verb, target, operation, body, Content_Type=media)

    def with_wrong_parameters(self, path, verb, operation):
        if operation["operationId"] == "followJob":
            return
        body, media = None, None
        for media, body in self.bodies(operation):
            break
        headers = {"Content_Type": media} if media else {}
        self.call("unknown parameter", verb, self.address(path, operation) .split("?")[0] + "?no_such=1",
                  operation, body, **headers)
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "header":
                continue
            name = parameter["name"]
            for wrong in ("no such thing", "-1", "%00", "9" * 40, "../../etc/passwd", "🙂", "2024-13"):
                self.call(f"{name}={wrong}", verb, self.address(path, operation, {name: wrong}), operation,
                          body, **headers)
            if parameter["in"] == "query" and parameter["required"]:
                self.call(f"without {name}", verb, self.address(path, operation, {name: None}, optional=False),
                          operation, body, **headers)

    def with_mutated_bodies(self, path, verb, operation):
        target = self.address(path, operation, optional=False)
        for media, body in self.bodies(operation):
            for wrong in ("", "{", "[]", "null", "\"text\"", "\ufeff", "a: [b", body[: len(body) // 2], body * 2):
                self.call("broken body", verb, target, operation, wrong.encode(), Content_Type=media)
            if media == "application/json":
                for changed in mutations(json.loads(body)):
                    self.call("mutated body", verb, target, operation, json.dumps(changed), Content_Type=media)


def mutations(value, limit=60):
    """The document with one thing left out, replaced or added, at every place."""
    places = []

    def walk(node, path):
        if isinstance(node, dict):
            for key in node:
                places.append(path + [key])
                walk(node[key], path + [key])
        elif isinstance(node, list):
            for index, item in enumerate(node):
                walk(item, path + [index])

    walk(value, [])
    made = 0
    for path in places:
        for replacement in ("absent", None, -1, "", [], {}, "2024-99-99"):
            if made >= limit:
                return
            changed = copy.deepcopy(value)
            parent = changed
            for step in path[:-1]:
                parent = parent[step]
            if replacement == "absent":
                if isinstance(parent, dict):
                    del parent[path[-1]]
            else:
                parent[path[-1]] = replacement
            made += 1
            yield changed


def prepare(contract):
    """What the examples speak of: the documents of every PUT, and some evidence."""
    for kind in CREATION:
        path = f"/api/v1/{kind}/{{id}}"
        operation = contract.openapi["paths"][path]["put"]
        for media, body in contract.bodies(operation):
            target = contract.address(path, operation, optional=False)
            answer = contract.server.ask("PUT", target, body, Content_Type=media)
            contract.hold(f"create: PUT {target}", operation, answer)
            assert answer.status in (200, 201), (target, media, answer.body)
    (contract.server.path / "march.csv").write_text(CSV)
    contract.server.run("import", "acme-tickets", "--file", "march.csv")
    contract.server.run("score")
    contract.server.run("close", "--supplier", "acme", "--period", "2024-03", "--through")


def main():
    short = len(sys.argv) > 2
    with databases(*sys.argv[1:]) as database, Server(sys.argv[1], database=database) as server:
        contract = Contract(server)
        prepare(contract)
        reads = [one for one in contract.operations() if one[1] == "GET"]
        writes = [one for one in contract.operations() if one[1] != "GET"]
        for path, verb, operation in reads + writes:
            contract.with_examples(path, verb, operation)
        for path, verb, operation in [] if short else reads + writes:
            contract.with_wrong_parameters(path, verb, operation)
        for path, verb, operation in [] if short else writes:
            contract.with_mutated_bodies(path, verb, operation)
        for path, verb, operation in reads:
            contract.with_examples(path, verb, operation)  # nothing has hurt it
    for fault in contract.faults[:40]:
        print(fault)
    print(f"{contract.calls} calls, {len(contract.faults)} faults")
    sys.exit(1 if contract.faults or contract.calls < (100 if short else 500) else 0)


if __name__ == "__main__":
    main()
