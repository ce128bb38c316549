"""What a package is called on disk, and when it was made."""

from __future__ import annotations

import re

from fiscal_notice.errors import PackageError
from fiscal_notice.package.descriptor import DESCRIPTOR, Package

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")


def file_stem(package: Package) -> str:
    """``NAME-VERSION``; PackageError unless both can stand in one plain file name."""
    for field, value in (("name", package.descriptor.get("name")), ("version", package.version)):
        if not isinstance(value, str) or not _PLAIN.fullmatch(value):
            raise PackageError(
                f"the descriptor's {field} cannot name a file",
                file=package.shown_path(DESCRIPTOR),
                found=str(value) if value else "(empty)",
                expected="letters, digits, dots, hyphens and underscores",
            )
    return f"{package.descriptor['name']}-{package.version}"


def date_of_creation(package: Package) -> tuple[int, int, int]:
    """Year (1980 or later), month and day of ``created``; PackageError if there is no such date."""
    created = str(package.descriptor.get("created", ""))[:10]
    try:
        year, month, day = (int(part) for part in created.split("-"))
    except ValueError:
        raise PackageError(
            "the descriptor has no date of creation",
            file=package.shown_path(DESCRIPTOR),
            found=created or "(empty)",
            expected="created: YYYY-MM-DDThh:mm:ssZ",
        ) from None
    return max(year, 1980), month, day  # a zip knows no year before 1980
