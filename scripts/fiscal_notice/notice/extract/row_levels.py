"""Read the rows of a printed table: label, level, and the region and unit that each belongs to.

Levels are total, group, region and detail, told by the label, and by arithmetic where the label
says nothing. Merged cells, blank below their first row, are carried down; amounts never are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from fiscal_notice.notice.extract.amounts import figure, is_nothing, plain
from fiscal_notice.notice.extract.layout import Layout
from fiscal_notice.notice.extract.printed_tables import BodyRow, PrintedTable
from fiscal_notice.notice.extract.region_names import (
    RegionNames,
    is_own_budget,
    without_numbering,
)
from fiscal_notice.notice.extract.row_regions import ReadRow, tell_regions

LABELS = (
    *("region", "unit", "recipient", "project", "function", "function_name", "purpose"),
    "unknown",
)
#: Columns whose merged cells hold for the rows below: in a block of the columns at their left …
_BLOCKS = ("region", "region_code", "unit", "unit_code", "recipient", "project")
#: … or wherever they stand.
_ATTRIBUTES = ("function", "function_code", "function_name", "purpose", "transfer_type")

_TOTAL = re.compile(
    r"(?:全省|全国|全市|全县|全区|全州|省|本次下达|本次|资金|金额)?(?:总?合计|总计|共计|合计数|总合计)数?|全省|全国|全市"
)
_SUM = re.compile(r"(?P<of>.*?)(?P<kind>小计|合计|总计|共计)")
_GROUP_NUMBER = re.compile(r"[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)")
_COLLECTIVE = re.compile(r"各|地市|市县|省直|直管|财政省|计划单列|设区市|其他|其它|全部|所有")
_DEPARTMENT = re.compile(r"(?P<code>[0-9]{3,9})[-—－–](?P<name>.+)")
_BRACKETS = re.compile(r"\([^()]*\)$")


def read_rows(table: PrintedTable, layout: Layout, names: RegionNames) -> list[ReadRow]:
    """The rows of a table with labels and levels, in printed order."""
    rows = [_first_look(row, layout) for row in table.rows]
    _carry_down(rows, layout, names)
    for row in rows:
        row.level = _level_by_label(row, names)
    _settle(rows, layout, names)
    tell_regions(rows, names)
    return rows


def _first_look(row: BodyRow, layout: Layout) -> ReadRow:
    own: dict[str, str] = {}
    for place, meaning in enumerate(layout.meanings):
        if row.cells[place]:
            own.setdefault(meaning, row.cells[place])
    amounts = tuple(
        (place, row.cells[place])
        for place in layout.amounts
        if row.cells[place] and not is_nothing(row.cells[place])
    )
    main = next(
        (printed for p in layout.places("amount") if (printed := figure(row.cells[p]))), None
    )
    return ReadRow(
        row=row,
        label=_label(row, layout),
        level="",
        texts=dict(own),
        own=own,
        amounts=amounts,
        value=main.value if main else None,
    )


def _label(row: BodyRow, layout: Layout) -> str:
    """The first text of a row: of a column of labels, or a total's in the merged first cell."""
    for place, meaning in enumerate(layout.meanings):
        text = row.cells[place]
        if meaning in LABELS and text and not (meaning == "unknown" and figure(text)):
            return text
        if text and meaning not in ("amount", "other_amount", "remark") and _says_sum(text):
            return text
    return ""


def _says_sum(text: str) -> bool:
    bare = _BRACKETS.sub("", without_numbering(text))
    return _TOTAL.fullmatch(bare) is not None or _SUM.fullmatch(bare) is not None


def _sum_word(row: ReadRow) -> str | None:
    """The cell of a row that says that it is a sum, if one does."""
    texts = [row.label, *(row.own.get(meaning, "") for meaning in LABELS)]
    return next((text for text in texts if text and _says_sum(text)), None)


def _carry_down(rows: Sequence[ReadRow], layout: Layout, names: RegionNames) -> None:
    """Give each row the texts of merged cells that began above it."""
    above: dict[str, str] = {}
    order = [meaning for meaning in dict.fromkeys(layout.meanings) if meaning in _BLOCKS]
    for row in rows:
        word = _sum_word(row)
        if word and row.own.get("region") in (None, word):
            # 小计 below a merged region is that region's; every other sum ends what was merged.
            if plain(word) == "小计" and "region" in above:
                row.texts = {**row.own, "region": above["region"]}
            above = {}
        elif not row.amounts and len(row.own) == 1:
            # A heading inside the table: it holds for the rows below if it names a region.
            above = {"region": row.label} if names.is_region(row.label) else {}
        else:
            row.texts = above = _carried(row.own, above, order)
            if not word:
                row.label = next(
                    (above[m] for m in layout.meanings if m in LABELS and m in above), ""
                )


def _carried(
    own: Mapping[str, str], above: Mapping[str, str], order: Sequence[str]
) -> dict[str, str]:
    texts = dict(own)
    new_block = False
    for meaning in order:
        if meaning in own:
            new_block = new_block or own[meaning] != above.get(meaning)
        elif not new_block and meaning in above:
            texts[meaning] = above[meaning]
    for meaning in _ATTRIBUTES:
        if meaning in above:
            texts.setdefault(meaning, above[meaning])
    return texts


def _level_by_label(row: ReadRow, names: RegionNames) -> str:
    word = _sum_word(row)
    if word:
        return _level_of_sum(row, word, names)
    label = row.own.get("region") or row.own.get("unit") or row.label
    finer = any(row.own.get(meaning) for meaning in ("recipient", "project"))
    numbered = _GROUP_NUMBER.match(plain(label)) is not None
    if names.is_region(label) and not finer and not is_own_budget(label) and label == row.label:
        return "region"
    if numbered and not finer and not row.own.get("function"):
        return "group"
    return "detail"


def _level_of_sum(row: ReadRow, word: str, names: RegionNames) -> str:
    text = without_numbering(word)
    bare = _BRACKETS.sub("", text)
    if _GROUP_NUMBER.match(plain(word)) is None and _TOTAL.fullmatch(bare):
        own = row.own.get("region") or row.texts.get("region")
        return "region" if own and own != word and names.is_region(own) else "total"
    match = _SUM.fullmatch(bare)
    of = _BRACKETS.sub("", match["of"]) if match else ""
    if not of:
        own = row.texts.get("region") or ""
        return "region" if own != word and names.is_region(own) else "group"
    if _COLLECTIVE.match(of) and not names.knows(of):
        return "group"
    return "region" if names.is_region(of) else "group"


def _settle(rows: Sequence[ReadRow], layout: Layout, names: RegionNames) -> None:
    """Settle by arithmetic, and by the other rows, what labels alone leave open."""
    sums = [row for row in rows if row.level == "region" and _sum_word(row)]
    if sums:
        # Where regions have subtotals, every other row that names a region is a line of one.
        for row in rows:
            if row.level == "region" and not _sum_word(row):
                row.level = "detail"
        return
    _nested(rows, names)
    _groups_by_sum(rows)
    if not layout.places("region") and not any(row.level == "region" for row in rows):
        _departments(rows)


def _nested(rows: Sequence[ReadRow], names: RegionNames) -> None:
    """A region whose amount is the sum of the regions in it, or of its lines, is their total."""
    for number, row in enumerate(rows):
        if row.level != "region" or row.value is None:
            continue
        code = names.code(row.label)
        for below in rows[number + 1 :]:
            if below.level in ("total", "group") or not _inside(below, code, names):
                break
            row.children.append(below)
        inner = [child for child in row.children if child.level == "region"]
        if inner and sum(child.value or 0 for child in row.children) == row.value:
            for child in inner:
                child.level = "detail"
        elif inner:
            row.children = []


def _inside(below: ReadRow, code: str | None, names: RegionNames) -> bool:
    if below.level == "detail":
        return True
    if code is None or not code.endswith("00"):
        return False
    inner = names.code(below.label, code)
    return inner is not None and inner != code and inner.startswith(code.rstrip("0"))


def _groups_by_sum(rows: Sequence[ReadRow]) -> None:
    """A row that names no region, in a table of regions, is a group if those below add up to it."""
    if not any(row.level == "region" for row in rows):
        return
    for number, row in enumerate(rows):
        finer = any(row.texts.get(m) for m in ("recipient", "project"))
        if row.level != "detail" or row.value is None or finer or is_own_budget(row.label):
            continue
        total, below = Decimal(0), 0
        for other in rows[number + 1 :]:
            if other.level != "region" or other.value is None:
                break
            total, below = total + other.value, below + 1
            if total == row.value and below > 1:
                rest = rows[number + 1 + below : number + 2 + below]
                row.level = "group" if number or rest else "total"
                break


def _departments(rows: Sequence[ReadRow]) -> None:
    """820-某部门 above 820001-某单位: the shorter code is the group of the longer ones."""
    codes = [(row, match["code"]) for row in rows if (match := _DEPARTMENT.fullmatch(row.label))]
    for row, code in codes:
        if any(len(other) > len(code) and other.startswith(code) for _, other in codes):
            row.level = "group"
        row.unit_code = code
