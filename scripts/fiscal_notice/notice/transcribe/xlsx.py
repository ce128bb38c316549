"""A workbook (.xlsx) to blocks: each sheet's lines and tables, with every cell as it is shown."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from fiscal_notice.errors import OriginalError
from fiscal_notice.notice.transcribe.blocks import Transcription
from fiscal_notice.notice.transcribe.date_format import show_date
from fiscal_notice.notice.transcribe.number_format import exact, plain, show
from fiscal_notice.notice.transcribe.places import letters
from fiscal_notice.notice.transcribe.remarks import Notes
from fiscal_notice.notice.transcribe.sheet_blocks import blocks_of, used
from fiscal_notice.notice.transcribe.sheet_scan import MOST_AREA, Sheet, beside, scan, too_large
from fiscal_notice.notice.transcribe.spacing import cell_lines
from fiscal_notice.notice.transcribe.sums import added

# Signs that XML has no room for are written by their numbers.
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
# Stored sums of binary fractions miss by less than this.
_NOISE = Decimal("0.000001")


def read_xlsx(path: Path, prefix: str = "") -> Transcription:
    """The blocks of a workbook, sheet by sheet, and what a person should know.

    If names of sheets begin with ``prefix``, only these are read.
    Formulas stand as their stored values. Hidden sheets, rows and columns are read, and said.
    Raises OriginalError for a workbook that cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            sheets = scan(archive, str(path))
            sheets = [sheet for sheet in sheets if sheet.name.startswith(prefix)] or sheets
            notes = Notes()
            for kind, text in beside(archive):
                notes.add(kind, text)
        blocks = tuple(_blocks(path, sheets, notes))
    except OriginalError:
        raise
    except Exception as error:  # whatever openpyxl and lxml meet in a broken file
        raise OriginalError(
            "the workbook cannot be read",
            file=path,
            found=f"{type(error).__name__}: {str(error)[:200]}",
            expected="a whole Excel workbook (.xlsx)",
            hint="open it in Excel or WPS, save it as .xlsx, and take that file",
        ) from None
    return Transcription(blocks=blocks, remarks=notes.remarks())


def _blocks(path: Path, sheets: list[Sheet], notes: Notes) -> Iterator[Any]:
    import openpyxl
    from openpyxl.utils.datetime import from_excel

    # As an open file: openpyxl refuses paths by their endings.
    with path.open("rb") as file:
        with warnings.catch_warnings():
            # openpyxl warns of what it does not keep when it writes; nothing is written here.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        pages = {page.title: page for page in book.worksheets}
        for sheet in sheets:
            if sheet.last_row == 0:
                _note_sheet(sheet, notes)
                continue
            reader = _Reader(sheet, notes, lambda number: from_excel(number, book.epoch))
            rows = reader.rows(pages[sheet.name])
            _note_sheet(sheet, notes)
            reader.check_sums()
            yield from blocks_of(used(sheet.name, rows, reader.spans))


class _Reader:
    """Reads the cells of one sheet."""

    def __init__(self, sheet: Sheet, notes: Notes, from_number: Any) -> None:
        self._sheet = sheet
        self._notes = notes
        self._from_number = from_number
        self._numbers: dict[tuple[int, int], Decimal] = {}
        self.spans: dict[tuple[int, int], int] = {}
        self._covered = self._merged()

    def rows(self, page: Any) -> list[list[str]]:
        """The rows from the first to the last with text, each cell as it is shown."""
        sheet = self._sheet
        with warnings.catch_warnings():
            # A number that is too large for a date is told as one.
            warnings.simplefilter("ignore")
            return [
                [self._text(cell, (row, column)) for column, cell in enumerate(cells, 1)]
                for row, cells in enumerate(
                    page.iter_rows(1, sheet.last_row, 1, sheet.last_column), 1
                )
            ]

    def check_sums(self) -> None:
        """Note the stored values that are not what their formulas add up to."""
        for place, formula in self._sheet.formulas.items():
            stored = self._numbers.get(place)
            if stored is None:
                continue
            value = added(formula, lambda row, column: self._numbers.get((row, column)))
            if value is not None and abs(value - stored) > _NOISE:
                self._note("differs", place, f"{plain(stored)} ({plain(value)})")

    def _merged(self) -> set[tuple[int, int]]:
        """The cells that a merged area covers, but for its first; they show nothing."""
        sheet = self._sheet
        covered: set[tuple[int, int]] = set()
        area = 0
        for top, left, lowest, rightmost in sheet.merges:
            bottom, right = min(lowest, sheet.last_row), min(rightmost, sheet.last_column)
            self.spans[top, left] = right - left + 1
            area += max(0, bottom - top + 1) * max(0, right - left + 1)
            if area > MOST_AREA:
                raise too_large("", sheet.name)
            covered.update(
                (row, column)
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
                if (row, column) != (top, left)
            )
        return covered

    def _text(self, cell: Any, place: tuple[int, int]) -> str:
        value = cell.value
        if value is None or place in self._covered:
            return ""
        if isinstance(value, str):
            if cell.data_type == "e":
                self._note("error value", place, value)
            value = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
            return cell_lines(value)
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, datetime | date | time | timedelta):
            return show_date(value, cell.number_format)
        number = exact(value)
        self._numbers[place] = number
        if place in self._sheet.dates:
            return show_date(self._from_number(value), self._sheet.dates[place])
        shown = show(number, cell.number_format or "General")
        if shown.rounded:
            self._note("rounded", place, f"{shown.text} ({plain(number)})")
        if shown.unsigned:
            self._note("unsigned", place, shown.text)
        if shown.plain:
            self._note("plain", place, shown.text)
        return cell_lines(shown.text)

    def _note(self, kind: str, place: tuple[int, int], text: str) -> None:
        self._notes.add(kind, f"{self._sheet.name}!{letters(place[1])}{place[0]}: {text}")


def _note_sheet(sheet: Sheet, notes: Notes) -> None:
    if sheet.hidden and sheet.last_row:
        notes.add("hidden sheet", sheet.name)
    rows = [row for row in sheet.hidden_rows if row <= sheet.last_row]
    if rows:
        notes.add("hidden rows", f"{sheet.name}!{_runs(rows)}")
    columns = [
        f"{letters(first)}:{letters(min(last, sheet.last_column))}"
        for first, last in sheet.hidden_columns
        if first <= sheet.last_column
    ]
    if columns:
        notes.add("hidden columns", f"{sheet.name}!{', '.join(columns)}")
    for row, column in sheet.missing:
        notes.add("missing", f"{sheet.name}!{letters(column)}{row}")


def _runs(rows: list[int]) -> str:
    """Numbers of rows, those that follow each other as a range: ``3:5, 9:9``."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return ", ".join(f"{first}:{last}" for first, last in runs)
