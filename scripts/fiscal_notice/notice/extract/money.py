"""The tables of money of a notice: what stands in every amount's row, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from fiscal_notice.model import Row, Rows
from fiscal_notice.notice.extract.annex_allocations import (
    COLUMNS,
    Allocations,
    function_rows,
    read_allocations,
)
from fiscal_notice.notice.extract.annex_grants import (
    Grants,
    columns_of,
    read_grants,
    recipient_rows,
)
from fiscal_notice.notice.extract.answers import Answers
from fiscal_notice.notice.extract.document import Section
from fiscal_notice.notice.extract.letter import Letter
from fiscal_notice.notice.extract.money_tables import header_line
from fiscal_notice.notice.extract.transcript import Ledger
from fiscal_notice.notice.extract.vocabulary import Vocabulary


@dataclass(slots=True)
class Money:
    """What the tables of money give.

    ``tables`` has rows by resource name (amounts, layout, allocations, allocation_totals, regions,
    budget_units, functions, grants, grant_totals, recipients, grant_recipients, and ``annex_N`` for
    a table that cannot be interpreted). ``total`` is the grand total in yuan and its line.
    ``above`` has, by annex number, the heading and unit printed above its table with their lines.
    """

    tables: dict[str, Rows] = field(default_factory=dict)
    total: tuple[int, int] | None = None
    above: dict[str, dict[str, tuple[str, int]]] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)


def read_money(
    sections: Sequence[Section],
    ledger: Ledger,
    vocabulary: Vocabulary,
    answers: Answers,  # noqa: ARG001
    letter: Letter,  # noqa: ARG001
) -> Money:
    """The money of the ``sections`` that are left when the target sheets are taken out."""
    money = Money()
    headers = (COLUMNS, columns_of(vocabulary))
    for section in sections:
        if section.annex_no is not None:
            money.above[str(section.annex_no)] = _above_table(section, headers, ledger)
    allocations, grants = Allocations(), Grants()
    for section in sections:
        unit = money.above.get(str(section.annex_no), {}).get("unit", ("", 0))[0]
        if header_line(section.lines, COLUMNS):
            allocations = read_allocations(section.lines, unit or "元", ledger, vocabulary)
    money.regions = {str(row["name"]): str(row["region_code"]) for row in allocations.regions}
    for section in sections:
        unit = money.above.get(str(section.annex_no), {}).get("unit", ("", 0))[0]
        if header_line(section.lines, columns_of(vocabulary)):
            # Annex 2 prints no unit in this family; that its figures are 万元 is what UNI-01 holds
            # against annex 1.
            grants = read_grants(section.lines, unit or "万元", money.regions, ledger, vocabulary)
    recipients, links = recipient_rows(grants.grants)
    money.tables = {
        "regions": allocations.regions,
        "budget_units": allocations.units,
        "functions": function_rows(allocations.allocations, vocabulary),
        "allocations": allocations.allocations,
        "allocation_totals": allocations.totals,
        "grants": grants.grants,
        "grant_totals": grants.totals,
        "recipients": recipients,
        "grant_recipients": links,
    }
    money.total = _total(allocations.totals)
    return money


def _total(totals: Rows) -> tuple[int, int] | None:
    row: Row | None = next((row for row in totals if row["scope"] == "all"), None)
    return (int(str(row["amount_yuan"])), int(str(row["source_line"]))) if row else None


def _above_table(
    section: Section, headers: tuple[tuple[str, ...], ...], ledger: Ledger
) -> dict[str, tuple[str, int]]:
    header = next((h for h in (header_line(section.lines, c) for c in headers) if h), None)
    above: dict[str, tuple[str, int]] = {}
    for line in section.lines:
        if header is None or line.number >= header.number:
            break
        text = line.text.strip()
        if text.startswith(("单位：", "单位:")) and "unit" not in above:
            above["unit"] = (text[3:].strip(), line.number)
        elif "heading" not in above:
            above["heading"] = (text, line.number)
        else:
            continue
        ledger.take(line, "annex heading")
    return above
