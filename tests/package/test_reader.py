"""One table, written in many ways, is read as frictionless reads it. The packages are invented."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscal_notice.errors import PackageError
from fiscal_notice.package import Package, open_table, open_typed, read_package, read_records
from odd_kit import NAMES, ODD, ROWS, odd_package, written, zipped

VALUES = [
    (1, "广州, 市", date(2020, 1, 1), True, Decimal("1234.5")),
    (2, 'said "no"', None, False, Decimal(-2)),
    (3, "深圳\n市", date(2020, 12, 31), None, None),
]


def values_of(package: Package) -> list[tuple[Any, ...]]:
    """The values of the table ``t``."""
    with open_typed(package, package.require("t")) as (_, _, rows):
        return [row.values for row in rows]


@pytest.mark.parametrize("name", ODD)
def test_a_table_is_read_however_it_is_written(tmp_path: Path, name: str) -> None:
    root = odd_package(tmp_path / "p", name)
    package = read_package(root)
    assert values_of(package) == VALUES
    records = read_records(package, package.require("t"))
    assert [record.cells["名称"] for record in records] == [row[1] for row in ROWS]
    assert set(records[0].cells) == set(NAMES)


# frictionless takes a backslash for a letter of a name, and leaves compressed files open.
_THEIRS = [n for n, (raw, _) in ODD.items() if "\\" not in str(raw) and n not in ("gz", "zip")]


@pytest.mark.parametrize("name", _THEIRS)
def test_frictionless_reads_the_same_values(tmp_path: Path, name: str) -> None:
    root = odd_package(tmp_path / "p", name)
    with frictionless.Package(str(root / "datapackage.json")).get_table_resource("t") as read:
        theirs = [tuple(row[field] for field in NAMES) for row in read.row_stream]
    assert theirs == values_of(read_package(root))


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("plain", [2, 3, 5]),
        ("gb18030", [2, 3, 5]),
        ("no header", [1, 2, 4]),
        ("header in row 2", [3, 4, 6]),
        ("comments", [2, 4, 6]),
        ("parts", [2, 3, 5]),
        ("gz", [2, 3, 5]),
    ],
)
def test_rows_have_their_last_line(tmp_path: Path, name: str, lines: list[int]) -> None:
    package = read_package(odd_package(tmp_path / "p", name))
    assert [record.line for record in read_records(package, package.require("t"))] == lines


def test_a_plain_file_is_told(tmp_path: Path) -> None:
    plain = {"plain", "no encoding", "mark", "crlf", "backslash", "days of another form"}
    plain |= {"missing values", "commas in numbers", "words for true", "units in numbers"}
    plain |= {"another order", "labels with spaces"}
    for name in ODD:
        package = read_package(odd_package(tmp_path / name.replace(" ", "-"), name))
        with open_table(package, package.require("t")) as table:
            assert table.plain == (name in plain), name


def test_the_form_is_told(tmp_path: Path) -> None:
    package = read_package(odd_package(tmp_path / "p", "escapes"))
    with open_table(package, package.require("t")) as table:
        assert (table.encoding, dict(table.dialect)) == ("utf-8", {"escapeChar": "\\"})
    package = read_package(odd_package(tmp_path / "q", "labels with spaces"))
    with open_table(package, package.require("t")) as table:
        assert table.labels == tuple(f" {name} " for name in NAMES)
        assert table.names == NAMES


CUT = gzip.compress(written([NAMES, *(ROWS * 20_000)]))[:-10]


def changed(folder: Path, name: str, files: dict[str, bytes]) -> Package:
    """A package of ``ODD`` with other files."""
    root = odd_package(folder, "gb18030" if name == "unknown" else name)
    if name == "unknown":
        place = root / "datapackage.json"
        place.write_text(place.read_text("utf-8").replace("gb18030", "of-our-own"), "utf-8")
    for path, content in files.items():
        (root / path).write_bytes(content)
    return read_package(root, shown="p")


@pytest.mark.parametrize(
    ("name", "files", "place", "problem"),
    [
        ("plain", {"t.csv": b""}, "p/t.csv:1", "header does not fit"),
        ("plain", {"t.csv": b"id,day\n"}, "p/t.csv:1", "header does not fit"),
        ("plain", {"t.csv": written() + b"4,x\n"}, "p/t.csv:6", "does not fit the header"),
        ("plain", {"t.csv": written() + b'4,"x,,,\n5,y,,,\n'}, "p/t.csv:6", "never closed"),
        ("plain", {"t.csv": written() + b'4,"x\n'}, "p/t.csv:6", "never closed"),
        ("plain", {"t.csv": written(encoding="gbk")}, "p/t.csv", "is not UTF-8"),
        ("no encoding", {"t.csv": b"x" * 200_000 + b"\xff"}, "p/t.csv", "."),
        ("gb18030", {"t.csv": b"\xff\xff\xff"}, "p/t.csv", "is not GB18030"),
        ("unknown", {}, "p/t.csv", "the encoding of-our-own is not known"),
        ("parts", {"b.csv": written([NAMES]) + b"4,x\n"}, "p/b.csv:2", "does not fit the header"),
        ("parts", {"a.csv": written([NAMES]) + b"4,x\n"}, "p/a.csv:2", "does not fit the header"),
        ("gz", {"t.csv.gz": b"no gz"}, "p/t.csv.gz", "cannot be read"),
        ("gz", {"t.csv.gz": CUT}, "p/t.csv.gz", "cannot be read"),
        ("gz", {"t.csv.gz": CUT[:4]}, "p/t.csv.gz", "cannot be read"),
        ("zip", {"t.csv.zip": b"no zip"}, "p/t.csv.zip", "cannot be read"),
        ("zip", {"t.csv.zip": zipped("u.csv", written())}, "p/t.csv.zip", "t.csv"),
    ],
)
def test_what_cannot_be_read_is_named(
    tmp_path: Path, name: str, files: dict[str, bytes], place: str, problem: str
) -> None:
    package = changed(tmp_path / "p", name, files)
    with pytest.raises(PackageError, match=problem) as raised:
        read_records(package, package.require("t"))
    assert raised.value.place == place
    assert str(tmp_path) not in str(raised.value)


@pytest.mark.parametrize(("name", "path"), [("plain", "t.csv"), ("parts", "b.csv")])
def test_a_missing_file_is_named(tmp_path: Path, name: str, path: str) -> None:
    root = odd_package(tmp_path / "p", name)
    (root / path).unlink()
    package = read_package(root, shown="p")
    with pytest.raises(PackageError, match="the file is missing") as raised:
        read_records(package, package.require("t"))
    assert raised.value.place == f"p/{path}"


@pytest.mark.parametrize("name", ["plain", "parts", "gb18030"])
def test_the_first_cell_without_a_value_is_named(tmp_path: Path, name: str) -> None:
    encoding = "gb18030" if name == "gb18030" else "utf-8"
    bad = written([NAMES, ROWS[0], ("2", "x", "soon\u200b", "", "")], encoding)
    file = {"parts": "b.csv"}.get(name, "t.csv")
    package = changed(tmp_path / "p", name, {file: bad})
    with pytest.raises(PackageError, match="a cell of day is no date") as raised:
        values_of(package)
    assert raised.value.place == f"p/{file}:3"
    assert raised.value.found == "soonU+200B"


def test_a_file_without_a_format_is_named(tmp_path: Path) -> None:
    root = odd_package(tmp_path / "p", "plain")
    (root / "t.csv").rename(root / "data")
    path = root / "datapackage.json"
    path.write_text(path.read_text(encoding="utf-8").replace("t.csv", "data"), encoding="utf-8")
    package = read_package(root, shown="p")
    with pytest.raises(PackageError, match="cannot be read") as raised:
        read_records(package, package.require("t"))
    assert raised.value.place == "p/data"
    assert '"format": "csv"' in str(raised.value.hint)


def test_a_format_that_is_not_read_says_what_to_do(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "a", "type": "string"}]}
    table = {"name": "t", "type": "table", "format": "json", "path": "t.json", "schema": schema}
    descriptor = {"name": "invented", "resources": [table]}
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (tmp_path / "t.json").write_text('[{"a": "x"}]', encoding="utf-8")
    package = read_package(tmp_path, shown="p")
    with pytest.raises(PackageError, match="in the format json cannot be read") as raised:
        read_records(package, package.require("t"))
    assert "install" not in str(raised.value)
    assert "save the table as CSV" in str(raised.value.hint)


def test_rows_are_read_one_after_the_other(tmp_path: Path) -> None:
    """Also of what frictionless opens: not more than its sample is held."""
    row = ",".join(["1", "x" * 200, "", "", ""]) + "\n"
    for name, encoding in (("plain", "utf-8"), ("gb18030", "gb18030")):
        package = changed(tmp_path / name, name, {"t.csv": b""})
        with package.file(package.require("t")).open("w", encoding=encoding) as file:
            file.write(",".join(NAMES) + "\n")
            file.writelines(row for _ in range(20_000))
        with open_table(package, package.require("t")) as table:
            rows = iter(table)
            assert next(rows)[0] == 2
            assert sum(1 for _ in rows) == 19_999


def test_plain_files_do_not_wait_for_frictionless(tmp_path: Path) -> None:
    root = odd_package(tmp_path / "p", "plain")
    code = (
        "import sys; from pathlib import Path\n"
        "from fiscal_notice.package import open_typed, read_package\n"
        "package = read_package(Path(sys.argv[1]))\n"
        "with open_typed(package, package.require('t')) as (_, _, rows):\n"
        "    assert len(list(rows)) == 3\n"
        "sys.exit('frictionless' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, root], check=False).returncode == 0


_WORDS = st.text(alphabet="ab,;\t| \"'", max_size=8)


@given(rows=st.lists(st.tuples(_WORDS, _WORDS).map(",".join), min_size=1, max_size=6))
def test_a_plain_file_is_cut_as_frictionless_cuts_it(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str]
) -> None:
    root = tmp_path_factory.mktemp("p")
    fields = [{"name": name, "type": "string"} for name in ("x", "y")]
    resource = {"name": "t", "path": "t.csv", "encoding": "utf-8", "schema": {"fields": fields}}
    raw = {"name": "p", "resources": [resource]}
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    (root / "t.csv").write_text("\n".join(["x,y", *rows]), encoding="utf-8")
    package = read_package(root)
    try:
        with open_table(package, package.require("t")) as table:
            ours = [list(cells) for _, cells in table]
    except PackageError:
        return
    with frictionless.Package(str(root / "datapackage.json")).get_table_resource("t") as read:
        assert [row.cells for row in read.row_stream] == ours
