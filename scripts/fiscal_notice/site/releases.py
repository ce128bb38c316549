"""The versions of the data, from the changelog that lies beside the package, if one does."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fiscal_notice.package import Package
from fiscal_notice.package.place import is_inside

CHANGELOG = "CHANGELOG.md"
# As Keep a Changelog writes it; where software has versions too, those of the data say "Data".
_VERSION = re.compile(r"## (?:Data )?\[?v?(\d[^\s\]]*+)\]?(?:[ (–-]+(\d{4}-\d\d-\d\d)\)?)?\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of the data and what changed: (Added, Fixed, …; the change)."""

    number: str
    date: str
    changes: list[tuple[str, str]]


def versions(package: Package) -> list[Version]:
    """The versions, the newest first; at least the present one."""
    path = package.root / CHANGELOG
    try:
        text = path.read_text(encoding="utf-8") if is_inside(package.root, path) else ""
    except (OSError, UnicodeDecodeError):
        text = ""
    found = _read(text)
    if any(version.number == package.version for version in found):
        return found
    created = str(package.descriptor.get("created", ""))[:10]
    return [Version(number=package.version, date=created, changes=[]), *found]


def _read(text: str) -> list[Version]:
    found: list[Version] = []
    current: Version | None = None
    heading = ""
    for line in text.splitlines():
        if line.startswith("## "):
            head = _VERSION.fullmatch(line)
            current = _version(head) if head else None
            found += [current] if current else []
            heading = ""
        elif line.startswith("### "):
            heading = line[4:].strip()
        elif current is not None:
            _take(current, heading, line)
    return found


def _version(head: re.Match[str]) -> Version:
    return Version(number=head[1], date=head[2] or "", changes=[])


def _take(version: Version, heading: str, line: str) -> None:
    """A new change, or the next line of the last one."""
    if line.startswith("- "):
        version.changes.append((heading, line[2:].strip()))
    elif line.startswith("  ") and version.changes:
        kind, change = version.changes[-1]
        version.changes[-1] = kind, f"{change} {line.strip()}"
