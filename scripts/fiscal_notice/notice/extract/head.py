"""The head of a letter: urgency, red head, document number, title, salutation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from fiscal_notice.model import Line
from fiscal_notice.notice.extract.letter_record import Letter, take
from fiscal_notice.notice.extract.notation import (
    NUMBER,
    ORGANISATION,
    document_number,
    is_organisation,
    offices,
    plain,
)
from fiscal_notice.notice.extract.page_data import (
    NUMBER_LABEL,
    is_label,
    is_page_frame,
    names_letter,
    read_page_data,
)
from fiscal_notice.notice.extract.title import ends_title, find_title, give_title
from fiscal_notice.notice.extract.transcript import Ledger, squeeze
from fiscal_notice.notice.extract.vocabulary import URGENCIES, Vocabulary

# A page prints a date beside the number, and a letter to a higher office its signer: no part of it.
_NUMBER_LINE = re.compile(
    rf"(?:{NUMBER_LABEL}\s*:?\s*)?[\[(]?\s*{NUMBER}\s*[\])]?"
    r"\s*(?:[\[(]?[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}[\])]?|签\s*发\s*人.*)?"
)
_FORMULA_END = re.compile(r"(?:如下|通知|事项|要求|附件)$")
_LONGEST_NAME = 40
_BESIDE_SIGNS = re.compile(r"(?<=[、，,；;（(])\s+|\s+(?=[、，,；;）)])")
_RED_HEAD = re.compile(r"(?P<issuer>\S{3,60}?)文件")
_SALUTATION = re.compile(r"(?P<names>[^。;\"]{2,300}):")
# Labels of a page or a form end in a colon too.
_NO_SALUTATION = re.compile(
    r"\S{0,4}(?:附|方式|单位|来源|时间|日期|作者|字号|索引号|机构|机关|标签|主题|分类|名称|电话|联系人|编号|文号|部门)"
)
# What begins behind the salutation on its own line.
_OPENING = r"(?:根据|按照|依据|遵照|为|现|经|你|依照|鉴于|接|按|据|因|近日|落实|《)"
_INLINE = re.compile(rf"(?P<names>[^。;\":]{{2,200}}):(?=\s*{_OPENING})")
_BODY = re.compile(
    rf"{_OPENING}(?=.*[,;。:]).{{12,}}|.*。.*|.{{15,}}[,;].{{15,}}:?|(?:[一二三四五六七八九十]{{1,3}}|[0-9]{{1,2}})[、.].{{8,}}",
    re.DOTALL,
)
_LIST = re.compile(r"(?:-\s*)?附\s*[件表]?\s*(?:[0-9]{1,3}(?:-[0-9]+)*)?\s*:")


def read_head(
    lines: Sequence[Line], letter: Letter, ledger: Ledger, vocabulary: Vocabulary
) -> tuple[Line, ...]:
    """Read the head into ``letter`` and give the lines below it, the salutation taken off."""
    stop, body = _split(lines)
    head = list(lines[:stop])
    left = [line for line in head if not _plain_line(line, letter, ledger)]
    title = find_title(left, lone=len(lines) == len(head) == 1, head=head)
    for line in title:
        left.remove(line)
    if title:
        give_title(title, letter, ledger, vocabulary)
    _red_offices(head, left, letter, ledger)
    below = [line for line in left if not title or line.number > title[-1].number]
    rest = _salutation(below, body, letter, ledger)
    labelled = [
        below
        for line, below in pairwise(head)
        if is_label(line.text) and not names_letter(line.text)
    ]
    for line in left:
        if squeeze(line.text) == letter.fields.get("title_clean"):
            take(line, ledger)  # the name of the page, which repeats the title
        elif read_page_data(line, letter):
            take(line, ledger)
        elif (
            is_page_frame(line.text) or is_label(line.text) or line in labelled
        ) and line.number not in ledger.taken:
            ledger.take(line, "page")
    return rest


def _split(lines: Sequence[Line]) -> tuple[int, tuple[Line, ...]]:
    """How many lines the head has, and the lines from the salutation on."""
    for position, line in enumerate(lines):
        text = plain(line.text).strip()
        if _opens_body(lines, position):
            return position, tuple(lines[position:])
        if (_BODY.fullmatch(text) and not ends_title(text)) or _LIST.match(text):
            return position, tuple(lines[position:])
    return len(lines), ()


def _opens_body(lines: Sequence[Line], position: int) -> bool:
    """Whether the line is a salutation, alone or before the first words of the body."""
    text = plain(lines[position].text).strip()
    inline = _INLINE.match(text)
    return (
        _is_salutation(text)
        or (inline is not None and _names(inline))
        or _addressed(lines, position)
    )


def _addressed(lines: Sequence[Line], position: int) -> bool:
    """Whether a short line with a colon stands right above the body: a school, a firm."""
    text = plain(lines[position].text).strip()
    match = _SALUTATION.fullmatch(text)
    if match is None or position + 1 == len(lines) or len(text) > _LONGEST_NAME:
        return False
    if _NO_SALUTATION.fullmatch(squeeze(match["names"])) or _FORMULA_END.search(match["names"]):
        return False
    below = plain(lines[position + 1].text).strip()
    return re.search("[0-9]", text) is None and re.match(rf"{_OPENING}.{{12,}}", below) is not None


def _is_salutation(text: str) -> bool:
    match = _SALUTATION.fullmatch(text)
    return match is not None and _names(match)


def _names(match: re.Match[str] | None) -> bool:
    if match is None:
        return False
    names = squeeze(match["names"])
    last = re.split("[、,]", names)[-1]
    named = ORGANISATION.search(last) or re.search(
        r"[省市县区州盟旗镇乡关司人]$|街道$|单位|部门", last
    )
    if _FORMULA_END.search(names):
        return False
    label = _NO_SALUTATION.fullmatch(names) is not None
    if label and re.match("[各有省市县区]", names) is None:
        return False
    return named is not None or re.match("各|有关|相关|省直|市直|县直", names) is not None


def _plain_line(line: Line, letter: Letter, ledger: Ledger) -> bool:
    """Read a line that is urgency, red head or number, and nothing else."""
    text = line.text.strip()
    clear = plain(text)
    tight = squeeze(text)
    number = _NUMBER_LINE.fullmatch(clear)
    red = _RED_HEAD.fullmatch(squeeze(clear))
    if tight in URGENCIES:
        letter.give("urgency", text, line, ledger)
    elif number:
        letter.give("document_number", document_number(number, text), line, ledger)
    elif red and "title" not in letter.fields and ORGANISATION.search(red["issuer"]):
        letter.give("issuer", tight.removesuffix("文件"), line)
    else:
        return False
    take(line, ledger)
    return True


def _red_offices(head: Sequence[Line], left: list[Line], letter: Letter, ledger: Ledger) -> None:
    """Read the offices that stand alone at the very top, right above the number of the letter."""
    top = list(takewhile(lambda line: is_organisation(line.text.strip()), head))
    below = head[len(top)] if len(top) < len(head) else None
    if not top or below is None or not _NUMBER_LINE.fullmatch(plain(below.text).strip()):
        return
    names = [name for line in top for name in offices(line.text.strip())]
    if "issuer" not in letter.fields:
        letter.give("issuer", " ".join(names), top[0])
    for line in top:
        if line in left:
            left.remove(line)
            take(line, ledger)


def _salutation(
    left: list[Line], body: tuple[Line, ...], letter: Letter, ledger: Ledger
) -> tuple[Line, ...]:
    """Read the salutation: its lines, and those above that run on into it."""
    if not body:
        return body
    said: list[tuple[Line, str]] = []
    rest = list(body)
    while rest and (_is_salutation(plain(rest[0].text).strip()) or _addressed(rest, 0)):
        line = rest.pop(0)
        said.append((line, line.text.strip()))
    if not said and left and _unclosed(left[-1]):
        line = left.pop()
        letter.give("addressees", line.text.strip(), line, ledger)
        take(line, ledger)
        return tuple(rest)
    if not said:
        line = rest[0]
        text = line.text.strip()
        match = _INLINE.match(plain(text))
        if match is None or not _names(match):
            return body
        letter.give("addressees", text[: match.end("names")].strip(), line, ledger)
        rest[0] = Line(number=line.number, text=text[match.end() :].strip())
        return tuple(rest)
    above: list[Line] = []
    while left and _runs_on(left[-1]):
        above.insert(0, left.pop())
    names = "".join([line.text.strip() for line in above] + [text for _, text in said])
    names = _BESIDE_SIGNS.sub("", names)
    letter.give("addressees", names[:-1], (above or [said[0][0]])[0], ledger)
    for line in [*above, *(line for line, _ in said)]:
        take(line, ledger)
    return tuple(rest)


def _unclosed(line: Line) -> bool:
    """Whether a line above the body names the addressees without a colon."""
    text = squeeze(plain(line.text))
    return re.match("各|有关|相关", text) is not None and is_organisation(text.replace(",", "、"))


def _runs_on(line: Line) -> bool:
    text = squeeze(plain(line.text))
    return text.endswith(("、", ",")) or is_organisation(text.replace(",", "、"))
