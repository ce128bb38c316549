"""The letter of a notice, read whole: head, opening, clauses, list of annexes, signature."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fiscal_notice.model import Line
from fiscal_notice.notice.extract.attachments import list_lines, list_start, read_attachments
from fiscal_notice.notice.extract.bases import read_bases
from fiscal_notice.notice.extract.body_codes import read_body_codes
from fiscal_notice.notice.extract.clauses import read_clauses
from fiscal_notice.notice.extract.colophon import give_date, read_colophon
from fiscal_notice.notice.extract.contacts import without_contacts
from fiscal_notice.notice.extract.fund import Allotment, find_allotment
from fiscal_notice.notice.extract.head import phase_of, read_head
from fiscal_notice.notice.extract.letter_record import Letter
from fiscal_notice.notice.extract.notation import (
    DATE,
    YEAR,
    chinese_number,
    is_organisation,
    plain,
)
from fiscal_notice.notice.extract.transcript import Ledger, squeeze
from fiscal_notice.notice.extract.vocabulary import Vocabulary
from fiscal_notice.notice.questions import Question

__all__ = ["Letter", "chinese_number", "read_colophon", "read_letter"]

_SIGNED = re.compile(rf"(?P<office>[^。,;:]*?)\s*(?P<date>{DATE})\s*")
_SEAL = re.compile(r"\s*[(（](?:公章|盖章|代章|印章|章)[)）]\s*$")


def read_letter(lines: Sequence[Line], ledger: Ledger, vocabulary: Vocabulary) -> Letter:
    """Read the lines before the first annex. What the letter doesn't have is absent."""
    letter = Letter()
    body = list(read_head(lines, letter, ledger, vocabulary))
    body = _take_list(body, letter, ledger)
    body = _take_signature(body, letter, ledger)
    opening, letter.clauses = read_clauses(body, letter.fields.get("addressees"))
    for line in body:
        ledger.take(line, "letter")
    _read_opening(opening, letter)
    _read_money(opening, body, letter, ledger, vocabulary)
    _read_codes(lines, body, letter, ledger)
    letter.in_order()
    return letter


def _take_list(body: list[Line], letter: Letter, ledger: Ledger) -> list[Line]:
    """Read the list of annexes, and give the other lines."""
    start = next((i for i, line in enumerate(body) if list_start(line.text)), None)
    if start is None:
        return body
    stop = start + list_lines(body[start:])
    read_attachments(body[start:stop], letter, ledger)
    return body[:start] + body[stop:]


def _take_signature(body: list[Line], letter: Letter, ledger: Ledger) -> list[Line]:
    """Read the offices and the day under the letter, and give the lines above them."""
    end = len(body)
    for position in range(len(body) - 1, -1, -1):
        match = _SIGNED.fullmatch(plain(body[position].text).strip())
        if match and (not match["office"] or is_organisation(_SEAL.sub("", match["office"]))):
            give_date("signed_on", match["date"], body[position], letter, ledger)
            end = position
            offices = [_SEAL.sub("", body[position].text.strip()[: match.end("office")])]
            break
    else:
        offices = []
    signed = body[end : end + 1]
    while end and is_organisation(_SEAL.sub("", body[end - 1].text.strip())):
        end -= 1
        signed.insert(0, body[end])
        offices.insert(0, _SEAL.sub("", body[end].text.strip()))
    for line in signed:
        ledger.take(line, "letter")
    names = [squeeze(name) for name in offices if name]
    if names and "issuer" not in letter.fields:
        letter.give("issuer", " ".join(names), signed[0])
    return body[:end] + [line for line in body[end:] if line not in signed]


def _read_opening(opening: Sequence[Line], letter: Letter) -> None:
    if not opening:
        return
    parts = [without_contacts(line.text.strip())[0] for line in opening]
    if any(parts):
        letter.give("preamble", "".join(parts), opening[0])


def _read_money(
    opening: Sequence[Line],
    body: Sequence[Line],
    letter: Letter,
    ledger: Ledger,
    vocabulary: Vocabulary,
) -> None:
    found = find_allotment([line.text.strip() for line in body])
    if found is None:
        _rest_on(opening, None, letter)
        _fund_of_title(letter)
        return
    line = body[found.paragraph]
    _rest_on(opening or body[: found.paragraph + 1], found, letter)
    letter.give("fund_name", found.fund_name, line)
    if "budget_year" not in letter.fields:
        year = found.year or _year_of(found.sentence)
        if year:
            letter.give("budget_year", year, line)
    if "phase" not in letter.fields:
        phase = phase_of(found.sentence, vocabulary)
        if phase:
            letter.give("phase", phase, line)
    if found.total is not None:
        letter.give("body_total_yuan", found.total, line)
        letter.give("body_total_as_printed", found.total_as_printed, line)
    elif found.several:
        ledger.ask(
            Question(
                what="the letter gives several amounts, and no total of them",
                line=line.number,
                found=found.several,
                answer="--set body_total_yuan=…",
            )
        )


def _year_of(text: str) -> int | None:
    match = YEAR.search(plain(text))
    return int(match["year"]) if match else None


def _rest_on(opening: Sequence[Line], found: Allotment | None, letter: Letter) -> None:
    """Read the documents that the opening names before the money is allotted."""
    for position, line in enumerate(opening):
        text = line.text.strip()
        here = found is not None and found.paragraph == position
        for basis in read_bases(text[: found.begin] if here and found else text, line.number):
            known = [row["document_number"] for row in letter.bases]
            if basis.row["document_number"] in known:
                continue
            letter.bases.append({"position": len(letter.bases) + 1, **basis.row})
            letter.give("basis_document_number", basis.as_printed, line)
            if len(letter.bases) == 1 and basis.row["issuer"]:
                letter.give("basis_issuer", basis.row["issuer"], line)
        if here:
            break


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
            ledger.take(line, "letter")
