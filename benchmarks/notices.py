"""Measure the rules on generated notices of growing size, to see that their cost is linear.

The notices are those of ``generated_notice``; their tables are what ``extract`` makes of the
transcript. Each step runs in a process of its own, one after the other, so that its peak of memory
is its own too. Rows are those of all tables together. Seconds are those of the processor, which
other work on the machine changes less than those of the clock. The time of the rules is that of
``judge_all`` alone; that of the frames is reading the tables, extracting them again and deriving
them from each other. ``validate`` is all of that, the schemas and the imports.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fiscal_notice.notice.extract.run import extract
from fiscal_notice.package import read_package
from generated_notice import MOST_ROWS, make_package

SIZES = (100, 10_000, 1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A notice's rows, the seconds of each step, and its peaks of memory in MB."""

    rows: int
    extract: float
    frames: float
    rules: float
    validate: float
    peak_rules: int
    peak_validate: int


def measure(rows: int) -> Measured:
    """Generate a notice of about ``rows`` rows and take the time of every step."""
    with tempfile.TemporaryDirectory(prefix="notices-") as name:
        folder = Path(name) / "package"
        make_package(folder, rows)
        done = _step("extract", folder) | _step("rules", folder) | _step("validate", folder)
    return Measured(**{field: done[field] for field in Measured.__dataclass_fields__})


def _step(step: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, __file__, "--step", step, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def run_step(step: str, folder: Path) -> dict[str, float]:
    """Run one step in this process, and give its figures."""
    # As the command line does: many objects that stay, so collecting seldom helps.
    gc.set_threshold(100_000, 50, 50)
    figures = {"extract": _extract, "rules": _rules, "validate": _validate}[step](folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return figures | {f"peak_{step}": peak}


def _extract(folder: Path) -> dict[str, float]:
    start = time.process_time()
    extract(folder)
    return {"extract": time.process_time() - start}


def _rules(folder: Path) -> dict[str, float]:
    from fiscal_notice.notice.judging.inputs import load_frames  # noqa: PLC0415  not a part of extraction
    from fiscal_notice.notice.judging.rule_checks import judge_all  # noqa: PLC0415
    from fiscal_notice.notice.rules import RULES  # noqa: PLC0415
    from fiscal_notice.schema_check import SchemaResult  # noqa: PLC0415

    package = read_package(folder)
    start = time.process_time()
    frames, problems = load_frames(package, SchemaResult(errors=(), resources=(), cells=0))
    loaded = time.process_time()
    outcomes = judge_all(RULES, frames)
    end = time.process_time()
    found = {outcome.rule.id for outcome in outcomes if outcome.findings}
    assert not problems, problems
    assert found == {"TXT-08", "RDR-01"}, found
    assert not any(outcome.skipped for outcome in outcomes)
    rows = sum(len(frames[table.name]) for table in package.tables)
    return {"rows": rows, "frames": loaded - start, "rules": end - loaded}


def _validate(folder: Path) -> dict[str, float]:
    start = time.process_time()
    from fiscal_notice.validate import validate  # noqa: PLC0415  a part of what is measured

    assert validate(folder).valid
    return {"validate": time.process_time() - start}


HEADER = (
    "|      rows | extract s | frames s |  rules s | rules us/row | validate s | validate us/row |"
    " peak MB, rules | peak MB, validate |"
)


def table_row(done: Measured) -> str:
    """One measurement as a row of the table."""
    rules, whole = (seconds / done.rows * 1e6 for seconds in (done.rules, done.validate))
    return (
        f"| {done.rows:>9,} | {done.extract:>9.2f} | {done.frames:>8.2f} | {done.rules:>8.3f} |"
        f" {rules:>12.1f} | {done.validate:>10.2f} | {whole:>15.1f} |"
        f" {done.peak_rules:>14,} | {done.peak_validate:>17,} |"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table; ``--sizes`` are the rows to aim at."""
    parser = argparse.ArgumentParser(description="Measure the rules on notices of growing size.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="ROWS")
    parser.add_argument("--step", nargs=2, metavar=("STEP", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if max(options.sizes) > MOST_ROWS:
        parser.error(f"at most {MOST_ROWS:,} rows: there are only so many names and codes")
    if options.step:
        print(json.dumps(run_step(options.step[0], Path(options.step[1]))))
        return
    print(HEADER)
    print("".join("|" if sign == "|" else "-" for sign in HEADER).replace("-|", ":|"))
    for size in options.sizes:
        print(table_row(measure(size)), flush=True)


if __name__ == "__main__":
    main()
