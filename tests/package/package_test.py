#!/usr/bin/env python3
"""Makes the .deb, installs it into a folder of its own, and starts what it holds.

    package_test.py BUILD-FOLDER
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "http"))
from server import Server  # noqa: E402

NEEDED = ["usr/bin/underpin", "usr/lib/underpin/bin/underpin-plugin-host", "usr/lib/underpin/plugins/csv.so",
          "etc/underpin/underpin.yaml", "usr/lib/systemd/system/underpin.service",
          "usr/share/underpin/schemas/agreement.json", "usr/share/doc/underpin/README.md"]


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


def main():
    build = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="underpin-package-") as folder:
        made = Path(folder) / "made"
        run("cpack", "-G", "DEB", "-B", str(made), "--config", str(build / "CPackConfig.cmake"), cwd=build)
        package = next(made.glob("underpin_*.deb"))
        root = Path(folder) / "root"
        run("dpkg-deb", "-x", str(package), str(root))
        control = run("dpkg-deb", "-f", str(package))
        assert "Package: underpin" in control and "Depends:" in control, control
        assert run("dpkg-deb", "--ctrl-tarfile", str(package), errors="replace").count("conffiles"), "no conffiles"
        missing = [path for path in NEEDED if not (root / path).exists()]
        assert not missing, f"the package lacks {missing}"

        unit = (root / "usr/lib/systemd/system/underpin.service").read_text()
        assert "ExecStart=/usr/bin/underpin serve --config /etc/underpin/underpin.yaml" in unit, unit
        if shutil.which("systemd-analyze"):
            checked = subprocess.run(["systemd-analyze", "verify", "--recursive-errors=no", "--root", str(root),
                                      "underpin.service"], capture_output=True, text=True)
            wrong = [line for line in checked.stderr.splitlines() if "Unknown" in line or "Failed to parse" in line]
            assert not wrong, wrong

        with Server(root / "usr/bin/underpin", "--config", str(root / "etc/underpin/underpin.yaml")) as server:
            ready = server.get("/readyz")
            assert ready.status == 200, ready.body
            names = {plugin["name"] for plugin in server.get("/api/v1/plugins").json()["items"]}
            assert {"csv", "availability", "case_time"} <= names, names
            assert server.get("/").status == 200
            assert server.stop() == 0
    print(f"{package.name} installs and serves")


if __name__ == "__main__":
    main()
