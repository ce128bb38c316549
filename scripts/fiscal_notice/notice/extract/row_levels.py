"""Read the rows of a printed table: label, level, and the region and unit that each belongs to.

Levels are total, group, region and detail, told by the label, and by arithmetic where the label
says nothing. Merged cells, blank below their first row, are carried down; amounts never are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from fiscal_notice.notice.extract.amounts import figure, is_nothing, plain
from fiscal_notice.notice.extract.layout import Layout
from fiscal_notice.notice.extract.level_sums import (
    departments,
    groups_by_sum,
    nested,
    numbered,
    own_budgets,
    regions_of_no_list,
)
from fiscal_notice.notice.extract.printed_table import BodyRow, PrintedTable
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
_PART = re.compile(r"(?:其中|#)")
_COLLECTIVE = re.compile(r"各|地市|市县|省直|直管|财政省|计划单列|设区市|其他|其它|全部|所有")
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
    own |= _two_levels(row, layout)
    amounts = tuple(
        (place, row.cells[place])
        for place in layout.amounts
        if row.cells[place] and not is_nothing(row.cells[place])
    )
    main = next(
        (printed for p in layout.places("amount") if (printed := figure(row.cells[p]))), None
    )
    label = _label(row, layout)
    return ReadRow(
        row=row,
        label=own["region"] if label == own.get("city") else label,
        level="",
        texts=dict(own),
        own=own,
        word=_sum_word(row, layout),
        amounts=amounts,
        value=main.value if main else None,
    )


def _two_levels(row: BodyRow, layout: Layout) -> dict[str, str]:
    """The city and the finest region of a row, where regions have two columns."""
    places = layout.places("region")
    cells = [row.cells[place] for place in places if row.cells[place]]
    if len(places) == 1 or not cells:
        return {}
    regions = [cell for cell in cells if not _says_sum(cell)]
    own = {"region": (regions or cells)[-1]}
    return {**own, "city": cells[0]} if row.cells[places[0]] and regions else own


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
    bare = _BRACKETS.sub("", without_numbering(text)).rstrip(":")
    return _TOTAL.fullmatch(bare) is not None or _SUM.fullmatch(bare) is not None


def _sum_word(row: BodyRow, layout: Layout) -> str | None:
    """The cell of a row that says that it is a sum, if one does: in any column but of remarks."""
    kept = ("amount", "other_amount", "remark")
    cells = [
        c for c, meaning in zip(row.cells, layout.meanings, strict=True) if meaning not in kept
    ]
    return next((text for text in cells if text and _says_sum(text)), None)


def _carry_down(rows: Sequence[ReadRow], layout: Layout, names: RegionNames) -> None:
    """Give each row the texts of merged cells that began above it."""
    above: dict[str, str] = {}
    order = [meaning for meaning in dict.fromkeys(layout.meanings) if meaning in _BLOCKS]
    order = ["city", *order] if len(layout.places("region")) > 1 else order
    for row in rows:
        word = row.word
        if word and row.own.get("region") in (None, word):
            # 小计 below a merged region is that region's; every other sum ends what was merged.
            of = above.get("city") or above.get("region")
            if plain(word) == "小计" and of:
                row.texts = {**row.own, "region": of}
            above = {"city": above["city"]} if plain(word) == "小计" and "city" in above else {}
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
    word = row.word
    if word:
        return _level_of_sum(row, word, names)
    label = row.own.get("region") or row.own.get("unit") or row.label
    finer = any(row.own.get(meaning) for meaning in ("recipient", "project"))
    has_number = _GROUP_NUMBER.match(plain(label)) is not None
    if _PART.match(plain(label)):
        return "detail"
    if names.is_region(label) and not finer and not is_own_budget(label) and label == row.label:
        return "region"
    if has_number and not finer and not row.own.get("function"):
        return "group"
    return "detail"


def _level_of_sum(row: ReadRow, word: str, names: RegionNames) -> str:
    text = without_numbering(word)
    bare = _BRACKETS.sub("", text).rstrip(":")
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
    numbered(rows)
    sums = [row for row in rows if row.level == "region" and row.word]
    if sums:
        # Where regions have subtotals, every other row that names a region is a line of one.
        for row in rows:
            if row.level == "region" and not row.word:
                row.level = "detail"
        return
    flat = not layout.places("project", "recipient", "function", "unit_code")
    if flat:
        own_budgets(rows, names)
    nested(rows, names)
    groups_by_sum(rows)
    if flat:
        regions_of_no_list(rows)
    if not layout.places("region") and not any(row.level == "region" for row in rows):
        departments(rows)
