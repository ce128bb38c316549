"""What the members of a zip are called, on whatever system it was packed.

A zip says of each name whether it is UTF-8. Of all others it says nothing: by its standard they are
of the first PC, in truth they are what the packing system had, and in China that is GBK. Which one
it is, the descriptor knows: it names the files of the package. Windows tools part folders by
backslashes, and macOS writes letters and their accents apart.
"""

from __future__ import annotations

import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from fiscal_notice.package.place import DESCRIPTORS, texts_in

_UTF_8_FLAG = 0x800
# Tried in this order; the first under which the descriptor names the file is right.
_ENCODINGS = ("utf-8", "gb18030", "big5", "shift_jis", "euc_kr", "cp1252", "cp850", "cp437")
# Without the descriptor's word: UTF-8 is not met by chance, and the rest is most often Chinese.
_LIKELY = ("utf-8", "gb18030", "cp437")
_DESCRIPTOR_BYTES = 16 * 1024**2


def names_in(archive: zipfile.ZipFile) -> dict[zipfile.ZipInfo, str]:
    """The members of ``archive`` with their paths, in which slashes part folders.

    Raises what ``zipfile`` raises for a descriptor that cannot be unpacked.
    """
    members = archive.infolist()
    known: frozenset[str] | None = None
    names = {}
    for member in members:
        name = member.filename
        if not name.isascii():
            known = _named(archive) if known is None else known
            said = member.flag_bits & _UTF_8_FLAG
            name = (_known(name, known) if said else _decoded(name, known)) or name
        names[member] = name.replace("\\", "/")
    return names


def leaves_folder(name: str) -> bool:
    """Whether a path, of whatever system, is absolute or goes up."""
    slashed = name.replace("\\", "/")
    pure = PurePosixPath(slashed)
    return pure.is_absolute() or ".." in pure.parts or bool(re.match("[A-Za-z]:", slashed))


def _decoded(name: str, known: frozenset[str]) -> str:
    data = name.encode("cp437")
    for encoding in _ENCODINGS:
        text = _known(_as(encoding, data), known)
        if text:
            return text
    return next((text for encoding in _LIKELY if (text := _as(encoding, data))), name)


def _as(encoding: str, data: bytes) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _known(text: str, known: frozenset[str]) -> str:
    """A name as the descriptor has it, "" if it does not; macOS takes letters and accents apart."""
    slashed = text.replace("\\", "/")
    forms = (slashed, unicodedata.normalize("NFC", slashed), unicodedata.normalize("NFD", slashed))
    return next((form for form in forms if form and _ends(form, known)), "")


def _ends(name: str, known: frozenset[str]) -> bool:
    """Whether the descriptor names the file, which may lie in folders above the descriptor's."""
    parts = PurePosixPath(name).parts
    return any("/".join(parts[start:]) in known for start in range(len(parts)))


def _named(archive: zipfile.ZipFile) -> frozenset[str]:
    """All texts of the descriptors in the archive, slashed; the paths of files are among them."""
    texts: set[str] = set()
    for member in archive.infolist():
        last = member.filename.replace("\\", "/").rpartition("/")[2]
        if last in DESCRIPTORS and member.file_size <= _DESCRIPTOR_BYTES:
            texts.update(_texts(archive.read(member), last))
    return frozenset(text.replace("\\", "/") for text in texts)


def _texts(data: bytes, name: str) -> Iterator[str]:
    try:
        text = data.decode("utf-8-sig")
        if not name.endswith(".json"):
            # Whoever writes YAML by hand writes paths as they are.
            yield from re.split(r"""\s*[\n"']\s*|:\s+|-\s+|,\s*""", text)
            return
        yield from texts_in(json.loads(text))
    except (ValueError, RecursionError):
        return
