"""How letters write numbers of documents, dates and amounts, whatever signs people typed.

``plain`` gives a text of the same length in which the kinds of brackets, quotes, digits and
punctuation are one each, so that a match in it stands at the same place in the printed text.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from fiscal_notice.notice.extract.amounts import whole
from fiscal_notice.notice.extract.transcript import squeeze
from fiscal_notice.notice.extract.vocabulary import DIGITS

_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PLAIN |= dict.fromkeys(map(ord, "〔【〖｟﹝"), ord("[")) | dict.fromkeys(
    map(ord, "〕】〗｠﹞"), ord("]")
)
_PLAIN |= dict.fromkeys(map(ord, "“”„‟「」『』〝〞"), ord('"'))
_PLAIN |= dict.fromkeys(map(ord, "—–‐‑‒―−─"), ord("-"))
_PLAIN |= dict.fromkeys(map(ord, "\u3000\u00a0"), ord(" "))
_PLAIN |= dict.fromkeys(map(ord, "﹙"), ord("(")) | dict.fromkeys(map(ord, "﹚"), ord(")"))

# 发文字号 (GB/T 9704): the issuer's short name, the year in brackets, the number. Spaces come in.
# Some put a part of the short name in brackets: 某财社(指)〔2020〕1号.
NUMBER = (
    r"(?P<prefix>[\u4e00-\u9fff](?:\s?[\u4e00-\u9fff]){0,13}(?:\([\u4e00-\u9fff]{1,2}\))?)\s*[\[(]\s*(?P<year>[0-9]{4})\s*[\])]\s*"
    r"(?P<serial>第?\s*[0-9]{1,5}(?:[、,]\s*[0-9]{1,5})*)\s*号"
)
YEAR = re.compile(r"(?:[0-9]{4}\s*[-至~]\s*)?(?P<year>[12][0-9]{3})\s*年(?!\s*[0-9]{1,2}\s*月)度?")
AMOUNT = re.compile(
    r"(?<![0-9.,])(?P<figure>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)\s*"
    r"(?P<unit>万亿|亿|千万|百万|万|千)?元"
)
DATE = (
    r"(?:[0-9]{4}\s*年\s*[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*日"
    r"|[一二][〇○零OＯo0一二三四五六七八九]{3}\s*年\s*[一二三四五六七八九十]{1,3}\s*月\s*"
    r"[一二三四五六七八九十]{1,3}\s*日)"
)
_UNITS = {
    "": 1,
    "千": 1_000,
    "万": 10_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
    "万亿": 1_000_000_000_000,
}
_YEAR_SIGNS = {sign: value for sign, value in DIGITS.items() if sign != "十"}
_ZEROS = "〇○零OＯo0"

# How the name of a body of government, a firm or an institute ends.
ORGANISATION = re.compile(
    r"(?:[厅局部委室处署院会办校社行司库联团站馆]|中心|政府|大学|学院|兵团|集团|银行|支队|总队|研究所|"
    r"委员会|事务所|管理所)(?:\([^()]*\))?$"
)


_SHORTEST_OFFICE, _LONGEST_OFFICE = 3, 40


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The text, sign by sign, with one kind of bracket, quote, dash, digit and space each."""
    return text.translate(_PLAIN)


def document_number(match: re.Match[str], printed: str = "") -> str:
    """The document number of a match of NUMBER: no inner spaces, brackets 〔〕 about the year.

    ``printed`` is the text as printed if the match is of its plain signs.
    """
    prefix = printed[match.start("prefix") : match.end("prefix")] or match["prefix"]
    return f"{squeeze(prefix)}〔{match['year']}〕{squeeze(match['serial'])}号"


def read_date(text: str) -> date | None:
    """The day that a text of the form DATE names; None if the calendar lacks it."""
    year, month, day = (part.strip() for part in re.split("[年月日]", plain(text))[:3])
    try:
        return date(_year(year), _small(month), _small(day))
    except ValueError:
        return None


def _year(text: str) -> int:
    return int(
        "".join("0" if sign in _ZEROS else str(_YEAR_SIGNS.get(sign, sign)) for sign in text)
    )


def _small(text: str) -> int:
    return int(text) if text.isascii() else chinese_number(text)


def chinese_number(text: str) -> int:
    """The value of a Chinese numeral from 一 to 九十九 (十二 = 12, 二十 = 20).

    Raises ValueError for what is none.
    """
    tens, separator, ones = text.rpartition("十")
    try:
        if not separator:
            return DIGITS[text]
        return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)
    except KeyError:
        raise ValueError(text) from None


def yuan(match: re.Match[str]) -> int | Decimal:
    """The exact yuan of a match of AMOUNT."""
    return whole(Decimal(match["figure"].replace(",", "")) * _UNITS[match["unit"] or ""])


def offices(text: str) -> list[str]:
    """The names of the bodies that stand side by side in a line."""
    names = text.split()
    return names if all(map(is_organisation, names)) else [squeeze(text)]


def is_organisation(text: str) -> bool:
    """Whether a line can only be the name of a body, or of several side by side."""
    tight = squeeze(plain(text))
    return (
        _SHORTEST_OFFICE <= len(tight) <= _LONGEST_OFFICE
        and re.search(r"[。,;:《》\"0-9]", tight) is None
        and ORGANISATION.search(tight) is not None
    )
