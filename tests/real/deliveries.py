"""10,324 order lines of 73 vendors: byte order mark, CRLF, month names, words in date columns."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from workplace import Workplace, need

TABLE = "SCMS_Delivery_History_Dataset.csv"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")

DOCUMENTS = """\
apiVersion: underpin/v1
kind: Supplier
metadata: {id: programme, name: Supply programme}
spec: {kind: internal}
"""

SOURCE = """\
---
apiVersion: underpin/v1
kind: Source
metadata: {{id: {id}}}
spec:
  plugin: csv
  config:
    path: deliveries.csv
    shape: case
    missing: [{missing}]
    time_formats: ["%d-%b-%y", "%Y-%m-%d", "%m/%d/%y"]
    columns: {{key: ID, {opened}due: Scheduled Delivery Date, resolved: Delivered to Client Date}}
    attributes: [Vendor]
    covers: {{from: "2006-01-01T00:00:00Z", to: "2016-01-01T00:00:00Z"}}
"""
ORDERED = "PO Sent to Vendor Date"
WORDS = ("Date Not Captured", "N/A - From RDC")  # what stands there instead of a date

AGREEMENT = """\
---
apiVersion: underpin/v1
kind: Agreement
metadata: {{id: {id}}}
spec:
  type: operational
  supplier: programme
  time_zone: UTC
  period: {{every: {every}}}
  term: {{from: 2006-01-01, to: 2016-01-01}}
  objectives:
    - {{id: {id}-on-time, metric: delivery, with: {{count: on_time}}, evidence: {{sources: [table]{where}}}, target: {{at_least: "90"}}}}
"""

AGREEMENTS = {
    "all": "",
    "aurobindo": ", where: {Vendor: [Aurobindo Pharma Limited]}",
    "buys": ", where: {Vendor: [S. BUYS WHOLESALER]}",
}
# on time and all, from the known answers; what is not a sum there is checked against them below
KNOWN = {"all": (9138, 10324), "aurobindo": (574, 668), "buys": (704, 715)}
KNOWN_PERCENT = {"2013": "82.08", "2014": "84.55"}


def results(work: Workplace) -> dict[str, tuple[int, int, str]]:
    """On time, all and percent by `agreement period`."""
    found = {}
    for card in work.json("score"):
        for agreement in card["agreements"]:
            for objective in agreement["objectives"]:
                if objective["counted"]:
                    number = objective["counted"] - objective["breaching"]
                    found[f"{agreement['agreement']} {agreement['period']}"] = (number, objective["counted"], objective["value"])
    return found


def totals(found: dict[str, tuple[int, int, str]], agreement: str) -> tuple[int, int]:
    rows = [row for name, row in found.items() if name.startswith(f"{agreement} ")]
    return sum(row[0] for row in rows), sum(row[1] for row in rows)


def read_date(text: str) -> date | None:
    """A date in one of the three forms that the original table mixes: 02-Jun-06, 6/2/06, 2009-11-13."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    named = re.fullmatch(r"(\d\d)-(\w{3})-(\d\d)", text)
    if named:
        month = next(number for number, name in enumerate(MONTHS, 1) if name.startswith(named[2]))
        return date(2000 + int(named[3]), month, int(named[1]))
    numbered = re.fullmatch(r"(\d+)/(\d+)/(\d\d)", text)
    return date(2000 + int(numbered[3]), int(numbered[1]), int(numbered[2])) if numbered else None


def rewritten(original: bytes, form: Callable[[date], str]) -> bytes:
    """The same table, each date in another form."""
    rows = list(csv.reader(io.StringIO(original.decode("utf-8-sig"), newline="")))
    columns = [index for index, name in enumerate(rows[0]) if name.endswith(" Date")]
    for row in rows[1:]:
        for index in columns:
            day = read_date(row[index])
            row[index] = form(day) if day else row[index]
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


FORMS = {
    "2006-06-02": date.isoformat,
    "01-Sept-06": lambda day: f"{day.day:02d}-{MONTHS[day.month - 1]}-{day.year % 100:02d}",
    "12/1/06": lambda day: f"{day.month}/{day.day}/{day.year % 100:02d}",
}


def measured(work: Workplace) -> tuple[int, int]:
    """How many cells `score` measured, and how many still held."""
    counts = re.search(r"measured (\d+) cells, (\d+) still hold", work.on_terminal("score"))
    return (int(counts[1]), int(counts[2])) if counts else (-1, -1)


def set_up(work: Workplace) -> None:
    text = DOCUMENTS + SOURCE.format(id="table", opened="", missing="")
    words = ", ".join(WORDS)
    text += SOURCE.format(id="orders", opened=f"opened: {ORDERED}, ", missing=words)
    text += SOURCE.format(id="orders-unprepared", opened=f"opened: {ORDERED}, ", missing="")
    for name, where in AGREEMENTS.items():
        text += AGREEMENT.format(id=name, every="year", where=where)
    text += AGREEMENT.format(id="monthly", every="month", where="")
    work.write("documents.yaml", text)
    work.run("apply", "-f", "documents.yaml")


def test(work: Workplace, data: Path) -> None:
    original = need(data / "scms-deliveries" / TABLE).read_bytes()
    (work.folder / "deliveries.csv").write_bytes(original)
    set_up(work)
    report = work.json("import", "table")
    work.same("lines read, created, rejected", [report[name] for name in ("read", "created", "rejected")], [10324, 10324, 0])
    found = results(work)
    for agreement, known in KNOWN.items():
        work.same(f"{agreement} on time", totals(found, agreement), known)
    work.same("by month, summed up", totals(found, "monthly"), KNOWN["all"])
    for year, percent in KNOWN_PERCENT.items():
        work.same(f"on time in {year}, %", f"{float(found[f'all {year}'][2]):.2f}", percent)
    check_rejects(work, original)
    check_again(work, original)
    check_forms(work, original, found)


def check_rejects(work: Workplace, original: bytes) -> None:
    """The order's date is mapped too: what is not a date, or is one after the delivery, is set aside."""
    lines = list(csv.DictReader(io.StringIO(original.decode("utf-8-sig"), newline="")))
    missing = sum(line[ORDERED] in WORDS for line in lines)
    late = sum(line[ORDERED] not in WORDS and read_date(line[ORDERED]) > read_date(line["Delivered to Client Date"])
               for line in lines)
    for source, rejected in (("orders", late), ("orders-unprepared", late + missing)):
        report = work.json("import", source)
        work.same(f"{source}: read, created, rejected", [report[name] for name in ("read", "created", "rejected")],
                  [len(lines), len(lines) - rejected, rejected])
        listed = work.json("rejects", str(report["run"]))
        work.same(f"{source}: rejects listed", len(listed), rejected)
        work.same(f"{source}: each has a line and a reason", all(row.get("reason") for row in listed), True)


def check_again(work: Workplace, original: bytes) -> None:
    """Importing twice changes nothing; a changed copy makes one revision and touches its cells only."""
    cells = sum(measured(work))
    work.same("measured again for nothing", measured(work), (0, cells))
    report = work.json("import", "table")
    work.same("the same again", [report[name] for name in ("created", "changed", "unchanged")], [0, 0, 10324])
    work.same("measured after that", measured(work), (0, cells))
    # Line 3 of Aurobindo Pharma Limited was due and delivered on 14 November 2006: now a day later.
    changed = original.replace(b",14-Nov-06,14-Nov-06,14-Nov-06,ARV,Pediatric,Aurobindo", b",14-Nov-06,15-Nov-06,14-Nov-06,ARV,Pediatric,Aurobindo", 1)
    (work.folder / "changed.csv").write_bytes(changed)
    report = work.json("import", "table", "--file", "changed.csv")
    work.same("a changed line", [report[name] for name in ("created", "changed", "unchanged")], [0, 1, 10323])
    # The year 2006 of all lines, of Aurobindo and of S. BUYS WHOLESALER (one source, so one touched range),
    # and November 2006; nothing else.
    work.same("measured again", measured(work), (4, cells - 4))
    found = results(work)
    work.same("all on time, less one", totals(found, "all"), (9137, 10324))
    work.same("Aurobindo on time, less one", totals(found, "aurobindo"), (573, 668))


def check_forms(work: Workplace, original: bytes, expected: dict) -> None:
    """Dates in other forms make the same records."""
    for name, form in FORMS.items():
        (work.folder / "form.csv").write_bytes(rewritten(original, form))
        report = work.json("import", "table", "--file", "form.csv")
        work.same(f"dates as {name}: rejected", report["rejected"], 0)
        work.same(f"dates as {name}: all results the same", results(work) == expected, True)
    work.same("of the last form nothing was new", [report["created"], report["changed"]], [0, 0])
