"""The letter of a notice, read whole: head, opening, clauses, list of annexes, signature."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fiscal_notice.model import Line
from fiscal_notice.notice.extract.attachments import list_lines, list_start, read_attachments
from fiscal_notice.notice.extract.bases import read_bases
from fiscal_notice.notice.extract.body_codes import read_body_codes
from fiscal_notice.notice.extract.clauses import read_clauses
from fiscal_notice.notice.extract.colophon import read_colophon
from fiscal_notice.notice.extract.contacts import without_contacts
from fiscal_notice.notice.extract.fund import Allotment, find_allotment, said_now, total_of
from fiscal_notice.notice.extract.head import read_head
from fiscal_notice.notice.extract.letter_record import Letter, take
from fiscal_notice.notice.extract.notation import YEAR, chinese_number, plain
from fiscal_notice.notice.extract.paragraphs import paragraphs
from fiscal_notice.notice.extract.signature import take_signature
from fiscal_notice.notice.extract.title import phase_of
from fiscal_notice.notice.extract.transcript import Ledger
from fiscal_notice.notice.extract.vocabulary import Vocabulary
from fiscal_notice.notice.questions import Question

# No layout parts words so widely; patterns need not look through such a gap.
_WIDE_GAP = re.compile(r"\s{100,}")
_RESTS_ON = re.compile(r"\s*\S{0,6}依据\s*:")

__all__ = ["Letter", "chinese_number", "read_colophon", "read_letter"]


def read_letter(lines: Sequence[Line], ledger: Ledger, vocabulary: Vocabulary) -> Letter:
    """Read the lines before the first annex. What the letter doesn't have is absent."""
    letter = Letter()
    lines = [part for line in lines for part in paragraphs(_without_contacts(line, ledger))]
    body = list(read_head(lines, letter, ledger, vocabulary))
    body = _take_list(body, letter, ledger)
    body = take_signature(body, letter, ledger)
    opening, letter.clauses = read_clauses(body, letter.fields.get("addressees"))
    for line in body:
        take(line, ledger)
    _read_opening(opening, letter)
    _read_money(opening, body, letter, ledger, vocabulary)
    _read_codes(lines, body, letter, ledger)
    letter.in_order()
    return letter


def _without_contacts(line: Line, ledger: Ledger) -> Line:
    text, cut = without_contacts(_WIDE_GAP.sub(" ", line.text))
    if cut and not text.strip() and line.number not in ledger.taken:
        ledger.take(line, "contact")
    return Line(number=line.number, text=text)


def _take_list(body: list[Line], letter: Letter, ledger: Ledger) -> list[Line]:
    """Read the list of annexes, and give the other lines."""
    start = next((i for i, line in enumerate(body) if list_start(line.text)), None)
    if start is None:
        return body
    stop = start + list_lines(body[start:])
    read_attachments(body[start:stop], letter, ledger)
    return body[:start] + body[stop:]


def _read_opening(opening: Sequence[Line], letter: Letter) -> None:
    if not opening:
        return
    letter.give("preamble", "".join(line.text.strip() for line in opening), opening[0])


def _read_money(
    opening: Sequence[Line],
    body: Sequence[Line],
    letter: Letter,
    ledger: Ledger,
    vocabulary: Vocabulary,
) -> None:
    found = find_allotment([line.text.strip() for line in body])
    if found is None:
        _rest_on(opening, body, None, letter)
        _fund_of_title(letter)
        for line in opening:
            _give_phase(line.text[said_now(line.text) :], line, letter, vocabulary)
            total = total_of(line.text.strip())
            if total:
                letter.give("body_total_yuan", total[1], line)
                letter.give("body_total_as_printed", total[0], line)
        return
    line = body[found.paragraph]
    _rest_on(opening or body[: found.paragraph + 1], body, found, letter)
    letter.give("fund_name", found.fund_name, line)
    if "budget_year" not in letter.fields:
        year = found.year or _year_of(found.sentence)
        if year:
            letter.give("budget_year", year, line)
    _give_phase(found.sentence, line, letter, vocabulary)
    if found.total is not None:
        letter.give("body_total_yuan", found.total, line)
        letter.give("body_total_as_printed", found.total_as_printed, line)
    for bearer, amount in found.parts.items():
        letter.give(f"body_{bearer}_yuan", amount, line)
    if found.total is None and found.several:
        ledger.ask(
            Question(
                what="the letter gives several amounts, and no total of them",
                line=line.number,
                found=found.several,
                answer="--set body_total_yuan=…",
            )
        )


def _give_phase(words: str, line: Line, letter: Letter, vocabulary: Vocabulary) -> None:
    phase = phase_of(words, vocabulary)
    if phase and "phase" not in letter.fields:
        letter.give("phase", phase, line)


def _year_of(text: str) -> int | None:
    match = YEAR.search(plain(text))
    return int(match["year"]) if match else None


def _rest_on(
    opening: Sequence[Line], body: Sequence[Line], found: Allotment | None, letter: Letter
) -> None:
    """Read the documents that the opening names before the money is allotted."""
    for position, line in enumerate(opening):
        text = line.text.strip()
        here = found is not None and found.paragraph == position
        end = found.begin if here and found else said_now(text)
        _give_bases(text[:end], line, letter)
        if here or (found is None and end < len(text)):
            break
    for line in body:
        # 补助依据：… as a paragraph of its own.
        if _RESTS_ON.match(plain(line.text)):
            _give_bases(line.text.strip(), line, letter)


def _give_bases(words: str, line: Line, letter: Letter) -> None:
    for basis in read_bases(words, line.number):
        known = [row["document_number"] for row in letter.bases]
        if basis.row["document_number"] in known:
            continue
        letter.bases.append({"position": len(letter.bases) + 1, **basis.row})
        letter.give("basis_document_number", basis.as_printed, line)
        if len(letter.bases) == 1 and basis.row["issuer"]:
            letter.give("basis_issuer", basis.row["issuer"], line)


def _fund_of_title(letter: Letter) -> None:
    """Without a sentence that allots, the title names the fund: 关于下达2021年…资金预算的通知."""
    title = str(letter.fields.get("title_clean") or "")
    match = re.search("关于(?P<said>.+)的(?:通知|公告|公示|函|批复)", title)
    found = find_allotment([f"现{match['said']}"]) if match else None
    if found and found.fund_name:
        letter.fields["fund_name"] = found.fund_name
        letter.lines["fund_name"] = letter.lines["title"]


def _read_codes(
    lines: Sequence[Line], body: Sequence[Line], letter: Letter, ledger: Ledger
) -> None:
    """Read the codes of the body, and of lines beside the title that hold nothing else."""
    numbers = {line.number for line in body}
    beside = [line for line in lines if line.number not in ledger.taken]
    letter.body_codes = read_body_codes(
        [
            (line.number, line.text.strip())
            for line in sorted([*beside, *body], key=lambda line: line.number)
        ]
    )
    coded = {row["source_line"] for row in letter.body_codes} - numbers
    for line in beside:
        if line.number in coded:
            take(line, ledger)
