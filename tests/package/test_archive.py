"""Packages in zips: what is unpacked, and what is refused."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from fiscal_notice.errors import PackageError, UnsafePathError
from fiscal_notice.package import archive as archives
from fiscal_notice.package import open_package, read_records
from fiscal_notice.translation import error_in_chinese


def pack(folder: Path, target: Path, prefix: str = "", kind: int = zipfile.ZIP_DEFLATED) -> Path:
    """A zip of a folder."""
    with zipfile.ZipFile(target, "w", kind) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, prefix + str(path.relative_to(folder)))
    return target


def member(target: Path, name: str, content: bytes = b"x", mode: int = 0o100644) -> Path:
    """A zip with one member of any name."""
    with zipfile.ZipFile(target, "w") as archive:
        entry = zipfile.ZipInfo(name)
        entry.filename = name
        entry.external_attr = mode << 16
        archive.writestr(entry, content)
    return target


@pytest.mark.parametrize("prefix", ["", "mini-0.0.1/"])
@pytest.mark.parametrize("kind", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
def test_a_zip_reads_as_its_folder(mini: Path, tmp_path: Path, prefix: str, kind: int) -> None:
    with open_package(pack(mini, tmp_path / "p.zip", prefix, kind)) as package:
        assert len(read_records(package, package.require("grants"))) == 5
        assert package.shown == str(tmp_path / "p.zip")
        unpacked = package.root
    assert not unpacked.exists()


@pytest.mark.parametrize(
    "name", ["../evil.txt", "a/../../evil.txt", "/evil.txt", "..\\evil.txt", "C:\\evil.txt"]
)
def test_a_member_that_leaves_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    path = member(tmp_path / "p.zip", name)
    with pytest.raises(UnsafePathError, match="leaves its folder") as caught, open_package(path):
        pass
    assert caught.value.found == name
    assert [p.name for p in tmp_path.rglob("*")] == ["p.zip"]


def test_of_two_packages_side_by_side_none_is_taken(mini: Path, tmp_path: Path) -> None:
    path = pack(mini, tmp_path / "p.zip", "a/")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("b/datapackage.yaml", "name: other\nresources: []\n")
        archive.writestr("b/deeper/datapackage.json", "{}")
    with pytest.raises(PackageError, match="more than one package") as caught, open_package(path):
        pass
    assert caught.value.found == "a/datapackage.json, b/datapackage.yaml"
    assert "压缩包内有不止一个数据包" in error_in_chinese(caught.value)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("datapackage.json", '{"name": "above", "resources": []}')
    with open_package(path) as package:
        assert package.descriptor["name"] == "above"


def test_a_link_is_refused(tmp_path: Path) -> None:
    path = member(tmp_path / "p.zip", "link", b"/etc/passwd", stat.S_IFLNK | 0o777)
    with pytest.raises(UnsafePathError, match="leaves its folder"), open_package(path):
        pass


def test_a_bomb_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", b" " * (11 * 1024**2))
    assert path.stat().st_size < 20_000
    monkeypatch.setattr(archives, "_extract", lambda *_: pytest.fail("it was unpacked"))
    problem = "far more than a package holds"
    with pytest.raises(UnsafePathError, match=problem) as caught, open_package(path):
        pass
    assert caught.value.found
    assert "11,534,336 bytes" in caught.value.found


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(archives.MAX_FILES + 1):
            archive.writestr(f"{number}", b"")
    with pytest.raises(UnsafePathError, match="far more"), open_package(path):
        pass


def test_what_is_just_allowed_is_unpacked(
    mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pack(mini, tmp_path / "p.zip")
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    total = sum(member.file_size for member in members)
    monkeypatch.setattr(archives, "MAX_FILES", len(members))
    monkeypatch.setattr(archives, "MAX_BYTES", total)
    with open_package(path) as package:
        assert package.require("grants")
    monkeypatch.setattr(archives, "MAX_BYTES", total - 1)
    with pytest.raises(UnsafePathError, match="far more"), open_package(path):
        pass


def test_what_is_too_small_for_a_bomb_may_be_dense(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", '{"name": "dense", "resources": []}')
        archive.writestr("blank.txt", b" " * 1024**2)
    assert path.stat().st_size * archives.MAX_RATIO < 1024**2
    with open_package(path) as package:
        assert package.descriptor["name"] == "dense"


def lying(data: bytes, size: int) -> bytes:
    """The archive with another size of its first member in both directories."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = changed.find(signature)
        struct.pack_into("<I", changed, at + offset, size)
    return bytes(changed)


def truncated(data: bytes) -> bytes:
    return data[: len(data) // 2]


def damaged(data: bytes) -> bytes:
    middle = bytearray(data)
    middle[60:160] = b"\xff" * 100
    return bytes(middle)


def encrypted(data: bytes) -> bytes:
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        changed[changed.find(signature) + offset] |= 1
    return bytes(changed)


def unknown_method(data: bytes) -> bytes:
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", changed, changed.find(signature) + offset, 97)
    return bytes(changed)


@pytest.mark.parametrize(
    "break_",
    [
        truncated,
        damaged,
        encrypted,
        unknown_method,
        lambda d: lying(d, 10),
        lambda d: lying(d, 9999),
    ],
    ids=["truncated", "damaged", "encrypted", "method", "says less", "says more"],
)
def test_an_archive_that_cannot_be_read_is_one_message(
    tmp_path: Path, break_: Callable[[bytes], bytes]
) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", bytes(range(256)) * 4)
    path = tmp_path / "p.zip"
    path.write_bytes(break_(buffer.getvalue()))
    with pytest.raises(PackageError) as caught, open_package(path):
        pass
    assert str(caught.value.file).startswith(str(path))
    assert caught.value.hint or caught.value.expected


def test_a_full_disk_while_unpacking_is_not_the_archives_fault(
    mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archives, "_extract", full)
    path = pack(mini, tmp_path / "p.zip")
    problem = "cannot be unpacked: No space left"
    with pytest.raises(PackageError, match=problem) as caught, open_package(path):
        pass
    assert caught.value.hint
    assert "free space" in caught.value.hint


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("p.zip", None, "no such file or folder"),
        ("p.csv", b"a,b\n", "there is no data package"),
        ("p.zip", b"no zip", "cut off, or no zip"),
        ("p.zip", b"", "cut off, or no zip"),
        ("p.zip", b"PK\x03\x04" + bytes(100), "cut off, or no zip"),
    ],
)
def test_what_is_no_package(tmp_path: Path, name: str, content: bytes | None, problem: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(PackageError, match=problem), open_package(tmp_path / name):
        pass


def test_an_archive_without_a_descriptor(tmp_path: Path) -> None:
    path = member(tmp_path / "p.zip", "readme.txt")
    with pytest.raises(PackageError, match=r"holds no datapackage\.json"), open_package(path):
        pass


def test_an_archive_that_may_not_be_read(
    mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object) -> bool:
        raise PermissionError(13, "Permission denied")

    path = pack(mini, tmp_path / "p.zip")
    monkeypatch.setattr(zipfile, "is_zipfile", forbidden)
    with pytest.raises(PackageError, match="Permission denied") as caught, open_package(path):
        pass
    assert caught.value.hint
