"""The validation of one package, as any process can carry it out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from fiscal_notice.errors import FiscalNoticeError, PackageError
from fiscal_notice.model import Report, judged_elsewhere

if TYPE_CHECKING:
    from fiscal_notice.schema_check.scan import Scan


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be done with each package.

    ``schemas_only`` asks for frictionless's report instead of this project's; ``rules`` and
    ``limit`` are those of ``validate`` (a limit of 0 means all).
    """

    schemas_only: bool = False
    rules: tuple[str, ...] = ()
    limit: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of the package at ``source``: a report of either form, or an error."""

    source: str
    report: Report | None = None
    schemas: dict[str, Any] | None = None
    error: FiscalNoticeError | None = None

    @property
    def valid(self) -> bool:
        """Whether the package could be read and nothing was found."""
        if self.schemas is not None:
            return bool(self.schemas["valid"])
        return self.report is not None and self.report.valid

    @property
    def advised(self) -> int:
        """How many findings of advice there are."""
        return 0 if self.report is None else self.report.advised

    @property
    def size(self) -> tuple[int, int]:
        """How many rows and bytes were read."""
        if self.schemas is not None:
            stats = [task["stats"] for task in self.schemas["tasks"]]
            rows = sum(one.get("rows") or 0 for one in stats)
            return rows, sum(one.get("bytes") or 0 for one in stats)
        resources = self.report.resources if self.report else ()
        return sum(one.rows or 0 for one in resources), sum(one.bytes for one in resources)


def work(job: Job, source: str, scan: Scan | None = None) -> Result:
    """Validate the package at ``source``; whatever goes wrong is in the result, which pickles."""
    try:
        return attempt(job, source, scan)
    except FiscalNoticeError as error:
        return Result(source=source, error=error)
    except Exception as fault:
        return Result(source=source, error=failed(source, f"{type(fault).__name__}: {fault}"))


def attempt(job: Job, source: str, scan: Scan | None = None) -> Result:
    """Validate the package at ``source``. Raises what ``validate`` and ``validate_schema`` do."""
    # Imported here: a process that only hands out work needs none of it.
    if job.schemas_only:
        from fiscal_notice.schema_check import packed_report  # noqa: PLC0415

        schemas = packed_report(source, limit_errors=job.limit, scan=scan)
        return Result(source=source, schemas=schemas)
    from fiscal_notice.validate import validate  # noqa: PLC0415

    report = validate(source, job.rules, limit=job.limit, scan=scan)
    return Result(source=source, report=_portable(report))


def failed(source: str, what: str) -> PackageError:
    """The error of a package whose validation failed for no reason that lies in the package."""
    return PackageError(
        "the package could not be validated",
        file=source,
        found=what,
        hint="validate it alone, with -v",
    )


def _portable(report: Report) -> Report:
    """The report with rules that compare nothing any more: functions may not pickle."""
    outcomes = (
        replace(outcome, rule=replace(outcome.rule, compare=judged_elsewhere))
        for outcome in report.outcomes
    )
    return replace(report, outcomes=tuple(outcomes))
