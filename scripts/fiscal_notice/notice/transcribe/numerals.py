"""Numerals of lists and dates: Chinese, Roman, letters, figures in circles."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def counted(number: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    """A number from 1 to 9,999 in Chinese: 十二, 二十, 一百零三; others in figures."""
    if not 0 < number < 10_000:  # the numerals have four places
        return str(number)
    text, gap = "", False
    for place, sign in enumerate(reversed(str(number))):
        if sign == "0":
            gap = gap or bool(text)
            continue
        if gap and text:
            text = "零" + text
        gap = False
        text = digits[int(sign)] + (units[place - 1] if place else "") + text
    return text[1:] if digits is _DIGITS and text.startswith("一十") else text


def _letters(number: int) -> str:
    times, place = divmod(number - 1, 26)
    return chr(ord("A") + place) * (times + 1)


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        text += sign * min(times, 10)
    return text


def _from(first: str, last: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= last else str(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def place_by_place(number: int | str) -> str:
    """The figures of a number one by one: 二〇二一."""
    return "".join(_DIGITS[int(sign)] for sign in str(number))


#: Form of a number of a list (ECMA-376 part 1, 17.18.59) → how it writes a number.
FORMS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        (
            *("chineseCounting", "chineseCountingThousand", "japaneseCounting"),
            *("taiwaneseCounting", "taiwaneseCountingThousand", "koreanCounting"),
        ),
        counted,
    ),
    "chineseLegalSimplified": lambda number: counted(number, _LEGAL, "拾佰仟"),
    "ideographLegalTraditional": lambda number: counted(number, _LEGAL, "拾佰仟"),
    "ideographDigital": place_by_place,
    "japaneseDigitalTenThousand": place_by_place,
    "taiwaneseDigital": place_by_place,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    "decimalZero": lambda number: f"{number:02d}",
    **dict.fromkeys(
        ("decimalFullWidth", "decimalFullWidth2"),
        lambda number: "".join(chr(ord(sign) + 0xFEE0) for sign in str(number)),
    ),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "none": lambda _: "",
}
