"""The originals of one notice, read and put together: the transcript, and where its lines stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from fiscal_notice.errors import FiscalNoticeError, ManyProblemsError, OriginalError
from fiscal_notice.model import Row, Rows
from fiscal_notice.notice.extract.contacts import (
    LEFT_OUT,
    has_contact,
    is_contact_header,
    is_name,
    rows_without_contacts,
    without_contacts,
)
from fiscal_notice.notice.questions import Question
from fiscal_notice.notice.transcribe.blocks import Paragraph, Place, Table, Transcription
from fiscal_notice.notice.transcribe.read import transcribe
from fiscal_notice.package.owned_files import sha256_of

FOLDER = "originals"
_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".htm": "text/html",
    ".html": "text/html",
    ".ofd": "application/ofd",
    ".pdf": "application/pdf",
    ".rtf": "application/rtf",
    ".tsv": "text/tab-separated-values",
    ".txt": "text/plain",
    ".wps": "application/vnd.ms-works",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: The endings of files that may be originals.
KINDS = frozenset(_MEDIA_TYPES)
#: The largest file that is read, in bytes: a scan of hundreds of pages is smaller.
MOST_BYTES = 256 * 1024**2
_TITLE = re.compile(r"关于.{2,200}?的(?:通知|函|批复|意见|公告)")
_NUMBER = re.compile(r"[〔\[［【(（]\s*[0-9]{4}\s*[〕\]］】)）]\s*(?:第\s*)?[0-9]+\s*号")
_HEAD = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """One file of a notice: its name, what it holds, and what was read from it."""

    name: str
    content: bytes
    transcription: Transcription

    @property
    def media_type(self) -> str:
        """Its internet media type, by the ending of its name."""
        return _MEDIA_TYPES.get(Path(self.name).suffix.lower(), "application/octet-stream")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """All originals in their order, the transcript of them, and the rows of two tables.

    ``remarks`` are what a person should know about the reading, each with its file.
    """

    originals: tuple[Original, ...]
    text: str
    original_rows: Rows
    place_rows: Rows
    remarks: tuple[tuple[str, Question], ...]


def read_sources(paths: Sequence[Path]) -> Sources:
    """Read all ``paths``; the letter comes first, whatever the order in which they are named.

    Raises OriginalError that names every file that cannot be read, and why.
    """
    problems = list(_wrong(paths))
    if problems:
        raise _together(problems)
    read: list[Original] = []
    for path in paths:
        try:
            content = path.read_bytes()
            made = transcribe(path)
        except FiscalNoticeError as error:
            error.file = error.file or str(path)
            problems.append(error)
            continue
        except OSError as error:
            problems.append(
                OriginalError(f"the file cannot be read: {error.strerror}", file=str(path))
            )
            continue
        read.append(Original(name=path.name, content=content, transcription=made))
    if problems:
        raise _together(problems)
    return _put_together(_named_apart(sorted(read, key=lambda each: not _is_letter(each))))


def _wrong(paths: Sequence[Path]) -> Iterator[FiscalNoticeError]:
    """What can be said of the files before any of them is read."""
    seen: dict[str, Path] = {}
    for path in paths:
        try:
            problem = _unfit(path)
            mark = "" if problem else sha256_of(path.read_bytes())
        except OSError as error:
            problem = OriginalError(
                f"the file cannot be read: {error.strerror}",
                file=str(path),
                hint="check its rights, and that it is a file",
            )
        if problem:
            yield problem
        else:
            if mark in seen:
                yield OriginalError(
                    "the file is given twice",
                    file=str(path),
                    found=f"the same content as {seen[mark]}",
                    hint="name each file of the notice once",
                )
            seen[mark] = path


def _unfit(path: Path) -> OriginalError | None:
    """Why a path is no file to be read; a pipe or a device would never end."""
    if path.is_dir():
        return OriginalError(
            "this is a folder, not a file of the notice",
            file=str(path),
            hint="name its files: a letter, and its annexes if they are files of their own",
        )
    if not path.exists():
        return OriginalError("there is no such file", file=str(path), hint="check its name")
    if not path.is_file():
        return OriginalError(
            "this is a pipe or a device, not a file",
            file=str(path),
            hint="save what it gives as a file, and name that",
        )
    size = path.stat().st_size
    if size > MOST_BYTES:
        return OriginalError(
            "the file is far larger than those of a notice",
            file=str(path),
            found=f"{size // 1024**2} MB",
            expected=f"at most {MOST_BYTES // 1024**2} MB",
            hint="give the pages of the notice alone",
        )
    return None


def _together(problems: Sequence[FiscalNoticeError]) -> FiscalNoticeError:
    """One error for all: the first as it is, if it is the only one."""
    if len(problems) == 1:
        return problems[0]
    what = f"{len(problems)} files of the notice cannot be read"
    return ManyProblemsError(what, problems=problems)


def _is_letter(original: Original) -> bool:
    """Whether a file has what only a letter has: a title with 关于…的通知, or a number."""
    head = [
        re.sub(r"\s+", "", block.text)
        for block in original.transcription.blocks[:_HEAD]
        if isinstance(block, Paragraph)
    ]
    return bool(_TITLE.search("".join(head)) or any(map(_NUMBER.search, head[:8])))


def _named_apart(originals: Sequence[Original]) -> list[Original]:
    """Each with a file name of its own: two folders may have a file of one name."""
    taken: set[str] = set()
    named: list[Original] = []
    for original in originals:
        name, number = name_of(original.name), 2
        path = Path(name)
        while name.casefold() in taken:
            name, number = f"{path.stem}-{number}{path.suffix}", number + 1
        taken.add(name.casefold())
        named.append(
            Original(name=name, content=original.content, transcription=original.transcription)
        )
    return named


def name_of(file: str) -> str:
    """The name that a file has in the package: its own, if no telephone number is in it."""
    return f"original{Path(file).suffix}" if has_contact(Path(file).stem) else file


def _put_together(originals: Sequence[Original]) -> Sources:
    lines: list[str] = []
    places: Rows = []
    remarks: list[tuple[str, Question]] = []
    for number, original in enumerate(originals, start=1):
        if lines and lines[-1]:
            lines.append("")
        asked = False  # the line before is 联系人, and nothing else
        for text, place in _lines(original.transcription):
            kept, cut = without_contacts(text)
            if asked and is_name(text) and not is_contact_header(text):
                kept, cut = "", True
            asked = is_contact_header(text) or (asked and not text.strip())
            if cut:
                kept = f"{kept}{LEFT_OUT}" if "\t" not in text else kept
                what = "a contact was left out: names and numbers of persons are not published"
                remarks.append((original.name, Question(what=what, line=len(lines) + 1)))
            lines.append(kept)
            if place is not None and text.strip():
                places.append(_place_row(len(lines), number, place))
        remarks += [(original.name, remark) for remark in original.transcription.remarks]
    return Sources(
        originals=tuple(originals),
        text="\n".join(lines).rstrip("\n") + "\n",
        original_rows=[
            {
                "original_id": number,
                "path": f"{FOLDER}/{original.name}",
                "media_type": original.media_type,
                "sha256": sha256_of(original.content),
                "bytes": len(original.content),
            }
            for number, original in enumerate(originals, start=1)
        ],
        place_rows=places,
        remarks=tuple(remarks),
    )


def _place_row(line: int, original: int, place: Place) -> Row:
    return {
        "source_line": line,
        "original_id": original,
        "page": place.page,
        "sheet": without_contacts(place.sheet)[0] or None if place.sheet else None,
        "cell": place.cell,
        "paragraph": place.paragraph,
    }


def _lines(transcription: Transcription) -> Iterator[tuple[str, Place | None]]:
    """The lines of a transcription, with blank lines between paragraphs and around tables.

    A text file keeps its lines: its paragraphs count them, blank ones too.
    """
    if _counts_lines(transcription):
        yield from _as_counted(transcription)
        return
    for number, block in enumerate(transcription.blocks):
        if number:
            yield "", None
        if isinstance(block, Table):
            for row, place in zip(_without_persons(block), block.places, strict=True):
                yield "\t".join(map(_plain, row)), place
        else:
            yield _plain(block.text), block.place


def _without_persons(table: Table) -> list[tuple[str, ...]]:
    """The rows of a table, without contacts in columns of theirs or behind their labels."""
    rows = ["\t".join(map(_plain, row)) for row in table.rows]
    return [tuple(row.split("\t")) for row in rows_without_contacts(rows)]


def _plain(text: str) -> str:
    return re.sub(r"[\t\r\n\v\f\x85\u2028\u2029]+", " ", text)


def _places(block: Paragraph | Table) -> tuple[Place, ...]:
    return block.places if isinstance(block, Table) else (block.place,)


def _counts_lines(transcription: Transcription) -> bool:
    """Whether the places are those of a text file: numbers of lines, and nothing else."""
    places = [place for block in transcription.blocks for place in _places(block)]
    numbers = [place.paragraph for place in places]
    return all(
        place.paragraph is not None and place.cell is None and place.page is None
        for place in places
    ) and all(a is not None and b is not None and a < b for a, b in pairwise(numbers))


def _as_counted(transcription: Transcription) -> Iterator[tuple[str, Place | None]]:
    at = 0
    for block in transcription.blocks:
        rows = _without_persons(block) if isinstance(block, Table) else [(block.text,)]
        for row, place in zip(rows, _places(block), strict=True):
            while place.paragraph is not None and at < place.paragraph - 1:
                yield "", None
                at += 1
            yield "\t".join(re.sub(r"[\r\n]+", " ", cell) for cell in row), place
            at += 1
