"""tamper.py IN OUT NAME OLD NEW [--rehash]: a copy of a zip in which one file says something else."""
import hashlib
import json
import sys
import zipfile

source, target, name, old, new = sys.argv[1:6]
with zipfile.ZipFile(source) as archive:
    files = {entry: archive.read(entry) for entry in archive.namelist()}
assert old.encode() in files[name], f"{name} does not say {old}"
files[name] = files[name].replace(old.encode(), new.encode())
if "--rehash" in sys.argv:
    manifest = json.loads(files["manifest.json"])
    for file in manifest["files"]:
        file["sha256"] = hashlib.sha256(files[file["name"]]).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()
with zipfile.ZipFile(target, "w") as archive:
    for entry, content in files.items():
        archive.writestr(entry, content)
