"""Packages proven clean without frictionless, whatever their size: large ones by the kernel.

Only what ``known`` and ``cells`` know is tried: plain descriptors, UTF-8, commas, one header line
with the schema's names. At the first doubt the proof is given up, and frictionless is asked.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from fiscal_notice.package import Field, Package, Resource, Schema
from fiscal_notice.package.plain import DETECTED, SNIFFED
from fiscal_notice.package.shape import names_of
from fiscal_notice.schema_check.accept import accept, size_of
from fiscal_notice.schema_check.cells import field_proof, value_of
from fiscal_notice.schema_check.hashing import Digest, Digests
from fiscal_notice.schema_check.keyed import ForeignKey, Keys
from fiscal_notice.schema_check.supported import (
    kind_of,
    known_descriptor,
    known_form,
    known_resource,
    known_schema,
    readable,
)

if TYPE_CHECKING:
    from fiscal_notice.schema_check.batches import Source
    from fiscal_notice.schema_check.columns import Column
    from fiscal_notice.schema_check.scan import Scan, Scanned, Table

Report = dict[str, Any]

# A package of no more bytes is read in one go: sooner done than pyarrow is imported.
SMALL = 1024**2
# Cells of a large table that are looked at before anything else.
CELLS = 2000


@dataclass(slots=True)
class Proof:
    """What is known of a package that is proven clean: rows, cells and digests by resource."""

    rows: dict[str, int] = field(default_factory=dict)
    cells: int = 0
    digests: dict[str, Digest] = field(default_factory=dict)


def prove(package: Package, scan: Scan | None = None) -> Proof | None:
    """The proof that frictionless finds nothing wrong with ``package``, None if there is none.

    ``scan`` reads large tables, if they are not to be read here.
    """
    digests = Digests()
    try:
        if not all(_is_reportable(package, resource) for resource in package.resources):
            return None
        small = size_of(package) <= SMALL
        # Sooner seen than files are hashed and libraries imported.
        if not small and not all(_begins_well(package, table) for table in package.tables):
            return None
        for resource in package.resources:
            digests.begin(package.file(resource))
        if small:
            accepted = accept(package)
            proof = Proof(accepted.rows, sum(accepted.cells.values())) if accepted.proven else None
        else:
            proof = _prove_large(package, scan)
        if proof is None:
            return None
        for resource in package.resources:
            proof.digests[resource.name] = digests.of(package.file(resource))
        return proof if _as_stated(package, proof) else None
    except OSError:
        return None
    finally:
        digests.close()


def report_of(package: Package, proof: Proof, began: float) -> Report:
    """Frictionless's report of a proven package: a task for each of its resources."""
    tasks = [_task(resource, proof) for resource in package.resources]
    seconds = round(time.perf_counter() - began, 3)
    stats = {"tasks": len(tasks), "errors": 0, "warnings": 0, "seconds": seconds}
    return {"valid": True, "stats": stats, "warnings": [], "errors": [], "tasks": tasks}


def _is_reportable(package: Package, resource: Resource) -> bool:
    """Whether it is known what frictionless reports of a resource in which nothing is wrong."""
    kind = kind_of(resource.raw)
    if kind == "table":
        # Of a table without a schema nothing can be proven.
        return resource.schema is not None
    with package.file(resource).open("rb") as file:
        head = file.read(DETECTED)
    # frictionless says nothing of the size of a file that has none.
    return kind is not None and bool(head) and readable(head, resource.raw)


def _begins_well(package: Package, resource: Resource) -> bool:
    """Whether the first rows of a table are clean, as far as they can be told apart."""
    schema = resource.schema
    if schema is None or not known_schema(schema.raw):
        return False
    proofs = [field_proof(one) for one in schema.fields]
    with package.file(resource).open("rb") as file:
        lines = list(islice(file, max(2, min(SNIFFED, CELLS // max(len(proofs), 1)))))
    try:
        for row in islice(csv.reader([line.decode() for line in lines], strict=True), 1, None):
            pairs = zip(proofs, row, strict=False)
            if len(row) != len(proofs) or not all(proof and proof(cell) for proof, cell in pairs):
                return False
    except (UnicodeDecodeError, csv.Error):
        # Cut inside a cell, or a fault that will be found.
        return True
    return True


def _task(resource: Resource, proof: Proof) -> dict[str, Any]:
    digest, kind, raw = proof.digests[resource.name], kind_of(resource.raw), resource.raw
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
    for resource in package.resources:
        digest, raw = proof.digests[resource.name], resource.raw
        if not digest.bytes or raw.get("bytes", digest.bytes) != digest.bytes:
            return False
        if raw.get("hash") not in (None, f"sha256:{digest.sha256}"):
            return False
    return True


def _prove_large(package: Package, scan: Scan | None) -> Proof | None:
    if not known_descriptor(package.descriptor):
        return None
    for resource in package.resources:
        schema = resource.schema
        if not known_resource(resource.raw) or (schema and not known_schema(schema.raw)):
            return None
    try:
        return _scan_all(package, scan)
    except DoubtError:
        return None


class DoubtError(Exception):
    """Something that is not proven clean."""


class _Doubt:
    """In the place of frictionless's judge: no row may need to be judged."""

    def judge(self, *_: Any) -> Any:
        """Give up."""
        raise DoubtError


def _scan_all(package: Package, scan: Scan | None) -> Proof:
    # Imported here: small packages need none of it.
    from fiscal_notice.schema_check.records import IrregularError  # noqa: PLC0415
    from fiscal_notice.schema_check.scan import scan as here  # noqa: PLC0415

    proof, scanned, read = Proof(), {}, scan or here
    for resource in package.tables:
        table = _table(package, resource)
        try:
            scanned[resource.name] = (table, read(table, 0))
        except IrregularError:
            raise DoubtError from None
        found = scanned[resource.name][1]
        proof.rows[resource.name] = found.rows
        proof.cells += found.cells
    for table, found in scanned.values():
        _keys_hold(table, found, {name: one.targets for name, (_, one) in scanned.items()})
    return proof


def _keys_hold(table: Table, found: Scanned, targets: Mapping[str, Any]) -> None:
    if any(len(pool.repeated()) for pool in (*found.unique, *found.primary)):
        raise DoubtError
    for key, references in zip(table.keys.foreign, found.foreign, strict=True):
        if len(targets[key.resource or table.name][key.reference].missing(references)):
            raise DoubtError


def _table(package: Package, resource: Resource) -> Table:
    from fiscal_notice.schema_check.batches import FileSource  # noqa: PLC0415

    path = package.file(resource)
    if resource.schema is None or not known_form(path, resource):
        raise DoubtError
    keys = _keys(package, resource.name, resource.schema)
    form = ProofForm(resource.name, resource.schema.fields, keys)
    return form.table(FileSource(path, ",", len(resource.schema.fields)))


@dataclass(frozen=True, slots=True)
class ProofForm:
    """See Form: a table whose rows are proven clean, or doubted."""

    name: str
    fields: tuple[Field, ...]
    keys: Keys

    def table(self, source: Source) -> Table:
        """See Form. Raises DoubtError for a field that the filter does not know."""
        from fiscal_notice.schema_check.scan import Table  # noqa: PLC0415

        columns = [_column(one, self.keys) for one in self.fields]
        return Table(self.name, columns, self.keys, source, _Doubt(), self)


def _keys(package: Package, name: str, schema: Schema) -> Keys:
    targets = [
        names_of(key["reference"]["fields"])
        for table in package.tables
        for key in (table.schema.raw.get("foreignKeys", []) if table.schema else [])
        if (key["reference"].get("resource") or table.name) == name
    ]
    return Keys(
        unique=tuple(f.name for f in schema.fields if f.constraints.get("unique")),
        primary=schema.primary_key,
        foreign=tuple(ForeignKey(*key) for key in schema.foreign_keys),
        targets=tuple(dict.fromkeys(targets)),
    )


def _column(one: Field, keys: Keys) -> Column:
    from fiscal_notice.schema_check.column_checks import kernel_for  # noqa: PLC0415
    from fiscal_notice.schema_check.columns import Column  # noqa: PLC0415

    proof, missing = field_proof(one), frozenset([""])
    if proof is None:
        raise DoubtError
    kernel = kernel_for(one.raw, _bound(one.type), missing)
    return Column(
        name=one.name,
        kind=one.type,
        read=lambda cell: (value_of(one.type, cell), True) if proof(cell) else (None, False),
        missing=missing,
        kernel=kernel,
        keyed=one.name in keys.parts(),
        both=one.name in keys.parts(references=True),
    )


def _bound(kind: str) -> Callable[[Any], Any]:
    return lambda value: value_of(kind, str(value))
