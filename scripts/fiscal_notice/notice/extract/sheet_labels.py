"""The head of a target sheet: labels with their values, in pairs of cells, columns, or one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from fiscal_notice.model import Line
from fiscal_notice.notice.extract.amounts import YUAN_PER_UNIT
from fiscal_notice.notice.extract.column_titles import exact_meaning
from fiscal_notice.notice.extract.form_rows import FormRow, bare, is_in_brackets
from fiscal_notice.notice.extract.sheet_money import MONEY, FormMoney, kind_of
from fiscal_notice.notice.extract.transcript import Ledger, squeeze
from fiscal_notice.notice.extract.word_lists import words
from fiscal_notice.notice.questions import Question

READER = "head of a target sheet"
CONTACT = "contact"

LABELS = words("sheet_labels", "label", "field")
#: What names the project: a sheet has one of these labels, and a second begins another sheet.
IDENTITY = "project_name"
_GOALS = ("overall_goal", "goal_plan", "goal_actual", "period_goal")
_TEXTS = (*_GOALS, "spending_content", "policy_basis")
_MONEY_LABELS = ("money", "money_item", "money_column", "score_column")
_NO_COLUMN = ("goal_actual", "frame", "score_column", "money_column", "money", "other")
_HEAD_LABELS = frozenset(LABELS.values()) - {"frame", "money_item", "money_column", "score_column"}
_TOKEN = re.compile(r"\S+")
_PARTED = re.compile(r"[;；]\s*")
_INLINE = re.compile(r"\s*([^：:\s]{2,16})\s*[：:]\s*(\S.*)", re.DOTALL)
_CONTACT = re.compile(
    r"(?:联系人|联系电话|电话|手机|填报人|填表人|制表人|经办人|审核人|负责人|联系方式)[^：:]{0,8}[：:]|"
    r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])|(?<![0-9])0[0-9]{2,3}[-－—][0-9]{7,8}(?![0-9])"
)
_SPACED = re.compile(r"\s*(\S{2,16})\s+(\S.*)", re.DOTALL)


# Labels by column, as field and as printed, whose values stand in the row below.
_Waiting = dict[int, tuple[str, str]]


def label_of(text: str) -> str | None:
    """The field that a label fills; None if the text is no known label."""
    return kind_of(text)


@dataclass(slots=True)
class Head:
    """What the head of one sheet says.

    ``cells`` has a value and its line by field; ``money`` the printed amounts; ``left`` what has
    no field, as texts with their lines.
    """

    money: FormMoney
    cells: dict[str, tuple[str, Line]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    repairs: list[str] = field(default_factory=list)
    left: list[tuple[Line, str]] = field(default_factory=list)


def labelled(cell: str) -> tuple[str, str, str] | None:
    """Field, label and value ("" if there is none) of a cell that is or begins with a label."""
    name = label_of(cell)
    return (name, cell, "") if name else _inline(cell)


def _parts(text: str) -> list[str]:
    """The parts of a line of labels: between semicolons, and from label to label."""
    parts: list[str] = []
    for piece in _PARTED.split(text.strip()):
        pair = _prose_pair(piece)
        # Running text may hold any word; a goal ends only where another goal begins.
        wanted = _GOALS if pair and pair[0] in _TEXTS else _HEAD_LABELS
        start = 0
        for token in _TOKEN.finditer(piece):
            found = labelled(token[0].rstrip("：:")) or labelled(token[0])
            if pair and start < token.start() and found and found[0] in wanted:
                parts.append(piece[start : token.start()])
                start = token.start()
        parts.append(piece[start:])
    return [part.strip() for part in parts if part.strip()]


def is_label_row(row: FormRow) -> bool:
    """Whether a row is one of a sheet's head: its first cells are labels with or without values."""
    if row.ruled:
        first = [cell for _, cell in row.filled[:2]]
        return any(labelled(cell) for cell in first)
    text = row.line.text
    return _prose_pair(_PARTED.split(text.strip())[0]) is not None or MONEY.begins(text)


def lists_projects(row: FormRow) -> bool:
    """Whether a row is the header of a list of projects: labels in columns, no value beside."""
    if not row.ruled:
        return False
    titles = [cell for _, cell in row.filled if label_of(cell) or exact_meaning(cell)]
    named = any(label_of(cell) == IDENTITY for cell in titles)
    return named and len(titles) > 1 and len(titles) == len(row.filled)


def names_a_project(row: FormRow) -> bool:
    """Whether the row has the label of a project's name with a value or a blank beside it."""
    texts = [cell for _, cell in row.filled] if row.ruled else _parts(row.line.text)
    for text in texts:
        pair = _prose_pair(text) if not row.ruled else _inline(text)
        if (pair and pair[0] == IDENTITY) or (row.ruled and label_of(text) == IDENTITY):
            return True
    return False


def _inline(text: str) -> tuple[str, str, str] | None:
    """Field, label and value of a cell such as ``主管部门：某局``; None if it is none."""
    match = _INLINE.fullmatch(text)
    name = label_of(match[1]) if match else None
    return (name, match[1], match[2]) if match and name else None


def _prose_pair(text: str) -> tuple[str, str, str] | None:
    match = _INLINE.fullmatch(text) or _SPACED.fullmatch(text)
    name = label_of(match[1]) if match else None
    if match is None or name is None or name in ("frame", "money_column", "score_column"):
        return None
    return name, match[1], match[2].strip().rstrip("，,；;")


def is_contact(row: FormRow) -> bool:
    """Whether a row names a person to turn to, or holds a telephone number."""
    return any(
        label_of(cell) == CONTACT or _CONTACT.search(cell) is not None for _, cell in row.filled
    )


def read_head(rows: Sequence[FormRow], ledger: Ledger, money: FormMoney) -> Head:
    """Read the rows of a head; rows that hold nothing known are left to others."""
    head = Head(money=money)
    waiting: _Waiting = {}
    for row in rows:
        if not row.ruled:
            waiting = {}
            _read_prose(row, head, ledger)
        else:
            waiting = _read_cells(row, head, ledger, waiting)
    reporting = head.cells.pop("reporting_unit", None)
    if reporting is not None:
        head.cells.setdefault("implementing_unit", reporting)
    return head


def _read_prose(row: FormRow, head: Head, ledger: Ledger) -> None:
    money: list[str] = []
    pairs: list[tuple[str, tuple[str, str, str] | None]] = []
    for part in _parts(row.line.text):
        pair = _prose_pair(part)
        if MONEY.begins(part) or (money and (pair is None or pair[0] in _MONEY_LABELS)):
            money.append(part)
        else:
            pairs.append((part, pair))
    if money and not head.money.read_text("; ".join(money), row.line):
        pairs += [(part, None) for part in money]
        money = []
    if not money and not any(pair for _, pair in pairs) and not is_contact(row):
        return
    contact = is_contact(row) or any(p and p[0] == CONTACT for _, p in pairs)
    ledger.take(row.line, CONTACT if contact else READER)
    for part, pair in pairs:
        if pair is not None:
            enter(head, *_inner(pair), row.line, ledger)
        elif not contact and label_of(part) is None:
            _leave(head, row.line, part)


def _inner(pair: tuple[str, str, str]) -> tuple[str, str, str]:
    """The pair inside a value that begins with a label itself: 绩效目标 年度目标：…."""
    inside = _prose_pair(pair[2]) if pair[0] in _GOALS else None
    return inside if inside and inside[0] in _GOALS else pair


def _read_cells(row: FormRow, head: Head, ledger: Ledger, waiting: _Waiting) -> _Waiting:
    """Read one row of cells; gives the labels, by column, whose values stand in the row below."""
    if not row.filled:
        ledger.take(row.line, READER)
        return waiting
    below = [text for column, text in row.filled if column in waiting]
    if below and not any(labelled(text) for text in below):
        _read_below(row, head, ledger, waiting)
        return {}
    if head.money.read_row(row):
        ledger.take(row.line, READER)
        return {}
    found = _pairs(row)
    if not found.pairs and not found.labels:
        if is_contact(row):
            ledger.take(row.line, CONTACT)
        return {}
    contact = is_contact(row)
    ledger.take(row.line, CONTACT if contact else READER)
    for name, label, value in found.pairs:
        enter(head, name, label, value, row.line, ledger)
    for text in found.rest if not contact else ():
        _leave(head, row.line, text)
    goals = {column: label for column, label in found.labels.items() if label[0] in _GOALS}
    return goals if len(goals) > 1 or any(name == "goal_plan" for name, _ in goals.values()) else {}


def _read_below(row: FormRow, head: Head, ledger: Ledger, waiting: _Waiting) -> None:
    """Read the values whose labels stand in the row above."""
    ledger.take(row.line, READER)
    for column, text in row.filled:
        if column in waiting:
            enter(head, *waiting[column], text, row.line, ledger)
        elif not labelled(text):
            _leave(head, row.line, text)


@dataclass(slots=True)
class _Pairs:
    """The labels of a row: with values, and by column those without; and what is no label."""

    pairs: list[tuple[str, str, str]] = field(default_factory=list)
    labels: _Waiting = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)


def _pairs(row: FormRow) -> _Pairs:
    """The labels of a row with the values beside them, labels without, and what is neither."""
    found = _Pairs()
    waiting: tuple[int, str, str] | None = None
    unknown: list[str] = []
    for column, text in row.filled:
        inline = _inline(text)
        name = label_of(text)
        if name or inline:
            if waiting:
                found.labels[waiting[0]] = waiting[1:]
            waiting = None
            if inline and not name:
                found.pairs.append(inline)
            elif name:
                waiting = (column, name, text)
        elif waiting and waiting[1] != "frame":
            found.pairs.append((waiting[1], waiting[2], text))
            waiting = None
        else:
            unknown.append(text)
    if waiting:
        found.labels[waiting[0]] = waiting[1:]
    if found.pairs or found.labels:
        found.rest = unknown
    return found


def enter(head: Head, name: str, label: str, value: str, line: Line, ledger: Ledger) -> None:
    """Keep the value of a field; a contact is not kept, and a second value is asked about."""
    # (盖章) is where a seal was to be set, not what the unit is called.
    if name == CONTACT or is_in_brackets(value):
        return
    if squeeze(value) in YUAN_PER_UNIT:
        head.money.unit = squeeze(value)
        return
    name = "overall_goal" if name == "goal_plan" else name
    if name in _NO_COLUMN:
        _leave(head, line, f"{label or name}: {value}")
        return
    if name in head.cells:
        if squeeze(head.cells[name][0]) != squeeze(value) and name != "reporting_unit":
            ledger.ask(
                Question(
                    what="a label stands twice on a target sheet",
                    line=line.number,
                    found=f"{bare(label)} {value}"[:80],
                    nearest=head.cells[name][0][:80],
                    answer="compare the sheet with the notice: is the heading of the next sheet "
                    "missing?",
                )
            )
            _leave(head, line, f"{label}: {value}")
        return
    if label and squeeze(label) != label:
        head.repairs.append(f"spaces removed from the label {label}")
    head.cells[name] = (value, line)
    head.labels[name] = label


def _leave(head: Head, line: Line, text: str) -> None:
    if any(sign.isalnum() for sign in text):
        head.left.append((line, text.strip()))
