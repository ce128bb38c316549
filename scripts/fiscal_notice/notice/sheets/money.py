"""The money line by line: what annex 2 grants to whom, what annex 1 allocates for what."""

from __future__ import annotations

from collections.abc import Sequence

from fiscal_notice.export.reading_sheet import ReadingColumn, ReadingSheet
from fiscal_notice.model import Value
from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.notice.facts.figures import Figure, total
from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.notice.sheets.words import (
    CITY,
    LINE,
    Column,
    city_name,
    filled,
    label,
    label_column,
    money_column,
    rows_of,
    titled,
    totals_of,
    transfer_column,
    transfer_type,
    wan,
)

_AMOUNT = money_column("金额", "Amount")
_NO = ReadingColumn(title="序号", title_en="No.", kind="plain")
_PROJECT = ReadingColumn(title="项目", title_en="Project")
_KIND = ("recipients", "kind")
_PURPOSE = ("grants", "purpose")

_GRANTS_ZH = (
    "一行一笔，可直接相加。†几个单位共列一个金额，原文未分，故列在一行。"
    "与“资金”是同一笔钱，不可相加。"
)
_GRANTS_EN = (
    "One row for each grant: rows may be added up. † Several recipients share one printed amount. "
    "The same money as under “Money”: do not add the two."
)
_ALLOCATIONS_ZH = "一行一条：通知告知的金额，不是花出去的钱。"
_ALLOCATIONS_EN = "Line by line what the notice announces, which is not money spent."


def grants_sheet(facts: NoticeFacts, region: str | None = None) -> ReadingSheet | None:
    """A row for each grant, all of its recipients in one cell; None if there is no grant."""
    rows = [r for r in facts.tables.rows("grants") if region in (None, r["region_code"])]
    if not rows:
        return None
    amounts = [facts.tables.money(row, "amount_yuan") for row in rows]
    named = facts.recipients_of_grants
    who = [named.get(row["grant_id"], []) for row in rows]
    columns = filled(
        [
            (_NO, list(range(1, len(rows) + 1))),
            (CITY, [city_name(facts, row["region_code"]) for row in rows]),
            (
                ReadingColumn(title="接收单位", title_en="Recipient"),
                [_names(row, found) for row, found in zip(rows, who, strict=True)],
            ),
            (
                label_column(facts, _KIND, "单位类型", "Kind of recipient"),
                [_kinds(facts, found) for found in who],
            ),
            (_PROJECT, [row["project_name"] for row in rows]),
            (
                label_column(facts, _PURPOSE, "用途", "Purpose"),
                [label(facts, _PURPOSE, row["purpose"]) for row in rows],
            ),
            (transfer_column(facts), [transfer_type(facts, r["transfer_type"]) for r in rows]),
            (_AMOUNT, [wan(amount) for amount in amounts]),
            (ReadingColumn(title="共列†", title_en="Shared†"), [_shared(found) for found in who]),
            (LINE, [row.line for row in rows]),
        ]
    )
    return _sheet(
        facts,
        region,
        columns,
        amounts,
        title=("单位所得", "Recipients"),
        about=(
            _annex(facts, "grants", "zh") + _GRANTS_ZH,
            _annex(facts, "grants", "en") + _GRANTS_EN,
        ),
    )


def allocations_sheet(facts: NoticeFacts, region: str | None = None) -> ReadingSheet | None:
    """A row for each line of annex 1; None if there is none."""
    units = facts.tables.index("budget_units")
    places = facts.money.region_of_unit
    rows = [r for r in facts.money.rows if region in (None, places.get(r["unit_code"], ""))]
    if not rows:
        return None
    amounts = [facts.tables.money(row, "amount_yuan") for row in rows]
    columns = filled(
        [
            (_NO, list(range(1, len(rows) + 1))),
            (CITY, [city_name(facts, places.get(row["unit_code"], "")) for row in rows]),
            (
                ReadingColumn(title="预算单位编码", title_en="Budget unit", kind="code"),
                [row["unit_code"] for row in rows],
            ),
            (
                ReadingColumn(title="预算单位", title_en="Name of the unit"),
                [units[c]["name"] if (c := row["unit_code"]) in units else "" for row in rows],
            ),
            (_PROJECT, [row["project_name"] for row in rows]),
            (transfer_column(facts), [transfer_type(facts, r["transfer_type"]) for r in rows]),
            (
                ReadingColumn(title="功能科目编码", title_en="Function code", kind="code"),
                [row["function_code"] for row in rows],
            ),
            (
                ReadingColumn(title="功能科目", title_en="Function"),
                [row["function_name"] for row in rows],
            ),
            (_AMOUNT, [wan(amount) for amount in amounts]),
            (ReadingColumn(title="备注", title_en="Remark"), [row["remark"] for row in rows]),
            (LINE, [row.line for row in rows]),
        ]
    )
    return _sheet(
        facts,
        region,
        columns,
        amounts,
        title=("资金", "Money"),
        about=(
            _annex(facts, "allocations", "zh") + _ALLOCATIONS_ZH,
            _annex(facts, "allocations", "en") + _ALLOCATIONS_EN,
        ),
    )


def _annex(facts: NoticeFacts, table: str, lang: str) -> str:
    """The annex that prints a table, before a sentence; empty if it is not known."""
    number = facts.annex_of(table)
    if not number:
        return ""
    return f"附件{number}，" if lang == "zh" else f"Annex {number}. "


def _sheet(
    facts: NoticeFacts,
    region: str | None,
    columns: Sequence[Column],
    amounts: Sequence[Figure],
    *,
    title: tuple[str, str],
    about: tuple[str, str],
) -> ReadingSheet:
    added: dict[str, Value] = {_AMOUNT.title: wan(total(amounts))}
    return ReadingSheet(
        title=titled(facts, region, title),
        about=about,
        columns=tuple(column for column, _ in columns),
        rows=rows_of(columns),
        totals=totals_of(columns, added),
        fixed=2,
    )


def _names(grant: Entry, recipients: Sequence[Entry]) -> str:
    return "、".join(row["name"] for row in recipients) or grant["recipient_as_printed"]


def _kinds(facts: NoticeFacts, recipients: Sequence[Entry]) -> str:
    found = dict.fromkeys(label(facts, _KIND, row["kind"]) for row in recipients)
    return "、".join(found)


def _shared(recipients: Sequence[Entry]) -> str | None:
    return f"† {len(recipients)}个单位" if len(recipients) > 1 else None
