"""What the titles of columns mean: the words of ``codelists/column_titles.csv``.

A title is compared without white space, full-width forms and a unit in brackets. The first row of
the list that fits decides: ``is`` the whole title, ``ends`` its end, ``has`` any part of it.
"""

from __future__ import annotations

import csv
import io
import re
from functools import cache
from importlib import resources

from fiscal_notice.notice.extract.amounts import MONEY_UNIT, plain

#: A title that may head regions, budget units or recipients; the column's cells tell which.
LABEL = "label"
_MONEY = re.compile(rf"[(\[/:,]?(?:单位:)?{MONEY_UNIT}[)\]]?$")
_BRACKETS = re.compile(r"\(([^()]*)\)$")
# A rate is no amount: 元/人, and any unit that is no money.
_RATE = re.compile(r"元/[^)]+")


@cache
def _titles() -> tuple[dict[str, str], list[tuple[str, str]], list[tuple[str, str]]]:
    text = resources.files("fiscal_notice.notice").joinpath("codelists/column_titles.csv")
    whole: dict[str, str] = {}
    ends: list[tuple[str, str]] = []
    parts: list[tuple[str, str]] = []
    for row in csv.DictReader(io.StringIO(text.read_text(encoding="utf-8"))):
        title = plain(row["title"])
        if row["match"] == "is":
            whole.setdefault(title, row["meaning"])
        else:
            (ends if row["match"] == "ends" else parts).append((title, row["meaning"]))
    return whole, ends, parts


def money_unit(title: str) -> str | None:
    """The unit of money that a title ends in: ``金额（万元）``, ``金额/万元``, ``单位：元``."""
    match = _MONEY.search(plain(title))
    return match["unit"] if match and not _RATE.search(plain(title)) else None


def is_rate_or_count(title: str) -> bool:
    """Whether the unit in a title's brackets is no money: ``（人）``, ``（%）``, ``（元/人）``."""
    text = plain(title)
    if _RATE.search(text):
        return True
    match = _BRACKETS.search(text)
    return match is not None and re.fullmatch(_COUNTED, match[1]) is not None


_COUNTS = "人次 人 个 户 亩 公里 千米 米 平方米 立方米 套 所 家 项 头 只 吨 台 年 分 次 处 座 名 张"
_COUNTED = rf"%|‰|[万千百]?(?:{'|'.join(_COUNTS.split())})"


def bare(title: str) -> str:
    """A title as it is compared: without white space and without its unit."""
    text = plain(title)
    without = _MONEY.sub("", text)
    return (without or text).rstrip(":")


def exact_meaning(title: str) -> str | None:
    """The meaning of a title that the list has as a whole."""
    return _titles()[0].get(bare(title)) or _titles()[0].get(plain(title))


def meaning_of(title: str, *, closely: bool = False) -> str | None:
    """The meaning that a title's words propose, if they propose one.

    ``closely`` leaves out what any part of the title may propose.
    """
    if is_rate_or_count(title):
        return "quantity"
    if exact := exact_meaning(title):
        return exact
    text = bare(title)
    _, ends, parts = _titles()
    found = next((meaning for words, meaning in ends if text.endswith(words)), None)
    if not closely:
        found = found or next((meaning for words, meaning in parts if words in text), None)
    return found or ("amount" if money_unit(title) else None)
