"""What was found in a follow-up, city by city: each finding with its file, sheet and cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from fiscal_notice.follow.judging.inputs import NOTICE, Frames, looked_up
from fiscal_notice.follow.rules.missing import MISSING
from fiscal_notice.model import Finding, Report, Rule
from fiscal_notice.notice.judging.inputs import SHAPE_ERRORS
from fiscal_notice.notice.rules.declare import objects
from fiscal_notice.package import Package


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A finding with where it stands: ``file`` was read, ``sheet`` and ``cell`` are those in it."""

    finding: Finding
    rule: Rule
    file: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(slots=True, kw_only=True)
class City:
    """A region's findings and what is missing of it; without a code, of the whole package."""

    code: str
    name: str
    english: str = ""
    findings: list[Told] = field(default_factory=list)
    missing: list[Told] = field(default_factory=list)


class Book:
    """Where the findings of a follow-up stand, looked up in its tables."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames
        self._rows: dict[str, dict[str, dict[str, object]]] = {}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The names of the regions by code, in the order of the notice."""
        regions = self._frames.get(NOTICE + "regions")
        if regions is None:
            return {}
        return dict(zip(regions["region_code"], regions["name"], strict=True))

    @cached_property
    def _cells(self) -> Mapping[tuple[str, str, str], tuple[str, str, str]]:
        frame = self._frames.get("field_cells")
        if frame is None:
            return {}
        keys = zip(frame["resource"], frame["key"], frame["field"], strict=True)
        places = zip(
            *(objects(frame[name]) for name in ("evidence_id", "sheet", "cell")), strict=True
        )
        return {
            (str(table), str(key), str(name)): (text(a), text(b), text(c))
            for (table, key, name), (a, b, c) in zip(keys, places, strict=True)
        }

    def row(self, table: str, key: str) -> Mapping[str, object]:
        """A row of a table by its key; empty if there is none."""
        if table not in self._rows:
            frame = self._frames.get(table)
            records = [] if frame is None else frame.to_dict("records")
            self._rows[table] = {str(each["_key"]): each for each in reversed(records)}
        return self._rows[table].get(key, {})

    def region(self, finding: Finding) -> str:
        """The region of the row in which a finding stands; empty if it is of no region."""
        row = self.row(finding.table, finding.key)
        if "region_code" not in row and "evidence_id" in row:
            row = self.row("evidence", text(row["evidence_id"]))
        return text(row.get("region_code"))

    def told(self, finding: Finding, rule: Rule) -> Told:
        """A finding with its place; the row's cells where its own is not known."""
        row = self.row(finding.table, finding.key)
        evidence, sheet, cell = self._cells.get(
            (finding.table, finding.key, finding.field),
            (
                text(row.get("evidence_id")),
                text(row.get("sheet")),
                text(row.get("cell")),
            ),
        )
        document = self.row("evidence", evidence)
        file = (
            text(document.get("path")) or text(document.get("url")) or text(document.get("title"))
        )
        return Told(finding=finding, rule=rule, file=file or evidence, sheet=sheet, cell=cell)


def text(value: object) -> str:
    """A cell as text; a missing one is empty."""
    return "" if value is None or pd.isna(value) else str(value)


def cities_of(report: Report, package: Package) -> list[City]:
    """The findings by city: first of the package, then in the order of the notice's regions."""
    told = [f for f in report.findings if f.erratum is None and f.rule != MISSING]
    broken = {f.table for f in report.findings if f.kind in SHAPE_ERRORS}
    names = {f.table for f in told} | {"evidence", *(["field_cells"] if told else [])}
    book = Book(looked_up(package, broken, names, {f.key for f in told}))
    cities: dict[str, City] = {
        code: City(code=code, name=name) for code, name in {"": "", **book.names}.items()
    }
    rules = {outcome.rule.id: outcome.rule for outcome in report.outcomes}
    for finding in report.findings:
        if finding.erratum is not None:
            continue
        rule = rules[finding.rule]
        missing = rule.id == MISSING
        code = finding.key.split("/")[0] if missing else book.region(finding)
        city = cities.setdefault(code, City(code=code, name=""))
        (city.missing if missing else city.findings).append(book.told(finding, rule))
    return list(cities.values())
