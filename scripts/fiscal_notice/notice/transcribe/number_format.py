"""Numbers as a spreadsheet shows them: ``#,##0.00``, ``0.00%``, ``(1,234)``, ``0!.0,`` for 万元.

After ECMA-376 part 1, 18.8.31 (number formats): up to four sections parted by semicolons, for
positive, negative, zero and text, or with conditions of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

#: Spreadsheets keep 15 digits; what is beyond them is noise of binary fractions.
_DIGITS = Context(prec=15)
_WIDE = Context(prec=60)
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<skip>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式|G/標準|@)|(?P<exponent>[Ee][+-])"
    r"|(?P<digit>[0#?])|(?P<sign>[.,%/])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|=|<|>)\s*(-?[0-9]+(?:\.[0-9]+)?)")
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "<>": lambda a, b: a != b,
    "=": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
}
_MOST = Decimal(10) ** 40
_SECTIONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A number as text.

    ``rounded``: the text says less than the cell holds. ``unsigned``: at most a colour told that
    it is negative, and a minus was put before it. ``plain``: the format has no reader here, or
    hides the number, which stands as it is stored.
    """

    text: str
    rounded: bool = False
    unsigned: bool = False
    plain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None

    def has(self, kind: str, text: str | None = None) -> bool:
        return any(k == kind and (text is None or t == text) for k, t in self.tokens)


def exact(value: float | Decimal) -> Decimal:
    """A stored number to the 15 digits that spreadsheets keep."""
    return _DIGITS.create_decimal(repr(value) if isinstance(value, float) else value)


def plain(number: Decimal) -> str:
    """A number without a format: all its digits, no exponent."""
    if not number.is_finite() or abs(number) >= _MOST:
        return str(number)
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def show(number: Decimal, code: str) -> Shown:
    """The number as the format ``code`` shows it."""
    sections = _sections(code)
    section, negative = _chosen(sections, number)
    if section is None or abs(number) >= _MOST:
        return Shown(text=plain(number), plain=True)
    if section.has("exponent") or section.has("numerals") or section.has("sign", "/"):
        return Shown(text=plain(number), plain=True)
    if section.has("general"):
        return Shown(text=_general(section, number, negative))
    if not section.has("digit"):
        text = "".join(text for kind, text in section.tokens if kind == "literal").strip()
        # 0;-0; shows no zero, and "-" stands for one; ;;; would hide an amount.
        return Shown(text=text) if number == 0 else Shown(text=plain(number), plain=True)
    scaled, text = _digits(section, abs(number))
    told = "-" in text or "(" in text or "（" in text or "△" in text or "▲" in text
    lost = negative and not told
    minus = number < 0 and not negative and re.search("[1-9]", text) is not None
    return Shown(
        text=("-" if minus or lost else "") + text,
        rounded=scaled,
        unsigned=lost,
    )


def _general(section: _Section, number: Decimal, negative: bool) -> str:
    told = plain(abs(number) if negative else number)
    return "".join(
        told if kind == "general" else text
        for kind, text in section.tokens
        if kind in {"general", "literal"}
    ).strip()


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[tuple[str, str]]] = [[]]
    conditions: list[tuple[str, Decimal] | None] = [None]
    for kind, text in _tokens(code):
        if kind == "other" and text == ";":
            parts.append([])
            conditions.append(None)
        elif kind == "bracket":
            found = _CONDITION.fullmatch(text)
            if found is not None:
                conditions[-1] = (found[1], Decimal(found[2]))
            elif text.startswith("$"):
                parts[-1].append(("literal", text[1:].split("-")[0]))
            elif text.casefold().startswith("dbnum"):
                parts[-1].append(("numerals", text))
        elif kind in {"quoted", "escaped", "other"}:
            parts[-1].append(("literal", text))
        elif kind not in {"skip", "fill"}:
            parts[-1].append((kind, text))
    return tuple(
        _Section(tokens=tuple(tokens), condition=condition)
        for tokens, condition in zip(parts, conditions, strict=True)
    )


def _tokens(code: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup
        if kind is not None:
            yield kind, match[kind]


def _chosen(sections: tuple[_Section, ...], number: Decimal) -> tuple[_Section | None, bool]:
    """The section for a number, and whether it is that of negative numbers, which has its sign."""
    if any(section.condition for section in sections):
        for section in sections[:_SECTIONS]:
            if section.condition is None:
                return section, False
            sign, bound = section.condition
            if _COMPARE[sign](number, bound):
                return section, number < 0 and sign in {"<", "<="} and bound <= 0
        return None, False
    if number < 0 and len(sections) > 1:
        return sections[1], True
    if number == 0 and len(sections) >= _SECTIONS:
        return sections[2], False
    return sections[0], False


def _digits(section: _Section, number: Decimal) -> tuple[bool, str]:
    """Whether the text of a number that is not negative says less than the number, and the text."""
    tokens = section.tokens
    places = [i for i, (kind, _) in enumerate(tokens) if kind == "digit"]
    point = next((i for i, t in enumerate(tokens) if t == ("sign", ".")), None)
    whole = [i for i in places if point is None or i < point]
    after = [i for i in places if point is not None and i > point]
    thousands = _commas(tokens, whole[-1] if whole else -1) + _commas(
        tokens, after[-1] if after else len(tokens)
    )
    grouped = bool(whole) and ("sign", ",") in tokens[whole[0] : whole[-1]]
    percents = sum(t == ("sign", "%") for t in tokens)
    value = _WIDE.scaleb(number, 2 * percents - 3 * thousands)
    shown = value.quantize(Decimal(1).scaleb(-len(after)), ROUND_HALF_UP, _WIDE)
    left, _, right = f"{shown:f}".partition(".")
    kept = _fraction(right, [tokens[i][1] for i in after])
    # .00 has no holder before the point: the whole number stands there all the same.
    before = "" if whole else left.lstrip("0")
    filled = _whole(left, [tokens[i][1] for i in whole], grouped)
    text = ""
    for i, (kind, sign) in enumerate(tokens):
        if i in whole:
            text += filled[whole.index(i)]
        elif i in after:
            text += kept[after.index(i)]
        elif i == point:
            # A point with nothing behind it is left out, though Excel shows it.
            text += before + ("." if any(kept) else "")
        elif kind == "literal" or sign == "%":
            text += sign
    return shown != value, text.strip()


def _commas(tokens: tuple[tuple[str, str], ...], place: int) -> int:
    """How many commas follow a holder of digits: each divides by a thousand."""
    count = 0
    while tokens[place + 1 + count : place + 2 + count] == (("sign", ","),):
        count += 1
    return count


def _fraction(digits: str, holders: list[str]) -> list[str]:
    """The digits after the point, one a holder; those that may be left out are."""
    last = len(holders)
    while last and holders[last - 1] != "0" and digits[last - 1] == "0":
        last -= 1
    return [digits[i] if i < last else "" for i in range(len(holders))]


def _whole(digits: str, holders: list[str], grouped: bool) -> list[str]:
    """The digits before the point, one a holder, all that are over in the first."""
    least = len(holders) - holders.index("0") if "0" in holders else 0
    digits = digits.lstrip("0").rjust(least, "0")
    signs = list(digits)
    if grouped:
        for i in range(3, len(digits), 3):
            signs[-i] = "," + signs[-i]
    if not holders:
        return []
    over = max(0, len(signs) - len(holders))
    first = "".join(signs[: over + 1]) if over else ""
    rest = signs[over + 1 :] if over else signs
    filled = ([first] if over else []) + rest
    return [""] * (len(holders) - len(filled)) + filled
