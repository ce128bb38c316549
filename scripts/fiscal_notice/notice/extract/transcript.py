"""The transcript as lines, and the ledger in which every line is accounted for."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from fiscal_notice.errors import TranscriptError
from fiscal_notice.model import Line
from fiscal_notice.notice.questions import Question

BLANK = "blank"


def decode(data: bytes, *, file: str | None = None) -> str:
    """The text of a transcript: UTF-8 (a byte-order mark is dropped) or GB18030, any line ends.

    Raises TranscriptError if the bytes are neither, and for UTF-8 with a broken place: much of it
    would pass as GB18030 and read as other words.
    """
    if not data.strip():
        raise TranscriptError(
            "the transcript is empty",
            file=file,
            expected="the text of the notice",
            hint="restore the file",
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise TranscriptError(
            "the transcript is in UTF-16",
            file=file,
            expected="UTF-8 (or GB18030)",
            hint="save it as UTF-8 and run again",
        )
    _refuse_broken_utf8(data, file)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise TranscriptError(
        "the transcript is not text",
        file=file,
        expected="UTF-8 (or GB18030)",
        hint="save it as UTF-8 and run again",
    )


def encoding_of(data: bytes) -> str:
    """The encoding in which ``decode`` reads the bytes: ``utf-8`` or ``gb18030``."""
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _refuse_broken_utf8(data: bytes, file: str | None) -> None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        # Chinese in GB18030 is broken UTF-8 nearly everywhere, not here and there.
        if 0 < 50 * text.count("\ufffd") < sum(not sign.isascii() for sign in text):
            raise TranscriptError(
                "the transcript is UTF-8 with broken bytes",
                file=file,
                line=data[: error.start].count(b"\n") + 1,
                found=data[error.start : error.end].hex(" "),
                expected="whole characters in UTF-8",
                hint="restore the file: it was cut, or saved by a program that damaged it",
            ) from None


def split_lines(text: str) -> list[Line]:
    """The lines of a text, numbered from 1; a line end at the very end opens no further line."""
    parts = text.split("\n")
    if parts and not parts[-1]:
        parts.pop()
    return [Line(number=number, text=part) for number, part in enumerate(parts, start=1)]


@dataclass(slots=True)
class Ledger:
    """Which reader took which line. Each line is taken exactly once, or is blank."""

    lines: list[Line]
    taken: dict[int, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)

    def __post_init__(self) -> None:
        for line in self.lines:
            if not line.text.strip():
                self.taken[line.number] = BLANK

    def ask(self, question: Question) -> None:
        """Keep a question for a person, once."""
        if question not in self.questions:
            self.questions.append(question)

    def take(self, line: Line, reader: str) -> Line:
        """Enter that ``reader`` has read ``line``; TranscriptError if another reader has."""
        if line.number in self.taken:
            raise TranscriptError(
                "the line fits two parts of the notice",
                line=line.number,
                found=_shorten(line.text),
                expected=f"a line of one part only, not {self.taken[line.number]} and {reader}",
                hint="a heading or a blank line may be missing above it, or two lines changed "
                "places",
            )
        self.taken[line.number] = reader
        return line

    @property
    def stray(self) -> list[Line]:
        """The lines that nobody has read."""
        return [line for line in self.lines if line.number not in self.taken]

    @property
    def account(self) -> dict[str, int]:
        """How many lines each reader took, blank lines included."""
        return dict(Counter(self.taken.values()))


def squeeze(text: str) -> str:
    """The text without any white space: for comparing words that the layout broke."""
    return re.sub(r"\s+", "", text)


def _shorten(text: str, limit: int = 60) -> str:
    shown = text.strip().replace("\t", " ⇥ ")
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"
