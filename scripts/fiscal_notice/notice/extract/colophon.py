"""The colophon: how the notice is disclosed, who gets a copy, who printed it and when.

It stands under the letter or behind the annexes, in lines or as the rows of a table (版记,
GB/T 9704).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fiscal_notice.model import Line
from fiscal_notice.notice.extract.contacts import without_contacts
from fiscal_notice.notice.extract.letter_record import Letter
from fiscal_notice.notice.extract.notation import DATE, is_organisation, plain, read_date
from fiscal_notice.notice.extract.transcript import Ledger, squeeze
from fiscal_notice.notice.questions import Question

_DISCLOSURE = re.compile(
    r"\(?(?:信\s*息\s*)?公开\s*(?:方式|选项|类别|类型|属性|形式|范围)\s*:\s*(?P<value>[^()]*?)[。)]*"
)
_OPEN_NOTE = re.compile(
    r"\(?(?P<value>(?:此件|此文|本文|该件|本件)?(?:主动公开|依申请公开|不予公开|不公开|公开发布|公开"
    r"|删减后公开)(?:发布)?)\)?[。]?"
)
_COPIES = re.compile(r"(?:抄\s*送|抄\s*报)\s*:\s*(?P<value>.*)", re.DOTALL)
_PRINTED = re.compile(rf"(?P<office>.*?)\s*(?P<date>{DATE})\s*(?:印\s*发|印\s*制|印)")
_LONGEST = 1000  # of a line of the colophon, a long list of copies
_FORMULA = re.compile(
    r"\(?(?:此|本)页无正文\)?|\(?(?:公章|盖章)\)?|\(?共印\s*[0-9]+\s*份\)?[。]?|主题词\s*:.*"
)


def colophon_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines of ``lines`` that belong to the colophon, wherever they stand, in their order."""
    found: set[int] = set()
    for position, line in enumerate(lines):
        text = _text(line)
        if _COPIES.fullmatch(text):
            found |= {position, *_copies_go_on(lines, position)}
        elif _DISCLOSURE.fullmatch(text) or _note(text) or _FORMULA.fullmatch(text):
            found.add(position)
        elif (printed := _PRINTED.fullmatch(text)) and _office(printed["office"]):
            found.add(position)
            if not printed["office"] and position and _office(_text(lines[position - 1])):
                found.add(position - 1)
    return [lines[position] for position in sorted(found)]


def _text(line: Line) -> str:
    """The line without tabs; a table of the colophon has one thing a cell. "" for a long text."""
    if len(line.text) > _LONGEST:
        return ""
    return " ".join(
        cell.strip() for cell in plain(line.text.replace("\t", "\n")).split("\n")
    ).strip()


def _note(text: str) -> re.Match[str] | None:
    match = _OPEN_NOTE.fullmatch(text)
    # 公开 alone may be a cell of any table.
    return match if match and len(match["value"]) > len("公开") else None


def _office(text: str) -> bool:
    return not text or is_organisation(text)


def _copies_go_on(lines: Sequence[Line], position: int) -> list[int]:
    """The lines onto which a list of copies runs: until the full stop that ends it."""
    more: list[int] = []
    for later in range(position + 1, min(position + 6, len(lines))):
        if _text(lines[later - 1]).endswith("。") or not _text(lines[later - 1]).endswith(
            (",", "、")
        ):
            break
        more.append(later)
    return more


def read_colophon(lines: Sequence[Line], letter: Letter, ledger: Ledger) -> None:
    """Read the lines of the colophon into ``letter``. A line that says a contact gives no field."""
    copies: list[tuple[Line, str]] = []
    for line in lines:
        text, cut = without_contacts(line.text.strip())
        clear = _text(Line(number=line.number, text=text))
        ledger.take(line, "contact" if cut and not clear else "colophon")
        if clear:
            _read_line(line, " ".join(text.split("\t")).strip(), clear, letter, ledger, copies)
    if copies:
        value = "".join(text for _, text in copies).strip()
        letter.give("copied_to", value.rstrip("。"), copies[0][0], ledger)
    letter.in_order()


def _read_line(
    line: Line,
    text: str,
    clear: str,
    letter: Letter,
    ledger: Ledger,
    copies: list[tuple[Line, str]],
) -> None:
    note = _DISCLOSURE.fullmatch(clear) or _note(clear)
    printed = _PRINTED.fullmatch(clear)
    copied = _COPIES.fullmatch(clear)
    if note:
        if note["value"]:
            letter.give("disclosure", note["value"].strip(), line, ledger)
    elif copied:
        copies.append((line, text[copied.start("value") :].strip()))
    elif printed:
        if printed["office"]:
            letter.give("printed_by", text[: printed.end("office")].strip(), line, ledger)
        give_date("printed_on", printed["date"], line, letter, ledger)
    elif is_organisation(clear) and not _open_list(copies):
        letter.give("printed_by", squeeze(text), line, ledger)
    elif copies and not _FORMULA.fullmatch(clear):
        copies.append((line, text))


def _open_list(copies: list[tuple[Line, str]]) -> bool:
    return bool(copies) and copies[-1][1].endswith(("，", ",", "、"))


def give_date(name: str, printed: str, line: Line, letter: Letter, ledger: Ledger) -> None:
    """Keep the day that is printed; ask about one that the calendar lacks."""
    day = read_date(printed)
    if day is not None:
        letter.give(name, day, line, ledger)
        return
    ledger.ask(
        Question(
            what="this is no day of the calendar",
            line=line.number,
            found=printed,
            answer=f"--set {name}=YYYY-MM-DD",
        )
    )
