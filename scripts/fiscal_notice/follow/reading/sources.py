"""What is named on the command line as forms: files, folders of files, sets of CSV files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fiscal_notice.errors import FiscalNoticeError, OriginalError
from fiscal_notice.follow.form_layout import ABOUT, GUIDE, SELF_EVALUATION
from fiscal_notice.follow.reading.headers import named_layout
from fiscal_notice.follow.reading.private import shown_name
from fiscal_notice.package.place import descriptor_in

_CSV = (".csv", ".tsv")
# What programs and systems leave beside the files of a person.
_LEFT_BEHIND = ("~$", ".", "Thumbs.db", "desktop.ini", "__MACOSX")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One form: a file, or the CSV files of one folder in order of their names."""

    path: str
    parts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """It as one text, as processes are given it."""
        return "\0".join((self.path, *self.parts))

    @classmethod
    def of(cls, text: str) -> Source:
        """The source of such a text."""
        path, *parts = text.split("\0")
        return cls(path=path, parts=tuple(parts))

    @property
    def name(self) -> str:
        """The name of the file or folder alone."""
        return Path(self.path).name

    def digest(self) -> tuple[str, int]:
        """The SHA-256 of its bytes, and how many they are; of CSV files of their names as well."""
        if not self.parts:
            with Path(self.path).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
                return digest, file.tell()
        whole, size = hashlib.sha256(), 0
        for part in self.parts:
            content = Path(part).read_bytes()
            size += len(content)
            whole.update(f"{Path(part).name}\n{len(content)}\n".encode() + content)
        return whole.hexdigest(), size


def sources_in(paths: Sequence[Path]) -> tuple[list[Source], list[FiscalNoticeError]]:
    """The forms in ``paths``, each once, and what cannot be one."""
    found: dict[str, Source] = {}
    errors: list[FiscalNoticeError] = []
    for path in paths:
        try:
            listed = _listed(path)
        except FiscalNoticeError as error:
            errors.append(error)
            continue
        except OSError as error:
            what = f"the file cannot be read: {error.strerror or error}"
            errors.append(OriginalError(what, file=_shown(path)))
            continue
        for source in _put_together(listed):
            found.setdefault(str(Path(source.path).resolve()), source)
    return list(found.values()), errors


def _listed(path: Path) -> list[Path]:
    """The file, or the files of a folder. OriginalError for what is neither, or holds none."""
    if not path.exists():
        raise OriginalError(
            "the form is not there",
            file=_shown(path),
            expected="a file, or a folder of files",
            hint="check its name",
        )
    if path.is_dir():
        listed = list(_in_folder(path))
        if not listed:
            raise OriginalError(
                "the folder holds no forms", file=_shown(path), expected="xlsx, csv or docx"
            )
        return listed
    if not path.is_file():
        # A pipe or a device may have no end.
        raise OriginalError(
            "what stands there is neither a file nor a folder",
            file=_shown(path),
            expected="a file, or a folder of files",
            hint="save the form as a file, and name that",
        )
    return [path]


def _shown(path: Path) -> str:
    """The path without numbers of persons in it."""
    return shown_name(str(path))


def _in_folder(folder: Path) -> Iterator[Path]:
    if descriptor_in(folder):
        # A package of data that lies among the forms is none of them.
        return
    for path in sorted(folder.iterdir(), key=lambda each: each.name):
        if path.name.startswith(_LEFT_BEHIND):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _in_folder(path)
        elif path.is_file():
            yield path


def _put_together(paths: Sequence[Path]) -> Iterator[Source]:
    """A source for each file; CSV files of one folder that are sheets of a form are one."""
    sets: dict[Path, list[str]] = {}
    for path in paths:
        if _is_part(path):
            sets.setdefault(path.parent, []).append(str(path))
    for path in paths:
        if not _is_part(path):
            yield Source(path=str(path))
        elif path.parent in sets:
            parts = sorted(sets.pop(path.parent))
            yield Source(path=str(path.parent.absolute()), parts=tuple(parts))


def _is_part(path: Path) -> bool:
    stem = path.stem
    return path.suffix.casefold() in _CSV and (
        named_layout(stem) is not None or stem in (ABOUT, GUIDE) or stem.startswith(SELF_EVALUATION)
    )
