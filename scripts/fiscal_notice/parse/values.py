"""The grammar of target values: a printed value → its measurable parts.

A value is one or several parts; a part is a figure with words around it:

    part      = before  bound?  verb?  figure  (至 figure)?  万?  unit?  after  suffix?  growth?
    bound     = 不少于 | 至少 | 不高于 | …         suffix = 以上 | 以下 | 以内
    growth    = 增长, before the figure or after it  (basis growth)

or a deadline (2021年内完成), or a quality from a closed list (逐步提升). Parts are joined by 、
(and), 或 (or), or listed as ``甲、乙…，分别为1件、2件``. A bare figure is read as ``eq`` with
``comparator_explicit`` false. What does not fit is kept and marked, never guessed:
``parse_status`` is partial where figures are left in the words, unparsed where nothing was read.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from decimal import Decimal

from fiscal_notice.model import Row, Rows
from fiscal_notice.parse.vocabulary import (
    COMPARATORS,
    DIGITS,
    MEASURE_WORDS,
    MULTIPLIERS,
    QUALITATIVE,
    SUFFIX_COMPARATORS,
)

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


def _any(words: list[str] | dict[str, object]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NUMBER = r"[0-9]+(?:\.[0-9]+)?|[" + "".join(DIGITS) + "]"
_FIGURE = re.compile(
    rf"""
    (?P<before>[^0-9]*?)
    (?P<growth_before>(?:同比)?增长(?:率)?)?
    (?P<bound>{_any({**COMPARATORS})})?
    (?P<verb>服务|培育|建设|举办|开展)?
    (?P<low>{_NUMBER})
    (?:(?:至|到|-|—|~|～)(?P<high>{_NUMBER}))?
    (?P<multiplier>{_any({**MULTIPLIERS})})?
    (?P<unit>%|％|{_any([*MEASURE_WORDS])})?
    (?P<growth_mid>增长)?
    (?P<suffix>{_any({**SUFFIX_COMPARATORS})})?
    (?P<growth_after>增长)?
    (?P<after>[^0-9，。；]*)
    """,
    re.VERBOSE,
)
_DEADLINE = re.compile(
    r"(?P<year>[0-9]{4})年(?:(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})日)?)?(?:底|末)?"
    r"(?:以?前|之?内)(?:全部)?完成"
)
_LISTED = re.compile(r"(?P<names>[^，0-9]+)，分别(?:为|达到?)(?P<figures>.+)")
_OUTCOME = re.compile(r"(?P<names>.+?)(?P<outcome>(?:实现|达到|保持)\S+)")
_ALTERNATIVE = re.compile(r"，?(?:或者|或)")
_LEFTOVER = re.compile(r"[0-9]")
# Words that would turn the meaning of a figure: where one is left over, the reading is not whole.
_DOUBT = re.compile(r"[不未约近超降减负±+\-−<>]|[高低多少]于|左右|上下")


def parse_value(printed: str | None) -> Rows:
    """The parts of a printed value, at least one, each with all FIELDS; ``None`` gives ``missing``.

    Bounds are in the printed unit, before the multiplier; both ends of ``between`` count.
    """
    if printed is None or not printed.strip():
        return [_row(parse_status="missing")]
    text = printed.strip().removesuffix("。")
    for reader in (_quality, _deadline, _listed, _alternatives, _conjunction):
        parts = reader(text)
        if parts:
            return parts
    return [_figure(text) or _row(parse_status="unparsed")]


def looks_like_a_value(text: str) -> bool:
    """Whether a cell that stands alone can only be a value: figure, deadline or quality."""
    part = parse_value(text)[0]
    return part["parse_status"] == "parsed" and not part["words_before"] and not part["words_after"]


def _row(**known: object) -> Row:
    row: Row = dict.fromkeys(FIELDS)
    row["part_relation"] = "single"
    row["parse_status"] = "parsed"
    row.update(known)  # type: ignore[arg-type]
    return row


def _quality(text: str) -> Rows:
    if text not in QUALITATIVE:
        return []
    code, direction = QUALITATIVE[text]
    return [_row(value_type="qualitative", qualitative_code=code, direction=direction)]


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
    figures = [_figure(figure) for figure in re.split(r"、|和|及", match["figures"])]
    parts = [part for part in figures if part]
    if len(names) != len(figures) or len(parts) != len(figures):
        return []
    condition = outcome["outcome"] if outcome else None
    return [
        part | {"part_relation": "and", "words_before": name, "condition": condition}
        for name, part in zip(names, parts, strict=True)
    ]


def _alternatives(text: str) -> Rows:
    return _several(_ALTERNATIVE.split(text), "or")


def _conjunction(text: str) -> Rows:
    return _several(text.split("、"), "and")


def _several(texts: list[str], relation: str) -> Rows:
    parts = [part for part in map(_figure, texts) if part]
    if len(texts) == 1 or len(parts) != len(texts):
        return []
    return [part | {"part_relation": relation} for part in parts]


def _figure(text: str) -> Row | None:
    match = _FIGURE.match(text)
    if match is None:
        return None
    rest = text[match.end() :]
    condition = rest.lstrip("，；") or None
    before = _words(match["before"] + (match["verb"] or ""), growth=any(_growth(match)))
    after = match["after"].strip()
    partial = _LEFTOVER.search(rest) is not None or _DOUBT.search(before + after) is not None
    low, high = _number(match["low"]), _number(match["high"])
    comparator, explicit = _comparator(match)
    growth = any(_growth(match))
    percent = match["unit"] in ("%", "％")
    return _row(
        value_type="quantitative",
        comparator=comparator,
        comparator_explicit=explicit,
        lower=None if comparator in ("le", "lt") else low,
        upper=high if high is not None else (None if comparator in ("ge", "gt") else low),
        unit="%" if percent else match["unit"],
        multiplier=MULTIPLIERS.get(match["multiplier"] or "", 1),
        basis="growth" if growth else "ratio" if percent else "absolute",
        direction=_direction(comparator, growth=growth),
        condition=condition,
        parse_status="partial" if partial else "parsed",
        words_before=before or None,
        words_after=after or None,
    )


def _growth(match: re.Match[str]) -> list[str | None]:
    return [match[f"growth_{place}"] for place in ("before", "mid", "after")]


def _words(before: str, *, growth: bool) -> str:
    # 实现20%增长 says "reach 20 % growth": the verb adds nothing to the basis.
    return "" if growth and before == "实现" else before.strip()


def _number(text: str | None) -> Decimal | None:
    if text is None:
        return None
    return Decimal(DIGITS[text]) if text in DIGITS else Decimal(text)


def _comparator(match: re.Match[str]) -> tuple[str, bool]:
    if match["high"] is not None:
        return "between", True
    bound = COMPARATORS.get(match["bound"] or "") or SUFFIX_COMPARATORS.get(match["suffix"] or "")
    return (bound, True) if bound else ("eq", False)


def _direction(comparator: str, *, growth: bool) -> str | None:
    if comparator in ("le", "lt"):
        return "negative"
    return "positive" if growth or comparator in ("ge", "gt") else None
