"""The two pages about the tables: what the data are, and what every field means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from fiscal_notice.export.about import About, about, codes
from fiscal_notice.export.reading_sheet import ReadingSheet
from fiscal_notice.export.sheet_layout import LINE, lines_of, row_height
from fiscal_notice.export.typed_tables import TypedTable
from fiscal_notice.export.xlsx_styles import Styles
from fiscal_notice.package import Package
from fiscal_notice.package.kind import kind_of

FIRST = "说明 Read me"
FIELDS = "字段 Fields"
_WIDTHS = (22, 24, 22, 11, 40, 44)
_COUNT = 3
_ACROSS = sum(_WIDTHS[1:])
_MOST_CHARACTERS = 32_000
_CUT = " … (cut; the whole text stands in the package's descriptor)"

_LABELS = {
    "zh": {
        "part": "说明",
        "sheets": "工作表",
        "version": "版本",
        "sources": "来源",
        "licences": "许可",
        "citation": "引用",
        "units": "单位",
        "reading": "读法",
    },
    "en": {
        "part": "About these data",
        "sheets": "Sheets",
        "version": "Version",
        "sources": "Source",
        "licences": "Licence",
        "citation": "How to cite",
        "units": "Units",
        "reading": "How to read",
    },
}
_READING = {
    "zh": "各数据表第1行为中文标题（含单位），第2行为字段名；空单元格表示缺值。"
    "编码为文本，保留前导零。各字段的含义和代码见“" + FIELDS + "”。",
    "en": "In each table row 1 has Chinese titles with units, row 2 the names of the fields. An "
    "empty cell is a missing value. Codes are text and keep their zeros. What the fields and their "
    f"codes mean: see “{FIELDS}”.",
}
_YUAN = {"元": "元 (yuan)", "万元": "万元 (10,000 yuan)"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A workbook that is being written, and what it is written from."""

    book: Workbook
    styles: Styles
    package: Package
    tables: tuple[TypedTable, ...]


def write_first(book: Book, links: Mapping[str, str], reading: Mapping[str, ReadingSheet]) -> None:
    """The page to read first; ``links`` maps each table to its sheet.

    ``reading`` are the sheets for people by their names.
    """
    sheet = book.book.add_worksheet(FIRST)
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.hide_gridlines(2)
    zh, en = about(book.package, "zh"), about(book.package, "en")
    page = _Page(sheet=sheet, styles=book.styles)
    page.across(zh.title, book.styles.top, 1.6)
    page.across(en.title, book.styles.under, 1.2)
    for lang, words in (("zh", zh), ("en", en)):
        page.skip()
        page.part(_LABELS[lang]["part"])
        for label, text, warns in _facts(book, words, lang):
            page.fact(label, text, warns=warns)
    page.skip()
    page.part(f"{_LABELS['zh']['sheets']} · {_LABELS['en']['sheets']}")
    page.contents(book.tables, links, reading)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _facts(book: Book, words: About, lang: str) -> Iterator[tuple[str, str, bool]]:
    """What the page says: label, text, and whether it warns."""
    labels = _LABELS[lang]
    for paragraph in words.paragraphs:
        yield "", paragraph.replace("**", ""), paragraph.startswith("**")
    titles = {table.name: table.resource.title(lang) for table in book.tables}
    rows = {table.name: len(table.rows) for table in book.tables}
    notes = kind_of(book.package).reading_notes(titles, rows, lang)
    if not any(paragraph.startswith("**") for paragraph in words.paragraphs):
        yield from (note for note in notes if note[2])
    brackets = "{}（{}）" if lang == "zh" else "{} ({})"
    dated = brackets.format(words.version, words.created) if words.created else words.version
    yield labels["version"], dated, False
    yield labels["sources"], "\n".join(" ".join(pair).strip() for pair in words.sources), False
    yield labels["licences"], "\n".join(" ".join(pair).strip() for pair in words.licences), False
    yield labels["citation"], words.citation, False
    yield labels["units"], _units(book.tables, lang), False
    yield labels["reading"], _READING[lang], False
    yield from (note for note in notes if not note[2])


def _units(tables: tuple[TypedTable, ...], lang: str) -> str:
    """Which fields are in which unit."""
    fields: dict[str, dict[str, None]] = {}
    for table in tables:
        for column in table.columns:
            if column.unit:
                fields.setdefault(column.unit, {})[column.name] = None
    colon, comma, stop = ("：", "、", "；") if lang == "zh" else (": ", ", ", "; ")
    words = {} if lang == "zh" else _YUAN
    return stop.join(
        f"{words.get(unit, unit)}{colon}{comma.join(names)}" for unit, names in fields.items()
    )


@dataclass(slots=True, kw_only=True)
class _Page:
    """A page that is written from the top down; ``row`` is the next one."""

    sheet: Worksheet
    styles: Styles
    row: int = 0

    def skip(self) -> None:
        self.row += 1

    def across(self, text: str, style: Format, size: float) -> None:
        lines = lines_of(text, round((_ACROSS + _WIDTHS[0]) / size))
        self._merged(0, text, style, LINE * size * lines + 3)

    def part(self, text: str) -> None:
        self._merged(0, text, self.styles.part, LINE * 1.5)

    def fact(self, label: str, text: str, *, warns: bool) -> None:
        if not text:
            return
        style = self.styles.warning if warns else self.styles.prose
        self.sheet.write_string(self.row, 0, label, self.styles.label)
        self._merged(1, text, style, LINE * lines_of(text, _ACROSS) + 3)

    def _merged(self, left: int, text: str, style: Format, height: float) -> None:
        last = len(_WIDTHS) - 1
        self.sheet.set_row(self.row, height)
        self.sheet.merge_range(self.row, left, self.row, last, "", style)
        # merge_range would read the text for numbers, links and formulas.
        self.sheet.write_string(self.row, left, _fitting(text), style)
        self.row += 1

    def contents(
        self,
        tables: tuple[TypedTable, ...],
        links: Mapping[str, str],
        reading: Mapping[str, ReadingSheet],
    ) -> None:
        """The list of sheets, each with a link: those for people, then the tables."""
        for at, text in enumerate(
            ("工作表 Sheet", "表名 Table", "English title", "行数 Rows", "内容", "What it holds")
        ):
            style = self.styles.title if at != _COUNT else self.styles.title_right
            self.sheet.write_string(self.row, at, text, style)
        for name, sheet in reading.items():
            self._entry(name, ("", sheet.title[1], *sheet.about), len(sheet.rows))
        for table in tables:
            words = (table.description("zh"), table.description("en"))
            texts = (table.name, table.resource.title("en"), *words)
            self._entry(links[table.name], texts, len(table.rows))

    def _entry(self, name: str, texts: tuple[str, str, str, str], rows: int) -> None:
        self.row += 1
        for at, text in zip((1, 2, 4, 5), texts, strict=True):
            self.sheet.write_string(self.row, at, text, self.styles.prose)
        self.sheet.write_number(self.row, _COUNT, rows, self.styles.amount)
        target = f"internal:{quote_sheetname(name)}!A1"
        self.sheet.write_url(self.row, 0, target, self.styles.link, name)
        self.sheet.set_row(self.row, row_height(texts[2:], _WIDTHS[4:]))


_FIELD_COLUMNS = (
    ("表名 Table", 22),
    ("字段名 Field", 24),
    ("标题", 20),
    ("Title", 24),
    ("类型 Type", 10),
    ("单位 Unit", 9),
    ("含义", 44),
    ("Meaning", 50),
    ("代码 Codes", 56),
)


def write_fields(book: Book) -> None:
    """The page of fields: titles, types, units, meanings and codes in both languages."""
    sheet = book.book.add_worksheet(FIELDS)
    widths = [width for _, width in _FIELD_COLUMNS]
    for at, (title, width) in enumerate(_FIELD_COLUMNS):
        sheet.set_column(at, at, width, book.styles.prose)
        sheet.write_string(0, at, title, book.styles.title)
    row = 0
    for row, texts in enumerate(_field_rows(book.tables), start=1):
        sheet.set_row(row, row_height(texts, widths))
        for at, text in enumerate(texts):
            sheet.write_string(row, at, _fitting(text), book.styles.prose)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, row, len(widths) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _field_rows(tables: tuple[TypedTable, ...]) -> Iterator[tuple[str, ...]]:
    listed: dict[tuple[str, str], list[str]] = {}
    for code in codes(tables):
        words = f"{code.value} = {code.zh}" + (f" ({code.en})" if code.en != code.zh else "")
        listed.setdefault((code.table, code.field), []).append(words)
    for table in tables:
        for column in table.columns:
            yield (
                table.name,
                column.name,
                column.field.title(),
                column.field.title("en"),
                column.field.type,
                column.unit,
                column.description("zh"),
                column.description("en"),
                "\n".join(listed.get((table.name, column.name), ())),
            )


def _fitting(text: str) -> str:
    """A text that a cell can hold; one that is too long says so at its end."""
    return text if len(text) <= _MOST_CHARACTERS else text[:_MOST_CHARACTERS] + _CUT
