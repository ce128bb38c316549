"""Numbers that Word gives paragraphs by itself: 一、 （一） 1. as they are shown.

After ECMA-376 part 1, 17.9: a paragraph names a list (``numId``) and a level, by itself or by its
style; the list rests on an abstract one, which counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fiscal_notice.notice.transcribe.numerals import FORMS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
_LEVELS = 9
_STYLES_DEEP = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    start: int
    form: str
    text: str
    follows: str
    restart: int | None
    legal: bool


@dataclass(slots=True)
class _Abstract:
    levels: dict[int, _Level] = field(default_factory=dict)
    of_style: dict[str, int] = field(default_factory=dict)
    link: str | None = None
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _List:
    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)


class Numbering:
    """The lists of a document, counting on as its paragraphs are asked for in their order."""

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        self._abstracts: dict[str, _Abstract] = {}
        self._lists: dict[str, _List] = {}
        self._styles: dict[str, tuple[str | None, str | None, int | None]] = {}
        self._default: str | None = None
        if styles is not None:
            self._read_styles(styles)
        if numbering is not None:
            for each in numbering.iterfind(f"{W}abstractNum"):
                self._abstracts[each.get(f"{W}abstractNumId", "")] = _abstract(each)
            for each in numbering.iterfind(f"{W}num"):
                self._lists[each.get(f"{W}numId", "")] = _list(each)

    def label(self, paragraph: Any) -> str:
        """The number before a paragraph, with the space behind it; "" where there is none."""
        number, level = self._of(paragraph)
        found = self._lists.get(number or "0")
        if found is None:
            return ""
        abstract = self._abstract_of(found)
        if abstract is None:
            return ""
        level = min(level, _LEVELS - 1)
        shape = found.levels.get(level) or abstract.levels.get(level)
        if shape is None:
            return ""
        if level in found.starts:
            abstract.counts[level] = found.starts.pop(level) - 1
        abstract.counts[level] = abstract.counts.get(level, shape.start - 1) + 1
        for deeper in list(abstract.counts):
            below = abstract.levels.get(deeper)
            restart = None if below is None else below.restart
            if deeper > level and (restart is None or (restart and level < restart)):
                del abstract.counts[deeper]
        return _shown(shape, level, found, abstract)

    def _of(self, paragraph: Any) -> tuple[str | None, int]:
        """The list and level of a paragraph: its own, else those of its style."""
        style = _value(paragraph, f"{W}pPr/{W}pStyle") or self._default
        number = _value(paragraph, f"{W}pPr/{W}numPr/{W}numId")
        own = _value(paragraph, f"{W}pPr/{W}numPr/{W}ilvl")
        level = int(own) if own and own.isdecimal() else None
        for _ in range(_STYLES_DEEP):
            if style is None or (number is not None and level is not None):
                break
            based, its_number, its_level = self._styles.get(style, (None, None, None))
            if number is None and its_number is not None:
                number = its_number
                if level is None and its_level is None:
                    its_level = self._level_of_style(number, style)
            level = its_level if level is None else level
            style = based
        return number, level or 0

    def _level_of_style(self, number: str, style: str) -> int | None:
        found = self._lists.get(number)
        abstract = None if found is None else self._abstract_of(found)
        return None if abstract is None else abstract.of_style.get(style)

    def _abstract_of(self, found: _List) -> _Abstract | None:
        abstract = self._abstracts.get(found.abstract)
        for _ in range(_STYLES_DEEP):
            if abstract is None or abstract.link is None or abstract.levels:
                break
            number = self._styles.get(abstract.link, (None, None, None))[1]
            linked = self._lists.get(number or "")
            abstract = None if linked is None else self._abstracts.get(linked.abstract)
        return abstract

    def _read_styles(self, styles: Any) -> None:
        for style in styles.iterfind(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            level = _value(style, f"{W}pPr/{W}numPr/{W}ilvl")
            self._styles[name] = (
                _value(style, f"{W}basedOn"),
                _value(style, f"{W}pPr/{W}numPr/{W}numId"),
                int(level) if level and level.isdecimal() else None,
            )
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true"}:
                self._default = name


def _shown(shape: _Level, level: int, found: _List, abstract: _Abstract) -> str:
    text = shape.text
    if shape.form == "bullet":
        # Signs of a symbol font mean nothing outside it.
        text = "".join("•" if "\ue000" <= sign <= "\uf8ff" else sign for sign in text)
    for place in range(level + 1):
        mark = f"%{place + 1}"
        if mark not in text:
            continue
        other = found.levels.get(place) or abstract.levels.get(place)
        start = 1 if other is None else other.start
        form = "decimal" if other is None or shape.legal else other.form
        count = abstract.counts.setdefault(place, start)
        text = text.replace(mark, FORMS.get(form, str)(count))
    text = text.strip()
    if not text or shape.follows == "nothing":
        return text
    return text + (" " if text[-1].isascii() or shape.form == "bullet" else "")


def _abstract(element: Any) -> _Abstract:
    found = _Abstract(link=_value(element, f"{W}numStyleLink"))
    for level in element.iterfind(f"{W}lvl"):
        place = _number(level.get(f"{W}ilvl"), 0)
        found.levels[place] = _level(level)
        style = _value(level, f"{W}pStyle")
        if style is not None:
            found.of_style[style] = place
    return found


def _list(element: Any) -> _List:
    found = _List(abstract=_value(element, f"{W}abstractNumId") or "")
    for override in element.iterfind(f"{W}lvlOverride"):
        place = _number(override.get(f"{W}ilvl"), 0)
        start = _value(override, f"{W}startOverride")
        if start is not None:
            found.starts[place] = _number(start, 1)
        level = override.find(f"{W}lvl")
        if level is not None:
            found.levels[place] = _level(level)
    return found


def _level(element: Any) -> _Level:
    restart = _value(element, f"{W}lvlRestart")
    legal = element.find(f"{W}isLgl")
    return _Level(
        start=_number(_value(element, f"{W}start"), 0 if element.find(f"{W}start") is None else 1),
        form=_value(element, f"{W}numFmt") or "decimal",
        text=_value(element, f"{W}lvlText") or "",
        follows=_value(element, f"{W}suff") or "tab",
        restart=None if restart is None else _number(restart, 0),
        legal=legal is not None and legal.get(VAL) not in {"0", "false"},
    )


def _value(element: Any, path: str) -> str | None:
    found = element.find(path)
    return None if found is None else found.get(VAL)


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.lstrip("-").isdecimal() else default
