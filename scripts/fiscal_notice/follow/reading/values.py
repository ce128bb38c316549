"""A cell of a form as a value of its field: amounts, days, periods, codes, labels of lists."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from fiscal_notice.follow.reading.grid import Cell
from fiscal_notice.follow.reading.workbook import day_of
from fiscal_notice.model import Value
from fiscal_notice.notice.extract.notation import DATE, plain, read_date
from fiscal_notice.package import Field

#: Units of money → yuan.
MONEY: Final = {"元": 1, "千元": 1_000, "万元": 10_000, "万": 10_000, "亿元": 10**8, "亿": 10**8}
YUAN = "_yuan"
_NUMBER = re.compile(
    r"(?:人民币|[¥$])?(?P<sign>[+-]?)(?:[¥$])?(?P<figure>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]*\.?[0-9]+|[0-9]+\.)"
    r"(?P<unit>元整?|千元|万元|亿元|万|亿|yuan|%|[\u4e00-\u9fff]{1,4})?",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(r"\((.+)\)")
_PARTED = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")
_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
# A moment behind a day is no part of it.
_MOMENT = re.compile(r"[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.0+)?)?$")
_MONTH = re.compile(
    r"([0-9]{4})\s*[-/.年]\s*(?:0?1月?\s*[-~至]\s*)?([0-9]{1,2})\s*月?(?:底|末)?|([0-9]{4})([0-9]{2})"
)
_PART = re.compile(
    r"([0-9]{4})\s*年?度?\s*(?:(上半年|年中|全年|全年度|下半年|年终|年末)|第?([一二三四1-4])季度|Q([1-4]))",
    re.IGNORECASE,
)
_PARTS = {"上半年": 6, "年中": 6}
_QUARTERS = {sign: 3 * (place % 4 + 1) for place, sign in enumerate("一二三四1234")}
_YES, _NO = {"是", "yes", "y", "true", "1", "√", "对"}, {"否", "no", "n", "false", "0", "×", "不"}
_NOTHING = {"/", "-", "--", "---", "—", "无", "n/a"}
_MOST_DIGITS = 15
_FIRST, _LAST = date(1990, 1, 1), date(2100, 1, 1)


class NotUnderstoodError(ValueError):
    """A cell that is no value of its field; the words say what one would be, in English."""


@lru_cache(maxsize=16384)
def squeezed(text: str) -> str:
    """The text without white space, in one kind of signs and letters."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", plain(text))).casefold()


def is_nothing(cell: Cell) -> bool:
    """Whether a cell says that there is nothing: a dash, 无."""
    return squeezed(cell.text) in _NOTHING


def value_of(field: Field, cell: Cell, unit: int = 1) -> Value:
    """The value of ``cell``; amounts in yuan, where a column is in ``unit`` yuan.

    Raises NotUnderstoodError for what is none.
    """
    if field.raw.get("categories") or "enum" in field.constraints:
        return _code(field, cell)
    match field.type:
        case "number":
            return _likely(_number(cell, field.name.endswith(YUAN), unit))
        case "integer":
            return _integer(cell)
        case "date":
            return _day(cell)
        case "boolean":
            return _truth(cell)
    return _text(field, cell)


def _text(field: Field, cell: Cell) -> str:
    pattern = str(field.constraints.get("pattern", ""))
    text = cell.text.strip()
    if field.name == "period" and pattern:
        return _period(cell)
    if pattern and not re.fullmatch(pattern, text):
        text = squeezed(text)
        if not re.fullmatch(pattern, text):
            raise NotUnderstoodError("a code of digits, such as 2010101")
    return text


def _number(cell: Cell, money: bool, unit: int) -> Decimal:
    if cell.day is not None:
        raise NotUnderstoodError("a number, not a day")
    if cell.number is not None:
        if money and cell.percent:
            raise NotUnderstoodError("an amount, not per cent")
        return cell.number * unit
    text = squeezed(cell.text).replace("，", ",")
    negative = _NEGATIVE.fullmatch(text)
    found = _NUMBER.fullmatch(negative[1] if negative else text)
    said = found["unit"] if found else None
    if found is None or (money and said and said.removesuffix("整") not in {*MONEY, "yuan"}):
        raise NotUnderstoodError("a number, such as 1234.5" if not money else "an amount in yuan")
    number = Decimal(found["figure"].replace(",", ""))
    if found["sign"] == "-" or negative:
        number = -number
    if not money:
        # 5家 says its own unit; 3万 is thirty thousand of whatever it counts.
        return number * (MONEY.get(said or "", 1) if said in {"万", "亿"} else unit)
    return number * (MONEY.get((said or "").removesuffix("整"), 1) if said else unit)


def _likely(number: Decimal) -> Decimal:
    """The number; one with more digits than a spreadsheet keeps is a slip, not a figure."""
    if number and number.adjusted() >= _MOST_DIGITS:
        raise NotUnderstoodError("a number of at most 15 digits")
    return number


def _integer(cell: Cell) -> int:
    try:
        number = cell.number if cell.number is not None else Decimal(squeezed(cell.text))
    except ArithmeticError:
        raise NotUnderstoodError("a whole number") from None
    if not number.is_finite() or _likely(number) != number.to_integral_value():
        raise NotUnderstoodError("a whole number")
    return int(number)


def _day(cell: Cell) -> date:
    found = cell.day
    if found is None and cell.number is not None:
        found = _of_digits(cell.text) or day_of(cell.number)
    elif found is None:
        found = day_in(cell.text)
    if found is None or not _FIRST <= found < _LAST:
        raise NotUnderstoodError("a day with year, month and day, such as 2021-03-04")
    return found


def day_in(text: str) -> date | None:
    """The day that a text says: 2021-03-04, 2021/3/4, 2021年3月4日, 二〇二一年三月四日."""
    signs = _MOMENT.sub("", unicodedata.normalize("NFKC", plain(text)).strip())
    if re.fullmatch(DATE, signs):
        return read_date(signs)
    found = _PARTED.fullmatch(signs)
    if found is None:
        return _of_digits(signs)
    return _calendar(*found.groups())


def _of_digits(text: str) -> date | None:
    found = _DIGITS.fullmatch(text)
    return _calendar(*found.groups()) if found else None


def _calendar(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _period(cell: Cell) -> str:
    """The last month of a period: 2021-06, 2021年1-6月, 2021年上半年, 2021年第三季度."""
    if cell.day is not None:
        return f"{cell.day:%Y-%m}"
    text = unicodedata.normalize("NFKC", plain(cell.text)).strip()
    found = _MONTH.fullmatch(text)
    if found and (found[2] or found[4]):
        year, month = found[1] or found[3], int(found[2] or found[4])
        if 1 <= month <= 12:  # noqa: PLR2004  months
            return f"{year}-{month:02}"
    part = _PART.fullmatch(text)
    if part is None:
        raise NotUnderstoodError("a year and a month, such as 2021-06")
    quarter = part[3] or part[4]
    month = _QUARTERS[quarter] if quarter else _PARTS.get(part[2], 12)
    return f"{part[1]}-{month:02}"


def _truth(cell: Cell) -> bool:
    text = squeezed(cell.text)
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise NotUnderstoodError("yes or no (是, 否)")


def _code(field: Field, cell: Cell) -> str:
    text = squeezed(cell.text)
    code = _codes(field.name, _listed(field)).get(text)
    if code is None:
        labels = "、".join(label or code for code, label in _listed(field))
        raise NotUnderstoodError(f"one of {labels}")
    return code


def _listed(field: Field) -> tuple[tuple[str, str], ...]:
    """The codes of a list, each with its Chinese and English labels, parted by /."""
    zh, en = field.labels("zh"), field.labels("en")
    codes = list(zh) or list(field.constraints.get("enum", ()))
    return tuple((code, "/".join(filter(None, (zh.get(code), en.get(code))))) for code in codes)


@cache
def _codes(_name: str, listed: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Each code by whatever stands for it: itself, its labels, both (≥ ge)."""
    found: dict[str, str] = {}
    for code, labels in listed:
        for word in (code, labels, *labels.split("/")):
            found.setdefault(squeezed(word), code)
    return found
