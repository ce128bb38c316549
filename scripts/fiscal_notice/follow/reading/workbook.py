"""A workbook (.xlsx) to cells in one pass over its XML: exact numbers, days, what is hidden.

ECMA-376 part 1, 18.3 (worksheets), 18.4 (shared strings), 18.8 (styles).
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from fiscal_notice.errors import OriginalError
from fiscal_notice.follow.reading.grid import Book, Cell, Place, Sheet
from fiscal_notice.notice.transcribe.number_format import exact, plain
from fiscal_notice.notice.transcribe.office_zip import look_through
from fiscal_notice.notice.transcribe.sheet_scan import (
    MOST_AREA,
    MOST_CELLS,
    beside,
    cell_of,
    listed,
    root_of,
    target_of,
    too_large,
)

_S = "{*}"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
# Controls of a terminal and halves of a letter: no text holds them, and no file can.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Built-in formats of days, and of per cent (18.8.30).
_DAYS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_PERCENT = {9, 10}
# What is no sign of a format: quoted or escaped text, colours and languages in brackets.
_SILENT = re.compile(r'"[^"]*"?|\\.|\[[^\]]*\]|[_*].')
_EPOCH_1900 = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
_FIRST_LIKELY, _LAST_LIKELY = 32_874, 73_050  # 1990 to 2099
_LAST_DAY = 2_958_465
_TRUE = {"1", "true"}


@dataclass(frozen=True, slots=True)
class _Book:
    """What all sheets of a workbook share: strings, the kinds of its styles, its first day."""

    strings: list[str]
    kinds: list[str]
    epoch: date


def read_workbook(path: Path) -> Book:
    """The cells of a workbook, sheet by sheet. Formulas stand as their stored values.

    Raises OriginalError for a file that is broken, protected, or far too large.
    """
    remarks = [each.what for each in look_through(path)]
    try:
        with zipfile.ZipFile(path) as archive:
            shared = _Book(_strings(archive), _kinds(archive), _epoch(archive))
            sheets = list(_sheets(archive, shared, path))
            if any(True for _ in beside(archive)):
                remarks.append("comments and drawings beside the cells were not read")
    except OriginalError:
        raise
    except Exception as error:  # whatever lxml and zipfile meet in a broken file
        raise OriginalError(
            "the workbook cannot be read",
            file=path,
            found=f"{type(error).__name__}: {str(error)[:200]}",
            expected="a whole Excel workbook (.xlsx)",
            hint="open it in Excel or WPS, save it as .xlsx, and take that file",
        ) from None
    return Book(sheets=sheets, remarks=remarks)


def _sheets(archive: zipfile.ZipFile, shared: _Book, path: Path) -> Iterator[Sheet]:
    seen = 0
    for entry in listed(archive):
        sheet = Sheet(name=entry.name, hidden=entry.hidden)
        rows = columns = 0
        with archive.open(entry.path) as part:
            for element in _elements(part):
                place = _take(sheet, element, shared)
                if place is None:
                    continue
                seen += 1
                rows, columns = max(rows, place[0]), max(columns, place[1])
                if seen > MOST_CELLS or rows * columns > MOST_AREA:
                    raise too_large(str(path), sheet.name)
        yield sheet


def _elements(part: Any) -> Iterator[Any]:
    from lxml import etree

    wanted = [f"{_S}{name}" for name in ("c", "row", "col")]
    for _, element in etree.iterparse(part, tag=wanted, resolve_entities=False, no_network=True):
        yield element
        if element.tag.endswith("}row"):
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _take(sheet: Sheet, element: Any, shared: _Book) -> Place | None:
    """Take what an element says; the place of a cell that holds something."""
    name = element.tag.rpartition("}")[2]
    if name == "c":
        return _take_cell(sheet, element, shared)
    if element.get("hidden") in _TRUE:
        if name == "row" and element.get("r", "").isdecimal():
            sheet.hidden_rows.add(int(element.get("r")))
        elif name == "col":
            sheet.hidden_columns.append((int(element.get("min", 1)), int(element.get("max", 1))))
    return None


def _take_cell(sheet: Sheet, element: Any, shared: _Book) -> Place | None:
    value = formula = inline = None
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name == "v":
            value = child.text
        elif name == "f":
            formula = child
        elif name == "is":
            inline = _text_of(child)
    place = cell_of(element.get("r", ""))
    if place is None:
        return None
    if formula is not None:
        sheet.formulas.add(place)
        if value is None:
            sheet.missing.append(place)
    cell = _cell(element, value, inline, shared)
    if cell is not None:
        sheet.cells[place] = cell
    return place if value is not None or inline is not None else None


def _cell(element: Any, value: str | None, inline: str | None, shared: _Book) -> Cell | None:
    kind = element.get("t", "n")
    if kind == "s" and value is not None:
        text = shared.strings[int(value)]
    elif kind == "inlineStr":
        text = inline or ""
    elif kind == "b":
        text = "TRUE" if value in _TRUE else "FALSE"
    elif kind == "d":
        day = date.fromisoformat((value or "")[:10])
        return Cell(day.isoformat(), day=day)
    elif kind == "n" and value is not None:
        style = element.get("s", "0")
        shown = shared.kinds[int(style)] if int(style) < len(shared.kinds) else ""
        return _number(value, shown, shared.epoch)
    else:
        text = value or ""
    text = _whole(text)
    return Cell(text) if text.strip() else None


def _number(value: str, shown: str, epoch: date) -> Cell | None:
    if not value.strip():
        return None
    try:
        number = exact(Decimal(value.strip()))
    except InvalidOperation:
        return Cell(value)
    if not number.is_finite():
        return Cell(value)
    # An amount that came into a column of days with its look is still an amount.
    if shown == "day" and _FIRST_LIKELY <= number <= _LAST_LIKELY:
        day = epoch + timedelta(days=int(number))
        return Cell(day.isoformat(), day=day)
    if shown == "percent":
        return Cell(f"{plain(number * 100)}%", number=number * 100, percent=True)
    return Cell(plain(number), number=number)


def day_of(number: Decimal) -> date | None:
    """The day that a number stands for in a workbook that counts from 1900."""
    if not 0 < number <= _LAST_DAY or number != number.to_integral_value():
        return None
    return _EPOCH_1900 + timedelta(days=int(number))


def _whole(text: str) -> str:
    """The text with the signs that XML has no room for, which files write by their numbers."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
        text = _NO_TEXT.sub("\ufffd", text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _strings(archive: zipfile.ZipFile) -> list[str]:
    from lxml import etree

    path = _beside_book(archive, "sharedStrings")
    if path is None:
        return []
    found: list[str] = []
    with archive.open(path) as part:
        for _, element in etree.iterparse(
            part, tag=f"{_S}si", resolve_entities=False, no_network=True
        ):
            found.append(_text_of(element))
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    return found


def _text_of(element: Any) -> str:
    """The text of a string, without how it is spoken (rPh)."""
    return "".join(
        part.text or ""
        for part in element.iter(f"{_S}t")
        if not part.getparent().tag.endswith("}rPh")
    )


def _kinds(archive: zipfile.ZipFile) -> list[str]:
    """For each style of cells ``day``, ``percent`` or nothing."""
    path = _beside_book(archive, "styles")
    if path is None:
        return []
    styles = root_of(archive, path)
    own = {
        int(each.get("numFmtId", "0")): each.get("formatCode", "")
        for each in styles.iterfind(f"{_S}numFmts/{_S}numFmt")
    }
    return [
        _kind(int(each.get("numFmtId", "0")), own)
        for each in styles.iterfind(f"{_S}cellXfs/{_S}xf")
    ]


def _kind(number: int, own: dict[int, str]) -> str:
    if number not in own:
        return "day" if number in _DAYS else "percent" if number in _PERCENT else ""
    signs = _SILENT.sub("", own[number]).casefold()
    if "%" in signs:
        return "percent"
    if "general" in signs or "通用格式" in signs:
        return ""
    return "day" if re.search("[ymdhs年月日]", signs) else ""


def _epoch(archive: zipfile.ZipFile) -> date:
    book = root_of(archive, target_of(archive, "", "_rels/.rels", "officeDocument"))
    said = book.find(f"{_S}workbookPr")
    late = said is not None and said.get("date1904") in _TRUE
    return _EPOCH_1904 if late else _EPOCH_1900


def _beside_book(archive: zipfile.ZipFile, kind: str) -> str | None:
    """The part of a kind that the workbook names, if there is one."""
    folder, name = posixpath.split(target_of(archive, "", "_rels/.rels", "officeDocument"))
    try:
        path = target_of(archive, folder, posixpath.join(folder, "_rels", f"{name}.rels"), kind)
    except KeyError:
        return None
    return path if path in archive.namelist() else None
