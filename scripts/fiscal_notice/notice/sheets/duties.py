"""What is to be done: by the letter, by targets that set a day, and where no target is set yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fiscal_notice.export.reading_sheet import ReadingColumn, ReadingSheet
from fiscal_notice.model import Value
from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.notice.sheets.targets import day_of, deadline
from fiscal_notice.notice.sheets.words import (
    LINE,
    NOT_PRINTED,
    city_name,
    day_column,
    filled,
    label,
    label_column,
    money_column,
    rows_of,
    titled,
    wan,
)

_KIND = ("clauses", "kind")
_LETTER, _TARGET, _GAP = "通知正文", "绩效目标表", "对照得出"
_SOURCES = {_LETTER: "the letter", _TARGET: "a target sheet", _GAP: "found by comparison"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Duty:
    """Something to be done: who, of what kind, what, by when, where it stands, and how much."""

    who: str
    kind: str
    what: str
    until: Value
    source: str
    line: int | None
    amount: Value = None


def duties_sheet(facts: NoticeFacts, region: str | None = None) -> ReadingSheet | None:
    """A row for each; of one city what the letter asks of all, and its own. None if no row."""
    duties = [*_clauses(facts, region), *_deadlines(facts, region), *_gaps(facts, region)]
    if not duties:
        return None
    columns = filled(
        [
            (
                ReadingColumn(title="序号", title_en="No.", kind="plain"),
                list(range(1, len(duties) + 1)),
            ),
            (ReadingColumn(title="谁", title_en="Who"), [duty.who for duty in duties]),
            (label_column(facts, _KIND, "事项", "Matter"), [duty.kind for duty in duties]),
            (ReadingColumn(title="做什么", title_en="What"), [duty.what for duty in duties]),
            (day_column("期限", "Due"), [duty.until for duty in duties]),
            (money_column("涉及金额", "Money concerned"), [duty.amount for duty in duties]),
            (
                ReadingColumn(title="出处", title_en="Source", legend=_SOURCES),
                [duty.source for duty in duties],
            ),
            (LINE, [duty.line for duty in duties]),
        ]
    )
    return ReadingSheet(
        title=titled(facts, region, ("待办", "To do")),
        about=(
            "通知正文的要求（原文）、绩效目标表中有期限的指标，以及尚无绩效目标表的资金。“未印”指原文没有写期限。",
            (
                "What the letter asks, in its words; targets that set a day; and money that has no "
                "target sheet yet."
            ),
        ),
        columns=tuple(column for column, _ in columns),
        rows=rows_of(columns),
        fixed=2,
    )


def _clauses(facts: NoticeFacts, region: str | None) -> Iterator[_Duty]:
    """What the letter asks; of one city what it asks of cities."""
    for row in facts.tables.rows("clauses"):
        if region is not None and not facts.asks_cities(row):
            continue
        yield _Duty(
            who=row["addressee"],
            kind=label(facts, _KIND, row["kind"]),
            what=row["text"],
            until=day_of(row["deadline"]) or row["deadline"] or NOT_PRINTED,
            source=_LETTER,
            line=row.line,
        )


def _targets(facts: NoticeFacts) -> str:
    return label(facts, _KIND, "performance_target")


def _deadlines(facts: NoticeFacts, region: str | None) -> Iterator[_Duty]:
    """The targets that are to be reached by a day, city by city."""
    for code in facts.regions if region is None else [region]:
        for target in facts.targets.of_region(code):
            day = deadline(target)
            if day is not None:
                yield _Duty(
                    who=city_name(facts, code),
                    kind=_targets(facts),
                    what=f"{target.entry['level3_clean']}：{target.text}",
                    until=day,
                    source=_TARGET,
                    line=target.line,
                )


def _gaps(facts: NoticeFacts, region: str | None) -> Iterator[_Duty]:
    """The money of each city that has no target sheet; nothing where the notice has no sheets."""
    if not facts.tables.rows("target_sheets"):
        return
    for city in facts.money.cities:
        if region in (None, city.code) and city.uncovered:
            yield _Duty(
                who=city_name(facts, city.code),
                kind=_targets(facts),
                what="这些资金没有绩效目标表" if city.covered else "全部资金没有绩效目标表",
                until=None,
                source=_GAP,
                line=city.uncovered.line,
                amount=wan(city.uncovered),
            )
