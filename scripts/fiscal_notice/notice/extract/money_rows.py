"""The printed amounts of a table as rows of ``amounts``, exact and in yuan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fiscal_notice.model import Row, Rows
from fiscal_notice.notice.extract.amounts import figure, in_yuan
from fiscal_notice.notice.extract.column_titles import money_unit
from fiscal_notice.notice.extract.layout import Layout
from fiscal_notice.notice.extract.printed_table import PrintedTable
from fiscal_notice.notice.extract.row_regions import ReadRow
from fiscal_notice.notice.extract.transcript import Ledger
from fiscal_notice.notice.questions import Question


@dataclass(slots=True, kw_only=True)
class ReadTable:
    """A printed table, what its columns mean, and its rows as they are understood.

    ``unit`` is that of the table where none is printed in a column or cell; None if nobody says it.
    """

    printed: PrintedTable
    layout: Layout
    rows: list[ReadRow]
    unit: str | None = None

    def unit_of(self, place: int) -> str | None:
        """The unit of a column: that of its title, or of the table."""
        for title in reversed(self.printed.columns[place].split("/")):
            if unit := money_unit(title):
                return unit
        return money_unit(self.printed.columns[place]) or self.unit


def yuan_of(table: ReadTable, row: ReadRow, place: int) -> int | Decimal | None:
    """The amount that a row prints in a column, in yuan; None if there is none, or no unit."""
    printed = figure(row.row.cells[place])
    unit = (printed.unit if printed else None) or table.unit_of(place)
    return in_yuan(printed.value, unit) if printed and unit else None


def amount_rows(
    table: ReadTable,
    functions: Mapping[int, str | None],
    types: Mapping[int, str | None],
    purposes: Mapping[str, str],
    ledger: Ledger,
) -> Rows:
    """The rows of ``amounts`` of a table; a cell that is no amount is asked about and kept.

    ``functions`` and ``types`` have the functional code and the kind of transfer by line;
    ``purposes`` the codes of the labels of purposes.
    """
    rows: Rows = []
    for row in table.rows:
        for place, text in row.amounts:
            if figure(text) is None:
                _ask(table, row, place, text, ledger)
            rows.append(_row(table, row, place, text, functions, types, purposes))
    return rows


def _row(
    table: ReadTable,
    row: ReadRow,
    place: int,
    text: str,
    functions: Mapping[int, str | None],
    types: Mapping[int, str | None],
    purposes: Mapping[str, str],
) -> Row:
    printed = figure(text)
    line = row.row.line.number
    label = table.layout.purposes.get(place) or row.texts.get("purpose")
    return {
        "annex_no": table.printed.annex_no,
        "table_no": table.printed.table_no,
        "row_no": row.row.row_no,
        "label": row.label or None,
        "level": row.level,
        "region_code": row.region_code,
        "region_name": row.region,
        "gb_code": row.gb_code,
        "unit_code": row.unit_code,
        "project_name": row.texts.get("project") if row.word is None else None,
        "recipient": row.texts.get("recipient") if row.level == "detail" else None,
        "function_code": functions.get(line),
        "purpose": purposes.get(label, label) if label else None,
        "transfer_type": types.get(line),
        "column": table.printed.columns[place] or None,
        "unit": (printed.unit if printed else None) or table.unit_of(place),
        "amount_as_printed": text,
        "amount_yuan": yuan_of(table, row, place),
        "source_line": line,
    }


def _ask(table: ReadTable, row: ReadRow, place: int, text: str, ledger: Ledger) -> None:
    ledger.ask(
        Question(
            what="a cell in a column of money is not an amount",
            line=row.row.line.number,
            found=f"{table.printed.columns[place]}: {text[:80]}",
            nearest="a figure such as 250,000.00, -25 or （25）",
            answer="correct the transcript against the notice, or change the meaning of the "
            f"column: {layout_answer(table.printed, place, 'ignored')}",
        )
    )


def layout_answer(table: PrintedTable, place: int, meaning: str) -> str:
    """The row of ``layout.csv`` that gives a column its meaning."""
    cells: Sequence[object] = (
        table.table_no,
        table.annex_no or "",
        place + 1,
        table.columns[place],
        meaning,
        "true",
    )
    return "layout.csv: " + ",".join(str(cell) for cell in cells)


def grand_total(tables: Sequence[ReadTable]) -> tuple[int | Decimal, int] | None:
    """The grand total of this notice's money and its line, if all tables have the same total."""
    printed: dict[int | Decimal, int] = {}
    sums: set[int | Decimal | None] = set()
    for table in tables:
        places = table.layout.places("amount")
        totals = [
            (sum(yuans), row.row.line.number)
            for row in table.rows
            if row.level == "total" and (yuans := _yuans(table, row, places))
        ]
        if totals:
            printed.setdefault(*totals[0])
        elif places:
            sums.add(_sum_of_lines(table, places))
    total = next(iter(printed.items()), None)
    return total if total and len(printed) == 1 and sums <= {total[0]} else None


def _yuans(table: ReadTable, row: ReadRow, places: Sequence[int]) -> list[int | Decimal]:
    return [yuan for place in places if (yuan := yuan_of(table, row, place)) is not None]


def _sum_of_lines(table: ReadTable, places: Sequence[int]) -> int | Decimal | None:
    """What the lines of a table without a printed total add up to; None if it has no unit."""
    finest = "detail" if any(row.level == "detail" for row in table.rows) else "region"
    rows = [row for row in table.rows if row.level == finest]
    return sum(sum(_yuans(table, row, places)) for row in rows) or None
