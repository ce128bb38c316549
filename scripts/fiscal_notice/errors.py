"""The errors a caller can meet, each with one sentence on what it means.

FiscalNoticeError
├── TranscriptError      the transcript of the notice cannot be read as a notice of this family
├── OriginalError        an original cannot be read
├── ManyProblemsError    several of these at once
├── PackageError         a data package, its descriptor, a schema or a resource cannot be read
│   └── UnsafePathError  a path leaves the package, or an archive would do harm when unpacked
├── UnknownNameError     a rule, table, row or field that was asked for does not exist
├── WrongSettingError    what was given by hand does not fit the tables of the notice
├── ExportError          a download would not hold what the package holds
│   └── NotHeldError     a format has no room for what the package holds; others have
├── TargetError          something could not be written where it was asked for
├── MissingExtraError    packages that are installed only on demand are not there
├── ClusterError         a cluster cannot be reached, or lacks what the work needs
└── PublishError         a portal refused, could not be reached, or holds something else

Every error says where, what was found, what was expected and what to try; none needs a traceback
to be understood. The library raises; only the command line prints and exits.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

EXIT_FINE = 0
EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_CANNOT_RUN = 3


class FiscalNoticeError(Exception):
    """Something stands in the way, and the message says what, where and what to try."""

    exit_code = EXIT_CANNOT_RUN

    def __init__(
        self,
        problem: str,
        *,
        file: str | Path | None = None,
        line: int | None = None,
        found: str | None = None,
        expected: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.file = None if file is None else str(file)
        self.line = line
        self.found = found
        self.expected = expected
        self.hint = hint

    @property
    def place(self) -> str:
        """``FILE``, ``FILE:LINE``, ``line LINE`` or nothing, as far as it is known."""
        if self.file is None:
            return "" if self.line is None else f"line {self.line}"
        return self.file if self.line is None else f"{self.file}:{self.line}"

    def parts(self) -> list[tuple[str, str]]:
        """What else is known, as labels and texts: ``found``, ``expected``, ``try``."""
        labelled = (("found", self.found), ("expected", self.expected), ("try", self.hint))
        return [(label, text) for label, text in labelled if text is not None]

    def __str__(self) -> str:
        rows = [f"{self.place}: {self.problem}" if self.place else self.problem]
        rows += [f"  {label + ':':<10}{text}" for label, text in self.parts()]
        return "\n".join(rows)


class TranscriptError(FiscalNoticeError):
    """The transcript of the notice cannot be read as a notice of this family."""


class OriginalError(FiscalNoticeError):
    """An original cannot be read."""


class ManyProblemsError(FiscalNoticeError):
    """Several things stand in the way; each of ``problems`` is said in full."""

    def __init__(self, problem: str, *, problems: Sequence[FiscalNoticeError]) -> None:
        super().__init__(problem)
        self.problems = tuple(problems)
        self.exit_code = max((each.exit_code for each in problems), default=EXIT_CANNOT_RUN)

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *map(str, self.problems)])


class PackageError(FiscalNoticeError):
    """A data package, its descriptor, a schema or a resource cannot be read."""


class UnsafePathError(PackageError):
    """A path leaves the package, or an archive would do harm when unpacked."""


class UnknownNameError(FiscalNoticeError):
    """A rule, table, row or field that was asked for does not exist."""

    exit_code = EXIT_USAGE


class WrongSettingError(FiscalNoticeError):
    """What was given by hand does not fit the tables of the notice."""

    exit_code = EXIT_USAGE


class ExportError(FiscalNoticeError):
    """A download would not hold what the package holds, so none was written."""


class NotHeldError(ExportError):
    """A format has no room for what the package holds; the other downloads are made."""


class TargetError(FiscalNoticeError):
    """Something could not be written where it was asked for."""


class MissingExtraError(FiscalNoticeError):
    """Packages that are installed only on demand are not there."""


class ClusterError(FiscalNoticeError):
    """A cluster cannot be reached, or lacks what the work needs."""


class PublishError(FiscalNoticeError):
    """A portal refused, could not be reached, or holds something other than was expected."""


_EXTRAS = {
    "publish": (
        "publishing needs ckanapi, which is not installed",
        ("ckanapi", "requests", "requests_toolbelt"),
    ),
    "explore": (
        "exploring needs Datasette, which is not installed",
        ("datasette", "uvicorn"),
    ),
    "originals": (
        "reading originals needs packages that are not installed",
        ("docx", "lxml", "pdfplumber", "pypinyin", "python_calamine"),
    ),
    "forms": (
        "a paper for signature needs python-docx, which is not installed",
        ("docx",),
    ),
    "cluster": (
        "--cluster needs dask, which is not installed",
        ("dask", "distributed"),
    ),
}


def require(extra: str) -> None:
    """Raise MissingExtraError unless the modules of an extra of pyproject.toml are installed."""
    from importlib.util import find_spec  # noqa: PLC0415  --help needs none of it

    problem, modules = _EXTRAS[extra]
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        raise MissingExtraError(
            problem,
            file=sys.prefix,
            found="no module " + ", ".join(missing),
            hint=f'pip install "fiscal-notice[{extra}]"',
        )
