"""Descriptor → CKAN's fields, tags, extras and resources. No portal needed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from fiscal_notice.package import Package, open_package
from fiscal_notice_ckan.dataset import (
    COMMIT,
    VERIFIED,
    Dataset,
    Destination,
    _digests_of_file,
    digests,
    stable_id,
)
from fiscal_notice_ckan.mapping import dataset_of
from fiscal_notice_ckan.metadata import OWN_EXTRAS, _every_extra
from fiscal_notice_ckan.preflight import local_problems
from publish.mapping_kit import (
    AUTHORITY,
    AVAILABLE,
    EU,
    FACTS,
    LICENCE,
    SITE,
    THEMES,
)
from publish.releases import SCHEMA, release_of


def test_the_published_descriptor_stands_alone(dataset: Dataset) -> None:
    content = next(each.content for each in dataset.resources if each.name == "datapackage.json")
    assert isinstance(content, bytes)
    first = json.loads(content)["resources"][0]
    identity = stable_id(SITE.url, "small", "cities")
    assert first["path"] == (
        f"https://data.example.org/dataset/small/resource/{identity}/download/cities.csv"
    )
    assert first["schema"] == SCHEMA


def test_ids_are_stable_and_those_of_the_portal_win(tmp_path: Path, package: Package) -> None:
    archive = next(tmp_path.glob("*.zip"))
    once, again = dataset_of(package, archive, SITE), dataset_of(package, archive, SITE)
    assert [each.id for each in once.resources] == [each.id for each in again.resources]
    taken = Destination(url=SITE.url, organisation="org", licence="cc-by", ids={"cities": "there"})
    assert dataset_of(package, archive, taken).resources[0].id == "there"


def test_a_file_is_hashed_once_and_again_when_it_changed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for content in (b"old", b"new one"):
        path.write_bytes(content)
        before = _digests_of_file.cache_info()
        assert digests(path) == digests(content) == digests(path)
        after = _digests_of_file.cache_info()
        assert (after.misses - before.misses, after.hits - before.hits) == (1, 1)


def test_both_hashes_and_the_types_that_xloader_reads(dataset: Dataset) -> None:
    """It compares bare MD5: with anything else there it would load the file again, all as text."""
    for each in dataset.resources:
        content = each.content if isinstance(each.content, bytes) else each.content.read_bytes()
        assert each.fields["hash"] == hashlib.md5(content, usedforsecurity=False).hexdigest()
        assert each.fields["hash_algorithm"].endswith("#checksumAlgorithm_md5")
        assert each.fields["fiscal_notice_sha256"] == hashlib.sha256(content).hexdigest()
    table = dataset.resources[0].table
    assert table is not None
    overrides = {each["id"]: each["info"]["type_override"] for each in table.columns}
    assert overrides == table.types == {"code": "text", "amount": "int8", "name": "text"}


def test_metadata(dataset: Dataset) -> None:
    assert dataset.fields["title"] == "小通知"
    assert dataset.fields["license_id"] == "cc-by"
    assert dataset.tags == ("fiscal transfer", "财政")
    assert dataset.extras["title_en"] == "A small notice"
    assert "yuan" not in dataset.fields["notes"]  # each table says its own units
    assert "**A small notice**" in dataset.fields["notes"]
    assert not set(dataset.extras) & set(dataset.fields)


def test_whoever_compiles_publishes_and_whoever_wrote_creates(tmp_path: Path) -> None:
    with open_package(release_of(tmp_path, "small", changes=FACTS)) as package:
        extras = dataset_of(package, next(tmp_path.glob("*.zip")), SITE).extras
    assert extras["publisher_name"] == extras["contact_name"] == "Invented compilers"
    assert extras["contact_email"] == extras["publisher_email"] == "compilers@example.org"
    assert (extras["creator_name"], extras["creator_type"]) == ("虚构省财政厅", AUTHORITY)
    assert "creator_email" not in extras


def test_without_a_publisher_the_portals_organisation_is_it(tmp_path: Path) -> None:
    creator = {"contributors": [{"title": "虚构省财政厅", "roles": ["creator"]}]}
    with open_package(release_of(tmp_path, "small", changes=creator)) as package:
        extras = dataset_of(package, next(tmp_path.glob("*.zip")), SITE).extras
    assert extras["creator_name"] == "虚构省财政厅"
    assert not [key for key in extras if key.startswith(("publisher_", "contact_"))]


def test_terms_are_addresses_and_several_are_a_json_list(tmp_path: Path) -> None:
    with open_package(release_of(tmp_path, "small", changes=FACTS)) as package:
        dataset = dataset_of(package, next(tmp_path.glob("*.zip")), SITE)
    assert json.loads(dataset.extras["language"]) == [f"{EU}/language/ZHO", f"{EU}/language/ENG"]
    assert json.loads(dataset.extras["theme"]) == THEMES
    assert dataset.extras["access_rights"] == f"{EU}/access-right/PUBLIC"
    assert dataset.extras["frequency"] == f"{EU}/frequency/ANNUAL"
    assert (dataset.extras["spatial_text"], dataset.extras["spatial_uri"]) == (
        "虚构省",
        "https://example.org/place",
    )
    assert {each.fields["availability"] for each in dataset.resources} == {AVAILABLE}


def test_every_resource_has_its_licence_its_page_and_its_file(tmp_path: Path) -> None:
    release = release_of(tmp_path, "small")
    with open_package(release) as package:
        own = {"licenses": [{"name": "CC0-1.0", "path": "https://example.org/cc0"}]}
        package.resources[0].raw.update(own)  # type: ignore[attr-defined]
        dataset = dataset_of(package, release, SITE)
    first, *others = dataset.resources
    assert first.fields["license"] == "https://example.org/cc0"
    assert {each.fields["license"] for each in others} == {LICENCE}
    for each in dataset.resources:
        page = f"https://data.example.org/dataset/small/resource/{each.id}"
        assert each.fields["access_url"] == page
        assert each.fields["download_url"] == f"{page}/download/{each.filename}"


def test_every_extra_is_known_as_ours(package: Package) -> None:
    """Whatever the descriptor has: an extra that is empty today may be written tomorrow."""
    assert set(_every_extra(package)) <= OWN_EXTRAS
    # Stale extras of ours are dropped; the markers of a publication have to outlive them.
    assert not OWN_EXTRAS & {COMMIT, VERIFIED}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"name": "Ünknown name"}, "package's name"),
        ({"keywords": ["a+b"]}, "takes no tag 'a+b'"),
        ({"keywords": ["水"]}, "takes no tag '水'"),
        ({"title": " "}, "no title"),
        ({"version": "1 0"}, "version '1 0'"),
        ({"invented": True}, "is invented, and its title does not say so: it has no '虚构'"),
    ],
)
def test_problems_that_need_no_portal(
    tmp_path: Path, changes: dict[str, Any], problem: str
) -> None:
    with open_package(release_of(tmp_path, "bad", changes=changes)) as package:
        assert problem in "\n".join(local_problems(package))
