"""Tables with errors row upon row stop where frictionless stops, and nothing is read beyond it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from fiscal_notice.package import read_package
from fiscal_notice.schema_check import check_schemas, dense, fast_path
from fiscal_notice.schema_check.dense import Pace, SparseError, dense_reports
from fiscal_notice.schema_check.hashing import Digests
from schema_check.comparing import quiet, stock, validated

__all__ = ["quiet"]

FIELDS = [{"name": name, "type": "integer"} for name in ("a", "b", "c")]


def package(root: Path, tables: dict[str, tuple[str, dict[str, Any]]]) -> Path:
    """An invented package of tables with three columns of integers."""
    resources = []
    for name, (text, keys) in tables.items():
        (root / f"{name}.csv").write_text("a,b,c\n" + text, encoding="utf-8")
        form = {"name": name, "type": "table", "path": f"{name}.csv", "encoding": "utf-8"}
        resources.append(form | {"schema": {"fields": FIELDS} | keys})
    descriptor = root / "datapackage.json"
    descriptor.write_text(json.dumps({"name": "p", "resources": resources}), encoding="utf-8")
    return descriptor


def rows(count: int, wrong: int) -> str:
    """So many rows, of which every ``wrong``-th has two errors."""
    cells = (("x", "y", str(n)) if n % wrong == 0 else (str(n), "1", "2") for n in range(count))
    return "".join(",".join(row) + "\n" for row in cells)


def refers(to: str) -> dict[str, Any]:
    return {"foreignKeys": [{"fields": ["c"], "reference": {"resource": to, "fields": ["c"]}}]}


def names(descriptor: Path, limit: int) -> set[str]:
    import frictionless

    return set(dense_reports(lambda: frictionless.Package(str(descriptor)), limit)[0])


@pytest.mark.parametrize("limit", [1, 7, 50, 1000])
def test_the_report_is_that_of_frictionless(tmp_path: Path, limit: int) -> None:
    descriptor = package(
        tmp_path,
        {
            "dense": (rows(400, 1), {"primaryKey": ["c"]}),
            "rare": (rows(400, 90), {}),
            "clean": (rows(9, 10**9).replace("x,y", "1,2"), {}),
            "child": (rows(40, 3), refers("target")),
            "target": (rows(40, 3), {"primaryKey": ["c"]}),
        },
    )
    expected = stock(descriptor, limit)
    for large in (-1, 100, 10**9):
        with patch.object(dense, "LARGE", large), patch.object(dense, "AT_FIRST", 30):
            assert list(validated(descriptor, limit)) == [expected, expected]


def test_only_tables_without_large_relatives_are_tried(tmp_path: Path) -> None:
    tables = {
        "alone": (rows(40, 1), {}),
        "target": (rows(40, 1), {}),
        "child": (rows(40, 1), refers("target")),
        "own": (rows(40, 1), refers("")),
        "few": (rows(2, 1), {}),
    }
    with patch.object(dense, "LARGE", 50):
        assert names(package(tmp_path, tables), 10) == {"alone"}


def test_what_is_wrong_with_the_package_is_left_alone(tmp_path: Path) -> None:
    descriptor = package(tmp_path, {"alone": (rows(40, 1), {})})
    raw = json.loads(descriptor.read_text(encoding="utf-8")) | {"created": "yesterday"}
    descriptor.write_text(json.dumps(raw), encoding="utf-8")
    with patch.object(dense, "LARGE", -1):
        assert names(descriptor, 10) == set()
        assert list(validated(descriptor, 10)) == [stock(descriptor, 10)] * 2


def test_a_far_limit_stops_frictionless(tmp_path: Path) -> None:
    descriptor = package(tmp_path, {"rare": (rows(2000, 500), {})})
    with patch.object(dense, "LARGE", -1), patch.object(dense, "AT_FIRST", 30):
        with patch.object(dense, "AT_MOST", 3000):
            assert names(descriptor, 1000) == set()
        with patch.object(dense, "AT_MOST", 10**9):
            assert names(descriptor, 1000) == {"rare"}


def test_the_pace_is_asked_for_in_cells() -> None:
    class Row:
        cells = ("1",) * 100
        errors: tuple[object, ...] = ()

    pace = Pace(10)
    for _ in range(dense.AT_FIRST // 100 - 1):
        pace(Row())
    with pytest.raises(SparseError):
        pace(Row())


def test_no_table_library_is_needed(tmp_path: Path) -> None:
    descriptor = package(tmp_path, {"t": (rows(400, 1), {})})
    code = (
        "import sys\n"
        "from fiscal_notice.schema_check import dense, fast_path, validate_schema\n"
        "dense.LARGE, fast_path.SMALL = 1000, 1000\n"
        "report = validate_schema(sys.argv[1], limit_errors=10)\n"
        "assert report['stats']['errors'] == 10\n"
        "from fiscal_notice.validate import validate\n"
        "assert len(validate(sys.argv[1], limit=10).undeclared) == 10\n"
        "print(*({'numpy', 'pandas', 'pyarrow'} & sys.modules.keys()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(descriptor)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "\n"


def test_a_table_that_is_cut_is_not_read_for_its_hash(tmp_path: Path) -> None:
    descriptor = package(tmp_path, {"t": (rows(400, 1), {})})
    size = (tmp_path / "t.csv").stat().st_size
    result = check_schemas(read_package(descriptor.parent), limit=10)
    assert [(one.sha256, one.bytes) for one in result.resources] == [("", size)]


def test_a_table_that_begins_badly_is_not_hashed(tmp_path: Path) -> None:
    descriptor = package(tmp_path, {"t": (rows(400, 1), {})})
    with patch.object(fast_path, "SMALL", -1), patch.object(Digests, "begin") as begin:
        assert fast_path.prove(read_package(descriptor.parent)) is None
    assert not begin.called
