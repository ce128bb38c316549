"""The rows of an original with the place of each cell, people's contacts already left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from fiscal_notice.follow.reading.found import Problem
from fiscal_notice.follow.reading.printed_words import says
from fiscal_notice.follow.reading.private import EMPTY_IT, REFUSED
from fiscal_notice.model import Line
from fiscal_notice.notice.extract.contacts import (
    is_contact_header,
    rows_without_contacts,
    without_contacts,
)
from fiscal_notice.notice.extract.form_rows import FormRow, bare
from fiscal_notice.notice.extract.sheet_labels import CONTACT, is_contact, label_of
from fiscal_notice.notice.transcribe.blocks import Paragraph, Place, Table
from fiscal_notice.notice.transcribe.places import letters

_RANGE = re.compile(r"(?:(?P<part>.+)!)?(?P<column>[A-Z]+)(?P<row>[0-9]+)(?::[A-Z]+[0-9]+)?")
_PERSON = re.compile(
    r".{0,8}(?:联系人|负责人|责任人|经办人|填报人|填表人|制表人|审核人|审批人|联络人|电话|手机|邮箱|邮编|"
    r"地址|传真|身份证号码?|账号|账户|开户行|开户银行|签字|签名)(?:及|和|、|/)?(?:联系)?(?:电话|方式|签字|签章|号码?)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: its text, its column from 1, and the sheet and name under which it is found."""

    text: str
    column: int
    sheet: str
    name: str

    @property
    def place(self) -> tuple[str, str]:
        """Sheet and cell, as ``Found.cells`` has them."""
        return self.sheet, self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedRow:
    """A row of a table, or a paragraph as a row of one cell; ``in_book``: of a sheet."""

    cells: tuple[Cell, ...]
    number: int
    in_book: bool = False

    @property
    def filled(self) -> tuple[Cell, ...]:
        """The cells that are not blank."""
        return tuple(cell for cell in self.cells if cell.text)

    @property
    def form(self) -> FormRow:
        """The row as the readers of target forms take it."""
        texts = tuple(cell.text for cell in self.cells)
        return FormRow(line=Line(number=self.number, text="\t".join(texts)), cells=texts)

    def at(self, column: int | None) -> Cell | None:
        """The filled cell of a column; None if there is none."""
        if column is None or not 0 < column <= len(self.cells):
            return None
        cell = self.cells[column - 1]
        return cell if cell.text else None

    @property
    def sheet(self) -> str:
        """The sheet in which it stands."""
        return self.cells[0].sheet

    @property
    def range(self) -> str:
        """The cells from the first to the last."""
        first, last = self.cells[0].name, self.cells[-1].name
        return first if first == last else f"{first}:{last}"


@dataclass(slots=True, kw_only=True)
class RowReader:
    """Makes rows of blocks; ``problems`` names the cells that hold contacts."""

    file: str
    problems: list[tuple[int, Problem]] = field(default_factory=list)
    _count: int = 0

    def rows(self, blocks: Iterable[Paragraph | Table]) -> Iterator[PrintedRow]:
        """All rows in their order, numbered from 1."""
        for block in blocks:
            if isinstance(block, Paragraph):
                yield self._paragraph(block)
            else:
                yield from self._table(block)

    def _paragraph(self, block: Paragraph) -> PrintedRow:
        self._count += 1
        table = (block.place.cell or "").rpartition("!")[0]
        sheet, name = _part(block.place, table), _paragraph_name(block.place, self._count)
        text = self._kept(block.text, sheet, name)
        cell = Cell(text=text, column=1, sheet=sheet, name=name)
        in_book = block.place.sheet is not None
        return PrintedRow(cells=(cell,), number=self._count, in_book=in_book)

    def _table(self, block: Table) -> Iterator[PrintedRow]:
        clean = [
            row.split("\t")
            for row in rows_without_contacts(
                ["\t".join(cell.replace("\t", " ") for cell in row) for row in block.rows]
            )
        ]
        for texts, kept, place in zip(block.rows, clean, block.places, strict=True):
            self._count += 1
            cells = []
            for column, text in enumerate(texts, start=1):
                sheet, name = _cell_name(place, column, self._count)
                left = kept[column - 1] if column <= len(kept) else ""
                if left != text.replace("\t", " ") and not _is_label(text):
                    self._refuse(sheet, name)
                cells.append(Cell(text=left.strip(), column=column, sheet=sheet, name=name))
            yield PrintedRow(
                cells=self._without_names(cells, texts),
                number=self._count,
                in_book=place.sheet is not None,
            )

    def _without_names(self, cells: list[Cell], printed: Sequence[str]) -> tuple[Cell, ...]:
        """The cells without labels of contacts, as ``printed`` has them, and what is behind."""
        kept: list[Cell] = []
        behind = False
        for cell, before in zip(cells, printed, strict=True):
            label = _is_label(before)
            other = label or label_of(before) or says(before, "remark")
            if cell.text and behind and not other:
                self._refuse(cell.sheet, cell.name)
                kept.append(_blank(cell))
                behind = False
                continue
            if before:
                behind = label
            text = "" if label else self._kept(cell.text, cell.sheet, cell.name)
            kept.append(cell if text == cell.text else _blank(cell, text))
        return tuple(kept)

    def _kept(self, text: str, sheet: str, name: str) -> str:
        left, cut = without_contacts(text)
        row = FormRow(line=Line(number=1, text=left), cells=(left,))
        if left and is_contact(row):
            left, cut = "", cut or re.search(r"[：:]\s*\S", text) is not None
        if cut:
            self._refuse(sheet, name)
        return left

    def _refuse(self, sheet: str, name: str) -> None:
        found = Problem(
            file=self.file,
            sheet=sheet,
            cell=name,
            what=REFUSED,
            expected=EMPTY_IT,
            refused=True,
        )
        if all(found != other for _, other in self.problems):
            self.problems.append((self._count, found))


def _is_label(text: str) -> bool:
    """Whether a cell is a label of a person or of how to reach one: 部门联系人."""
    if not text:
        return False
    word = bare(text)
    known = is_contact_header(text.rstrip("：:")) or label_of(text) == CONTACT
    return known or _PERSON.fullmatch(word) is not None


def _blank(cell: Cell, text: str = "") -> Cell:
    return Cell(text=text, column=cell.column, sheet=cell.sheet, name=cell.name)


def _part(place: Place, table: str = "") -> str:
    """What names the part of a document: the sheet, or page and table."""
    if place.sheet is not None:
        return place.sheet
    page = f"p{place.page}" if place.page is not None else ""
    return "/".join(filter(None, (page, table)))


def _paragraph_name(place: Place, count: int) -> str:
    if place.cell:
        return place.cell.partition("!")[2] or place.cell
    return f"P{place.paragraph if place.paragraph is not None else count}"


def _cell_name(place: Place, column: int, count: int) -> tuple[str, str]:
    match = _RANGE.fullmatch(place.cell or "")
    if match is None:
        # A text has lines, no cells: line and place in it.
        line = place.paragraph if place.paragraph is not None else count
        return _part(place), f"P{line}.{column}"
    first = 0
    for sign in match["column"]:
        first = first * 26 + ord(sign) - ord("A") + 1
    return _part(place, match["part"] or ""), f"{letters(first + column - 1)}{match['row']}"
