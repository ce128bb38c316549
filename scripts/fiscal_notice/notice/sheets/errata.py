"""The errata on one city."""

from __future__ import annotations

from fiscal_notice.export.reading_sheet import ReadingColumn, ReadingSheet
from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.notice.sheets.words import (
    LINE,
    filled,
    label,
    label_column,
    rows_of,
    titled,
)

_WEIGHT, _KIND = ("errata", "weight"), ("errata", "kind")


def errata_sheet(facts: NoticeFacts, region: str) -> ReadingSheet | None:
    """A row for each erratum, those that weigh most first; None if there is none."""
    order = list(facts.tables.codes(*_WEIGHT, "zh"))
    rows = sorted(
        facts.by_region.errata_of(region),
        key=lambda row: order.index(row["weight"]) if row["weight"] in order else len(order),
    )
    if not rows:
        return None
    columns = filled(
        [
            (ReadingColumn(title="编号", title_en="No."), [row["erratum_id"] for row in rows]),
            (
                label_column(facts, _WEIGHT, "轻重", "Weight"),
                [label(facts, _WEIGHT, row["weight"]) for row in rows],
            ),
            (
                label_column(facts, _KIND, "类别", "Kind"),
                [label(facts, _KIND, row["kind"]) for row in rows],
            ),
            (ReadingColumn(title="栏目", title_en="Field"), [_field(facts, row) for row in rows]),
            (ReadingColumn(title="所印", title_en="Printed"), [row["printed"] for row in rows]),
            (ReadingColumn(title="应为", title_en="Expected"), [row["expected"] for row in rows]),
            (
                ReadingColumn(title="说明", title_en="Explanation in Chinese"),
                [row["explanation_zh"] for row in rows],
            ),
            (
                ReadingColumn(title="英文说明", title_en="Explanation"),
                [row["explanation_en"] for row in rows],
            ),
            (LINE, [row.line for row in rows]),
        ]
    )
    return ReadingSheet(
        title=titled(facts, region, ("勘误", "Errata")),
        about=(
            "通知或转录文本的缺陷，只作声明，不作更正。",
            "Defects of the notice or of its transcript: declared, not corrected.",
        ),
        columns=tuple(column for column, _ in columns),
        rows=rows_of(columns),
    )


def _field(facts: NoticeFacts, row: Entry) -> str:
    """The titles of the table and the field that an erratum is on."""
    resource = facts.package.resource(row["resource"])
    field = facts.package.field(row["resource"], row["field"])
    table = resource.title() if resource else row["resource"]
    return f"{table}：{field.title() if field else row['field']}"
