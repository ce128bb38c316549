"""What the forms of downloads cannot hold, known from a table's columns and values alone.

The limits are those that the makers of the formats state: Excel's specifications and limits,
SQLite's limits (as it is usually compiled), Parquet's integers of 64 bits and decimals of 38
digits. No library of a format is needed to look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from fiscal_notice.package.cells import exact_numbers
from fiscal_notice.package.descriptor import Package, Resource
from fiscal_notice.package.table_reader import open_typed

#: Forms by their titles.
XLSX, SQLITE, PARQUET = "XLSX", "SQLite", "Parquet"

# A sheet has two rows of headings before the data.
SHEET_ROWS, SHEET_COLUMNS, SHEET_TEXT, HEADINGS = 1_048_576, 16_384, 32_767, 2
#: Of a table in CKAN's DataStore: PostgreSQL's 1,600, less ``_id`` and ``_full_text``.
DATASTORE_COLUMNS = 1_598
DATABASE_COLUMNS = 2_000
BITS = 64
DIGITS = 38
_MOST = 2 ** (BITS - 1)
# Characters that XML, and so XLSX, does not have.
NO_XML = re.compile("[\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a form cannot hold a table: the column and line that stand in the way, if it is one.

    ``found`` is what is there, ``found_zh`` the same in Chinese where it has words; ``limit`` and
    ``limit_zh`` say in a few words what the form holds.
    """

    form: str
    table: str
    column: str = ""
    line: int | None = None
    found: str
    found_zh: str = ""
    limit: str
    limit_zh: str

    def words(self, lang: str = "en") -> str:
        """The refusal in a line, in Chinese (``zh``) or English (``en``)."""
        place = f"{self.table}.{self.column}" if self.column else self.table
        if lang == "zh":
            line = f"第 {self.line} 行" if self.line else ""
            return f"{place}{line}：{self.found_zh or self.found}；{self.form} {self.limit_zh}"
        line = f", line {self.line}" if self.line else ""
        return f"{place}{line}: {self.found}; {self.form} {self.limit}"


def refusals_of(package: Package, resource: Resource) -> list[Refusal]:
    """The limits that a table of ``package`` goes beyond, once for each form and column.

    Rows are read one after the other. Raises PackageError as ``open_typed`` does.
    """
    with open_typed(package, resource, exact_numbers) as (_, fields, rows):
        return refusals(
            resource.name, [f.name for f in fields], ((row.line, row.values) for row in rows)
        )


def refusals(
    table: str, names: Sequence[str], rows: Iterable[tuple[int | None, Sequence[Any]]]
) -> list[Refusal]:
    """As ``refusals_of``, for values that are at hand: ``rows`` are pairs of line and values."""
    found = {(each.form, each.column): each for each in _of_columns(table, names)}
    watch = [_Column(table=table, name=name) for name in names]
    count = 0
    for line, values in rows:
        count += 1
        for column, value in zip(watch, values, strict=True):
            if value is not None:
                column.see(value, line)
    for column in watch:
        for each in column.refusals():
            found.setdefault((each.form, each.column), each)
    if count + HEADINGS > SHEET_ROWS:
        found[XLSX, ""] = too_many_rows(table, count)
    return list(found.values())


def too_many_rows(table: str, count: int) -> Refusal:
    """That a sheet of a workbook does not hold ``count`` rows beside its headings."""
    return Refusal(
        form=XLSX,
        table=table,
        found=f"{count:,} rows",
        found_zh=f"{count:,} 行",
        limit=f"holds {SHEET_ROWS - HEADINGS:,} of a table on a sheet",
        limit_zh=f"每表至多 {SHEET_ROWS - HEADINGS:,} 行",
    )


def _of_columns(table: str, names: Sequence[str]) -> Iterator[Refusal]:
    for form, most in ((XLSX, SHEET_COLUMNS), (SQLITE, DATABASE_COLUMNS)):
        if len(names) > most:
            yield Refusal(
                form=form,
                table=table,
                found=f"{len(names):,} columns",
                found_zh=f"{len(names):,} 列",
                limit=f"holds {most:,} of a table",
                limit_zh=f"每表至多 {most:,} 列",
            )
    seen: dict[str, str] = {}
    for name in names:
        same = seen.setdefault(_folded(name), name)
        if same != name:
            yield Refusal(
                form=SQLITE,
                table=table,
                column=name,
                found=f"differs from {same} only by case",
                found_zh=f"与 {same} 仅大小写不同",
                limit="takes the two for one column",
                limit_zh="视为同一列",
            )


def _folded(name: str) -> str:
    """A name as SQLite compares it: small and capital letters of ASCII are the same."""
    return "".join(sign.lower() if sign.isascii() else sign for sign in name)


@dataclass(slots=True, kw_only=True)
class _Column:
    """What is known of a column so far: the first value beyond each limit, digits of numbers."""

    table: str
    name: str
    integer: tuple[int, int | None] | None = None
    text: tuple[int, int | None] | None = None
    sign: tuple[str, int | None] | None = None
    whole: int = 0
    places: int = 0
    line: int | None = None

    def see(self, value: Any, line: int | None) -> None:
        """Look at a value of the column, on ``line`` of its file."""
        kind = type(value)
        if kind is str:
            if len(value) > SHEET_TEXT // 2 or not value.isascii():
                self._see_text(value, line)
        elif kind is int:
            if self.integer is None and not -_MOST <= value < _MOST:
                self.integer = (value, line)
        elif kind is Decimal:
            self._see_number(value, line)

    def _see_text(self, text: str, line: int | None) -> None:
        if self.text is None and units(text) > SHEET_TEXT:
            self.text = (units(text), line)
        if self.sign is None and (sign := NO_XML.search(text)):
            self.sign = (f"U+{ord(sign.group()):04X}", line)

    def _see_number(self, value: Decimal, line: int | None) -> None:
        if not value.is_finite():
            return
        exponent = value.as_tuple().exponent
        assert isinstance(exponent, int)  # noqa: S101  it is finite
        whole, places = value.adjusted() + 1, -exponent
        if self.whole + self.places <= DIGITS < max(self.whole, whole) + max(self.places, places):
            self.line = line
        self.whole, self.places = max(self.whole, whole), max(self.places, places)

    def refusals(self) -> Iterator[Refusal]:
        """The limits that the column goes beyond."""
        if self.integer is not None:
            value, line = self.integer
            for form in (SQLITE, PARQUET):
                yield self._refusal(
                    form,
                    line,
                    (str(value)[:40], ""),
                    (f"holds whole numbers of {BITS} bits", f"整数至多 {BITS} 位"),
                )
        if self.text is not None:
            length, line = self.text
            yield self._refusal(
                XLSX,
                line,
                (f"{length:,} characters", f"{length:,} 个字符"),
                (f"holds {SHEET_TEXT:,} in a cell", f"每格至多 {SHEET_TEXT:,} 个字符"),
            )
        if self.sign is not None:
            sign, line = self.sign
            yield self._refusal(XLSX, line, (sign, ""), ("has no such character", "不含此字符"))
        if self.whole + self.places > DIGITS:
            found = f"{self.whole} digits before the point and {self.places} after it"
            found_zh = f"小数点前 {self.whole} 位，后 {self.places} 位"
            limit = (f"holds {DIGITS} in all", f"合计至多 {DIGITS} 位")
            yield self._refusal(PARQUET, self.line, (found, found_zh), limit)

    def _refusal(
        self, form: str, line: int | None, found: tuple[str, str], limit: tuple[str, str]
    ) -> Refusal:
        """A refusal of this column; what is there and what is held in both languages."""
        return Refusal(
            form=form,
            table=self.table,
            column=self.name,
            line=line,
            found=found[0],
            found_zh=found[1],
            limit=limit[0],
            limit_zh=limit[1],
        )


def units(text: str) -> int:
    """The length of a text as Excel counts it: in UTF-16, where rare characters take two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
