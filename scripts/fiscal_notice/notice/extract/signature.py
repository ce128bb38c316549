"""Who signed the letter, and when."""

from __future__ import annotations

import re

from fiscal_notice.model import Line
from fiscal_notice.notice.extract.colophon import give_date
from fiscal_notice.notice.extract.letter_record import Letter, take
from fiscal_notice.notice.extract.notation import DATE, is_organisation, offices, plain
from fiscal_notice.notice.extract.transcript import Ledger

_SIGNED = re.compile(rf"(?P<office>[^。,;:]*?)\s*(?P<date>{DATE})\s*")
_SEAL = re.compile(r"\s*[(（](?:公章|盖章|代章|印章|章)[)）]\s*$")
# What a page writes below a letter.
_FRAME = re.compile(
    r"(?:关联文件|附件下载|文件下载|附件|文件|相关(?:稿件|附件|文件|链接)|(?:请)?点击下载|扫一扫.*|打印"
    r"|关闭|分享|来源)\s*:?.{0,12}|.*版权所有.*|.*\.(?:zip|rar|docx?|xlsx?|pdf|wps|et)"
)


def take_signature(body: list[Line], letter: Letter, ledger: Ledger) -> list[Line]:
    """Read the offices and the day under the letter, and give the lines above them.

    What stands below the signature is no clause; it is left over, but for the words of a page.
    """
    end, signers = _dated(body, letter, ledger)
    signed = body[end : end + 1]
    while end and is_organisation(_SEAL.sub("", body[end - 1].text.strip())):
        end -= 1
        signed.insert(0, body[end])
        signers.insert(0, _SEAL.sub("", body[end].text.strip()))
    for line in signed:
        take(line, ledger)
    names = [name for text in signers if text for name in offices(text)]
    if names and "issuer" not in letter.fields:
        letter.give("issuer", " ".join(names), signed[0])
    for line in body[end:]:
        if _FRAME.fullmatch(plain(line.text).strip()):
            take(line, ledger)
    return body[:end] if signed else body


def _dated(body: list[Line], letter: Letter, ledger: Ledger) -> tuple[int, list[str]]:
    """The position of the line with the day, and who stands on it; behind the last line if none."""
    for position in range(len(body) - 1, -1, -1):
        match = _SIGNED.fullmatch(plain(body[position].text).strip())
        if match and (not match["office"] or is_organisation(_SEAL.sub("", match["office"]))):
            give_date("signed_on", match["date"], body[position], letter, ledger)
            return position, [_SEAL.sub("", body[position].text.strip()[: match.end("office")])]
    return len(body), []
