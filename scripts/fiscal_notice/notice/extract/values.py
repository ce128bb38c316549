"""The grammar of target values: a printed value → its measurable parts.

A value is one or several parts; a part is a figure with words around it:

    part      = before  growth?  bound?  verb?  figure  (至 figure)?  万?  unit?  suffix?  after
    figure    = 1,200 | 2.8 | 一 (a Chinese numeral only beside a bound, a verb or nothing, and
                with a measure word: 进一步 and 十分 hold no figures)
    unit      = 家 | % | 万元 | 元/人·月, behind a sign such as ≥ any short word. 万 and 亿 belong
                to the unit as printed; in a list they are taken apart as the multiplier, so that
                its figures are in one unit (292件和3.5万件)
    bound     = 不少于 | 至少 | 不高于 | …         suffix = 以上 | 以下 | 以内
    growth    = 增长, before the figure or after it; 提高 and the like before a percentage

or a deadline (2021年内完成), or a quality: a statement without any figure (逐步提升, 效果明显),
with a code where the word list has one. Parts are joined by 、 (and), 或 (or), or listed as
``甲、乙…，分别为1件、2件``. A bare figure is read as ``eq`` with ``comparator_explicit`` false.
What does not fit is kept and marked, never guessed:
``parse_status`` is partial where figures are left in the words, and where words may turn the
meaning of the figure (约, 左右, 下降, 未, two bounds that disagree): then no bound is given.
It is unparsed where nothing was read, and where the value only repeats the indicator's name.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from decimal import Decimal

from fiscal_notice.model import Row, Rows
from fiscal_notice.notice.extract.transcript import squeeze
from fiscal_notice.notice.extract.value_figures import (
    CHINESE_FIGURE,
    DOUBT,
    DOUBT_AFTER,
    DOUBT_BEFORE,
    FIGURE,
    RATIOS,
    any_of,
)
from fiscal_notice.notice.extract.vocabulary import (
    COMPARATORS,
    DIGITS,
    MULTIPLIERS,
    SUFFIX_COMPARATORS,
)
from fiscal_notice.notice.extract.word_lists import word_list

FIELDS = [
    "part_relation",
    "value_type",
    "comparator",
    "comparator_explicit",
    "lower",
    "upper",
    "unit",
    "multiplier",
    "basis",
    "direction",
    "deadline",
    "qualitative_code",
    "condition",
    "parse_status",
    "words_before",
    "words_after",
]


_STATEMENTS = {row["wording"]: row for row in word_list("qualitative_wordings")}
_NUMERAL_WORDS = re.compile(any_of(row["word"] for row in word_list("numeral_words")))
_BOUND_WORDS = (*COMPARATORS, *SUFFIX_COMPARATORS)
_SHORTEST = 2
_DEADLINE = re.compile(
    r"(?P<year>[0-9]{4})年(?:(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})日)?)?(?:底|末)?"
    r"(?:以?前|之?内)(?:(?:全部)?完成)?"
)
_LISTED = re.compile(r"(?P<names>[^，0-9]+)，分别(?P<lead>为|达到?)(?P<figures>.+)")
_OUTCOME = re.compile(r"(?P<names>.+?)(?P<outcome>(?:实现|达到|保持)\S+)")
_ALTERNATIVE = re.compile(r"，?(?:或者|或)")
# What may stand for a unit behind a sign, where the word list lacks it: ≥3立方米每秒.
_FREE_UNIT = re.compile(r"(?![余多来几半外])[^\s0-9，。；、：:,.．]{1,8}")
_SIGN = re.compile(r"[≥≧⩾≤≦⩽<>＜＞=＝]+")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
# A value that was left to be filled in.
_UNFILLED = re.compile(r"[*＊×…_]|[XxＸ]{2}")
_SEPARATOR = re.compile(r"[，,。．.][0-9]")


def parse_value(printed: str | None, name: str | None = None) -> Rows:
    """The parts of a printed value, at least one, each with all FIELDS; ``None`` gives ``missing``.

    Bounds are in the printed unit, before the multiplier; both ends of ``between`` count. ``name``
    is the indicator's: a value that only repeats it states no target.
    """
    if printed is None or not printed.strip():
        return [_row(parse_status="missing")]
    text = printed.strip().removesuffix("。")
    for reader in (_quality, _deadline, _listed, _alternatives, _conjunction):
        parts = reader(text)
        if parts:
            return parts
    repeated = name is not None and squeeze(text) == squeeze(name.removesuffix("。"))
    statement = None if repeated else _statement(text)
    return [_figure(text) or statement or _row(parse_status="unparsed")]


def looks_like_a_value(text: str) -> bool:
    """Whether a cell that stands alone can only be a value: figure, deadline or quality."""
    part = parse_value(text)[0]
    if part["parse_status"] != "parsed" or part["words_before"] or part["words_after"]:
        return False
    # Any words are a statement; those of the word list are no name of an indicator.
    return part["value_type"] != "qualitative" or part["qualitative_code"] is not None


def _row(**known: object) -> Row:
    row: Row = dict.fromkeys(FIELDS)
    row["part_relation"] = "single"
    row["parse_status"] = "parsed"
    row.update(known)  # type: ignore[arg-type]
    return row


def _quality(text: str) -> Rows:
    known = _STATEMENTS.get(text)
    if known is None:
        return []
    code, direction = known["code"] or None, known["direction"] or None
    return [_row(value_type="qualitative", qualitative_code=code, direction=direction)]


def _statement(text: str) -> Row | None:
    """Words without any figure; None for signs, a lone bound, and what was not filled in."""
    han = sum("\u4e00" <= sign <= "\u9fff" for sign in text)
    figures = _has_figures(_NUMERAL_WORDS.sub("", text))
    if han < _SHORTEST or figures or _UNFILLED.search(text) or text.endswith(_BOUND_WORDS):
        return None
    return _row(value_type="qualitative")


def _deadline(text: str) -> Rows:
    match = _DEADLINE.fullmatch(text)
    if match is None:
        return []
    year, month = int(match["year"]), int(match["month"] or 12)
    try:
        day = int(match["day"] or calendar.monthrange(year, month)[1])
        last = date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        return []
    return [_row(value_type="deadline", comparator="le", comparator_explicit=True, deadline=last)]


def _listed(text: str) -> Rows:
    match = _LISTED.fullmatch(text)
    if match is None:
        return []
    outcome = _OUTCOME.fullmatch(match["names"])
    names = (outcome["names"] if outcome else match["names"]).split("、")
    lead = "达到" if match["lead"].startswith("达") else ""
    parts = _figures([lead + figure for figure in re.split(r"、|和|及", match["figures"])])
    if len(names) != len(parts):
        return []
    parts = [part | _multiplied(part) for part in parts]
    condition = outcome["outcome"] if outcome else None
    turned = _UNKNOWN_BOUND if DOUBT.search(match["names"]) else {}
    return [
        part | turned | {"part_relation": "and", "words_before": name, "condition": condition}
        for name, part in zip(names, parts, strict=True)
    ]


def _multiplied(part: Row) -> Row:
    """The unit of a listed figure without 万 or 亿, which multiplies it; money keeps its unit."""
    unit = str(part["unit"] or "")
    if unit[:1] not in MULTIPLIERS or "元" in unit:
        return {}
    return {"unit": unit[1:], "multiplier": MULTIPLIERS[unit[0]]}


def _alternatives(text: str) -> Rows:
    return _several(_ALTERNATIVE.split(text), "or")


def _conjunction(text: str) -> Rows:
    return _several(text.split("、"), "and")


def _several(texts: list[str], relation: str) -> Rows:
    if len(texts) == 1:
        return []
    return [part | {"part_relation": relation} for part in _figures(texts)]


def _figures(texts: list[str]) -> Rows:
    """The figures of ``texts``, none if one of them has none."""
    parts = [part for part in map(_figure, texts) if part]
    if len(parts) != len(texts):
        return []
    # 不少于3家、1个: whether the bound governs the second figure too, the words do not say.
    bare = True
    for part in parts:
        if not bare and part["comparator_explicit"] is False:
            part.update(_UNKNOWN_BOUND)
        bare = bare and part["comparator_explicit"] is False
    return parts


_UNKNOWN_BOUND: Row = {
    "comparator": None,
    "comparator_explicit": None,
    "lower": None,
    "upper": None,
    "direction": None,
    "parse_status": "partial",
}


def _figure(text: str) -> Row | None:
    # A figure in digits goes first: 一次性通过率90% is about 90 %.
    match = FIGURE.match(text) or CHINESE_FIGURE.match(text)
    if match is None:
        return None
    rest = text[match.end() :]
    before, growth = _before(match)
    unit, after = _unit(match)
    low, high = _number(match["low"]), _number(match["high"])
    comparator, explicit = _comparator(match)
    ratio = unit in RATIOS
    row = _row(
        value_type="quantitative",
        comparator=comparator,
        comparator_explicit=explicit,
        lower=None if comparator in ("le", "lt") else low,
        upper=high if high is not None else (None if comparator in ("ge", "gt") else low),
        unit="%" if unit == "％" else unit,
        multiplier=MULTIPLIERS.get(match["multiplier"] or "", 1),
        basis="growth" if growth else "ratio" if ratio else "absolute",
        direction=_direction(comparator, growth=growth),
        condition=rest.lstrip("，；") or None,
        parse_status="partial" if _has_figures(before + after + rest) else "parsed",
        words_before=before or None,
        words_after=after or None,
    )
    return row | _UNKNOWN_BOUND if _doubtful(match, before, after, rest) else row


def _unit(match: re.Match[str]) -> tuple[str | None, str]:
    """The unit, and the words that stand behind the figure with its unit."""
    unit, after = match["unit"], match["after"].strip()
    signed = _SIGN.fullmatch(match["bound"] or "")
    if unit or not signed or match["suffix"] or match["multiplier"] or DOUBT.search(after):
        return (re.sub(r"\s", "", unit) if unit else None), after
    return (after, "") if _FREE_UNIT.fullmatch(after) else (None, after)


def _before(match: re.Match[str]) -> tuple[str, bool]:
    """The words before the figure, and whether the figure is one of growth."""
    before, verb, raised = match["before"], match["verb"] or "", match["raise"]
    growth = any(match[f"growth_{place}"] for place in ("before", "mid", "after"))
    if raised and match["unit"] not in ("%", "％"):
        # 增加1项 adds an item; only a percentage that is added is one of growth.
        before, growth = before + raised, bool(match["growth_mid"] or match["growth_after"])
    # 实现20%增长 says "reach 20 % growth": the verb adds nothing to the basis.
    return ("" if growth and before == "实现" else (before + verb).strip()), growth


def _has_figures(words: str) -> bool:
    return any(sign.isnumeric() or sign in "两几半" for sign in words)


def _doubtful(match: re.Match[str], before: str, after: str, rest: str) -> bool:
    """Whether words around the figure may turn what it says."""
    low, high = _number(match["low"]), _number(match["high"])
    bound = COMPARATORS.get(match["bound"] or "")
    suffix = SUFFIX_COMPARATORS.get(match["suffix"] or "")
    return (
        any(DOUBT.search(words) for words in (before, after))
        or DOUBT_BEFORE.search(before) is not None
        or DOUBT_AFTER.match(after) is not None
        or _SEPARATOR.match(rest) is not None
        or match["low_unit"] not in (None, match["unit"])
        or _is_a_date(match, low)
        or bool(bound and suffix and (bound[0], suffix[0]) not in (("g", "g"), ("l", "l")))
        or (high is not None and (low is None or low > high or bool(bound or suffix)))
    )


def _is_a_date(match: re.Match[str], low: Decimal | None) -> bool:
    """Whether the figure with its 年, 月 or 日 names a time, and measures none."""
    if match["unit"] in (None, "年") and match["high"]:
        # 2021-2023年, 2023.07-2024.01
        ends = (low, _number(match["high"]))
        return all(end is not None and _FIRST_YEAR <= end <= _LAST_YEAR for end in ends)
    if match["unit"] == "年":
        return low is not None and _FIRST_YEAR <= low <= _LAST_YEAR
    bare = not (match["bound"] or match["suffix"] or match["high"])
    return match["unit"] in ("月", "日", "时") and bare


def _number(text: str | None) -> Decimal | None:
    if text is None:
        return None
    return Decimal(DIGITS[text]) if text in DIGITS else Decimal(text.replace(",", ""))


def _comparator(match: re.Match[str]) -> tuple[str, bool]:
    if match["high"] is not None:
        return "between", True
    suffix = SUFFIX_COMPARATORS.get(match["suffix"] or "", "le" if match["suffix"] else None)
    bound = COMPARATORS.get(match["bound"] or "") or suffix
    return (bound, True) if bound else ("eq", False)


def _direction(comparator: str, *, growth: bool) -> str | None:
    if comparator in ("le", "lt"):
        return "negative"
    return "positive" if growth or comparator in ("ge", "gt") else None
