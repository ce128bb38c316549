"""The header of a table of indicators: which column holds what, and the levels by their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fiscal_notice.notice.extract.form_rows import FormRow, bare, in_brackets, meaning
from fiscal_notice.notice.extract.transcript import squeeze
from fiscal_notice.notice.extract.word_lists import word_list, words

LEVELS = ("level1", "level2", "level3")
_HEADERS = words("indicator_headers", "header", "role")
_PARENTS = {
    row["name"]: tuple(row["parents"].split("|"))
    for row in word_list("indicator_levels")
    if row["level"] == "2"
}
_LEVEL1 = frozenset(row["name"] for row in word_list("indicator_levels") if row["level"] == "1")
_PARTED = re.compile(r"[\s/／、]+")
# A table of indicators has at least a name and a value, or two levels.
_FEWEST = 2
# 指标值（2023年） and 指标值（实施期）: what stands in brackets may tell another period.
_OTHER_PERIODS = ("实施期", "长期", "中期", "上年", "历史")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of a table of indicators, from 1, by role; ``names`` are the headers as printed.

    ``other`` are the columns that are neither a role nor a head of the row, by number.
    """

    roles: dict[str, int]
    heads: dict[str, int]
    names: dict[int, str]
    other: tuple[int, ...] = ()

    @property
    def simple(self) -> bool:
        """Whether the table has only levels and one column of values."""
        return set(self.roles) <= {*LEVELS, "target", "frame", "skip"} and not self.other


def columns_of(row: FormRow, heads: dict[str, str]) -> Columns | None:
    """The columns that a header row names; None if the row is no header of indicators.

    ``heads`` maps labels of a sheet's head to its fields: where several projects share one table,
    these are columns too.
    """
    if not row.ruled:
        return None
    roles: dict[str, int] = {}
    fields: dict[str, int] = {}
    other: list[int] = []
    for column, cell in row.filled:
        role = role_of(cell)
        if role in (None, "ignored", "other_target") or role in roles:
            field = meaning(cell, heads)
            if role is None and field and field not in fields:
                fields[field] = column
            else:
                other.append(column)
        else:
            roles[str(role)] = column
    named = "level3" in roles or "target" in roles
    if not named or len(set(roles) & {*LEVELS, "target"}) < _FEWEST:
        return None
    if "level3" not in roles:
        # Two levels and a value: the lower one is what is measured.
        roles["level3"] = roles.pop("level2") if "level2" in roles else roles.pop("level1")
    return Columns(roles=roles, heads=fields, names=dict(row.filled), other=tuple(other))


def role_of(cell: str) -> str | None:
    """What a column holds by its header; None if the header is not known."""
    role = meaning(cell, _HEADERS)
    if role is None:
        # 年度绩效指标 一级指标 in one cell, 分值/权重.
        parts = [part for part in _PARTED.split(cell) if part]
        role = meaning(parts[-1], _HEADERS) if len(parts) > 1 else None
    if role is None and re.search(
        "指标值(?!的?(?:类型|属性|性质|说明|解释|依据|来源))", squeeze(cell)
    ):
        role = "target"
    period = any(word in text for text in in_brackets(cell) for word in _OTHER_PERIODS)
    return "other_target" if role == "target" and period else role


def is_frame(cell: str) -> bool:
    """Whether a cell only frames the table, as 绩效指标 does at its left."""
    return meaning(cell, _HEADERS) == "frame" or bare(cell).endswith("绩效指标")


def is_level1(cell: str) -> bool:
    """Whether a cell is a known level-1 name, weights in brackets aside."""
    return bare(cell) in _LEVEL1


def is_level2(cell: str) -> bool:
    """Whether a cell is a known level-2 name, weights in brackets aside."""
    return bare(cell) in _PARENTS


def is_level(cell: str) -> bool:
    """Whether a cell is a known name of a level."""
    return is_level1(cell) or is_level2(cell)


def is_whole_level(cell: str) -> bool:
    """Whether a cell can only be a level's name: 满意度 may be an indicator, 满意度指标 not."""
    return is_level(cell) and bare(cell).endswith("指标")


def parent_of(level2: str, level1: str | None) -> str | None:
    """The level-1 name that ``level2`` stands under: ``level1`` if it may, else the usual one."""
    parents = _PARENTS.get(bare(level2), ())
    if not parents or (level1 and (bare(level1) in parents or not is_level1(level1))):
        return level1
    return parents[0]


def repeated(cells: Sequence[str], columns: Columns) -> bool:
    """Whether a row is the header again, as it is at the top of a page."""
    names = {squeeze(name) for name in columns.names.values()}
    found = [squeeze(cell) for cell in cells if cell]
    return len(found) > 1 and all(cell in names for cell in found)
