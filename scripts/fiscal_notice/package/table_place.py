"""Where a table lies, in words for a message: file and line, of several files the right one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fiscal_notice.errors import PackageError
from fiscal_notice.package.descriptor import Package, Resource
from fiscal_notice.package.place import unreadable

REBUILD = "restore the file, or rebuild the tables with fiscal-notice extract"


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where a table lies, in words for a message."""

    package: Package
    resource: Resource

    @property
    def shown(self) -> str:
        """The path of its first file; of inline data the descriptor and the resource."""
        if self.resource.paths:
            return self.package.shown_path(self.resource.path)
        return f"{self.package.shown_path(self.package.file_name)}, resource {self.resource.name}"

    def check_files(self) -> None:
        """PackageError for a file that is missing or cannot be opened."""
        for file, path in zip(self.package.files(self.resource), self.resource.paths, strict=True):
            _check_file(file, self.package.shown_path(path))

    def error(self, problem: str, line: int, **words: str) -> PackageError:
        """An error on a line: of the part that it is in, if there are several."""
        file, own = self._part(line)
        return PackageError(problem, file=file, line=own, **words)

    def ragged(self, line: int, found: int, expected: int) -> PackageError:
        """The error of a row with another number of cells than the header."""
        return self.error(
            "the row does not fit the header",
            line,
            found=f"{found} cells",
            expected=f"{expected} cells",
            hint=REBUILD,
        )

    def _part(self, line: int) -> tuple[str, int]:
        """The part and its line that is ``line`` of all parts together, one after the other."""
        if len(self.resource.paths) < 2:  # noqa: PLR2004
            return self.shown, line
        # As frictionless puts them together: the first line of each CSV but the first is left out.
        skipped = 0 if self._headless() else 1
        before = 0
        for number, path in enumerate(self.package.files(self.resource)):
            with path.open("rb") as file:
                lines = sum(1 for _ in file) - (skipped if number else 0)
            if line <= before + lines:
                shown = self.package.shown_path(self.resource.paths[number])
                return shown, line - before + (skipped if number else 0)
            before += lines
        return self.shown, line

    def _headless(self) -> bool:
        dialect = self.resource.raw.get("dialect")
        return not self.resource.path.endswith(".csv") or (
            isinstance(dialect, dict) and dialect.get("header") is False
        )


def _check_file(path: Path, shown: str) -> None:
    try:
        path.open("rb").close()
    except FileNotFoundError:
        raise PackageError("the file is missing", file=shown, hint=REBUILD) from None
    except OSError as error:
        raise unreadable(error, shown) from None
