"""The actual value of an indicator as a number, or as a degree, beside its target in words."""

from __future__ import annotations

from collections.abc import Iterator

from fiscal_notice.follow.reading.found import Problem
from fiscal_notice.follow.reading.printed_values import read_actual
from fiscal_notice.model import Row


def doubts_of(file: str, row: Row, where: dict[str, tuple[str, str]]) -> Iterator[Problem]:
    """Enter number and degree in a row of scores, with their cells; yields what is in doubt."""
    printed = row.get("actual_as_printed")
    if printed is None:
        return
    target = row.get("target_as_printed")
    read = read_actual(str(printed), None if target is None else str(target))
    for name, value in (("actual", read.number), ("achieved", read.achieved)):
        if value is not None and row.get(name) is None:
            row[name] = value
            where[name] = where["actual_as_printed"]
    if read.doubt:
        sheet, cell = where["actual_as_printed"]
        yield Problem(file=file, sheet=sheet, cell=cell, what=read.doubt)
