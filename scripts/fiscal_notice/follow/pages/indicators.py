"""The indicators of a city: announced, confirmed, in the middle and at the end of the year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from fiscal_notice.follow.pages.facts import FollowFacts
from fiscal_notice.model import Row
from fiscal_notice.notice.facts.table_reader import Entry

_LEVELS = ("level1", "level2", "level3")


@dataclass(slots=True, kw_only=True)
class Line:
    """An indicator; ``entry`` is the notice's, None if the city set it itself."""

    entry: Entry | None
    names: tuple[str, ...]
    confirmed: list[Row] = field(default_factory=list)
    monitored: list[Row] = field(default_factory=list)
    evaluated: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The indicators of a target sheet of the notice, or those in none (``sheet`` None)."""

    sheet: Entry | None
    lines: list[Line]

    @property
    def told(self) -> bool:
        """Whether the city says anything of one of them."""
        return any(line.confirmed or line.monitored or line.evaluated for line in self.lines)


def groups(f: FollowFacts, region: str) -> list[Group]:
    """All indicators of a region, by sheet; last those that the notice does not have."""
    progress = f.progress[region]
    known: dict[str, Line] = {}
    found = []
    for sheet in f.announced.sheets.get(region, ()):
        lines = [
            Line(entry=entry, names=tuple(entry[name] for name in _LEVELS))
            for entry in f.announced.indicators.get(sheet["sheet_id"], ())
        ]
        known |= {line.entry["indicator_id"]: line for line in lines if line.entry}
        found.append(Group(sheet=sheet, lines=lines))
    others: dict[tuple[str, ...], Line] = {}
    for table, name in (
        ("confirmed_targets", "confirmed"),
        ("monitoring", "monitored"),
        ("self_evaluation_scores", "evaluated"),
    ):
        for row in progress.rows(table):
            getattr(_line(known, others, row), name).append(row)
    for line in (*known.values(), *others.values()):
        line.monitored.sort(key=lambda row: str(row.get("period") or ""))
    if others:
        found.append(Group(sheet=None, lines=list(others.values())))
    return found


def _line(known: dict[str, Line], others: dict[tuple[str, ...], Line], row: Row) -> Line:
    number = str(row.get("indicator_id") or "")
    if number in known:
        return known[number]
    names = tuple(str(row.get(name) or "") for name in _LEVELS)
    return others.setdefault(names, Line(entry=None, names=names))


def periods(lines: Iterable[Line]) -> list[str]:
    """The periods that were monitored, in their order."""
    return sorted({str(row.get("period") or "") for line in lines for row in line.monitored})
