"""A package as a notice of the family: all that is known of it, read once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from fiscal_notice.notice.facts.errata import Errata
from fiscal_notice.notice.facts.money import Money
from fiscal_notice.notice.facts.regions import Regions
from fiscal_notice.notice.facts.table_reader import Entry, TableReader
from fiscal_notice.notice.facts.targets import Targets
from fiscal_notice.package import Package

# A province's own bodies are no city's, whatever their names have (贵州省, 自治区, 市场监管局).
_PROVINCE = re.compile(r"^[^省区]{0,7}(?:省|自治区)|市场")
_CITIES = ("市", "县", "州", "区")


@dataclass(frozen=True, kw_only=True)
class NoticeFacts:
    """The package, added up and sorted."""

    package: Package

    @cached_property
    def tables(self) -> TableReader:
        """The tables."""
        return TableReader(self.package)

    @cached_property
    def money(self) -> Money:
        """The sums."""
        return Money(self.tables)

    @cached_property
    def by_region(self) -> Regions:
        """Rows by region."""
        return Regions(self.tables)

    @cached_property
    def errata(self) -> Errata:
        """The errata, by weight and by defect."""
        return Errata(self.tables, self.by_region, self.english.values())

    @cached_property
    def targets(self) -> Targets:
        """The targets."""
        return Targets(self.tables)

    @cached_property
    def regions(self) -> dict[str, Entry]:
        """The regions by their codes, in the order of the notice."""
        return {row["region_code"]: row for row in self.tables.rows("regions")}

    @cached_property
    def glosses(self) -> dict[str, str]:
        """Words of the notice with their English, as far as the package has it."""
        return {row["text"]: row["text_en"] for row in self.tables.rows("glosses")}

    @cached_property
    def english(self) -> dict[str, str]:
        """The English names of the regions that have one, by their codes."""
        names = {row["gb_code"]: row["name_en"] for row in self.tables.rows("gb_divisions")}
        found = {code: names.get(row["gb_code"], "") for code, row in self.regions.items()}
        return {code: name for code, name in found.items() if name}

    @cached_property
    def recipients_of_grants(self) -> dict[str, list[Entry]]:
        """The recipients of each grant, in the order of the table that links them."""
        known = self.tables.index("recipients")
        found: dict[str, list[Entry]] = {}
        for link in self.tables.rows("grant_recipients"):
            if link["recipient_id"] in known:
                found.setdefault(link["grant_id"], []).append(known[link["recipient_id"]])
        return found

    def asks_cities(self, clause: Entry) -> bool:
        """Whether a clause is for those to whom the letter goes, or for cities and counties."""
        addressee = clause["addressee"]
        if addressee in ("", self.tables.notice["addressees"]):
            return True
        return any(sign in _PROVINCE.sub("", addressee) for sign in _CITIES)

    def annex_of(self, table: str) -> str:
        """The number of the annex that prints the rows of a table; "" if not one alone is known."""
        marks = sorted(
            (int(row["marker_line"]), row["annex_no"])
            for row in self.tables.rows("annexes")
            if row["marker_line"].isdigit()
        )
        lines = [row.line for row in self.tables.rows(table) if row.line is not None]
        found = {max((m for m in marks if m[0] <= line), default=(0, ""))[1] for line in lines}
        return found.pop() if len(found) == 1 else ""


def lacking_columns(
    package: Package, wanted: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """Of the ``wanted`` columns by table those that a package has not; tables with all left out."""
    columns = _columns(package)
    found = {
        table: tuple(name for name in names if name not in columns.get(table, ()))
        for table, names in wanted.items()
    }
    return {table: names for table, names in found.items() if names}


def said(package: Package, lacking: Mapping[str, Sequence[str]]) -> str:
    """Lacking columns in words: no table a, b; no column c in the table d."""
    there = _columns(package)
    absent = [table for table in lacking if table not in there]
    return "; ".join(
        [
            *([f"no table {', '.join(absent)}"] if absent else []),
            *(
                f"no column {', '.join(sorted(names))} in the table {table}"
                for table, names in lacking.items()
                if table in there
            ),
        ]
    )


def _columns(package: Package) -> dict[str, Sequence[str]]:
    return {table.name: table.schema.names for table in package.tables if table.schema}
