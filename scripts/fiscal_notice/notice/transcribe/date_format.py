"""Dates and times as a spreadsheet shows them: ``yyyy"年"m"月"d"日"``, ``h:mm``."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from fiscal_notice.notice.transcribe.numerals import counted, place_by_place

#: Formats that files name by number alone and that mean dates in Chinese (ECMA-376, 18.8.30).
CHINESE = {
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
}
# What the built-in short date is shown as depends on the machine; in Chinese it is this.
_SHORT = {"mm-dd-yy": "yyyy/m/d", "m/d/yy h:mm": "yyyy/m/d h:mm"}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_.|\*.|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]*\]'
    r"|(?P<half>AM/PM|A/P|上午/下午)|(?P<part>y+|e+|m+|d+|a{3,}|h+|s+)|(?P<fraction>\.0+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_NOON = 12
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS = "一二三四五六日"


def show_date(value: date | datetime | time | timedelta, code: str) -> str:
    """A date or time as the format ``code`` shows it."""
    if isinstance(value, timedelta):
        if value < timedelta():
            # Sheets show a span of time that is negative with its sign.
            return "-" + show_date(-value, code)
        value_time, elapsed = (datetime.min + value), value  # noqa: DTZ901  no clock is read
    elif isinstance(value, time):
        value_time = datetime.combine(date.min, value)
        elapsed = value_time - datetime.min  # noqa: DTZ901
    else:
        value_time = value if isinstance(value, datetime) else datetime.combine(value, time())
        elapsed = timedelta(
            hours=value_time.hour, minutes=value_time.minute, seconds=value_time.second
        )
    code = _SHORT.get(code, code).split(";")[0]
    tokens = list(_TOKEN.finditer(code))
    halves = any(token["half"] for token in tokens)
    text = ""
    for place, token in enumerate(tokens):
        if (
            token["quoted"] is not None
            or token["escaped"] is not None
            or token["other"] is not None
        ):
            text += token["quoted"] or token["escaped"] or token["other"] or ""
        elif token["elapsed"]:
            text += _elapsed(elapsed, token["elapsed"])
        elif token["half"]:
            words = ("上午", "下午") if "午" in token["half"] else ("AM", "PM")
            text += words[value_time.hour >= _NOON]
        elif token["part"]:
            text += _part(value_time, token["part"].lower(), _minutes(tokens, place), halves)
    text = text.strip()
    return _in_chinese(text) if "[dbnum1]" in code.casefold() else text


def _minutes(tokens: list[re.Match[str]], place: int) -> bool:
    """Whether an ``m`` means minutes: behind hours, or before seconds."""
    parts = [
        (i, (token["part"] or token["elapsed"] or "").lower()[:1]) for i, token in enumerate(tokens)
    ]
    parts = [(i, sign) for i, sign in parts if sign]
    here = [i for i, _ in parts].index(place)
    before = parts[here - 1][1] if here else ""
    after = parts[here + 1][1] if here + 1 < len(parts) else ""
    return before == "h" or after == "s"


def _elapsed(elapsed: timedelta, sign: str) -> str:
    unit = {"h": 3600, "m": 60, "s": 1}[sign[0].lower()]
    return str(int(elapsed.total_seconds() // unit)).zfill(len(sign))


def _part(value: datetime, sign: str, minutes: bool, halves: bool) -> str:
    kind, length = sign[0], len(sign)
    if kind in "ye":
        return f"{value.year:04d}" if length > 2 or kind == "e" else f"{value.year % 100:02d}"
    if kind == "a" or (kind == "d" and length > 2):
        # Days of the week: aaa 五, ddd 周五, dddd 星期五.
        before = {"aaa": "", "ddd": "周"}.get(sign, "星期")
        return before + _DAYS[value.weekday()]
    if kind == "m" and length > 2 and not minutes:
        return _MONTHS[value.month - 1][: 3 if length == 3 else None]
    number = {
        "m": value.minute if minutes else value.month,
        "d": value.day,
        "h": (value.hour % _NOON or _NOON) if halves else value.hour,
        "s": value.second,
    }[kind]
    return f"{number:02d}" if length > 1 else str(number)


def _in_chinese(text: str) -> str:
    """The figures of a date as Chinese numerals: 二〇二一年十二月三日."""
    return re.sub(
        "[0-9]+",
        lambda m: counted(int(m[0])) if len(m[0]) <= 2 else place_by_place(m[0]),
        text,
    )
