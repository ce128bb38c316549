"""Findings that no erratum declares: found, grouped, drafted, and taken as errata."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fiscal_notice.model import Finding
from fiscal_notice.notice.declaring import draft_file
from fiscal_notice.notice.declaring.carrying import Carrier
from fiscal_notice.notice.declaring.drafts import Draft, drafts
from fiscal_notice.notice.declaring.errata_table import OPEN, STATUSES, ErrataTable, Row, Stated
from fiscal_notice.notice.declaring.groups import (
    Group,
    Selector,
    chosen,
    grouped,
    selector,
)
from fiscal_notice.notice.declaring.places import Places
from fiscal_notice.notice.judging.by_hand import GIVEN, given_to
from fiscal_notice.package import Package, open_package, read_package
from fiscal_notice.validate import all_rules, rules_for, validate_package

#: Findings on the errata themselves: they are mended, not declared.
_OF_ERRATA = "ERR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undeclared:
    """What no erratum declares: groups that can be, and findings that are to be mended.

    ``declared`` counts the findings that errata declare.
    """

    groups: tuple[Group, ...]
    mend: tuple[Finding, ...]
    declared: int

    @property
    def count(self) -> int:
        """How many findings are left."""
        return len(self.mend) + sum(len(group.drafts) for group in self.groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a command has done: ids of new errata, of those that got a status, and what is left."""

    accepted: tuple[str, ...]
    stated: tuple[str, ...]
    left: int
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the findings of a kind of package are declared: where they stand, the table's schema."""

    places: Callable[[Package], Places] = Places
    schema: Mapping[str, Any] | None = None


NOTICE = Manner()


def undeclared(root: Path, like: Path | None = None, manner: Manner = NOTICE) -> Undeclared:
    """The findings of the package in ``root`` that no erratum declares, by habit, with drafts.

    Words that a person has put into errata-draft.csv stand for the drafts; else those that the
    errata of the package ``like`` have for the same habit.
    """
    package = read_package(root, shown=".")
    groups, mend, declared = _groups(package, root, like, manner)
    return Undeclared(groups=tuple(groups), mend=tuple(mend), declared=declared)


def write_drafts(root: Path, like: Path | None = None, manner: Manner = NOTICE) -> Undeclared:
    """Write the drafts of all groups to errata-draft.csv; words edited there stay."""
    found = undeclared(root, like, manner)
    draft_file.write(root, found.groups)
    return found


def take(
    root: Path,
    accept: Sequence[str],
    stated: Stated | None = None,
    like: Path | None = None,
    manner: Manner = NOTICE,
    weights: Sequence[str] = (),
) -> Taken:
    """Declare the findings that ``accept`` names, and give them ``stated``; nothing, or all.

    With a status, errata that are declared already and that ``accept`` names get it too; all of
    them if it names nothing, or those of ``weights`` that have not come so far: what a letter
    named, and nothing that has an answer already. Raises UnknownNameError for a name that names
    nothing, PackageError for a finding that cannot be declared or whose explanation is not
    finished.
    """
    package = read_package(root, shown=".")
    ids = [rule.id for rule in all_rules()]
    selectors = [selector(text, ids) for text in accept]
    groups, mend, _ = _groups(package, root, like, manner)
    open_ones = [draft for group in groups for draft in group.drafts]
    table = ErrataTable(package, manner.schema)
    old = _rows_named(table, selectors) if stated else []
    if stated and weights:
        old = [row for row in old if row.get("weight") in weights and _is_before(row, stated)]
    new = _drafts_named(open_ones, selectors, table.rows if stated else ())
    if stated:
        table.state(old, stated)
    accepted = table.add(new, stated)
    changed = table.write(root) if accepted or old else []
    return Taken(
        accepted=tuple(accepted),
        stated=tuple(row["erratum_id"] for row in old),
        left=len(open_ones) - len(new) + len(mend),
        changed=tuple(changed),
    )


def _groups(
    package: Package, root: Path, like: Path | None, manner: Manner
) -> tuple[list[Group], list[Finding], int]:
    rules = {rule.id: rule for rule in all_rules()}
    report = validate_package(package, rules_for(package))
    places = manner.places(package)
    findings = [finding for finding in report.undeclared if finding.rule[:3] != _OF_ERRATA]
    made = drafts([f for f in findings if places.declarable(f)], rules, places)
    if like is not None:
        with open_package(like) as other:
            carrier = Carrier(manner.places(other), rules)
            made = [carrier.carried(draft, places) for draft in made]
            made += carrier.notes(places)
    made = draft_file.edited(root, made)
    mend = [f for f in report.undeclared if f.rule[:3] == _OF_ERRATA or not places.declarable(f)]
    declared = sum(finding.erratum is not None for finding in report.findings)
    given = [row.cells for row in places.tables.rows(GIVEN)]
    groups = [
        replace(group, by_hand=given_to([rules[name] for name in group.rules], given))
        for group in grouped(made)
    ]
    return groups, mend, declared


def _drafts_named(
    drafts: Sequence[Draft], selectors: Sequence[Selector], rows: Sequence[Row]
) -> list[Draft]:
    """The drafts that are named; a selector may instead name what is declared already."""
    fresh = [one for one in selectors if not any(_names(one, row) for row in rows)]
    chosen(drafts, fresh)
    return [draft for draft in drafts if any(one.takes(draft) for one in selectors)]


def _rows_named(table: ErrataTable, selectors: Sequence[Selector]) -> list[Row]:
    if not selectors:
        return list(table.rows)
    return [row for row in table.rows if any(_names(one, row) for one in selectors)]


def _is_before(row: Row, stated: Stated) -> bool:
    """Whether an erratum has not come as far as a status; all may be opened again."""
    now = row.get("status") or OPEN
    known = STATUSES.index(now) if now in STATUSES else 0
    return stated.status == OPEN or known < STATUSES.index(stated.status)


def _names(one: Selector, row: Row) -> bool:
    return one.fits(row["rule_id"], row["kind"]) and one.at(row["resource"], row["key"])
