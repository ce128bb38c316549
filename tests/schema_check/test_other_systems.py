"""Zips and paths of other systems: names in GBK, backslashes, folders inside, missing members."""

from __future__ import annotations

import json
import tempfile
import unicodedata
import zipfile
from pathlib import Path
from typing import Any, Literal

import pytest

from fiscal_notice.errors import UnsafePathError
from fiscal_notice.package import open_package, read_records
from fiscal_notice.schema_check import validate_schema
from fiscal_notice.validate import validate
from schema_check.comparing import quiet, stock, timeless
from schema_check.one_verdict_cases import BAD, GOOD, SCHEMA
from schema_check.test_one_verdict import errors_in, printed, read_in

__all__ = ["quiet"]

Form = Literal["NFC", "NFD"]


def descriptor(path: Any, **more: Any) -> bytes:
    resource = {"name": "t", "path": path, "schema": SCHEMA} | more
    return json.dumps({"name": "invented", "resources": [resource]}).encode()


def pack(target: Path, members: dict[bytes, bytes]) -> Path:
    """A zip with members of any names, as bytes, of which it does not say that they are UTF-8."""
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo("_" * len(name)), content)
    data = target.read_bytes()
    # Placeholders of the same length, before the members and again in the directory.
    for name in (*members, *members):
        data = data.replace(b"_" * len(name), name, 1)
    target.write_bytes(data)
    return target


def test_the_members_of_pack_are_called_as_asked(tmp_path: Path) -> None:
    path = pack(tmp_path / "p.zip", {b"a.csv": b"", "数据/表.csv".encode("gbk"): b""})
    with zipfile.ZipFile(path) as archive:
        names = [member.filename for member in archive.infolist()]
        assert not any(member.flag_bits & 0x800 for member in archive.infolist())
    assert names == ["a.csv", "数据/表.csv".encode("gbk").decode("cp437")]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "big5", "shift_jis", "cp437"])
@pytest.mark.parametrize("folder", ["", "invented-1.0/"])
def test_names_of_any_encoding(tmp_path: Path, encoding: str, folder: str) -> None:
    name = "données/é.csv" if encoding == "cp437" else "表/日本.csv"
    members = {
        (folder + "datapackage.json").encode(): descriptor(name),
        (folder + name).encode(encoding): BAD.encode(),
    }
    path = pack(tmp_path / "p.zip", members)
    report = validate_schema(path)
    assert [error["type"] for error in report["tasks"][0]["errors"]] == ["type-error"]
    assert report["tasks"][0]["place"] == name
    assert [stat.path for stat in validate(path).resources] == [name]


@pytest.mark.parametrize("flag", [True, False])
@pytest.mark.parametrize(("packed", "named"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_accents_apart(tmp_path: Path, packed: Form, named: Form, flag: bool) -> None:
    """As macOS names files; zipfile says of names that are no ASCII that they are UTF-8."""
    names = [unicodedata.normalize(form, "donnée.csv") for form in (packed, named)]
    path = tmp_path / "p.zip"
    if flag:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("datapackage.json", descriptor(names[1]))
            archive.writestr(names[0], BAD)
    else:
        members = {b"datapackage.json": descriptor(names[1]), names[0].encode(): BAD.encode()}
        pack(path, members)
    assert read_in(validate_schema(path)) == [("t", 2)]


@pytest.mark.parametrize("named", ["data\\t.csv", "data/t.csv"])
@pytest.mark.parametrize("member", [b"data\\t.csv", b"data/t.csv"])
def test_backslashes_in_a_zip(tmp_path: Path, named: str, member: bytes) -> None:
    path = pack(tmp_path / "p.zip", {b"datapackage.json": descriptor(named), member: GOOD.encode()})
    report = validate_schema(path)
    assert read_in(report) == [("t", 2)]
    assert report["valid"]
    assert report["tasks"][0]["place"] == named
    own = validate(path)
    assert own.valid
    assert bool(own.warnings) == ("\\" in named)
    with open_package(path) as package:
        assert len(read_records(package, package.require("t"))) == 2


def test_backslashes_in_a_folder(tmp_path: Path) -> None:
    """Parts and schemas, too; a file whose name has a backslash is that file."""
    root = tmp_path / "p"
    (root / "data").mkdir(parents=True)
    (root / "data" / "a.csv").write_text(GOOD, encoding="utf-8")
    (root / "data" / "b.csv").write_text(BAD, encoding="utf-8")
    (root / "data" / "s.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    file = root / "datapackage.json"
    file.write_bytes(descriptor(["data\\a.csv", "data\\b.csv"], schema="data\\s.json"))
    report = validate_schema(root)
    assert [error["rowNumber"] for error in report["tasks"][0]["errors"]] == [5]
    assert report["tasks"][0]["place"] == "data\\a.csv (multipart)"
    (warning, *_) = validate(root).warnings
    assert "data\\a.csv" in warning.message
    assert "data\\a.csv" in warning.message_zh

    (root / "data\\c.csv").write_text(BAD, encoding="utf-8")
    file.write_bytes(descriptor("data\\c.csv"))
    assert timeless(validate_schema(root)) == stock(file)


def test_a_backslash_that_leads_upward_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(GOOD, encoding="utf-8")
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "datapackage.json").write_bytes(descriptor("..\\t.csv"))
    report = validate(tmp_path / "p")
    assert not report.valid
    assert not any(stat.rows for stat in report.resources)


@pytest.mark.parametrize("name", ["..\\t.csv", "a\\..\\..\\t.csv", "\\t.csv", "C:\\t.csv"])
def test_a_member_that_leaves_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    path = pack(tmp_path / "p.zip", {b"datapackage.json": descriptor("t.csv"), name.encode(): b""})
    with pytest.raises(UnsafePathError, match="leaves its folder"):
        validate(path)


@pytest.mark.parametrize("folder", ["", "in/side/"])
@pytest.mark.parametrize(
    "resource",
    [
        descriptor("none.csv"),
        descriptor(["none.csv", "t.csv"]),
        descriptor("t.csv", schema="none.json"),
        descriptor("t.csv", dialect="none.json"),
        descriptor("none.xlsx"),
        b'{"name": ',
    ],
)
def test_no_message_names_a_temporary_folder(tmp_path: Path, folder: str, resource: bytes) -> None:
    members = {f"{folder}datapackage.json".encode(): resource, f"{folder}t.csv".encode(): b"id\n"}
    path = pack(tmp_path / "p.zip", members)
    for form in ("text", "json", "html", "frictionless"):
        code, said = printed(path, form)
        assert code == 1
        assert "fiscal-notice-" not in said
        assert tempfile.gettempdir() not in said.replace(str(path), "p.zip")


def test_a_missing_member_is_called_as_the_package_calls_it(tmp_path: Path) -> None:
    path = pack(tmp_path / "p.zip", {b"in/datapackage.json": descriptor("data/none.csv")})
    ((_, _, message),) = errors_in(validate_schema(path))
    assert "'data/none.csv'" in message


@pytest.mark.parametrize("name", ["datapackage.yaml", "datapackage.yml"])
def test_descriptors_in_yaml(tmp_path: Path, name: str) -> None:
    """In a folder, named directly, and in a zip: the same as in JSON."""
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "t.csv").write_text(BAD, encoding="utf-8")
    (folder / "datapackage.json").write_bytes(descriptor("t.csv"))
    expected = stock(folder / "datapackage.json")
    (folder / "datapackage.json").unlink()
    (folder / name).write_text(
        "name: invented\nresources:\n- name: t\n  path: t.csv\n  schema:\n    fields:\n"
        "    - {name: id, type: integer}\n    - {name: name, type: string}\n",
        encoding="utf-8",
    )
    members = {path.name.encode(): path.read_bytes() for path in folder.iterdir()}
    for source in (folder, folder / name, pack(tmp_path / "p.zip", members)):
        assert timeless(validate_schema(source)) == expected
        assert not validate(source).valid


def test_broken_yaml_is_a_finding(tmp_path: Path) -> None:
    for name in ("datapackage.yaml", "datapackage.yml"):
        (tmp_path / name).write_text("name: [", encoding="utf-8")
        report = validate(tmp_path / name)
        assert [finding.kind for finding in report.findings] == ["package-error"]
