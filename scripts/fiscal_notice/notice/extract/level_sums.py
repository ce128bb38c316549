"""Levels of rows told by arithmetic and by their neighbours, where labels alone leave them open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from fiscal_notice.notice.extract.amounts import plain
from fiscal_notice.notice.extract.recipients import recipient_kind
from fiscal_notice.notice.extract.region_names import (
    RegionNames,
    is_own_budget,
    is_own_level,
    name_in,
)
from fiscal_notice.notice.extract.row_regions import ReadRow

_DEPTHS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[一二三四五六七八九十]+[、.．]",
        r"[(（][一二三四五六七八九十]+[)）]|[㈠-㈩]",
        r"[0-9]{1,2}[、.．](?![0-9])|[⒈-⒛]",
        r"[(（][0-9]{1,2}[)）]|[⑴-⒇]",
        r"[①-⑳]",
    )
)
_DEEPEST = 9
_PART = re.compile(r"(?:其中|#)")
_DEPARTMENT = re.compile(r"(?P<code>[0-9]{3,9})[-—－–](?P<name>.+)")


def numbered(rows: Sequence[ReadRow]) -> None:
    """一、 above （一） above 1.: a row is a group if those below it are numbered more deeply.

    The sum of the rows directly below tells it; without any below, a number alone tells nothing.
    """
    for number, row in enumerate(rows):
        depth = _depth(row)
        if depth is None:
            continue
        below: list[ReadRow] = []
        for other in rows[number + 1 :]:
            deeper = _depth(other)
            if other.level == "total" or (deeper is not None and deeper <= depth):
                break
            # A subtotal printed below its lines is no line of one of them.
            if not other.word:
                below.append(other)
        if not below and row.level == "group":
            row.level = "detail"
        next_depth = min((_depth(other) or _DEEPEST for other in below), default=_DEEPEST)
        direct = [other for other in below if (_depth(other) or _DEEPEST) == next_depth]
        total = sum((other.value or Decimal(0) for other in direct), Decimal(0))
        if row.level == "detail" and direct and row.value is not None and total == row.value:
            row.level = "group"


def _depth(row: ReadRow) -> int | None:
    """How deeply the number before a row's label is nested, if it has one and is no sum."""
    if row.word:
        return None
    number = row.own.get("sequence", "").strip()
    # A label that is carried down is numbered once, where it is printed.
    label = row.label.strip() if row.label in row.own.values() else ""
    for depth, pattern in enumerate(_DEPTHS, start=1):
        if pattern.match(label) or (number and pattern.match(f"{number}、")):
            return depth
    return None


def own_budgets(rows: Sequence[ReadRow], names: RegionNames) -> None:
    """In a list of regions, 汕头市本级 is one of them, unless 汕头市 stands there too."""
    regions = {name_in(row.label) for row in rows if row.level == "region"}
    for row in rows:
        own = row.level == "detail" and is_own_budget(row.label) and names.is_region(row.label)
        if own and name_in(row.label) not in regions:
            row.level = "region"
    if regions:
        # 省本级 or 市本级 at the head of a list of regions is one of its lines.
        first = next(
            (row for row in rows if row.level in ("region", "detail") and row.amounts), None
        )
        if first and first.level == "detail" and is_own_level(first.label):
            first.level = "region"


def nested(rows: Sequence[ReadRow], names: RegionNames) -> None:
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
        # What 其中 says is in the row above already.
        parts = [child for child in row.children if not _PART.match(plain(child.label))]
        if inner and sum(child.value or 0 for child in parts) == row.value:
            if code and code.endswith("0000") and _is_all(row, rows):
                # The province above all its cities.
                row.level, row.children = "total", []
                return
            for child in inner:
                child.level = "detail"
        elif inner or sum(child.value or 0 for child in parts) != row.value:
            row.children = []


def _is_all(row: ReadRow, rows: Sequence[ReadRow]) -> bool:
    others = [other for other in rows if other is not row and other not in row.children]
    return all(other.value is None or other.level == "total" for other in others)


def _inside(below: ReadRow, code: str | None, names: RegionNames) -> bool:
    if below.level == "detail":
        return True
    if code is None or not code.endswith("00"):
        return False
    inner = names.code(below.label, code)
    return inner is not None and inner != code and inner.startswith(code.rstrip("0"))


def groups_by_sum(rows: Sequence[ReadRow]) -> None:
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


def departments(rows: Sequence[ReadRow]) -> None:
    """820 or 820-某部门 above 820001-某单位: the shorter code is the group of the longer ones."""
    codes: list[tuple[ReadRow, str]] = []
    for row in rows:
        match = _DEPARTMENT.fullmatch(row.label)
        code = match["code"] if match else row.own.get("unit_code")
        if code and row.level == "detail":
            codes.append((row, code))
            row.unit_code = code
    for row, code in codes:
        finer = any(row.own.get(m) for m in ("project", "recipient", "function", "function_code"))
        longer = any(len(other) > len(code) and other.startswith(code) for _, other in codes)
        if longer and not finer:
            row.level = "group"


def regions_of_no_list(rows: Sequence[ReadRow]) -> None:
    """In a list of regions, a name that no list has is a region too: 新疆生产建设兵团."""
    regions = [row for row in rows if row.level == "region"]
    known = {id(child) for row in regions for child in row.children}
    for row in rows if len(regions) > 1 else ():
        label = row.own.get("region")
        lone = row.level == "detail" and label == row.label and id(row) not in known
        if lone and recipient_kind(row.label) == "other" and not _PART.match(plain(row.label)):
            row.level = "region"
