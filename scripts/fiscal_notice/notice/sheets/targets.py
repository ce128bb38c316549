"""The targets: one under the other to be filtered, and the cities side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from fiscal_notice.export.reading_sheet import ReadingColumn, ReadingSheet
from fiscal_notice.model import Value
from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.notice.facts.targets import Indicator, Target
from fiscal_notice.notice.sheets.words import (
    CITY,
    LINE,
    NOT_PRINTED,
    Column,
    city_name,
    day_column,
    filled,
    label,
    label_column,
    rows_of,
    titled,
    transfer_column,
    transfer_type,
)

_PARTS = "indicator_targets"
_SEVERAL = "多项"
_ALL = ("各市指标", "Targets of the cities")
_INDICATOR = ReadingColumn(title="三级指标", title_en="Indicator")
_SPREAD = ReadingColumn(title="市数", title_en="Cities with it", kind="count")
_AS_PRINTED = ReadingColumn(
    title="指标值（原文）", title_en="Value as printed", legend={NOT_PRINTED: "not printed"}
)
# What is compared stands in two cities at least.
_COMPARED = 2


def targets_sheet(facts: NoticeFacts, region: str | None = None) -> ReadingSheet | None:
    """A row for each indicator of each sheet; those of one name together, unless of one city."""
    if region is None:
        rows = [target for one in facts.targets.indicators for target in one.targets]
    else:
        rows = facts.targets.of_region(region)
    if not rows:
        return None
    columns = filled([*_what(facts, rows), *_values(facts, rows), *_where(facts, rows)])
    return ReadingSheet(
        title=titled(facts, region, _ALL if region is None else ("指标", "Targets")),
        about=(
            "一行一个指标，同名指标排在一起；数值由原文读出，原文含几项的见原文。“未印”指原文没有指标值。",
            (
                "One indicator a row, those of one name together. Numbers are read from the words; "
                "where the words have several, see them."
            ),
        ),
        columns=tuple(column for column, _ in columns),
        rows=rows_of(columns),
        fixed=2,
    )


def _what(facts: NoticeFacts, rows: Sequence[Target]) -> list[Column]:
    sheets = facts.tables.index("target_sheets")
    of = [sheets.get(row.entry["sheet_id"]) for row in rows]
    return [
        (CITY, [city_name(facts, row.region) for row in rows]),
        (_INDICATOR, [row.entry["level3_clean"] for row in rows]),
        *(_level(facts, rows, *words) for words in _LEVELS),
        (
            ReadingColumn(title="目标表项目", title_en="Project of the sheet"),
            [sheet["project_name"] if sheet else None for sheet in of],
        ),
        (
            transfer_column(facts),
            [transfer_type(facts, facts.money.transfer_type_of(s)) if s else None for s in of],
        ),
    ]


_LEVELS = (("level1", "一级指标", "Level 1"), ("level2", "二级指标", "Level 2"))


def _level(
    facts: NoticeFacts, rows: Sequence[Target], name: str, title: str, title_en: str
) -> Column:
    column = label_column(facts, ("indicators", name), title, title_en)
    return column, [label(facts, ("indicators", name), row.entry[name]) for row in rows]


def _values(facts: NoticeFacts, rows: Sequence[Target]) -> list[Column]:
    """The value as printed, and what was read from it."""
    firsts = [row.parts[0] if len(row.parts) == 1 else None for row in rows]

    def labels(name: str, title: str, title_en: str) -> Column:
        column = label_column(facts, (_PARTS, name), title, title_en)
        legend = {**column.legend, _SEVERAL: "several"}
        cells: list[Value] = [
            label(facts, (_PARTS, name), one[name])
            if one
            else (_SEVERAL if len(row.parts) > 1 else None)
            for row, one in zip(rows, firsts, strict=True)
        ]
        return ReadingColumn(title=title, title_en=title_en, legend=legend), cells

    def numbers(name: str, title: str, title_en: str) -> Column:
        column = ReadingColumn(title=title, title_en=title_en, kind="figure")
        return column, [_number(one, name) for one in firsts]

    return [
        (_AS_PRINTED, [row.text or NOT_PRINTED for row in rows]),
        labels("value_type", "性质", "Type"),
        labels("comparator", "比较", "Comparison"),
        numbers("lower", "下限", "Lower bound"),
        numbers("upper", "上限", "Upper bound"),
        (
            ReadingColumn(title="单位", title_en="Unit"),
            [one["unit"] if one else None for one in firsts],
        ),
        labels("basis", "口径", "Basis"),
        (day_column("完成期限", "Due"), [deadline(row) for row in rows]),
    ]


def _where(facts: NoticeFacts, rows: Sequence[Target]) -> list[Column]:
    named = facts.targets.by_name
    return [
        (_SPREAD, [len(named[row.entry["level3_clean"]].regions) for row in rows]),
        (LINE, [row.line for row in rows]),
    ]


def deadline(target: Target) -> Value:
    """The last day of a target; None if it sets none."""
    days = [day for part in target.parts if (day := day_of(part["deadline"]))]
    return max(days, default=None)


def day_of(text: str) -> date | None:
    """A cell of a day; None if it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(part: Entry | None, name: str) -> Value:
    """A bound, multiplied out."""
    if part is None or not part[name]:
        return None
    try:
        return Decimal(part[name]) * Decimal(part["multiplier"] or 1)
    except InvalidOperation:
        return part[name]


def beside_sheet(facts: NoticeFacts) -> ReadingSheet | None:
    """The indicators that several cities have, a column for each city that has a sheet."""
    shared = [one for one in facts.targets.indicators if len(one.regions) >= _COMPARED]
    regions = [code for code in facts.regions if any(code in one.regions for one in shared)]
    if not regions:
        return None
    columns: list[Column] = [
        (_INDICATOR, [one.name for one in shared]),
        (_SPREAD, [len(one.regions) for one in shared]),
        *(
            (
                ReadingColumn(
                    title=city_name(facts, code),
                    title_en=facts.english.get(code, ""),
                    legend=_AS_PRINTED.legend,
                ),
                [_printed(one, code) for one in shared],
            )
            for code in regions
        ),
    ]
    return ReadingSheet(
        title=("指标对照", "Targets side by side"),
        about=(
            (
                "几个市共有的指标，各市指标值照录原文；空格表示该市没有用此名称的指标，“未印”指有此指标而没有值。"
                f"只有一市用的名称见“{_ALL[0]}”。"
            ),
            (
                "Indicators that several cities have, values as printed. Empty: the city has none "
                "of this name. Names of one city alone: see the sheet of all targets."
            ),
        ),
        columns=tuple(column for column, _ in columns),
        rows=rows_of(columns),
        fixed=2,
        wide=True,
    )


def _printed(indicator: Indicator, region: str) -> Value:
    found = [t.text or NOT_PRINTED for t in indicator.targets if t.region == region]
    return "；".join(dict.fromkeys(found)) or None
