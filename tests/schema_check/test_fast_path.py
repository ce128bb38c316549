"""The fast path is sound: what it proves clean, frictionless finds clean too."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fiscal_notice.package import Package, read_package
from fiscal_notice.schema_check import check_schemas
from fiscal_notice.schema_check.fast_path import prove
from fiscal_notice.schema_check.frictionless_report import (
    SchemaError,
    error_of,
    frictionless_report,
)
from kit import copy_package


def confirm(package: Package) -> tuple[SchemaError, ...]:
    """The errors that frictionless finds in a package, all of it read by frictionless alone."""
    import frictionless

    def make() -> Any:
        return frictionless.Package(dict(package.descriptor), basepath=str(package.root))

    confirmed = frictionless_report(make, limit_errors=0, small=True)
    report = confirmed.report
    errors = [("datapackage.json", error) for error in report["errors"]]
    errors += [(task["name"], error) for task in report["tasks"] for error in task["errors"]]
    return tuple(error_of(error, name) for name, error in errors)


CLEAN = """\
id,code,kind,amount,share,day,year,flag,parent
1,601,a,5,1.5,2021-01-02,2021,true,
2,602,b,7,,,2020,false,1
"""
FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "integer", "constraints": {"required": True, "minimum": 1}},
    {"name": "code", "type": "string", "constraints": {"pattern": "[0-9]{3}", "unique": True}},
    {"name": "kind", "type": "string", "constraints": {"enum": ["a", "b"]}},
    {"name": "amount", "type": "integer", "constraints": {"maximum": 1000}},
    {"name": "share", "type": "number"},
    {"name": "day", "type": "date"},
    {"name": "year", "type": "year"},
    {"name": "flag", "type": "boolean"},
    {"name": "parent", "type": "integer"},
]


def make(root: Path, text: str = CLEAN, **changes: Any) -> Path:
    """A package of one table with every type that the fast path supports."""
    schema = {
        "fields": FIELDS,
        "primaryKey": ["id"],
        "foreignKeys": [{"fields": ["parent"], "reference": {"resource": "", "fields": ["id"]}}],
    }
    descriptor: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "small",
        "resources": [{"name": "t", "type": "table", "path": "t.csv", "schema": schema}],
    }
    descriptor |= changes
    root.mkdir(exist_ok=True)
    (root / "t.csv").write_bytes(text.encode())
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return root


def test_a_clean_package_is_proven(tmp_path: Path) -> None:
    package = read_package(make(tmp_path))
    assert prove(package) is not None
    assert confirm(package) == ()


def test_the_real_package_is_proven(tmp_path: Path) -> None:
    package = read_package(copy_package(tmp_path / "p"))
    result = check_schemas(package)
    assert result.errors == ()
    assert {stat.checked_by for stat in result.resources} == {"fast path"}


FAULTS = {
    "letters in an integer": ("1,601,a,5,", "1,601,a,5万元,"),
    "full-width digits": ("1,601,a,5,", "1,601,a,５,"),
    "thousands separator": ("1,601,a,5,", '1,601,a,"5,000",'),
    "underscore": ("1,601,a,5,", "1,601,a,1_0,"),
    "above the maximum": ("1,601,a,5,", "1,601,a,5000,"),
    "scientific": ("1,601,a,5,", "1,601,a,1e2,"),
    "not a number": (",1.5,", ",NaN,"),
    "another enum": ("601,a", "601,c"),
    "pattern": ("601", "60"),
    "repeated unique": ("602", "601"),
    "duplicate key": ("2,602", "1,602"),
    "no such parent": ("false,1", "false,9"),
    "missing key": ("2,602", ",602"),
    "no such day": ("2021-01-02", "2021-02-30"),
    "loose date": ("2021-01-02", "2021-1-2"),
    "year of five digits": (",2021,true", ",20211,true"),
    "no boolean": ("true", "yes"),
    "extra cell": ("true,\n", "true,,x\n"),
    "missing cell": ("true,\n", "true\n"),
    "blank row": ("true,\n", "true,\n\n"),
    "another header": ("id,code", "id,codes"),
    "moved column": ("id,code", "code,id"),
    "byte-order mark": ("id,code", "\ufeffid,code"),
    "carriage returns": ("\n", "\r\n"),
    "stray quote": ("601,a", '60"1,a'),
}


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_fault_is_never_proven_clean(tmp_path: Path, fault: str) -> None:
    old, new = FAULTS[fault]
    assert old in CLEAN
    package = read_package(make(tmp_path, CLEAN.replace(old, new)))
    found = confirm(package)
    # The fast path may refuse what frictionless accepts, never the other way round.
    assert not (prove(package) is not None and found)
    result = check_schemas(package)
    assert [error.message for error in result.errors] == [error.message for error in found]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    row=st.integers(0, 1),
    column=st.integers(0, 8),
    cell=st.one_of(
        st.text(max_size=6),
        st.sampled_from(
            [
                "",
                " ",
                "0",
                "-1",
                "1.0",
                "1e5",
                "INF",
                "10000-01-01",
                "0001-01-01",
                "+5",
                " 5",
                "5 ",
                "00",
                "-0",
                "true ",
                "TRUE",
                "２０２１",
            ]
        ),
    ),
)
def test_whatever_a_cell_holds(tmp_path: Path, row: int, column: int, cell: str) -> None:
    import csv
    import io

    rows = list(csv.reader(io.StringIO(CLEAN)))
    rows[row + 1][column] = cell.replace("\0", "")
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    try:
        text = buffer.getvalue()
        text.encode()
    except UnicodeEncodeError:
        return
    package = read_package(make(tmp_path / "p", text))
    if prove(package) is not None:
        assert confirm(package) == ()


def _wrong_hash(descriptor: dict[str, Any]) -> None:
    descriptor["resources"][0]["hash"] = "sha256:" + "0" * 64


def _wrong_size(descriptor: dict[str, Any]) -> None:
    descriptor["resources"][0]["bytes"] = 3


def _bare_date(descriptor: dict[str, Any]) -> None:
    descriptor["created"] = "2021-01-01"


def _title_only(descriptor: dict[str, Any]) -> None:
    descriptor["licenses"] = [{"title": "some licence"}]


def _unknown_type(descriptor: dict[str, Any]) -> None:
    descriptor["resources"][0]["schema"]["fields"][0]["type"] = "whole"


@pytest.mark.parametrize(
    "spoil", [_wrong_hash, _wrong_size, _bare_date, _title_only, _unknown_type]
)
def test_a_spoilt_descriptor_is_not_proven(
    tmp_path: Path, spoil: Callable[[dict[str, Any]], None]
) -> None:
    root = make(tmp_path)
    descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    spoil(descriptor)
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    package = read_package(root)
    assert prove(package) is None
    assert check_schemas(package).errors
