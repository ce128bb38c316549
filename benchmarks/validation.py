"""Measure validation against stock frictionless and against hashing the same file.

``python benchmarks/validation.py [ROWS ...]`` runs it (default: 20, 100,000, 1,000,000 and
10,000,000 rows, of which frictionless reads the last in some ten minutes), and then the bounds that
are wanted; ``python benchmarks/validation.py bounds`` only these, in some five minutes. Whole
processes in turn, one run; every line names what it measures. Compare the ratios: seconds depend on
the machine and on what else it does. Both reports are compared, to the last error. Memory is the
largest resident set of the process.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from validate_data import write, write_dense

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
OWN, FRICTIONLESS = str(BIN / "fiscal-notice"), str(BIN / "frictionless")
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
    command = [OWN, "validate", "--format", "frictionless"]
    return [*command, "--limit", str(limit), str(folder)]


def stock(folder: Path, limit: int) -> list[str]:
    """Frictionless's own command, with the same limit."""
    command = [FRICTIONLESS, "validate", str(folder / "datapackage.json"), "--json"]
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A command, what it is compared to (or nothing), and what it may take at most.

    ``ratio`` and ``memory_ratio`` are to the other command's seconds and memory.
    """

    name: str
    command: Sequence[str]
    against: Sequence[str] = ()
    ratio: float | None = None
    memory_ratio: float | None = None
    mebibytes: float | None = None


def bounds(work: Path) -> Iterator[Bound]:
    """What is wanted, each as soon as its package is written."""
    fast, text = [OWN, "validate", "--format", "frictionless"], [OWN, "validate"]
    package = str(ROOT / "datapackage.json")
    ours = [FRICTIONLESS, "validate", package]
    yield Bound(name="own package, text", command=[*text, package], against=ours, ratio=1.2)
    yield Bound(
        name="own package, --format frictionless", command=[*fast, package], against=ours, ratio=0.4
    )
    for names in (("codes", "rows"), ("regions", "grants")):
        folder = work / names[0]
        write(folder, 1_000_000, names=names)
        yield Bound(
            name=f"1,000,000 clean rows in a table called {names[1]}, text ÷ --format frictionless",
            command=[*text, str(folder)],
            against=[*fast, str(folder)],
            ratio=1.1,
            mebibytes=350,
        )
    for rows, columns in ((100_000, 9), (1_000_000, 9), (20_000, 200)):
        folder = work / f"dense-{rows}-{columns}"
        write_dense(folder, rows, columns)
        other = [FRICTIONLESS, "validate", str(folder / "datapackage.json")]
        for form, command in (("text", text), ("--format frictionless", fast)):
            yield Bound(
                name=f"{rows:,} rows of {columns} wrong cells, default limit, {form}",
                command=[*command, str(folder)],
                against=other,
                ratio=1,
                memory_ratio=1,
            )
    folder = work / "unlimited"
    write(folder, 300_000, all_wrong=True)
    yield Bound(
        name="600,000 errors, --limit 0",
        command=[*fast, "--limit", "0", str(folder)],
        mebibytes=1000,
    )


def held(bound: Bound, times: int) -> str:
    """Run both commands in turn; one line of a table."""
    runs = []
    for _ in range(times if bound.against else 1):
        one = taken(bound.command, Path(os.devnull))
        runs.append((one, taken(bound.against, Path(os.devnull)) if bound.against else None))
    seconds, peak = _figure([one.seconds for one, _ in runs]), max(o.mebibytes for o, _ in runs)
    cells = [bound.name, f"{seconds} s, {peak:.0f} MiB", "", "", _held(peak, bound.mebibytes)]
    others = [(one, other) for one, other in runs if other is not None]
    if others:
        other_peak = max(other.mebibytes for _, other in others)
        cells[2] = f"{_figure([other.seconds for _, other in others])} s, {other_peak:.0f} MiB"
        ratio = statistics.median(one.seconds / other.seconds for one, other in others)
        cells[3] = f"{ratio:.2f}{_held(ratio, bound.ratio)}"
        if bound.memory_ratio is not None:
            cells[4] = f"× {peak / other_peak:.2f}{_held(peak / other_peak, bound.memory_ratio)}"
    return "| " + " | ".join(cells) + " |"


def _held(value: float, most: float | None) -> str:
    return "" if most is None else f" (at most {most:g}: {'met' if value <= most else 'MISSED'})"


def machine() -> str:
    """The processor, and the versions of what is measured."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        text = ""
    models = [line.partition(":")[2] for line in text.splitlines() if line.startswith("model name")]
    processor = models[0].strip() if models else platform.processor() or platform.machine()
    libraries = ("frictionless", "pandas", "pandera", "pyarrow", "numpy")
    versions = ", ".join(f"{name} {version(name)}" for name in libraries)
    return f"{os.cpu_count()} × {processor}; Python {platform.python_version()}, {versions}"


def main(sizes: Sequence[int]) -> None:
    """Print the tables."""
    print(machine() + "\n")
    if sizes:
        _sizes(sizes)
    print("| what | ours | other | seconds, ours ÷ other | memory |")
    print("| --- | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for bound in bounds(Path(folder)):
            print(held(bound, 5), flush=True)


def _sizes(sizes: Sequence[int]) -> None:
    print("| package | fiscal-notice | × sha256sum | stock frictionless ÷ ours | memory |")
    print("| --- | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for rows in sizes:
            for rate in (0, RATE):
                if rows <= 1_000_000 or not rate:
                    print(race(Path(folder), rows, rate), flush=True)
    print()


if __name__ == "__main__":
    wanted = [int(text) for text in sys.argv[1:] if text != "bounds"]
    main(wanted if len(sys.argv) > 1 else [20, 100_000, 1_000_000, 10_000_000])
