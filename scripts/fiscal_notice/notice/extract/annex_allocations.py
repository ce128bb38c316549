"""Annex 1: allocations to budget units, with the printed totals, regions and units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from fiscal_notice.errors import TranscriptError
from fiscal_notice.model import Line, Row, Rows
from fiscal_notice.notice.extract.amounts import amount
from fiscal_notice.notice.extract.money_tables import Columns, classify, headed_rows
from fiscal_notice.notice.extract.transcript import Ledger
from fiscal_notice.notice.extract.vocabulary import Vocabulary

COLUMNS = ("地区", "地区编码", "二级项目名称", "功能分类科目", "金额", "备注")
READER = "annex of allocations"

_CITIES = re.compile(r"[一二三四五六七八九十]+、.*合计")
_CITY = re.compile(r"(?P<name>[^(（]+?)(?P<without>[(（]不含省直管县[)）])?小计")
_FUNCTION = re.compile(r"(?P<code>[0-9]+)\s*(?P<name>\S.*)")


@dataclass(slots=True)
class Allocations:
    """The rows of annex 1; every list in printed order."""

    regions: Rows = field(default_factory=list)
    units: Rows = field(default_factory=list)
    allocations: Rows = field(default_factory=list)
    totals: Rows = field(default_factory=list)


def read_allocations(
    lines: Sequence[Line], unit: str, ledger: Ledger, vocabulary: Vocabulary
) -> Allocations:
    """Read the table of annex 1, printed in ``unit`` (元 or 万元).

    Raises TranscriptError for an unknown city or functional code, an amount that is none, a row
    without its cells, and a table without its grand total.
    """
    result = Allocations()
    for line, cells in headed_rows(lines, COLUMNS, ledger, READER):
        label = cells["地区"]
        yuan = amount(cells["金额"], unit=unit, wanted="元", line=line.number, what="金额")
        city = _CITY.fullmatch(label)
        if label == "合计":
            _total(result, "all", None, label, yuan, line)
        elif _CITIES.fullmatch(label):
            _total(result, "cities", None, label, yuan, line)
        elif city:
            code = cells["地区编码"]
            result.regions.append(_region(city, code, result.regions, line, vocabulary))
            _total(result, "city", code, label, yuan, line)
        else:
            _detail(result, cells, yuan, line, vocabulary)
    if not any(row["scope"] == "all" for row in result.totals):
        raise TranscriptError(
            "annex 1 has no row 合计",
            line=lines[-1].number,
            hint="check that the table is complete",
        )
    return result


def _total(
    result: Allocations, scope: str, code: str | None, label: str, yuan: int, line: Line
) -> None:
    result.totals.append(
        {
            "scope": scope,
            "region_code": code,
            "label": label,
            "amount_yuan": yuan,
            "source_line": line.number,
        }
    )


def _region(
    match: re.Match[str], code: str, above: Rows, line: Line, vocabulary: Vocabulary
) -> Row:
    name = match["name"]
    # An empty code would begin the code of every budget unit below.
    if not code.isascii() or not code.isdigit():
        raise TranscriptError(
            "the city's subtotal has no region code",
            line=line.number,
            found=code or "(empty)",
            expected="a code of digits, such as 601, in the column 地区编码",
            hint="check the row against the notice",
        )
    if any(name == row["name"] or code == row["region_code"] for row in above):
        raise TranscriptError(
            "a second subtotal for a city or a region code",
            line=line.number,
            found=f"{name} {code}",
            expected="each city once, with a code of its own",
            hint="check the row against the notice: is it there twice, or its code another's?",
        )
    if name not in vocabulary.divisions:
        raise TranscriptError(
            "the city is not in the code list of GB/T 2260",
            line=line.number,
            found=name,
            expected="a name of resources/codelists/gb_divisions.csv",
            hint="correct the transcript, or add the division and its code to the code list",
        )
    return {
        "region_code": code,
        "name": name,
        "gb_code": vocabulary.divisions[name],
        "excludes_direct_counties": match["without"] is not None,
        "source_line": line.number,
    }


def _detail(
    result: Allocations, cells: Columns, yuan: int, line: Line, vocabulary: Vocabulary
) -> None:
    unit_code = cells["地区编码"]
    region = next((r for r in result.regions if unit_code.startswith(str(r["region_code"]))), None)
    if region is None or not unit_code.isascii() or not unit_code.isdigit():
        raise TranscriptError(
            "the budget unit belongs to no city above it",
            line=line.number,
            found=unit_code or "(empty)",
            expected="the region code of a city's subtotal row, followed by the unit's digits",
            hint="check the column 地区编码, and that the subtotal row stands above",
        )
    function = _function(cells["功能分类科目"], line, vocabulary)
    unit: Row = {
        "unit_code": unit_code,
        "name": cells["地区"],
        "region_code": region["region_code"],
    }
    if unit not in result.units:
        result.units.append(unit)
    result.allocations.append(
        {
            "allocation_id": len(result.allocations) + 1,
            "unit_code": unit_code,
            "project_name": cells["二级项目名称"],
            "transfer_type": classify(
                cells["二级项目名称"], vocabulary.transfer_types, line, "二级项目名称"
            ),
            "function_code": function["code"],
            "amount_yuan": yuan,
            "function_name": function["name"],
            "remark": cells["备注"] or None,
            "source_line": line.number,
        }
    )


def _function(text: str, line: Line, vocabulary: Vocabulary) -> re.Match[str]:
    match = _FUNCTION.fullmatch(text)
    if match is None or match["code"] not in vocabulary.functions:
        raise TranscriptError(
            "the functional code is not in the classification",
            line=line.number,
            found=text or "(empty)",
            expected="a code of resources/codelists/functional_classification.csv and its name",
            hint="correct the transcript, or add the code, its parents and names to the code list",
        )
    return match


def function_rows(allocations: Rows, vocabulary: Vocabulary) -> Rows:
    """The functional codes that ``allocations`` use, with all their parents, sorted by code.

    The classification has three levels: 类 (3 digits), 款 (5) and 项 (7).
    """
    used = {str(row["function_code"])[:n] for row in allocations for n in (3, 5, 7)}
    return [
        {
            "function_code": code,
            "name": vocabulary.functions.get(code),
            "level": (len(code) - 1) // 2,
            "parent_code": code[:-2] if len(code) > 3 else None,  # noqa: PLR2004  3 digits: 类
        }
        for code in sorted(used)
    ]
