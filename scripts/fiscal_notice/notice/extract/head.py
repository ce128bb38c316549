"""The head of a letter: urgency, red head, document number, title, salutation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fiscal_notice.model import Line
from fiscal_notice.notice.extract.letter_record import Letter, take
from fiscal_notice.notice.extract.notation import (
    NUMBER,
    ORGANISATION,
    YEAR,
    document_number,
    is_organisation,
    plain,
)
from fiscal_notice.notice.extract.transcript import Ledger, squeeze
from fiscal_notice.notice.extract.vocabulary import ADVANCING, ALLOCATING, URGENCIES, Vocabulary

_NUMBER_LABEL = r"(?:发文字号|法规文号|发文文号|文件编号|文\s*号)"
# What a page prints above the letter, several things a line.
_PAGE_NUMBER = re.compile(rf"{_NUMBER_LABEL}\s*[:|]?\s*{NUMBER}")
_PAGE_DISCLOSURE = re.compile(
    r"公开(?:方式|形式|类别|属性)\s*[:|]?\s*(?P<value>(?:主动|依申请|不予)公开)"
)
# A page prints a date beside the number, and a letter to a higher office its signer: no part of it.
_NUMBER_LINE = re.compile(
    rf"(?:{_NUMBER_LABEL}\s*:?\s*)?[\[(]?\s*{NUMBER}\s*[\])]?"
    r"\s*(?:[\[(]?[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}[\])]?|签\s*发\s*人.*)?"
)
_NUMBER_BEHIND = re.compile(
    rf"(?P<rest>.*[^\s\[(])\s*[\[(]?\s*(?<![\u4e00-\u9fff]){NUMBER}\s*[\])]?"
)
_NUMBER_BEFORE = re.compile(rf"[\[(]?\s*{NUMBER}\s*[\])]?\s*(?P<rest>\S.*)")
_KINDS = r"通知书?|复?函|批复|公示|公告|通告|决定|意见|通报|请示|报告"
_TITLE_END = re.compile(rf"(?:{_KINDS})(?:\([^()]*\))*")
_ABOUT = "关于"
_ALLOTS = re.compile(r"下达|安排|拨付|分配|清算|资金|经费|补助|预算")
_LONGEST_LINE = 80  # of a title that the layout broke
_RED_HEAD = re.compile(r"(?P<issuer>\S{3,60}?)文件")
_SALUTATION = re.compile(r"(?P<names>[^。;\"]{2,300}):")
# Labels of a page or a form end in a colon too.
_NO_SALUTATION = re.compile(
    r"\S{0,4}(?:附|方式|单位|来源|时间|日期|作者|字号|索引号|机构|主题|分类|名称|电话|联系人|编号|文号|部门)"
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
    title = _title(left, lone=len(lines) == len(head) == 1)
    for line in title:
        left.remove(line)
    if title:
        _give_title(title, letter, ledger, vocabulary)
    below = [line for line in left if not title or line.number > title[-1].number]
    rest = _salutation(below, body, letter, ledger)
    for line in left:
        if squeeze(line.text) == letter.fields.get("title_clean"):
            take(line, ledger)  # the name of the page, which repeats the title
        elif _read_page_data(line, letter):
            take(line, ledger)
    return rest


def _split(lines: Sequence[Line]) -> tuple[int, tuple[Line, ...]]:
    """How many lines the head has, and the lines from the salutation on."""
    for position, line in enumerate(lines):
        text = plain(line.text).strip()
        if _is_salutation(text) or (_INLINE.match(text) and _names(_INLINE.match(text))):
            return position, tuple(lines[position:])
        if (_BODY.fullmatch(text) and not _ends_title(text)) or _LIST.match(text):
            return position, tuple(lines[position:])
    return len(lines), ()


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
    if re.search(r"(?:如下|通知|事项|要求|附件)$", names):
        return False
    label = _NO_SALUTATION.fullmatch(names) is not None
    if label and re.match("[各有省市县区]", names) is None:
        return False
    return named is not None or re.match("各|有关|相关|省直|市直|县直", names) is not None


def _read_page_data(line: Line, letter: Letter) -> bool:
    """Read what a page says of its notice above it: number and mode of disclosure."""
    clear = plain(line.text.replace("\t", " "))
    number, disclosure = _PAGE_NUMBER.search(clear), _PAGE_DISCLOSURE.search(clear)
    if number and "document_number" not in letter.fields:
        letter.give("document_number", document_number(number), line)
    if disclosure and "disclosure" not in letter.fields:
        letter.give("disclosure", disclosure["value"], line)
    return bool(number or disclosure)


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
        letter.give("document_number", document_number(number), line, ledger)
    elif red and "title" not in letter.fields and ORGANISATION.search(red["issuer"]):
        letter.give("issuer", tight.removesuffix("文件"), line)
    else:
        return False
    take(line, ledger)
    return True


def _title(lines: Sequence[Line], *, lone: bool) -> list[Line]:
    """The lines of the title: the last that ends as titles do, and those above it."""
    if lone and lines:
        return list(lines)
    ends = [i for i, line in enumerate(lines) if _ends_title(_bare(line))]
    if not ends:
        return []
    last = first = ends[-1]
    while first and _ABOUT not in _joined(lines[first : last + 1]) and _goes_on(lines, first):
        first -= 1
    joined = _joined(lines[first : last + 1])
    if _ABOUT not in joined:
        # 提前下达…的通知 without 关于: one line that says what is allotted.
        return [lines[last]] if _ALLOTS.search(_bare(lines[last])) else []
    bare = joined.startswith(_ABOUT)
    while bare and first and is_organisation(lines[first - 1].text):
        first -= 1
    return list(lines[first : last + 1])


def _goes_on(lines: Sequence[Line], position: int) -> bool:
    """Whether the line above may be a part of the same title."""
    above = plain(lines[position - 1].text).strip()
    return (
        re.search(r"[。;:>|]", above) is None
        and len(above) <= _LONGEST_LINE
        and not _ends_title(above)
    )


def _ends_title(text: str) -> bool:
    tight = squeeze(text)
    match = re.search(rf"{_TITLE_END.pattern}$", tight)
    return match is not None and "。" not in tight


def _bare(line: Line) -> str:
    """The line without a document number before or behind the title."""
    clear = plain(line.text).strip()
    match = _NUMBER_BEHIND.fullmatch(clear) or _NUMBER_BEFORE.fullmatch(clear)
    return match["rest"].strip() if match and _ABOUT in match["rest"] else clear


def _joined(lines: Sequence[Line]) -> str:
    return "".join(squeeze(_bare(line)) for line in lines)


def _give_title(
    lines: Sequence[Line], letter: Letter, ledger: Ledger, vocabulary: Vocabulary
) -> None:
    parts: list[str] = []
    for line in lines:
        text, clear = line.text.strip(), plain(line.text).strip()
        match = _NUMBER_BEHIND.fullmatch(clear) or _NUMBER_BEFORE.fullmatch(clear)
        if match and _ABOUT in match["rest"]:
            letter.give("document_number", document_number(match), line, ledger)
            text = text[match.start("rest") : match.end("rest")].strip()
        parts.append(text)
        take(line, ledger)
    title, line = "".join(parts), lines[0]
    tight = squeeze(title)
    letter.give("title", title, line, ledger)
    letter.give("title_clean", tight, line)
    issuer = _issuer(parts)
    if issuer:
        letter.fields.setdefault("issuer", issuer)
        letter.lines.setdefault("issuer", line.number)
    year = YEAR.search(plain(title))
    if year:
        letter.give("budget_year", int(year["year"]), line)
    phase = phase_of(tight, vocabulary)
    if phase:
        letter.give("phase", phase, line)


def _issuer(parts: Sequence[str]) -> str:
    """Who issues the notice, as the title says it before 关于 (转发…关于 names another one)."""
    before = " ".join(parts).split(_ABOUT, 1)[0] if _ABOUT in "".join(parts) else ""
    before = before.split("转发", 1)[0].strip()
    names = before.split()
    if len(names) > 1 and all(is_organisation(name) for name in names):
        return " ".join(names)
    tight = "".join(names)
    return tight if ORGANISATION.search(plain(tight)) else ""


def phase_of(text: str, vocabulary: Vocabulary) -> str | None:
    """The code of the phase that the words name: notified in advance, or allotted."""
    clear = plain(text)
    if ADVANCING.search(clear):
        return vocabulary.phases.get("提前下达", "advance_notification")
    if ALLOCATING.search(clear):
        return vocabulary.phases.get("下达", "allocation")
    return None


def _salutation(
    left: list[Line], body: tuple[Line, ...], letter: Letter, ledger: Ledger
) -> tuple[Line, ...]:
    """Read the salutation: its lines, and those above that run on into it."""
    if not body:
        return body
    said: list[tuple[Line, str]] = []
    rest = list(body)
    while rest and _is_salutation(plain(rest[0].text).strip()):
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
