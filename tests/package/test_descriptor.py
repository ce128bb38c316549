"""Descriptors and schemas: read, or refused with one message that says where."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fiscal_notice.errors import PackageError, UnknownNameError, UnsafePathError
from fiscal_notice.notice.extract.run import vocabulary_of
from fiscal_notice.notice.trace import as_text, trace
from fiscal_notice.package import find_root, open_package, open_table, read_package
from fiscal_notice.package.frames import text_frame, typed_frames

Path_ = tuple[str | int, ...]
REPLACEMENTS: list[Any] = [None, 7, True, "x", [], {}, ["x"], [{}]]


def read(path: Path) -> Any:
    """The content of a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def write(path: Path, value: object) -> None:
    """Write a JSON file."""
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def places(value: Any, place: Path_ = ()) -> Iterator[Path_]:
    """Every place in a JSON value; of a list its first and its last entry."""
    yield place
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*place, key))
    elif isinstance(value, list) and value:
        for index in sorted({0, len(value) - 1}):
            yield from places(value[index], (*place, index))


def replaced(value: Any, place: Path_, new: object) -> Any:
    """A copy of ``value`` with another value in one place."""
    if not place:
        return new
    changed = copy.deepcopy(value)
    inner = changed
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = new
    return changed


def removed(value: Any, place: Path_) -> Any:
    """A copy of ``value`` without one place."""
    changed = copy.deepcopy(value)
    inner = changed
    for key in place[:-1]:
        inner = inner[key]
    del inner[place[-1]]
    return changed


def mutants(value: Any) -> Iterator[Any]:
    """Every value with one place replaced or removed."""
    for place in places(value):
        for new in REPLACEMENTS:
            yield replaced(value, place, new)
        if place:
            yield removed(value, place)


def use(folder: Path) -> None:
    """What the commands do with descriptor and schemas, short of parsing and validating."""
    package = read_package(folder)
    for resource in package.tables:
        assert resource.title("en")
        assert resource.schema is not None
        assert [field.title() for field in resource.schema.fields]
        list(resource.schema.foreign_keys)
    vocabulary_of(package)
    names = [r for r in package.tables if r.name in ("grants", "recipients", "grant_recipients")]
    typed_frames({r.name: text_frame(package, r) for r in names}, package)
    as_text(trace(package, "recipients", "2"))


@pytest.mark.parametrize(
    "file",
    [
        "datapackage.json",
        "schemas/grants.json",
        "schemas/grant_recipients.json",
        "schemas/gb_divisions.json",
    ],
)
def test_no_value_of_a_wrong_kind_ends_in_anything_but_a_message(mini: Path, file: str) -> None:
    value, refusals = read(mini / file), 0
    for mutant in mutants(value):
        write(mini / file, mutant)
        refusals += refused(mini)
    write(mini / file, value)
    assert refusals > 50
    assert not refused(mini)


def refused(folder: Path) -> bool:
    """Whether the package is refused, clearly; any other error goes through and fails."""
    refusal = None
    try:
        use(folder)
    except PackageError as error:
        refusal = error
    except UnknownNameError:
        return True  # without its key or schema the table has no row 2 any more
    assert refusal is None or (refusal.file and refusal.problem), refusal
    return refusal is not None


@pytest.mark.parametrize(
    ("place", "new", "problem"),
    [
        (("fields",), None, "the schema has no fields"),
        (("fields",), [], "the schema has no fields"),
        (("fields", 0), "grant_id", "a field has no name"),
        (("fields", 1, "name"), "grant_id", "two fields are called grant_id"),
        (("fields", 0, "type"), 7, "the type of the field grant_id is no text"),
        (("fields", 0, "constraints"), [], "the constraints of grant_id are no object"),
        (("fields", 0, "constraints", "minimum"), "x", "the constraint minimum of grant_id"),
        (("fields", 1, "constraints", "pattern"), "[", "the constraint pattern of region_code"),
        (("fields", 0, "constraints", "required"), "yes", "the constraint required of grant_id"),
        (("primaryKey",), 7, "primaryKey is no name and no list of names"),
        (("primaryKey",), "id", "primaryKey: there is no field id"),
        (("foreignKeys",), {}, "foreignKeys is no list"),
        (("foreignKeys", 0, "reference"), "regions", "a foreign key has no reference"),
        (("foreignKeys", 0, "fields"), ["nothing"], "there is no field nothing"),
        (
            ("foreignKeys", 0, "reference", "resource"),
            "towns",
            "refers to towns, which is no table",
        ),
        (("foreignKeys", 0, "reference", "fields"), ["code"], "there is no field code"),
        (("foreignKeys", 0, "reference", "fields"), ["a", "b"], "differ in length"),
    ],
)
def test_a_broken_schema_is_named(mini: Path, place: Path_, new: object, problem: str) -> None:
    path = mini / "schemas" / "grants.json"
    write(path, replaced(read(path), place, new))
    with pytest.raises(PackageError, match=problem) as caught:
        read_package(mini, shown=".")
    assert caught.value.file in ("schemas/grants.json", "datapackage.json")
    assert caught.value.found
    assert caught.value.expected
    assert caught.value.hint


@pytest.mark.parametrize(
    ("place", "new", "problem"),
    [
        (("resources",), {}, "lists no resources"),
        (("resources", 0), "notice", "a resource has no name"),
        (("resources", 0, "name"), "regions", "two resources are called regions"),
        (("resources", 0, "path"), ["a.csv", 7], "a resource has no path"),
        (("resources", 0, "path"), "https://example.org/a.csv", "remote resources are not read"),
        (("resources", 0, "schema"), 7, "the schema has no fields"),
        (("resources", 0, "schema"), "schemas/none.json", "the file is missing"),
        (("name",), 7, "the property name is no text"),
    ],
)
def test_a_broken_descriptor_is_named(mini: Path, place: Path_, new: object, problem: str) -> None:
    path = mini / "datapackage.json"
    write(path, replaced(read(path), place, new))
    with pytest.raises(PackageError, match=problem) as caught:
        read_package(mini, shown=".")
    assert caught.value.file
    assert caught.value.hint or caught.value.expected


@pytest.mark.parametrize(
    ("place", "new"),
    [
        (("version",), 1.5),
        (("created",), None),
        (("$schema",), []),
        (("resources",), []),
        (("resources", 0, "hash"), 7),
        (("resources", 0, "bytes"), "7"),
    ],
)
def test_what_is_not_needed_is_not_refused(mini: Path, place: Path_, new: object) -> None:
    path = mini / "datapackage.json"
    write(path, replaced(read(path), place, new))
    assert isinstance(read_package(mini).version, str)


@pytest.mark.parametrize("categories", [{"1": "one"}, 5, None])
def test_categories_of_another_form_are_none(mini: Path, categories: object) -> None:
    path = mini / "schemas" / "grants.json"
    write(path, replaced(read(path), ("fields", 0, "categories"), categories))
    schema = read_package(mini).require("grants").schema
    assert schema is not None
    assert schema.fields[0].categories == ()
    assert schema.fields[0].labels() == {}


@pytest.mark.parametrize(
    "path",
    [
        "../outside.csv",
        "/etc/passwd",
        "a/../../outside.csv",
        "link/outside.csv",
        "..\\outside.csv",
        "a\\..\\..\\outside.csv",
        "link\\outside.csv",
        "\\etc\\passwd",
        "C:\\outside.csv",
        "C:outside.csv",
        "\\\\server\\share\\outside.csv",
    ],
)
@pytest.mark.parametrize("what", ["path", "schema"])
def test_a_path_that_leaves_the_package_is_refused(mini: Path, what: str, path: str) -> None:
    (mini.parent / "outside.csv").write_text("a\n1\n", encoding="utf-8")
    (mini / "link").symlink_to(mini.parent)
    descriptor = mini / "datapackage.json"
    write(descriptor, replaced(read(descriptor), ("resources", 0, what), path))
    with pytest.raises(UnsafePathError, match="leaves the package") as caught:
        read_package(mini)
    assert caught.value.found == path


def test_links_in_a_circle_are_a_missing_file(mini: Path) -> None:
    target = mini / str(read(mini / "datapackage.json")["resources"][0]["path"])
    target.unlink()
    target.symlink_to(target.name)
    package = read_package(mini)
    resource = package.resources[0]
    with pytest.raises(PackageError, match="cannot be read"), open_table(package, resource):
        pass


@pytest.mark.parametrize(
    ("raw", "paths", "data"),
    [
        ({"path": "data/a.csv"}, ("data/a.csv",), None),
        ({"path": "data\\a.csv"}, ("data/a.csv",), None),
        ({"path": ["a.csv", "data\\b.csv"]}, ("a.csv", "data/b.csv"), None),
        ({"data": [["a"], [1]]}, (), [["a"], [1]]),
        ({"data": []}, (), []),
    ],
)
def test_where_data_lies(tmp_path: Path, raw: Any, paths: tuple[str, ...], data: Any) -> None:
    write(tmp_path / "datapackage.json", {"name": "invented", "resources": [{"name": "t", **raw}]})
    package = read_package(tmp_path)
    resource = package.require("t")
    assert (resource.paths, resource.data) == (paths, data)
    assert resource.path == (paths[0] if paths else "")
    assert package.files(resource) == tuple(tmp_path / path for path in paths)


@pytest.mark.parametrize("path", [["a.csv", "../b.csv"], ["a.csv", "/b.csv"]])
def test_no_part_leaves_the_package(tmp_path: Path, path: list[str]) -> None:
    raw = {"name": "invented", "resources": [{"name": "t", "path": path}]}
    write(tmp_path / "datapackage.json", raw)
    with pytest.raises(UnsafePathError, match="leaves the package") as caught:
        read_package(tmp_path)
    assert caught.value.found == path[1]


@pytest.mark.parametrize("path", [[], [7], ["a.csv", None], {}, 7])
def test_a_path_that_is_none(tmp_path: Path, path: object) -> None:
    raw = {"name": "invented", "resources": [{"name": "t", "path": path}]}
    write(tmp_path / "datapackage.json", raw)
    with pytest.raises(PackageError, match="no path"):
        read_package(tmp_path)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "broken JSON"),
        (b'{"name": ', "broken JSON"),
        (b'{\n"name": "x",\n}', r"datapackage.json:[23]: broken JSON"),
        (b"[]", "holds no JSON object"),
        (b"7", "holds no JSON object"),
        ('{"name": "粤"}'.encode("gb18030"), "not UTF-8"),
        ('{"name": "某"}'.encode("utf-16"), "not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
    ],
    ids=["empty", "cut", "comma", "list", "number", "gb18030", "utf-16", "deep"],
)
def test_a_descriptor_that_is_no_object(mini: Path, content: bytes, problem: str) -> None:
    (mini / "datapackage.json").write_bytes(content)
    with pytest.raises(PackageError) as caught:
        read_package(mini, shown=".")
    assert re.search(problem, str(caught.value))
    assert caught.value.hint or caught.value.expected


@pytest.mark.parametrize("name", ["datapackage.json", "schemas/grants.json"])
def test_a_byte_order_mark_is_refused_as_frictionless_refuses_it(mini: Path, name: str) -> None:
    path = mini / name
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    with pytest.raises(PackageError, match="byte-order mark") as caught:
        read_package(mini)
    assert name in str(caught.value)
    assert "without BOM" in str(caught.value)


def test_a_descriptor_of_another_name(mini: Path) -> None:
    (mini / "datapackage.json").rename(mini / "other.json")
    with open_package(mini / "other.json") as package:
        assert package.descriptor["name"] == "mini"
    with pytest.raises(PackageError, match="the file is missing"), open_package(mini):
        pass


def test_a_folder_in_the_place_of_the_descriptor(mini: Path) -> None:
    (mini / "datapackage.json").unlink()
    (mini / "datapackage.json").mkdir()
    with pytest.raises(PackageError, match="Is a directory"):
        read_package(mini)


def test_the_root_is_found_upward(mini: Path, tmp_path: Path) -> None:
    assert find_root(mini / "resources" / "source") == mini.resolve()
    with pytest.raises(PackageError, match=r"no datapackage\.json in"):
        find_root(tmp_path)


def test_no_titles_no_harm(mini: Path) -> None:
    path = mini / "schemas" / "grants.json"
    for title in ("title", "title@en"):
        write(path, replaced(read(path), ("fields", 0, title), 7))
    grants = read_package(mini).require("grants")
    assert grants.schema is not None
    assert grants.schema.fields[0].title() == "grant_id"
