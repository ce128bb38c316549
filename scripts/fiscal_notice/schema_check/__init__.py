"""Table Schema conformance: accept what is provably clean, hand everything else to frictionless.

The accept filter (``accept``) need only be sound: what it accepts, frictionless accepts. Whatever
it cannot prove goes to frictionless, whose errors are reported as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fiscal_notice.model import ResourceStat
from fiscal_notice.package import Package
from fiscal_notice.schema_check.accept import Accepted, accept
from fiscal_notice.schema_check.confirm import SchemaError, confirm


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaResult:
    """What the check found, resource by resource, and how many cells it looked at."""

    errors: tuple[SchemaError, ...]
    resources: tuple[ResourceStat, ...]
    cells: int


def check_schemas(package: Package, *, wanted: bool = True) -> SchemaResult:
    """Check descriptor, schemas and data of ``package``; only read it if that is not ``wanted``.

    The errors are frictionless's own, in its order, with its row numbers. Raises PackageError
    only where a file cannot be read at all.
    """
    accepted = accept(package)
    errors = confirm(package) if wanted and not accepted.proven else ()
    return SchemaResult(
        errors=errors,
        resources=_stats(package, accepted),
        cells=sum(accepted.cells.values()),
    )


def _stats(package: Package, accepted: Accepted) -> tuple[ResourceStat, ...]:
    checked_by = "fast path" if accepted.proven else "frictionless"
    return tuple(
        ResourceStat(
            name=resource.name,
            path=resource.path,
            rows=_get(accepted.rows, resource.name),
            bytes=accepted.sizes.get(resource.name, 0),
            sha256=accepted.hashes.get(resource.name, ""),
            checked_by=checked_by,
        )
        for resource in package.resources
    )


def _get(rows: Mapping[str, int], name: str) -> int | None:
    return rows.get(name)


__all__ = ["SchemaError", "SchemaResult", "check_schemas"]
