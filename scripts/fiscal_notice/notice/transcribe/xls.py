"""An old workbook (.xls, .et) to blocks, by python-calamine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from fiscal_notice.errors import OriginalError
from fiscal_notice.notice.transcribe.blocks import Paragraph, Table, Transcription
from fiscal_notice.notice.transcribe.date_format import show_date
from fiscal_notice.notice.transcribe.formats import protected
from fiscal_notice.notice.transcribe.number_format import exact, plain
from fiscal_notice.notice.transcribe.remarks import Notes
from fiscal_notice.notice.transcribe.sheet_blocks import blocks_of, used
from fiscal_notice.notice.transcribe.sheet_scan import MOST_AREA, too_large
from fiscal_notice.notice.transcribe.spacing import cell_lines


def read_xls(path: Path) -> Transcription:
    """The blocks of a workbook, sheet by sheet, hidden ones as well.

    Formats of numbers, hidden rows and columns and formulas are not known of such a file: numbers
    stand as they are stored, and a remark says so. Raises OriginalError if it cannot be read.
    """
    import python_calamine

    notes = Notes()
    try:
        blocks = tuple(_blocks(path, notes))
    except OriginalError:
        raise
    except python_calamine.PasswordError:
        raise protected(path) from None
    except Exception as error:  # whatever calamine meets in a broken file
        raise OriginalError(
            "the workbook cannot be read",
            file=path,
            found=f"{type(error).__name__}: {str(error)[:200]}",
            expected="a whole Excel workbook (.xls)",
            hint="open it in Excel or WPS, save it as .xlsx, and take that file",
        ) from None
    return Transcription(blocks=blocks, remarks=notes.remarks())


def _blocks(path: Path, notes: Notes) -> Iterator[Paragraph | Table]:
    import python_calamine

    # As an open file: calamine takes a path's ending for its format.
    with path.open("rb") as file:
        book = python_calamine.CalamineWorkbook.from_filelike(file)
        area = 0
        for about in book.sheets_metadata:
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            area += sheet.total_height * sheet.total_width
            if area > MOST_AREA:
                raise too_large(str(path), about.name)
            merges = sheet.merged_cell_ranges or []
            covered = _covered(merges, sheet.total_height, sheet.total_width)
            rows = [
                [
                    "" if (row, column) in covered else _text(value, notes)
                    for column, value in enumerate(values)
                ]
                for row, values in enumerate(sheet.to_python(skip_empty_area=False))
            ]
            if about.visible != python_calamine.SheetVisibleEnum.Visible and any(map(any, rows)):
                notes.add("hidden sheet", about.name)
            spans = {(top + 1, left + 1): right - left + 1 for (top, left), (_, right) in merges}
            yield from blocks_of(used(about.name, rows, spans))


def _covered(merges: Any, height: int, width: int) -> set[tuple[int, int]]:
    covered: set[tuple[int, int]] = set()
    for (top, left), (bottom, right) in merges:
        for row in range(top, min(bottom + 1, height)):
            covered.update((row, column) for column in range(left, min(right + 1, width)))
        covered.discard((top, left))
    return covered


def _text(value: Any, notes: Notes) -> str:
    if isinstance(value, str):
        return cell_lines(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        notes.add("unformatted")
        return plain(exact(value))
    if isinstance(value, date | time | timedelta):
        return show_date(value, _code(value))
    return ""


def _code(value: date | time | timedelta) -> str:
    """The format in which a date or time is shown whose own is not known."""
    if isinstance(value, time | timedelta):
        return "[h]:mm:ss"
    if isinstance(value, datetime) and value.time() != time():
        return "yyyy/m/d h:mm:ss"
    return "yyyy/m/d"
