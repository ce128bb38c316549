"""What the notice announced, by region: the money, the grants, the sheets and their targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from fiscal_notice.errors import PackageError
from fiscal_notice.follow.record import notice_root
from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.package import Package, read_package
from fiscal_notice.package.kind import kind_of


@dataclass(frozen=True, kw_only=True)
class Announced:
    """The notice as those see it who follow it up; cells are texts as its tables have them.

    ``regions`` are its regions by code in the order of the notice.
    """

    facts: NoticeFacts

    @cached_property
    def regions(self) -> Mapping[str, Entry]:
        """The regions by their code."""
        return self.facts.regions

    @cached_property
    def budget_year(self) -> int | None:
        """The budget year of the notice."""
        text = self.facts.tables.notice["budget_year"]
        return int(text) if text.isdigit() else None

    @cached_property
    def _units(self) -> Mapping[str, str]:
        return {
            row["unit_code"]: row["region_code"] for row in self.facts.tables.rows("budget_units")
        }

    @cached_property
    def allocations(self) -> Mapping[str, tuple[Entry, ...]]:
        """The allocations by the code of the region that their budget unit belongs to."""
        return self._grouped(
            (self._units.get(row["unit_code"], ""), row)
            for row in self.facts.tables.rows("allocations")
        )

    @cached_property
    def grants(self) -> Mapping[str, tuple[Entry, ...]]:
        """The grants by region."""
        return self._grouped((row["region_code"], row) for row in self.facts.tables.rows("grants"))

    def allocation_of(self, grant: Entry) -> Entry | None:
        """The allocation that a grant is paid from: the one of its region and transfer type.

        None if there is none, or if there are several to choose from.
        """
        found = [
            row
            for row in self.allocations.get(grant["region_code"], ())
            if grant["transfer_type"] and row["transfer_type"] == grant["transfer_type"]
        ]
        return found[0] if len(found) == 1 else None

    @cached_property
    def sheets(self) -> Mapping[str, tuple[Entry, ...]]:
        """The target sheets by region."""
        return self._grouped(
            (row["region_code"], row) for row in self.facts.tables.rows("target_sheets")
        )

    @cached_property
    def indicators(self) -> Mapping[str, tuple[Entry, ...]]:
        """The indicators by the id of their sheet."""
        return self._grouped((row["sheet_id"], row) for row in self.facts.tables.rows("indicators"))

    @cached_property
    def targets(self) -> Mapping[str, tuple[Entry, ...]]:
        """The parsed targets by the id of their indicator."""
        return self._grouped(
            (row["indicator_id"], row) for row in self.facts.tables.rows("indicator_targets")
        )

    def amount(self, region: str) -> Decimal | None:
        """What was announced for a region in yuan: its allocations, or else its grants; or None."""
        rows = self.allocations.get(region) or self.grants.get(region) or ()
        found = [Decimal(row["amount_yuan"]) for row in rows if row["amount_yuan"]]
        return sum(found, Decimal(0)) if found else None

    @staticmethod
    def _grouped(pairs: Iterable[tuple[str, Entry]]) -> Mapping[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = {}
        for code, row in pairs:
            found.setdefault(code, []).append(row)
        return {code: tuple(rows) for code, rows in found.items()}


def announced_by(notice: Package) -> Announced:
    """What ``notice`` announced. PackageError if the package is no notice."""
    kind = kind_of(notice)
    if kind.name[0] != "notice of the family":
        raise PackageError(
            "the package is no notice that could be followed",
            file=notice.shown,
            expected="the folder of a notice, as fiscal-notice new makes it",
            hint="name it with --root",
        )
    return Announced(facts=NoticeFacts(package=notice))


def notice_of(follow_up: Package) -> Package | None:
    """The notice that a follow-up names by its path; None if it is not there."""
    root: Path | None = notice_root(follow_up)
    return read_package(root) if root else None
