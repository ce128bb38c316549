"""Pictures, workbook, site and database made of a release, and kept until the next one."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from fiscal_notice.errors import ExportError, TargetError
from fiscal_notice.export import single_file
from fiscal_notice.export.download_form import PackageForm
from fiscal_notice.export.forms import XLSX
from fiscal_notice.model import Warn
from fiscal_notice.package import Package, open_package
from fiscal_notice.package.kind import Kind
from fiscal_notice.release import make_release
from fiscal_notice.validate import rules_for, validate_package
from fiscal_notice_ckan import build_extras as building
from fiscal_notice_ckan.build_extras import BuiltExtras, build_extras
from fiscal_notice_ckan.extras import EXTRAS
from fiscal_notice_ckan.mapping import dataset_of
from fiscal_notice_ckan.preflight import local_problems
from kit import mini_package
from publish.mapping_kit import SITE
from publish.releases import release_of

#: Those of any package; the rest are pictures of a notice.
OF_ANY = [each.name for each in EXTRAS if not each.lang]


def made(archive: Path, folder: Path) -> tuple[BuiltExtras, list[str]]:
    """What was made, and what was said meanwhile: nothing if it was there already."""
    said: list[str] = []
    with open_package(archive) as package:
        return build_extras(package, archive, folder, said.append), said


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "SHA256SUMS"
    }


@pytest.fixture(scope="module")
def notice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the small invented notice."""
    folder = tmp_path_factory.mktemp("extras")
    archive = make_release(mini_package(folder / "mini"), folder / "dist").archive
    assert archive is not None
    return archive


def test_a_notice_gives_all_of_them_the_same_wherever_and_whenever(
    notice: Path, tmp_path: Path
) -> None:
    first, said = made(notice, tmp_path / "a")
    assert said == ["making the pictures, the workbook, the site and the database"]
    assert [each.name for each in first.files] == [each.name for each in EXTRAS]
    assert not first.notes
    again, said = made(notice, tmp_path / "a")
    assert (again, said) == (first, [])
    elsewhere = tmp_path / "elsewhere" / "archive.zip"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(notice.read_bytes())
    assert made(elsewhere, tmp_path / "b")[1]
    assert hashes(tmp_path / "a") == hashes(tmp_path / "b")
    assert {each.name: each.sha256 for each in first.files} == hashes(tmp_path / "a")


def test_the_site_is_a_stored_zip_with_the_date_of_the_descriptor(
    notice: Path, tmp_path: Path
) -> None:
    made(notice, tmp_path)
    with open_package(notice) as package:
        created = str(package.descriptor["created"])[:10]
    with zipfile.ZipFile(io.BytesIO((tmp_path / "site.zip").read_bytes())) as archive:
        entries = archive.infolist()
    names = [each.filename for each in entries]
    assert "mini-0.0.1-site/index.html" in names
    assert names == sorted(names)
    assert {each.compress_type for each in entries} == {zipfile.ZIP_STORED}
    assert {"{:04}-{:02}-{:02}".format(*each.date_time[:3]) for each in entries} == {created}


def test_the_report_of_the_release_gives_the_same_site(notice: Path, tmp_path: Path) -> None:
    made(notice, tmp_path / "a")
    bundle = make_release(mini_package(tmp_path / "mini"), tmp_path / "dist")
    with open_package(notice) as package:
        build_extras(package, notice, tmp_path / "b", print, bundle.report)
        said: list[str] = []
        again = validate_package(package, rules_for(package))
        build_extras(package, notice, tmp_path / "b", said.append, again)
    assert hashes(tmp_path / "a") == hashes(tmp_path / "b")
    assert not said, "the reports of folder and archive are one"


def test_another_report_makes_the_site_anew(tmp_path: Path) -> None:
    """As one of a rollback that today's checks refuse."""
    small, kept = release_of(tmp_path, "small"), tmp_path / "made"
    with open_package(small) as package:
        report = validate_package(package, rules_for(package))
        build_extras(package, small, kept, print, report)
        first = hashes(kept)
        warn = Warn(resource="", message="a warning", message_zh="警告")
        warned = replace(report, warnings=(warn,))
        build_extras(package, small, kept, print, warned)
    assert {name for name, sha256 in hashes(kept).items() if first[name] != sha256} == {"site.zip"}


def test_another_release_takes_the_place_of_the_last_one(notice: Path, tmp_path: Path) -> None:
    made(notice, tmp_path)
    small = release_of(tmp_path.parent, "small")
    built, said = made(small, tmp_path)
    assert said
    assert [each.name for each in built.files] == OF_ANY
    assert not built.notes
    assert set(hashes(tmp_path)) == set(OF_ANY)
    assert made(small, tmp_path) == (built, [])


def test_what_a_kind_lacks_for_its_pictures_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Sparse(Kind):
        def undrawn(self, package: Package) -> str:
            return "no table regions"

    monkeypatch.setattr(building, "kind_of", lambda _package: Sparse())
    built, _ = made(release_of(tmp_path, "small"), tmp_path / "made")
    assert "no pictures: the package has no table regions" in built.notes


@pytest.mark.parametrize("name", ["workbook.xlsx", "SHA256SUMS"])
@pytest.mark.parametrize("harm", [b"", b"{}", None])
def test_what_is_damaged_or_gone_is_made_again(
    tmp_path: Path, name: str, harm: bytes | None
) -> None:
    small, kept = release_of(tmp_path, "small"), tmp_path / "made"
    whole, _ = made(small, kept)
    if harm is None:
        (kept / name).unlink()
    else:
        (kept / name).write_bytes(harm)
    assert made(small, kept)[1]
    assert made(small, kept) == (whole, [])


def test_those_of_an_earlier_version_make_room(tmp_path: Path) -> None:
    """It kept a list of its own."""
    small, kept = release_of(tmp_path, "small"), tmp_path / "made"
    kept.mkdir()
    for name in ("made.json", "site.zip", "workbook.xlsx"):
        (kept / name).write_bytes(b"{}")
    built, _ = made(small, kept)
    assert {each.name for each in built.files} == set(hashes(kept))
    assert hashes(kept)["workbook.xlsx"] == built.files[0].sha256


def test_another_program_makes_them_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small, kept = release_of(tmp_path, "small"), tmp_path / "made"
    made(small, kept)
    monkeypatch.setattr(building, "_program", lambda: "another")
    assert made(small, kept)[1]
    assert (kept / "SHA256SUMS").read_text().splitlines()[0].endswith(" by another")


def test_what_no_spreadsheet_can_hold_is_left_out_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(package: Package, form: PackageForm) -> bytes:
        if form is XLSX:
            raise ExportError("a text is longer than a cell", file="cities.csv", line=3)
        return single_file(package, form)

    monkeypatch.setattr(building, "single_file", refuse)
    built, _ = made(release_of(tmp_path, "small"), tmp_path / "made")
    assert [each.name for each in built.files] == [
        name for name in OF_ANY if name != "workbook.xlsx"
    ]
    assert "no workbook: cities.csv:3: a text is longer than a cell" in built.notes


def test_a_folder_that_cannot_be_written_stops_it(tmp_path: Path) -> None:
    (tmp_path / "made").write_text("a file")
    with pytest.raises(TargetError, match="cannot write"):
        made(release_of(tmp_path, "small"), tmp_path / "made")


def test_they_come_first_and_the_picture_is_on_the_page_of_the_dataset(
    notice: Path, tmp_path: Path
) -> None:
    with open_package(notice) as package:
        extras = build_extras(package, notice, tmp_path, print).files
        dataset = dataset_of(package, notice, SITE, extras)
        plain = dataset_of(package, notice, SITE)
    names = [each.name for each in dataset.resources]
    assert names[: len(EXTRAS)] == [each.name for each in EXTRAS]
    assert names[len(EXTRAS) :] == [each.name for each in plain.resources]
    picture = dataset.resources[0]
    address = f"{SITE.url}/dataset/mini/resource/{picture.id}/download/mini-money.zh.svg"
    (line,) = [x for x in dataset.fields["notes"].splitlines() if x.startswith("![")]
    assert line.endswith(f"]({address})")
    assert "![" not in plain.fields["notes"]
    for each, extra in zip(dataset.resources, EXTRAS, strict=False):
        assert each.table is None
        assert len(each.fields["name"]) <= 50, "CKAN's list of resources cuts it"
        assert each.fields["format"] == extra.format
    # What the picture shows is there in words too.
    regions = package_rows(notice, "regions")
    assert all(name in picture.fields["description"] for name in regions)


def package_rows(archive: Path, table: str) -> list[str]:
    from fiscal_notice.package import read_records

    with open_package(archive) as package:
        records = read_records(package, package.require(table))
        return [record.cells["name"] for record in records]


def test_no_resource_of_a_package_may_be_called_like_one(tmp_path: Path) -> None:
    changes = {"resources": [{"name": "site.zip", "path": "notice.txt"}]}
    with open_package(release_of(tmp_path, "taken", changes=changes)) as package:
        assert "'site.zip' is kept for the publisher's own" in "\n".join(local_problems(package))
