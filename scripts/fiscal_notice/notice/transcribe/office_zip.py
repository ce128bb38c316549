"""An office file looked through before it is opened: its size, its XML, macros and links."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from fiscal_notice.errors import OriginalError
from fiscal_notice.notice.questions import Question
from fiscal_notice.notice.transcribe.formats import protected

#: Bounds of what is unpacked. The office files of a notice are a hundred times smaller.
MOST_MEMBERS = 5_000
MOST_PART = 64 * 1024**2
MOST_ALL = 256 * 1024**2
MOST_RATIO = 200
#: The text of a document is held as a tree, which is many times as large.
MOST_DOCUMENT = 40 * 1024**2
# No judgement by its ratio before this size: small parts that repeat themselves shrink a lot.
_RATIO_FREE = 8 * 1024**2
_CHUNK = 1024**2
_XML = (".xml", ".rels", ".vml")
_DECLARES = tuple(
    sign.encode(code)
    for sign in ("<!DOCTYPE", "<!ENTITY")
    for code in ("ascii", "utf-16-le", "utf-16-be")
)
# The first programs of OpenDocument declared this part's type, and nothing else.
_DECLARED = "META-INF/manifest.xml"
_ENCRYPTED = 0x1


def look_through(path: Path) -> tuple[Question, ...]:
    """What a person should know of an office file, before it is opened.

    Raises OriginalError for one that unpacks to more than a notice has, that is damaged or
    protected, or whose XML declares entities: no office program writes any.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _measure(path, members)
            linked = False
            for member in members:
                if member.filename.lower().endswith(_XML) and member.filename != _DECLARED:
                    linked = _read_through(path, archive, member) or linked
    except OriginalError:
        raise
    except Exception as error:  # zipfile raises many kinds for a damaged file
        raise OriginalError(
            "the file is cut off or damaged",
            file=path,
            found=f"{type(error).__name__}: {str(error)[:100]}",
            hint="fetch it again, and compare its size",
        ) from None
    names = [member.filename for member in members]
    remarks = []
    if any(name.endswith("vbaProject.bin") for name in names):
        remarks.append(Question(what="the file has macros; they were not run"))
    if linked or any("/externalLinks/" in name for name in names):
        remarks.append(Question(what="the file has links to other files; they were not followed"))
    return tuple(remarks)


def _measure(path: Path, members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise protected(path)
    if len(members) > MOST_MEMBERS:
        raise _too_large(path, f"{len(members):,} parts", f"at most {MOST_MEMBERS:,}")
    total = 0
    for member in members:
        total += member.file_size
        ratio = member.file_size / max(1, member.compress_size)
        document = member.filename == "word/document.xml"
        most = MOST_DOCUMENT if document else MOST_PART
        if (
            member.file_size > most
            or total > MOST_ALL
            or (member.file_size > _RATIO_FREE and ratio > MOST_RATIO)
        ):
            raise _too_large(
                path,
                f"{member.filename}: {max(member.file_size, total) / 1024**2:,.0f} MB",
                f"at most {most // 1024**2} MB in a part, {MOST_ALL // 1024**2} MB in all",
            )


def _too_large(path: Path, found: str, expected: str) -> OriginalError:
    return OriginalError(
        "the file unpacks to far more than a notice has",
        file=path,
        found=found,
        expected=expected,
        hint="do not open it; ask where it comes from, or take a copy with the notice alone",
    )


def refuse_entities(path: Path) -> None:
    """Raise OriginalError if a file of XML, which is no zip, declares entities."""
    with path.open("rb") as file:
        for _ in _windows(path, path.name, file):
            pass


def _read_through(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Whether a part of XML links to other files. Raises OriginalError if it declares entities."""
    relations = member.filename.lower().endswith(".rels")
    linked = False
    with archive.open(member) as part:
        for window in _windows(path, member.filename, part):
            linked = linked or (relations and _links(window))
    return linked


def _windows(path: Path, name: str, file: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a file in pieces that overlap, none of which declares entities."""
    before = b""
    while chunk := file.read(_CHUNK):
        window = before + chunk
        if any(sign in window for sign in _DECLARES):
            raise OriginalError(
                "the file declares XML entities, which no office program writes",
                file=path,
                found=name,
                hint="do not open it; ask where it comes from",
            )
        yield window
        before = chunk[-32:]


def _links(relations: bytes) -> bool:
    """Whether relations lead out of the file, but for addresses that text only shows."""
    return any(
        b'TargetMode="External"' in each and b"/hyperlink" not in each
        for each in relations.split(b"<Relationship ")
    )
