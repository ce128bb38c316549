"""Dates and times as a spreadsheet shows them: ``yyyy"年"m"月"d"日"``, ``h:mm``."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

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
_DAYS = "一二三四五六日"


def show_date(value: date | datetime | time | timedelta, code: str) -> str:
    """A date or time as the format ``code`` shows it."""
    if isinstance(value, timedelta):
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
    return text.strip()


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
    long = len(sign) > 1
    if sign[0] in "ye":
        return f"{value.year:04d}" if len(sign) > 2 or sign[0] == "e" else f"{value.year % 100:02d}"
    if sign[0] == "a" or (sign[0] == "d" and len(sign) > 2):  # ddd: a day of the week
        name = _DAYS[value.weekday()]
        return (
            name
            if sign == "aaa"
            else f"{'周' if len(sign) == 3 and sign[0] == 'd' else '星期'}{name}"
        )
    number = {
        "m": value.minute if minutes else value.month,
        "d": value.day,
        "h": (value.hour % _NOON or _NOON) if halves else value.hour,
        "s": value.second,
    }[sign[0]]
    return f"{number:02d}" if long else str(number)
