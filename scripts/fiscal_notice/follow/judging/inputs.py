"""What the rules of a follow-up read: its tables, those of the notice, and what both say."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from fiscal_notice.errors import FiscalNoticeError, PackageError
from fiscal_notice.follow.announced import announced_by, notice_of
from fiscal_notice.follow.family import AS_OF, FOLLOWS
from fiscal_notice.follow.judging.beside import (
    about_frame,
    due_frame,
    faults_frame,
    parameters_frame,
    record_of,
    scored_frame,
)
from fiscal_notice.follow.table_schemas import TABLES, schema_of
from fiscal_notice.notice.judging.beside import contact_cells
from fiscal_notice.notice.judging.inputs import SHAPE_ERRORS
from fiscal_notice.notice.judging.whole import whole
from fiscal_notice.notice.tables import is_of_family, lacking
from fiscal_notice.package import Package, Resource
from fiscal_notice.package.frames import text_frame, typed_frames
from fiscal_notice.package.related import related
from fiscal_notice.schema_check import SchemaResult

Frames = dict[str, pd.DataFrame]
NOTICE = "notice:"
"""Before the names of the notice's tables."""
CELLS = "field_cells"
# Two columns and rows of the largest sheet, as XFD1048576:XFD1048576, in a table of a document.
_LONGEST_CELL = 26
# Ids and hashes, and the keys that cells stand under.
_MADE = frozenset({"evidence_id", "evaluation_id", "superseded_by", "sha256", (CELLS, "key")})


def load_frames(package: Package, schemas: SchemaResult) -> tuple[Frames, dict[str, str]]:
    """The frames that rules read, and what stands in the way of those that are not there.

    ``NAME`` is a typed table of the follow-up, ``text:NAME`` its cells as text, ``notice:NAME`` a
    typed table of the notice, ``about`` what the descriptor says of the notice beside what the
    notice says of itself, ``contacts:cells`` the cells with contact data.
    """
    broken = {error.resource for error in schemas.errors if error.type in SHAPE_ERRORS}
    texts, problems = _texts(package, broken, TABLES)
    notice, why = _notice(package)
    if notice is None:
        problems[NOTICE] = why
    others = {} if notice is None else notice_frames(notice, problems)
    return frames_of(package, texts, notice, others, problems), problems


def looked_up(
    package: Package, broken: Collection[str], names: Collection[str], keys: Collection[str]
) -> Frames:
    """Those of the tables ``names`` that are not ``broken``, typed, and the notice's regions.

    Of the cells of values those of the rows with these ``keys``.
    """
    texts, _ = _texts(package, broken, names)
    if CELLS in texts:
        texts[CELLS] = texts[CELLS][texts[CELLS]["key"].isin(keys)]
    notice, _ = _notice(package)
    others = {} if notice is None else notice_frames(notice, {}, ("regions",))
    return {**typed_frames(texts, package), **others}


def _texts(
    package: Package, broken: Collection[str], names: Collection[str]
) -> tuple[Frames, dict[str, str]]:
    texts: Frames = {}
    problems: dict[str, str] = {}
    for table in package.tables:
        if table.name in TABLES and table.name in names:
            _read(package, table, table.name in broken, texts, problems)
    return texts, problems


def frames_of(
    package: Package,
    texts: Frames,
    notice: Package | None,
    others: Frames,
    problems: dict[str, str],
) -> Frames:
    """All frames: the tables of ``texts`` typed too, ``others`` (the notice's), and those made.

    What stands in the way of one that is made is written into ``problems``. Of the cells of values
    those are there that are to be judged; they are taken out of ``texts``, to be held once.
    """
    once = {name: frame for name, frame in texts.items() if name != CELLS}
    typed = typed_frames(once, package)
    if CELLS in texts:
        cells = judged_cells(texts.pop(CELLS), typed)
        typed |= typed_frames({CELLS: cells}, package)
    frames = {**typed, **{f"text:{name}": frame for name, frame in once.items()}, **others}
    frames["about"] = about_frame(package, notice)
    frames["contacts:cells"] = contact_cells(without_made(typed))
    record = record_of(once, package.descriptor)
    frames["due"] = due_frame(record, others)
    frames["faults"] = faults_frame(record)
    frames["parameters"], problem = parameters_frame(record)
    if problem:
        problems["parameters"] = problem
        del frames["parameters"]
    if notice is not None and "self_evaluations" in texts:
        frames["scored"], problem = scored_frame(record, announced_by(notice).targets)
        if problem:
            problems["scored"] = problem
            del frames["scored"]
    return frames


def judged_cells(cells: pd.DataFrame, typed: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Of the cells of values, text, those that are to be judged.

    There are hundreds in each form, and all that lead to a value of a table are fine alike: of
    these one stands for each document, table, sheet and field.
    """
    fine = pd.Series(data=False, index=cells.index)
    for name, rows in cells.groupby("resource", sort=False):
        frame = typed.get(str(name))
        if frame is not None:
            fine[rows.index] = rows["key"].isin(frame["_key"]) & rows["field"].isin(frame.columns)
    # No name of a cell is that long.
    odd = cells["cell"].str.len() > _LONGEST_CELL
    again = cells.duplicated(["evidence_id", "resource", "sheet", "field"])
    return cells[~(fine & again) | odd]


def without_made(frames: Mapping[str, pd.DataFrame]) -> Frames:
    """The tables without what the program makes: digits of a hash can look like a number."""
    return {
        name: frame[[c for c in frame.columns if c not in _MADE and (name, c) not in _MADE]]
        for name, frame in frames.items()
    }


def _read(
    package: Package, table: Resource, broken: bool, texts: Frames, problems: dict[str, str]
) -> None:
    """Read a table into ``texts``, or say in ``problems`` why it cannot be."""
    names = table.schema.names if table.schema else ()
    lost = [name for name in schema_of(table.name).names if name not in names]
    if lost:
        problems[table.name] = "its schema lacks the columns " + ", ".join(lost)
    elif broken:
        problems[table.name] = "its header or rows do not fit the schema, see SCH-01"
    else:
        try:
            texts[table.name] = text_frame(package, table)
        except PackageError as error:
            problems[table.name] = error.problem


def _notice(package: Package) -> tuple[Package | None, str]:
    """The notice that is followed, or why it is not to be had."""
    try:
        notice = notice_of(package)
        if notice is not None:
            announced_by(notice)
    except FiscalNoticeError as error:
        return None, " ".join(str(error).split())
    if notice is not None:
        return notice, ""
    paths = [each.path for each in related(package, FOLLOWS) if each.path]
    if not paths:
        return None, f"the descriptor does not say where the notice lies (related, {FOLLOWS}, path)"
    return None, f"the notice is not at {paths[0]}, where the descriptor says it lies"


def notice_frames(notice: Package, problems: dict[str, str], names: Collection[str] = ()) -> Frames:
    """The tables of the notice as frames called ``notice:TABLE``; what is broken is said.

    Those of ``names``, or all of the family.
    """
    texts: Frames = {}
    for table in notice.tables:
        if not is_of_family(table.name) or lacking(table) or (names and table.name not in names):
            continue
        try:
            texts[table.name] = text_frame(notice, table)
        except PackageError as error:
            problems[NOTICE + table.name] = error.problem
    typed = typed_frames(texts, notice)
    return {NOTICE + name: whole(name, frame) for name, frame in typed.items()}


def problem_of(name: str, problems: Mapping[str, str]) -> str:
    """What stands in the way of a frame; empty if nothing does."""
    if name in problems:
        return problems[name]
    return problems.get(NOTICE, "") if name.startswith(NOTICE) else ""


__all__ = ["AS_OF", "NOTICE", "Frames", "load_frames", "problem_of"]
