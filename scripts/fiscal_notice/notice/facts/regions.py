"""Which region a row belongs to, and which errata a region has."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from fiscal_notice.notice.facts.table_reader import Entry, TableReader

# How a row leads to a region: its own column, or the row that a column of it names.
_THROUGH = (
    ("unit_code", "budget_units"),
    ("sheet_id", "target_sheets"),
    ("indicator_id", "indicators"),
    ("grant_id", "grants"),
)


class Regions:
    """Rows and errata by region."""

    def __init__(self, tables: TableReader) -> None:
        self.tables = tables

    def region(self, entry: Entry | None) -> str:
        """The code of the region that a row belongs to; empty if to none or to all."""
        if entry is None:
            return ""
        if entry["region_code"]:
            return entry["region_code"]
        for column, table in _THROUGH:
            if entry[column] and table != entry.table:
                return self.region(self.tables.index(table).get(entry[column]))
        return ""

    @cached_property
    def errata(self) -> dict[str, str]:
        """The region of each erratum by its id."""
        return {row["erratum_id"]: self._of_erratum(row) for row in self.tables.rows("errata")}

    def errata_of(self, region: str) -> list[Entry]:
        """The errata on the rows of a region, in the order of their lines."""
        rows = [r for r in self.tables.rows("errata") if self.errata[r["erratum_id"]] == region]
        return sorted(rows, key=lambda row: row.line or 0)

    def by_kind(self, errata: Iterable[Entry]) -> dict[str, list[Entry]]:
        """Errata by their kind, the kinds in the order of the schema; none without errata."""
        codes = self.tables.codes("errata", "kind", "zh")
        kinds: dict[str, list[Entry]] = {kind: [] for kind in codes}
        for row in errata:
            kinds.setdefault(row["kind"], []).append(row)
        return {kind: rows for kind, rows in kinds.items() if rows}

    def _of_erratum(self, row: Entry) -> str:
        return self.region(self.tables.index(row["resource"]).get(row["key"]))
