"""How a page writes values of targets: in a few signs, and in English as far as they were read."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from fiscal_notice.notice.extract.word_lists import word_list
from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.notice.facts.targets import Target

_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
_SYMBOLS = ("%", "‰")
#: What the list of measure words has where English counts without a word.
_COUNTER = "—"
_WORDS = ("words_before", "words_after", "condition")

Label = Callable[[str], str]
"""The English of a qualitative code."""


def brief(target: Target, unit: str = "") -> str:
    """A target in a few signs, with ``unit`` behind a quantity."""
    if target.lost:
        return "?"
    part = target.first
    if target.measure is None or part is None:
        return "●"
    growth = "+" if part["basis"] == "growth" else ""
    return _SIGNS.get(part["comparator"], "") + growth + _bounds(part) + _behind(part, unit)


def _behind(part: Entry, unit: str) -> str:
    if part["unit"] in _SYMBOLS:
        return part["unit"]
    return f" {unit}" if unit and unit.isascii() else unit


def in_english(target: Target, label: Label) -> str:
    """The value that was read, in English; empty if words of it have no code."""
    said = [_part(part, label) for part in target.parts]
    if not said or not all(said) or any(part[name] for part in target.parts for name in _WORDS):
        return ""
    between = " or " if target.parts[0]["part_relation"] == "or" else " and "
    return between.join(said)


def _part(part: Entry, label: Label) -> str:
    if part["value_type"] == "deadline" and part["deadline"]:
        return ("by " if part["comparator"] == "le" else "") + part["deadline"]
    if part["value_type"] == "qualitative":
        return label(part["qualitative_code"]) if part["qualitative_code"] else ""
    if part["value_type"] != "quantitative" or not (part["lower"] or part["upper"]):
        return ""
    unit = english_unit(part)
    if unit is None:
        return ""
    sign = f"{_SIGNS[part['comparator']]} " if part["comparator"] in _SIGNS else ""
    growth = ("growth " if sign else "growth of ") if part["basis"] == "growth" else ""
    return f"{growth}{sign}{_bounds(part)}{unit}"


def english_unit(part: Entry) -> str | None:
    """The unit of a part in English, with the space before it; None if no list has it."""
    word = part["unit"]
    if not word:
        return ""
    for row in word_list("measure_words"):
        if row["word"] == word and row["one"]:
            if row["one"] == _COUNTER:
                return ""
            single = part["lower"] in ("", "1") and part["upper"] in ("", "1")
            single = single and part["multiplier"] in ("", "1")
            unit = row["one"] if single else row["many"]
            return unit if unit in _SYMBOLS else f" {unit}"
    return None


def _bounds(part: Entry) -> str:
    """The bounds with their multiplier, as figures."""
    names = ("lower", "upper") if part["comparator"] == "between" else ("lower",)
    bounds = [part[name] for name in names if part[name]] or [part["upper"]]
    return "–".join(_number(bound, part["multiplier"]) for bound in bounds)


def _number(bound: str, multiplier: str) -> str:
    text = f"{Decimal(bound) * Decimal(multiplier or 1):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
