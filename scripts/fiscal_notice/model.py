"""The nouns: what the rooms hand to each other. All are frozen; none does any work of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    Cells = np.ndarray[Any, np.dtype[Any]]

Value = str | int | bool | Decimal | date | time | None
Row = dict[str, Value]
Rows = list[Row]
#: ``advice`` is what the schemas' standard lets pass and a reader should know; it fails no run.
Severity = Literal["error", "warning", "advice"]
#: How much a defect matters: to money or targets, to structure, to wording, to layout.
WEIGHTS = ("material", "structure", "wording", "layout")
LANGUAGES = ("zh", "en")
"""The languages in which everything is said: Chinese, in which the packages are, and English."""


#: Why a rule is skipped whose tables the package does not have; the tables follow.
NOT_AVAILABLE = "not available: "
#: Why a rule is skipped that finds none of what it speaks of.
NOTHING_TO_CHECK = "nothing to check"


class Count(int):
    """A number that knows its noun: ``f"{Count(1):row}"`` is "1 row", of 2,000 "2,000 rows"."""

    def __format__(self, noun: str) -> str:
        if not noun.isalpha():
            return super().__format__(noun)
        return f"{int(self):,} {noun}{'' if self == 1 else 's'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the transcript: its 1-based number and its text without the line end."""

    number: int
    text: str

    @property
    def cells(self) -> list[str]:
        """The tab-separated cells, outer spaces removed."""
        return [cell.strip() for cell in self.text.split("\t")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """What a rule compares: arrays of equal length, one entry per statement.

    ``found`` is to equal ``expected``; None stands for an empty cell and equals only None.
    ``table``, ``key`` and ``field`` name the cell, ``line`` its line of the transcript or None.
    """

    table: Cells
    key: Cells
    field: Cells
    line: Cells
    found: Cells
    expected: Cells

    def __len__(self) -> int:
        return len(self.found)


Compare = Callable[[Mapping[str, "pd.DataFrame"]], Statements]


def judged_elsewhere(_: object) -> Statements:
    """The compare of a rule that needs more than tables, or has compared already; never called."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One statement that must hold.

    ``compare`` takes the tables by name and returns the statements that it checks. ``tables`` are
    those that it needs, ``judges`` those in whose cells it can find something, any if there are
    none; ``needs`` are columns (TABLE.COLUMN) without which it has nothing to say. ``basis`` says
    what the rule rests on, or why it matters; empty where the statement says it all.
    """

    id: str
    severity: Severity
    statement: str
    statement_zh: str
    holds: str
    breaks: str
    tables: tuple[str, ...]
    compare: Compare = field(repr=False)
    basis: str = ""
    judges: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One failure of one rule: where, what was found, what was expected.

    ``line`` is the line of the notice, ``row`` that of the table's file (its header is line 1).
    ``column`` counts the columns of that file from 1. ``kind`` groups findings of one rule: for
    schemas frictionless's type of the error, with its ``note`` and, for errors of a header, the
    ``labels`` of the file. ``erratum`` is the id of the erratum that declares it, or None.
    ``message`` is English; ``message_zh`` says the same in Chinese, where there is such a text.
    """

    rule: str
    severity: Severity
    table: str
    key: str
    field: str
    line: int | None
    found: str | None
    expected: str | None
    message: str | None = None
    erratum: str | None = None
    kind: str = ""
    row: int | None = None
    column: int | None = None
    note: str = ""
    labels: tuple[str, ...] = ()
    message_zh: str | None = None

    @property
    def identity(self) -> tuple[str, str, str, str, str | None, str | None]:
        """What an erratum must repeat to declare this finding."""
        return (self.rule, self.table, self.key, self.field, self.found, self.expected)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one rule came out: how much it checked, what it found, or why it was skipped.

    ``unlisted`` counts the findings beyond those that are listed.
    """

    rule: Rule
    checked: int
    findings: tuple[Finding, ...] = ()
    skipped: str | None = None
    unlisted: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceStat:
    """What was read of one resource: rows (tables only), bytes, SHA-256 and how it was checked.

    A table without a ``schema`` was checked for its form alone.
    """

    name: str
    path: str
    rows: int | None
    bytes: int
    sha256: str
    checked_by: str
    schema: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What an erratum says of a defect, in both languages; its ``weight`` if it has one."""

    zh: str
    en: str
    weight: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Where the check of a resource stopped: after so many ``errors``, at ``row`` of its file.

    There are at least so many errors, and perhaps more after that row.
    """

    resource: str
    errors: int
    row: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Warn:
    """What frictionless warns of, or what a later command will not do with the package.

    ``resource`` is empty where it concerns the whole package.
    """

    resource: str
    message: str
    message_zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The result of a validation; ``explanations`` are the errata's, by erratum id.

    ``created`` is what the descriptor says of when the package was made; empty if nothing.
    ``cut`` are the resources with more schema errors than were wanted; the rest is not here.
    ``notice`` says whether the package is a notice of the family, so that rules could run.
    """

    package: str
    title: str
    version: str
    resources: tuple[ResourceStat, ...]
    outcomes: tuple[Outcome, ...]
    explanations: Mapping[str, Explanation] = field(default_factory=dict)
    cut: tuple[Cut, ...] = ()
    warnings: tuple[Warn, ...] = ()
    notice: bool = True
    created: str = ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, declared or not, in the order of the rules."""
        return tuple(finding for outcome in self.outcomes for finding in outcome.findings)

    @property
    def undeclared(self) -> tuple[Finding, ...]:
        """The findings that no erratum declares: those that fail the run."""
        return tuple(
            finding
            for finding in self.findings
            if finding.erratum is None and finding.severity != "advice"
        )

    @property
    def advice(self) -> tuple[Finding, ...]:
        """What no standard forbids and a reader should know; it fails no run."""
        return tuple(finding for finding in self.findings if finding.severity == "advice")

    @property
    def advised(self) -> int:
        """How many findings of advice there are, those that are not listed too."""
        return sum(
            len(outcome.findings) + outcome.unlisted
            for outcome in self.outcomes
            if outcome.rule.severity == "advice"
        )

    @property
    def valid(self) -> bool:
        """Whether nothing was found that the errata do not declare."""
        return not self.undeclared


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of a release: its name in the bundle, where it lies, SHA-256 and size in bytes."""

    name: str
    path: Path
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A download that was not made, and why, in English and Chinese."""

    name: str
    reason: str
    reason_zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A versioned release: its files and the descriptor of the package."""

    version: str
    files: tuple[File, ...]
    descriptor: Mapping[str, object]
