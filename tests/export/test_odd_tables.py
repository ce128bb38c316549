"""A package is released and published alike, however its table is written. All is invented."""

from __future__ import annotations

import gc
import json
import warnings
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from fiscal_notice.export import make_database, make_downloads
from fiscal_notice.export.datasette import explore_metadata
from fiscal_notice.export.typed_tables import read_tables
from fiscal_notice.package import read_package
from fiscal_notice.release import make_release
from odd_kit import ODD, as_yaml, odd_package

LINES = """\
{"id": 1, "名称": "广州, 市", "day": "2020-01-01", "flag": true, "amount": 1234.5}
{"id": 2, "名称": "said \\"no\\"", "day": null, "flag": false, "amount": -2}
{"id": 3, "名称": "深圳\\n市", "day": "2020-12-31", "flag": null, "amount": null}
"""
HELD = {
    *("invented-1.0.sqlite", "invented-1.0.xlsx", "csv/t.csv", "csv-excel/t.csv"),
    *("jsonl/t.jsonl", "parquet/t.parquet"),
}
TYPES = ["int64", "string", "date32[day]", "bool", "decimal128(38, 1)"]


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """What frictionless leaves open of compressed files is closed before another test begins."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        gc.collect()


@pytest.mark.parametrize("name", ODD)
def test_a_table_gives_the_same_downloads_however_it_is_written(tmp_path: Path, name: str) -> None:
    root, out = odd_package(tmp_path / "p", name), tmp_path / "out"
    bundle = make_release(root, out, downloads=True)
    assert bundle.archive is not None, [f.message for f in bundle.report.undeclared]
    with zipfile.ZipFile(bundle.archive) as archive:
        held = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    for path, content in ODD[name][1].items():
        assert held[path] == content
    assert {file.name for file in bundle.downloads} >= HELD
    made = out / "downloads"
    assert (made / "jsonl" / "t.jsonl").read_text(encoding="utf-8") == LINES
    held_types = [str(kind) for kind in pq.read_schema(made / "parquet" / "t.parquet").types]
    assert held_types == TYPES
    text = (made / "csv" / "t.csv").read_text(encoding="utf-8-sig")
    assert text.startswith("id,名称,day,flag,amount\n")
    assert text.count("\n") == 5


def test_a_package_with_a_descriptor_in_yaml_is_released(tmp_path: Path) -> None:
    root = as_yaml(odd_package(tmp_path / "p", "gb18030"))
    bundle = make_release(root, tmp_path / "out", downloads=True)
    assert bundle.archive is not None
    with zipfile.ZipFile(bundle.archive) as archive:
        assert "invented-1.0/datapackage.yaml" in archive.namelist()
        assert "invented-1.0/datapackage.json" not in archive.namelist()
    assert (tmp_path / "out" / "downloads" / "jsonl" / "t.jsonl").read_text("utf-8") == LINES


@pytest.mark.parametrize("name", ["plain", "days of another form", "commas in numbers"])
def test_a_plain_file_is_kept_to_the_byte(tmp_path: Path, name: str) -> None:
    root = odd_package(tmp_path / "p", name)
    make_downloads(read_package(root), tmp_path / "out")
    assert (tmp_path / "out" / "csv" / "t.csv").read_bytes() == ODD[name][1]["t.csv"]


@pytest.mark.parametrize("name", [name for name in ODD if name != "plain"])
def test_the_same_is_explored_however_a_table_is_written(tmp_path: Path, name: str) -> None:
    found = []
    for each in ("plain", name):
        package = read_package(odd_package(tmp_path / each / "p", each))
        path = make_database(package, tmp_path / each)
        metadata = explore_metadata(package, read_tables(package), path)
        found.append((path.read_bytes(), metadata))
    assert found[0] == found[1]


def test_numbers_of_json_are_written_as_their_fields_read_them(tmp_path: Path) -> None:
    fields = [
        {"name": "id", "type": "integer"},
        {"name": "v", "type": "number", "decimalChar": ",", "groupChar": "."},
    ]
    data = [["id", "v"], [1.0, 1.5], [2, 3]]
    raw = {"name": "p", "resources": [{"name": "t", "data": data, "schema": {"fields": fields}}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    out = tmp_path / "out"
    make_downloads(read_package(tmp_path), out)
    assert (out / "csv" / "t.csv").read_text(encoding="utf-8") == 'id,v\n1,"1,5"\n2,3\n'
    assert pq.read_table(out / "parquet" / "t.parquet").to_pydict() == {
        "id": [1, 2],
        "v": [Decimal("1.5"), Decimal("3.0")],
    }
