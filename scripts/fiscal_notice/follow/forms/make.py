"""All forms of a notice: which regions, which files, written all or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fiscal_notice.errors import (
    ManyProblemsError,
    TargetError,
)
from fiscal_notice.follow.announced import announced_by
from fiscal_notice.follow.cities import called
from fiscal_notice.follow.forms.about import file_stem_of
from fiscal_notice.follow.forms.due import due_dates
from fiscal_notice.follow.forms.rows import Content, contents
from fiscal_notice.package import Package, write_files

FORMATS = ("xlsx", "csv", "docx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """The files of forms by name, and how many regions they are of.

    ``without_region`` are rows of the notice that belong to no region, by table: no form has them.
    """

    files: Mapping[str, bytes]
    regions: int
    without_region: Mapping[str, int]


def forms_of(
    notice: Package, cities: Sequence[str] = (), formats: Sequence[str] = FORMATS
) -> Forms:
    """The forms of ``cities`` (codes or names; of all regions if there are none).

    Raises PackageError if the package is no notice, UnknownNameError for a city that it has not
    (ManyProblemsError for several).
    """
    announced = announced_by(notice)
    chosen = called(contents(announced), cities)
    due = due_dates(notice)
    files: dict[str, bytes] = {}
    for each, stem in zip(chosen, _stems(chosen), strict=True):
        if "xlsx" in formats:
            from fiscal_notice.follow.forms.workbook import workbook  # noqa: PLC0415  heavy

            files[f"{stem}.xlsx"] = workbook(each, due)
        if "csv" in formats:
            from fiscal_notice.follow.forms.csv_files import csv_files  # noqa: PLC0415

            files |= {f"{stem}/{name}": content for name, content in csv_files(each).items()}
        if "docx" in formats:
            from fiscal_notice.follow.forms.paper import paper  # noqa: PLC0415  heavy

            files[f"{stem}.docx"] = paper(each)
    lost = {
        "allocations": announced.allocations,
        "grants": announced.grants,
        "target_sheets": announced.sheets,
    }
    without = {table: _without_region(rows, announced.regions) for table, rows in lost.items()}
    return Forms(
        files=files,
        regions=len(chosen),
        without_region={table: count for table, count in without.items() if count},
    )


def write_forms(folder: Path, forms: Forms) -> list[str]:
    """Write the files; returns the names of those that were not there yet.

    Raises TargetError if a file is there with other content, which may have been filled in
    (ManyProblemsError for several), or if the folder cannot be written. Then nothing is written.
    """
    problems = [
        TargetError(
            "this file is there already and differs from the blank form; it may be filled in",
            file=folder / name,
            hint="move it away, or choose another folder with --out",
        )
        for name, content in forms.files.items()
        if _differs(folder / name, content)
    ]
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise ManyProblemsError("nothing was written", problems=problems)
    return write_files(folder, forms.files)


def _differs(path: Path, content: bytes) -> bool:
    try:
        return path.is_file() and path.read_bytes() != content
    except OSError:
        # What cannot be read is not ours to replace.
        return True


def _without_region(rows: Mapping[str, Sequence[object]], regions: Mapping[str, object]) -> int:
    if not regions:
        return 0
    return sum(len(found) for code, found in rows.items() if code not in regions)


def _stems(found: Iterable[Content]) -> list[str]:
    """A name for the files of each, no two of which differ only by case."""
    stems: list[str] = []
    taken: set[str] = set()
    for each in found:
        stem, number = file_stem_of(each), 1
        plain = stem
        while stem.casefold() in taken:
            number += 1
            stem = f"{plain}-{number}"
        taken.add(stem.casefold())
        stems.append(stem)
    return stems
