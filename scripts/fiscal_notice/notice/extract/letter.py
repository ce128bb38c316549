"""The letter of a notice: head, preamble, clauses, list of annexes; and the colophon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from fiscal_notice.errors import TranscriptError
from fiscal_notice.model import Line, Row, Rows
from fiscal_notice.notice.extract.transcript import Ledger, squeeze
from fiscal_notice.notice.extract.vocabulary import (
    CLAUSE_KINDS,
    DIGITS,
    NUMBER_CLOSE,
    NUMBER_OPEN,
    URGENCIES,
    Vocabulary,
)

_NUMBER = (
    rf"[^\s《》()（）{NUMBER_OPEN}]+[{NUMBER_OPEN}]\s*[0-9]{{4}}\s*[{NUMBER_CLOSE}]\s*[0-9]+\s*号"
)
_DOCUMENT_NUMBER = re.compile(_NUMBER)
_YEAR = re.compile(r"([0-9]{4})\s*年")
_BASIS = re.compile(rf"《(?P<issuer>[^《》]+?)关于[^》]*》\s*[(（](?P<number>{_NUMBER})[)）]")
# (具体项目、金额详见附件1) says where to look and is no part of the name.
_REMARK = r"(?:[(（](?![^)）]*附件)[^)）]*[)）])"
_FUND = re.compile(rf"现(?:提前)?下达\s*[0-9]{{4}}\s*年度?\s*(?P<fund>\S*?资金{_REMARK}?)")
_CLAUSE = re.compile(r"((?:[二三四五六七八九]?十)?[一二三四五六七八九]|[二三四五六七八九]?十)、")
_ATTACHMENT = re.compile(
    r"(?:-\s*)?(?:附件[：:])?\s*(?P<number>[0-9]{1,3})\s*[.．、]\s*(?P<title>\S.*)"
)
_SENTENCE = re.compile(r"[^。]*。|[^。]+$")
_SUBJECT = re.compile(r"(?P<subject>[^，,；;。]*?(?:部门|单位|财政局|主管局))(?:应|要|须|必须)")
_DATE = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")


@dataclass(slots=True)
class Letter:
    """What the letter says: the fields of ``notice`` with the line of each, clauses and annexes."""

    fields: Row = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    clauses: Rows = field(default_factory=list)
    attachments: Rows = field(default_factory=list)
    bases: Rows = field(default_factory=list)
    body_codes: Rows = field(default_factory=list)

    def set(self, name: str, value: str | int | date | None, line: Line) -> None:
        """Keep a field of the notice and the line on which it stands.

        Raises TranscriptError if another line has given it.
        """
        if self.lines.get(name, line.number) != line.number and name in self.fields:
            raise TranscriptError(
                f"a second line gives the {name.replace('_', ' ')} of the notice",
                line=line.number,
                found=line.text.strip()[:80],
                expected=f"the one of line {self.lines[name]} only",
                hint="check the two lines against the notice",
            )
        self.fields[name] = value
        self.lines[name] = line.number


def read_letter(lines: Sequence[Line], ledger: Ledger, vocabulary: Vocabulary) -> Letter:
    """Read the lines before the first annex."""
    letter = Letter()
    body = _read_head(lines, letter, ledger, vocabulary)
    _read_body(body, letter, ledger)
    return letter


def _read_head(
    lines: Sequence[Line], letter: Letter, ledger: Ledger, vocabulary: Vocabulary
) -> Sequence[Line]:
    for position, line in enumerate(lines):
        text = line.text.strip()
        if text.endswith(("：", ":")) and "title" in letter.fields:
            letter.set("addressees", text[:-1], ledger.take(line, "letter"))
            return lines[position + 1 :]
        if not _read_head_line(line, text, letter, vocabulary):
            continue
        ledger.take(line, "letter")
    return []


def _read_head_line(line: Line, text: str, letter: Letter, vocabulary: Vocabulary) -> bool:
    tight = squeeze(text)
    if tight in URGENCIES:
        letter.set("urgency", text, line)
    elif tight.endswith("文件") and "title" not in letter.fields:
        letter.set("issuer", tight.removesuffix("文件"), line)
    elif _DOCUMENT_NUMBER.fullmatch(text):
        letter.set("document_number", text, line)
    elif "关于" in tight and tight.endswith("通知"):
        _read_title(line, text, tight, letter, vocabulary)
    else:
        return False
    return True


def _read_title(line: Line, text: str, tight: str, letter: Letter, vocabulary: Vocabulary) -> None:
    letter.set("title", text, line)
    letter.set("title_clean", tight, line)
    letter.fields.setdefault("issuer", tight.split("关于", 1)[0])
    letter.lines.setdefault("issuer", line.number)
    year = _YEAR.search(text)
    if year:
        letter.set("budget_year", int(year[1]), line)
    # The longest word first: 下达 is part of 提前下达.
    for word in sorted(vocabulary.phases, key=len, reverse=True):
        if word in tight:
            letter.set("phase", vocabulary.phases[word], line)
            break


def _read_body(lines: Sequence[Line], letter: Letter, ledger: Ledger) -> None:
    clause_no = part_no = 0
    for line in lines:
        text = line.text.strip()
        attachment = _ATTACHMENT.fullmatch(text)
        number = _CLAUSE.match(text)
        if attachment:
            _add_attachment(attachment, line, letter)
        elif letter.attachments:
            # After the list of annexes only the signature and its date may stand.
            if text != letter.fields.get("issuer") and not _DATE.fullmatch(squeeze(text)):
                continue
        elif "preamble" not in letter.fields:
            _read_preamble(line, text, letter)
        elif number or clause_no:
            if number:
                clause_no, part_no = chinese_number(number[1]), 0
                text = text[number.end() :]
            part_no = _add_clauses(text, line, clause_no, part_no, letter)
        else:
            continue
        ledger.take(line, "letter")


def _read_preamble(line: Line, text: str, letter: Letter) -> None:
    letter.set("preamble", text, line)
    fund = _FUND.search(text)
    if fund:
        letter.set("fund_name", fund["fund"], line)
    basis = _BASIS.search(text)
    if basis:
        letter.set("basis_document_number", basis["number"], line)
        letter.set("basis_issuer", basis["issuer"], line)


def _add_attachment(match: re.Match[str], line: Line, letter: Letter) -> None:
    if any(row["annex_no"] == match["number"] for row in letter.attachments):
        raise TranscriptError(
            f"the list of annexes names annex {int(match['number'])} twice",
            line=line.number,
            found=line.text.strip()[:80],
            hint="check the list against the notice",
        )
    letter.attachments.append(
        {"annex_no": match["number"], "title": match["title"], "source_line": line.number}
    )


def _add_clauses(text: str, line: Line, clause_no: int, part_no: int, letter: Letter) -> int:
    for sentence in _SENTENCE.findall(text):
        part_no += 1
        subject = _SUBJECT.match(sentence)
        letter.clauses.append(
            {
                "clause_no": clause_no,
                "part_no": part_no,
                "kind": next((kind for word, kind in CLAUSE_KINDS if word in sentence), "other"),
                "addressee": subject["subject"] if subject else letter.fields.get("addressees"),
                "text": sentence,
                "source_line": line.number,
            }
        )
    return part_no


def read_colophon(lines: Sequence[Line], letter: Letter, ledger: Ledger) -> None:
    """Read the last lines into ``letter``: disclosure, copies, printing office and date."""
    for line in lines:
        text = line.text.strip()
        printed = _DATE.match(text)
        if re.match(r"公开方式[：:]", text):
            letter.set("disclosure", text[5:].strip(), line)
        elif re.match(r"抄送[：:]", text):
            letter.set("copied_to", text[3:].strip().rstrip("。"), line)
        elif printed and text.endswith("印发"):
            letter.set("printed_on", _date(printed, line), line)
        elif text.startswith(str(letter.fields.get("issuer") or "\0")):
            letter.set("printed_by", text, line)
        else:
            continue
        ledger.take(line, "colophon")


def _date(match: re.Match[str], line: Line) -> date:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise TranscriptError(
            "this is no day of the calendar", line=line.number, found=match[0]
        ) from None


def chinese_number(text: str) -> int:
    """The value of a Chinese numeral from 一 to 九十九 (十二 = 12, 二十 = 20)."""
    tens, separator, ones = text.rpartition("十")
    if not separator:
        return DIGITS[text]
    return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)
