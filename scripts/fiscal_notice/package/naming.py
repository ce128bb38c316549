"""What a package is called on disk, and when it was made."""

from __future__ import annotations

import json
import re
from datetime import date

from fiscal_notice.errors import PackageError
from fiscal_notice.package.descriptor import Package

_LONGEST = 100
FIRST_DAY = (1980, 1, 1)
_NAME = re.compile(r"[^\W.][\w.-]{0,99}")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,99}")


def file_stem(package: Package) -> str:
    """``NAME-VERSION``; PackageError unless both can stand in one plain file name."""
    for field, value in (("name", package.descriptor.get("name")), ("version", package.version)):
        if not isinstance(value, str) or not _PLAIN.fullmatch(value):
            raise PackageError(
                f"the descriptor's {field} cannot name a file",
                file=package.shown_path(package.file_name),
                found=str(value) if value else "(empty)",
                expected="at most 100 letters, digits, dots, hyphens and underscores",
            )
    return f"{package.descriptor['name']}-{package.version}"


def plain_name(text: str) -> str:
    """A text as a part of a file's name: letters of any script, digits, ``.+-_``."""
    return re.sub(r"[^\w.+-]+", "-", text)[:_LONGEST].strip("-.") or "package"


def date_of_creation(package: Package) -> tuple[int, int, int]:
    """Year, month and day of ``created``; PackageError if it is no date.

    The year is one that a zip knows: from 1980 to 2107. A package that does not say when it was
    made has the first day of them, for no clock shows in a release.
    """
    if package.descriptor.get("created") is None:
        return FIRST_DAY
    created = str(package.descriptor["created"])[:10]
    try:
        day = date.fromisoformat(created)
    except ValueError:
        raise PackageError(
            "the descriptor has no date of creation",
            file=package.shown_path(package.file_name),
            found=created or "(empty)",
            expected="created: YYYY-MM-DDThh:mm:ssZ",
        ) from None
    return min(max(day.year, 1980), 2107), day.month, day.day


def check_texts(package: Package) -> None:
    """PackageError if the descriptor or a schema holds what no file can hold: half a character."""
    schemas = [(r.raw.get("schema"), r.schema.raw) for r in package.resources if r.schema]
    for path, raw in ((package.file_name, package.descriptor), *schemas):
        try:
            json.dumps(raw, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise PackageError(
                "a text has half of a character and cannot be written",
                file=package.shown_path(path if isinstance(path, str) else package.file_name),
                found=ascii(error.object[error.start]).strip("'"),
                expected=r"both halves, as in \ud83d\ude00, or the character itself",
            ) from None


def check_table_names(package: Package) -> None:
    """PackageError for a table whose name cannot name a file everywhere."""
    seen: set[str] = set()
    for name in (table.name for table in package.tables):
        if not _NAME.fullmatch(name) or name.casefold() in seen or _DEVICE.fullmatch(name):
            raise PackageError(
                "a table's name cannot name a file",
                file=package.shown_path(package.file_name),
                found=name[:80],
                expected="at most 100 letters, digits, dots, hyphens and underscores; not two "
                "names that differ only in case, and none that Windows keeps for devices",
            )
        seen.add(name.casefold())


def check_releasable(package: Package) -> None:
    """PackageError for what a release would refuse: names, the date, and half characters."""
    file_stem(package)
    date_of_creation(package)
    check_texts(package)
    check_table_names(package)
