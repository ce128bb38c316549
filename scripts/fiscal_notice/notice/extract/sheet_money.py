"""The money on target forms: total and sources, as columns, as pairs, or in one line of text.

As pairs ``资金情况（万元） | 年度资金总额：16 | 其中：上级资金16``; as columns such as
``年初预算数 | 全年执行数`` over a row of amounts for each source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from fiscal_notice.model import Line, Row, Rows
from fiscal_notice.notice.extract.form_rows import FormRow, bare, in_brackets, meaning
from fiscal_notice.notice.extract.transcript import squeeze
from fiscal_notice.notice.extract.word_lists import words

_LABELS = words("sheet_labels", "label", "field")
UNITS = {"元": 1, "千元": 1_000, "百万元": 1_000_000, "万元": 10_000, "亿元": 100_000_000}
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_NUMBER = r"[-－]?(?:[0-9]{1,3}(?:[,，][0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_AMOUNT = re.compile(rf"(?P<figure>{_NUMBER})\s*(?P<unit>{_UNIT})?")
_OF_WHICH = re.compile(r"^(?:其\s*中|其中包括)\s*[：:]?\s*")
_ITEM = re.compile(
    rf"(?:其\s*中\s*[：:]?\s*)?(?P<label>[^\s0-9：:;；,，、]{{2,16}})\s*[：:]?\s*"
    rf"(?P<figure>{_NUMBER})\s*(?P<unit>{_UNIT})?(?![0-9.%％年月])"
)
_WIDE = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")
_FRAMING = re.compile(
    r"(?:项目|年度|总体)?(?:资金|预算|经费|投资).{0,6}(?:情况|构成|来源|申请|安排|筹措|投入)(?:情况)?"
)
_TOTALS = ("总额", "合计", "总计", "总量", "年度金额", "实施期金额")
_FRAMES = ("money", "money_item")
_FIRST_WORD = re.compile(r"[\s：:]")
_PARTED = re.compile(r"[;；]\s*")


def kind_of(text: str) -> str | None:
    """What a label says in a form's money: money, money_item, money_column, score_column."""
    kind = meaning(text, _LABELS)
    return "money" if kind is None and _FRAMING.fullmatch(bare(text)) else kind


def unit_in(text: str) -> str | None:
    """The unit of money that stands in the brackets of a label or heading."""
    for inside in in_brackets(text):
        match = re.fullmatch(rf"(?:(?:金额)?单位[：:]?)?(?:人民币)?({_UNIT})", inside)
        if match:
            return match[1]
    return None


def exact_yuan(figure: str, unit: str) -> Decimal:
    """The exact amount in yuan of a plain figure in ``unit``."""
    plain = figure.translate(_WIDE).replace(",", "").replace("，", "")
    return Decimal(plain) * UNITS[unit]


def read_amount(text: str, unit: str | None) -> tuple[str, str, Decimal] | None:
    """Figure as printed, unit and yuan of a cell; None if it is no amount or has no unit."""
    match = _AMOUNT.fullmatch(text.translate(_WIDE).strip())
    used = match["unit"] or unit if match else None
    if match is None or used is None:
        return None
    return text.strip(), used, exact_yuan(match["figure"], used)


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
        self.unit = (
            unit_in(
                text.split("：", maxsplit=1)[0].split(":", maxsplit=1)[0].split(" ", maxsplit=1)[0]
            )
            or self.unit
        )
        columns: list[str] = []
        found = False
        for part in _PARTED.split(text):
            tokens = part.split()
            names = [t for t in tokens if kind_of(t) in _COLUMN_KINDS]
            if len(names) > 1 and not any(read_amount(t, "元") for t in tokens):
                columns = names
                found = True
                continue
            found = self._read_part(part, tokens, columns, line) or found
        return found

    def _read_part(self, part: str, tokens: list[str], columns: list[str], line: Line) -> bool:
        figures = [token for token in tokens[1:] if read_amount(token, self.unit)]
        if len(figures) > 1 and len(figures) == len(tokens) - 1:
            items = [
                (tokens[0], column, figure)
                for figure, column in zip(
                    figures, [*columns, *[""] * len(figures)][: len(figures)], strict=True
                )
            ]
            self._enter(items, line)
            return True
        items = _in_text(part)
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
                items += [(one, header, figure) for one, _, figure in inside]
            else:
                label = text
        return items

    def _enter(self, items: list[tuple[str, str, str]], line: Line) -> None:
        entered = False
        for label, column, figure in items:
            amount = read_amount(figure, self.unit)
            if amount is None:
                self.unread.append((line, f"{label} {figure}"))
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
        label, figure = clean_label(match["label"]), match["figure"] + (match["unit"] or "")
        kind = kind_of(label)
        if kind == "money_column":
            items.append((first, label, figure))
        elif kind in _FRAMES or is_total(label) or label.endswith("资金"):
            items.append((label, "", figure))
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


def whole(amount: Decimal) -> int | Decimal:
    """The amount as an integer where it is one, else exact without zeros at its end."""
    return int(amount) if amount == amount.to_integral_value() else amount.normalize()
