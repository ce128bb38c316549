"""Which table a sheet is of, and which field each column: by the titles of the schemas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

from fiscal_notice.follow.form_layout import SHEETS, FormSheet
from fiscal_notice.follow.reading.grid import Cell, Sheet
from fiscal_notice.follow.reading.values import MONEY, squeezed
from fiscal_notice.follow.table_schemas import schema_of
from fiscal_notice.package import Field

_BRACKETED = re.compile(r"\(([^()]*)\)")
_SIGNS = re.compile(r"[*:☆★▲△.]|\(必填\)|\(选填\)|^[0-9]+[.、]")
_UNIT = re.compile(r"(?:金额)?单位:?(?:人民币)?(千元|万元|亿元|元)")
# A sheet has its headers among its first rows, and this share of them at least.
_DEEPEST = 20
_LEAST = 3
_SHARE = 0.4
# How many letters a header may have more or less than the title of its field.
_SLACK = 4


@dataclass(kw_only=True)
class Columns:
    """The columns of a sheet: its layout, the row of its headers, the field of each column.

    ``units`` are yuan for one of a column of money; ``alike`` the columns that were known though
    their header is not the title; ``unknown`` the headers that are none of the table's.
    """

    layout: FormSheet
    row: int
    fields: dict[int, Field] = field(default_factory=dict)
    units: dict[int, int] = field(default_factory=dict)
    alike: dict[int, str] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)

    @cached_property
    def titles(self) -> frozenset[str]:
        """The titles of its fields in both languages."""
        fields = self.fields.values()
        return frozenset(bare(each.title(lang)) for each in fields for lang in ("zh", "en"))


def columns_of(sheet: Sheet) -> Columns | None:
    """The columns of a sheet; None if it is of no table of a form."""
    best: tuple[int, bool, FormSheet, int] | None = None
    for number, cells in _first_rows(sheet):
        words = {bare(cell.text) for cell in cells.values()}
        for layout in SHEETS:
            known = titles(layout)
            hits = len({known[word].name for word in words if word in known})
            if hits < _LEAST:
                continue
            named = squeezed(sheet.name) in _names(layout)
            fields = len(tuple(layout.fields))
            enough = named or hits >= _SHARE * fields
            if enough and (best is None or (hits, named) > best[:2]):
                best = (hits, named, layout, number)
    return _columns(sheet, best[2], best[3]) if best else None


def is_header(columns: Columns, cells: Mapping[int, Cell]) -> bool:
    """Whether a row repeats the headers, as at the top of a page."""
    hits = sum(bare(cell.text) in columns.titles for cell in cells.values())
    return hits >= _LEAST and hits >= len(cells) / 2


def named_layout(name: str) -> FormSheet | None:
    """The layout that a sheet or a file is named after."""
    return next((layout for layout in SHEETS if squeezed(name) in _names(layout)), None)


@cache
def _names(layout: FormSheet) -> frozenset[str]:
    return frozenset(map(squeezed, (layout.name, layout.name_en, layout.table)))


@cache
def titles(layout: FormSheet) -> Mapping[str, Field]:
    """The fields of a table by whatever heads a column of it: titles, without units, and names."""
    found: dict[str, Field] = {}
    own = list(layout.fields)
    others = [f for f in schema_of(layout.table).fields if f not in own and f.name not in ENTERED]
    for each in (*own, *others):
        for word in (each.title("zh"), each.title("en"), each.name):
            found.setdefault(bare(word), each)
    return found


#: Fields that a form has no column for: they are entered for all of its rows.
ENTERED = frozenset(
    ("evidence_id", "position", "region_code", "reported_by", "reported_on", "sheet", "cell")
)


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """A header without white space, unit and marks."""
    return _SIGNS.sub("", _BRACKETED.sub("", squeezed(text)))


def _first_rows(sheet: Sheet) -> Iterator[tuple[int, dict[int, Cell]]]:
    rows = sheet.rows()
    for number in list(rows)[:_DEEPEST]:
        if len(rows[number]) >= _LEAST:
            yield number, rows[number]


def _columns(sheet: Sheet, layout: FormSheet, row: int) -> Columns:
    found = Columns(layout=layout, row=row)
    above = _unit_above(sheet, row)
    heads = {column: cell.text for (at, column), cell in sheet.cells.items() if at == row}
    known = titles(layout)
    for column, text in sorted(heads.items()):
        each = known.get(bare(text))
        if each is not None and each not in found.fields.values():
            found.fields[column] = each
    for column, text in sorted(heads.items()):
        if column in found.fields:
            continue
        each = _alike(bare(text), layout, found)
        if each is None:
            found.unknown[column] = text
        else:
            found.fields[column] = each
            found.alike[column] = text
    for column, each in found.fields.items():
        if each.name.endswith("_yuan"):
            found.units[column] = unit_in(heads[column]) or above or 1
    return found


def _alike(word: str, layout: FormSheet, found: Columns) -> Field | None:
    """The one field left whose title has the letters of a header, or the other way round."""
    if len(word) < 2:  # noqa: PLR2004  one letter is like any title
        return None
    near: dict[str, tuple[int, Field]] = {}
    for title, each in titles(layout).items():
        if each in found.fields.values() or len(title) < 2:  # noqa: PLR2004
            continue
        apart = abs(len(title) - len(word))
        if apart <= _SLACK and (_within(title, word) or _within(word, title)):
            near[each.name] = min(near.get(each.name, (apart, each)), (apart, each), key=_first)
    ranked = sorted(near.values(), key=_first)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


def _first(pair: tuple[int, Field]) -> int:
    return pair[0]


def _within(short: str, long: str) -> bool:
    """Whether the letters of ``short`` stand in ``long`` in their order."""
    rest = iter(long)
    return all(letter in rest for letter in short)


def unit_in(header: str) -> int | None:
    """The yuan of the unit that a header has in brackets; None if it has none."""
    for inside in _BRACKETED.findall(squeezed(header)):
        for word, yuan in MONEY.items():
            if inside in (word, f"单位:{word}", f"人民币{word}"):
                return yuan
    return None


def _unit_above(sheet: Sheet, row: int) -> int | None:
    """The unit that a line above the headers says."""
    for (at, _), cell in sheet.cells.items():
        said = _UNIT.search(squeezed(cell.text)) if at < row else None
        if said:
            return MONEY[said[1]]
    return None
