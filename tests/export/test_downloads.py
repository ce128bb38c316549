"""The downloads as a whole: all of them, always the same bytes, checked before they are written."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from export.kit import hostile_package, schema, write_package
from fiscal_notice.cli.main import cli
from fiscal_notice.errors import ExportError, PackageError, TargetError
from fiscal_notice.export import jsonl, make_downloads
from fiscal_notice.export.csv_forms import guard, unguard
from fiscal_notice.export.download_form import DownloadForm, Output
from fiscal_notice.export.forms import FORMS, PACKAGE_FORMS, TABLE_FORMS
from fiscal_notice.export.jsonl import json_lines
from fiscal_notice.export.read_back import check_output, compare
from fiscal_notice.export.typed_tables import TypedTable, Values, read_tables
from fiscal_notice.model import Value
from fiscal_notice.package import Package, read_package
from fiscal_notice.package.naming import date_of_creation
from fiscal_notice.package.tabular import format_cells
from fiscal_notice.release import make_release
from kit import change_cell, copy_package

MAKE = """
import sys
from pathlib import Path
from fiscal_notice.export import make_downloads
from fiscal_notice.package import read_package
make_downloads(read_package(Path(sys.argv[1])), Path(sys.argv[2]))
"""


def all_files(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def made_elsewhere(package: Path, out: Path, **environment: str) -> dict[str, bytes]:
    """The downloads as another process makes them, in another place and time."""
    subprocess.run(
        [sys.executable, "-c", MAKE, str(package), str(out)],
        env={**os.environ, **environment},
        cwd=package,
        check=True,
    )
    return all_files(out)


def test_all_forms_are_there(real: Package, real_downloads: Path) -> None:
    names = {table.name for table in real.tables}
    stem = f"{real.descriptor['name']}-{real.version}"
    wanted = {f"{stem}{form.suffix}" for form in PACKAGE_FORMS} | {"SHA256SUMS"}
    for form in TABLE_FORMS:
        wanted |= {f"{form.name}/{name}{form.suffix}" for name in names}
    assert set(all_files(real_downloads)) == wanted


def test_the_list_of_what_was_made_is_true(mini: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    made = make_downloads(read_package(mini), out).files
    assert {file.name for file in made} == set(all_files(out))
    for file in made:
        assert file.path == out / file.name
        assert file.bytes == file.path.stat().st_size
        assert file.sha256 == hashlib.sha256(file.path.read_bytes()).hexdigest()
    lines = (out / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert lines == [f"{f.sha256}  {f.name}" for f in made if f.name != "SHA256SUMS"]


@pytest.mark.parametrize("kind", ["real", "hostile"])
def test_the_same_package_gives_the_same_bytes(
    tmp_path: Path, request: pytest.FixtureRequest, kind: str
) -> None:
    """Another folder, zone, locale and order of hashes; later, and by another process."""
    copy = tmp_path / "some where 另一个"
    if kind == "real":
        copy_package(copy)
    else:
        hostile_package(copy)
    for path in copy.rglob("*"):
        os.utime(path, (1, 1))
    first = all_files(request.getfixturevalue(f"{kind}_downloads"))
    for seed, zone in (("1", "Pacific/Kiritimati"), ("2", "America/Los_Angeles")):
        other = made_elsewhere(copy, tmp_path / seed, PYTHONHASHSEED=seed, TZ=zone, LC_ALL="C")
        assert [name for name in first if first[name] != other.get(name)] == []
        assert set(first) == set(other)


def test_downloads_of_an_earlier_version_go_and_other_files_stay(
    mini: Path, tmp_path: Path
) -> None:
    make_downloads(read_package(mini), tmp_path)
    (tmp_path / "csv" / "mine.csv").write_text("mine", encoding="utf-8")
    (tmp_path.parent / "victim").write_text("mine", encoding="utf-8")
    digest = hashlib.sha256(b"mine").hexdigest()
    (tmp_path / "their.iso").write_text("mine", encoding="utf-8")
    (tmp_path / "csv" / "gone.csv").write_text("mine", encoding="utf-8")
    with (tmp_path / "SHA256SUMS").open("a", encoding="utf-8") as sums:
        for name in ("../victim", "csv/../../victim", "csv/gone.csv", "their.iso"):
            sums.write(f"{digest}  {name}\n")
    path = mini / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8")) | {"version": "0.0.2"}
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    make_downloads(read_package(mini), tmp_path)
    assert {p.name for p in tmp_path.glob("mini-*")} == {
        f"mini-0.0.2{form.suffix}" for form in PACKAGE_FORMS
    }
    assert (tmp_path / "csv" / "mine.csv").exists()
    assert not (tmp_path / "csv" / "gone.csv").exists()
    assert (tmp_path / "their.iso").exists()
    assert (tmp_path.parent / "victim").exists()


def test_downloads_that_no_list_names_are_somebody_else_s(mini: Path, tmp_path: Path) -> None:
    """Of whatever command: publish --downloads has no --out that could be advised."""
    make_downloads(read_package(mini), tmp_path)
    (tmp_path / "SHA256SUMS").unlink()
    (tmp_path / "csv" / "grants.csv").write_text("mine", encoding="utf-8")
    before = all_files(tmp_path)
    with pytest.raises(TargetError, match="somebody else wrote") as caught:
        make_downloads(read_package(mini), tmp_path)
    assert caught.value.file == str(tmp_path / "csv" / "grants.csv")
    assert caught.value.hint == "move it away, or the whole folder"
    assert all_files(tmp_path) == before


# The check


def table_of(tmp_path: Path) -> tuple[Package, TypedTable]:
    fields = {
        "id": "integer",
        "code": "string",
        "n": "number",
        "d": "date",
        "b": "boolean",
        "y": "year",
    }
    rows = [
        ["id", "code", "n", "d", "b", "y"],
        ["1", "001", "0.5", "2020-01-31", "true", "2021"],
        ["2", "002", "1.5", "2020-02-01", "false", "2022"],
    ]
    package = write_package(tmp_path / "p", {"t": (schema(fields, primaryKey=["id"]), rows)})
    (table,) = read_tables(package)
    return package, table


def changed(table: TypedTable, at: int, value: Value, text: str) -> TypedTable:
    """The table with another value in its second row."""
    row, texts = list(table.rows[1]), list(table.texts[1])
    row[at], texts[at] = value, text
    return with_rows(table, [table.rows[0], tuple(row)], [table.texts[0], tuple(texts)])


def with_rows(
    table: TypedTable, rows: Sequence[Values], texts: Sequence[tuple[str, ...]]
) -> TypedTable:
    source = format_cells(table.schema.names, texts)
    return replace(table, rows=tuple(rows), texts=tuple(texts), source=source)


def output_of(form: DownloadForm, package: Package, table: TypedTable) -> Output:
    (output,) = form.outputs(package, [table])
    return output


CHANGES: list[tuple[int, Value, str]] = [
    (0, 3, "3"),
    (1, "2", "2"),
    (1, None, ""),
    (1, "0002", "0002"),
    (2, Decimal("1.25"), "1.25"),
    (3, date(2020, 2, 2), "2020-02-02"),
    (4, True, "true"),
    (4, None, ""),
    (5, 2023, "2023"),
]


EACH = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)


@EACH
@pytest.mark.parametrize("change", CHANGES)
def test_a_download_that_differs_in_one_cell_is_found(
    tmp_path: Path, form: DownloadForm, change: tuple[int, Value, str]
) -> None:
    package, table = table_of(tmp_path)
    output = output_of(form, package, table)
    check_output(output, output.make())
    other = output_of(form, package, changed(table, *change)).make()
    with pytest.raises(ExportError, match=f"row 2, {table.columns[change[0]].name} is not"):
        check_output(output, other)


@EACH
def test_a_download_with_a_row_too_few_is_found(tmp_path: Path, form: DownloadForm) -> None:
    package, table = table_of(tmp_path)
    short = with_rows(table, table.rows[:1], table.texts[:1])
    whole, cut = (output_of(form, package, each) for each in (table, short))
    with pytest.raises(ExportError):
        check_output(whole, cut.make())
    with pytest.raises(ExportError):
        check_output(cut, whole.make())


@EACH
def test_a_download_that_cannot_be_read_is_found(tmp_path: Path, form: DownloadForm) -> None:
    with pytest.raises(ExportError, match="cannot be read back"):
        check_output(output_of(form, *table_of(tmp_path)), b"\xff\xfe nothing")


def test_a_value_of_another_type_differs(tmp_path: Path) -> None:
    """1 is True to Python, and 1.5 is Decimal("1.5"); to a reader of the data they are not."""
    _, table = table_of(tmp_path)
    for at, value in ((0, Decimal(1)), (4, 1), (0, True)):
        row = list(table.rows[0])
        row[at] = value
        with pytest.raises(ExportError):
            compare("x", table, [tuple(row), table.rows[1]])


def test_nothing_is_written_if_the_check_finds_a_difference(
    package_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lossy(table: TypedTable) -> bytes:
        return json_lines(table).replace("广州".encode(), "广洲".encode())

    monkeypatch.setattr(jsonl, "json_lines", lossy)
    with pytest.raises(ExportError, match="is not what the package holds"):
        make_release(package_copy, tmp_path / "out", downloads=True)
    assert not (tmp_path / "out").exists()


# The release


def test_release_makes_the_downloads_and_says_so(mini: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = CliRunner().invoke(cli, ["--root", str(mini), "release", "--out", str(out)])
    assert result.exit_code == 0, result.output
    count = len(all_files(out / "downloads"))
    assert f"{out / 'downloads'}: {count} files" in result.output


def test_the_archive_does_not_hold_the_downloads(package_copy: Path, tmp_path: Path) -> None:
    with_them = make_release(package_copy, tmp_path / "one", downloads=True)
    without = make_release(package_copy, tmp_path / "two")
    assert with_them.sha256 == without.sha256
    assert len(with_them.downloads) > 0
    assert without.downloads == ()
    assert not (tmp_path / "two" / "downloads").exists()


def test_an_invalid_package_has_no_downloads(package_copy: Path, tmp_path: Path) -> None:
    change_cell(package_copy, ("grants", "17", "amount_yuan", "200001"))
    make_release(package_copy, tmp_path / "out", downloads=True)
    assert not (tmp_path / "out").exists()


def test_help_needs_no_library_of_the_formats() -> None:
    code = (
        "import sys, fiscal_notice.cli.main, fiscal_notice.release\n"
        "print([m for m in ('pyarrow', 'xlsxwriter', 'openpyxl', 'datasette') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "xlsxwriter" not in done.stdout
    assert "openpyxl" not in done.stdout
    assert "datasette" not in done.stdout


# What cannot be written


@pytest.mark.parametrize(
    "names",
    [["../evil"], ["a/b"], [".hidden"], ["T", "t"], ["a\nb"], ["con"], ["LPT1.x"], ["x" * 101]],
)
def test_a_table_whose_name_cannot_name_a_file_is_refused(tmp_path: Path, names: list[str]) -> None:
    package = write_package(tmp_path / "p", {"t": (schema({"x": "string"}), [["x"], ["1"]])})
    (only,) = package.resources
    package = replace(package, resources=tuple(replace(only, name=name) for name in names))
    with pytest.raises(PackageError, match="cannot name a file"):
        make_downloads(package, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_named(mini: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way", encoding="utf-8")
    with pytest.raises(TargetError, match="cannot write"):
        make_downloads(read_package(mini), tmp_path / "out")


@pytest.mark.parametrize(
    "text", ["=1", "'=1", "''=1", "\0=", "'", "'x", "x", "", "-", "'＝", "\n+"]
)
def test_the_guard_of_formulas_can_be_undone(text: str) -> None:
    assert unguard(guard(text)) == text
    assert guard(text)[:1] not in set("=+-@\0\t\r\n＝＋－＠")


def test_names_of_columns_are_no_formulas_either(tmp_path: Path) -> None:
    tables = {"t": (schema({"=1+1": "string", "'-x": "string"}), [["=1+1", "'-x"], ["a", "b"]])}
    make_downloads(write_package(tmp_path / "p", tables), tmp_path / "out")
    text = (tmp_path / "out" / "csv-excel" / "t.csv").read_text(encoding="utf-8-sig")
    assert text.split("\n")[0].strip() == "'=1+1,''-x"


@pytest.mark.parametrize("name", ["a\x01b", "_x0041_", "x005F_", "a\nb"])
def test_names_of_columns_may_have_signs_that_excel_escapes(tmp_path: Path, name: str) -> None:
    tables = {"t": (schema({name: "string", "b": "string"}), [[name, "b"], ["a", "b"]])}
    made = make_downloads(write_package(tmp_path / "p", tables), tmp_path / "out")
    assert "hostile-1.0.xlsx" in {file.name for file in made.files}


@pytest.mark.parametrize("names", [["rowid"], ["rowid", "_rowid_"], ["ROWID", "oid", "_rowid_"]])
def test_columns_may_have_the_names_of_row_numbers(tmp_path: Path, names: list[str]) -> None:
    rows = [[*names], *([str(9 - n)] * len(names) for n in range(5))]
    package = write_package(tmp_path / "p", {"t": (schema(dict.fromkeys(names, "integer")), rows)})
    assert not make_downloads(package, tmp_path / "out").left_out


@pytest.mark.parametrize(
    ("created", "year"), [("2200-01-01T00:00:00Z", 2107), ("1949-10-01T00:00:00Z", 1980)]
)
def test_a_year_that_no_zip_knows(mini: Path, tmp_path: Path, created: str, year: int) -> None:
    path = mini / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8")) | {"created": created}
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    assert make_release(mini, tmp_path, downloads=True).archive is not None
    assert date_of_creation(read_package(mini))[0] == year


@pytest.mark.parametrize("created", ["2026-13-45T00:00:00Z", "soon"])
def test_a_day_that_is_none_is_named(mini: Path, tmp_path: Path, created: str) -> None:
    path = mini / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8")) | {"created": created}
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    with pytest.raises(PackageError, match="no date of creation"):
        make_downloads(read_package(mini), tmp_path / "out")


def test_a_long_description_says_that_it_is_cut(tmp_path: Path) -> None:
    definition = schema({"x": "string"})
    definition["fields"][0]["description"] = "long " * 7000
    package = write_package(tmp_path / "p", {"t": (definition, [["x"], ["1"]])})
    make_downloads(package, tmp_path / "out")
    (path,) = (tmp_path / "out").glob("*.xlsx")
    cells = [c.value for row in openpyxl.load_workbook(path).worksheets[1].iter_rows() for c in row]
    cut = [str(cell) for cell in cells if len(str(cell)) > 30_000]
    assert cut
    assert all(each.endswith("stands in the package's descriptor)") for each in cut)
