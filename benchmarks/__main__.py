"""Measure, print, and write docs/benchmarks.md, on PostgreSQL docs/benchmarks-postgresql.md."""

import argparse
from contextlib import ExitStack

from benchmarks.certificates import measure_certificates
from benchmarks.city import ROOT, open_city
from benchmarks.compare import Comparison, compare_jobs, compare_scales
from benchmarks.document import write_document
from benchmarks.measure import Effort
from benchmarks.report import measure_report
from benchmarks.sustained import find_pace
from tests.databases import KINDS, POSTGRESQL, SQLITE

TARGETS = {
    SQLITE: ROOT / "docs" / "benchmarks.md",
    POSTGRESQL: ROOT / "docs" / "benchmarks-postgresql.md",
}


def main() -> None:
    options = read_options()
    effort = Effort.quick() if options.quick else Effort.usual()
    with open_city(options.scale, options.database) as city:
        jobs = compare_jobs(city, effort)
        report = measure_report(city)
        drawn = measure_certificates(city)
        paces = find_pace(city, seconds=effort.sustained_seconds)
    scales: list[Comparison] = []
    if not (options.quick or options.one_scale):
        with ExitStack() as cities:
            small, large = (
                cities.enter_context(open_city(scale, options.database))
                for scale in ("small", "metro")
            )
            scales = compare_scales(small, large, effort)
    text = write_document(
        jobs, report, drawn, paces, scales, scale=options.scale, database=options.database
    )
    print(text)
    if not options.quick:
        TARGETS[options.database].write_text(text, encoding="utf-8")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--scale", default="city", choices=("small", "city", "metro"))
    parser.add_argument("--database", default=SQLITE, choices=KINDS)
    parser.add_argument(
        "--quick", action="store_true", help="few rounds, one scale, and nothing is written"
    )
    parser.add_argument(
        "--one-scale", action="store_true", help="without comparing a small and a large city"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
