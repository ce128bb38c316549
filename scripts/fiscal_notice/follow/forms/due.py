"""Until when reports are due: the schedule of the follow-up package that the notice names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fiscal_notice.follow.family import FOLLOWED_BY
from fiscal_notice.follow.record import read_record
from fiscal_notice.follow.table_schemas import schema_of
from fiscal_notice.package import Package, read_package
from fiscal_notice.package.related import related


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A report with the day it is due; ``sure`` tells whether its ``source`` was read."""

    report: str
    period: str
    on: date
    source: str
    sure: bool


def due_dates(notice: Package) -> tuple[Due, ...]:
    """The schedule by day; nothing if the notice names no follow-up that has one.

    Raises PackageError if that package cannot be read.
    """
    field = schema_of("schedule").field("report")
    labels = field.labels("zh") if field else {}
    roots = [each.root for each in related(notice, FOLLOWED_BY) if each.root]
    rows = [row for root in roots for row in read_record(read_package(root)).rows("schedule")]
    found = [
        Due(
            report=labels.get(str(row["report"]), str(row["report"])),
            period=str(row["period"]),
            on=row["due_on"],
            source=str(row["source"] or ""),
            sure=bool(row["sure"]),
        )
        for row in rows
        if isinstance(row["due_on"], date)
    ]
    return tuple(sorted(found, key=lambda each: each.on))
