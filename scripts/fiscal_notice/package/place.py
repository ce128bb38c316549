"""Where a package lies, which paths stay inside it, and what its documents hold."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Any

from fiscal_notice.errors import PackageError, UnsafePathError

DESCRIPTOR = "datapackage.json"
# In the order in which they are looked for.
DESCRIPTORS = (DESCRIPTOR, "datapackage.yaml", "datapackage.yml")
#: The ends of the names of files that may be descriptors.
SUFFIXES = (".json", ".yaml", ".yml")


def shown_in(folder: str, path: str) -> str:
    """How a message names a path in a folder that the user named so; "." is left out."""
    return path if folder in ("", ".") else f"{folder}/{path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A package's folder ``root``, and in it the file name of its ``descriptor``.

    ``shown`` is how the user named the folder or the archive. ``unpacked`` is the temporary folder
    of an archive, which no message may name.
    """

    root: Path
    descriptor: str = DESCRIPTOR
    shown: str = "."
    unpacked: Path | None = None

    @property
    def file(self) -> Path:
        """Where the descriptor lies."""
        return self.root / self.descriptor

    @property
    def shown_file(self) -> str:
        """The same in words for a message."""
        return shown_in(self.shown, self.descriptor)

    def named(self, text: str) -> str:
        """``text`` with paths inside a temporary folder as they are in the archive."""
        if self.unpacked is None:
            return text
        for folder in dict.fromkeys([self.root, self.unpacked]):
            text = text.replace(f"{folder}/", "").replace(str(folder), self.shown)
        return text


def unreadable(
    error: OSError, shown: str, hint: str = "check its rights, and that it is a file"
) -> PackageError:
    """That a file cannot be read, by the name under which it is ``shown``, and why."""
    return PackageError(f"the file cannot be read: {error.strerror}", file=shown, hint=hint)


def is_inside(root: Path, target: Path) -> bool:
    """Whether ``target`` lies in ``root`` when links are followed; links in a circle go nowhere."""
    # Path.resolve fails for such a circle, in some versions of Python.
    return Path(os.path.realpath(target)).is_relative_to(os.path.realpath(root))


def safe_path(root: Path, path: object, place: str) -> Path:
    """``root`` / ``path``, as Data Package v2 lets it be: relative, and inside ``root``.

    Backslashes part folders, as in paths that Windows tools write. Raises UnsafePathError for any
    other path, PackageError for what is no path; both name ``place``.
    """
    if not isinstance(path, str) or not path:
        raise PackageError(
            "a resource has no path",
            file=place,
            found=str(path)[:80],
            expected="path: the path of a file, or a list of such paths; or data: inline rows",
        )
    pure = PureWindowsPath(path)
    target = root / slashed(path)
    inside = not (
        pure.drive or pure.root or ".." in pure.parts or "\0" in path or not is_inside(root, target)
    )
    if not inside:
        raise UnsafePathError(
            "a path leaves the package",
            file=place,
            found=path,
            expected="a relative path inside the package",
            hint="do not open packages from sources that you do not trust",
        )
    return target


def slashed(path: str) -> str:
    """A path with slashes, whichever system it was written on."""
    return path.replace("\\", "/")


def descriptor_in(folder: Path) -> str | None:
    """The file name of the descriptor in ``folder``, None if there is none. Raises OSError."""
    return next((name for name in DESCRIPTORS if (folder / name).exists()), None)


def texts_in(document: Any) -> Iterator[str]:
    """All texts in a descriptor, however deep, names of properties aside."""
    left = [document]
    while left:
        value = left.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            left += value.values()
        elif isinstance(value, list):
            left += value


def is_yaml(path: Path) -> bool:
    """Whether a file is YAML by its name; any other descriptor is JSON."""
    return path.suffix.casefold() in (".yaml", ".yml")


def read_document(path: Path, shown: str) -> dict[str, Any]:
    """The object that a JSON or YAML file holds.

    UTF-8 without byte-order mark, as RFC 8259 has JSON; dates of YAML are texts. ``shown`` is the
    file in words for a message. Raises PackageError that says what is wrong, and where if known.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PackageError(
            "the file is missing", file=shown, hint="restore it, or correct the path that names it"
        ) from None
    except OSError as error:
        raise unreadable(error, shown) from None
    except UnicodeDecodeError:
        raise PackageError(
            "the file is not UTF-8", file=shown, hint="save it as UTF-8 and run again"
        ) from None
    form, read = ("YAML", _yaml) if is_yaml(path) else ("JSON", _json)
    value = read(text, shown)
    if not isinstance(value, dict):
        raise PackageError(
            f"the file holds no {form} object",
            file=shown,
            expected="an object: { … }" if form == "JSON" else "an object: name: …, resources: …",
        )
    return value


def _json(text: str, shown: str) -> Any:
    if text.startswith("\ufeff"):
        raise PackageError(
            "the file begins with a byte-order mark, which JSON does not have",
            file=shown,
            hint='save it as UTF-8 "without BOM" and run again; frictionless refuses it, too',
        )
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise PackageError(
            f"broken JSON: {error.msg} (column {error.colno})",
            file=shown,
            line=error.lineno,
            hint="correct the file near that place; a comma or bracket may be missing",
        ) from None
    except RecursionError:
        raise PackageError(
            "the JSON is nested too deeply", file=shown, hint="restore the file"
        ) from None


def _yaml(text: str, shown: str) -> Any:
    """What YAML holds, as JSON would: dates are texts, and so is every name."""
    import yaml  # noqa: PLC0415  few descriptors are YAML

    try:
        return json.loads(json.dumps(yaml.safe_load(text), default=str))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise PackageError(
            f"broken YAML: {error.problem or error.context}"
            + (f" (column {mark.column + 1})" if mark else ""),
            file=shown,
            line=mark.line + 1 if mark else None,
            hint="correct the file near that place; mind how far lines are indented",
        ) from None
    except yaml.YAMLError as error:
        problem = " ".join(str(error).split())
        raise PackageError(f"broken YAML: {problem}", file=shown, hint="restore the file") from None
    except (RecursionError, TypeError, ValueError):
        raise PackageError(
            "the YAML is nested too deeply, or refers to itself",
            file=shown,
            hint="restore the file",
        ) from None
