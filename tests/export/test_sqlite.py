"""The database: keys that hold, views that answer, words for everything."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from export.kit import schema, write_package
from fiscal_notice.errors import NotHeldError
from fiscal_notice.export import make_downloads, single_file
from fiscal_notice.export.forms import SQLITE
from fiscal_notice.notice.views import VIEWS
from fiscal_notice.package import Package, read_package, read_records


def opened(folder: Path) -> sqlite3.Connection:
    (path,) = folder.glob("*.sqlite")
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)


@pytest.fixture(scope="module")
def database(real_downloads: Path) -> Iterator[sqlite3.Connection]:
    with closing(opened(real_downloads)) as connection:
        yield connection


def test_keys_and_foreign_keys_are_those_of_the_schemas(
    real: Package, database: sqlite3.Connection
) -> None:
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for resource in real.tables:
        assert resource.schema is not None
        columns = database.execute(f'PRAGMA table_info("{resource.name}")').fetchall()
        keys = sorted((place, name) for _, name, _, _, _, place in columns if place)
        assert tuple(name for _, name in keys) == resource.schema.primary_key
        found = {
            (row[3], row[2], row[4])
            for row in database.execute(f'PRAGMA foreign_key_list("{resource.name}")')
        }
        wanted = {
            (own[0], target or resource.name, fields[0])
            for own, target, fields in resource.schema.foreign_keys
        }
        assert found == wanted


def test_tables_are_strict_and_refuse_what_the_schema_refuses(
    real_downloads: Path, tmp_path: Path
) -> None:
    (path,) = real_downloads.glob("*.sqlite")
    shutil.copy(path, tmp_path / "copy.sqlite")
    with closing(sqlite3.connect(tmp_path / "copy.sqlite")) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        for change in (
            "amount_yuan = 'many'",
            "transfer_type = 'gift'",
            "region_code = '000'",
            "grant_id = NULL",
            "project_name = NULL",
            "grant_id = 2",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(f"UPDATE grants SET {change} WHERE grant_id = 1")
        connection.execute("UPDATE grants SET project_name = 'x' WHERE grant_id = 1")


def test_all_views_answer(database: sqlite3.Connection) -> None:
    found = {n for (n,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    assert found == {view.name for view in VIEWS}
    for name in found:
        assert database.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] > 0


def rows_of(package: Package, name: str) -> list[dict[str, str]]:
    return [record.cells for record in read_records(package, package.require(name))]


def test_views_add_up_to_the_notice(real: Package, database: sqlite3.Connection) -> None:
    (notice,) = rows_of(real, "notice")
    total = int(notice["total_yuan"])

    def one(query: str) -> object:
        return database.execute(query).fetchone()[0]

    assert one("SELECT SUM(amount_yuan) FROM money_by_city") == total
    assert (
        one("SELECT SUM(devolved_yuan + earmarked_yuan + award_yuan) FROM money_by_city") == total
    )
    assert one("SELECT SUM(amount_yuan) FROM money_by_stream") == total
    assert one("SELECT COUNT(*) FROM grants_against_allocations WHERE difference_yuan <> 0") == 0
    assert one("SELECT SUM(allocations_yuan) FROM grants_against_allocations") == total
    assert one("SELECT SUM(errata) FROM errata_by_rule") == len(rows_of(real, "errata"))
    assert one("SELECT COUNT(*) FROM targets_side_by_side") == len(rows_of(real, "indicators"))
    need = sum(int(row["funding_need_yuan"]) for row in rows_of(real, "target_sheets"))
    assert one("SELECT SUM(without_sheet_yuan) FROM targets_against_money") == total - need


def test_an_amount_for_several_recipients_is_not_counted_for_each(
    real: Package, database: sqlite3.Connection
) -> None:
    named: dict[str, int] = {}
    for row in rows_of(real, "grant_recipients"):
        named[row["grant_id"]] = named.get(row["grant_id"], 0) + 1
    amounts = {row["grant_id"]: int(row["amount_yuan"]) for row in rows_of(real, "grants")}
    alone = sum(amounts[grant] for grant, count in named.items() if count == 1)
    shared = sum(amounts[grant] * count for grant, count in named.items() if count > 1)
    found = database.execute("SELECT SUM(alone_yuan), SUM(shared_yuan) FROM recipients_with_grants")
    assert found.fetchone() == (alone, shared)
    assert shared > 0


def test_the_views_of_a_small_notice(mini: Path, tmp_path: Path) -> None:
    """Counted by hand from the small notice."""
    make_downloads(read_package(mini), tmp_path)
    with closing(opened(tmp_path)) as connection:
        streams = connection.execute("SELECT transfer_type, amount_yuan FROM money_by_stream")
        found = dict(streams.fetchall())
        assert sum(found.values()) == 1_250_000
        assert found["earmarked"] == 300_000
        cities = connection.execute("SELECT SUM(share_percent), COUNT(*) FROM money_by_city")
        assert cities.fetchone() == (100.0, 2)


@pytest.mark.parametrize("gone", ["errata", "recipients", "target_sheets"])
def test_a_view_whose_tables_are_missing_is_left_out(mini: Path, tmp_path: Path, gone: str) -> None:
    path = mini / "datapackage.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    raw["resources"] = [r for r in raw["resources"] if r["name"] != gone]
    for resource in raw["resources"]:
        if isinstance(resource.get("schema"), str):
            schema_path = mini / resource["schema"]
            definition = json.loads(schema_path.read_text(encoding="utf-8"))
            definition["foreignKeys"] = [
                key
                for key in definition.get("foreignKeys", [])
                if key["reference"].get("resource") != gone
            ]
            schema_path.write_text(json.dumps(definition), encoding="utf-8")
    path.write_text(json.dumps(raw), encoding="utf-8")
    make_downloads(read_package(mini), tmp_path / "out")
    with closing(opened(tmp_path / "out")) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")
        wanted = {view.name for view in VIEWS if gone not in view.needs}
        assert {name for (name,) in found} == wanted


def test_everything_is_explained_in_both_languages(
    real: Package, database: sqlite3.Connection
) -> None:
    for table in ("_tables", "_fields"):
        empty = database.execute(
            f"SELECT COUNT(*) FROM {table} WHERE title_zh = '' OR title_en = '' OR title_zh IS NULL"
        )
        assert empty.fetchone() == (0,)
    names = {name for (name,) in database.execute("SELECT name FROM _tables")}
    assert names == {r.name for r in real.tables} | {view.name for view in VIEWS}
    (unit,) = database.execute(
        "SELECT unit FROM _fields WHERE table_name = 'grants' AND field = 'amount_wan'"
    ).fetchone()
    assert unit == "万元"
    (title,) = database.execute("SELECT zh FROM _package WHERE key = 'title'").fetchone()
    assert title == real.descriptor["title"]
    # A column of a view is explained like any other.
    views = [view.name for view in VIEWS]
    for name in views:
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({name})")]
        listed = database.execute(
            "SELECT field, title_zh FROM _fields WHERE table_name = ? ORDER BY position", (name,)
        ).fetchall()
        assert [field for field, _ in listed] == columns
        assert all(field != title for field, title in listed)


# Tables that are no good database


def two_tables(folder: Path, children: list[str], parents: list[str]) -> Package:
    reference = {"fields": ["p"], "reference": {"resource": "parent", "fields": ["code"]}}
    return write_package(
        folder,
        {
            "child": (
                schema({"p": "string"}, foreignKeys=[reference]),
                [["p"], *map(list, children)],
            ),
            "parent": (schema({"code": "string"}), [["code"], *map(list, parents)]),
        },
    )


@pytest.mark.parametrize(
    ("children", "parents", "kept"),
    [
        (["a", "b"], ["a", "b"], True),
        (["a", "x"], ["a", "b"], False),
        (["a"], ["a", "a"], False),
    ],
)
def test_a_foreign_key_that_does_not_hold_is_left_out(
    tmp_path: Path, children: list[str], parents: list[str], kept: bool
) -> None:
    """And its target need not be a primary key, if it is unique."""
    make_downloads(two_tables(tmp_path / "p", children, parents), tmp_path / "out")
    with closing(opened(tmp_path / "out")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert bool(connection.execute("PRAGMA foreign_key_list(child)").fetchall()) == kept


@pytest.mark.parametrize(("allowed", "checked"), [(["1", "2"], True), (["1", 2], False)])
def test_an_enum_is_checked_where_all_its_values_are_texts(
    tmp_path: Path, allowed: list[object], checked: bool
) -> None:
    definition = schema({"a": "string"})
    definition["fields"][0]["constraints"] = {"enum": allowed}
    package = write_package(tmp_path / "p", {"t": (definition, [["a"], ["1"], ["2"]])})
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(single_file(package, SQLITE))
        (made,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 't'").fetchone()
        assert ("CHECK" in made) == checked


def test_two_rows_with_one_key_make_no_database(tmp_path: Path) -> None:
    package = write_package(
        tmp_path / "p",
        {"t": (schema({"id": "integer"}, primaryKey="id"), [["id"], ["1"], ["1"]])},
    )
    with pytest.raises(NotHeldError, match="UNIQUE"):
        single_file(package, SQLITE)
    (left,) = make_downloads(package, tmp_path / "out").left_out
    assert left.name == "hostile-1.0.sqlite"
    assert "UNIQUE" in left.reason


def test_a_key_with_gaps_is_unique_and_no_primary_key(tmp_path: Path) -> None:
    definition = schema({"a": "integer", "b": "integer"}, primaryKey=["a", "b"])
    rows = [["a", "b"], ["1", ""], ["1", "2"]]
    package = write_package(tmp_path / "p", {"t": (definition, rows)})
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(single_file(package, SQLITE))
        assert connection.execute("SELECT * FROM t ORDER BY rowid").fetchall() == [
            (1, None),
            (1, 2),
        ]
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            connection.execute("INSERT INTO t VALUES (1, 2)")


def test_rows_keep_their_order_and_precise_numbers_their_digits(tmp_path: Path) -> None:
    rows = [["id", "n"], ["3", "0.1"], ["1", "12345678901234567890.5"], ["2", "7"]]
    package = write_package(
        tmp_path / "p",
        {"t": (schema({"id": "integer", "n": "number"}, primaryKey="id"), rows)},
    )
    make_downloads(package, tmp_path / "out")
    with closing(opened(tmp_path / "out")) as connection:
        found = connection.execute("SELECT id, n FROM t ORDER BY rowid").fetchall()
    assert found == [(3, "0.1"), (1, "12345678901234567890.5"), (2, "7")]
