"""The list of annexes below the letter, in whatever style it is numbered."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fiscal_notice.model import Line
from fiscal_notice.notice.extract.letter_record import Letter, take
from fiscal_notice.notice.extract.notation import DATE, chinese_number, is_organisation, plain
from fiscal_notice.notice.extract.transcript import Ledger, squeeze
from fiscal_notice.notice.questions import Question

_COUNT = r"[0-9]{1,2}(?:\s*-\s*[0-9]{1,2})*|[一二三四五六七八九十]{1,3}"
# 附件：…, 附件1：…, 附件1-1 …, 附件 alone above its entries.
_START = re.compile(
    rf"(?:-\s*)?附\s*[件表]?\s*(?:\s*:|(?P<number>{_COUNT})\s*(?:[:.、,]|(?=\s|[\u4e00-\u9fff《]))|$)\s*(?P<rest>.*)",
    re.DOTALL,
)
_ITEM = re.compile(
    rf"(?:\((?P<bracketed>{_COUNT})\)|(?P<number>{_COUNT})\s*(?:[.、:]|(?<=[0-9])(?=\s+\S|[\u4e00-\u9fff《])(?!\s*年)))\s*(?P<title>\S.*)",
    re.DOTALL,
)
_SIGNS = re.compile(r"(?P<sign>[①-⑳⑴-⒇⒈-⒛])\s*(?P<title>\S.*)", re.DOTALL)
_BETWEEN = re.compile(
    rf"(?:[;；]\s*|\s+|(?<=[表单书案料法细况录])[,，]?\s*)(?=(?:附\s*件\s*)?(?:{_COUNT})\s*[.．、:：]\s*(?:[^\s0-9]|[0-9]{{4}}\s*年))"
)
_SUFFIX = re.compile(
    r"\s*[.．]\s*(?:docx?|xlsx?|pdf|wps|et|rtf|ofd|zip|rar|jpe?g|png|tif|csv|7z)\s*$", re.IGNORECASE
)
_SIZE = re.compile(
    r"\s*[(（]\s*(?:\d+(?:\.\d+)?\s*[KMG]B?|请?点击[^()（）]*|下载)\s*[)）]\s*$", re.IGNORECASE
)
_ENDED = re.compile(r"(?:表|单|书|案|料|法|细|况|录|件|划|告|图|知|目|标)(?:\([^()]*\))*$")
_DATE = re.compile(DATE)


def list_start(text: str) -> bool:
    """Whether a paragraph opens the list of annexes: 附件：…, 附件1 …."""
    match = _START.fullmatch(plain(text).strip())
    if match is None:
        return False
    # 附件1所列资金… is a sentence.
    rest = match["rest"].strip().removesuffix("。")
    if rest != match["rest"].strip() and not (_ENDED.search(rest) and "," not in rest):
        return False
    sentence = match["number"] and re.match(r"所|中[的所]|的|和|规定|列明", match["rest"])
    return "。" not in rest and not sentence


def list_lines(lines: Sequence[Line]) -> int:
    """How many of ``lines``, which open with the list of annexes, belong to it."""
    return next(
        (i for i, line in enumerate(lines) if i and _ends_list(plain(line.text).strip())),
        len(lines),
    )


def _ends_list(text: str) -> bool:
    """Whether a line is the signature, its date or a sentence, and no entry of the list."""
    if _DATE.fullmatch(text):
        return True
    signed = is_organisation(text) or (_DATE.search(text) is not None and text.endswith("日"))
    return (signed or "。" in text) and _ITEM.fullmatch(text) is None


def read_attachments(lines: Sequence[Line], letter: Letter, ledger: Ledger) -> None:
    """Read the lines of the list into ``letter.attachments``."""
    for position, line in enumerate(lines):
        take(line, ledger)
        text = line.text.strip().replace("\t", " ")
        start = _START.fullmatch(plain(text)) if position == 0 or _again(text) else None
        number = None
        if start:
            number, text = start["number"], text[start.start("rest") :].strip()
        if not text:
            continue
        entries = _entries(text, number)
        for index, (count, title) in enumerate(entries):
            goes_on = index == 0 and count is None and position and _goes_on(letter)
            if goes_on:
                last = letter.attachments[-1]
                last["title"] = str(last["title"]) + title
            else:
                _add(count, title, line, letter, ledger)
    named = str(letter.fields.get("title_clean") or "")
    for row in list(letter.attachments):
        row["title"] = _SIZE.sub("", str(row["title"])).rstrip("；;。 ")
        title = _SUFFIX.sub("", str(row["title"])).strip()
        # A page offers the letter itself as a file below the list.
        if title != row["title"] and named and named.endswith(squeeze(title)):
            letter.attachments.remove(row)
        row["title"] = title


def _again(text: str) -> bool:
    return re.match(r"附\s*件", text) is not None


def _entries(text: str, number: str | None) -> list[tuple[str | None, str]]:
    """Numbers and titles of the entries on one line."""
    entries: list[tuple[str | None, str]] = []
    for part in filter(None, (part.strip() for part in _BETWEEN.split(text))):
        entry = re.sub(r"^附\s*件\s*", "", part) if entries else part
        match, sign = _ITEM.fullmatch(plain(entry)), _SIGNS.fullmatch(entry)
        if number is None and match:
            entries.append((match["number"] or match["bracketed"], entry[match.start("title") :]))
        elif number is None and sign:
            entries.append((str(_sign(sign["sign"])), sign["title"]))
        else:
            entries.append((number, entry))
        number = None
    return entries


def _sign(sign: str) -> int:
    return next(
        ord(sign) - first + 1
        for first in (0x2460, 0x2474, 0x2488)
        if first <= ord(sign) < first + 20
    )


def _goes_on(letter: Letter) -> bool:
    """Whether the last title ran on into a second line: it doesn't end as titles do."""
    if not letter.attachments:
        return False
    title = str(letter.attachments[-1]["title"]).strip()
    return _SUFFIX.search(title) is None and _ENDED.search(plain(title)) is None


def _add(count: str | None, title: str, line: Line, letter: Letter, ledger: Ledger) -> None:
    number = squeeze(plain(count)) if count else None
    if number and not number[0].isdigit():
        try:
            number = str(chinese_number(number))
        except ValueError:
            number = None
    if number and any(row["annex_no"] == number for row in letter.attachments):
        ledger.ask(
            Question(
                what=f"the list of annexes names annex {number} twice",
                line=line.number,
                found=line.text.strip()[:80],
                answer="check the list against the notice",
            )
        )
    letter.attachments.append({"annex_no": number, "title": title, "source_line": line.number})
