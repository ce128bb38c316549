"""A whole package checked in bulk: frictionless's report, resource by resource.

Each table is scanned once, then the keys are resolved, then frictionless's own report is made of
what was found. A resource that cannot be checked in bulk goes to frictionless whole, and so does
one whose foreign keys refer to such a resource.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import frictionless
from frictionless import Checklist, FrictionlessException, Report

from fiscal_notice.schema_check.dense import joined_report
from fiscal_notice.schema_check.frictionless_report import CheckedPackage, MakePackage
from fiscal_notice.schema_check.frictionless_rows import numbered_rows
from fiscal_notice.schema_check.hashing import Digests
from fiscal_notice.schema_check.opening import (
    NotBulkError,
    OpenedTable,
    Sizes,
    check_referable,
    open_resource,
    with_target,
)
from fiscal_notice.schema_check.packed import Errors
from fiscal_notice.schema_check.records import IrregularError
from fiscal_notice.schema_check.row_state import Referenced, errors_of_rows
from fiscal_notice.schema_check.scan import Scan, Scanned, TableCheck, scan
from fiscal_notice.schema_check.streaming import StreamSource


class UncheckedResourceError(frictionless.errors.ResourceError):
    """A resource that makes frictionless itself fail."""

    type = "unchecked-resource"
    title = "Unchecked Resource"
    description = "frictionless fails on this resource, so it cannot be checked."
    template = "The resource cannot be checked: {note}"


class UncheckedPackageError(frictionless.errors.PackageError):
    """A descriptor that makes frictionless itself fail."""

    type = "unchecked-package"
    title = "Unchecked Package"
    description = "frictionless fails on this descriptor, so it cannot be checked."
    template = "The descriptor cannot be checked: {note}"


def check_package(
    make: MakePackage,
    *,
    limit_errors: int,
    sizes: Sizes | None = None,
    scan: Scan = scan,
    done: Mapping[str, dict[str, Any]] | None = None,
) -> CheckedPackage:
    """Validate the package that ``make`` gives, at most ``limit_errors`` errors for each resource.

    ``limit_errors`` 0 means all; ``scan`` reads the tables, ``done`` are reports by resource that
    need not be made again. Tasks are in the order of the package. Raises RecursionError for a
    descriptor that is nested too deeply.
    """
    began = time.perf_counter()
    try:
        package = make()
        package.to_descriptor(validate=True)
    except FrictionlessException as exception:
        report = Report.from_validation(time=_since(began), errors=exception.to_errors())
        return CheckedPackage(report=report.to_dict())
    except RecursionError:
        raise
    except Exception as crash:
        error = UncheckedPackageError(note=f"{type(crash).__name__}: {crash}")
        report = Report.from_validation(time=_since(began), errors=[error])
        return CheckedPackage(report=report.to_dict())
    run = _Run(make, package, limit_errors, sizes or Sizes(), scan)
    run.done = done or {}
    reports = run.reports()
    report = joined_report(reports, _since(began))
    return CheckedPackage(report=report, whole=run.whole, cells=run.cells)


class _Run:
    """The work on one package."""

    def __init__(
        self, make: MakePackage, package: Any, limit: int, sizes: Sizes, scan: Scan
    ) -> None:
        self._make, self._package, self._limit, self._sizes = make, package, limit, sizes
        self._read = scan
        self._digests = Digests()
        self._opened: dict[str, OpenedTable] = {}
        self._tables: dict[str, tuple[TableCheck, Scanned]] = {}
        self._begun: dict[str, list[Any]] = {}
        self.done: Mapping[str, dict[str, Any]] = {}
        self.whole: dict[str, str] = {}
        self.cells = 0

    def reports(self) -> list[dict[str, Any]]:
        """One report per resource, in the package's order."""
        try:
            for resource in self._package.resources:
                self._open(resource)
            self._link()
            for name in list(self._opened):
                self._scan(name)
            self._unlink()
            return [self._report(resource.name) for resource in self._package.resources]
        finally:
            self._digests.close()
            for opened in self._opened.values():
                opened.resource.close()

    def _fresh(self, name: str) -> Any:
        return self._make().get_resource(name)

    def _open(self, resource: Any) -> None:
        name = resource.name
        if name in self.done:
            self.whole[name] = "its errors come row upon row"
            return
        try:
            resource.to_descriptor(validate=True)
            opened = open_resource(resource, lambda: self._fresh(name), self._sizes)
        except (NotBulkError, FrictionlessException) as reason:
            self.whole[name] = str(reason)
        except Exception as crash:
            self.whole[name] = f"{type(crash).__name__}: {crash}"
        else:
            self._opened[name] = opened
            if opened.path is not None:
                self._digests.begin(opened.path)

    def _link(self) -> None:
        """Tell each table what others refer to; leave to frictionless what cannot be linked."""
        for name in list(self._opened):
            for key in self._opened[name].resource.schema.foreign_keys:
                target = key["reference"]["resource"] or name
                names = tuple(key["reference"]["fields"])
                self._link_one(name, target, names)
        self._unlink()

    def _link_one(self, name: str, target: str, names: tuple[str, ...]) -> None:
        if target not in self._opened or name not in self._opened:
            return
        there = self._opened[target]
        fields = there.resource.header.get_expected_fields()
        try:
            check_referable({field.name: field.type for field in fields}, names)
        except NotBulkError as reason:
            self._give_up(name, str(reason))
        else:
            there.keys = with_target(there.keys, names)

    def _unlink(self) -> None:
        """Give up the tables that refer to one that was given up, until none is left."""
        again = True
        while again:
            again = False
            for name, opened in list(self._opened.items()):
                keys = opened.resource.schema.foreign_keys
                targets = {key["reference"]["resource"] or name for key in keys}
                lost = sorted(targets - self._opened.keys())
                if lost:
                    self._give_up(name, f"it refers to {lost[0]}, which frictionless checks")
                    again = True

    def _give_up(self, name: str, reason: str) -> None:
        opened = self._opened.pop(name, None)
        if opened is not None:
            opened.resource.close()
        self._tables.pop(name, None)
        self.whole[name] = reason

    def _scan(self, name: str) -> None:
        opened = self._opened[name]
        check_of = Checklist().connect(opened.resource)
        self._begun[name] = [error for one in check_of for error in one.validate_start()]
        if 0 < self._limit <= len(self._begun[name]):
            self._give_up(name, "its header has as many errors as are wanted")
            return
        try:
            try:
                self._scan_as(name, stream=False)
            except IrregularError:
                opened.resource.close()
                opened.resource, opened.path = opened.again(), None
                self._scan_as(name, stream=True)
        except IrregularError as reason:
            self._give_up(name, str(reason))

    def _scan_as(self, name: str, *, stream: bool) -> None:
        table = self._opened[name].table(stream=stream)
        scanned = self._read(table, self._limit, len(self._begun[name]))
        if isinstance(table.source, StreamSource) and table.source.failure and table.keys.targets:
            self._give_up(name, "its rows end in an error, and other rows refer to it")
            return
        self._tables[name] = (table, scanned)
        self.cells += scanned.cells

    def _targets(self) -> Referenced:
        return {name: scanned.targets for name, (_, scanned) in self._tables.items()}

    def _report(self, name: str) -> dict[str, Any]:
        if name in self.whole:
            return self.done.get(name) or self._whole(name)
        table, scanned = self._tables[name]
        began = time.perf_counter()
        opened, errors = self._opened[name], Errors(one.to_dict() for one in self._begun[name])
        rows = errors_of_rows(table, scanned, self._targets(), self._limit, len(errors))
        errors.extend(rows.errors)
        warnings = _warnings(opened.resource)
        if rows.stopped is None:
            errors.extend(error.to_dict() for error in self._ending(opened, table, scanned))
        else:
            errors = errors.first(self._limit)
            warnings.append(f"reached error limit: {self._limit}")
            _replay(opened, rows.stopped)
        report = Report.from_validation_task(
            opened.resource, time=_since(began), labels=opened.resource.labels, warnings=warnings
        )
        return _with_errors(report.to_dict(), errors)

    def _ending(self, opened: OpenedTable, table: TableCheck, scanned: Scanned) -> Iterator[Any]:
        """The errors after the last row: what ended the rows, hash, size, counts."""
        stats = opened.resource.stats
        stats.rows = scanned.rows
        if opened.path is not None:
            digest = self._digests.of(opened.path)
            stats.md5, stats.sha256, stats.bytes = digest.md5, digest.sha256, digest.bytes
        if isinstance(table.source, StreamSource) and table.source.failure is not None:
            yield table.source.failure
        for one in Checklist().connect(opened.resource):
            yield from one.validate_end()

    def _whole(self, name: str) -> dict[str, Any]:
        resource = self._fresh(name)
        began = time.perf_counter()
        try:
            report = resource.validate(limit_errors=self._limit)
        except Exception as crash:
            error = UncheckedResourceError(note=f"{type(crash).__name__}: {crash}")
            report = Report.from_validation_task(resource, time=_since(began), errors=[error])
        document: dict[str, Any] = report.to_dict()
        return document


def _with_errors(report: dict[str, Any], errors: Errors) -> dict[str, Any]:
    """The report of one task, made without errors, with these."""
    task = report["tasks"][0]
    task["errors"], task["valid"], task["stats"]["errors"] = errors, not errors, len(errors)
    return report


def _since(began: float) -> float:
    return round(time.perf_counter() - began, 3)


def _warnings(resource: Any) -> list[str]:
    algorithm, colon, _ = (resource.hash or "").partition(":")
    if colon and algorithm not in ("md5", "sha256"):
        return ["hash is ignored; supported algorithms: md5/sha256"]
    return []


def _replay(opened: OpenedTable, stopped: int) -> None:
    """Give the resource the figures that it has if it is read no further than row ``stopped``."""
    with opened.again() as again:
        rows = 0
        for number, _ in islice(numbered_rows(again), stopped):
            rows += 1
            if number == stopped:
                break
        again.stats.rows = rows
        opened.resource.stats = again.stats
