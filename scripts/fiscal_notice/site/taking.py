"""What can be taken along of a list: the cells that its rows carry, of which a script makes a CSV.

They are the values of the tables, not the words on the screen with their marks; codes are their
labels. A text that a spreadsheet could take for a formula is guarded as in the CSV for Excel.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from fiscal_notice.export.csv_forms import guard, guarded
from fiscal_notice.export.typed_tables import value_type_of
from fiscal_notice.package import Field, Package
from fiscal_notice.package.words import text_of

# What HTML cannot hold or would change, and what parts cells and records.
_ESCAPED = re.compile(r"[\\\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_SIGNS = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_PLAIN = re.compile(r"[^\w.-]+")
# What stands behind the columns of every list, filled in by the script.
_BEHIND = (("来源", "Source"), ("网页", "Page"))


class Row(Protocol):
    """A row of a table: its cells by the names of their columns."""

    def __getitem__(self, name: str, /) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What is taken along of a list called ``name``.

    ``columns`` are fields of tables; those that the package lacks are left out. ``more`` are heads,
    Chinese and English, of columns that are worked out.
    """

    package: Package = field(repr=False)
    name: str
    columns: tuple[tuple[str, str], ...] = ()
    more: tuple[tuple[str, str], ...] = ()

    @cached_property
    def _fields(self) -> tuple[tuple[str, Field], ...]:
        found = ((table, self.package.field(table, name)) for table, name in self.columns)
        return tuple((table, each) for table, each in found if each is not None)

    @property
    def file(self) -> str:
        """What the file is called, without its ending: package, list, version of the data."""
        version = self.package.descriptor.get("version")
        parts = (text_of(self.package.descriptor, "name"), self.name, str(version or ""))
        return "-".join(_PLAIN.sub("_", part) for part in parts if part)

    def source(self, lang: str) -> str:
        """What the rows are from: the package's title, and the version of the data."""
        name = self.package.title(lang) or text_of(self.package.descriptor, "name")
        version = self.package.descriptor.get("version")
        said = ("，数据版本" if lang == "zh" else ", data version ") + str(version)
        return guard(name + (said if version else ""))

    def heads(self, lang: str) -> str:
        """The first row: titles, with the title of their table where two are the same."""
        titles = [each.title(lang) for _, each in self._fields]
        often = Counter(titles)
        named = [
            title if often[title] == 1 else f"{self._table(table, lang)} · {title}"
            for title, (table, _) in zip(titles, self._fields, strict=True)
        ]
        own = [each[0 if lang == "zh" else 1] for each in (*self.more, *_BEHIND)]
        return joined(map(guard, (*named, *own)))

    def cells(self, lang: str, rows: Mapping[str, Row | None], *more: object) -> str:
        """A row for the script: its cells from ``rows`` by table, then those worked out."""
        found = [
            guarded(self._cell(rows.get(table), each, lang), value_type_of(each))
            for table, each in self._fields
        ]
        return joined((*found, *(guarded(str(each), "number") for each in more)))

    def _table(self, name: str, lang: str) -> str:
        return self.package.require(name).title(lang)

    @staticmethod
    def _cell(row: Row | None, definition: Field, lang: str) -> str:
        if row is None:
            return ""
        text = row[definition.name]
        return definition.labels(lang).get(text, text)


def joined(cells: Iterable[str]) -> str:
    """Cells as one text, parted by tabs; whatever they hold comes back."""
    return "\t".join(_ESCAPED.sub(_escape, cell) for cell in cells)


def _escape(found: re.Match[str]) -> str:
    return _SIGNS.get(found[0]) or f"\\u{ord(found[0]):04x}"
