"""The pattern of a figure in a target value, and the words that may turn what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fiscal_notice.notice.extract.vocabulary import (
    COMPARATORS,
    DIGITS,
    MULTIPLIERS,
    SUFFIX_COMPARATORS,
)
from fiscal_notice.notice.extract.word_lists import words


def any_of(words: Iterable[str]) -> str:
    """A pattern of any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_MEASURES = words("measure_words", "word", "kind")
RATIOS = frozenset(word for word, kind in _MEASURES.items() if kind == "ratio")
_TIMES = any_of(word for word, kind in _MEASURES.items() if kind == "time")
_BOUND = rf"(?P<bound>{any_of(COMPARATORS)})?\s*"
_VERB = "(?P<verb>服务|培育|建设|举办|开展)?"
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_WHOLE = any_of(word for word, kind in _MEASURES.items() if kind != "time")
_LARGE = rf"[百千]?(?:{any_of(MULTIPLIERS)})"
# 年 and its like are units only at the end: 2021年内 and 12月底 are dates.
_UNIT = (
    rf"(?:(?:{_LARGE})?(?:{_WHOLE})(?![A-Za-z])|(?:{_TIMES})(?=$|[/／·以及（(]|内$))"
    rf"(?:\s*[/／·]\s*[百千万]?(?:{_WHOLE}|{_TIMES})){{0,2}}"
)
_MULTIPLIER = rf"(?:(?P<multiplier>{any_of(MULTIPLIERS)})(?!{_WHOLE}))?"
_TAIL = rf"""
    (?P<growth_mid>增长)?
    (?P<suffix>{any_of(SUFFIX_COMPARATORS)}|内(?=完成|$))?
    (?P<growth_after>增长)?
    (?P<after>[^0-9，。；]*)
"""
FIGURE = re.compile(
    rf"""
    (?P<before>[^0-9]*?)
    (?P<growth_before>(?:同比)?增长(?:率)?|(?P<raise>增加|提高|提升|上升|增速|增幅))?
    {_BOUND}{_VERB}
    (?P<low>{_NUMBER})\s*
    (?:(?P<low_unit>{_UNIT})?(?:至|到|-|—|~|～)(?P<high>{_NUMBER})\s*)?
    {_MULTIPLIER}
    (?P<unit>{_UNIT})?
    {_TAIL}
    """,
    re.VERBOSE,
)
# 二期, 一类, 三批 count off or name; after a Chinese numeral these are no measure words.
_COUNTED = any_of(word for word, kind in _MEASURES.items() if kind == "basic")
CHINESE_FIGURE = re.compile(
    rf"""
    (?P<before>(?:[^0-9]*?(?={any_of(COMPARATORS)}))?)
    (?P<growth_before>(?P<raise>(?!)))?
    {_BOUND}{_VERB}
    (?P<low>[{"".join(DIGITS)}])
    (?P<high>(?P<low_unit>(?!)))?
    {_MULTIPLIER}
    (?P<unit>(?:{any_of(MULTIPLIERS)})?(?:{_COUNTED}))(?!性)
    {_TAIL}
    """,
    re.VERBOSE,
)
# Words that may turn the meaning of a figure; where one stands beside it, its bound is not known.
# The exceptions are words of the field that only contain such a sign (签约, 未成年, 负责).
DOUBT = re.compile(
    r"[不没否逾降减跌缩±+\-−<>=＋－＜＞＝≥≤≧≦/]|未(?!成年)|无(?!人机|障碍|线|偿)|负(?![责担])|"
    r"(?<![签合预节契])约|超(?![市声算级])|[高低多少大小]于|左右|上下|[接将]近|近$|^非|并非|^除|"
    r"除外|除了|分别|难以|避免|防止|禁止|切勿|下[调浮滑]|回落|以[上下内外前后]|[之及]前"
)
DOUBT_BEFORE = re.compile(r"(?:[第前几之达满够近.．A-Za-z]|排名|^数)$")
DOUBT_AFTER = re.compile(r"[余多来几半内前后年月日时分秒倍折岁A-Za-z_.．,／∶：:]|外$")
