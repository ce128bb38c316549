"""Table Schema conformance of any data package, with frictionless's own report.

A filter proves rows clean; all others go to frictionless's own row, header and checks with their
true row numbers. The filter need only be sound: what it accepts, frictionless accepts.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fiscal_notice.errors import PackageError
from fiscal_notice.model import Cut, ResourceStat
from fiscal_notice.package import Package, Resource, open_package, read_package
from fiscal_notice.package.descriptor import DESCRIPTOR
from fiscal_notice.schema_check.accept import size_of
from fiscal_notice.schema_check.confirm import (
    Confirmed,
    Report,
    SchemaError,
    confirm,
    errors_of,
)
from fiscal_notice.schema_check.hashing import Digest, digest
from fiscal_notice.schema_check.proof import SMALL, Proof, prove, report_of

if TYPE_CHECKING:
    from fiscal_notice.schema_check.scan import Scan

LIMIT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaResult:
    """What the check found, resource by resource, and how many cells it looked at.

    ``cut`` are the resources whose errors are not all given, because there are more than wanted.
    """

    errors: tuple[SchemaError, ...]
    resources: tuple[ResourceStat, ...]
    cells: int
    cut: tuple[Cut, ...] = ()


def check_schemas(
    package: Package, *, wanted: bool = True, limit: int = LIMIT, scan: Scan | None = None
) -> SchemaResult:
    """Check descriptor, schemas and data of ``package``; only read it if that is not ``wanted``.

    The errors are frictionless's own, in its order, with its row numbers, at most ``limit`` for
    each resource (0: all). ``scan`` reads large tables, if they are not to be read here. Raises
    PackageError only where a file cannot be read at all.
    """
    proof = prove(package, scan)
    if proof is not None:
        return _proven(package, proof)
    small = size_of(package) <= SMALL
    confirmed = confirm(lambda: _made(package), limit_errors=limit, small=small, scan=scan)
    return _confirmed(package, confirmed, wanted=wanted)


def validate_schema(
    source: Path | str, *, limit_errors: int = LIMIT, scan: Scan | None = None
) -> Report:
    """Validate any tabular data package and give frictionless's report as a dictionary.

    ``source`` is a folder, a descriptor or a zip. The report has the shape that ``frictionless
    validate --json`` prints: ``valid``, ``stats``, ``warnings``, ``errors`` and ``tasks``, one for
    each resource, with at most ``limit_errors`` errors each (0: all). Errors, their order, their
    messages and row numbers and the statistics are frictionless's; only ``seconds`` differ. Where
    frictionless itself fails on a cell, row or resource, an error of type ``unchecked-cell``,
    ``unchecked-row`` or ``unchecked-resource`` says so. ``scan`` as in ``check_schemas``.
    Raises PackageError if there is no package, ValueError for a limit below 0.
    """
    if limit_errors < 0:
        raise ValueError(f"limit_errors is {limit_errors}; expected a number, 0 for all errors")
    began = time.perf_counter()
    path = Path(source)
    if path.is_file() and path.suffix != ".json":
        with open_package(path) as package:
            return validate_schema(package.root, limit_errors=limit_errors, scan=scan)
    descriptor = path / DESCRIPTOR if path.is_dir() else path
    if not descriptor.is_file():
        raise PackageError("there is no data package", file=str(source))
    read = _read(descriptor)
    proof = prove(read, scan) if read is not None else None
    report = report_of(read, proof, began) if read is not None and proof is not None else None
    if report is not None:
        return report
    small = read is not None and size_of(read) <= SMALL
    report = confirm(
        lambda: _opened(descriptor), limit_errors=limit_errors, small=small, scan=scan
    ).report
    report["stats"]["seconds"] = round(time.perf_counter() - began, 3)
    return report


def _read(descriptor: Path) -> Package | None:
    """The package, or None if it is of another shape than this project reads."""
    try:
        return read_package(descriptor.parent, descriptor=descriptor.name)
    except PackageError:
        return None


def _made(package: Package) -> Any:
    import frictionless  # noqa: PLC0415

    return frictionless.Package(deepcopy(package.descriptor), basepath=str(package.root))


def _opened(descriptor: Path) -> Any:
    import frictionless  # noqa: PLC0415

    return frictionless.Package(str(descriptor))


def _proven(package: Package, proof: Proof) -> SchemaResult:
    stats = (
        ResourceStat(
            name=resource.name,
            path=resource.path,
            rows=proof.rows.get(resource.name),
            bytes=proof.digests[resource.name].bytes,
            sha256=proof.digests[resource.name].sha256,
            checked_by="fast path",
        )
        for resource in package.resources
    )
    return SchemaResult(errors=(), resources=tuple(stats), cells=proof.cells)


def _confirmed(package: Package, confirmed: Confirmed, *, wanted: bool) -> SchemaResult:
    report = confirmed.report
    tasks = {task["name"]: task for task in report["tasks"]}
    return SchemaResult(
        errors=tuple(errors_of(report, package.shown_path(DESCRIPTOR))) if wanted else (),
        resources=tuple(
            _stat(package, resource, tasks.get(resource.name), confirmed)
            for resource in package.resources
        ),
        cells=confirmed.cells,
        cut=tuple(
            Cut(resource=name, errors=len(task["errors"]), row=_last_row(task))
            for name, task in tasks.items()
            if wanted and _is_cut(task)
        ),
    )


def _stat(
    package: Package, resource: Resource, task: Mapping[str, Any] | None, confirmed: Confirmed
) -> ResourceStat:
    stats = task["stats"] if task else {}
    read = _digest(package.file(resource), stats)
    return ResourceStat(
        name=resource.name,
        path=resource.path,
        rows=None if resource.schema is None else stats.get("rows", 0) if task else None,
        bytes=read.bytes,
        sha256=read.sha256,
        checked_by="fast path" if task and resource.name not in confirmed.whole else "frictionless",
    )


def _last_row(task: Mapping[str, Any]) -> int | None:
    return max((error.get("rowNumber") or 0 for error in task["errors"]), default=0) or None


def _is_cut(task: Mapping[str, Any]) -> bool:
    return any("error limit" in warning for warning in task["warnings"])


def _digest(path: Path, stats: Mapping[str, Any]) -> Digest:
    """Hash and size of a file; it is read once more if the check did not read it to its end."""
    whole = {"md5", "sha256", "bytes"} <= set(stats)
    if whole:
        return Digest(stats["md5"], stats["sha256"], stats["bytes"])
    try:
        return digest(path)
    except OSError:
        return Digest("", "", 0)


__all__ = ["LIMIT", "SchemaError", "SchemaResult", "check_schemas", "validate_schema"]
