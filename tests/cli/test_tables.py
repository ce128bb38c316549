"""Tables edited by hand: validation names what is wrong, the other commands refuse or go on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.conftest import Run, contents, refused

GRANTS = "resources/grants.csv"
Edit = Callable[[str], str]


def change(package: Path, edit: Edit, path: str = GRANTS, encoding: str = "utf-8") -> None:
    """Edit a file of the package as a careless program would."""
    file = package / path
    text = edit(file.read_text(encoding="utf-8"))
    file.write_bytes(text.encode(encoding))


def each_row(edit: Callable[[list[str]], list[str]], sign: str = ",") -> Edit:
    """An edit of the cells of every row."""
    return lambda text: "".join(sign.join(edit(row.split(","))) + "\n" for row in text.splitlines())


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (each_row(lambda cells: [*cells, "x"]), ['the column "x" has no field']),
        (each_row(lambda cells: cells[::-1]), ["the columns stand in another order"]),
        (each_row(lambda cells: cells[:-1]), ["missing"]),
        (lambda text: text.replace("200000", "2E+05"), ["grants:3", "2E+05", "amount_yuan"]),
        (lambda text: text.replace(",500000,", ",50万元,"), ["grants:4", "50万元", "amount_yuan"]),
        (lambda text: text.replace(",500000,", ",５００,"), ["grants:4"]),
        (lambda text: text.replace(",500000,", ",-500000,"), ["grants:4", "-500000"]),
        (lambda text: text.replace(",500000,", ",500000.5,"), ["grants:4", "500000.5"]),
        (lambda text: text.replace(",500000,", ",NaN,"), ["grants:4", "NaN"]),
        (lambda text: text.replace(",500000,", f",{'9' * 40},"), ["grants"]),
        (lambda text: text.replace("4,701,", "4,799,"), ["grants:4", "799"]),
        (lambda text: text.replace("\n3,", "\n\n3,"), ["row 4: the row is empty"]),
        (lambda text: text.replace("\n3,", "\n3,,"), ["grants:3"]),
        (lambda text: "\ufeff" + text, ["hash"]),
        (lambda text: text.replace("\n", "\r\n"), ["hash"]),
        (lambda text: text.replace(",", ";"), ["grants"]),
        (lambda text: "", ["grants"]),
        (lambda text: text[:-40] + '"' + text[-40:], ["grants"]),
    ],
    ids=[
        "extra column",
        "moved columns",
        "lost column",
        "scientific notation",
        "25万元",
        "full-width",
        "negative",
        "fraction",
        "NaN",
        "40 digits",
        "unknown region",
        "blank row",
        "ragged row",
        "byte-order mark",
        "crlf",
        "semicolons",
        "empty",
        "quote",
    ],
)
def test_validation_reports_an_edited_table(
    mini: Path, run: Run, edit: Edit, found: list[str]
) -> None:
    change(mini, edit)
    before = contents(mini)
    result = run(mini, "validate")
    assert result.code == 1, result
    assert result.err == ""
    for words in found:
        assert words in result.out
    assert contents(mini) == before


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text + text.splitlines()[-1] + "\n",
        lambda text: text.splitlines()[0] + "\n",
    ],
    ids=["duplicate key", "header only"],
)
def test_validation_reports_a_duplicate_key_and_a_table_without_rows(
    mini: Path, run: Run, edit: Edit
) -> None:
    change(mini, edit)
    result = run(mini, "validate")
    assert result.code == 1, result
    assert "grants" in result.out


def test_dropped_leading_zeros_are_found(mini: Path, run: Run) -> None:
    lists = "resources/codelists/gb_divisions.csv"
    change(mini, lambda text: text.replace("\n99", "\n099"), path=lists)
    code = run(mini, "extract").code
    assert code == 0
    regions = "resources/regions.csv"
    change(mini, lambda text: text.replace(",099", ",99"), path=regions)
    result = run(mini, "validate")
    assert result.code == 1
    assert "regions:701" in result.out


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_another_encoding_is_named(mini: Path, run: Run, encoding: str) -> None:
    change(mini, str, encoding=encoding)
    assert run(mini, "validate").code == 1
    for command in (["trace", "grants", "3"], ["diff", ".", "."]):
        refused(run(mini, *command), "grants.csv", "not UTF-8", "save it as UTF-8")


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda text: text.replace("purpose", "aim", 1), ["grants.csv:1:", "purpose"]),
        (lambda text: text.replace("purpose", "grant_id", 1), ["grants.csv:1:"]),
        (lambda text: text.replace("\n3,", "\n3,,"), ["grants.csv:4:", "10 cells", "9 cells"]),
        (lambda text: text.replace("\n3,", "\n\n3,"), ["grants.csv:4:", "0 cells"]),
        (lambda text: text + '"open', ["grants.csv:", "broken CSV"]),
        (lambda text: "", ["grants.csv:1:", "(nothing)"]),
        (lambda text: text.replace(",53\n", ",x\n"), ["source_line of grants", "x"]),
    ],
)
def test_trace_refuses_a_table_that_it_cannot_read(
    mini: Path, run: Run, edit: Edit, words: list[str]
) -> None:
    change(mini, edit)
    refused(run(mini, "trace", "grants", "3"), *words)


@pytest.mark.parametrize("edit", [lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n")])
def test_trace_and_diff_read_what_excel_saves(mini: Path, run: Run, edit: Edit) -> None:
    change(mini, edit)
    assert run(mini, "trace", "grants", "3").code == 0
    assert run(mini, "diff", ".", ".").code == 0


def test_extract_puts_an_edited_table_right(mini: Path, run: Run) -> None:
    before = contents(mini)
    change(mini, lambda text: text.replace(",", ";"))
    assert run(mini, "extract", "--check").code == 1
    assert run(mini, "extract").code == 0
    assert contents(mini) == before


@pytest.mark.parametrize("kind", ["missing", "folder"])
def test_a_missing_table(mini: Path, run: Run, kind: str) -> None:
    (mini / GRANTS).unlink()
    if kind == "folder":
        (mini / GRANTS).mkdir()
    for command in (["trace", "grants", "3"], ["diff", ".", "."]):
        refused(run(mini, *command), "grants.csv")
    result = run(mini, "validate")
    assert result.code == 1
    assert "grants" in result.out


def test_a_folder_in_the_place_of_a_table_stops_extraction_before_it_writes(
    mini: Path, run: Run
) -> None:
    (mini / GRANTS).unlink()
    (mini / GRANTS).mkdir()
    change(mini, lambda text: text + "x", path="resources/notice.csv")
    before = contents(mini)
    result = run(mini, "extract")
    refused(result, "grants.csv", "Is a directory")
    assert contents(mini) == before


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda text: "a,b\n1,2\n", ["gb_divisions.csv:1:", "gb_code"]),
        (lambda text: text + text.splitlines()[-1] + "\n", ["has a name twice"]),
    ],
    ids=["other columns", "a name twice"],
)
def test_a_broken_code_list_stops_extraction(
    mini: Path, run: Run, edit: Edit, words: list[str]
) -> None:
    change(mini, edit, path="resources/codelists/gb_divisions.csv")
    refused(run(mini, "extract"), *words)


def test_a_code_that_the_list_lacks_is_reported(mini: Path, run: Run) -> None:
    path = "resources/codelists/gb_divisions.csv"
    change(mini, lambda text: text.splitlines()[0] + "\n", path=path)
    run(mini, "extract")
    result = run(mini, "validate")
    assert result.code == 1
    assert "gb_code" in result.out


def test_extraction_overwrites_no_other_file_of_the_package(mini: Path, run: Run) -> None:
    descriptor = json.loads((mini / "datapackage.json").read_text(encoding="utf-8"))
    grants = next(r for r in descriptor["resources"] if r["name"] == "grants")
    for path in ("resources/source/notice.txt", "schemas/grants.json", "datapackage.json"):
        grants["path"] = path
        (mini / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
        before = contents(mini)
        refused(run(mini, "extract"), "datapackage.json", path)
        assert contents(mini) == before
