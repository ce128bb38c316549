"""A form of ours, whatever became of its file: its hidden sheet, its guide and its tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from fiscal_notice.errors import OriginalError
from fiscal_notice.follow.form_layout import ABOUT, GUIDE, HEAD, SELF_EVALUATION
from fiscal_notice.follow.reading.evaluation_sheet import EvaluationSheet
from fiscal_notice.follow.reading.found import Found, Problem
from fiscal_notice.follow.reading.grid import Book, Cell, Sheet, cell_name
from fiscal_notice.follow.reading.headers import Columns, columns_of
from fiscal_notice.follow.reading.keys import Keys, most
from fiscal_notice.follow.reading.private import EMPTY_IT, REFUSED, is_private, shown_name
from fiscal_notice.follow.reading.remarks import remarks_of
from fiscal_notice.follow.reading.tables import Line, SheetReader, is_sum, lacking
from fiscal_notice.follow.reading.values import NotUnderstoodError, squeezed, value_of
from fiscal_notice.follow.table_schemas import schema_of
from fiscal_notice.model import Row

_GUIDES = {GUIDE, "guide", "readme"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OurForm:
    """What is known of a form of ours before its rows: its sheets, and those of other kinds."""

    about: dict[str, str]
    guide: Sheet | None
    tables: list[tuple[Sheet, Columns]]
    evaluations: list[Sheet]
    others: list[Sheet]


def our_form(book: Book) -> OurForm | None:
    """The sheets of a form of ours; None if the file is none."""
    about: dict[str, str] = {}
    guide: Sheet | None = None
    tables: list[tuple[Sheet, Columns]] = []
    evaluations: list[Sheet] = []
    others: list[Sheet] = []
    for sheet in book.sheets:
        name = squeezed(sheet.name)
        evaluates = name.startswith(SELF_EVALUATION)
        columns = None if evaluates else columns_of(sheet)
        if name == ABOUT:
            about = dict(_pairs(sheet))
        elif columns is not None:
            tables.append((sheet, columns))
        elif name in _GUIDES or (guide is None and _is_guide(sheet)):
            guide = sheet
        elif evaluates:
            evaluations.append(sheet)
        elif sheet.cells:
            others.append(sheet)
    if not about and not tables:
        return None
    return OurForm(about=about, guide=guide, tables=tables, evaluations=evaluations, others=others)


def _pairs(sheet: Sheet) -> Iterator[tuple[str, str]]:
    for cells in sheet.rows().values():
        texts = [cell.text.strip() for cell in cells.values()]
        yield texts[0], texts[1] if len(texts) > 1 else ""


def _is_guide(sheet: Sheet) -> bool:
    words = {squeezed(cell.text).strip(":") for cell in sheet.cells.values()}
    return len({name for word, name in _heads().items() if word in words}) > 1


@cache
def _heads() -> dict[str, str]:
    """What the guide asks for: its titles in both languages → fields of evidence."""
    return {
        squeezed(each.title(lang)): each.name
        for each in schema_of("evidence").fields
        if each.name in HEAD
        for lang in ("zh", "en")
    }


def _explains(name: str, cell: Cell) -> bool:
    """Whether a cell only explains what is to be filled in beside it."""
    each = schema_of("evidence").field(name)
    said = (each.raw.get("description"), each.raw.get("description@zh")) if each else ()
    return cell.text in said


@dataclass(slots=True, kw_only=True)
class FormReader:
    """Reads one form of ours into ``found``; ``remarks`` are English sentences on its reading."""

    file: str
    book: Book
    form: OurForm
    keys: Keys
    region: str = ""
    found: Found = field(default_factory=lambda: Found(evidence={}))
    remarks: list[str] = field(default_factory=list)

    def read(self) -> Found:
        """The rows of all tables. OriginalError for another notice's form, or of no region."""
        self._check_notice()
        self._read_head()
        lines = [
            (reader, list(reader.lines()))
            for sheet, columns in self.form.tables
            for reader in (SheetReader(file=self.file, sheet=sheet, columns=columns),)
        ]
        self.region = self._region_of(lines)
        for reader, read in lines:
            self._leave_above(reader)
            for line in read:
                self._place(reader, line)
            self.found.problems += reader.problems
            self.remarks += remarks_of(reader)
        for sheet in self.form.others:
            self._leave(sheet)
        self.found.evidence |= {"region_code": self.region, "kind": "form"}
        if self.form.about.get("form_id"):
            self.found.evidence["form_id"] = self.form.about["form_id"]
        return self.found

    def evaluations(self) -> list[Found]:
        """The self-evaluations, each on its sheet, after the rest was read."""
        return [
            EvaluationSheet(file=self.file, sheet=sheet, keys=self.keys, region=self.region).read()
            for sheet in self.form.evaluations
        ]

    def _check_notice(self) -> None:
        tables, about = self.keys.announced.facts.tables, self.form.about
        own = {
            "notice_name": str(tables.package.descriptor.get("name", "")),
            "notice_number": tables.notice["document_number"],
        }
        for name, expected in own.items():
            said = about.get(name, "")
            if said and expected and squeezed(said) != squeezed(expected):
                raise OriginalError(
                    "the form is of another notice",
                    file=self.file,
                    found=said,
                    expected=expected,
                    hint="name the folder of its notice with --root",
                )

    def _read_head(self) -> None:
        for name in HEAD:
            said = self.form.about.get(name, "")
            if said:
                self._take_head(Sheet(name=ABOUT), name, (0, 0), Cell(said))
        guide = self.form.guide
        for number, cells in guide.rows().items() if guide else ():
            waiting, at = "", 0
            for column, cell in cells.items():
                word = squeezed(cell.text).strip(":")
                if word in _heads():
                    waiting, at = _heads()[word], column
                elif is_private(cell) and guide:
                    self._refuse(guide, (number, column))
                elif waiting and guide and (column == at + 1 or not _explains(waiting, cell)):
                    self._take_head(guide, waiting, (number, column), cell)
                    waiting = ""

    def _take_head(self, guide: Sheet, name: str, place: tuple[int, int], cell: Cell) -> None:
        each = schema_of("evidence").field(name)
        if each is None or name in self.found.evidence or is_private(cell):
            return
        try:
            self.found.evidence[name] = value_of(each, cell)
        except NotUnderstoodError as error:
            where = cell_name(place) if all(place) else name
            why = f"expected {error}"
            self.found.unplaced.append((shown_name(guide.name), where, cell.text, why))

    def _region_of(self, lines: list[tuple[SheetReader, list[Line]]]) -> str:
        regions = self.keys.announced.regions
        said = self.form.about.get("region_code", "")
        if said in regions:
            return said
        found = most(
            region for _, read in lines for line in read for region in self.keys.region_of(line.row)
        )
        if found is None:
            named = str(self.found.evidence.get("reported_by") or "")
            found = region_in_words(self.keys, (named,))
        if found is None:
            raise OriginalError(
                "nothing in the form says of which region it is",
                file=self.file,
                found=said or None,
                expected="the hidden sheet of the form, or the numbers of the notice in its rows",
                hint="copy what was filled in into a fresh form: fiscal-notice follow new",
            )
        return found

    def _place(self, reader: SheetReader, line: Line) -> None:
        """Enter a row, or say why it has no place. One that nobody filled gives none."""
        table, texts = reader.columns.layout.table, " | ".join(line.texts)
        why = self._why_not(table, line)
        if why:
            if line.texts:
                self.found.unplaced.append((reader.name, line.range, texts, why))
            return
        self.found.unplaced += [(reader.name, *parts) for parts in line.unplaced]
        if not line.row or (not line.filled and self.keys.is_as_given(table, line.row)):
            return
        self.found.tables.setdefault(table, []).append(
            {**line.row, "sheet": reader.name, "cell": line.range}
        )
        self.found.cells.setdefault(table, []).append(
            {name: (reader.name, cell) for name, cell in line.cells.items()}
        )

    def _why_not(self, table: str, line: Line) -> str:
        if is_sum(line):
            return "sums are not taken: they follow from the rows"
        wrong = self.keys.wrong(line.row, self.region)
        if wrong:
            return wrong
        missing = lacking(table, line.row)
        if missing:
            return f"the row lacks {', '.join(missing)}"
        keyless = not any(line.row.get(name) is not None for name in _keys_in(line.row))
        if not line.filled and keyless:
            return "nothing is filled in behind what the row names"
        return ""

    def _leave(self, sheet: Sheet) -> None:
        """Keep the cells of a sheet that is none of the form's."""
        name, why = shown_name(sheet.name), "the sheet is none of the form"
        for place, cell in sorted(sheet.cells.items()):
            if is_private(cell):
                self._refuse(sheet, place)
            else:
                self.found.unplaced.append((name, cell_name(place), cell.text, why))

    def _leave_above(self, reader: SheetReader) -> None:
        """Keep what stands above the headers, but for the first text of a row, which is ours."""
        for number, cells in reader.sheet.rows().items():
            if number >= reader.columns.row:
                break
            for column in list(cells)[1:]:
                if is_private(cells[column]):
                    self._refuse(reader.sheet, (number, column))
                    continue
                where, text = cell_name((number, column)), cells[column].text
                self.found.unplaced.append((reader.name, where, text, "it stands above the table"))

    def _refuse(self, sheet: Sheet, place: tuple[int, int]) -> None:
        self.found.problems.append(
            Problem(
                file=self.file,
                sheet=shown_name(sheet.name),
                cell=cell_name(place),
                what=REFUSED,
                expected=EMPTY_IT,
                refused=True,
            )
        )


def _keys_in(row: Row) -> list[str]:
    return [name for name in row if name.endswith("_id")]


def region_in_words(keys: Keys, texts: tuple[str, ...]) -> str | None:
    """The one region whose name stands in texts such as 某市财政局."""
    words = squeezed(" ".join(texts))
    found = {code for code, row in keys.announced.regions.items() if squeezed(row["name"]) in words}
    return found.pop() if len(found) == 1 else None
