"""Descriptor → CKAN dataset, Table Schema → DataStore, plan from both: no portal needed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fiscal_notice.package import Package, open_package, read_package, read_records
from fiscal_notice_ckan.dataset import COMMIT, VERIFIED, Dataset, Destination, stable_id
from fiscal_notice_ckan.difference import chunks, difference, upserts
from fiscal_notice_ckan.mapping import dataset_of
from fiscal_notice_ckan.metadata import OWN_EXTRAS, _every_extra
from fiscal_notice_ckan.notes import notes_of, notes_of_resource
from fiscal_notice_ckan.plan import make_plan
from fiscal_notice_ckan.preflight import local_problems
from fiscal_notice_ckan.revision import commit, remove
from fiscal_notice_ckan.snapshot import Remote
from fiscal_notice_ckan.tables import DatastoreTable, fits, same_columns
from fiscal_notice_ckan.values import as_text
from kit import ROOT
from metadata_kit import AUTHORITY, AVAILABLE, EU, FACTS, LICENCE, THEMES
from portal_support import CITIES, SCHEMA, release_of

SITE = Destination(url="https://data.example.org", organisation="org", licence="cc-by", ids={})


@pytest.fixture
def package(tmp_path: Path) -> Iterator[Package]:
    with open_package(release_of(tmp_path, "small")) as opened:
        yield opened


@pytest.fixture
def dataset(tmp_path: Path, package: Package) -> Dataset:
    return dataset_of(package, next(tmp_path.glob("*.zip")), SITE)


def as_shown(dataset: Dataset) -> dict[str, Any]:
    """The dataset as package_show would give it, complete and verified."""
    marks = {
        "fiscal_notice_commit": f"{dataset.digest}:x",
        "fiscal_notice_verified": f"{dataset.digest}:x",
    }
    return {
        **dataset.fields,
        "id": "1",
        "metadata_modified": "2026-01-02T00:00:00",
        "private": False,
        "tags": [{"name": tag} for tag in dataset.tags],
        "extras": [{"key": k, "value": v} for k, v in {**dataset.extras, **marks}.items()],
        "resources": [
            {
                **each.fields,
                "id": each.id,
                "fiscal_notice_view": each.view,
                "fiscal_notice_loaded": each.table.digest if each.table else None,
                "datastore_active": each.table is not None,
            }
            for each in dataset.resources
        ],
    }


def as_told(table: DatastoreTable) -> list[dict[str, Any]]:
    """The columns as datastore_info tells of them."""
    return [
        {
            **each,
            "schema": {"is_index": True, "index_name": "key"} if each["id"] in table.key else {},
        }
        for each in table.columns
    ]


def as_remote(dataset: Dataset, raw: dict[str, Any]) -> Remote:
    tables = {
        each.id: {"fields": as_told(each.table), "meta": {"count": each.table.rows}}
        for each in dataset.resources
        if each.table
    }
    hashes = {each.name: each.sha256 for each in dataset.resources}
    return Remote(raw=raw, hashes=hashes, tables=tables)


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


def test_a_changed_file_has_one_line_for_its_hashes(dataset: Dataset) -> None:
    raw = as_shown(dataset)
    raw["resources"][0] |= {"hash": "sha256:0", "fiscal_notice_sha256": "0"}
    remote = as_remote(dataset, raw)
    told = str(make_plan(dataset, remote))
    assert "~ metadata of cities: fiscal_notice_sha256, hash" in told
    swapped = replace(remote, hashes={**remote.hashes, "cities": "0"})
    told = str(make_plan(dataset, swapped))
    assert "~ file cities" in told
    assert "metadata of cities" not in told


def test_metadata(dataset: Dataset) -> None:
    assert dataset.fields["title"] == "小通知"
    assert dataset.fields["license_id"] == "cc-by"
    assert dataset.tags == ("fiscal transfer", "财政")
    assert dataset.extras["title_en"] == "A small notice"
    assert "元 (yuan): `amount`" in dataset.fields["notes"]
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


def test_nothing_to_do_where_all_is_as_wanted(dataset: Dataset) -> None:
    plan = make_plan(dataset, as_remote(dataset, as_shown(dataset)))
    assert not plan.pending
    assert str(plan) == "small 1.0.0: nothing to do"


def test_every_action_is_one_line(dataset: Dataset) -> None:
    lines = str(make_plan(dataset, Remote(raw=None))).splitlines()
    assert lines[:3] == [
        "small 1.0.0: 14 actions",
        "  + dataset small, private until it is verified",
        f"  + file cities  {dataset.resources[0].size} bytes, new",
    ]
    assert lines[-1] == "  ~ release 1.0.0: recorded as verified"


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("title", "x", "~ metadata of the dataset: title"),
        ("tags", [], "~ metadata of the dataset: tags"),
        ("extras", [], "~ metadata of the dataset: title_en"),
        ("private", True, "~ dataset small: public, once it is verified"),
    ],
)
def test_what_differs_is_planned(dataset: Dataset, key: str, value: object, line: str) -> None:
    plan = make_plan(dataset, as_remote(dataset, {**as_shown(dataset), key: value}))
    assert line in str(plan)


@pytest.mark.parametrize(
    ("recorded", "plugins", "planned"),
    [
        ("datatables_view", {"datatables_view"}, False),
        ("-datatables_view", set(), False),
        ("-datatables_view", {"datatables_view"}, True),
        ("--datatables_view", {"datatables_view"}, False),
        ("text_view", {"datatables_view"}, True),
    ],
)
def test_a_refused_preview_is_tried_again_once_the_portal_has_the_plugin(
    dataset: Dataset, recorded: str, plugins: set[str], planned: bool
) -> None:
    raw = as_shown(dataset)
    raw["resources"][0]["fiscal_notice_view"] = recorded
    plan = make_plan(dataset, as_remote(dataset, raw), plugins=frozenset(plugins))
    assert plan.pending == planned
    assert ("~ preview of cities  datatables_view" in str(plan)) == planned


def test_the_order_of_resources_is_kept(dataset: Dataset) -> None:
    raw = as_shown(dataset)
    raw["resources"].insert(0, raw["resources"].pop(1))
    assert "order of resources" in str(make_plan(dataset, as_remote(dataset, raw)))


def test_a_commit_keeps_what_others_have(dataset: Dataset) -> None:
    raw = as_shown(dataset)
    raw["extras"].append({"key": "theirs", "value": "1"})
    raw["resources"] += [
        {"id": "a", "name": "theirs"},
        {"id": "b", "fiscal_notice_name": "release-0.9.0"},
    ]
    plan = make_plan(dataset, as_remote(dataset, raw))
    kept = commit(plan, raw, "m").fields["update"]
    assert [each["id"] for each in kept["resources"]][-2:] == ["b", "a"]
    assert {"key": "theirs", "value": "1"} in kept["extras"]
    pruned = remove(make_plan(dataset, as_remote(dataset, raw), prune=True), raw).fields["update"]
    assert "a" not in [each["id"] for each in pruned["resources"]]


def test_rows_are_typed_and_compared_by_value(dataset: Dataset) -> None:
    table = dataset.resources[0].table
    assert table is not None
    assert list(table.records())[1] == {"code": "602", "amount": None, "name": "韶关市"}
    remote = [
        {"_id": 1, "code": "601", "amount": 5, "name": "广州市"},
        {"_id": 2, "code": "602", "amount": 0, "name": "韶关市"},
        {"_id": 3, "code": "999", "amount": 1, "name": "x"},
    ]
    found = difference(table, remote)
    assert found.same == {("601",)}
    assert found.changed == {("602",): 2}
    assert found.stale == ({"_id": 3, "code": "999"},)
    portions = list(chunks(upserts(table, found), rows=1))
    # The new row takes the place of the stale one: nothing is left to be deleted.
    places = [[(each["code"], each.get("_id")) for each in portion] for portion in portions]
    assert places == [[("602", 2)], [("603", 3)]]
    assert not found.left


def test_stale_rows_that_nothing_replaces_are_deleted(dataset: Dataset) -> None:
    table = dataset.resources[0].table
    assert table is not None
    remote = [{"_id": n, "code": str(n), "amount": 1, "name": "x"} for n in range(5)]
    found = difference(table, remote)
    assert [each.get("_id") for each in upserts(table, found)] == [0, 1, 2]
    assert [each["_id"] for each in found.left] == [3, 4]


def test_a_table_changes_in_place_unless_a_type_or_the_key_does(dataset: Dataset) -> None:
    table = dataset.resources[0].table
    assert table is not None
    there = [{"id": "_id", "type": "int"}, *as_told(table)]
    more = [*there, {"id": "gone", "type": "text"}]
    assert fits(table, there)
    assert fits(table, there[:-1])
    assert fits(table, more)
    assert same_columns(table, there)
    assert not same_columns(table, there[:-1])
    assert not same_columns(table, more)
    assert not fits(table, [*there[:2], {**there[2], "type": "text"}])
    assert fits(table, [{**each, "info": {}} for each in there])
    assert not fits(table, [{**each, "schema": {}} for each in there])
    other = [{**each, "schema": {"is_index": True, "index_name": each["id"]}} for each in there[2:]]
    assert fits(table, [*there[:2], *other])
    assert not fits(table, [{**each, "schema": there[1]["schema"]} for each in there])


def test_the_data_dictionary_says_what_codes_mean(tmp_path: Path) -> None:
    codes = [{"value": "award", "label": "奖牌", "label@en": "Award"}, {"value": "x"}]
    fields = [{**SCHEMA["fields"][0], "categories": codes}]
    with open_package(release_of(tmp_path, "codes", schema={**SCHEMA, "fields": fields})) as opened:
        table = dataset_of(opened, next(tmp_path.glob("*.zip")), SITE).resources[0].table
    assert table is not None
    assert table.columns[0]["info"]["notes"] == "代码 Values: award = 奖牌 (Award); x."


def described(package: Package) -> Iterator[tuple[str, dict[str, Any]]]:
    """Everything of a package that has a description, with a name for messages."""
    yield "package", dict(package.descriptor)
    for resource in package.resources:
        yield resource.name, dict(resource.raw)
        if resource.schema:
            yield f"schema of {resource.name}", dict(resource.schema.raw)
            for field in resource.schema.fields:
                yield f"{resource.name}.{field.name}", dict(field.raw)


def test_every_description_is_in_both_languages() -> None:
    missing = [
        name
        for name, raw in described(read_package(ROOT))
        if not re.search("[a-z]{2}", raw.get("description", ""))
        or not re.search("[一-鿿]", raw.get("description@zh", ""))
    ]
    assert not missing


def test_every_code_has_a_label_in_both_languages() -> None:
    for name, raw in described(read_package(ROOT)):
        codes = raw.get("constraints", {}).get("enum", [])
        categories = raw.get("categories", [])
        assert [each["value"] for each in categories] == codes, name
        assert all(each["label"] and each["label@en"] for each in categories), name


@pytest.mark.parametrize(("lang", "key"), [("zh", "description@zh"), ("en", "description")])
def test_the_notes_warn_early_of_adding_up_the_same_money_twice(lang: str, key: str) -> None:
    package = read_package(ROOT)
    names = [package.require(name).title(lang) for name in ("allocations", "grants")]
    text = str(package.descriptor[key])
    (warning,) = [p for p in text.split("\n\n") if all(f"“{name}”" in p for name in names)]
    notes = notes_of(package)
    assert text in notes
    language = notes[notes.index(text) :].split("\n\n")
    assert language[1] == warning
    # Each table's own page on the portal says so as well.
    for resource in (package.require("allocations"), package.require("grants")):
        (other,) = set(names) - {resource.title(lang)}
        assert f"“{other}”" in resource.raw[key]
        assert resource.raw[key] in notes_of_resource(resource)


def test_the_notes_say_how_much_money_it_is() -> None:
    """One sum, and the same by both annexes: that is why they must not be added."""
    package = read_package(ROOT)
    (total,) = {
        sum(int(each.cells["amount_yuan"]) for each in read_records(package, package.require(name)))
        for name in ("allocations", "grants")
    }
    assert f"{total:,}元" in package.descriptor["description@zh"]
    assert f"{total:,} yuan" in package.descriptor["description"]


def test_the_notes_name_the_errata_by_kind() -> None:
    notes = notes_of(read_package(ROOT))
    errata = notes.partition("**勘误 · Errata**")[2]
    counts = [int(each) for each in re.findall(r"^- .+: (\d+)$", errata, re.MULTILINE)]
    assert f"缺陷{sum(counts)}处" in errata
    assert "“勘误 · Errata”" in errata


def test_equal_values_have_one_text() -> None:
    assert as_text(Decimal("1.50")) == as_text(1.5)
    assert as_text(None) != as_text("")
    assert as_text(True) == "true"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"name": "Ünknown name"}, "package's name"),
        ({"keywords": ["a+b"]}, "takes no tag 'a+b'"),
        ({"keywords": ["水"]}, "takes no tag '水'"),
        ({"title": " "}, "no title"),
        ({"version": "1 0"}, "version '1 0'"),
    ],
)
def test_problems_that_need_no_portal(
    tmp_path: Path, changes: dict[str, Any], problem: str
) -> None:
    with open_package(release_of(tmp_path, "bad", changes=changes)) as package:
        assert problem in "\n".join(local_problems(package))


def test_columns_that_the_datastore_refuses(tmp_path: Path) -> None:
    long = "金" * 22
    fields = [{**SCHEMA["fields"][0]}, {"name": "_x", "type": "string"}, {"name": long}]
    schema = {"fields": fields}
    with open_package(release_of(tmp_path, "bad", schema=schema)) as package:
        problems = "\n".join(local_problems(package))
    assert "no primary key" in problems
    assert "takes no leading _" in problems
    assert "longer than 63 bytes" in problems


def test_a_good_table_has_no_problems(dataset: Dataset) -> None:
    table = dataset.resources[0].table
    assert table is not None
    assert not table.problems
    assert not table.notes
    assert table.rows == len(CITIES)
