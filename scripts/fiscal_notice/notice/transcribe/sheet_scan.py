"""One pass over the XML of a sheet: what its values alone don't say, and how large it is."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from fiscal_notice.errors import OriginalError
from fiscal_notice.notice.transcribe.date_format import CHINESE

_S = "{*}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_BESIDE = re.compile(r"xl/(?:(comments[^/]*)|drawings/drawing[^/]*|comments/(comment[^/]*))\.xml")
#: Cells of one workbook, of the area that its texts span, and of its merged areas.
MOST_CELLS = 200_000
MOST_AREA = 2_000_000


@dataclass(slots=True, kw_only=True)
class Sheet:
    """What a sheet says beside its values. Cells and areas count rows and columns from 1.

    ``merges``: first row, first column, last row, last column. ``formulas``: what a cell computes;
    ``missing``: cells whose formula has no stored value; ``dates``: cells with a Chinese format
    that is known by number alone.
    """

    name: str
    hidden: bool
    path: str
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    missing: list[tuple[int, int]] = field(default_factory=list)
    dates: dict[tuple[int, int], str] = field(default_factory=dict)
    last_row: int = 0
    last_column: int = 0
    cells: int = 0


def cell_of(name: str) -> tuple[int, int] | None:
    """``B3`` → (3, 2), or nothing."""
    found = _CELL.fullmatch(name)
    if found is None:
        return None
    column = 0
    for sign in found[1]:
        column = column * 26 + ord(sign) - ord("A") + 1
    return int(found[2]), column


def scan(archive: zipfile.ZipFile, file: str) -> list[Sheet]:
    """The sheets of a workbook in their order. Raises OriginalError if they are too large."""
    sheets = list(listed(archive))
    dates = _chinese_dates(archive)
    budget = MOST_CELLS
    for sheet in sheets:
        with archive.open(sheet.path) as part:
            for element in _elements(part):
                _take(sheet, element, dates)
                if sheet.cells > budget or sheet.last_row * sheet.last_column > MOST_AREA:
                    raise too_large(file, sheet.name)
        budget -= sheet.cells
    return sheets


def beside(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Texts that are in no cell: ``comment`` or ``drawing``, and what it says."""
    for name in archive.namelist():
        found = _BESIDE.fullmatch(name)
        if found is None:
            continue
        root = root_of(archive, name)
        for each in root.iter(f"{_S}comment") if found[1] or found[2] else root.iter(f"{_S}txBody"):
            text = "".join(part.text or "" for part in each.iter(f"{_S}t"))
            if text.strip():
                yield ("comment" if found[1] or found[2] else "drawing"), text


def too_large(file: str, name: str) -> OriginalError:
    """That a sheet holds more than a notice does."""
    return OriginalError(
        "a sheet is far larger than those of a notice",
        file=file,
        found=name,
        expected=f"at most {MOST_CELLS:,} cells in the workbook",
        hint="take a copy with the sheets and cells of the notice alone",
    )


def _elements(part: Any) -> Iterator[Any]:
    from lxml import etree

    wanted = [f"{_S}{name}" for name in ("c", "row", "mergeCell", "col")]
    for _, element in etree.iterparse(part, tag=wanted, resolve_entities=False, no_network=True):
        yield element
        if etree.QName(element).localname == "row":
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _take(sheet: Sheet, element: Any, dates: dict[str, str]) -> None:
    name = element.tag.rpartition("}")[2]
    if name == "c":
        place = cell_of(element.get("r", ""))
        sheet.cells += 1
        if place is not None:
            _take_cell(sheet, element, place, dates)
    elif name == "row":
        if element.get("hidden") in {"1", "true"} and element.get("r", "").isdecimal():
            sheet.hidden_rows.append(int(element.get("r")))
    elif name == "mergeCell":
        first, _, last = element.get("ref", "").partition(":")
        start, end = cell_of(first), cell_of(last or first)
        if start is not None and end is not None:
            sheet.merges.append((*start, *end))
    elif element.get("hidden") in {"1", "true"}:
        sheet.hidden_columns.append((int(element.get("min", 1)), int(element.get("max", 1))))


def _take_cell(sheet: Sheet, cell: Any, place: tuple[int, int], dates: dict[str, str]) -> None:
    value = cell.find(f"{_S}v")
    formula = cell.find(f"{_S}f")
    stored = (value is not None and value.text) or cell.find(f"{_S}is") is not None
    if formula is not None:
        if formula.text:
            sheet.formulas[place] = formula.text
        if not stored and cell.get("t") != "str":
            sheet.missing.append(place)
    if stored:
        sheet.last_row = max(sheet.last_row, place[0])
        sheet.last_column = max(sheet.last_column, place[1])
        code = dates.get(cell.get("s", ""))
        if code is not None and cell.get("t", "n") == "n":
            sheet.dates[place] = code


def listed(archive: zipfile.ZipFile) -> Iterator[Sheet]:
    """The worksheets that the workbook lists; charts and macros are none."""
    book = target_of(archive, "", "_rels/.rels", "officeDocument")
    folder, name = posixpath.split(book)
    relations = {
        each.get("Id"): each
        for each in root_of(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    }
    for each in root_of(archive, book).iterfind(f"{_S}sheets/{_S}sheet"):
        relation = relations.get(each.get(_RELATION))
        identifier = next((v for k, v in each.attrib.items() if k.endswith("}id")), None)
        relation = relation if relation is not None else relations.get(identifier)
        if relation is None or not relation.get("Type", "").endswith("/worksheet"):
            continue
        yield Sheet(
            name=each.get("name", ""),
            hidden=each.get("state", "visible") != "visible",
            path=_within(folder, relation.get("Target", "")),
        )


def target_of(archive: zipfile.ZipFile, folder: str, relations: str, kind: str) -> str:
    """The part of a kind that relations name. Raises KeyError if they name none."""
    for each in root_of(archive, relations):
        if each.get("Type", "").endswith(f"/{kind}"):
            return _within(folder, each.get("Target", ""))
    raise KeyError(relations)


def _within(folder: str, target: str) -> str:
    return (
        target.lstrip("/")
        if target.startswith("/")
        else posixpath.normpath(posixpath.join(folder, target))
    )


def root_of(archive: zipfile.ZipFile, name: str) -> Any:
    """The root of a part of XML, entities not resolved."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(archive.read(name), parser)


def _chinese_dates(archive: zipfile.ZipFile) -> dict[str, str]:
    """Number of a cell's style → the format of dates that its number alone names."""
    book = target_of(archive, "", "_rels/.rels", "officeDocument")
    path = posixpath.join(posixpath.dirname(book), "styles.xml")
    if path not in archive.namelist():
        return {}
    styles = root_of(archive, path)
    own = {each.get("numFmtId") for each in styles.iterfind(f"{_S}numFmts/{_S}numFmt")}
    return {
        str(place): CHINESE[int(each.get("numFmtId", "0"))]
        for place, each in enumerate(styles.iterfind(f"{_S}cellXfs/{_S}xf"))
        if each.get("numFmtId") not in own and int(each.get("numFmtId", "0")) in CHINESE
    }
