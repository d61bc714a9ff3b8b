"""What processes cost, read from /proc."""

import os
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


@dataclass(frozen=True)
class Memory:
    """MiB of one process: its share of what is shared, and all it sees."""

    share: float
    resident: float


def tree(root: int) -> list[int]:
    """A process and all below it."""
    parents = {
        int(folder.name): parent
        for folder in PROC.iterdir()
        if folder.name.isdigit() and (parent := parent_of(int(folder.name)))
    }
    found = [root]
    for process_id in found:
        found += [child for child, parent in parents.items() if parent == process_id]
    return found


def fields(process_id: int) -> list[str]:
    """What /proc/<id>/stat says after the name, which may hold spaces; empty if it has ended."""
    try:
        text = (PROC / str(process_id) / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return text.rpartition(")")[2].split()


def parent_of(process_id: int) -> int | None:
    found = fields(process_id)
    return int(found[1]) if found else None


def tree_seconds(root: int) -> float:
    """Processor time used so far by a process and all below it, those that ended included."""
    used = 0
    for process_id in tree(root):
        used += sum(int(ticks) for ticks in fields(process_id)[11:15])
    return used / TICKS


def memory(process_id: int) -> Memory:
    sizes: dict[str, float] = {}
    for line in (PROC / str(process_id) / "smaps_rollup").read_text().splitlines():
        name, _colon, size = line.partition(":")
        if size.endswith("kB"):
            sizes[name] = int(size.removesuffix("kB")) / 1024
    return Memory(sizes["Pss"], sizes["Rss"])
