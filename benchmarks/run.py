"""Measure this package against frictionless, as ratios in one run.

Each command is timed as a whole process, in turn with what it is compared to, after one run that
is not counted. What is printed is the median, the least and the most; compare the ratios, not the
seconds.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from validation import machine

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
OWN = str(BIN / "fiscal-notice")
FRICTIONLESS = str(BIN / "frictionless")


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """A command, what it is compared to (or nothing), and the most it may take."""

    name: str
    command: Sequence[str]
    against: Sequence[str] = ()
    ratio: float | None = None
    seconds: float | None = None


RACES = (
    Race(
        name="validate (schemas and rules) against frictionless validate (schemas only)",
        command=(OWN, "validate", "."),
        against=(FRICTIONLESS, "validate", "datapackage.json"),
        ratio=1.2,
    ),
    Race(
        name="validate --format frictionless against frictionless validate",
        command=(OWN, "validate", "--format", "frictionless", "."),
        against=(FRICTIONLESS, "validate", "datapackage.json"),
        ratio=0.4,
    ),
    Race(name="--help", command=(OWN, "--help"), seconds=0.2),
    Race(name="extract", command=(OWN, "extract"), seconds=2.0),
    Race(name="extract --check", command=(OWN, "extract", "--check"), seconds=2.0),
    Race(name="trace", command=(OWN, "trace", "grants", "17")),
    Race(name="release", command=(OWN, "release", "--out", "dist/bench")),
)


def timed(command: Sequence[str]) -> float:
    """Seconds that a whole process takes; it must succeed."""
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def run(race: Race, times: int = 7) -> str:
    """Run a race and tell how it went, in one line."""
    pairs = [
        (timed(race.command), timed(race.against) if race.against else None)
        for _ in range(times + 1)
    ]
    own = [pair[0] for pair in pairs[1:]]
    line = f"{race.name}: {_figures(own)} s"
    if race.against:
        ratios = [a / b for a, b in pairs[1:] if b is not None]
        other = [b for _, b in pairs[1:] if b is not None]
        line += f", against {_figures(other)} s: ratio {_figures(ratios)}"
        line += _verdict(statistics.median(ratios), race.ratio)
    return line + _verdict(statistics.median(own), race.seconds)


def _figures(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.2f} ({min(values):.2f}-{max(values):.2f})"


def _verdict(value: float, limit: float | None) -> str:
    if limit is None:
        return ""
    return f" [at most {limit}: {'met' if value <= limit else 'MISSED'}]"


if __name__ == "__main__":
    print(machine(), flush=True)
    for entry in RACES:
        print(run(entry), flush=True)
