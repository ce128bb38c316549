"""Bytes whose encoding is not declared, or is declared as another one than it is."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from fiscal_notice.package.plain import DETECTED
from fiscal_notice.package.visible import visible
from fiscal_notice.validate.advice.hits import Hit
from fiscal_notice.validate.advice.inspected import Inspected

_MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SHOWN = 24


def encodings(inspected: Inspected) -> Iterator[Hit] | None:
    """The encoding of a text is UTF-8 or declared, and it is the one declared.

    文本为UTF-8编码，或已声明编码，且与声明相符。

    Holds: a file in GBK has encoding: gb18030 in its descriptor.

    Breaks: a file in GBK has no encoding, so that each reader guesses; or a file in UTF-8 is
    declared as latin-1.

    Basis: Data Package says UTF-8 where nothing is declared; frictionless guesses from the first
    bytes, and a wrong guess is valid text of wrong letters.
    """
    table = None if inspected.proven else inspected.opened
    if table is None or table.format not in ("csv", "tsv"):
        return None if inspected.resource.schema is None else iter(())
    head, declared = inspected.head(), inspected.raw.get("encoding")
    if not head or head.isascii():
        return iter(())
    seen = str(table.encoding)
    hit = _wrong(head, seen) if isinstance(declared, str) else _undeclared(head, seen)
    return iter(() if hit is None else [hit])


def _wrong(head: bytes, seen: str) -> Hit | None:
    """Whether bytes that are read as ``seen``, as declared, are UTF-8."""
    readable = decodes(head, "utf-8") and b"\0" not in head and decodes(head, seen)
    if not readable or _same(seen, "utf-8"):
        return None
    return _hit("encoding-not-declared-one", head, seen, "utf-8")


def _undeclared(head: bytes, seen: str) -> Hit | None:
    """Whether bytes of no declared encoding, taken for ``seen``, are anything but UTF-8."""
    if decodes(head, "utf-8"):
        right = _same(seen, "utf-8")
        return None if right else _hit("encoding-guessed-wrong", head, seen, "utf-8")
    guess = guessed(head)
    if guess is None:
        return _hit("encoding-guessed", head, seen, seen)
    same = _text(head, guess) == _text(head, seen)
    return _hit("encoding-undeclared" if same else "encoding-guessed-wrong", head, seen, guess)


def decodes(head: bytes, encoding: str) -> bool:
    """Whether the first bytes of a text are of an encoding; they may end within a character."""
    try:
        codecs.getincrementaldecoder(encoding)("strict").decode(head, len(head) < DETECTED)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def guessed(head: bytes) -> str | None:
    """What Chinese text that is no UTF-8 is written in; None if it does not look like any.

    The common characters of GB 2312 and of Big5 take up half of each code; text of the one read as
    the other has few of them.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    shares = {
        "gb18030": _share(head, "gb18030", range(0xB0, 0xD8), range(0xA1, 0xFF)),
        "big5": _share(head, "big5", range(0xA4, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF))),
    }
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] > 0.5 else None  # noqa: PLR2004  half of the characters


def _share(head: bytes, encoding: str, first: range, second: range | tuple[int, ...]) -> float:
    """The share of common characters among those of two bytes; 0 if the bytes do not decode."""
    if not decodes(head, encoding):
        return 0.0
    decoder = codecs.getincrementaldecoder(encoding)("ignore")
    pairs = [sign.encode(encoding, "ignore") for sign in decoder.decode(head) if not sign.isascii()]
    common = sum(len(p) == 2 and p[0] in first and p[1] in second for p in pairs)  # noqa: PLR2004
    return common / len(pairs) if pairs else 0.0


def _same(one: str, other: str) -> bool:
    return one.lower().replace("_", "-").removesuffix("-sig") == other


def _text(head: bytes, encoding: str) -> str:
    try:
        return codecs.getincrementaldecoder(encoding)("replace").decode(head)
    except LookupError:
        return ""


def _hit(kind: str, head: bytes, seen: str, real: str) -> Hit:
    line = next((line for line in head.splitlines() if not line.isascii()), head)
    read, meant = (visible(_text(line, name)[:_SHOWN]) for name in (seen, real))
    words = {"read": read, "meant": meant}
    return Hit(kind=kind, found=seen, expected=real, words=words)
