"""The public data the demo carries, compressed; each folder's SOURCE.md says where it is from."""

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent / "data"


def read_file(name: str) -> bytes:
    """A data file, unpacked: `read_file("nyc-parks-events/events_2019_2023.csv")`."""
    return gzip.decompress((FOLDER / f"{name}.gz").read_bytes())


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV file."""
    return csv.DictReader(io.StringIO(read_file(name).decode("utf-8-sig")))


def credit(folder: str) -> str:
    """Source and licence in a line: the title of SOURCE.md."""
    title = (FOLDER / folder / "SOURCE.md").read_text(encoding="utf-8").partition("\n")[0]
    return title.removeprefix("# ")
