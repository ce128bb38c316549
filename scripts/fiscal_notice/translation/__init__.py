"""What is said to a person when something stands in the way, in Chinese.

Errors are raised in English, where they arise. ``zh.json`` has a Chinese template for each English
one; ``{}`` stands for what is put in, ``{0}`` for the first of these. What is put in stays as it
is, unless it is a template by itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from fiscal_notice.errors import FiscalNoticeError, ManyProblemsError

_LABELS = {"found": "发现", "expected": "应为", "try": "可试", "now": "现状"}
_HOLE = "{}"


@cache
def templates() -> dict[str, str]:
    """English template → Chinese template."""
    text = files("fiscal_notice.translation").joinpath("zh.json").read_text(encoding="utf-8")
    read: dict[str, str] = json.loads(text)
    return read


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The templates that have holes as patterns, those with most letters of their own first."""
    found = [(english, chinese) for english, chinese in templates().items() if _HOLE in english]
    found.sort(key=lambda pair: len(pair[0].replace(_HOLE, "")), reverse=True)
    return tuple(
        (re.compile("(.*?)".join(map(re.escape, english.split(_HOLE))), re.DOTALL), chinese)
        for english, chinese in found
    )


def in_chinese(text: str) -> str:
    """``text`` in Chinese, in its lines and parts as far as they are known; else as it is."""
    known = _known(text)
    if known is not None:
        return known
    if "\n" in text:
        return "\n".join(map(_line, text.split("\n")))
    parts = text.split("; ")
    if len(parts) == 1:
        return text
    done = [in_chinese(part) for part in parts]
    return text if done == parts else "；".join(done)


def _line(line: str) -> str:
    """A line of a list: what stands before its words stays."""
    words = line.lstrip(" -")
    return line[: len(line) - len(words)] + in_chinese(words)


def _known(text: str) -> str | None:
    plain = templates().get(text)
    if plain is not None:
        return plain.format()
    for pattern, chinese in _patterns():
        match = pattern.fullmatch(text)
        if match is not None:
            return chinese.format(*(_known(part) or part for part in match.groups()))
    return None


def error_in_chinese(error: FiscalNoticeError) -> str:
    """All that an error says: where, what stands in the way, and what else it knows."""
    return "\n".join(_rows(error))


def _rows(error: FiscalNoticeError) -> Iterator[str]:
    place = error.file or ""
    if error.line is not None:
        place += f" 第{error.line}行" if place else f"第{error.line}行"
    problem = in_chinese(error.problem)
    yield f"{place}：{problem}" if place else problem
    for label, text in error.parts():
        yield f"  {_LABELS[label]}：{in_chinese(text)}"
    if isinstance(error, ManyProblemsError):
        for each in error.problems:
            yield from _rows(each)
