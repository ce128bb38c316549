"""What the sheets on a notice share: columns that return, labels of codes, amounts in 万元."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Context, Decimal

from fiscal_notice.export.reading_sheet import ReadingColumn
from fiscal_notice.model import Value
from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.notice.facts.figures import Figure

LINE = ReadingColumn(title="原文行", title_en="Line of the notice", kind="plain")
CITY = ReadingColumn(title="市", title_en="City")
NOT_PRINTED = "未印"
_NOT_PRINTED_EN = {NOT_PRINTED: "not printed"}
_WIDE = Context(prec=1000)

Column = tuple[ReadingColumn, list[Value]]
"""A column and its cells."""


def money_column(title: str, title_en: str) -> ReadingColumn:
    """A column of amounts in 万元."""
    return ReadingColumn(
        title=title, title_en=title_en, kind="number", unit="万元", unit_en="10,000 yuan"
    )


def day_column(title: str, title_en: str) -> ReadingColumn:
    """A column of days, or of the word that none is printed."""
    return ReadingColumn(title=title, title_en=title_en, kind="day", legend=_NOT_PRINTED_EN)


def wan(figure: Figure) -> Decimal:
    """Yuan in 万元, exact."""
    return Decimal(figure.value).scaleb(-4, _WIDE)


def fraction(figure: Figure) -> Decimal:
    """A share as a cell: six decimals, of which a per cent with one shows three."""
    return round(Decimal(figure.value), 6)


def label_column(
    facts: NoticeFacts, place: tuple[str, str], title: str, title_en: str
) -> ReadingColumn:
    """A column of the labels of a table's field, with the English ones for its legend."""
    zh, en = (facts.tables.codes(*place, lang) for lang in ("zh", "en"))
    return ReadingColumn(
        title=title,
        title_en=title_en,
        legend={label: en[code] for code, label in zh.items() if en.get(code, label) != label},
    )


def label(facts: NoticeFacts, place: tuple[str, str], code: str) -> str:
    """The Chinese label of a code of a table's field; the code itself if it has none."""
    return facts.tables.codes(*place, "zh").get(code, code)


def transfer_column(facts: NoticeFacts) -> ReadingColumn:
    """A column of transfer types."""
    zh, en = facts.money.labels("zh"), facts.money.labels("en")
    legend = {zh[code]: en[code] for code in zh if zh[code] != en[code]}
    return ReadingColumn(title="资金类型", title_en="Transfer type", legend=legend)


def transfer_type(facts: NoticeFacts, code: str) -> str:
    """The Chinese label of a transfer type."""
    return facts.money.labels("zh").get(code, code)


def city_name(facts: NoticeFacts, region: str) -> str:
    """The name of a region; its code if it has none."""
    row = facts.regions.get(region)
    return row["name"] if row else region


def titled(facts: NoticeFacts, region: str | None, title: tuple[str, str]) -> tuple[str, str]:
    """The title of a sheet; on one city with its English name."""
    if region is None:
        return title
    return title[0], f"{title[1]}, {facts.english.get(region) or city_name(facts, region)}"


def rows_of(columns: Sequence[Column]) -> tuple[tuple[Value, ...], ...]:
    """Columns as rows."""
    return tuple(zip(*(cells for _, cells in columns), strict=True))


def filled(columns: Iterable[Column]) -> list[Column]:
    """The columns that have anything in any of their cells."""
    return [each for each in columns if any(cell not in (None, "") for cell in each[1])]


def totals_of(
    columns: Sequence[Column], totals: Mapping[str, Value], word: str = "合计 Total"
) -> tuple[Value, ...]:
    """The row of totals: ``word`` first, and ``totals`` by the titles of their columns."""
    first, *others = (column.title for column, _ in columns)
    return (word, *(totals.get(title) for title in others)) if first else ()
