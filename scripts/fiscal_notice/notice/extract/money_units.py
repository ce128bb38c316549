"""The unit of a table of money that prints none in its columns: said above it, or told by sums."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from fiscal_notice.model import Row
from fiscal_notice.notice.extract.amounts import MONEY_UNIT, YUAN_PER_UNIT, figure, plain
from fiscal_notice.notice.extract.column_titles import money_unit
from fiscal_notice.notice.extract.money_rows import ReadTable
from fiscal_notice.notice.extract.printed_table import PrintedTable, printed_unit

_IN_TITLE = re.compile(rf"[(\[]{MONEY_UNIT}[)\]]$")
_ENOUGH_REGIONS = 2


def unit_above(table: PrintedTable, given: Sequence[Row]) -> str | None:
    """The unit of a table: given by a person, or printed above it, in a line or in the title.

    ``given`` are rows of the table of that name, of which ``annexes/N/unit`` counts.
    """
    for row in given:
        if (row.get("resource"), row.get("field")) == ("annexes", "unit"):
            unit = plain(str(row.get("value") or ""))
            # An annex without a number has its line for a key.
            same = table.annex_no is None or str(row.get("key")) == table.annex_no
            if same and unit in YUAN_PER_UNIT:
                return unit
    if table.unit:
        return table.unit
    title = plain(table.title)
    match = _IN_TITLE.search(title)
    return printed_unit(title) or (match["unit"] if match else None)


def unit_beside(table: PrintedTable) -> str | None:
    """The one unit that the titles of a table's columns print: 其中： beside it prints none."""
    units = {unit for column in table.columns if (unit := money_unit(column.rpartition("/")[2]))}
    return units.pop() if len(units) == 1 else None


def tell_by_sums(tables: Sequence[ReadTable], totals: Sequence[Decimal]) -> None:
    """Give a unit to tables without one whose sums, in 元 or 万元, are those of another table.

    ``totals`` are other totals of the notice in yuan: what the letter says that it allocates.
    Compared are the printed total, the sum of the groups, of the regions and of the lines, and the
    amounts of single regions.
    """
    known = [table for table in tables if table.unit]
    for table in tables:
        if table.unit or not table.layout.amounts or _has_units(table):
            continue
        for unit in ("万元", "元"):
            factor = YUAN_PER_UNIT[unit]
            if any(_agree(table, other, factor) for other in known) or any(
                value * factor in totals for value in _sums(table, 1) if value
            ):
                table.unit = unit
                break


def _has_units(table: ReadTable) -> bool:
    return all(table.unit_of(place) for place in table.layout.amounts)


def _agree(table: ReadTable, other: ReadTable, factor: int) -> bool:
    others = _sums(other, YUAN_PER_UNIT[str(other.unit)])
    if any(value * factor in others for value in _sums(table, 1) if value):
        return True
    regions, theirs = _by_region(table, factor), _by_region(other, YUAN_PER_UNIT[str(other.unit)])
    same = [name for name, value in regions.items() if value and theirs.get(name) == value]
    return len(same) >= max(_ENOUGH_REGIONS, len(regions) / 2)


def _value(table: ReadTable, cells: Sequence[str]) -> Decimal:
    printed = (figure(cells[place]) for place in table.layout.places("amount"))
    return sum((one.value for one in printed if one), Decimal(0))


def _sums(table: ReadTable, factor: int) -> set[Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in table.rows:
        sums[row.level] += _value(table, row.row.cells) * factor
    return set(sums.values())


def _by_region(table: ReadTable, factor: int) -> dict[str, Decimal]:
    return {
        row.region: _value(table, row.row.cells) * factor
        for row in table.rows
        if row.level == "region" and row.region
    }
