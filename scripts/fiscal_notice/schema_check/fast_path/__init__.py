"""The fast path: packages proven clean without frictionless, whatever their size.

Only what ``supported`` and ``field_checks`` know is tried: plain descriptors, and CSVs in UTF-8
with commas and one header line of the schema's names. Refusing costs time and nothing else: at the
first doubt the proof is given up, and frictionless is asked.
"""

from __future__ import annotations

import csv
import time
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from fiscal_notice.package import Package, Resource
from fiscal_notice.package.plain import DETECTED, SNIFFED
from fiscal_notice.schema_check.fast_path.field_checks import field_check
from fiscal_notice.schema_check.fast_path.small import prove_small
from fiscal_notice.schema_check.fast_path.supported import (
    encoding_is_certain,
    is_supported_package,
    is_supported_resource,
    is_supported_schema,
    resource_type,
)
from fiscal_notice.schema_check.hashing import Digest, Digests, size_at

if TYPE_CHECKING:
    from fiscal_notice.schema_check.packed import ReportDict
    from fiscal_notice.schema_check.scan import Scan

# A package of no more bytes is read in one go: sooner done than pyarrow is imported.
SMALL = 1024**2
# Cells of a large table that are looked at before anything else.
CELLS = 2000


@dataclass(slots=True)
class Proof:
    """What is known of a package that is proven clean; rows and digests by resource."""

    rows: dict[str, int]
    cells: int
    digests: dict[str, Digest] = field(default_factory=dict)


def prove(package: Package, scan: Scan | None = None) -> Proof | None:
    """The proof that frictionless finds nothing wrong with ``package``, None if there is none.

    ``scan`` reads large tables, if they are not to be read here. Never raises for what a package
    holds.
    """
    digests = Digests()
    try:
        if not _is_supported(package):
            return None
        small = sum(size_at(package.file(one)) for one in package.resources) <= SMALL
        # Sooner seen than files are hashed and libraries imported.
        if not small and not all(_begins_well(package, table) for table in package.tables):
            return None
        for resource in package.resources:
            digests.begin(package.file(resource))
        counted = prove_small(package) if small else _prove_large(package, scan)
        if counted is None:
            return None
        proof = Proof(*counted)
        for resource in package.resources:
            proof.digests[resource.name] = digests.of(package.file(resource))
        return proof if _as_stated(package, proof) else None
    except OSError:
        return None
    finally:
        digests.close()


def report_of(package: Package, proof: Proof, began: float) -> ReportDict:
    """Frictionless's report of a proven package: a task for each of its resources.

    ``began`` is when the check began, by ``time.perf_counter``.
    """
    tasks = [_task(resource, proof) for resource in package.resources]
    seconds = round(time.perf_counter() - began, 3)
    stats = {"tasks": len(tasks), "errors": 0, "warnings": 0, "seconds": seconds}
    return {"valid": True, "stats": stats, "warnings": [], "errors": [], "tasks": tasks}


def _is_supported(package: Package) -> bool:
    return is_supported_package(package.descriptor) and all(
        is_supported_resource(one.raw)
        and (one.schema is None or is_supported_schema(one.schema.raw))
        and _is_reportable(package, one)
        for one in package.resources
    )


def _is_reportable(package: Package, resource: Resource) -> bool:
    """Whether it is known what frictionless reports of a resource in which nothing is wrong."""
    kind = resource_type(resource.raw)
    if kind == "table":
        # Of a table without a schema nothing can be proven.
        return resource.schema is not None
    with package.file(resource).open("rb") as file:
        head = file.read(DETECTED)
    # frictionless says nothing of the size of a file that has none.
    return kind is not None and bool(head) and encoding_is_certain(head, resource.raw)


def _begins_well(package: Package, resource: Resource) -> bool:
    """Whether the first rows of a table are clean, as far as they can be told apart."""
    checks = [field_check(one) for one in resource.schema.fields] if resource.schema else []
    with package.file(resource).open("rb") as file:
        lines = list(islice(file, max(2, min(SNIFFED, CELLS // max(len(checks), 1)))))
    try:
        for row in islice(csv.reader([line.decode() for line in lines], strict=True), 1, None):
            pairs = zip(checks, row, strict=False)
            if len(row) != len(checks) or not all(check and check(cell) for check, cell in pairs):
                return False
    except (UnicodeDecodeError, csv.Error):
        # Cut inside a cell, or a fault that will be found.
        return True
    return True


def _prove_large(package: Package, scan: Scan | None) -> tuple[dict[str, int], int] | None:
    # Imported here: small packages need none of its libraries.
    from fiscal_notice.schema_check.fast_path.large import DoubtError, scan_all  # noqa: PLC0415

    try:
        return scan_all(package, scan)
    except DoubtError:
        return None


def _task(resource: Resource, proof: Proof) -> dict[str, Any]:
    digest, kind, raw = proof.digests[resource.name], resource_type(resource.raw), resource.raw
    stats: dict[str, Any] = {"errors": 0, "warnings": 0, "seconds": 0.0}
    if kind == "table" or {"hash", "bytes"} & raw.keys():
        stats |= {"md5": digest.md5, "sha256": digest.sha256, "bytes": digest.bytes}
    labels: list[str] = []
    if kind == "table":
        # A table that was not proven has no rows here, and so there is no report.
        rows = proof.rows[resource.name]
        labels = list(resource.schema.names) if resource.schema is not None else []
        stats |= {"fields": len(labels)}
        # Of none it says nothing.
        stats |= {"rows": rows} if rows else {}
    task = {"name": resource.name, "type": kind, "valid": True, "place": resource.path}
    return task | {"labels": labels, "stats": stats, "warnings": [], "errors": []}


def _as_stated(package: Package, proof: Proof) -> bool:
    """Whether sizes and hashes are those of the descriptor; an empty file is frictionless's."""
    for resource in package.resources:
        digest, raw = proof.digests[resource.name], resource.raw
        if not digest.bytes or raw.get("bytes", digest.bytes) != digest.bytes:
            return False
        if raw.get("hash") not in (None, f"sha256:{digest.sha256}"):
            return False
    return True
