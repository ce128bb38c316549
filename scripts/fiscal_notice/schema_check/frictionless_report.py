"""frictionless's report of a package, and its errors in this project's terms."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fiscal_notice.schema_check import fast_path
from fiscal_notice.schema_check.packed import ReportDict

if TYPE_CHECKING:
    from fiscal_notice.schema_check.opening import Sizes
    from fiscal_notice.schema_check.scan import Scan


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaError:
    """One error of frictionless: its type and message, and where it stands.

    ``row`` is the line of the CSV; ``cells`` the cells of the row, as far as frictionless gives
    them; ``field`` the field's name (those of a foreign key joined by commas), empty where the
    error concerns a whole row or file. ``column`` is the field's place in the file from 1, ``cell``
    what stands there (in the header its label), ``labels`` the header of the file where the error
    is one of the header, and ``note`` the part of the message that says what is wrong.
    """

    type: str
    resource: str
    row: int | None
    field: str
    cells: tuple[str, ...]
    message: str
    cell: str | None = None
    column: int | None = None
    labels: tuple[str, ...] = ()
    note: str = ""


MakePackage = Callable[[], Any]
"""Makes the frictionless Package anew, nothing of it opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPackage:
    """A report, and how it came about.

    ``whole`` says of each resource that frictionless checked itself why, by name; ``cells`` is how
    many were checked in bulk.
    """

    report: ReportDict
    whole: Mapping[str, str] = field(default_factory=dict)
    cells: int = 0


def frictionless_report(
    make: MakePackage,
    *,
    limit_errors: int,
    small: bool = False,
    sizes: Sizes | None = None,
    scan: Scan | None = None,
) -> CheckedPackage:
    """Validate the frictionless Package that ``make`` gives, row by row where that is needed.

    A ``small`` package goes to frictionless as a whole, which is as fast and needs no other
    library, unless frictionless fails on it. At most ``limit_errors`` errors are given for each
    resource, if 0 all. ``scan`` reads the tables, if they are not to be read here. Raises nothing:
    where frictionless refuses or fails, the report says so.
    """
    # Imported here: it costs a third of a second, which most runs need not pay.
    import frictionless  # noqa: PLC0415

    from fiscal_notice.schema_check.dense import dense_reports  # noqa: PLC0415

    try:
        with frictionless.system.use_context(trusted=False):
            if small:
                checked = _whole(make, limit_errors)
                if checked is not None:
                    return checked
            done, rest = dense_reports(make, limit_errors) if limit_errors else ({}, 0)
            if done and rest <= fast_path.SMALL:
                return _dense(make, limit_errors, done)
            return _bulk(make, limit_errors, sizes, scan, done)
    except frictionless.FrictionlessException as error:
        report = frictionless.Report.from_validation(errors=error.to_errors())
        return CheckedPackage(report=report.to_dict())
    except RecursionError:
        fault = frictionless.errors.PackageError(note="the descriptor is nested too deeply")
        return CheckedPackage(report=frictionless.Report.from_validation(errors=[fault]).to_dict())


def _whole(make: MakePackage, limit_errors: int) -> CheckedPackage | None:
    """Frictionless's own validation; None if it fails on the package."""
    import frictionless  # noqa: PLC0415

    try:
        report = make().validate(limit_errors=limit_errors).to_dict()
    except (frictionless.FrictionlessException, RecursionError):
        raise
    except Exception:
        return None
    names = [task["name"] for task in report["tasks"]]
    return CheckedPackage(report=report, whole=dict.fromkeys(names, "with its package"))


def _dense(make: MakePackage, limit_errors: int, done: Mapping[str, ReportDict]) -> CheckedPackage:
    """The report of a package all of whose large tables are ``done``."""
    from fiscal_notice.schema_check.dense import joined_report, whole_reports  # noqa: PLC0415

    began = time.perf_counter()
    reports = whole_reports(make, limit_errors, done)
    report = joined_report(reports, time.perf_counter() - began)
    names = [task["name"] for task in report["tasks"]]
    return CheckedPackage(report=report, whole=dict.fromkeys(names, "its errors come row upon row"))


def _bulk(
    make: MakePackage,
    limit_errors: int,
    sizes: Sizes | None,
    scan: Scan | None,
    done: Mapping[str, ReportDict],
) -> CheckedPackage:
    try:
        from fiscal_notice.schema_check import scan as here  # noqa: PLC0415
        from fiscal_notice.schema_check.package_check import check_package  # noqa: PLC0415
    except ImportError:
        # Another frictionless, whose rows are made otherwise: it checks everything itself.
        checked = _whole(make, limit_errors)
        if checked is None:
            raise
        return checked
    read = scan or here.scan
    return check_package(make, limit_errors=limit_errors, sizes=sizes, scan=read, done=done)


def error_of(error: Mapping[str, Any], resource: str, field: str = "") -> SchemaError:
    """An error of a report in this project's terms; ``resource`` and ``field`` are where it stands.

    Most errors know their field themselves.
    """
    return SchemaError(
        type=error["type"],
        resource=resource,
        row=error.get("rowNumber"),
        field=field or error.get("fieldName") or ", ".join(error.get("fieldNames", ())),
        cells=tuple(error.get("cells", ())),
        message=error["message"],
        cell=_cell(error),
        column=error.get("fieldNumber"),
        labels=tuple(error.get("labels", ())),
        note=error.get("note", ""),
    )


def _cell(error: Mapping[str, Any]) -> str | None:
    if "fieldCells" in error:
        return ", ".join(map(str, error["fieldCells"]))
    found = error.get("cell", error.get("label"))
    return None if found is None else str(found)
