"""What is proven without frictionless is reported as it reports it: empty tables, other files."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from fiscal_notice.package import read_package
from fiscal_notice.schema_check import fast_path, validate_schema
from fiscal_notice.schema_check.fast_path import prove
from kit import copy_package
from schema_check.comparing import quiet, stock, timeless, validated

__all__ = ["quiet"]

FIELDS = [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}]
KEYED = {"fields": FIELDS, "primaryKey": ["a"]}
UNIQUE = {"fields": [FIELDS[0] | {"constraints": {"unique": True, "required": True}}, FIELDS[1]]}


def referring(to: str) -> dict[str, Any]:
    key = {"fields": ["a"], "reference": {"resource": to, "fields": ["a"]}}
    return KEYED | {"foreignKeys": [key]}


def package(root: Path, files: Mapping[str, tuple[bytes, dict[str, Any]]]) -> Path:
    """An invented package of files, each with the other properties of its resource."""
    resources = []
    for path, (data, raw) in files.items():
        (root / path).write_bytes(data)
        name = path.lower().replace(".", "-").replace("_", "-")
        resources.append({"name": raw.get("name", name), "path": path} | raw)
    descriptor = root / "datapackage.json"
    descriptor.write_text(json.dumps({"name": "p", "resources": resources}), encoding="utf-8")
    return descriptor


def table(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "table", "schema": schema, "encoding": "utf-8"}


def same(descriptor: Path, *, proven: bool | None = None) -> None:
    """Both reports are frictionless's; and whether it was needed, of small and large packages."""
    expected = stock(descriptor)
    for report in validated(descriptor):
        assert report == expected
    for small in (2**20, -1):
        with patch.object(fast_path, "SMALL", small):
            found = prove(read_package(descriptor.parent))
        assert proven in (None, found is not None)
        assert found is None or expected["valid"]


EMPTY = {
    "no row": {"t.csv": (b"a,b\n", table(KEYED))},
    "unique": {"t.csv": (b"a,b\n", table(UNIQUE))},
    "quoted header": {"t.csv": (b'"a",b\n', table(KEYED))},
    "refers to itself": {"t.csv": (b"a,b\n", table(referring("")))},
    "refers to rows": {
        "t.csv": (b"a,b\n1,x\n", table(KEYED)),
        "u.csv": (b"a,b\n", table(referring("t-csv"))),
    },
    "refers to no row": {
        "t.csv": (b"a,b\n", table(KEYED)),
        "u.csv": (b"a,b\n", table(referring("t-csv"))),
    },
    "rows that refer to nothing": {
        "t.csv": (b"a,b\n", table(KEYED)),
        "u.csv": (b"a,b\n,x\n", table(referring("t-csv") | {"primaryKey": ["b"]})),
    },
}
FAULTY = {
    "rows that refer to no row": {
        "t.csv": (b"a,b\n", table(KEYED)),
        "u.csv": (b"a,b\n1,x\n", table(referring("t-csv"))),
    },
    "another header": {"t.csv": (b"a,c\n", table(KEYED))},
    "a blank row": {"t.csv": (b"a,b\n\n", table(KEYED))},
    "nothing": {"t.csv": (b"", table(KEYED))},
    "a blank line": {"t.csv": (b"\n", table(KEYED))},
    "other delimiter": {"t.csv": (b"a;b\n", table(KEYED))},
}


@pytest.mark.parametrize("case", sorted(EMPTY))
def test_a_table_without_rows_is_proven(tmp_path: Path, case: str) -> None:
    same(package(tmp_path, EMPTY[case]), proven=True)


@pytest.mark.parametrize("case", sorted(FAULTY))
def test_a_fault_of_a_table_without_rows_is_not(tmp_path: Path, case: str) -> None:
    same(package(tmp_path, FAULTY[case]), proven=False)


def stated(data: bytes, **raw: Any) -> tuple[bytes, dict[str, Any]]:
    return data, {"hash": f"sha256:{hashlib.sha256(data).hexdigest()}", "bytes": len(data)} | raw


BYTES = {
    "text.txt": b"text\n",
    "page.md": b"# page\n",
    "page.html": b"<p>",
    "code.py": b"x = 1\n",
    "code.r": b"x\n",
    "code.js": b"x\n",
    "code.ts": b"x\n",
    "paper.pdf": b"%PDF",
    "picture.png": b"PNG",
    "picture.jpg": b"JPG",
    "paper.doc": b"doc",
    "paper.docx": b"PK",
}


@pytest.mark.parametrize("path", sorted(BYTES))
def test_a_file_that_is_no_table_is_proven(tmp_path: Path, path: str) -> None:
    data, ending = BYTES[path], path.rpartition(".")[2]
    same(package(tmp_path, {path: (data, {})}), proven=True)
    same(package(tmp_path, {path: stated(data)}), proven=True)
    same(package(tmp_path, {path: stated(b"\xff\x00\x8e" + data, encoding="utf-8")}), proven=True)
    same(package(tmp_path, {path: (data, {"bytes": len(data), "format": ending})}), proven=True)


@pytest.mark.parametrize(
    "files",
    [
        {"x.txt": stated("文".encode())},
        {"x.txt": stated(b"")},
        {"x.txt": (b"", {})},
        {"x.txt": stated(b"x", bytes=2)},
        {"x.txt": stated(b"x", hash="sha256:" + "0" * 64)},
        {"x.txt": stated(b"x", hash="sha1:" + "0" * 40)},
        {"x.txt": stated(b"x", type="table")},
        {"x.txt": stated(b"x", type="text")},
        {"x.txt": stated(b"x", format="csv")},
        {"x.txt": (b"x", {"schema": None})},
        {"x.txt": (b"x", {"hash": None})},
        {"x.pdf": stated(b"x", name="license")},
        {"x.TXT": stated(b"x")},
        {"x.csv": stated(b"a,b\n1\n")},
        {"x.json": stated(b"{}")},
        {"x": stated(b"x")},
        {"x.zip": stated(b"PK")},
    ],
    ids=repr,
)
def test_a_file_that_is_not_known_is_left_to_frictionless(
    tmp_path: Path, files: dict[str, tuple[bytes, dict[str, Any]]]
) -> None:
    descriptor = package(tmp_path, files)
    expected = stock(descriptor)
    for report in validated(descriptor):
        assert report == expected
    for small in (2**20, -1):
        with patch.object(fast_path, "SMALL", small):
            assert _proof(descriptor) is None


def _proof(descriptor: Path) -> object:
    try:
        return prove(read_package(descriptor.parent))
    except Exception:
        return None


def test_the_real_package_needs_no_frictionless(tmp_path: Path) -> None:
    root = copy_package(tmp_path / "p")
    expected = stock(root / "datapackage.json")
    assert timeless(validate_schema(root)) == expected
    code = (
        "import sys\n"
        "from fiscal_notice.schema_check import validate_schema\n"
        "assert validate_schema(sys.argv[1])['valid']\n"
        "print(*({'frictionless', 'numpy', 'pandas', 'pyarrow'} & sys.modules.keys()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(root)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "\n"
