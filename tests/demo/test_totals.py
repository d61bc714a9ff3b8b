"""The report's totals against a count over the source files, made without the application.

This file reads the public data with the csv module alone and imports nothing of liaison.
"""

import csv
import gzip
import io
from collections import Counter
from pathlib import Path

DATA = Path(__file__).parents[2] / "liaison" / "demo" / "data"
EVENTS = "nyc-parks-events/events_2019_2023.csv.gz"
CASES = "nyc-council-casework-2023/casework_2023.csv.gz"


def read(name):
    with gzip.open(DATA / name) as file:
        yield from csv.DictReader(io.TextIOWrapper(file, "utf-8", newline=""))


def events_of_2023():
    """Each different row once: the file repeats some in every cell."""
    different = {tuple(row.items()): row for row in read(EVENTS)}
    return [row for row in different.values() if row["Date and Time"][6:10] == "2023"]


def head_count(row):
    """None where nobody wrote a count down, or the cell holds no count of people."""
    cell = row["Attendance"].replace(",", "").strip()
    return int(cell) if cell.isdigit() else None


def cases_of_2023():
    """Each case once: two keys are given twice."""
    return {row["unique_key"]: row for row in reversed(list(read(CASES)))}.values()


def rows(report, key):
    tables = {table["key"]: table for part in report["sections"] for table in part["tables"]}
    return tables[key]["rows"]


def test_events_and_attendance(report):
    events = events_of_2023()
    counts = [count for row in events if (count := head_count(row)) is not None]
    numbers = [row["number"] for row in rows(report, "work.totals")]
    assert numbers == [len(events), len(counts), len(events) - len(counts), sum(counts)]


def test_events_and_attendance_by_month(report):
    events, people = Counter(), Counter()
    for row in events_of_2023():
        month = int(row["Date and Time"][:2])
        events[month] += 1
        people[month] += head_count(row) or 0
    assert [row["events"] for row in rows(report, "work.months")] == [
        events[month] for month in sorted(events)
    ]
    said = [row["people"] for row in rows(report, "work.attendance")]
    assert said == [people[month] for month in sorted(events)]


def test_events_by_borough(report):
    wanted = Counter(row["Borough"] for row in events_of_2023())
    said = {row["area"].removeprefix("The "): row["events"] for row in rows(report, "work.areas")}
    assert said == wanted


def test_contacts(report):
    cases = cases_of_2023()
    still_open = sum(1 for row in cases if not row["closedate"])
    numbers = [row["number"] for row in rows(report, "contacts.totals")]
    assert numbers[:2] == [len(cases), still_open]
