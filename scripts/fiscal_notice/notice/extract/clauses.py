"""The clauses of a letter, sentence by sentence, with whom they oblige and until when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from fiscal_notice.model import Line, Rows, Value
from fiscal_notice.notice.extract.notation import chinese_number, plain
from fiscal_notice.notice.extract.vocabulary import CLAUSE_KINDS

_NUMERAL = r"(?:[二三四五六七八九]?十)?[一二三四五六七八九]|[二三四五六七八九]?十"
# The ways in which clauses are numbered, the widest first; the widest that is there counts them.
_LEVELS = (
    re.compile(rf"\s*(?P<number>{_NUMERAL})\s*[、.,]\s*"),
    re.compile(rf"\s*\((?P<number>{_NUMERAL})\)\s*[、.]?\s*"),
    re.compile(r"\s*(?P<number>[0-9]{1,2})\s*(?:[、,]|\.(?![0-9]))\s*"),
    re.compile(r"\s*(?P<sign>[⒈-⒛])\s*"),
    re.compile(r"\s*(?:\((?P<number>[0-9]{1,2})\)|(?P<sign>[①-⑳⑴-⒇]))\s*[、.]?\s*"),
)
_SENTENCE = re.compile(r"[^。]*。|[^。]+$")
_SUBJECT = re.compile(r"(?P<subject>[^，,；;。]*?(?:部门|单位|财政局|主管局))(?:应|要|须|必须)")
_FORMULA = re.compile(
    r"\(?(?:特此通知|特此函[告复达]|请遵照执行|请认真贯彻执行|专此|此复)[。.!]?\)?"
)
_FULL_DATE = re.compile(
    r"(?P<year>[0-9]{4})\s*年\s*(?P<month>[0-9]{1,2})\s*月\s*(?P<day>[0-9]{1,2})\s*日"
    r"(?:\s*(?:[0-9]{1,2}(?::[0-9]{2}|[时点])\s*)?(?:\([^()]{1,8}\))?\s*(?:之前|以前|之内|前|内|止)|(?=\s*截止))"
)
_COUNT = r"(?:[0-9]{1,3}|[一二两三四五六七八九十]{1,3})"
_SHORT = re.compile(
    r"(?:(?:[0-9]{4}\s*年|每年|次年|当年|下年|翌年|本年|今年|明年)度?\s*)?[0-9]{1,2}\s*月(?:\s*[0-9]{1,2}\s*日|\s*[上中下]旬)?\s*"
    r"(?:底|末)?\s*(?:之前|以前|前|内)"
    rf"|{_COUNT}\s*(?:个\s*)?(?:工作日|自然日|日历日|日|天|月)\s*(?:之内|以内|内)"
    rf"|{_COUNT}\s*个\s*(?:工作日|自然日|日|天|月|星期)\s*(?:之内|以内|内|前)"
    r"|(?:[0-9]{4}|每|当|次|下|本)年度?(?:年)?\s*(?:底|末)\s*(?:之前|以前|前)"
)


def read_clauses(lines: Sequence[Line], addressees: Value) -> tuple[list[Line], Rows]:
    """The paragraphs before the first clause, and the rows of ``clauses``.

    Where nothing is numbered, the first paragraph opens the letter and each other one is a clause,
    counted as it comes. Of a letter of one paragraph what has a deadline is a clause.
    """
    level = next((one for one in _LEVELS if any(_opens(one, line) for line in lines)), None)
    opening: list[Line] = []
    rows: Rows = []
    clause_no = part_no = 0
    for position, line in enumerate(lines):
        text = line.text.strip()
        match = level.match(plain(text)) if level and _opens(level, line) else None
        if match:
            clause_no, part_no = _value(match), 0
            text = text[match.end() :]
        elif level is None and position:
            if _FORMULA.fullmatch(plain(text)):
                continue
            clause_no, part_no = clause_no + 1, 0
        elif not clause_no:
            opening.append(line)
            continue
        elif _FORMULA.fullmatch(plain(text)):
            continue
        for sentence in _parts(text):
            part_no += 1
            rows.append(_row(sentence, line, clause_no, part_no, addressees))
    if len(opening) == 1 and not rows:
        asked = [part for part in _parts(opening[0].text.strip()) if deadline(part)]
        rows = [
            _row(part, opening[0], 1, number, addressees)
            for number, part in enumerate(asked, start=1)
        ]
    return opening, rows


def _parts(text: str) -> list[str]:
    """The sentences; one that asks for several things by several days is parted before each."""
    parts: list[str] = []
    for sentence in _SENTENCE.findall(text):
        start = 0
        for later in [position for position, _ in _deadlines(sentence)][1:]:
            comma = max(sentence.rfind(sign, start, later) for sign in "，,；;")
            if comma > 0:
                parts.append(sentence[start : comma + 1])
                start = comma + 1
        parts.append(sentence[start:])
    return parts


def _opens(level: re.Pattern[str], line: Line) -> bool:
    match = level.match(plain(line.text.strip()))
    return match is not None and (level is not _LEVELS[0] or _value(match) > 0)


def _value(match: re.Match[str]) -> int:
    groups = match.groupdict()
    if groups.get("sign"):
        code = ord(groups["sign"])
        return next(
            code - first + 1 for first in (0x2460, 0x2474, 0x2488) if first <= code < first + 20
        )
    number = groups["number"]
    return int(number) if number.isascii() else chinese_number(number)


def _row(
    sentence: str, line: Line, clause_no: int, part_no: int, addressees: Value
) -> dict[str, Value]:
    subject = _SUBJECT.match(sentence)
    return {
        "clause_no": clause_no,
        "part_no": part_no,
        "kind": next((kind for word, kind in CLAUSE_KINDS if word in sentence), "other"),
        "addressee": subject["subject"] if subject else addressees,
        "text": sentence,
        "deadline": deadline(sentence),
        "source_line": line.number,
    }


def deadline(sentence: str) -> str | None:
    """Until when the sentence asks for something: an ISO date, else the shortest phrase.

    尽快, 及时 and 年终 are no deadlines.
    """
    return "、".join(text for _, text in _deadlines(sentence)) or None


def _deadlines(sentence: str) -> list[tuple[int, str]]:
    """Where the deadlines of a sentence stand, and what they are."""
    clear = plain(sentence)
    found: list[tuple[int, str]] = []
    spans: list[tuple[int, int]] = []
    for match in _FULL_DATE.finditer(clear):
        try:
            day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            continue
        found.append((match.start(), day.isoformat()))
        spans.append(match.span())
    for match in _SHORT.finditer(clear):
        if any(a < match.end() and match.start() < b for a, b in spans):
            continue
        if re.match(r"[^,。;]{0,6}(?:不得|不准|不再)", clear[match.end() :]):
            continue
        found.append((match.start(), re.sub(r"\s", "", sentence[match.start() : match.end()])))
    return sorted(found)
