"""Measure validation against stock frictionless and against hashing the same file.

``python benchmarks/validate.py [ROWS ...]`` runs it (default: 20, 100,000, 1,000,000 and
10,000,000 rows, of which frictionless reads the last in some ten minutes). Whole processes in turn,
one run; every line names what it measures. Compare the ratios: seconds depend on the machine and on
what else it does. Both reports are compared, to the last error. Memory is the largest resident set
of the process.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from validate_data import write

BIN = Path(sys.executable).parent
RATE = 0.001
# How often each size is run: what takes minutes is run once.
TIMES = {20: 7, 100_000: 5, 1_000_000: 3}


@dataclass(frozen=True, slots=True)
class Taken:
    """What one process took: seconds by the clock, MiB resident at most."""

    seconds: float
    mebibytes: float


def taken(command: Sequence[str], output: Path) -> Taken:
    """Run a command to its end, its output in a file."""
    with output.open("wb") as file:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=file)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    return Taken(seconds, usage.ru_maxrss / 1024)


def own(folder: Path, limit: int) -> list[str]:
    """The command of this program."""
    command = [str(BIN / "fiscal-notice"), "validate", "--format", "frictionless"]
    return [*command, "--limit", str(limit), str(folder)]


def stock(folder: Path, limit: int) -> list[str]:
    """Frictionless's own command, with the same limit."""
    command = [str(BIN / "frictionless"), "validate", str(folder / "datapackage.json"), "--json"]
    return [*command, "--limit-errors", str(limit or 10**9)]


def race(folder: Path, rows: int, rate: float) -> str:
    """Validate one package both ways and hash it; one line of a table."""
    write(folder, rows, rate)
    limit, times = 0 if rate else 1000, TIMES.get(rows, 1)
    outputs = [folder / name for name in ("own.json", "hash.txt", "stock.json")]
    runs = [
        (
            taken(own(folder, limit), outputs[0]),
            taken(["sha256sum", str(folder / "rows.csv")], outputs[1]),
            taken(stock(folder, limit), outputs[2]),
        )
        for _ in range(times)
    ]
    agreed = _report(outputs[0]) == _report(outputs[2])
    what = f"{rows:,} rows, " + (f"{rate:.1%} bad cells of each kind" if rate else "clean")
    line = f"| {what} | {_figure([one.seconds for one, _, _ in runs])} s"
    line += f" | {_figure([one.seconds / two.seconds for one, two, _ in runs])}"
    line += f" | {_ratio([(one, three) for one, _, three in runs])}" if agreed else " | DISAGREED"
    return line + f" | {max(one.mebibytes for one, _, _ in runs):.0f} MiB |"


def _report(output: Path) -> Any:
    """A report but for its seconds."""
    report = json.loads(output.read_bytes())
    for one in (report, *report["tasks"]):
        del one["stats"]["seconds"]
    return report


def _ratio(runs: Sequence[tuple[Taken, Taken]]) -> str:
    ratios = [three.seconds / one.seconds for one, three in runs]
    memory = max(three.mebibytes for _, three in runs)
    return f"{_figure(ratios)} ({_figure([t.seconds for _, t in runs])} s, {memory:.0f} MiB)"


def _figure(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.2f}"


def main(sizes: Sequence[int]) -> None:
    """Print the table."""
    print("| package | fiscal-notice | × sha256sum | stock frictionless ÷ ours | memory |")
    print("| --- | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for rows in sizes:
            for rate in (0, RATE):
                if rows <= 1_000_000 or not rate:
                    print(race(Path(folder), rows, rate), flush=True)


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [20, 100_000, 1_000_000, 10_000_000])
