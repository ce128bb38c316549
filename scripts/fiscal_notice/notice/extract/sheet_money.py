"""The money on target forms: total and sources, as columns, as pairs, or in one line of text.

As pairs ``资金情况（万元） | 年度资金总额：16 | 其中：上级资金16``; as columns such as
``年初预算数 | 全年执行数`` over a row of amounts for each source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from fiscal_notice.model import Line, Row, Rows
from fiscal_notice.notice.extract.amounts import UNIT_WORDS, YUAN_PER_UNIT, figure, whole
from fiscal_notice.notice.extract.form_rows import FormRow, bare, in_brackets, meaning
from fiscal_notice.notice.extract.transcript import squeeze
from fiscal_notice.notice.extract.word_lists import words

_LABELS = words("sheet_labels", "label", "field")
_NUMBER = r"[-－]?(?:[0-9]{1,3}(?:[,，][0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_OF_WHICH = re.compile(r"^(?:其\s*中|其中包括)\s*[：:]?\s*")
_ITEM = re.compile(
    rf"(?:其\s*中\s*[：:]?\s*)?(?P<label>[^\s0-9：:;；,，、]{{2,16}})\s*[：:]?\s*"
    rf"(?P<figure>{_NUMBER})\s*(?P<unit>{UNIT_WORDS}|[万亿])?(?![0-9.%％年月])"
)
_FRAMING = re.compile(
    r"(?:项目|年度|总体)?(?:资金|预算|经费|投资).{0,6}(?:情况|构成|来源|申请|安排|筹措|投入)(?:情况)?"
)
_TOTALS = ("总额", "合计", "总计", "总量", "年度金额", "实施期金额")
_FRAMES = ("money", "money_item")
_BRACKETED = re.compile(r"[（(][^（()）]*[)）]")
_FIRST_WORD = re.compile(r"[\s：:]")
_PARTED = re.compile(r"[;；]\s*")


def kind_of(text: str) -> str | None:
    """What a label says in a form's money: money, money_item, money_column, score_column."""
    kind = meaning(text, _LABELS)
    return "money" if kind is None and _FRAMING.fullmatch(bare(text)) else kind


def unit_in(text: str) -> str | None:
    """The unit of money that stands in the brackets of a label or heading."""
    for inside in in_brackets(text):
        match = re.fullmatch(rf"(?:(?:金额)?单位[：:]?)?(?:人民币)?({UNIT_WORDS})", inside)
        if match:
            return match[1]
    return None


def read_amount(text: str, unit: str | None) -> tuple[str, str, Decimal] | None:
    """Figure as printed, unit and yuan of a cell; None if it is no amount or has no unit."""
    short = text.strip().endswith(("万", "亿"))
    found = figure(f"{text}元" if short else text)
    used = (found.unit or unit) if found else None
    if found is None or used is None:
        return None
    return text.strip(), used, found.value * YUAN_PER_UNIT[used]


@dataclass(slots=True)
class _Printed:
    """One printed amount of a form."""

    label: str
    column: str
    unit: str
    text: str
    yuan: Decimal
    line: Line
    row_no: int


@dataclass(slots=True)
class FormMoney:
    """The amounts of one sheet, read row by row; ``unit`` is the one in force."""

    unit: str | None = None
    columns: dict[int, str] = field(default_factory=dict)
    named: list[str] = field(default_factory=list)
    printed: list[_Printed] = field(default_factory=list)
    unread: list[tuple[Line, str]] = field(default_factory=list)
    active: bool = False
    rows: int = 0

    @staticmethod
    def begins(text: str) -> bool:
        """Whether a line of text begins with a label of money."""
        word = _FIRST_WORD.split(_OF_WHICH.sub("", text.strip()), maxsplit=1)[0]
        return kind_of(word) in _FRAMES

    def read_row(self, row: FormRow) -> bool:
        """Read a row of cells if it is one of money; False if it is none."""
        kinds = [(column, text, kind_of(text)) for column, text in row.filled]
        opens = any(kind in _FRAMES for _, _, kind in kinds)
        if not opens and any(kind and kind not in _COLUMN_KINDS for _, _, kind in kinds):
            self.active = False
            return False
        items = self._items(row)
        if not opens and not (self.active and items):
            return False
        self.active = True
        for _, text, kind in kinds:
            if kind in _FRAMES:
                self.unit = unit_in(text) or self.unit
        headers = {column: squeeze(text) for column, text, kind in kinds if kind in _COLUMN_KINDS}
        if headers and not items:
            self.columns = headers
            return True
        self._enter(items, row.line)
        return bool(items) or all(kind in (*_FRAMES, "frame") for *_, kind in kinds)

    def read_text(self, text: str, line: Line) -> bool:
        """Read a line of text if it begins with a label of money and gives amounts."""
        if not self.begins(text):
            return False
        units = {unit for unit in map(unit_in, _BRACKETED.findall(text)) if unit}
        self.unit = units.pop() if len(units) == 1 else self.unit
        found = False
        for part in _PARTED.split(text):
            tokens = part.split()
            names = [t for t in tokens if kind_of(t) in _COLUMN_KINDS]
            if names and not any(read_amount(t, "元") for t in tokens):
                self.named = names
                found = True
                continue
            found = self._read_part(part, tokens, line) or found
        return found

    def _read_part(self, part: str, tokens: list[str], line: Line) -> bool:
        figures = [token for token in tokens[1:] if read_amount(token, self.unit)]
        if len(figures) > 1 and len(figures) == len(tokens) - 1:
            columns = [*self.named, *[""] * len(figures)][: len(figures)]
            items = [
                (tokens[0], column, printed)
                for printed, column in zip(figures, columns, strict=True)
            ]
            self._enter(items, line)
            return True
        items = _in_text(part)
        if len(items) == len(self.named) == 1 and not items[0][1]:
            items = [(items[0][0], self.named[0], items[0][2])]
        one_row = bool(items) and all(column for _, column, _ in items)
        for item in [items] if one_row else [[item] for item in items]:
            self._enter(item, line)
        return bool(items)

    def _items(self, row: FormRow) -> list[tuple[str, str, str]]:
        """Label, column and figure of each amount in a row."""
        items: list[tuple[str, str, str]] = []
        label = ""
        for column, text in row.filled:
            header = self.columns.get(column, "")
            if kind_of(header) == "score_column":
                continue
            if read_amount(text, self.unit or "元"):
                if label:
                    items.append((label, header, text))
            elif inside := _in_text(text):
                items += [(one, header, printed) for one, _, printed in inside]
            else:
                label = text
        return items

    def _enter(self, items: list[tuple[str, str, str]], line: Line) -> None:
        entered = False
        for label, column, printed in items:
            amount = read_amount(printed, self.unit)
            if amount is None:
                self.unread.append((line, f"{label} {printed}"))
                continue
            if not entered:
                self.rows += 1
            entered = True
            text, unit, yuan = amount
            self.printed.append(
                _Printed(clean_label(label), column, unit, text, yuan, line, self.rows)
            )

    def total(self) -> _Printed | None:
        """The total of the year, as far as one amount tells it."""
        totals = [one for one in self.printed if is_total(one.label)]
        yearly = [one for one in totals if "实施期" not in one.label] or totals
        first = [one for one in yearly if one.row_no == yearly[0].row_no] if yearly else []
        return first[0] if first else None


_COLUMN_KINDS = ("money_column", "score_column")
MONEY = FormMoney


def clean_label(text: str) -> str:
    """The label of an amount without 其中, its unit and the colon at its end."""
    word = squeeze(_OF_WHICH.sub("", text.strip()))
    return (bare(word) or word).strip("：:") if unit_in(word) else word.strip("：:")


def is_total(label: str) -> bool:
    """Whether a label names a total."""
    return any(word in label for word in _TOTALS)


def _in_text(text: str) -> list[tuple[str, str, str]]:
    """Labels and figures inside one cell or line: ``年度资金总额:16 其中:上级资金16``."""
    items = []
    first = clean_label(_FIRST_WORD.split(text.strip(), maxsplit=1)[0])
    for match in _ITEM.finditer(text):
        label, printed = clean_label(match["label"]), match["figure"] + (match["unit"] or "")
        kind = kind_of(label)
        if kind == "money_column":
            items.append((first, label, printed))
        elif kind in _FRAMES or is_total(label) or label.endswith("资金"):
            items.append((label, "", printed))
    return items


def amount_rows(money: FormMoney, annex_no: str | None, project: str | None) -> Rows:
    """The rows of ``amounts`` that a form prints, without ids."""
    return [
        amount_row(
            annex_no=annex_no,
            row_no=one.row_no,
            label=one.label,
            level="total" if is_total(one.label) else "detail",
            project_name=project,
            column=one.column or None,
            unit=one.unit,
            amount_as_printed=one.text,
            amount_yuan=whole(one.yuan),
            source_line=one.line.number,
        )
        for one in money.printed
    ]


_AMOUNT_FIELDS = (
    *("annex_no", "table_no", "row_no", "label", "level", "region_code", "region_name", "gb_code"),
    *("unit_code", "project_name", "recipient", "function_code", "purpose", "transfer_type"),
    *("column", "unit", "amount_as_printed", "amount_yuan", "source_line"),
)


def amount_row(**known: object) -> Row:
    """A row of ``amounts`` with all its columns but the id."""
    row: Row = dict.fromkeys(_AMOUNT_FIELDS)
    row.update(known)  # type: ignore[arg-type]
    return row
