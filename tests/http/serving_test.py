#!/usr/bin/env python3
"""The server as a network sees it: limits, slow and idle clients, conditions, compression, repeats,
stopping and reloading.

    serving_test.py UNDERPIN [DATABASE-URL]

On a database server, in short: what has to do with the database.
"""

import gzip
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading

from server import JSON, Server, ServingTest, configuration, main

PROGRAM = sys.argv[1]
SUPPLIER = json.dumps({"apiVersion": "underpin/v1", "kind": "Supplier", "metadata": {"id": "acme"},
                       "spec": {"tier": "strategic"}})


class Raw:
    """A connection that says exactly what it is told to."""

    def __init__(self, server):
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=30)

    def send(self, text):
        self.socket.sendall(text.encode())

    def read_answer(self):
        """One answer with a Content-Length."""
        data = b""
        while b"\r\n\r\n" not in data:
            piece = self.socket.recv(65536)
            if not piece:
                return data.decode()
            data += piece
        head, _, body = data.partition(b"\r\n\r\n")
        length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n")
                       if line.lower().startswith(b"content-length")), 0)
        while len(body) < length:
            body += self.socket.recv(65536)
        return (head + b"\r\n\r\n" + body).decode()

    def read_to_end(self):
        data = b""
        while piece := self.socket.recv(65536):
            data += piece
        return data.decode()

    def close(self):
        self.socket.close()


class Serving(ServingTest):
    def test_idle_connections_hold_no_worker(self):
        server = self.serve("limits: {workers: 2}")
        idle = [Raw(server) for _ in range(50)]
        for one in idle:
            one.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
            self.assertIn("200 OK", one.read_answer())
        self.assertEqual(server.get("/healthz").status, 200)
        for one in idle:  # and every one of them is still served
            one.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
            self.assertIn("200 OK", one.read_answer())
            one.close()

    def test_clients_that_dribble_a_head_hold_no_worker_and_are_cut(self):
        server = self.serve("limits: {workers: 2, head_time: 1s}")
        slow = [Raw(server) for _ in range(20)]
        for one in slow:
            one.send("GET /healthz HT")
        self.assertEqual(server.get("/healthz").status, 200)
        for one in slow:
            self.assertEqual(one.read_to_end(), "")
            one.close()

    def test_a_body_that_does_not_come_is_given_up(self):
        server = self.serve("limits: {grace_time: 1s}")
        one = Raw(server)
        one.send("PUT /api/v1/suppliers/acme HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                 "Content-Length: 1000\r\n\r\n{")
        self.assertIn("the body ends before its Content-Length", one.read_to_end())
        one.close()
        self.assertEqual(server.get("/healthz").status, 200)

    def test_limits_of_head_and_body(self):
        server = self.serve("limits: {head_bytes: 2048, body_bytes: 2048}")
        one = Raw(server)
        one.send("GET /healthz HTTP/1.1\r\nX-Long: " + "a" * 5000 + "\r\n\r\n")
        self.assertIn("431", one.read_to_end().split("\r\n")[0])
        one.close()
        answer = server.ask("PUT", "/api/v1/suppliers/acme", "x" * 5000, **JSON)
        self.assertEqual((answer.status, answer.json()["status"]), (413, 413))
        chunked = Raw(server)
        chunked.send("PUT /api/v1/suppliers/acme HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                     "1388\r\n" + "x" * 5000 + "\r\n0\r\n\r\n")
        self.assertIn("413", chunked.read_answer().split("\r\n")[0])
        chunked.close()

    def test_a_full_server_says_so(self):
        server = self.serve("limits: {connections: 3}")
        held = [Raw(server) for _ in range(3)]
        for one in held:
            one.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
            one.read_answer()
        more = Raw(server)
        text = more.read_to_end()
        self.assertIn("503", text.split("\r\n")[0])
        self.assertIn("Retry-After", text)
        for one in [*held, more]:
            one.close()

    def test_requests_one_after_the_other_in_one_packet(self):
        server = self.serve()
        one = Raw(server)
        one.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n" * 2 +
                 "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        self.assertEqual(one.read_to_end().count("200 OK"), 3)
        one.close()

    def test_what_is_no_http_gets_400(self):
        server = self.serve()
        for nonsense in ("\x16\x03\x01\x02\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/1.1\r\n" + "A: b\r\n" * 200 + "\r\n"):
            one = Raw(server)
            one.send(nonsense)
            self.assertNotIn("200 OK", one.read_to_end())
            one.close()
        self.assertEqual(server.get("/healthz").status, 200)

    def test_two_lengths_are_not_one_request(self):
        server = self.serve()
        one = Raw(server)
        one.send("POST /api/v1/apply HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
                 "0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        text = one.read_to_end()
        self.assertIn("400", text.split("\r\n")[0])
        self.assertNotIn("\"ok\"", text)
        one.close()

    def test_tags_and_conditions(self):
        server = self.serve()
        created = server.ask("PUT", "/api/v1/suppliers/acme", SUPPLIER, If_None_Match="*", **JSON)
        self.assertEqual(created.status, 201)
        tag = created.headers["etag"]
        read = server.get("/api/v1/suppliers/acme")
        self.assertEqual(read.headers["etag"], tag)
        self.assertEqual(server.get("/api/v1/suppliers/acme", If_None_Match=tag).status, 304)
        again = server.ask("PUT", "/api/v1/suppliers/acme", SUPPLIER, If_None_Match="*", **JSON)
        self.assertEqual(again.status, 412)
        changed = SUPPLIER.replace("strategic", "tactical")
        self.assertEqual(server.ask("PUT", "/api/v1/suppliers/acme", changed, If_Match=tag, **JSON).status, 200)
        self.assertEqual(server.ask("PUT", "/api/v1/suppliers/acme", SUPPLIER, If_Match=tag, **JSON).status, 412)
        self.assertEqual(server.get("/api/v1/suppliers/acme").json()["spec"]["tier"], "tactical")

    def test_of_many_writers_with_one_tag_one_wins(self):
        server = self.serve()
        tag = server.ask("PUT", "/api/v1/suppliers/acme", SUPPLIER, **JSON).headers["etag"]
        statuses = []

        def write(number):
            body = json.loads(SUPPLIER)
            body["metadata"]["name"] = f"Acme {number}"
            statuses.append(server.ask("PUT", "/api/v1/suppliers/acme", json.dumps(body), If_Match=tag, **JSON).status)

        threads = [threading.Thread(target=write, args=(i,)) for i in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(statuses), [200] + [412] * 7)

    def test_writers_of_different_documents_do_not_disturb_each_other(self):
        server = self.serve()
        statuses = []

        def write(number):
            body = json.loads(SUPPLIER)
            body["metadata"]["id"] = f"s{number}"
            statuses.append(server.ask("PUT", f"/api/v1/suppliers/s{number}", json.dumps(body), **JSON).status)

        threads = [threading.Thread(target=write, args=(i,)) for i in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(statuses, [201] * 8)

    def test_a_repeated_request_is_done_once(self):
        server = self.serve()
        key = {"Idempotency_Key": "one", **JSON}
        first = server.ask("POST", "/api/v1/apply", SUPPLIER, **key)
        second = server.ask("POST", "/api/v1/apply", SUPPLIER, **key)
        self.assertEqual((first.status, first.json()), (second.status, second.json()))
        self.assertEqual(second.headers["idempotency-replayed"], "true")
        self.assertEqual(second.json()["documents"][0]["result"], "created")
        other = server.ask("POST", "/api/v1/apply", SUPPLIER.replace("acme", "other"), **key)
        self.assertEqual(other.status, 409)
        self.assertEqual(server.get("/api/v1/suppliers/other").status, 404)

    def test_a_repeated_change_with_a_condition_is_answered_as_before(self):
        server = self.serve()
        created = server.ask("PUT", "/api/v1/suppliers/acme", SUPPLIER, If_None_Match="*", Idempotency_Key="a", **JSON)
        again = server.ask("PUT", "/api/v1/suppliers/acme", SUPPLIER, If_None_Match="*", Idempotency_Key="a", **JSON)
        self.assertEqual((created.status, created.body, created.headers["etag"], created.headers["location"]),
                         (201, again.body, again.headers["etag"], again.headers["location"]))
        self.assertEqual((again.status, again.headers["idempotency-replayed"]), (201, "true"))
        other = server.ask("PUT", "/api/v1/suppliers/acme", SUPPLIER, Idempotency_Key="a", **JSON)
        self.assertEqual(other.status, 409)  # without the condition it is another request
        self.assertEqual(len(server.get("/api/v1/suppliers/acme/revisions").json()["items"]), 1)

    def test_faults_point_to_their_fields(self):
        server = self.serve()
        wrong = SUPPLIER.replace("strategic", "strategc")
        problem = server.ask("PUT", "/api/v1/suppliers/acme", wrong, **JSON).json()
        self.assertEqual(problem["errors"][0]["pointer"], "/spec/tier")
        self.assertIn("strategic", problem["errors"][0]["hint"])
        yaml = "apiVersion: underpin/v1\nkind: Supplier\nmetadata: {id: acme}\nspec:\n  teir: strategic\n"
        problem = server.ask("POST", "/api/v1/apply", yaml, Content_Type="application/yaml").json()
        self.assertEqual(problem["errors"][0]["line"], 5)
        self.assertEqual(server.get("/api/v1/suppliers/acme").status, 404)

    def test_large_answers_are_compressed_for_who_wants_that(self):
        server = self.serve()
        plain = server.get("/api/v1/openapi.json")
        packed = server.get("/api/v1/openapi.json", Accept_Encoding="gzip")
        self.assertEqual(packed.headers["content-encoding"], "gzip")
        self.assertEqual(gzip.decompress(packed.body), plain.body)
        self.assertLess(len(packed.body), len(plain.body) // 4)

    def test_request_ids_reach_the_log(self):
        server = self.serve("log: {format: json}")
        self.assertEqual(server.get("/healthz", X_Request_Id="my-id-1").headers["x-request-id"], "my-id-1")
        forged = server.get("/healthz", X_Request_Id="a b\"c").headers["x-request-id"]
        self.assertRegex(forged, r"^[0-9a-f]{16}$")
        server.stop()
        lines = [json.loads(line) for line in server.log_text().splitlines()]
        self.assertIn("my-id-1", [line.get("request") for line in lines])

    def test_stopping_finishes_what_was_accepted(self):
        server = self.serve()
        half = Raw(server)
        half.send("GET /healthz HTTP/1.1\r\n")
        body = Raw(server)
        body.send("PUT /api/v1/suppliers/acme HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                  f"Content-Length: {len(SUPPLIER)}\r\nExpect: 100-continue\r\n\r\n")
        self.assertIn("100", body.read_answer())  # the server is at it
        os.kill(server.process.pid, signal.SIGTERM)
        body.send(SUPPLIER)
        self.assertIn("201 Created", body.read_to_end())
        half.send("Host: a\r\n\r\n")
        self.assertIn("200 OK", half.read_to_end())
        self.assertEqual(server.process.wait(timeout=30), 0)

    def test_reload_takes_a_sound_file_only(self):
        server = self.serve("limits: {body_bytes: 2048}")
        self.assertEqual(server.ask("PUT", "/api/v1/suppliers/acme", "x" * 3000, **JSON).status, 413)
        follow = (server.path / "serve.log").open()

        def wait_for(words):
            while words not in follow.read():
                self.assertIsNone(server.process.poll())

        configuration(server, "limits: {body_bites: 100000}")
        os.kill(server.process.pid, signal.SIGHUP)
        wait_for("configuration not taken")
        self.assertEqual(server.ask("PUT", "/api/v1/suppliers/acme", "x" * 3000, **JSON).status, 413)
        configuration(server, "limits: {body_bytes: 100000}")
        os.kill(server.process.pid, signal.SIGHUP)
        wait_for("configuration read again")
        self.assertEqual(server.ask("PUT", "/api/v1/suppliers/acme", "x" * 3000, **JSON).status, 422)

    def test_reload_takes_what_can_change_and_names_what_needs_a_restart(self):
        server = self.serve("limits: {connections: 50, head_time: 60s}\nlog: {level: info}")
        lines = self.reload(server, "listen: {port: 1, backlog: 5}\nlimits: {connections: 2, workers: 3, head_time: 1s}\n"
                            "jobs: {workers: 1}\nweb: {folder: /x}\nimport: {http: {allow: [portal]}}\n"
                            "secrets: {environment: [A]}\nbackup: {keep: 3}")
        said = {kind: sorted(line.split("key=")[1].split()[0].strip('"') for line in lines.splitlines() if kind in line)
                for kind in ("needs a restart", "configuration changed")}
        self.assertEqual(said["needs a restart"],
                         ["jobs.workers", "limits.workers", "listen.backlog", "listen.port", "web.folder"])
        self.assertEqual(said["configuration changed"],
                         ["backup.keep", "import.http.allow", "limits.connections", "limits.head_time",
                          "secrets.environment"])
        slow = Raw(server)  # the new time holds
        slow.send("GET /healthz HT")
        self.assertEqual(slow.read_to_end(), "")
        slow.close()
        held = [Raw(server) for _ in range(2)]
        for one in held:
            one.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
            one.read_answer()
        more = Raw(server)
        self.assertIn("503", more.read_to_end().split("\r\n")[0])
        for one in [*held, more]:
            one.close()
        # What needs a restart is said again as long as it differs; the rest is in force.
        lines = self.reload(server, "listen: {backlog: 5}\nlimits: {connections: 2}")
        self.assertIn("listen.backlog", lines)
        self.assertNotIn("limits.connections", lines)

    def test_backups_can_be_switched_on_while_running(self):
        server = self.serve()
        order = {"Content_Type": "application/json"}
        refused = server.ask("POST", "/api/v1/jobs", '{"kind": "backup"}', **order).headers["location"]
        self.assertIn('"failed"', server.get(refused + "/events").body.decode())
        self.reload(server, f"backup: {{folder: {server.path}/backups}}")
        done = server.ask("POST", "/api/v1/jobs", '{"kind": "backup"}', **order).headers["location"]
        self.assertIn('"succeeded"', server.get(done + "/events").body.decode())
        self.assertEqual(len(os.listdir(server.path / "backups")), 1)

    def test_a_wrong_configuration_stops_the_start(self):
        for text, words in (("limits:\n  wrokers: 3\n", ("underpin.yaml:2", "workers")),
                            ("listen: {address: 0.0.0.0}\n", ("underpin.yaml:1", "accounts")),
                            ("limits: {idle_time: soon}\n", ("idle_time", "10s")),
                            ("log: {level: loud}\n", ("log.level", "info"))):
            server = Server(PROGRAM)
            server.arguments = ("--config", str(configuration(server, text)))
            with self.assertRaises(AssertionError) as refused:
                server.start()
            for word in words:
                self.assertIn(word, str(refused.exception))
            server.log.close()
            server.folder.cleanup()

    def test_the_documented_configuration_is_the_default(self):
        root = os.path.join(os.path.dirname(__file__), "..", "..")
        import yaml
        with open(os.path.join(root, "config", "underpin.yaml")) as file:
            shown = yaml.safe_load(file)
        with open(os.path.join(root, "docs", "schemas", "configuration.json")) as file:
            schema = json.load(file)

        def defaults(part):
            return {key: defaults(value) if "properties" in value else value["default"]
                    for key, value in part["properties"].items()}

        self.assertEqual(shown, defaults(schema))

    def test_an_upload_is_kept_and_followed_to_its_end(self):
        server = self.serve()
        source = json.dumps({"apiVersion": "underpin/v1", "kind": "Source", "metadata": {"id": "tickets"},
                             "spec": {"plugin": "csv", "config": {"path": "none.csv", "shape": "case"}}})
        self.assertEqual(server.ask("PUT", "/api/v1/sources/tickets", source, **JSON).status, 201)
        csv = "key,opened,resolved\n1,2024-03-04T10:00:00Z,2024-03-04T11:00:00Z\n2,2024-03-05T10:00:00Z,oops\n"
        headers = {"Content_Type": "text/csv", "Idempotency_Key": "upload-1"}
        first = server.ask("POST", "/api/v1/sources/tickets/imports?name=march.csv", csv, **headers)
        again = server.ask("POST", "/api/v1/sources/tickets/imports?name=march.csv", csv, **headers)
        self.assertEqual((first.status, first.json()), (202, again.json()))
        place = first.headers["location"]
        events = server.get(place + "/events").body.decode()
        self.assertIn("event: state", events)
        last = json.loads([line for line in events.splitlines() if line.startswith("data: ")][-1][6:])
        self.assertEqual((last["state"], last["result"]["created"], last["result"]["rejected"]),
                         ("succeeded", 1, 1))
        run = server.get(f"/api/v1/runs/{last['run']}").json()
        self.assertEqual((run["status"], run["created"]), ("succeeded", 1))
        rejects = server.get(f"/api/v1/runs/{last['run']}/rejects", Accept="text/csv").body.decode()
        self.assertIn("oops", rejects)
        self.assertEqual(len(server.get("/api/v1/jobs?kind=import").json()["items"]), 1)

    def test_metrics_are_what_prometheus_reads(self):
        server = self.serve()
        server.get("/healthz")
        text = server.get("/metrics").body.decode()
        self.assertIn('route="getHealth"', text)
        self.assertIn("underpin_due_measurements", text)
        promtool = shutil.which("promtool")
        if promtool:
            checked = subprocess.run([promtool, "check", "metrics"], input=text, text=True, capture_output=True)
            self.assertEqual((checked.returncode, checked.stdout + checked.stderr), (0, ""))

    def test_ready_says_what_is_not(self):
        server = self.serve()
        checks = {one["name"]: one["ok"] for one in server.get("/readyz").json()["checks"]}
        self.assertEqual(checks, {"database": True, "migrations": True, "plugins": True, "serving": True})


# What has to do with the database.
ON_A_SERVER = ("test_tags_and_conditions", "test_of_many_writers_with_one_tag_one_wins",
               "test_writers_of_different_documents_do_not_disturb_each_other", "test_a_repeated_request_is_done_once",
               "test_a_repeated_change_with_a_condition_is_answered_as_before",
               "test_an_upload_is_kept_and_followed_to_its_end", "test_metrics_are_what_prometheus_reads",
               "test_ready_says_what_is_not")

if __name__ == "__main__":
    main(ON_A_SERVER)
