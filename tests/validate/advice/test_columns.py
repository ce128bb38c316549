"""Empty parts of keys, categories, unique keys and odd numbers. All data are invented."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from validate.advice.kit import Descriptor, advised, kinds, table, write

V2 = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json"}
MANY = 40_000


def places(root: Path, rule: str) -> list[tuple[int | None, str, str | None]]:
    return [(f.row, f.field, f.found) for f in advised(root, rule)]


# Primary keys


def test_an_empty_part_of_a_primary_key(tmp_path: Path) -> None:
    resource = table("t.csv", "a", "b", primaryKey=["a", "b"])
    root = write(tmp_path, {"t.csv": "a,b\nx,1\nx,\n,2\n"}, resource)
    assert places(root, "ADV-02") == [(3, "b", "a=x, b="), (4, "a", "a=, b=2")]


@pytest.mark.parametrize(
    ("resource", "text"),
    [
        (table("t.csv", "a", "b", primaryKey=["a", "b"]), "a,b\nx,1\nx,2\n"),
        (table("t.csv", "a", "b", primaryKey=["a"]), "a,b\nx,\n"),
        (table("t.csv", "a", "b", primaryKey=["a", "b"]), "a,b\n,\n"),
        (table("t.csv", "a", "b"), "a,b\nx,\n"),
        (table("t.csv", "a", "b", primaryKey=["a", "b"], missingValues=["-"]), "a,b\nx,\n"),
    ],
)
def test_keys_without_empty_parts(tmp_path: Path, resource: Descriptor, text: str) -> None:
    assert kinds(write(tmp_path, {"t.csv": text}, resource), "ADV-02") == []


def test_a_missing_value_of_the_schema_is_empty(tmp_path: Path) -> None:
    resource = table("t.csv", "a", "b", primaryKey=["a", "b"], missingValues=["", "-"])
    root = write(tmp_path, {"t.csv": "a,b\nx,-\n"}, resource)
    assert places(root, "ADV-02") == [(2, "b", "a=x, b=-")]


def test_a_large_table_says_how_many_there_are(tmp_path: Path) -> None:
    rows = "".join(f"{n},{'' if n % 100 == 0 else n},{'invented' * 4}\n" for n in range(1, MANY))
    resource = table("t.csv", "a:integer", "b:integer", "c", primaryKey=["a", "b"])
    root = write(tmp_path, {"t.csv": "a,b,c\n" + rows}, resource)
    from fiscal_notice.validate import validate

    report = validate(root, ["ADV-02"], limit=3)
    assert [finding.row for finding in report.advice] == [101, 201, 301]
    assert report.advised == (MANY - 1) // 100


# Categories


def category(kind: str, listed: Any, **more: Any) -> Descriptor:
    return {"name": "k", "type": kind, "categories": listed, **more}


@pytest.mark.parametrize(
    ("field", "cells", "wrong"),
    [
        (category("string", ["甲", "乙"]), ["甲", "丙", ""], [(3, "k", "丙")]),
        (category("integer", [{"value": 1, "label": "x"}]), ["1", "01", "2"], [(4, "k", "2")]),
        (category("string", [{"value": "1", "label": "x"}]), ["1", "x"], [(3, "k", "x")]),
        (category("string", ["a"], constraints={"enum": ["a"]}), ["a"], []),
        (category("string", ["a"], constraints={"enum": ["a", "b"]}), ["b"], [(2, "k", "b")]),
        (category("string", []), ["a"], []),
        (category("string", ["a"], missingValues=["-"]), ["a", "-"], []),
    ],
)
def test_values_outside_the_categories(
    tmp_path: Path, field: Descriptor, cells: list[str], wrong: list[tuple[int, str, str]]
) -> None:
    text = "id,k\n" + "".join(f"{n},{cell}\n" for n, cell in enumerate(cells))
    root = write(tmp_path, {"t.csv": text}, table("t.csv", "id:integer", field), **V2)
    assert places(root, "ADV-03") == wrong


def test_a_label_is_told_from_its_value(tmp_path: Path) -> None:
    field = category("string", [{"value": "1", "label": "东部"}])
    root = write(tmp_path, {"t.csv": "k\n东部\n"}, table("t.csv", field), **V2)
    (finding,) = advised(root, "ADV-03")
    assert (finding.kind, finding.expected) == ("category-label", "1")


# Unique keys


@pytest.mark.parametrize(
    ("keys", "text", "wrong"),
    [
        ([["a"]], "a,b\nx,1\ny,2\nx,3\n", [(4, "a", "x")]),
        ([["a", "b"]], "a,b\nx,1\nx,2\nx,1\n", [(4, "a, b", "x, 1")]),
        # Empty cells equal nothing.
        ([["a", "b"]], "a,b\nx,\nx,\n", []),
        # 1 and 01 are one whole number.
        ([["b"]], "a,b\nx,1\ny,01\n", [(3, "b", "01")]),
        ([["a"], ["b"]], "a,b\nx,1\nx,1\n", [(3, "a", "x"), (3, "b", "1")]),
        ([["a"]], "a,b\nx,1\ny,2\n", []),
        ([["none"]], "a,b\nx,1\nx,2\n", []),
    ],
)
def test_unique_keys(tmp_path: Path, keys: Any, text: str, wrong: list[Any]) -> None:
    resource = table("t.csv", "a", "b:integer", uniqueKeys=keys)
    root = write(tmp_path, {"t.csv": text}, resource, **V2)
    assert places(root, "ADV-04") == wrong


@pytest.mark.parametrize("listed", ["a", {"a": 1}, 5])
def test_categories_that_are_no_list(tmp_path: Path, listed: Any) -> None:
    resource = table("t.csv", category("string", listed))
    (found,) = advised(write(tmp_path, {"t.csv": "k\nx\n"}, resource), "ADV-03")
    assert (found.kind, found.field) == ("categories-misshapen", "k")
    assert "Write a list" in (found.message or "")
    assert "列表" in (found.message_zh or "")


@pytest.mark.parametrize(("listed", "found"), [(5, "5"), ("a", '"a"'), ([5, ["a"]], "5")])
def test_unique_keys_that_are_no_list(tmp_path: Path, listed: Any, found: str) -> None:
    resource = table("t.csv", "a", uniqueKeys=listed)
    (one,) = advised(write(tmp_path, {"t.csv": "a\nx\n"}, resource), "ADV-04")
    assert (one.kind, one.found) == ("unique-keys-misshapen", found)
    assert "Write a list" in (one.message or "")
    assert "列表" in (one.message_zh or "")


def test_unique_keys_of_a_large_table(tmp_path: Path) -> None:
    rows = "".join(f"{n},{'invented' * 4}{n % (MANY - 3)}\n" for n in range(MANY))
    resource = table("t.csv", "a:integer", "b", uniqueKeys=[["b"]])
    root = write(tmp_path, {"t.csv": "a,b\n" + rows}, resource, **V2)
    assert [place[0] for place in places(root, "ADV-04")] == [MANY - 1, MANY, MANY + 1]


def test_a_streamed_table_is_read_as_it_was_validated(tmp_path: Path) -> None:
    """A lone carriage return: pyarrow cannot tell the lines apart, frictionless's parser can."""
    rows = "".join(f"{n},{'invented' * 5},{n % (MANY - 1)}\n" for n in range(MANY))
    text = 'a,b,c\n-1,"x\ry",-1\n' + rows
    resource = table("t.csv", "a:integer", "b", "c:integer", uniqueKeys=[["c"]])
    root = write(tmp_path, {"t.csv": text}, resource, **V2)
    assert [(found, field) for _, field, found in places(root, "ADV-04")] == [("0", "c")]


@pytest.mark.parametrize("where", ["inline", "semicolon", "parts"])
def test_columns_are_read_as_declared(tmp_path: Path, where: str) -> None:
    resource = table("t.csv", "a", "b", uniqueKeys=[["a"]])
    files: dict[str, str | bytes] = {"t.csv": "a,b\nx,1\nx,2\n"}
    if where == "inline":
        del resource["path"]
        resource["data"] = [["a", "b"], ["x", "1"], ["x", "2"]]
        files = {}
    elif where == "semicolon":
        files, resource["dialect"] = {"t.csv": "a;b\nx;1\nx;2\n"}, {"delimiter": ";"}
    else:
        files, resource["path"] = {"1.csv": "a,b\nx,1\n", "2.csv": "a,b\nx,2\n"}, ["1.csv", "2.csv"]
    assert places(write(tmp_path, files, resource, **V2), "ADV-04") == [(3, "a", "x")]


# frictionless leaves the file inside a compressed one open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_columns_of_a_compressed_table(tmp_path: Path) -> None:
    resource = table("t.csv.gz", "a", "b", uniqueKeys=[["a"]])
    files: dict[str, str | bytes] = {"t.csv.gz": gzip.compress(b"a,b\nx,1\nx,2\n")}
    assert places(write(tmp_path, files, resource, **V2), "ADV-04") == [(3, "a", "x")]


# Numbers


@pytest.mark.parametrize(
    ("field", "cell", "kind"),
    [
        ({"name": "n", "type": "integer"}, "２５", "digits-not-ascii"),
        ({"name": "n", "type": "number"}, "1.٥", "digits-not-ascii"),
        ({"name": "n", "type": "year"}, "２０２１", "digits-not-ascii"),
        ({"name": "n", "type": "integer"}, "1_000", "digits-underscore"),
        ({"name": "n", "type": "number"}, "NaN", "number-not-finite"),
        ({"name": "n", "type": "number"}, "-INF", "number-not-finite"),
        ({"name": "n", "type": "integer"}, "9223372036854775808", "integer-too-long"),
        ({"name": "n", "type": "integer"}, "-9223372036854775808", None),
        ({"name": "n", "type": "integer", "bareNumber": False}, "25万元", "number-magnitude"),
        ({"name": "n", "type": "number", "bareNumber": False}, "$25", None),
        ({"name": "n", "type": "date"}, "2021-1-5", "date-form"),
        ({"name": "n", "type": "date"}, "2021-01-05", None),
        ({"name": "n", "type": "date", "format": "%d/%m/%Y"}, "05/01/2021", None),
        ({"name": "n", "type": "integer"}, "x", None),
        ({"name": "n", "type": "string"}, "２５", None),
    ],
)
def test_numbers_that_others_read_otherwise(
    tmp_path: Path, field: Descriptor, cell: str, kind: str | None
) -> None:
    root = write(tmp_path, {"t.csv": f"id,n\na,{cell}\n"}, table("t.csv", "id", field))
    assert kinds(root, "ADV-11") == ([] if kind is None else [kind])
