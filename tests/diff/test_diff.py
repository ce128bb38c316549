"""What changed between two packages: tables are read as declared. All packages are invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fiscal_notice.diff import changes_between, changes_json, changes_text
from fiscal_notice.package import read_package
from odd_kit import NAMES, ODD, ROWS, odd_package, written


def two(
    folder: Path, names: tuple[str, ...], rows: list[list[str]], **more: Any
) -> tuple[Path, dict[str, Any]]:
    """A package of one table of text, in ``folder``."""
    folder.mkdir(parents=True)
    schema = {"fields": [{"name": name, "type": "string"} for name in names], **more}
    raw = {
        "name": "p",
        "resources": [{"name": "t", "path": "t.csv", "encoding": "utf-8", "schema": schema}],
    }
    (folder / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    (folder / "t.csv").write_bytes(written([names, *rows]))
    return folder, raw


def lines(old: Path, new: Path) -> list[str]:
    """The lines that ``diff`` prints."""
    return changes_text(changes_between(read_package(old), read_package(new))).splitlines()


def test_a_column_that_came_is_one_line(tmp_path: Path) -> None:
    old, _ = two(tmp_path / "old", ("a", "b"), [["1", "x"], ["2", "y"]], primaryKey="a")
    new, _ = two(
        tmp_path / "new", ("a", "b", "c"), [["1", "x", ""], ["2", "y", "z"]], primaryKey="a"
    )
    assert lines(old, new) == ["+ t, column c", "1 added"]
    assert lines(new, old) == ["- t, column c", "1 removed"]


def test_rows_without_a_key_are_known_by_the_columns_that_stayed(tmp_path: Path) -> None:
    old, _ = two(tmp_path / "old", ("a", "b"), [["1", "x"], ["1", "x"], ["2", "y"]])
    new, _ = two(tmp_path / "new", ("a", "c", "b"), [["1", "n", "x"], ["1", "n", "x"]])
    assert lines(old, new) == ["+ t, column c", "- t:2/y", "1 added, 1 removed"]


def test_columns_in_another_order_are_one_line(tmp_path: Path) -> None:
    old, _ = two(tmp_path / "old", ("a", "b"), [["1", "x"]], primaryKey="a")
    new, _ = two(tmp_path / "new", ("b", "a"), [["x", "1"]], primaryKey="a")
    assert lines(old, new) == ["~ t order of columns: a, b → b, a", "1 changed"]


def test_cells_are_compared_as_text(tmp_path: Path) -> None:
    old, _ = two(tmp_path / "old", ("a", "b"), [["1", "1.50"]], primaryKey="a")
    new, _ = two(tmp_path / "new", ("a", "b"), [["1", "1.5"]], primaryKey="a")
    assert lines(old, new) == ["~ t:1 b: 1.50 → 1.5", "1 changed"]


def test_what_cannot_be_seen_is_shown(tmp_path: Path) -> None:
    old, _ = two(tmp_path / "old", ("a", "b"), [["1", "x"], ["2", "y\nz"]], primaryKey="a")
    new, _ = two(tmp_path / "new", ("a", "b"), [["1", "x "], ["2", "y\u200b"]], primaryKey="a")
    assert lines(old, new) == ["~ t:1 b: x → x␠", "~ t:2 b: y␊z → yU+200B", "2 changed"]
    changes = changes_between(read_package(old), read_package(new))
    assert [change["new"] for change in json.loads(changes_json(changes))] == ["x ", "y\u200b"]


def test_a_label_with_a_space_is_shown(tmp_path: Path) -> None:
    old, _ = two(tmp_path / "old", ("a", "b"), [["1", "x"]], primaryKey="a")
    new, _ = two(tmp_path / "new", ("a", "b"), [["1", "x"]], primaryKey="a")
    (new / "t.csv").write_text("a,b \n1,x\n", encoding="utf-8")
    assert lines(old, new) == ["~ t header of b: b → b␠ (no cell differs)", "1 changed"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("plain", []),
        ("mark", []),
        ("crlf", []),
        ("gb18030", ["~ t encoding: utf-8 → gb18030 (no cell differs)"]),
        ("semicolons", ['~ t dialect: plain → {"delimiter": ";"} (no cell differs)']),
        ("semicolons, nothing said", ['~ t dialect: plain → {"delimiter": ";"} (no cell differs)']),
        ("quotes", ['~ t dialect: plain → {"quoteChar": "\'"} (no cell differs)']),
        ("parts", ["~ t path: t.csv → a.csv, b.csv (no cell differs)"]),
        ("gz", ["~ t path: t.csv → t.csv.gz (no cell differs)"]),
        ("another order", ["~ t order of columns: " + ", ".join(NAMES) + " → "]),
    ],
)
def test_a_table_that_is_written_otherwise(tmp_path: Path, name: str, told: list[str]) -> None:
    plain, other = odd_package(tmp_path / "p", "plain"), odd_package(tmp_path / "q", name)
    found = [line for line in lines(plain, other) if line.startswith(("~ t ", "~ t:", "+", "-"))]
    found = [line for line in found if "schema, fieldsMatch" not in line]
    assert len(found) == len(told)
    assert all(line.startswith(start) for line, start in zip(found, told, strict=True))


@pytest.mark.parametrize("name", ODD)
def test_a_package_is_the_same_as_itself(tmp_path: Path, name: str) -> None:
    root = odd_package(tmp_path / "p", name)
    assert lines(root, root) == ["No difference."]


def test_a_changed_cell_is_found_in_any_encoding(tmp_path: Path) -> None:
    old, new = odd_package(tmp_path / "p", "gb18030"), odd_package(tmp_path / "q", "parts in gbk")
    changed = [NAMES, ROWS[0], ("2", "改了", *ROWS[1][2:])]
    (new / "a.csv").write_bytes(written(changed, "gbk"))
    assert '~ t:2 名称: said "no" → 改了' in lines(old, new)


def test_inline_data_is_compared_with_a_file(tmp_path: Path) -> None:
    old, new = odd_package(tmp_path / "p", "plain"), odd_package(tmp_path / "q", "inline objects")
    assert lines(old, new)[:2] == [
        "~ t path: t.csv → (empty) (no cell differs)",
        "~ t encoding: utf-8 → (empty) (no cell differs)",
    ]


def test_data_without_a_schema_is_compared_by_its_bytes(tmp_path: Path) -> None:
    roots = []
    for number, rows in enumerate(([["a"], [1]], [["a"], [2]])):
        root = tmp_path / str(number)
        root.mkdir()
        raw = {"name": "p", "resources": [{"name": "t", "data": rows}]}
        (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
        roots.append(root)
    assert lines(*roots)[0].startswith("~ t content:")
    assert lines(roots[0], roots[0]) == ["No difference."]


def test_nan_is_no_change(tmp_path: Path) -> None:
    root, raw = two(tmp_path / "p", ("a",), [["1"]])
    text = json.dumps({**raw, "x": float("nan")})
    (root / "datapackage.json").write_text(text, encoding="utf-8")
    assert lines(root, root) == ["No difference."]


def test_so_many_changes_are_shown_and_the_rest_is_counted(tmp_path: Path) -> None:
    old, _ = two(tmp_path / "old", ("a", "b"), [["1", "x"], ["2", "x"]], primaryKey="a")
    new, _ = two(tmp_path / "new", ("a", "b"), [["1", "y"], ["2", "y"]], primaryKey="a")
    changes = changes_between(read_package(old), read_package(new))
    all_of_them = ["~ t:1 b: x → y", "~ t:2 b: x → y", "2 changed"]
    assert changes_text(changes, limit=2).splitlines() == all_of_them
    told = "1 of 2 changes shown; --limit 2 shows all."
    assert changes_text(changes, limit=1).splitlines() == [all_of_them[0], told, all_of_them[2]]


def test_a_row_that_stands_twice_is_lost_no_time(tmp_path: Path) -> None:
    rows = [["1", "x"], ["1", "y"], ["1", "z"]]
    old, _ = two(tmp_path / "old", ("a", "b"), rows[:1], primaryKey="a")
    new, _ = two(tmp_path / "new", ("a", "b"), rows, primaryKey="a")
    assert lines(old, new) == ["+ t:1 (2)", "+ t:1 (3)", "2 added"]
