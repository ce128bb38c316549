"""The title of a letter: its lines, who issues it, its year and phase."""

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
from fiscal_notice.notice.extract.vocabulary import ADVANCING, ALLOCATING, Vocabulary

_NUMBER_BEHIND = re.compile(
    rf"(?P<rest>.*[^\s\[(])\s*[\[(]?\s*(?<![\u4e00-\u9fff]){NUMBER}\s*[\])]?"
)
_NUMBER_BEFORE = re.compile(rf"[\[(]?\s*{NUMBER}\s*[\])]?\s*(?P<rest>\S.*)")
_KINDS = r"通知书?|复?函|批复|公示|公告|通告|决定|意见|通报|请示|报告"
_TITLE_END = re.compile(rf"(?:{_KINDS})(?:\([^()]*\))*")
_ABOUT = "关于"
_ALLOTS = re.compile(r"下达|安排|拨付|分配|清算|资金|经费|补助|预算")
_LONGEST_LINE = 80  # of a title that the layout broke


def find_title(lines: Sequence[Line], *, lone: bool, head: Sequence[Line] = ()) -> list[Line]:
    """The lines of the title: the last that ends as titles do, and those above it.

    An office above 关于 belongs to it where no line of ``head`` stands between.
    """
    if lone and lines:
        return list(lines)
    ends = [i for i, line in enumerate(lines) if ends_title(_bare(line))]
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
        between = range(lines[first - 1].number + 1, lines[first].number)
        if any(line.number in between for line in head):
            break
        first -= 1
    return list(lines[first : last + 1])


def _goes_on(lines: Sequence[Line], position: int) -> bool:
    """Whether the line above may be a part of the same title."""
    above = plain(lines[position - 1].text).strip()
    return (
        re.search(r"[。;:>|]", above) is None
        and len(above) <= _LONGEST_LINE
        and not ends_title(above)
    )


def ends_title(text: str) -> bool:
    """Whether a line ends as titles do: 通知, 批复, 公告 and what stands in brackets behind."""
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


def give_title(
    lines: Sequence[Line], letter: Letter, ledger: Ledger, vocabulary: Vocabulary
) -> None:
    """Keep the title, and what it says of number, issuer, year and phase."""
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
