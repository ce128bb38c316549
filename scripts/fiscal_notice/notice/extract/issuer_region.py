"""Whose notice it is: the region whose department of finance is named first, and its divisions."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from fiscal_notice.notice import code_lists
from fiscal_notice.notice.code_lists import Division
from fiscal_notice.notice.extract.transcript import squeeze

_DEPARTMENT = re.compile(r"(?P<region>[㐀-鿿]{2,20}?)财政(?:厅|局|委)")
_HEAD = 40
"""So many lines from the top name the issuer: the head, the title, the salutation."""


def region_named(words: str) -> tuple[Division, ...]:
    """The divisions with which ``words`` begin, from the highest: 湖北省, 武汉市, 青山区.

    Each lies in the one before it; only full names count.
    """
    for length in range(min(len(words), 15), 1, -1):
        found = code_lists.divisions(words[:length])
        full = [division for division in found if division.name == words[:length]]
        if len({division.gb_code for division in full}) == 1:
            return (full[-1], *_inside(full[-1], words[length:]))
    return ()


def _inside(outer: Division, words: str) -> tuple[Division, ...]:
    for length in range(min(len(words), 15), 1, -1):
        for division in code_lists.divisions(words[:length], within=outer.gb_code):
            if division.name == words[:length] and division.gb_code != outer.gb_code:
                return (division, *_inside(division, words[length:]))
    return ()


def issuing_region(text: str) -> tuple[Division, ...]:
    """The region of the first department of finance that the head of a transcript names."""
    for line in [line for line in text.splitlines() if line.strip()][:_HEAD]:
        for found in _DEPARTMENT.finditer(squeeze(line)):
            words = found["region"]
            for start in range(len(words) - 1):
                region = region_named(words[start:])
                if region and "".join(d.name for d in region) == words[start:]:
                    return region
    return ()


def with_parents(region: tuple[Division, ...]) -> tuple[Division, ...]:
    """``region`` from its province down, also where the notice doesn't name that."""
    if not region:
        return ()
    above: list[Division] = []
    first = region[0]
    while first.parent_code and (parent := code_lists.division(first.parent_code)):
        above.insert(0, parent)
        first = parent
    return (*above, *region)


def names_of(region: tuple[Division, ...]) -> tuple[str, str] | None:
    """The names of a region from its province down, in Chinese and English."""
    whole = with_parents(region)
    if not whole:
        return None
    english = [division.name_en or division.pinyin for division in reversed(whole)]
    return "".join(division.name for division in whole), ", ".join(english)


def divisions_for(text: str) -> dict[str, str]:
    """Names → GB/T 2260 codes of the divisions that a notice may name, each name once.

    Those of the issuer's province; for a notice of the ministry all, but for names that several
    divisions share.
    """
    region = with_parents(issuing_region(text))
    return dict(_codes_by_name(region[0] if region else None))


@cache
def _codes_by_name(province: Division | None) -> dict[str, str]:
    found = list(code_lists.divisions_in(province.gb_code if province else ""))
    if province:
        found.append(province)
    named: dict[str, list[Division]] = defaultdict(list)
    for division in found:
        named[division.name].append(division)
    return {name: code for name, same in named.items() if (code := _one_code(same))}


def _one_code(same: list[Division]) -> str | None:
    """The code of divisions of one name: that of the one there is now, or was last."""
    codes = {d.gb_code for d in same if d.last is None} or {
        max(same, key=lambda d: d.last or 0).gb_code
    }
    return codes.pop() if len(codes) == 1 else None
