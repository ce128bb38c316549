"""Measure ``follow`` on a thousand forms: new, read and check, each a whole process.

The notice is generated, and what the forms are filled with is invented, both by the program and
the tests. There are no more than 880 regions in a generated notice: the rest of the forms are
second versions of some, of which the newer is to win. Seconds are those of the clock and, in
brackets, those of the processors, which other work on the machine changes less.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from fiscal_notice.follow.announced import Announced, announced_by
from fiscal_notice.notice.extract.run import extract
from fiscal_notice.package import read_package
from generated_notice import MOST_CITIES, ROOT, make_package
from validation import machine

OWN = str(Path(sys.executable).parent / "fiscal-notice")
FORMS, SECONDS, MEGABYTES = 1_000, 180, 500
#: Rows of all tables of the notice for each region: two sheets of eight indicators, ten grants.
REGION_ROWS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What a process came to: its exit code, seconds of clock and processors, MiB at its peak."""

    code: int
    clock: float
    processors: float
    peak: int


def run(out: Path, *arguments: str) -> Used:
    """Run the command line; what it prints goes to the file ``out``."""
    began = time.perf_counter()
    with out.open("wb") as file:
        pid = os.posix_spawn(
            OWN,
            [OWN, *arguments],
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, file.fileno(), 1),
                (os.POSIX_SPAWN_DUP2, file.fileno(), 2),
            ],
        )
        _, status, usage = os.wait4(pid, 0)
    return Used(
        code=os.waitstatus_to_exitcode(status),
        clock=time.perf_counter() - began,
        processors=usage.ru_utime + usage.ru_stime,
        peak=usage.ru_maxrss // 1024,
    )


@cache
def announced(notice: Path) -> Announced:
    """What the generated notice announced, read once a process."""
    return announced_by(read_package(notice))


def fill_one(notice: Path, blank: Path, filled: Path, version: int) -> None:
    """Fill one form with what is invented for its region; a second version is of the next day."""
    # The tests' own kit makes the figures up; it is not installed.
    if str(ROOT / "tests") not in sys.path:
        sys.path.insert(0, str(ROOT / "tests"))
    from follow.fill import fill  # noqa: PLC0415
    from follow.invented import City  # noqa: PLC0415

    code = blank.name.partition("-")[0]
    dice = random.Random(f"{version}/{code}")
    city = City(announced=announced(notice), region=code, dice=dice)
    city.reported_on = date(city.year + 1, 2, 19 + version)  # of the newer, a day later
    city.fill()
    fill(blank, city, filled)


def make_forms(folder: Path, count: int) -> tuple[Path, Used]:
    """The generated notice in ``folder`` with its forms, filled; what ``follow new`` took."""
    notice, blank, filled = folder / "notice", folder / "blank", folder / "filled"
    regions = min(count, MOST_CITIES)
    make_package(notice, regions * REGION_ROWS, regions)
    extract(notice)
    made = run(
        folder / "new.txt",
        *("--root", str(notice), "follow", "new", "--format", "xlsx", "--out", str(blank)),
    )
    assert made.code == 0, (folder / "new.txt").read_text(encoding="utf-8")
    filled.mkdir()
    paths = sorted(blank.glob("*.xlsx"))
    jobs = [(path, filled / path.name, 1) for path in paths]
    jobs += [(path, filled / f"{path.stem}-2.xlsx", 2) for path in paths[: count - regions]]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(fill_one, *zip(*((notice, *job) for job in jobs), strict=True)))
    shutil.rmtree(blank)
    return filled, made


def line(what: str, used: Used, *, bound: bool = False) -> str:
    """A row of the table."""
    peak = f"{used.peak:,}"
    if bound:
        peak += f" (at most {MEGABYTES}: {'met' if used.peak <= MEGABYTES else 'MISSED'})"
    return f"| {what} | {used.clock:.1f} ({used.processors:.1f}) | {peak} |"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table; ``--forms`` says how many, ``--keep`` where all of it stays."""
    parser = argparse.ArgumentParser(description="Measure follow on many forms.")
    parser.add_argument("--forms", type=int, default=FORMS)
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args(arguments)
    print(machine() + "\n")
    with tempfile.TemporaryDirectory(prefix="follow-") as name:
        folder = Path(chosen.keep or name).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        filled, made = make_forms(folder, chosen.forms)
        paths = [str(path) for path in sorted(filled.iterdir())]
        out, notice = str(folder / "follow-up"), str(folder / "notice")
        read = run(
            folder / "read.txt",
            *("--root", notice, "follow", "read", *paths, "--out", out, "--newer-wins"),
        )
        assert read.code in (0, 1), (folder / "read.txt").read_text(encoding="utf-8")
        check = run(folder / "check.txt", "follow", "check", out)
        assert check.code in (0, 1), (folder / "check.txt").read_text(encoding="utf-8")
        both = read.clock + check.clock
    print("| step | seconds (of processors) | peak MiB |")
    print("| --- | ---: | ---: |")
    print(line(f"new, {chosen.forms:,} forms", made))
    print(line("read", read, bound=True))
    print(line("check", check, bound=True))
    said = "met" if both <= SECONDS else "MISSED"
    bound = f" (at most {SECONDS}: {said})" if chosen.forms == FORMS else ""
    print(f"| read and check | {both:.1f} ({read.processors + check.processors:.1f}){bound} | |")


if __name__ == "__main__":
    main()
