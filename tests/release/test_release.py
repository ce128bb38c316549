"""A release is valid, complete, and the same to the byte whenever it is made."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from fiscal_notice.errors import PackageError, TargetError
from fiscal_notice.release import SUMS, make_release
from fiscal_notice.release.summary import release_summary
from fiscal_notice.report.weights import weights_in_words
from fiscal_notice.validate import validate
from kit import ROOT, change_cell


def test_the_same_package_gives_the_same_bytes(package_copy: Path, tmp_path: Path) -> None:
    first = make_release(package_copy, tmp_path / "one")
    for file in package_copy.rglob("*"):
        file.touch()  # other times of modification change nothing
    second = make_release(package_copy, tmp_path / "two")
    assert first.archive is not None
    assert second.archive is not None
    assert first.archive.read_bytes() == second.archive.read_bytes()
    assert first.sha256 == hashlib.sha256(first.archive.read_bytes()).hexdigest()


def test_the_sums_are_those_of_the_files(package_copy: Path, tmp_path: Path) -> None:
    bundle = make_release(package_copy, tmp_path)
    assert bundle.archive is not None
    with zipfile.ZipFile(bundle.archive) as archive:
        names = archive.namelist()
        folder = names[0].split("/")[0]
        sums = archive.read(f"{folder}/{SUMS}").decode().splitlines()
        for row in sums:
            digest, name = row.split("  ")
            assert hashlib.sha256(archive.read(f"{folder}/{name}")).hexdigest() == digest
        assert sorted(row.split("  ")[1] for row in sums) == sorted(
            name.removeprefix(f"{folder}/") for name in names if not name.endswith(SUMS)
        )
        # Deflated bytes would depend on the version of zlib.
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}


def test_every_file_of_the_package_is_in_the_release(package_copy: Path, tmp_path: Path) -> None:
    bundle = make_release(package_copy, tmp_path)
    names = {file.name for file in bundle.release.files}
    descriptor = json.loads((package_copy / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        assert resource["path"] in names
        assert "schema" not in resource or resource["schema"] in names
    for name in (
        "docs/rules.md",
        "docs/data-dictionary.md",
        "docs/errata.md",
        "checks/report.json",
    ):
        assert name in names


def test_a_release_is_a_valid_package_again(package_copy: Path, tmp_path: Path) -> None:
    bundle = make_release(package_copy, tmp_path)
    assert bundle.archive is not None
    report = validate(bundle.archive)
    assert report.valid
    assert len(report.findings) == len(validate(ROOT).findings)


def test_an_invalid_package_is_not_released(package_copy: Path, tmp_path: Path) -> None:
    change_cell(package_copy, ("grants", "17", "amount_yuan", "200001"))
    bundle = make_release(package_copy, tmp_path / "out")
    assert bundle.archive is None
    assert not (tmp_path / "out").exists()


def test_a_package_without_a_date_has_the_first_of_a_zip(
    package_copy: Path, tmp_path: Path
) -> None:
    path = package_copy / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    del descriptor["created"]
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    archive = make_release(package_copy, tmp_path / "out").archive
    assert archive is not None
    with zipfile.ZipFile(archive) as made:
        assert {entry.date_time[:3] for entry in made.infolist()} == {(1980, 1, 1)}


def test_a_target_that_cannot_be_written_is_named(package_copy: Path, tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_text("in the way", encoding="utf-8")
    with pytest.raises(TargetError, match="cannot write"):
        make_release(package_copy, target)
    assert target.read_text(encoding="utf-8") == "in the way"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_summary_has_the_figures_of_the_tables(mini: Path, tmp_path: Path, lang: str) -> None:
    bundle = make_release(mini, tmp_path / "out")
    text = release_summary(mini, bundle, lang=lang)
    assert "¥1,250,000" in text
    assert "300,000" in text  # earmarked
    assert str(bundle.archive) in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_summary_says_how_much_the_errata_matter(tmp_path: Path, lang: str) -> None:
    bundle = make_release(ROOT, tmp_path / "out")
    said = weights_in_words(bundle.report, lang)
    assert said
    assert said in release_summary(ROOT, bundle, lang=lang)


@pytest.mark.parametrize(
    ("field", "value"), [("name", "../evil"), ("name", "a/b"), ("version", "1/2"), ("version", "")]
)
def test_a_name_that_is_no_file_name_is_refused(
    mini: Path, tmp_path: Path, field: str, value: str
) -> None:
    path = mini / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8")) | {field: value}
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    with pytest.raises(PackageError, match=f"{field} cannot name a file"):
        make_release(mini, tmp_path / "out")
    assert not (tmp_path / "out").exists()
