"""frictionless's report, and those of each way in which this project makes it, to be compared."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import frictionless
import pytest

from fiscal_notice.schema_check import fast_path, validate_schema
from fiscal_notice.schema_check.frictionless_report import CheckedPackage
from fiscal_notice.schema_check.opening import Sizes
from fiscal_notice.schema_check.package_check import check_package


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Readers of dates warn of forms that they guess; frictionless lets them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def timeless(report: Any) -> Any:
    """A report without the seconds, which differ from run to run."""
    document: dict[str, Any] = report if isinstance(report, dict) else report.to_dict()
    document["stats"].pop("seconds")
    for task in document["tasks"]:
        task["stats"].pop("seconds")
    return document


def stock(descriptor: Path, limit: int = 1000) -> Any:
    """frictionless's own report; None if it fails."""
    try:
        return timeless(frictionless.Package(str(descriptor)).validate(limit_errors=limit))
    except frictionless.FrictionlessException as exception:
        # What its command line makes of a package that it cannot open.
        return timeless(frictionless.Report.from_validation(errors=exception.to_errors()))
    except Exception:
        return None


def validated(descriptor: Path, limit: int = 1000) -> Iterator[Any]:
    """The report that users get: as of a small package, and as of a large one."""
    for small in (2**20, -1):
        with patch.object(fast_path, "SMALL", small):
            yield timeless(validate_schema(descriptor, limit_errors=limit))


def in_bulk(descriptor: Path, limit: int = 1000, sizes: Sizes | None = None) -> CheckedPackage:
    return check_package(
        lambda: frictionless.Package(str(descriptor)), limit_errors=limit, sizes=sizes or Sizes()
    )


TABLE = """\
id,code,share,day,note
1,aa,1.5,2021-01-02,x
2,ab,2,2021-01-03,"y, z"
3,aa,,,
4,ac,0.0,2020-12-31,"say ""a"" b"
"""
SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "id", "type": "integer", "constraints": {"minimum": 1}},
        {"name": "code", "type": "string", "constraints": {"pattern": "a[a-z]", "required": True}},
        {"name": "share", "type": "number", "constraints": {"minimum": 0}},
        {"name": "day", "type": "date"},
        {"name": "note", "type": "string"},
    ],
    "primaryKey": "id",
}


def write(
    folder: Path, data: bytes, schema: Any = None, *, others: Sequence[Any] = (), **more: Any
) -> Path:
    """A package of one table, and of ``others`` as they are; returns its descriptor."""
    folder.mkdir(exist_ok=True, parents=True)
    (folder / "t.csv").write_bytes(data)
    resource = {"name": "t", "type": "table", "path": "t.csv", "schema": schema or SCHEMA}
    document = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "one",
        "resources": [resource | {"encoding": "utf-8"} | more, *others],
    }
    (folder / "datapackage.json").write_text(json.dumps(document), encoding="utf-8")
    return folder / "datapackage.json"


def same(descriptor: Path, *, limit: int = 1000, chunk: int = 40) -> CheckedPackage:
    """Assert that users and both ways in bulk get frictionless's report; returns a way's."""
    expected = stock(descriptor, limit)
    for report in validated(descriptor, limit):
        assert report == expected
    first, second = (
        in_bulk(descriptor, limit, sizes)
        for sizes in (Sizes(chunk=chunk), Sizes(stream=True, rows=2))
    )
    assert timeless(first.report) == expected
    assert timeless(second.report) == expected
    return first
