#!/usr/bin/env python3
"""What sources may use of the machine that the server runs on: its network, files and environment.

    source_rules_test.py UNDERPIN
"""

import http.server
import json
import threading

from server import JSON, ServingTest, main


class SourceRules(ServingTest):
    def test_importers_use_the_network_as_configured(self):
        asked = []

        class Portal(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                self.send_error(404)

            def log_message(self, *_):
                pass

        portal = http.server.HTTPServer(("127.0.0.1", 0), Portal)
        serving = threading.Thread(target=portal.serve_forever)
        serving.start()
        self.addCleanup(lambda: (portal.shutdown(), serving.join(), portal.server_close()))
        place = f"127.0.0.1:{portal.server_port}"
        server = self.serve()
        source = json.dumps({"apiVersion": "underpin/v1", "kind": "Source", "metadata": {"id": "portal"},
                             "spec": {"plugin": "statuspage", "config": {"page": f"http://{place}"}}})
        self.assertEqual(server.ask("PUT", "/api/v1/sources/portal", source, **JSON).status, 201)

        def error_of_import():
            job = server.ask("POST", "/api/v1/sources/portal/imports", **JSON).headers["location"]
            server.get(job + "/events")
            return server.get(job).json()["error"]

        refused = error_of_import()
        self.assertIn("import.http.allow", refused["hint"])
        self.assertEqual(asked, [])
        self.reload(server, f"import: {{http: {{allow: ['{place}']}}}}")
        self.assertIn("404", error_of_import()["message"])
        self.assertEqual(len(asked), 1)

    def source(self, spec, **config):
        return json.dumps({"apiVersion": "underpin/v1", "kind": "Source", "metadata": {"id": "portal"},
                           "spec": {"plugin": "csv", "config": {"path": "a.csv", "shape": "case", **config}, **spec}})

    def put_source(self, server, spec, **config):
        return server.ask("PUT", "/api/v1/sources/portal", self.source(spec, **config), **JSON)

    def test_documents_of_the_api_reach_for_nothing_of_the_server(self):
        server = self.serve(environment={"UNDERPIN_SECRET_ACME": "s", "HOME_TOKEN": "t"})
        for spec, pointer, words in (
                ({"secrets": {"token": {"env": "HOME_TOKEN"}}}, "/spec/secrets/token/env", "UNDERPIN_SECRET_*"),
                ({"secrets": {"token": {"file": "/etc/shadow"}}}, "/spec/secrets/token/file", "secrets.folders"),
                ({"folder": "/etc"}, "/spec/folder", "import.roots")):
            answer = self.put_source(server, spec)
            fault = answer.json()["errors"][0]
            self.assertEqual((answer.status, answer.type, fault["pointer"]), (422, "application/problem+json", pointer))
            self.assertIn(words, fault["hint"])
            batch = server.ask("POST", "/api/v1/apply", self.source(spec), **JSON)
            self.assertEqual((batch.status, batch.json()["errors"][0]["pointer"]), (422, pointer))
        self.assertEqual(server.get("/api/v1/sources/portal").status, 404)
        self.assertEqual(self.put_source(server, {"secrets": {"token": {"env": "UNDERPIN_SECRET_ACME"}}}).status, 201)

    def test_files_of_sources_lie_in_the_configured_folders(self):
        server = self.serve()
        inside, outside = server.path / "exports", server.path / "private"
        for folder in (inside, outside):
            folder.mkdir()
            (folder / "a.csv").write_text("key,opened,resolved\n1,2024-03-04T10:00:00Z,2024-03-04T11:00:00Z\n")
            (folder / "token").write_text("secret")
        (inside / "link").symlink_to(outside / "token")
        self.reload(server, f"import: {{roots: [{inside}]}}\nsecrets: {{folders: [{inside}]}}")
        for spec in ({"folder": str(outside)}, {"folder": f"{inside}/../private"},
                     {"secrets": {"token": {"file": f"{outside}/token"}}},
                     {"secrets": {"token": {"file": f"{inside}/link"}}}):
            self.assertEqual(self.put_source(server, spec).status, 422, spec)
        self.assertEqual(self.put_source(server, {"secrets": {"token": {"file": f"{inside}/token"}}}).status, 201)

        def imported():
            place = server.ask("POST", "/api/v1/sources/portal/imports", **JSON).headers["location"]
            server.get(place + "/events")
            return server.get(place).json()

        self.assertEqual(imported()["state"], "succeeded")  # its path begins at the first folder
        # Whoever works on the machine may name what they like; the server still keeps to its folders.
        (server.path / "source.json").write_text(self.source({"folder": str(inside)}, path=f"{outside}/a.csv"))
        server.run("apply", "-f", "source.json")
        self.assertIn("outside of the folders", imported()["error"]["message"])
        self.assertIn("unchanged", server.run("import", "portal"))
        (server.path / "source.json").write_text(self.source({"secrets": {"token": {"env": "HOME_TOKEN"}}}))
        server.run("apply", "-f", "source.json")
        self.assertIn("HOME_TOKEN", imported()["error"]["message"])
        # Through the API it may stay as it is, but for what it reaches for.
        stored = server.get("/api/v1/sources/portal").json()
        stored.pop("revision")
        stored["metadata"]["name"] = "Portal"
        self.assertEqual(server.ask("PUT", "/api/v1/sources/portal", json.dumps(stored), **JSON).status, 200)
        stored["spec"]["config"]["path"] = "b.csv"
        self.assertEqual(server.ask("PUT", "/api/v1/sources/portal", json.dumps(stored), **JSON).status, 422)


if __name__ == "__main__":
    main()
