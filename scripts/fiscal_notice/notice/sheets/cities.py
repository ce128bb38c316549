"""The cities in one list: what each receives, how much has a target sheet, what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from fiscal_notice.export.reading_sheet import ColumnKind, ReadingColumn, ReadingSheet
from fiscal_notice.model import Value
from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.notice.facts.figures import Figure
from fiscal_notice.notice.facts.money import Sum
from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.notice.sheets.words import (
    CITY,
    LINE,
    Column,
    filled,
    fraction,
    label,
    money_column,
    rows_of,
    totals_of,
    wan,
)

_ELSEWHERE = "（不属各市）"
_MATERIAL = "material"
# What can be added up over the cities.
_ADDED: tuple[ColumnKind, ...] = ("number", "count")


def cities_sheet(facts: NoticeFacts) -> ReadingSheet | None:
    """A row for each city in the order of the notice; None of a notice that names none.

    Money of no city has a row of its own, so that the rows add up to all of it.
    """
    if not facts.regions:
        return None
    elsewhere = facts.money.elsewhere
    cities = [*facts.money.cities, *([elsewhere] if elsewhere else [])]
    columns = [
        *_names(facts, cities),
        *_money(facts, cities),
        *_targets(facts, cities),
        *_errata(facts, cities),
        _column(LINE, cities, lambda city: city.amount.line or _region(facts, city, "").line),
    ]
    kept = filled(columns)
    return ReadingSheet(
        title=("各市一览", "Cities at a glance"),
        about=(
            "通知告知的金额，不是花出去的钱。合计是数值，不随筛选变化。",
            (
                "What the notice announces, which is not money spent. The total is a value: it "
                "does not change with the filter."
            ),
        ),
        columns=tuple(column for column, _ in kept),
        rows=rows_of(kept),
        totals=totals_of(kept, _totals(facts, kept)),
    )


def _column(column: ReadingColumn, cities: Sequence[Sum], cell: Callable[[Sum], Value]) -> Column:
    return column, [cell(city) for city in cities]


def _region(facts: NoticeFacts, city: Sum, name: str) -> Entry:
    """The row of a city; one that is empty but for ``name`` if there is none."""
    none = Entry(table="regions", key="", cells={"name": name})
    return facts.regions.get(city.code, none)


def _names(facts: NoticeFacts, cities: Sequence[Sum]) -> list[Column]:
    city_column = ReadingColumn(
        title=CITY.title, title_en=CITY.title_en, legend={_ELSEWHERE: "of no city"}
    )
    rows = [_region(facts, city, _ELSEWHERE) for city in cities]
    left_out = ReadingColumn(
        title="不含省直管县", title_en="Without direct counties", legend={"是": "yes"}
    )
    return [
        (city_column, [row["name"] for row in rows]),
        (
            ReadingColumn(title="英文名", title_en="English name"),
            [facts.english.get(city.code) for city in cities],
        ),
        _code("region_code", "地区编码", "Region code", rows),
        _code("gb_code", "国标代码", "GB/T 2260", rows),
        (left_out, ["是" if row["excludes_direct_counties"] == "true" else None for row in rows]),
    ]


def _code(name: str, title: str, title_en: str, rows: Sequence[Entry]) -> Column:
    column = ReadingColumn(title=title, title_en=title_en, kind="code")
    return column, [row[name] for row in rows]


def _money(facts: NoticeFacts, cities: Sequence[Sum]) -> list[Column]:
    """Amounts by transfer type, their sum, its share and rank; none of a notice without them."""
    if not facts.money.rows:
        return []
    zh, en = facts.money.labels("zh"), facts.money.labels("en")

    def of_type(code: str) -> Column:
        def cell(city: Sum) -> Value:
            return wan(city.by_type[code]) if code in city.by_type else None

        return _column(money_column(zh[code], en[code]), cities, cell)

    share = ReadingColumn(title="占全部", title_en="Share of all", kind="share")
    rank = ReadingColumn(title="名次", title_en="Rank", kind="plain")
    return [
        *map(of_type, facts.money.transfer_types),
        _column(money_column("合计", "All money"), cities, lambda city: wan(city.amount)),
        _column(share, cities, lambda city: fraction(city.part)),
        _column(rank, cities, lambda city: int(city.rank.value) or None),
    ]


def _targets(facts: NoticeFacts, cities: Sequence[Sum]) -> list[Column]:
    """Target sheets and their indicators, and how much money has one; none without sheets."""
    sheets = facts.tables.rows("target_sheets")
    if not sheets:
        return []

    def count(title: str, title_en: str, of: Callable[[str], int]) -> Column:
        column = ReadingColumn(title=title, title_en=title_en, kind="count")
        return _column(column, cities, lambda city: of(city.code))

    columns = [
        count(
            "目标表", "Target sheets", lambda code: sum(s["region_code"] == code for s in sheets)
        ),
        count("指标", "Indicators", lambda code: len(facts.targets.of_region(code))),
    ]
    if not facts.money.rows:
        return columns
    share = ReadingColumn(title="有表占比", title_en="Share with a sheet", kind="share")
    return [
        *columns,
        _column(money_column("有目标表", "With a sheet"), cities, lambda c: wan(c.covered)),
        _column(money_column("无目标表", "Without a sheet"), cities, lambda c: wan(c.uncovered)),
        _column(share, cities, lambda city: fraction(city.coverage) if city.amount else None),
    ]


def _errata(facts: NoticeFacts, cities: Sequence[Sum]) -> list[Column]:
    """How many errata are on each city, and how many of them weigh most."""
    if not facts.tables.rows("errata"):
        return []
    found = {city.code: facts.by_region.errata_of(city.code) for city in cities if city.code}
    weights = facts.tables.codes("errata", "weight", "en")
    every = ReadingColumn(title="勘误", title_en="Errata", kind="count")
    columns = [_column(every, cities, lambda city: len(found.get(city.code, ())))]
    if _MATERIAL in weights:
        title = label(facts, ("errata", "weight"), _MATERIAL)
        material = ReadingColumn(
            title=f"其中{title}", title_en=f"of these: {weights[_MATERIAL]}", kind="count"
        )
        columns.append(
            _column(
                material,
                cities,
                lambda city: sum(r["weight"] == _MATERIAL for r in found.get(city.code, ())),
            )
        )
    return columns


def _totals(facts: NoticeFacts, columns: Sequence[Column]) -> dict[str, Value]:
    """What each column of amounts and counts adds up to, and the share of all of it."""
    added: dict[str, Value] = {
        column.title: _sum(cells) for column, cells in columns if column.kind in _ADDED
    }
    whole = facts.money.whole
    shares: dict[str, Figure] = {"占全部": whole.part, "有表占比": whole.coverage}
    return added | {title: fraction(figure) for title, figure in shares.items()}


def _sum(cells: Sequence[Value]) -> Value:
    numbers = [cell for cell in cells if isinstance(cell, int | Decimal)]
    return (
        sum(numbers, start=Decimal(0))
        if any(isinstance(n, Decimal) for n in numbers)
        else sum(int(n) for n in numbers)
    )
