"""Where a line of the transcript stands in its original, in words, and which cell says a value."""

from __future__ import annotations

import re
from collections.abc import Mapping

_RANGE = re.compile(r"(?P<table>T[0-9]+!)?(?P<first>[A-Z]+)(?P<row>[0-9]+)(?::[A-Z]+[0-9]+)?")


def as_words(place: Mapping[str, object], path: str, lang: str, cell: str | None = None) -> str:
    """A row of ``places`` in words: file, page, sheet, cell or paragraph; ``cell`` if it is known.

    ``path`` is the path of the original in the package.
    """
    zh = lang == "zh"
    parts = [path.rsplit("/", 1)[-1]]
    text = {name: str(value) for name, value in place.items() if value not in (None, "")}
    if "page" in text:
        parts.append(f"第{text['page']}页" if zh else f"page {text['page']}")
    if "sheet" in text:
        parts.append(f"工作表 {text['sheet']}" if zh else f"sheet {text['sheet']}")
    shown = cell or text.get("cell")
    table = re.match(r"T([0-9]+)!(.+)", shown or "")
    if table:
        parts.append(f"第{table[1]}张表" if zh else f"table {table[1]}")
        shown = table[2]
    if shown:
        single = ":" not in shown
        word = ("单元格" if zh else "cell") if single else ("单元格区域" if zh else "cells")
        parts.append(f"{word} {shown}")
    elif "paragraph" in text:
        kind = "line" if parts[0].lower().endswith((".txt", ".csv", ".tsv")) else "paragraph"
        number = text["paragraph"]
        zh_word = f"第{number}行" if kind == "line" else f"第{number}段"
        parts.append(zh_word if zh else f"{kind} {number}")
    return ("，" if zh else ", ").join(parts)


def cell_of(place: Mapping[str, object], line: str, printed: str) -> str | None:
    """The one cell of a row in which ``printed`` stands: ``F5`` or ``T2!F5``; None if none does.

    ``line`` is the row's line of the transcript, whose k-th column is the k-th letter of the row.
    """
    found = _RANGE.fullmatch(str(place.get("cell") or ""))
    wanted = _bare(printed)
    if not found or not wanted:
        return None
    cells = [_bare(cell) for cell in line.split("\t")]
    places = [number for number, cell in enumerate(cells) if cell == wanted]
    places = places or [number for number, cell in enumerate(cells) if wanted in cell]
    if len(places) != 1:
        return None
    column = _letters(_number(found["first"]) + places[0])
    return f"{found['table'] or ''}{column}{found['row']}"


def _bare(text: str) -> str:
    """A text without white space and the commas of thousands, as tables and cells may differ."""
    squeezed = re.sub(r"\s+", "", text)
    if re.fullmatch(r"-?[0-9][0-9,]*(?:\.[0-9]+)?", squeezed):
        squeezed = squeezed.replace(",", "")
        return squeezed.rstrip("0").rstrip(".") if "." in squeezed else squeezed
    return squeezed


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
