"""The documents that the letter rests on: those in its opening that have a number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fiscal_notice.model import Row
from fiscal_notice.notice.extract.notation import (
    NUMBER,
    document_number,
    is_organisation,
    offices,
    plain,
)
from fiscal_notice.notice.extract.transcript import squeeze

_TITLED = re.compile(
    r"《(?P<title>(?:[^《》]|《[^《》]*》)+)》(?:等文件)?的?(?:通知|意见|函|文件)?\s*[(\[]\s*$"
)
_NUMBER = re.compile(NUMBER)
_TRIGGER = re.compile(r"根据|按照|依据|依照|遵照|按(?!规定|要求|程序|时)|落实|贯彻|发来|转来|来文")
_BEHIND = re.compile(r"[^。,;]{0,40}?(?:精神|要求|规定|收悉)")
# What stands before the words that name who wrote a document.
_LEAD = re.compile(r".*(?:根据|按照|依据|依照|遵照|落实|贯彻|[,。》)])", re.DOTALL)
_SENT = re.compile(r"(?:联合|共同)?(?:下发|印发|发布|制定)的?$")
# 省财政厅粤财农〔2021〕23号: the office stands right before the number.
_OFFICE_AND_PREFIX = re.compile(
    r"(?P<office>.{1,}(?:厅|局|部|委员会|委|政府))(?=[\u4e00-\u9fff]{2,})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A row of ``bases`` without its position, and the number as the letter prints it."""

    row: Row
    as_printed: str


def read_bases(opening: str, line: int) -> list[Basis]:
    """The documents in the words of the letter before the money is allotted.

    A number counts behind 根据, 按照 and the like, or before 精神, 要求; each once.
    """
    clear = plain(opening)
    trigger = _TRIGGER.search(clear)
    found: dict[str, Basis] = {}
    for match in _NUMBER.finditer(clear):
        led = trigger is not None and trigger.start() < match.end("prefix")
        if led or _BEHIND.match(clear, match.end()):
            basis = _basis(opening, clear, match, line)
            for number in _numbers(str(basis.row["document_number"])):
                row = {**basis.row, "document_number": number}
                found.setdefault(number, Basis(row=row, as_printed=basis.as_printed))
    return list(found.values())


def _numbers(number: str) -> list[str]:
    """The numbers of 某财〔2020〕22、23号, one each."""
    head, _, serials = number.partition("〕")
    return [f"{head}〕{serial}号" for serial in re.split("[、,]", serials.removesuffix("号"))]


def _basis(opening: str, clear: str, match: re.Match[str], line: int) -> Basis:
    start, number = match.start(), document_number(match, opening)
    titled = _TITLED.search(clear[:start])
    title = issuer = None
    if titled:
        said = opening[titled.start("title") : titled.end("title")]
        title = squeeze(said)
        issuer = _issuer_in(said) or _office_before(opening[: titled.start()])
    else:
        start, office = _prefix(match)
        number = re.sub(r"^.*(?=〔)", squeeze(clear[start : match.end("prefix")]), number)
        issuer = office
    row: Row = {
        "document_number": number,
        "issuer": issuer,
        "title": title,
        "source_line": line,
    }
    return Basis(row=row, as_printed=opening[start : match.end()])


def _issuer_in(title: str) -> str | None:
    before, about, _ = title.partition("关于")
    before = before.split("印发", 1)[0].split("转发", 1)[0].strip()
    return " ".join(offices(before)) if about and before else None


def _office_before(words: str) -> str | None:
    """Who is named right before 《: 省农业农村厅《关于…》, 省财政厅、省民政厅《关于…》."""
    said = _SENT.sub("", words.rstrip())
    lead = _LEAD.match(plain(said))
    rest = re.sub(r"^(?:以及|[和及与])", "", said[lead.end() if lead else 0 :].strip())
    names = [name for name in re.split(r"[、\s]|以及|和|及|与", rest) if name]
    if names and all(map(is_organisation, names)):
        return re.sub(r"\s*、\s*", "、", " ".join(rest.split()))
    return names[-1] if names and is_organisation(names[-1]) else None


def _prefix(match: re.Match[str]) -> tuple[int, str | None]:
    """Where a number without brackets around it begins, and the office named before it."""
    start, prefix = match.start(), match["prefix"]
    lead = re.compile(r".*(?:根据|按照|依据|依照|遵照|落实|贯彻|以及|[和及与按经])").match(prefix)
    if lead:
        start, prefix = start + lead.end(), prefix[lead.end() :]
    office = _OFFICE_AND_PREFIX.match(prefix)
    if office is None:
        return start, None
    return start + office.end("office"), squeeze(office["office"])
