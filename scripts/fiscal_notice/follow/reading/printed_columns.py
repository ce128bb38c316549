"""The header of a printed table of indicators: roles, weights of levels, reasons, two rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from fiscal_notice.follow.reading.printed_rows import PrintedRow
from fiscal_notice.notice.extract.form_rows import FormRow, bare, in_brackets
from fiscal_notice.notice.extract.indicator_columns import LEVELS, columns_of, is_frame, role_of

_ID = ("指标编号", "指标ID")
# The first that fits counts; a column without a role is left, with its header.
_ROLES: tuple[tuple[re.Pattern[str], str | None], ...] = (
    (re.compile(r".*(?:原因|改进措施|偏差).*"), "reason"),
    (re.compile(r".*(?:方法|标准|规则|依据|细则|说明|公式).*"), None),
    (re.compile(r"(?:参考|标准|指标|评价|权重|考核|自评)?(?:分值|权重)"), "weight"),
    (re.compile(r"(?:自评|实际|评价|指标|单位|最终)?(?:得分|评分|分数)"), "score"),
    (
        re.compile(
            r"(?:实际|全年|年度|目标)?(?:实际|全年|年度)?(?:完成|达到|实现)(?:值|情况|数|指标值)"
        ),
        "actual",
    ),
    (re.compile(r"(?:年度|年初|全年|预期|计划|设定)+(?:指标|目标)(?:值)?"), "target"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreColumns:
    """The columns of a table of scores by role, from 1; ``names`` are their headers as printed.

    Roles are those of ``indicator_columns``, and points, level1_points, level2_points, reason,
    indicator_id.
    """

    roles: dict[str, int]
    names: dict[int, str]
    rows: int = 1


def score_columns(rows: Sequence[PrintedRow]) -> ScoreColumns | None:
    """The columns that the first of ``rows`` heads, alone or with the next; None for no header."""
    first = rows[0].form
    if not first.ruled:
        return None
    if len(rows) > 1:
        both = _joined(first, rows[1].form)
        if both is not None and (found := _columns(both, 2)):
            return found
    return _columns(first, 1)


def _joined(first: FormRow, second: FormRow) -> FormRow | None:
    """Two header rows as one: the lower cell counts where it has words."""
    if len(first.cells) != len(second.cells) or not second.filled:
        return None
    if not all(_known(cell) for _, cell in second.filled):
        return None
    if not any(_known(cell) for _, cell in first.filled):
        return None
    cells = tuple(low or high for high, low in zip(first.cells, second.cells, strict=True))
    return FormRow(line=first.line, cells=cells)


@lru_cache(maxsize=8192)
def _known(cell: str) -> bool:
    return role_of(cell) is not None or _own_role(cell) is not None


def _own_role(cell: str) -> str | None:
    """A role that only a form with results has."""
    word = bare(cell)
    if word in _ID:
        return "indicator_id"
    return next((role for sign, role in _ROLES if sign.fullmatch(word)), None)


def _columns(row: FormRow, used: int) -> ScoreColumns | None:
    found = columns_of(_plain(row), {})
    if found is None:
        return None
    roles = {name: column for name, column in found.roles.items() if name != "weight"}
    for column, cell in row.filled:
        role = _own_role(cell)
        if role and role != "weight" and role not in roles and column not in roles.values():
            roles[role] = column
    _place_weights(row, roles)
    # A form of targets alone is no self-evaluation.
    if not roles.keys() & {"actual", "score"}:
        return None
    return ScoreColumns(roles=roles, names=dict(row.filled), rows=used)


def _plain(row: FormRow) -> FormRow:
    """The row with the words that the lists know for those that they don't: 年度目标 for 指标值."""
    plain = {"target": "指标值", "actual": "实际完成值", "score": "得分", "weight": "分值"}
    cells = tuple(
        plain.get(_own_role(cell) or "", cell) if cell and role_of(cell) is None else cell
        for cell in row.cells
    )
    return FormRow(line=row.line, cells=cells)


def _place_weights(row: FormRow, roles: dict[str, int]) -> None:
    """Give each column of weights to the level that stands nearest at its left."""
    weights = [
        column
        for column, cell in row.filled
        if "weight" in (role_of(cell), _own_role(cell)) and column not in roles.values()
    ]
    for column in weights:
        left = [(roles[level], level) for level in LEVELS if 0 < roles.get(level, 0) < column]
        level = max(left)[1] if left else "level3"
        name = "points" if level == "level3" or len(weights) == 1 else f"{level}_points"
        roles.setdefault(name, column)


def heading_points(header: str) -> bool:
    """Whether a header itself prints the points in brackets: 分值(10分)."""
    return any(inside.removesuffix("分").isdigit() for inside in in_brackets(header))


def frames(cell: str) -> bool:
    """Whether a cell only frames the table at its left."""
    return is_frame(cell)
