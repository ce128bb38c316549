"""Tables with errors row upon row: frictionless itself is soonest at the limit.

It reads row by row and stops there. To read in bulk would be to read far more, and to load the
libraries for it. So frictionless begins with each large table, for as long as its errors come so
often that the limit is near; if they do not, what it has read is a small part of the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import frictionless
from frictionless.resources import TableResource

from fiscal_notice.schema_check.frictionless_report import MakePackage
from fiscal_notice.schema_check.hashing import size_at
from fiscal_notice.schema_check.packed import ReportDict

# Bytes from which on a table is worth reading in bulk.
LARGE = 256 * 1024
# Cells after which it is asked for the first time whether the limit is near.
AT_FIRST = 5_000
# Cells that may still have to be read then.
AT_MOST = 200_000


class SparseError(Exception):
    """Errors come too seldom: the limit is far."""


class Pace:
    """Called for each row that frictionless has read; stops it if the limit is far."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._rows = self._errors = self._ask = 0

    def __call__(self, row: Any) -> None:
        """Raises SparseError."""
        width = max(len(row.cells), 1)
        self._ask = self._ask or AT_FIRST // width
        self._rows += 1
        self._errors += len(row.errors)
        if self._rows >= self._ask:
            if not self._errors:
                raise SparseError
            needed = self._limit * self._rows // self._errors
            if (needed - self._rows) * width > AT_MOST:
                raise SparseError
            self._ask *= 2


def dense_reports(make: MakePackage, limit: int) -> tuple[dict[str, ReportDict], int]:
    """Frictionless's reports of the tables that it brings to the limit soon, by resource.

    ``make`` gives the package anew, each time. Also returned: the bytes of all other resources.
    There are no reports if something is wrong with the package itself.
    """
    try:
        package = make()
        package.to_descriptor(validate=True)
    except Exception:
        return {}, 0
    sizes = {one.name: _size(one) for one in package.resources}
    reports = {}
    for name in _candidates(package, sizes):
        report = _soon(make().get_resource(name), limit)
        if report is not None:
            reports[name] = report
    return reports, sum(size for name, size in sizes.items() if name not in reports)


def _candidates(package: Any, sizes: Mapping[str, int]) -> Iterator[str]:
    """Large local tables whose keys concern no other large table."""
    targets = {one.name: _targets(one) for one in package.resources}
    referred = {name for names in targets.values() for name in names}
    for one in package.resources:
        plain = one.scheme == "file" and not (one.compression or one.multipart or one.memory)
        if not (plain and isinstance(one, TableResource) and sizes[one.name] > LARGE):
            continue
        if one.name not in referred and all(sizes.get(t, 0) <= LARGE for t in targets[one.name]):
            yield one.name


def _targets(resource: Any) -> set[str]:
    schema = getattr(resource, "schema", None)
    keys = schema.foreign_keys if schema else []
    return {key["reference"]["resource"] or resource.name for key in keys}


def _size(resource: Any) -> int:
    return size_at(Path(resource.normpath)) if resource.path else 0


def _soon(resource: Any, limit: int) -> ReportDict | None:
    """The report of a table; None if the limit is far, or if frictionless fails."""
    try:
        resource.to_descriptor(validate=True)
        report: ReportDict = resource.validate(limit_errors=limit, on_row=Pace(limit)).to_dict()
    except Exception:
        # Whatever it is, the table is read again from its beginning.
        return None
    finally:
        resource.close()
    return report


def whole_reports(
    make: MakePackage, limit: int, done: Mapping[str, ReportDict]
) -> list[ReportDict]:
    """Frictionless's reports of all resources, in their order; those of ``done`` as they are."""
    names = [one.name for one in make().resources]
    return [
        done[name]
        if name in done
        else make().get_resource(name).validate(limit_errors=limit).to_dict()
        for name in names
    ]


def joined_report(reports: list[ReportDict], seconds: float) -> ReportDict:
    """The report of a package from those of its resources, its tasks in their order."""
    tasks = [task for report in reports for task in report["tasks"]]
    errors = [error for report in reports for error in report["errors"]]
    whole: ReportDict = frictionless.Report.from_validation(time=seconds).to_dict()
    whole["stats"]["tasks"] = len(tasks)
    whole["stats"]["errors"] = len(errors) + sum(task["stats"]["errors"] for task in tasks)
    return whole | {"valid": not whole["stats"]["errors"], "errors": errors, "tasks": tasks}
