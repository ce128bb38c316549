"""The row of a target sheet: what its heading, the lines below it and its head say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from fiscal_notice.model import Line, Row
from fiscal_notice.notice.extract.amounts import UNIT_WORDS, whole
from fiscal_notice.notice.extract.form_rows import FormRow, in_brackets
from fiscal_notice.notice.extract.sheet_cut import SheetText, is_date
from fiscal_notice.notice.extract.sheet_labels import READER, Head, is_label_row
from fiscal_notice.notice.extract.sheet_money import read_amount, unit_in
from fiscal_notice.notice.extract.transcript import Ledger, squeeze
from fiscal_notice.notice.family import YUAN_PER_WAN
from fiscal_notice.notice.questions import Question

_YEAR = re.compile(r"([12][0-9]{3})年?度?")
_YEAR_IN = re.compile(r"([12][0-9]{3})年度?")
_NAMED = re.compile(r"[(（](?P<purpose>[^-－—0-9（(][^-－—]*)[-－—](?P<region>[^)）]+)[)）]$")
_UNIT_LINE = re.compile(rf"(?:金额)?单位[：:](?:人民币)?(?P<unit>{UNIT_WORDS})")
_COLUMNS = (
    *("project_name", "fund_type", "project_level", "provincial_department", "local_department"),
    *("spending_content", "overall_goal", "policy_basis"),
    *("department", "implementing_unit", "period_goal"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preface:
    """What stands between a heading and its form: the year and the unit of money."""

    year: int | None = None
    unit: str | None = None
    heading: str = ""


@dataclass(slots=True)
class Naming:
    """How headings name purposes and regions; each unknown name is asked about once."""

    purposes: Mapping[str, str]
    regions: Mapping[str, str]
    ledger: Ledger
    asked: set[str] = field(default_factory=set)

    def code(self, short: str, codes: Mapping[str, str], what: str, line: int) -> str | None:
        """The code of the one full name that begins with ``short``."""
        # Headings shorten names (知识产权 for 知识产权创造运用保护).
        found = {code for name, code in codes.items() if name.startswith(short)}
        if len(found) == 1:
            return found.pop()
        if codes and short not in self.asked:
            self.asked.add(short)
            self.ledger.ask(
                Question(
                    what=f"the heading of the sheet names an unknown {what}",
                    line=line,
                    found=short,
                    nearest="、".join(codes),
                    answer="correct the heading against the notice",
                )
            )
        return None


def read_preface(
    text: SheetText, rows: list[FormRow], ledger: Ledger
) -> tuple[Preface, list[FormRow]]:
    """The year and unit that the heading and the lines below it tell, and the rows that follow."""
    shown = ""
    if text.heading is not None:
        ledger.take(text.heading, READER)
        shown = " ".join(text.heading.text.replace("|", " ").split("\t")).strip()
    year = _YEAR_IN.search(squeeze(shown))
    unit = unit_in(shown)
    left: list[FormRow] = []
    known = int(year[1]) if year else None
    for place, row in enumerate(rows):
        cells = [cell for _, cell in row.filled]
        one = squeeze(cells[0]) if len(cells) == 1 else ""
        units = _UNIT_LINE.fullmatch(one.strip("（）()"))
        if one and is_date(one):
            printed = _YEAR_IN.search(one)
            known = int(printed[1]) if printed else known
        elif units:
            unit = units["unit"]
        elif (row.ruled and len(cells) > 1) or is_label_row(row):
            left += rows[place:]
            break
        else:
            left.append(row)
            continue
        ledger.take(row.line, READER)
    return Preface(year=known, unit=unit, heading=shown), left


def sheet_row(
    sheet_id: int, text: SheetText, preface: Preface, head: Head, naming: Naming
) -> tuple[Row, dict[str, Line]]:
    """The row of ``target_sheets``, and the lines of its cells by column."""
    first = text.first
    row: Row = {"sheet_id": sheet_id}
    row |= _named(preface.heading, first, naming)
    row |= {name: head.cells[name][0] if name in head.cells else None for name in _COLUMNS}
    row["budget_year"] = preface.year
    if "budget_year" in head.cells:
        row["budget_year"] = _year(*head.cells["budget_year"], naming.ledger) or preface.year
    yuan, line = _need(head, naming.ledger)
    row["funding_need_wan"] = None if yuan is None else whole(yuan / YUAN_PER_WAN)
    row["funding_need_yuan"] = None if yuan is None else whole(yuan)
    printed = {name: line for name, (_, line) in head.cells.items()}
    if line is not None:
        printed["funding_need"] = line
    lines = {column: line for name, line in printed.items() for column in _columns_of(name)}
    row["heading"] = preface.heading or None
    row["repair"] = "; ".join(head.repairs) or None
    row["source_line"] = first.number
    return row, lines


def _columns_of(name: str) -> tuple[str, ...]:
    return ("funding_need_wan", "funding_need_yuan") if name == "funding_need" else (name,)


def _named(heading: str, line: Line, naming: Naming) -> Row:
    tight = squeeze(heading)
    match = _NAMED.search(tight)
    if match:
        return {
            "purpose": naming.code(match["purpose"], naming.purposes, "purpose", line.number),
            "region_code": naming.code(match["region"], naming.regions, "city", line.number),
        }
    row: Row = {"purpose": None, "region_code": None}
    for inside in in_brackets(tight):
        codes = {code for name, code in naming.regions.items() if name.startswith(inside)}
        if len(codes) == 1:
            row["region_code"] = codes.pop()
    return row


def _year(printed: str, line: Line, ledger: Ledger) -> int | None:
    match = _YEAR.fullmatch(squeeze(printed).strip("（）()"))
    if match is None:
        ledger.ask(
            Question(
                what="the budget year of the sheet is no year",
                line=line.number,
                found=printed[:80],
                nearest="2021年",
                answer="compare the sheet with the notice",
            )
        )
        return None
    return int(match[1])


def _need(head: Head, ledger: Ledger) -> tuple[Decimal | None, Line | None]:
    """The funding need in yuan with its line: the label's, else the total of the year's money."""
    if "funding_need" not in head.cells:
        total = head.money.total()
        return (total.yuan, total.line) if total else (None, None)
    printed, line = head.cells["funding_need"]
    amount = read_amount(printed, unit_in(head.labels.get("funding_need", "")) or head.money.unit)
    if amount is None:
        ledger.ask(
            Question(
                what="资金需求 is not an amount",
                line=line.number,
                found=printed[:80],
                nearest="a figure with 万元 or 元, such as 1380万元",
                answer="correct the transcript against the notice",
            )
        )
        return None, line
    return amount[2], line
