"""Processor time of running processes, which hardly changes with what else the machine does."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def of_all_below(root: int) -> float:
    """Processor seconds that the processes below this one have used so far; 0 where nothing tells."""
    parents, used = {}, {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = file.read_text()
        except OSError:  # it has just ended
            continue
        # The name of the program stands in brackets and may hold anything.
        fields = text.rpartition(")")[2].split()
        process = int(file.parent.name)
        parents[process] = int(fields[1])
        # Its own time, and that of its children that have ended.
        used[process] = sum(map(int, fields[11:15])) / TICKS
    return sum(seconds for process, seconds in used.items() if process != root and _is_below(process, root, parents))


def _is_below(process: int, root: int, parents: dict[int, int]) -> bool:
    while process and process != root:
        process = parents.get(process, 0)
    return process == root
