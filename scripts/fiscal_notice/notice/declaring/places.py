"""Where a finding stands, in words: the sheet, the city, the item; and the form printed first."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from fiscal_notice.model import Finding
from fiscal_notice.notice.code_lists import division
from fiscal_notice.notice.facts.regions import Regions
from fiscal_notice.notice.facts.table_reader import Entry, TableReader
from fiscal_notice.notice.family import is_award
from fiscal_notice.package import Package

_EMPTY = Entry(table="", key="", cells={})


class Places:
    """The rows of a package, and what a person would call where they stand."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.tables = TableReader(package)
        self._regions = Regions(self.tables)

    def entry(self, finding: Finding) -> Entry:
        """The row of a finding; an empty one if there is none."""
        return self.tables.index(finding.table).get(finding.key, _EMPTY)

    def indicator(self, entry: Entry) -> Entry:
        """The indicator that a target belongs to, or the row itself."""
        if entry.table == "indicator_targets":
            return self.tables.index("indicators").get(entry["indicator_id"], entry)
        return entry

    def sheet(self, entry: Entry) -> Entry | None:
        """The target sheet on which a row stands."""
        if entry.table == "target_sheets":
            return entry
        number = entry["sheet_id"] or self.indicator(entry)["sheet_id"]
        return self.tables.index("target_sheets").get(number)

    def city(self, entry: Entry, lang: str) -> str:
        """The name of the region that a row belongs to; empty if to none."""
        code = self._regions.region(entry)
        return self.names.get(code, (code, code))[lang == "en"]

    @cached_property
    def names(self) -> dict[str, tuple[str, str]]:
        """The names of the regions by code, Chinese and English."""
        named: dict[str, tuple[str, str]] = {}
        own = {row["gb_code"]: row["name_en"] for row in self.tables.rows("gb_divisions")}
        for row in self.tables.rows("regions"):
            known = division(row["gb_code"])
            english = own.get(row["gb_code"]) or (known and (known.name_en or known.pinyin))
            named[row["region_code"]] = (row["name"], english or row["name"])
        return named

    def place(self, entry: Entry, lang: str) -> str:
        """The place of a row as the beginning of a sentence; empty if there is nothing to say."""
        city, sheet = self.city(entry, lang), self.sheet(entry)
        if sheet is None:
            return city if lang == "zh" or not city else f"{city}: "
        if not city:
            return f"第{sheet.key}张表" if lang == "zh" else f"On sheet {sheet.key} "
        if not is_award(sheet["purpose"]):
            return f"{city}表" if lang == "zh" else f"On the sheet of {city} "
        if lang == "en":
            return f"On the award sheet of {city} "
        purpose = self.tables.codes("target_sheets", "purpose", lang).get(sheet["purpose"], "奖励")
        return f"{purpose}表（{city}）"

    def first(self, finding: Finding) -> Entry:
        """The row in which the expected form is printed first; an empty one if in none.

        For targets: the first row of the indicator by the same name.
        """
        entry = self.entry(finding)
        if finding.table == "indicator_targets":
            name = self.indicator(entry)["level3_clean"]
            same = [row for row in self.tables.rows("indicators") if row["level3_clean"] == name]
            return same[0] if same and same[0].key != entry["indicator_id"] else _EMPTY
        if not finding.expected:
            return _EMPTY
        for row in self.tables.rows(finding.table):
            if row[finding.field] == finding.expected and row.key != finding.key:
                return row
        return _EMPTY

    def declarable(self, finding: Finding) -> bool:
        """Whether an erratum can name where a finding stands: on a line of the notice."""
        return self.line(finding) is not None

    def where(self, finding: Finding) -> Mapping[str, str]:  # noqa: ARG002  others have more
        """Columns of the errata that say where it stands, beside the line."""
        return {}

    def line(self, finding: Finding) -> int | None:
        """The line of the notice: the finding's own, or that of its cell."""
        return finding.line or self.tables.line(self.entry(finding), finding.field)
