"""Where target sheets begin and end among the lines of an annex."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from fiscal_notice.model import Line
from fiscal_notice.notice.extract.document import Section
from fiscal_notice.notice.extract.form_rows import FormRow, form_row, is_framed
from fiscal_notice.notice.extract.indicator_columns import columns_of, is_level
from fiscal_notice.notice.extract.sheet_labels import (
    LABELS,
    is_label_row,
    lists_projects,
    names_a_project,
)
from fiscal_notice.notice.extract.transcript import squeeze
from fiscal_notice.notice.extract.word_lists import word_list

_TITLES = "|".join(
    sorted((re.escape(row["title"]) for row in word_list("sheet_titles")), key=len, reverse=True)
)
_HEADING = re.compile(rf"\S*(?:{_TITLES})(?:[（(].*[)）])*")
_LISTED = re.compile(r"[0-9]+\s*[.．、]|附件?[：:]")
_DATED = re.compile(r"[（(]?\s*(?:[0-9]{4}|[0-9]{2}|\s)*\s*年?度?\s*[)）]?")
_TABLE = re.compile(r"表(?:[（(][^（(]*[)）])?$|^附[件表][0-9：:]")
# A heading's form begins within so many lines: unit, year, reporting unit may stand between.
_NEAR = 8
# A heading with fewer labels below it heads something else.
_SHORTEST_HEAD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetText:
    """The lines of one target sheet; ``heading`` is None where none is printed."""

    annex_no: str | None
    heading: Line | None
    lines: tuple[Line, ...]

    @property
    def first(self) -> Line:
        """The first line, the heading or what stands for it."""
        return self.heading or self.lines[0]


def cut_sheets(section: Section) -> tuple[Section, list[SheetText]]:
    """The section without its target sheets, and the sheets."""
    lines = [line for line in section.lines if line.text.strip()]
    rows = rows_of(lines)
    starts = [
        start for start, stop in pairwise([*_starts(rows), len(rows)]) if _is_form(rows[start:stop])
    ]
    if not starts:
        return section, []
    sheets: list[SheetText] = []
    kept = list(lines[: starts[0]])
    for number, start in enumerate(starts):
        stop = starts[number + 1] if number + 1 < len(starts) else len(lines)
        stop = _end(rows, start, stop)
        heading = lines[start] if is_heading(rows[start]) else None
        body = lines[start + 1 if heading else start : stop]
        sheets.append(SheetText(annex_no=section.annex_no, heading=heading, lines=tuple(body)))
        kept += lines[stop : starts[number + 1] if number + 1 < len(starts) else len(lines)]
    return replace(section, lines=tuple(kept)), sheets


def rows_of(lines: Sequence[Line]) -> list[FormRow]:
    """The lines as rows of a form."""
    framed = any(is_framed(line.text) and columns_of(form_row(line), LABELS) for line in lines)
    return [form_row(line, framed=framed) for line in lines]


def is_heading(row: FormRow) -> bool:
    """Whether a row is the heading of a target sheet, not a mention of one."""
    text = squeeze(row.line.text.replace("|", ""))
    if len(row.filled) != 1 or _LISTED.match(text):
        return False
    return _HEADING.fullmatch(text) is not None


def _starts(rows: list[FormRow]) -> list[int]:
    """The places at which sheets begin: headings with a form below them, and forms without."""
    starts: list[int] = []
    previous, named, headed = "", False, False
    for place, row in enumerate(rows):
        if is_heading(row) and _begins_a_form(rows, place + 1):
            text = squeeze(row.line.text)
            # The heading again at the top of a page, and no new project: the same sheet.
            if text == previous and not _project_near(rows, place + 1):
                continue
            starts.append(place)
            previous, named, headed = text, False, False
        elif is_label_row(row) and names_a_project(row) and not lists_projects(row):
            if not starts or (named and headed):
                starts.append(_first_label(rows, place, starts[-1] + 1 if starts else 0))
                headed = False
            named = True
        elif columns_of(row, LABELS) is not None:
            if not starts:
                starts.append(_first_label(rows, place, 0))
            headed = True
    if starts and not any(columns_of(row, LABELS) for row in rows[starts[0] :]):
        starts = [start for start in starts if is_heading(rows[start])]
    return starts


def _is_form(rows: list[FormRow]) -> bool:
    """Whether rows hold a table of indicators, or at least a head."""
    if any(columns_of(row, LABELS) is not None for row in rows):
        return True
    if any(names_a_project(row) and not lists_projects(row) for row in rows):
        return True
    return sum(is_label_row(row) for row in rows) >= _SHORTEST_HEAD


def _begins_a_form(rows: list[FormRow], start: int) -> bool:
    for row in rows[start : start + _NEAR]:
        if is_heading(row):
            return False
        if columns_of(row, LABELS) is not None:
            return True
        if is_label_row(row):
            return not lists_projects(row)
    return False


def _project_near(rows: list[FormRow], start: int) -> bool:
    for row in rows[start : start + _NEAR]:
        if columns_of(row, LABELS) is not None:
            return False
        if names_a_project(row):
            return True
    return False


def _first_label(rows: list[FormRow], place: int, stop: int) -> int:
    """The first row of the head that leads to ``place``."""
    while place > stop and is_label_row(rows[place - 1]) and not is_heading(rows[place - 1]):
        place -= 1
    return place


def _end(rows: list[FormRow], start: int, stop: int) -> int:
    """The end of the sheet that begins at ``start``: behind the last row that can be its own."""
    header = next((i for i in range(start, stop) if columns_of(rows[i], LABELS)), None)
    if header is None:
        last = start
        for place in range(start, stop):
            if is_label_row(rows[place]) or rows[place].ruled:
                last = place
        return last + 1
    last = header
    for place in range(header + 1, stop):
        row = rows[place]
        if row.ruled or is_heading(row) or is_level(row.line.text) or is_label_row(row):
            last = place
        elif _other_table(rows, place, stop, len(rows[header].cells)):
            break
    return last + 1


def _other_table(rows: list[FormRow], place: int, stop: int, width: int) -> bool:
    """Whether what follows a line of text is no more of the sheet: other columns, or none."""
    if _TABLE.search(squeeze(rows[place].line.text)):
        return True
    following = [row for row in rows[place + 1 : stop] if row.ruled]
    return not any(len(row.cells) >= width - 1 for row in following[:3])


def is_date(text: str) -> bool:
    """Whether a line only tells the sheet's year: （2022年度）."""
    return bool(re.search(r"[0-9年]", text)) and _DATED.fullmatch(text.strip()) is not None
