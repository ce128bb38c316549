"""What is left open in the tables of money: asked of a person, and kept as it is printed."""

from __future__ import annotations

import re

from fiscal_notice.model import Rows
from fiscal_notice.notice.extract import annex_allocations
from fiscal_notice.notice.extract.amounts import figure
from fiscal_notice.notice.extract.money_rows import ReadTable, layout_answer
from fiscal_notice.notice.extract.printed_table import PrintedTable, row_cells
from fiscal_notice.notice.extract.transcript import Ledger
from fiscal_notice.notice.questions import Question

#: Meanings of columns whose cells reach a table, whatever the shape of theirs.
_COUNTED = ("sequence", "quantity")
_KEPT = (
    *("sequence", "region", "region_code", "unit", "unit_code", "project", "recipient"),
    *("function_code", "purpose", "transfer_type", "amount", "other_amount"),
)


def loses(table: ReadTable) -> bool:
    """Whether a column has cells that reach no other table."""
    kept: tuple[str, ...] = _KEPT
    if annex_allocations.has_shape(table):
        kept = (*kept, "function", "function_name", "remark")
    return any(
        meaning not in kept and any(row.row.cells[place] for row in table.rows)
        for place, meaning in enumerate(table.layout.meanings)
    )


def keep_as_printed(
    table: ReadTable, copies: dict[str, Rows], ledger: Ledger, *, asked: bool
) -> None:
    """Keep a table as it is printed, in ``annex_N``; ask what it means unless that was answered."""
    printed = table.printed
    number = re.sub(r"[^0-9]+", "_", printed.annex_no or "") or str(printed.table_no)
    rows = copies.setdefault(f"annex_{number}", [])
    lines = {line.number: line for line in printed.header}
    lines |= {row.line.number: row.line for row in printed.rows + printed.misfits}
    for row_no, line in enumerate((lines[number] for number in sorted(lines)), len(rows) + 1):
        cells = enumerate(row_cells(line), start=1)
        texts = {f"column_{place}": text or None for place, text in cells}
        rows.append({"source_line": line.number, "row_no": row_no, **texts})
        if line.number not in ledger.taken:
            ledger.take(line, "table as printed")
    if asked and not any(table.layout.confirmed) and _has_figures(table):
        ledger.ask(
            Question(
                what="no column of money can be told in this table, which is kept as printed",
                line=printed.first_line,
                found=" | ".join(printed.columns)[:200],
                nearest=" | ".join(table.layout.meanings),
                answer=layout_answer(
                    printed,
                    next(iter(table.layout.places("unknown")), len(printed.columns) - 1),
                    "amount",
                ),
            )
        )


def _has_figures(table: ReadTable) -> bool:
    """Whether a table prints figures that are no numbers of its rows: a list of texts has none."""
    places = [p for p, meaning in enumerate(table.layout.meanings) if meaning not in _COUNTED]
    return any(figure(row.row.cells[place]) for row in table.rows for place in places)


def ask_for_columns(table: ReadTable, ledger: Ledger) -> None:
    """Ask about columns with figures of which nobody knows what they are."""
    for place in table.layout.places("unknown"):
        if not any(figure(row.row.cells[place]) for row in table.rows):
            continue
        ledger.ask(
            Question(
                what="nobody knows what a column with figures means",
                line=table.printed.first_line,
                found=table.printed.columns[place] or "(empty)",
                nearest="amount",
                answer=layout_answer(table.printed, place, "amount"),
            )
        )


def ask_for_unit(table: ReadTable, ledger: Ledger) -> None:
    """Ask for the unit of a table that has money and no unit."""
    lacking = [place for place in table.layout.amounts if table.unit_of(place) is None]
    cells = [row.row.cells[place] for row in table.rows for place in lacking]
    if any((printed := figure(cell)) and printed.unit is None for cell in cells):
        ledger.ask(
            Question(
                what="no unit is printed for this table's money",
                line=table.printed.first_line,
                found=" | ".join(table.printed.columns)[:200],
                nearest="元 or 万元",
                answer=f"--set annexes/{table.printed.annex_no or '…'}/unit=万元",
            )
        )


def ask_for_misfits(table: PrintedTable, ledger: Ledger) -> None:
    """Ask about rows with figures that have too few or too many cells."""
    for row in table.misfits:
        if any(figure(cell) for cell in row.cells):
            ledger.ask(
                Question(
                    what="the row does not fit the header of its table",
                    line=row.line.number,
                    found=f"{len(row.cells)} cells: {' | '.join(row.cells)}",
                    nearest=f"{len(table.columns)} cells: {' | '.join(table.columns)}",
                    answer="compare the row with the notice: a tab is missing, or too many",
                )
            )
