"""What a notebook gets of any data package: its schemas, and its tables as frames."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pandera.errors import SchemaErrors

import fiscal_notice
from fiscal_notice.errors import PackageError


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A data package that is no notice."""
    (tmp_path / "stock.csv").write_text("code,number\n01,5\n02,\n", encoding="utf-8")
    fields = [
        {"name": "code", "type": "string", "constraints": {"required": True}},
        {"name": "number", "type": "integer", "constraints": {"minimum": 0}},
    ]
    table = {"name": "stock", "title": "Stock", "path": "stock.csv", "schema": {"fields": fields}}
    descriptor = {"name": "other", "resources": [table]}
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return tmp_path


def test_any_package_has_schemas_and_no_rules(other: Path) -> None:
    (schema,) = fiscal_notice.checks(other).values()
    assert (schema.name, schema.title, schema.checks) == ("stock", "Stock", [])
    frame = fiscal_notice.frames(other / "datapackage.json")["stock"]
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        "code": "string",
        "number": "Int64",
    }
    assert schema.validate(frame, lazy=True)["code"].tolist() == ["01", "02"]
    frame.loc[0, "number"] = -1
    with pytest.raises(SchemaErrors) as errors:
        schema.validate(frame, lazy=True)
    assert errors.value.failure_cases["check"].tolist() == ["greater_than_or_equal_to(0)"]


def test_where_no_package_is_the_error_says_so(tmp_path: Path) -> None:
    for function in (fiscal_notice.checks, fiscal_notice.frames):
        with pytest.raises(PackageError, match="no such file or folder"):
            function(tmp_path / "nothing")


def test_importing_the_package_imports_no_table_library() -> None:
    code = (
        "import sys, fiscal_notice\n"
        "print(sorted({'numpy', 'pandas', 'pandera', 'frictionless'} & sys.modules.keys()))\n"
        "print(fiscal_notice.checks.__name__, fiscal_notice.frames.__name__)\n"
        "try: fiscal_notice.nothing\n"
        "except AttributeError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "[]",
        "checks frames",
        "module 'fiscal_notice' has no attribute 'nothing'",
    ]
