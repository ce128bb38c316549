"""What a format has no room for is known before anything is made, and leaves out one file."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from export.kit import schema, write_package
from fiscal_notice.errors import NotHeldError
from fiscal_notice.export import make_downloads, single_file
from fiscal_notice.export.forms import FORMS, SQLITE
from fiscal_notice.export.typed_tables import read_tables
from fiscal_notice.package import Package
from fiscal_notice.package.limits import Refusal, refusals, refusals_of
from fiscal_notice.release import make_release
from fiscal_notice.release.summary import release_summary


def one_table(folder: Path, fields: dict[str, str], *rows: list[str], **more: Any) -> Package:
    """An invented package of one table ``t``, and a small one beside it."""
    return write_package(
        folder,
        {
            "t": (schema(fields, **more), [list(fields), *rows]),
            "fine": (schema({"x": "integer"}), [["x"], ["1"]]),
        },
    )


SQLITE_, PARQUET_, XLSX_ = "hostile-1.0.sqlite", "parquet/t.parquet", "hostile-1.0.xlsx"


@pytest.mark.parametrize(
    ("fields", "rows", "left_out"),
    [
        (
            {"id": "integer", "n": "integer"},
            [["1", "5"], ["2", str(2**63)]],
            {
                PARQUET_: "t.n, line 3: 9223372036854775808; Parquet holds whole numbers of 64",
                SQLITE_: "t.n, line 3: 9223372036854775808; SQLite holds whole numbers of 64 bits",
            },
        ),
        (
            {"Name": "string", "NAME": "string"},
            [["a", "b"]],
            {SQLITE_: "t.NAME: differs from Name only by case; SQLite takes the two for one"},
        ),
        (
            {f"c{number}": "string" for number in range(2001)},
            [["x"] * 2001],
            {SQLITE_: "t: 2,001 columns; SQLite holds 2,000 of a table"},
        ),
        (
            {"n": "number"},
            [["1" * 30 + ".5"], ["0." + "1" * 9]],
            {PARQUET_: "t.n, line 3: 30 digits before the point and 9 after it; Parquet holds 38"},
        ),
        (
            {"x": "string"},
            [["😀" * 16_384]],
            {XLSX_: "t.x, line 2: 32,768 characters; XLSX holds 32,767 in a cell"},
        ),
    ],
    ids=["integer", "case", "columns", "digits", "text"],
)
def test_a_limit_leaves_out_one_form_alone(
    tmp_path: Path, fields: dict[str, str], rows: list[list[str]], left_out: dict[str, str]
) -> None:
    package = one_table(tmp_path / "p", fields, *rows)
    made = make_downloads(package, tmp_path / "out")
    assert {left.name for left in made.left_out} == set(left_out)
    for left in made.left_out:
        assert left.reason.startswith(left_out[left.name])
        assert left.reason_zh != left.reason
        assert re.search(r"[a-z]{3,} [a-z]{3,}", left.reason_zh) is None
    outputs = (each for form in FORMS for each in form.outputs(package, read_tables(package)))
    every = {output.name for output in outputs} | {"SHA256SUMS"}
    assert {file.name for file in made.files} == every - set(left_out)
    assert all((tmp_path / "out" / file.name).is_file() for file in made.files)
    found = refusals_of(package, package.require("t"))
    assert sorted(each.words() for each in found) == sorted(left.reason for left in made.left_out)


def test_columns_that_no_sheet_has(tmp_path: Path) -> None:
    names = [f"c{number}" for number in range(16_385)]
    found = refusals("t", names, [(2, [""] * len(names))])
    assert [each.words() for each in found] == [
        "t: 16,385 columns; XLSX holds 16,384 of a table",
        "t: 16,385 columns; SQLite holds 2,000 of a table",
    ]


def test_rows_that_no_sheet_has() -> None:
    rows: list[tuple[int, list[int]]] = [(1, [1])] * 1_048_575
    assert [each.words("zh") for each in refusals("t", ["x"], rows)] == [
        "t：1,048,575 行；XLSX 每表至多 1,048,574 行"
    ]
    assert refusals("t", ["x"], rows[:-1]) == []


def test_what_fits_to_the_last_is_made(tmp_path: Path) -> None:
    fields = {"n": "integer", "x": "string", "d": "number", "é": "string", "É": "string"}
    rows = [[str(2**63 - 1), "长" * 32_767, "1" * 19 + "." + "1" * 19, "a", "b"]]
    rows += [[str(-(2**63)), "", "", "", ""]]
    assert make_downloads(one_table(tmp_path / "p", fields, *rows), tmp_path / "out").left_out == ()


def test_what_only_shows_when_it_is_made_is_told_in_both_languages(tmp_path: Path) -> None:
    package = one_table(tmp_path / "p", {"n": "integer"}, ["1"], ["1"], primaryKey=["n"])
    (left,) = make_downloads(package, tmp_path / "out").left_out
    assert "the tables make no database" in left.reason
    assert re.search("[\u4e00-\u9fff]", left.reason_zh)
    assert "the tables make no database" not in left.reason_zh


def test_a_download_that_is_left_out_goes(tmp_path: Path) -> None:
    """The one of an earlier release would be taken for this one's."""
    make_downloads(one_table(tmp_path / "p", {"n": "integer"}, ["1"]), tmp_path / "out")
    make_downloads(one_table(tmp_path / "p", {"n": "integer"}, [str(2**70)]), tmp_path / "out")
    assert not (tmp_path / "out" / PARQUET_).exists()
    assert (tmp_path / "out" / "parquet" / "fine.parquet").exists()


def test_a_single_file_says_all_that_is_in_its_way(tmp_path: Path) -> None:
    fields = {"n": "integer", "N": "string"}
    package = one_table(tmp_path / "p", fields, [str(2**63), "x"])
    with pytest.raises(NotHeldError, match="SQLite cannot hold the tables") as raised:
        single_file(package, SQLITE)
    assert raised.value.found == "; ".join(
        each.words() for each in refusals_of(package, package.require("t")) if _is_sqlite(each)
    )
    assert "only by case" in str(raised.value)
    assert "64 bits" in str(raised.value)


def _is_sqlite(refusal: Refusal) -> bool:
    return refusal.form == SQLITE.title


@pytest.mark.parametrize(("lang", "words"), [("en", "left out"), ("zh", "未能生成")])
def test_a_release_says_what_it_left_out(tmp_path: Path, lang: str, words: str) -> None:
    one_table(tmp_path / "p", {"n": "integer"}, [str(2**63)])
    bundle = make_release(tmp_path / "p", tmp_path / "out", downloads=True)
    assert bundle.archive is not None
    summary = release_summary(tmp_path / "p", bundle, lang=lang)
    assert f"{words}  hostile-1.0.sqlite" in summary
    assert f"{words}  parquet/t.parquet" in summary


def test_limits_need_no_library_of_a_format() -> None:
    code = (
        "import sys, fiscal_notice.package.limits\n"
        "heavy = ('pyarrow', 'xlsxwriter', 'openpyxl', 'pandas', 'frictionless', 'numpy')\n"
        "sys.exit(any(name in sys.modules for name in heavy))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
