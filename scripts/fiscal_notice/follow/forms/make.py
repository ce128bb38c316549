"""All forms of a notice: which regions, which files, written all or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from fiscal_notice.errors import (
    FiscalNoticeError,
    ManyProblemsError,
    TargetError,
    UnknownNameError,
)
from fiscal_notice.follow.announced import announced_by
from fiscal_notice.follow.forms.about import file_stem_of
from fiscal_notice.follow.forms.due import due_dates
from fiscal_notice.follow.forms.rows import Content, contents
from fiscal_notice.package import Package, write_files

FORMATS = ("xlsx", "csv", "docx")
_NEAR = 3


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
    chosen = _chosen(contents(announced), cities)
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
    _raise_all(problems, "nothing was written")
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


def _chosen(found: Sequence[Content], cities: Sequence[str]) -> tuple[Content, ...]:
    if not cities:
        return tuple(found)
    wanted: dict[str, Content] = {}
    problems: list[FiscalNoticeError] = []
    for city in cities:
        each = _named(found, city)
        if each is None:
            problems.append(_unknown(found, city))
        else:
            wanted[each.code] = each
    _raise_all(problems, "cities that the notice does not have")
    return tuple(each for each in found if each.code in wanted)


def _named(found: Sequence[Content], city: str) -> Content | None:
    """The region of this code or name; of the beginning of a name if only one begins so."""
    plain = city.strip()
    exact = [each for each in found if plain and plain in (each.code, each.name)]
    begun = [each for each in found if plain and each.name.startswith(plain)]
    english = [each for each in found if plain and plain.casefold() == each.english.casefold()]
    for group in (exact, begun, english):
        if len(group) == 1:
            return group[0]
    return None


def _unknown(found: Sequence[Content], city: str) -> UnknownNameError:
    names = {key: each for each in found for key in (each.code, each.name, each.english) if key}
    near = get_close_matches(city.strip(), names, n=_NEAR, cutoff=0.4)
    shown = dict.fromkeys(f"{names[key].code} {names[key].name}".strip() for key in near)
    several = [each for each in found if each.name.startswith(city.strip()) and city.strip()]
    if several:
        shown = dict.fromkeys(f"{each.code} {each.name}".strip() for each in several[:_NEAR])
    all_ = [f"{each.code} {each.name}".strip() for each in found if each.code or each.name]
    return UnknownNameError(
        "the notice has no region of this code or name",
        found=city or "(empty)",
        expected=", ".join(all_) if all_ and not shown else None,
        hint=f"did you mean {', '.join(shown)}?" if shown else None,
    )


def _raise_all(problems: Sequence[FiscalNoticeError], what: str) -> None:
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise ManyProblemsError(what, problems=problems)


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
