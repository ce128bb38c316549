"""The cells of a form in any file of tables: xlsx, xls, ods, or CSV files as sheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from fiscal_notice.errors import OriginalError
from fiscal_notice.follow.reading.grid import Book, Cell, Sheet
from fiscal_notice.follow.reading.workbook import read_workbook
from fiscal_notice.notice.transcribe.csv import separator
from fiscal_notice.notice.transcribe.formats import protected, recognise
from fiscal_notice.notice.transcribe.number_format import exact, plain
from fiscal_notice.notice.transcribe.office_zip import look_through
from fiscal_notice.notice.transcribe.sheet_scan import MOST_AREA, MOST_CELLS, too_large
from fiscal_notice.notice.transcribe.text import decoded

_MOST_BYTES = 64 * 1024**2


def read_book(path: Path) -> Book | None:
    """The cells of a file; None if it is no file of tables. OriginalError if it cannot be read."""
    kind = recognise(path).name
    if kind == "xlsx":
        return read_workbook(path)
    if kind in ("xls", "ods", "xlsb"):
        return _read_other(path, kind)
    if kind == "csv":
        return read_tables([path])
    return None


def read_tables(paths: Sequence[Path]) -> Book:
    """CSV files as the sheets of one book, each named as its file."""
    book = Book()
    for path in paths:
        recognise(path)
        if path.stat().st_size > _MOST_BYTES:
            raise too_large(str(path), path.name)
        book.sheets.append(Sheet(name=path.stem))
        text = decoded(path.read_bytes())
        seen = 0
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
            for row, cells in enumerate(reader, 1):
                for column, value in enumerate(cells, 1):
                    if value.strip():
                        seen += 1
                        book.sheets[-1].cells[row, column] = Cell(_plain(value))
                if seen > MOST_CELLS:
                    raise too_large(str(path), path.name)
        except csv.Error as error:
            raise OriginalError(
                f"the table cannot be read: {error}",
                file=path,
                hint="save it again as CSV in UTF-8, or as .xlsx",
            ) from None
    return book


def _plain(value: str) -> str:
    """A text without the apostrophe that keeps spreadsheets from taking it for a formula."""
    guarded = value[:1] == "'" and value[1:2] in {"=", "+", "-", "@"}
    return (value[1:] if guarded else value).replace("\r\n", "\n")


def _read_other(path: Path, kind: str) -> Book:
    import python_calamine

    if kind != "xls":
        look_through(path)
    try:
        with path.open("rb") as file:
            sheets = list(_sheets(path, python_calamine.CalamineWorkbook.from_filelike(file)))
    except OriginalError:
        raise
    except python_calamine.PasswordError:
        raise protected(path) from None
    except Exception as error:  # whatever calamine meets in a broken file
        raise OriginalError(
            "the workbook cannot be read",
            file=path,
            found=f"{type(error).__name__}: {str(error)[:200]}",
            expected="a whole workbook",
            hint="open it in Excel or WPS, save it as .xlsx, and take that file",
        ) from None
    return Book(sheets=sheets, remarks=["hidden rows and formulas are not known of such a file"])


def _sheets(path: Path, book: Any) -> Iterator[Sheet]:
    area = 0
    for about in book.sheets_metadata:
        if str(about.typ) != "SheetTypeEnum.WorkSheet":
            continue
        page = book.get_sheet_by_name(about.name)
        area += page.total_height * page.total_width
        if area > MOST_AREA:
            raise too_large(str(path), about.name)
        sheet = Sheet(name=about.name, hidden=str(about.visible) != "SheetVisibleEnum.Visible")
        sheet.cells.update(_cells(page.to_python(skip_empty_area=False)))
        yield sheet


def _cells(rows: list[list[Any]]) -> Iterator[tuple[tuple[int, int], Cell]]:
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            cell = _cell(value)
            if cell is not None:
                yield (row, column), cell


def _cell(value: Any) -> Cell | None:
    if isinstance(value, str):
        return Cell(value) if value.strip() else None
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE")
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return Cell(value.isoformat(), day=value)
    if isinstance(value, int | float):
        number = exact(value)
        return Cell(plain(number), number=number)
    return None if value is None else Cell(str(value))
