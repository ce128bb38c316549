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
from typing import Any

from fiscal_notice.errors import PackageError
from fiscal_notice.model import ResourceStat
from fiscal_notice.package import Package, open_package
from fiscal_notice.package.descriptor import DESCRIPTOR
from fiscal_notice.schema_check.accept import Accepted, accept, size_of
from fiscal_notice.schema_check.confirm import (
    SMALL,
    Confirmed,
    Report,
    SchemaError,
    confirm,
    errors_of,
)
from fiscal_notice.schema_check.hashing import Digest, digest

LIMIT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaResult:
    """What the check found, resource by resource, and how many cells it looked at.

    ``cut`` are the resources whose errors are not all given, because there are more than wanted.
    """

    errors: tuple[SchemaError, ...]
    resources: tuple[ResourceStat, ...]
    cells: int
    cut: tuple[str, ...] = ()


def check_schemas(package: Package, *, wanted: bool = True, limit: int = LIMIT) -> SchemaResult:
    """Check descriptor, schemas and data of ``package``; only read it if that is not ``wanted``.

    The errors are frictionless's own, in its order, with its row numbers, at most ``limit`` for
    each resource (0: all). Raises PackageError only where a file cannot be read at all.
    """
    small = size_of(package) <= SMALL
    if small:
        accepted = accept(package)
        if accepted.proven or not wanted:
            return _accepted(package, accepted)
    confirmed = confirm(lambda: _made(package), limit_errors=limit, small=small)
    rows = accepted.rows if small else {}
    return _confirmed(package, confirmed, rows, wanted=wanted)


def validate_schema(source: Path | str, *, limit_errors: int = LIMIT) -> Report:
    """Validate any tabular data package and give frictionless's report as a dictionary.

    ``source`` is a folder, a descriptor or a zip. The report has the shape that ``frictionless
    validate --json`` prints: ``valid``, ``stats``, ``warnings``, ``errors`` and ``tasks``, one for
    each resource, with at most ``limit_errors`` errors each (0: all). Errors, their order, their
    messages and row numbers and the statistics are frictionless's; only ``seconds`` differ. Where
    frictionless itself fails on a cell, row or resource, an error of type ``unchecked-cell``,
    ``unchecked-row`` or ``unchecked-resource`` says so. Raises PackageError if there is no package.
    """
    began = time.perf_counter()
    path = Path(source)
    if path.is_file() and path.suffix != ".json":
        with open_package(path) as package:
            return validate_schema(package.root, limit_errors=limit_errors)
    descriptor = path / DESCRIPTOR if path.is_dir() else path
    if not descriptor.is_file():
        raise PackageError("there is no data package", file=str(source))
    report = confirm(lambda: _opened(descriptor), limit_errors=limit_errors).report
    report["stats"]["seconds"] = round(time.perf_counter() - began, 3)
    return report


def _made(package: Package) -> Any:
    import frictionless  # noqa: PLC0415

    return frictionless.Package(deepcopy(package.descriptor), basepath=str(package.root))


def _opened(descriptor: Path) -> Any:
    import frictionless  # noqa: PLC0415

    return frictionless.Package(str(descriptor))


def _accepted(package: Package, accepted: Accepted) -> SchemaResult:
    """The result where the filter proved everything, or was only to read."""
    checked_by = "fast path" if accepted.proven else "frictionless"
    stats = (
        ResourceStat(
            name=resource.name,
            path=resource.path,
            rows=accepted.rows.get(resource.name),
            bytes=accepted.sizes.get(resource.name, 0),
            sha256=accepted.hashes.get(resource.name, ""),
            checked_by=checked_by,
        )
        for resource in package.resources
    )
    return SchemaResult(errors=(), resources=tuple(stats), cells=sum(accepted.cells.values()))


def _confirmed(
    package: Package, confirmed: Confirmed, rows: Mapping[str, int], *, wanted: bool
) -> SchemaResult:
    report = confirmed.report
    tasks = {task["name"]: task for task in report["tasks"]}
    stats = []
    for resource in package.resources:
        task = tasks.get(resource.name, {"stats": {}})
        counted = task["stats"].get("rows", rows.get(resource.name))
        read = _digest(package.file(resource), task["stats"])
        whole = resource.name in confirmed.whole or resource.name not in tasks
        stats.append(
            ResourceStat(
                name=resource.name,
                path=resource.path,
                rows=counted if resource.schema is not None else None,
                bytes=read.bytes,
                sha256=read.sha256,
                checked_by="frictionless" if whole else "fast path",
            )
        )
    return SchemaResult(
        errors=tuple(errors_of(report, package.shown_path(DESCRIPTOR))) if wanted else (),
        resources=tuple(stats),
        cells=confirmed.cells,
        cut=tuple(name for name, task in tasks.items() if _is_cut(task)) if wanted else (),
    )


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
