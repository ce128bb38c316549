"""Grants to recipients, with the printed totals, from a table of that shape.

The shape: a column of recipients, one of projects, and a column of money for each purpose.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from fiscal_notice.model import Row, Rows
from fiscal_notice.notice.extract.amounts import figure, whole
from fiscal_notice.notice.extract.money_rows import ReadTable, yuan_of
from fiscal_notice.notice.extract.row_regions import ReadRow
from fiscal_notice.notice.extract.vocabulary import Vocabulary
from fiscal_notice.notice.family import YUAN_PER_WAN, is_award

_SEQUENCE = re.compile(r"[0-9]{1,6}")
#: The purpose where a table has one column of money, which names none.
WITHOUT_PURPOSE = "amount"
LABEL_WITHOUT_PURPOSE = "金额"


@dataclass(slots=True)
class Grants:
    """The rows of tables of grants; every list in printed order."""

    grants: Rows = field(default_factory=list)
    totals: Rows = field(default_factory=list)


def has_shape(table: ReadTable) -> bool:
    """Whether a table is one of grants to recipients."""
    layout = table.layout
    return bool(
        layout.places("recipient") and layout.places("project") and layout.places("amount")
    ) and any(row.texts.get("recipient") for row in table.rows if row.level == "detail")


def read_grants(
    table: ReadTable,
    regions: Mapping[str, str],
    purposes: Mapping[str, str],
    result: Grants,
    vocabulary: Vocabulary,
) -> None:
    """Append the rows of a table of that shape to ``result``; ``regions`` maps a name to its code.

    ``purposes`` has the codes of the labels of purposes. A row with amounts for several purposes
    gives as many grants.
    """
    for row in table.rows:
        if row.level != "detail":
            if row.amounts:
                result.totals.append(_total(table, row, regions, purposes))
            continue
        for place in table.layout.places("amount"):
            printed = figure(row.row.cells[place])
            if printed and printed.value:
                result.grants.append(
                    _grant(len(result.grants) + 1, table, row, place, regions, purposes, vocabulary)
                )


def _code(row: ReadRow, regions: Mapping[str, str]) -> str | None:
    return regions.get(row.region or "") or row.region_code


def _purpose(table: ReadTable, row: ReadRow, place: int, purposes: Mapping[str, str]) -> str:
    label = table.layout.purposes.get(place) or row.texts.get("purpose")
    return purposes.get(label, label) if label else WITHOUT_PURPOSE


def _wan(yuan: int | Decimal | None) -> int | Decimal | None:
    return None if yuan is None else whole(Decimal(yuan) / YUAN_PER_WAN)


def _total(
    table: ReadTable, row: ReadRow, regions: Mapping[str, str], purposes: Mapping[str, str]
) -> Row:
    scopes = {"total": "all", "group": "cities", "region": "city"}
    number = row.own.get("sequence", "")
    total: Row = {
        "scope": scopes[row.level],
        "region_code": _code(row, regions) if row.level == "region" else None,
        "seq": int(number) if _SEQUENCE.fullmatch(number) else None,
    }
    for place in table.layout.places("amount"):
        label = table.layout.purposes.get(place)
        name = purposes.get(label, WITHOUT_PURPOSE) if label else WITHOUT_PURPOSE
        yuan = yuan_of(table, row, place)
        before = total.get(f"{name}_wan")
        added = Decimal(str(before)) * YUAN_PER_WAN if before is not None else Decimal(0)
        total[f"{name}_wan"] = before if yuan is None else _wan(yuan + added)
    return total | {"label": row.label, "source_line": row.row.line.number}


def _grant(
    grant_id: int,
    table: ReadTable,
    row: ReadRow,
    place: int,
    regions: Mapping[str, str],
    purposes: Mapping[str, str],
    vocabulary: Vocabulary,
) -> Row:
    purpose = _purpose(table, row, place, purposes)
    yuan = yuan_of(table, row, place)
    return {
        "grant_id": grant_id,
        "region_code": _code(row, regions),
        "recipient_as_printed": row.texts.get("recipient"),
        "project_name": row.texts.get("project"),
        "purpose": purpose,
        "transfer_type": _transfer_type(purpose, row.texts.get("project") or "", vocabulary),
        "amount_wan": _wan(yuan),
        "amount_yuan": yuan,
        "source_line": row.row.line.number,
    }


def _transfer_type(purpose: str, project: str, vocabulary: Vocabulary) -> str:
    # Such a table names no kind of transfer: awards have a purpose of their own, the rows of
    # devolved money say so, and every other row names a recipient and a project, which is what
    # earmarked means. The rules hold this against the allocations.
    if is_award(purpose):
        return "award"
    words = [word for word, code in vocabulary.transfer_types.items() if code == "devolved"]
    return "devolved" if any(word in project for word in words) else "earmarked"
