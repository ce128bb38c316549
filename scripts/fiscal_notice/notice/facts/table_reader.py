"""The package as a reader opens it: rows of text, their lines, the labels of codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from fiscal_notice.errors import PackageError
from fiscal_notice.notice.extract.run import TRANSCRIPT, read_transcript
from fiscal_notice.notice.extract.transcript import split_lines
from fiscal_notice.notice.facts.figures import Figure, printed
from fiscal_notice.package import Package, Resource, read_records, record_key

_AMOUNT = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of a table: its key and its cells; a column that the table lacks is empty.

    It stands in the file ``place`` on its line ``row``.
    """

    table: str
    key: str
    cells: Mapping[str, str] = field(repr=False)
    place: str = ""
    row: int | None = None

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    @property
    def line(self) -> int | None:
        """The line of the transcript that gave the row, if the table has lines."""
        return _number(self["source_line"])


class TableReader:
    """All tables of a package as text. A table that is missing has no rows."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._rows: dict[str, tuple[Entry, ...]] = {}
        self._indexes: dict[str, dict[str, Entry]] = {}

    def rows(self, name: str) -> tuple[Entry, ...]:
        """The rows of a table in their order."""
        if name not in self._rows:
            resource = self.package.resource(name)
            self._rows[name] = self._read(resource) if resource and resource.schema else ()
        return self._rows[name]

    def index(self, name: str) -> dict[str, Entry]:
        """The rows of a table by their key."""
        if name not in self._indexes:
            self._indexes[name] = {entry.key: entry for entry in self.rows(name)}
        return self._indexes[name]

    @cached_property
    def notice(self) -> Entry:
        """The row of the notice; an empty one if the table is missing."""
        rows = self.rows("notice")
        return rows[0] if rows else Entry(table="notice", key="", cells={})

    @cached_property
    def transcript(self) -> tuple[str, ...]:
        """The lines of the transcript; none if the package has no transcript."""
        if self.package.resource(TRANSCRIPT) is None:
            return ()
        return tuple(line.text for line in split_lines(read_transcript(self.package)))

    @cached_property
    def _places(self) -> dict[tuple[str, str, str], int]:
        return {
            (entry["resource"], entry["key"], entry["field"]): entry.line
            for entry in self.rows("field_lines")
            if entry.line is not None
        }

    def line(self, entry: Entry, name: str) -> int | None:
        """The line on which a cell stands; None if the transcript has no such line."""
        found = self._places.get((entry.table, entry.key, name), entry.line)
        return found if found is not None and 1 <= found <= len(self.transcript) else None

    def money(self, entry: Entry, name: str) -> Figure:
        """A cell of yuan as a figure; PackageError if it is no number."""
        amount = _amount(entry[name])
        if amount is None:
            raise _no_amount(entry, name, "an amount, such as 250000 or -0.5")
        return printed(amount, "yuan", self.line(entry, name))

    def need(self, entry: Entry, name: str) -> Figure:
        """A cell of yuan that the notice merely states, as a figure; of none 0 yuan.

        It may be empty, and is shown as it stands. PackageError if it is no number.
        """
        return self.money(entry, name) if entry[name] else printed(0, "yuan", None)

    def codes(self, table: str, name: str, lang: str) -> dict[str, str]:
        """The codes of a field and their labels, in the schema's order."""
        found = self.package.field(table, name)
        return found.labels(lang) if found else {}

    def _read(self, resource: Resource) -> tuple[Entry, ...]:
        schema = resource.schema
        assert schema is not None  # noqa: S101  only tables come here
        return tuple(
            Entry(
                table=resource.name,
                key=record_key(schema, record.cells),
                cells=record.cells,
                place=self.package.shown_path(resource.path),
                row=record.line,
            )
            for record in read_records(self.package, resource)
        )


def _no_amount(entry: Entry, name: str, expected: str) -> PackageError:
    return PackageError(
        f"{name} is no amount in yuan",
        file=entry.place,
        line=entry.row,
        found=entry[name] or "(empty)",
        expected=expected,
        hint="see fiscal-notice validate",
    )


def _amount(text: str) -> int | Decimal | None:
    if not _AMOUNT.fullmatch(text):
        return None
    amount = Decimal(text)
    return int(amount) if amount == int(amount) else amount


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None
