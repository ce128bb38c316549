"""frictionless's own validation of a package, and its errors in this project's terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fiscal_notice.errors import PackageError
from fiscal_notice.package import Package


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaError:
    """One error of frictionless: its type and message, and where it stands.

    ``row`` is the line of the CSV; ``key`` the cells of the row, as far as frictionless gives
    them; ``field`` the field's name, empty where the error concerns a whole row or file.
    """

    type: str
    resource: str
    row: int | None
    field: str
    cells: tuple[str, ...]
    message: str


def confirm(package: Package) -> tuple[SchemaError, ...]:
    """Validate the whole package with frictionless and give all its errors.

    Raises PackageError if frictionless cannot open it at all.
    """
    # Imported here: it costs a third of a second, which most runs need not pay.
    import frictionless  # noqa: PLC0415

    try:
        with frictionless.system.use_context(trusted=False):
            opened = frictionless.Package(
                dict(package.descriptor), basepath=str(package.root), detector=None
            )
            report = opened.validate(limit_errors=1_000_000)
    except frictionless.FrictionlessException as error:
        return tuple(_metadata_errors(package, error))
    except RecursionError:
        raise PackageError("the descriptor is nested too deeply", file=package.shown) from None
    return tuple(_errors(report))


def _metadata_errors(package: Package, error: Any) -> Iterator[SchemaError]:
    for reason in error.reasons or [error.error]:
        yield SchemaError(
            type=reason.type,
            resource=package.shown_path("datapackage.json"),
            row=None,
            field="",
            cells=(),
            message=reason.message,
        )


def _errors(report: Any) -> Iterator[SchemaError]:
    for error in report.errors:
        yield _error(error, "datapackage.json")
    for task in report.tasks:
        for error in task.errors:
            yield _error(error, task.name)


def _error(error: Any, resource: str) -> SchemaError:
    return SchemaError(
        type=error.type,
        resource=resource,
        row=getattr(error, "row_number", None),
        field=getattr(error, "field_name", "") or "",
        cells=tuple(str(cell) for cell in getattr(error, "cells", []) or []),
        message=error.message,
    )
