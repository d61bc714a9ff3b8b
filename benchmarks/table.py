"""The results as a table, for the terminal and for docs/benchmarks.md."""

from collections.abc import Iterable, Sequence


def markdown(header: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table whose columns line up; all but the first are numbers."""
    cells = [list(header), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(header))]
    lines = [
        "| " + " | ".join(_fit(cell, widths[n], n) for n, cell in enumerate(row)) + " |"
        for row in cells
    ]
    rule = ["-" * width if not n else "-" * (width - 1) + ":" for n, width in enumerate(widths)]
    lines.insert(1, "| " + " | ".join(rule) + " |")
    return "\n".join(lines)


def _fit(cell: str, width: int, column: int) -> str:
    return cell.rjust(width) if column else cell.ljust(width)
