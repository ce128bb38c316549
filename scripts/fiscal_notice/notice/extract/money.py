"""The tables of money of a notice: what stands in every amount's row, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from fiscal_notice.model import Line, Rows
from fiscal_notice.notice import code_lists
from fiscal_notice.notice.extract import annex_allocations, annex_grants
from fiscal_notice.notice.extract.amounts import figure
from fiscal_notice.notice.extract.annex_allocations import (
    Allocations,
    function_of,
    function_rows,
    transfer_type_of,
)
from fiscal_notice.notice.extract.annex_grants import (
    LABEL_WITHOUT_PURPOSE,
    WITHOUT_PURPOSE,
    Grants,
)
from fiscal_notice.notice.extract.answers import Answers
from fiscal_notice.notice.extract.document import Section
from fiscal_notice.notice.extract.layout import layout_of
from fiscal_notice.notice.extract.letter import Letter
from fiscal_notice.notice.extract.money_rows import (
    ReadTable,
    amount_rows,
    grand_total,
    yuan_of,
)
from fiscal_notice.notice.extract.money_units import tell_by_sums, unit_above, unit_beside
from fiscal_notice.notice.extract.open_in_money import (
    ask_for_columns,
    ask_for_misfits,
    ask_for_unit,
    keep_as_printed,
    loses,
)
from fiscal_notice.notice.extract.printed_table import (
    PrintedTable,
    take_short_rows,
    without_unit,
)
from fiscal_notice.notice.extract.printed_tables import cut_tables
from fiscal_notice.notice.extract.recipients import recipient_rows
from fiscal_notice.notice.extract.region_names import RegionNames
from fiscal_notice.notice.extract.row_levels import read_rows
from fiscal_notice.notice.extract.row_regions import ReadRow
from fiscal_notice.notice.extract.transcript import Ledger
from fiscal_notice.notice.extract.vocabulary import Vocabulary

READER = "table of money"
IN_ADVANCE = "advance_notification"


@dataclass(slots=True)
class Money:
    """What the tables of money give.

    ``tables`` has rows by resource name (amounts, layout, allocations, allocation_totals, regions,
    budget_units, functions, grants, grant_totals, recipients, grant_recipients, and ``annex_N`` for
    a table that cannot be interpreted). ``total`` is the grand total in yuan and its line.
    ``above`` has, by annex number, the heading and unit printed above its table with their lines.
    ``purposes`` are the labels of columns of money that are purposes, with their codes;
    ``notes`` the notes below tables, as rows of ``unplaced``.
    """

    tables: dict[str, Rows] = field(default_factory=dict)
    total: tuple[int | Decimal, int] | None = None
    above: dict[str, dict[str, tuple[str, int]]] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)
    purposes: dict[str, str] = field(default_factory=dict)
    notes: Rows = field(default_factory=list)


def read_money(
    sections: Sequence[Section],
    ledger: Ledger,
    vocabulary: Vocabulary,
    answers: Answers,
    letter: Letter,
) -> Money:
    """The money of the ``sections`` that are left when the target sheets are taken out.

    Nothing is raised: what is not understood is asked through ``ledger``, and its lines are left.
    """
    money = Money()
    printed: list[PrintedTable] = []
    for section in sections:
        found = cut_tables(section.lines, section.annex_no, ledger)
        # Annexes without a number share a place: what stands above the first table holds.
        above = money.above.setdefault(str(section.annex_no), {})
        above.update({**_above(found, ledger), **above})
        printed += found
    for number, table in enumerate(printed, start=1):
        table.table_no = number
    names = RegionNames(own=vocabulary.divisions, year=_year(letter))
    names.learn(_labels(printed))
    reader = _Reader(answers=answers, names=names, vocabulary=vocabulary, letter=letter)
    tables = [reader.read(table) for table in printed]
    totals = _totals_of(letter)
    tell_by_sums(tables, totals)
    tables = [reader.by_sums(table, tables, totals) for table in tables]
    for table in printed:
        _enter(table, ledger)
    _fill(money, tables, vocabulary, ledger)
    return money


def _year(letter: Letter) -> int | None:
    year = str(letter.fields.get("budget_year") or "")
    return int(year) if year.isdigit() else None


def _totals_of(letter: Letter) -> list[Decimal]:
    total = letter.fields.get("body_total_yuan")
    return [] if total is None else [Decimal(str(total))]


def _labels(tables: Sequence[PrintedTable]) -> list[str]:
    """All cells that may name a region: texts without figures, not long."""
    longest = 24
    return [
        cell
        for table in tables
        for row in table.rows
        for cell in row.cells
        if cell and len(cell) <= longest and not figure(cell)
    ]


def _above(tables: Sequence[PrintedTable], ledger: Ledger) -> dict[str, tuple[str, int]]:
    """The heading and unit above the first table of an annex, with their lines, which are taken."""
    above: dict[str, tuple[str, int]] = {}
    for table in tables:
        lines = table.titles + ([table.unit_line] if table.unit_line else [])
        for line in lines:
            if line.number not in ledger.taken:
                ledger.take(line, "annex heading")
    if tables:
        first = tables[0]
        titles = [line for line in first.titles if without_unit(line.text)]
        if titles:
            above["heading"] = (first.title, titles[0].number)
        if first.unit and first.unit_line:
            above["unit"] = (first.unit, first.unit_line.number)
    return above


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """What a table is read with, besides what it prints."""

    answers: Answers
    names: RegionNames
    vocabulary: Vocabulary
    letter: Letter

    def read(self, table: PrintedTable, *, all_money: bool = False) -> ReadTable:
        """The table, with what its columns mean; ``all_money`` says that its figures are money."""
        unit = unit_above(table, self.answers.given)
        purposes = self.vocabulary.purposes
        layout = layout_of(
            table,
            list(self.answers.layout),
            self.names,
            {label: code for label, code in purposes.items() if code != WITHOUT_PURPOSE},
            has_unit=all_money or unit is not None,
            in_advance=self.letter.fields.get("phase") == IN_ADVANCE,
            year=_year(self.letter),
        )
        # A row that ends before the first column of money has no amount that could be misplaced.
        take_short_rows(table, min(layout.amounts, default=0))
        rows = read_rows(table, layout, self.names)
        return ReadTable(printed=table, layout=layout, rows=rows, unit=unit or unit_beside(table))

    def by_sums(
        self, table: ReadTable, tables: Sequence[ReadTable], totals: Sequence[Decimal]
    ) -> ReadTable:
        """The table, its unknown figures taken for money if they add up to another table's."""
        if table.unit or not table.layout.places("unknown"):
            return table
        trial = self.read(table.printed, all_money=True)
        tell_by_sums([*(other for other in tables if other is not table), trial], totals)
        return trial if trial.unit else table


def _enter(table: PrintedTable, ledger: Ledger) -> None:
    for line in table.header:
        ledger.take(line, "header")
    ask_for_misfits(table, ledger)


def _fill(
    money: Money, tables: Sequence[ReadTable], vocabulary: Vocabulary, ledger: Ledger
) -> None:
    allocations, grants = Allocations(), Grants()
    money.purposes = _purposes(tables, vocabulary)
    amounts: Rows = []
    layouts: Rows = []
    copies: dict[str, Rows] = {}
    shaped = [table for table in tables if _is_money(table)]
    for table in shaped:
        if annex_allocations.has_shape(table) and not _known_total(table, allocations):
            annex_allocations.read_allocations(table, allocations, ledger, vocabulary)
    money.regions = {str(row["name"]): str(row["region_code"]) for row in allocations.regions}
    for table in shaped:
        if annex_grants.has_shape(table):
            annex_grants.read_grants(table, money.regions, money.purposes, grants, vocabulary)
    types = {row["source_line"]: row["transfer_type"] for row in allocations.allocations}
    types |= {row["source_line"]: row["transfer_type"] for row in grants.grants}
    named: Rows = []
    for table in tables:
        layouts += _layout_rows(table)
        if not _is_money(table):
            keep_as_printed(table, copies, ledger, asked=True)
            continue
        ask_for_columns(table, ledger)
        ask_for_unit(table, ledger)
        functions = {r.row.line.number: _function(r) for r in table.rows}
        named += [{"function_code": c, "function_name": n} for c, n in functions.values()]
        amounts += amount_rows(
            table,
            {line: code for line, (code, _) in functions.items()},
            {
                row.row.line.number: _text(types.get(row.row.line.number))
                or transfer_type_of(row, vocabulary.transfer_types)
                for row in table.rows
                if row.level == "detail"
            },
            money.purposes,
            ledger,
        )
        _take(table, money, ledger)
        if loses(table):
            keep_as_printed(table, copies, ledger, asked=False)
    if any(row["purpose"] == WITHOUT_PURPOSE for row in grants.grants):
        money.purposes[LABEL_WITHOUT_PURPOSE] = WITHOUT_PURPOSE
    recipients, links = recipient_rows(grants.grants)
    money.tables = {
        "amounts": amounts,
        "layout": layouts,
        "regions": allocations.regions,
        "budget_units": allocations.units,
        "functions": function_rows(named, vocabulary),
        "allocations": allocations.allocations,
        "allocation_totals": allocations.totals,
        "grants": grants.grants,
        "grant_totals": grants.totals,
        "recipients": recipients,
        "grant_recipients": links,
        **copies,
    }
    money.total = allocations.total or grand_total(shaped)


def _function(row: ReadRow) -> tuple[str | None, str | None]:
    # What is merged over lines says nothing of the sums between them.
    return function_of(row.texts if row.level == "detail" else row.own)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _is_money(table: ReadTable) -> bool:
    """Whether a table has a column of money and one that labels its rows."""
    return bool(table.layout.amounts) and any(row.label and row.amounts for row in table.rows)


def _purposes(tables: Sequence[ReadTable], vocabulary: Vocabulary) -> dict[str, str]:
    """The codes of the labels that head columns of money or stand in a column of purposes."""
    labels: dict[str, None] = {}
    for table in tables:
        labels |= dict.fromkeys(table.layout.purposes.values())
    codes = {}
    for label in labels:
        known = code_lists.purposes().get(label)
        codes[label] = vocabulary.purposes.get(label) or (known.code if known else "")
    number = 0
    for label, code in codes.items():
        if not code:
            number += 1
            codes[label] = f"purpose_{number}"
    return codes


def _known_total(table: ReadTable, allocations: Allocations) -> bool:
    """Whether the same money has been read already, from a table with the same grand total."""
    place = table.layout.places("amount")[0]
    totals = {yuan_of(table, row, place) for row in table.rows if row.level == "total"}
    known = {row["amount_yuan"] for row in allocations.totals if row["scope"] == "all"}
    return bool(totals & known)


def _layout_rows(table: ReadTable) -> Rows:
    printed, layout = table.printed, table.layout
    columns = list(zip(printed.columns, layout.meanings, layout.confirmed, strict=True))
    return [
        {
            "table_no": printed.table_no,
            "annex_no": printed.annex_no,
            "position": position,
            "header": header or None,
            "meaning": meaning,
            "confirmed": confirmed,
        }
        for position, (header, meaning, confirmed) in enumerate(columns * printed.folds, start=1)
    ]


def _take(table: ReadTable, money: Money, ledger: Ledger) -> None:
    """Enter the rows and notes that were read; a row without an amount only if it is a heading."""
    for row in table.rows:
        read = row.amounts or row.level == "region" or not any(row.row.cells)
        if read and row.row.line.number not in ledger.taken:
            ledger.take(row.row.line, READER)
    for line in table.printed.notes:
        _note(line, table.printed, money, ledger)
    for row in table.rows:
        if row.row.line.number not in ledger.taken:
            _note(row.row.line, table.printed, money, ledger)


def _note(line: Line, table: PrintedTable, money: Money, ledger: Ledger) -> None:
    ledger.take(line, "note")
    money.notes.append(
        {"source_line": line.number, "annex_no": table.annex_no, "text": line.text.strip()}
    )
