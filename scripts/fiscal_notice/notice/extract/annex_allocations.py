"""Allocations to budget units, with printed totals, regions and units, from a table of that shape.

The shape: a column of regions or units, one of their codes, a project or a functional code, and one
column of this notice's money.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from fiscal_notice.model import Row, Rows
from fiscal_notice.notice import code_lists
from fiscal_notice.notice.extract.money_rows import ReadTable, yuan_of
from fiscal_notice.notice.extract.region_names import (
    excludes_direct_counties,
    is_own_budget,
    name_in,
)
from fiscal_notice.notice.extract.row_regions import ReadRow
from fiscal_notice.notice.extract.transcript import Ledger
from fiscal_notice.notice.extract.vocabulary import Vocabulary
from fiscal_notice.notice.questions import Question

_FUNCTION = re.compile(r"(?P<code>[0-9]{3}|[0-9]{5}|[0-9]{7})(?:\s*[-—:：]?\s*(?P<name>\D.*))?")
_CLASS_DIGITS = 3


@dataclass(slots=True)
class Allocations:
    """The rows of tables of allocations; every list in printed order."""

    regions: Rows = field(default_factory=list)
    units: Rows = field(default_factory=list)
    allocations: Rows = field(default_factory=list)
    totals: Rows = field(default_factory=list)

    @property
    def total(self) -> tuple[int | Decimal, int] | None:
        """The printed grand total in yuan, and its line."""
        for row in self.totals:
            if row["scope"] == "all" and isinstance(row["amount_yuan"], int | Decimal):
                return row["amount_yuan"], int(str(row["source_line"]))
        return None


def has_shape(table: ReadTable) -> bool:
    """Whether a table is one of allocations to budget units."""
    layout = table.layout
    return (
        bool(layout.places("region", "unit"))
        and bool(layout.places("region_code", "unit_code"))
        and bool(layout.places("project", "function", "function_code"))
        and not layout.places("recipient")
        and len(layout.places("amount")) == 1
        and any(row.unit_code for row in table.rows)
    )


def read_allocations(
    table: ReadTable, result: Allocations, ledger: Ledger, vocabulary: Vocabulary
) -> None:
    """Append the rows of a table of that shape to ``result``, and ask what it leaves open."""
    place = table.layout.places("amount")[0]
    details: list[ReadRow] = []
    for row in table.rows:
        yuan = yuan_of(table, row, place)
        if row.level == "detail":
            if row.unit_code or row.amounts:
                details.append(row)
                _detail(result, row, yuan, vocabulary)
            continue
        if row.level == "region":
            _region(result, row, ledger)
        if yuan is not None:
            result.totals.append(_total(row, yuan))
    _regions_without_subtotals(result, details)
    _ask_for_types(details, result, ledger, vocabulary)


def _total(row: ReadRow, yuan: int | Decimal) -> Row:
    scopes = {"total": "all", "group": "cities", "region": "city"}
    return {
        "scope": scopes[row.level],
        "region_code": row.region_code if row.level == "region" else None,
        "label": row.label,
        "amount_yuan": yuan,
        "source_line": row.row.line.number,
    }


def _region(result: Allocations, row: ReadRow, ledger: Ledger) -> None:
    code = row.region_code
    # An empty code would begin the code of every budget unit below.
    if not code or not code.isascii() or not code.isdigit():
        ledger.ask(
            Question(
                what="the city's subtotal has no region code",
                line=row.row.line.number,
                found=code or "(empty)",
                nearest="a code of digits, such as 601, in the column of codes",
                answer="check the row against the notice, and correct the transcript",
            )
        )
        return
    if any(row.region == known["name"] or code == known["region_code"] for known in result.regions):
        ledger.ask(
            Question(
                what="a second subtotal for a city or a region code",
                line=row.row.line.number,
                found=f"{row.region} {code}",
                nearest="each city once, with a code of its own",
                answer="check the row against the notice, and correct the transcript",
            )
        )
        return
    result.regions.append(_region_row(row, str(row.region), code))


def _region_row(row: ReadRow, name: str, code: str) -> Row:
    return {
        "region_code": code,
        "name": name,
        "gb_code": row.gb_code,
        "excludes_direct_counties": row.without_counties or excludes_direct_counties(row.label),
        "source_line": row.row.line.number,
    }


def _regions_without_subtotals(result: Allocations, details: Sequence[ReadRow]) -> None:
    """In a flat table the own budget of a region (NAME本级) tells its name and its code."""
    known = {row["region_code"] for row in result.regions}
    for row in details:
        if row.region_code and row.region_code not in known and is_own_budget(row.label):
            known.add(row.region_code)
            result.regions.append(_region_row(row, name_in(row.label), row.region_code))
    for unit in result.units:
        if unit["region_code"] not in known:
            code = str(unit["unit_code"] or "")
            found = [str(c) for c in known if code.startswith(str(c))]
            unit["region_code"] = max(found, key=len) if found and code else None


def _detail(
    result: Allocations, row: ReadRow, yuan: int | Decimal | None, vocabulary: Vocabulary
) -> None:
    unit: Row = {"unit_code": row.unit_code, "name": row.label, "region_code": row.region_code}
    if row.unit_code and all(unit["unit_code"] != known["unit_code"] for known in result.units):
        result.units.append(unit)
    code, name = function_of(row.texts)
    project = row.texts.get("project")
    result.allocations.append(
        {
            "allocation_id": len(result.allocations) + 1,
            "unit_code": row.unit_code,
            "project_name": project,
            "transfer_type": transfer_type_of(row, vocabulary.transfer_types),
            "function_code": code,
            "amount_yuan": yuan,
            "function_name": name,
            "remark": row.own.get("remark"),
            "source_line": row.row.line.number,
        }
    )


def function_of(texts: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The functional code and name that a row prints, in one cell or in two."""
    name = texts.get("function_name")
    match = _FUNCTION.fullmatch(texts.get("function_code") or texts.get("function") or "")
    if match is None:
        return None, name or texts.get("function")
    return match["code"], name or match["name"]


def transfer_type_of(row: ReadRow, types: Mapping[str, str]) -> str | None:
    """The kind of transfer: that of the one word of ``types`` in its column or in the project."""
    for text in (row.texts.get("transfer_type"), row.texts.get("project")):
        found = {code for word, code in types.items() if text and word in text}
        if len(found) == 1:
            return found.pop()
    return None


def _ask_for_types(
    details: Sequence[ReadRow], result: Allocations, ledger: Ledger, vocabulary: Vocabulary
) -> None:
    """Ask for the kind of transfer of a row, where the other rows of the notice tell theirs."""
    rows = {row["source_line"]: row for row in result.allocations}
    told = [row for row in details if rows[row.row.line.number]["transfer_type"]]
    for row in details if told else ():
        if rows[row.row.line.number]["transfer_type"] is None:
            known = vocabulary.transfer_types
            ledger.ask(
                Question(
                    what="the project's name does not tell the kind of transfer",
                    line=row.row.line.number,
                    found=row.texts.get("project") or "(empty)",
                    nearest=", ".join(f"{word} = {code}" for word, code in known.items()),
                    answer=f"--set allocations/{rows[row.row.line.number]['allocation_id']}"
                    "/transfer_type=" + "|".join(dict.fromkeys(known.values())),
                )
            )


def function_rows(rows: Rows, vocabulary: Vocabulary) -> Rows:
    """The functional codes that ``rows`` use, with all their parents, sorted by code.

    The classification has three levels: 类 (3 digits), 款 (5) and 项 (7). Names are those of the
    package's list, else of the program's, else as ``function_name`` prints them.
    """
    printed = {str(row["function_code"]): row.get("function_name") for row in rows}
    used = {code[:n] for code in printed if code.isdigit() for n in (3, 5, 7) if n <= len(code)}
    return [
        {
            "function_code": code,
            "name": vocabulary.functions.get(code) or _official(code) or printed.get(code),
            "level": (len(code) - 1) // 2,
            "parent_code": code[:-2] if len(code) > _CLASS_DIGITS else None,
        }
        for code in sorted(used)
    ]


def _official(code: str) -> str | None:
    found = code_lists.account("function", code)
    return found[-1].name if found else None
