"""All that the pages of a follow-up draw on: its rows, their cells, the notice, what was found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from fiscal_notice.follow.announced import Announced
from fiscal_notice.follow.family import INVENTED
from fiscal_notice.follow.progress import Cell, Progress, key_of
from fiscal_notice.follow.record import Record, day_looked_at, read_record
from fiscal_notice.follow.table_schemas import TABLES
from fiscal_notice.model import Finding, Report, Row, Rule
from fiscal_notice.notice.facts.figures import Figure, total
from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.package import Package

_OTHER = re.compile("[^0-9A-Za-z]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a value stands: its document, sheet and cell, and the address of that on the site."""

    address: str
    evidence: str
    sheet: str
    cell: str


@dataclass(frozen=True, kw_only=True)
class FollowFacts:
    """A follow-up and the notice that it follows; the names of its pages begin with ``prefix``."""

    package: Package
    report: Report
    announced: Announced
    prefix: str = "follow-up"

    @cached_property
    def record(self) -> Record:
        """The rows."""
        return read_record(self.package)

    @property
    def invented(self) -> bool:
        """Whether the package says that nothing of it happened."""
        return self.package.descriptor.get(INVENTED) is True

    @cached_property
    def as_of(self) -> date | None:
        """The day up to which things were looked at."""
        return day_looked_at(self.package.descriptor)

    @property
    def regions(self) -> Mapping[str, Entry]:
        """The regions of the notice by code."""
        return self.announced.regions

    @cached_property
    def progress(self) -> Mapping[str, Progress]:
        """How far each region has come, in the order of the notice."""
        return {
            code: Progress(
                record=self.record,
                region=code,
                announced=self.announced.amount(code),
                budget_year=self.announced.budget_year,
                as_of=self.as_of,
                has_targets=code in self.announced.sheets,
            )
            for code in self.regions
        }

    def announced_figure(self, region: str) -> Figure | None:
        """What was announced for a region, with the lines of the notice."""
        rows = self.announced.allocations.get(region) or self.announced.grants.get(region) or ()
        tables = self.announced.facts.tables
        found = [tables.money(row, "amount_yuan") for row in rows if row["amount_yuan"]]
        return total(found) if found else None

    # Pages

    def city_page(self, region: str) -> str:
        """The name of a region's page."""
        return f"{self.prefix}-{_plain(region)}"

    def document_page(self, evidence: str) -> str:
        """The name of the page with all values of a document."""
        return f"{self.prefix}-document-{evidence}"

    # Cells

    @cached_property
    def documents(self) -> Mapping[str, Row]:
        """The documents by their id."""
        return {str(row["evidence_id"]): row for row in self.record.rows("evidence")}

    @cached_property
    def _cells(self) -> Mapping[Cell, Row]:
        return {
            (str(row["resource"]), str(row["key"]), str(row["field"])): row
            for row in self.record.rows("field_cells")
        }

    @cached_property
    def _rows(self) -> Mapping[tuple[str, str], Row]:
        return {
            (table, key_of(table, row)): row for table in TABLES for row in self.record.rows(table)
        }

    def row(self, table: str, key: str) -> Row | None:
        """A row by its key."""
        return self._rows.get((table, key))

    def place(self, table: str, row: Row, field: str) -> Place | None:
        """Where a value stands; its row's cells if its own cell is not known."""
        key = key_of(table, row)
        found = self._cells.get((table, key, field), row)
        evidence = str(found.get("evidence_id") or row.get("evidence_id") or "")
        if evidence not in self.documents:
            return None
        return Place(
            address=f"{self.document_page(evidence)}.html#{anchor(evidence, table, key, field)}",
            evidence=evidence,
            sheet=str(found.get("sheet") or ""),
            cell=str(found.get("cell") or ""),
        )

    # What was found

    @cached_property
    def findings(self) -> Mapping[str, list[Finding]]:
        """What the rules found by the region of the row; of none under the empty code."""
        found: dict[str, list[Finding]] = {}
        for finding in self.report.findings:
            if finding.severity != "advice":
                found.setdefault(self._region_of(finding), []).append(finding)
        return found

    def by_rule(self, findings: Iterable[Finding]) -> list[tuple[Rule, list[Finding]]]:
        """Findings by their rule, in the order in which they were found."""
        rules = {outcome.rule.id: outcome.rule for outcome in self.report.outcomes}
        found: dict[str, list[Finding]] = {}
        for finding in findings:
            found.setdefault(finding.rule, []).append(finding)
        return [(rules[rule], each) for rule, each in found.items()]

    def _region_of(self, finding: Finding) -> str:
        row = self.row(finding.table, finding.key)
        if row is not None:
            region = str(row.get("region_code") or "")
            return region if region in self.regions else ""
        # What is missing has no row: its key begins with the region.
        region = finding.key.split("/")[0]
        return region if region in self.regions else ""


def anchor(evidence: str, table: str, key: str, field: str) -> str:
    """The anchor of a value on the page of its document."""
    rest = key.removeprefix(evidence).strip("/")
    return "-".join(_plain(part) for part in (table, rest, field) if part)


def _plain(text: str) -> str:
    return _OTHER.sub("-", text)
