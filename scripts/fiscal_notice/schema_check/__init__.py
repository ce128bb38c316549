"""Table Schema conformance of any data package, with frictionless's own report.

A fast path proves rows clean; all others go to frictionless's own row, header and checks with their
true row numbers. It need only be sound: what it accepts, frictionless accepts.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fiscal_notice.package import Package
from fiscal_notice.package.archive import locate
from fiscal_notice.schema_check.conformance import Conformance, conform
from fiscal_notice.schema_check.frictionless_report import SchemaError
from fiscal_notice.schema_check.packed import ReportDict, unpacked
from fiscal_notice.schema_check.result import SchemaResult, schema_result
from fiscal_notice.schema_check.subject import Subject, subject_at, subject_of

if TYPE_CHECKING:
    from fiscal_notice.schema_check.scan import Scan

LIMIT = 1000


def check_schemas(
    package: Package, *, wanted: bool = True, limit: int = LIMIT, scan: Scan | None = None
) -> SchemaResult:
    """Check descriptor, schemas and data of ``package``; no errors are given unless ``wanted``.

    The errors are frictionless's own, in its order, with its row numbers, at most ``limit`` for
    each resource (0: all). ``scan`` reads large tables, if they are not to be read here. Raises
    nothing for what is wrong with the package: that is in the result.
    """
    subject = subject_of(package)
    conformance = conform(subject, limit_errors=limit, scan=scan)
    return schema_result(conformance, subject, wanted=wanted)


def validate_schema(
    source: Path | str, *, limit_errors: int = LIMIT, scan: Scan | None = None
) -> ReportDict:
    """Validate any tabular data package and give frictionless's report as a dictionary.

    ``source`` is a folder, a descriptor or a zip. The report has the shape that ``frictionless
    validate --json`` prints: ``valid``, ``stats``, ``warnings``, ``errors`` and ``tasks``, one for
    each resource, with at most ``limit_errors`` errors each (0: all). Errors, their order, their
    messages and row numbers and the statistics are frictionless's; only ``seconds`` differ. Where
    frictionless itself fails on a cell, row, resource or descriptor, an error of type
    ``unchecked-cell``, ``unchecked-row``, ``unchecked-resource`` or ``unchecked-package`` says so.
    ``scan`` as in ``check_schemas``.
    Raises PackageError if there is no package, ValueError for a limit below 0.
    """
    return unpacked(packed_report(source, limit_errors=limit_errors, scan=scan))


def packed_report(
    source: Path | str, *, limit_errors: int = LIMIT, scan: Scan | None = None
) -> ReportDict:
    """The same as ``validate_schema``, but the ``errors`` of tasks may be ``packed.Errors``."""
    if limit_errors < 0:
        raise ValueError(f"limit_errors is {limit_errors}; expected a number, 0 for all errors")
    with locate(source) as place:
        subject = subject_at(place)
        return conform(subject, limit_errors=limit_errors, scan=scan, salvage=False).report


__all__ = [
    "LIMIT",
    "Conformance",
    "SchemaError",
    "SchemaResult",
    "Subject",
    "check_schemas",
    "conform",
    "packed_report",
    "schema_result",
    "subject_at",
    "subject_of",
    "validate_schema",
]
