"""Where facts go on a portal with a schema of its own. The schemas here are invented."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fiscal_notice.package import open_package
from fiscal_notice_ckan import authority_tables, scheming
from fiscal_notice_ckan.dataset import Destination
from fiscal_notice_ckan.mapping import dataset_of
from fiscal_notice_ckan.metadata import Metadata, texts_of_resource
from fiscal_notice_ckan.portal_schema import NO_SCHEMA, PortalSchema, schema_of
from fiscal_notice_ckan.scheming import place, place_resource, same
from publish.releases import release_of

LIST = "ignore_missing scheming_multiple_text"


def schema(*fields: Mapping[str, Any], resource: Any = (), **more: Any) -> PortalSchema:
    return schema_of({"dataset_fields": fields, "resource_fields": resource, **more})


def named(name: str, **more: Any) -> dict[str, Any]:
    return {"field_name": name, **more}


def metadata(**extras: str) -> Metadata:
    return Metadata(
        fields={"title": "题", "notes": "n", "author": "甲", "maintainer": "乙"},
        tags=(),
        extras=extras,
        translated={"title": {"zh": "题", "en": "Title"}},
    )


def test_without_a_schema_everything_stays_an_extra() -> None:
    placed = place(metadata(language='["a"]', contact_name="乙"), NO_SCHEMA)
    assert placed.extras == {"language": '["a"]', "contact_name": "乙"}
    assert placed.fields == metadata().fields


@pytest.mark.parametrize(
    ("field", "key", "text", "value"),
    [
        (named("language", validators=LIST), "language", '["a", "b"]', ["a", "b"]),
        (named("conforms_to", validators=LIST), "conforms_to", "a", ["a"]),
        (named("language"), "language", '["a"]', "a"),
        (named("language"), "language", '["a", "b"]', '["a", "b"]'),
        (named("issued", validators="isodate"), "issued", "2026-01-02T03:04:05Z", "2026-01-02"),
        (
            named("modified", validators="scheming_isodatetime convert_to_json_if_datetime"),
            "modified",
            "2026-01-02T03:04:05+08:00",
            "2026-01-01T19:04:05",
        ),
        (
            named("issued", validators="dcat_date"),
            "issued",
            "2026-01-02T03:04Z",
            "2026-01-02T03:04Z",
        ),
        (named("provenance"), "provenance", "[no list", "[no list"),
    ],
)
def test_an_extra_becomes_the_field_of_its_name(
    field: Mapping[str, Any], key: str, text: str, value: Any
) -> None:
    placed = place(metadata(**{key: text}, openness="主动公开"), schema(field))
    assert placed.fields[key] == value
    assert placed.extras == {"openness": "主动公开"}


def test_extras_of_one_stem_become_the_parts_of_a_field() -> None:
    parts = [named("start"), named("end"), named("note")]
    known = schema(
        named("temporal_coverage", repeating_subfields=parts),
        named("publisher", repeating_subfields=[named("name"), named("uri")]),
        named("qualified_relation", repeating_subfields=[named("uri")]),
    )
    placed = place(
        metadata(temporal_start="2021-01-01", temporal_end="2021-12-31", publisher_email="a@b"),
        known,
    )
    assert placed.fields["temporal_coverage"] == [{"start": "2021-01-01", "end": "2021-12-31"}]
    # What the portal has no part for stays an extra; what we know nothing of is left alone.
    assert placed.extras == {"publisher_email": "a@b"}
    assert placed.fields["publisher"] == []
    assert "qualified_relation" not in placed.fields


def test_fields_of_ours_that_the_package_leaves_out_are_emptied() -> None:
    known = schema(named("theme", validators=LIST), named("frequency"), named("homepage"))
    fields = place(metadata(), known).fields
    assert (fields["theme"], fields["frequency"]) == ([], "")
    assert "homepage" not in fields


def test_persons_are_not_said_twice_where_the_schema_has_contacts() -> None:
    contact = named("contact", repeating_subfields=[named("name")])
    fields = place(metadata(contact_name="乙"), schema(contact, named("author"))).fields
    assert fields["contact"] == [{"name": "乙"}]
    assert (fields["author"], fields["maintainer"]) == ("甲", "")


def test_titles_go_into_fields_for_languages_by_the_portals_names_of_them() -> None:
    field = named("title_translated", preset="fluent_text")
    known = schema(field, form_languages=["en", "zh-Hans"])
    told = place(metadata(), known).fields["title_translated"]
    assert told == {"zh-Hans": "题", "en": "Title"}
    for names in (["en", "zh_Hans_CN"], []):
        told = place(metadata(), schema(field, form_languages=names)).fields["title_translated"]
        assert told == {"zh": "题", "en": "Title"}


def test_a_title_that_the_portal_derives_is_left_to_it() -> None:
    core = schema(named("title_translated", output_validators="fluent_core_translated_output"))
    assert "title" not in place(metadata(), core).fields
    plain = schema(named("title_translated", preset="fluent_text"))
    assert place(metadata(), plain).fields["title"] == "题"


def test_a_text_in_one_language_goes_where_the_portal_wants_several() -> None:
    field = named("provenance", preset="fluent_markdown")
    placed = place(
        replace(metadata(provenance="通知"), language="zh-Hans"),
        schema(field, form_languages=["en", "zh"]),
    )
    assert placed.fields["provenance"] == {"zh": "通知"}
    assert "provenance" not in placed.extras


def test_a_part_by_language_has_the_one_text_that_there_is() -> None:
    parts = [named("name"), named("name_translated", preset="fluent_core_translated")]
    known = schema(named("contact", repeating_subfields=parts), form_languages=["zh"])
    placed = place(replace(metadata(contact_name="乙"), language="zh-Hans"), known)
    assert placed.fields["contact"] == [{"name": "乙", "name_translated": {"zh": "乙"}}]


def test_keywords_are_in_the_packages_first_language() -> None:
    known = schema(named("tags_translated", preset="fluent_tags"), form_languages=["zh"])
    told = replace(metadata(), tags=("财政", "money"), language="zh-Hans")
    assert place(told, known).fields["tags_translated"] == {"zh": ["财政", "money"]}
    assert "tags_translated" not in place(metadata(), known).fields


def test_resources_have_their_texts_by_language() -> None:
    core = named("name_translated", preset="fluent_core_translated", required=True)
    known = schema(resource=[core, named("description_translated", preset="fluent_text")])
    texts = {"name": {"zh": "表", "en": "Table"}, "description": {"en": "Rows."}}
    placed = place_resource({"name": "表 · Table", "description": "Rows."}, known, texts)
    assert placed.fields == {
        "name_translated": {"zh": "表", "en": "Table"},
        "description": "Rows.",
        "description_translated": {"en": "Rows."},
    }
    assert not list(scheming.unfilled_in_resource(known, placed.fields))


def test_what_the_publisher_adds_has_both_languages_too(tmp_path: Path) -> None:
    field = named("name_translated", preset="fluent_core_translated")
    archive = release_of(tmp_path, "small")
    site = Destination(
        url="https://data.example.org",
        organisation="o",
        licence="cc-by",
        ids={},
        schema=schema(resource=[field]),
    )
    with open_package(archive) as package:
        dataset = dataset_of(package, archive, site)
    names = {each.name: each.fields["name_translated"] for each in dataset.resources}
    assert names["release-1.0.0"]["en"] == "Complete release 1.0.0"
    assert names["datapackage.json"] == {"zh": "datapackage.json", "en": "datapackage.json"}
    assert set(names["cities"]) == {"zh", "en"}


def test_units_are_in_the_description_of_every_language(tmp_path: Path) -> None:
    with open_package(release_of(tmp_path, "small")) as package:
        texts = texts_of_resource(package.resources[0])
    assert set(texts["description"]) == {"zh", "en"}
    assert all("`amount` 元 (yuan)" in text for text in texts["description"].values())


def test_what_a_choice_does_not_offer_is_left_out_and_said() -> None:
    offered = [{"value": "a"}, {"value": "b"}]
    many = named("language", validators="scheming_multiple_choice", choices=offered)
    one = named("frequency", validators="scheming_required scheming_choices", choices=offered)
    placed = place(metadata(language='["b", "c"]', frequency="d"), schema(many, one))
    assert placed.fields["language"] == ["b"]
    assert placed.fields["frequency"] == ""
    assert [said.split("take ")[1] for said in placed.refused] == ["c: left out", "d: left out"]
    assert list(placed.fields["language"]) == ["b"]
    # The portal gives several back in the order of its choices; of several, one field takes one.
    placed = place(metadata(language='["b", "a"]', frequency='["b", "a"]'), schema(many, one))
    assert placed.fields["language"] == ["a", "b"]
    assert placed.fields["frequency"] == "b"
    assert len(placed.refused) == 1
    resource = place_resource(
        {"status": "z", "name": "n"}, schema(resource=[{**one, "field_name": "status"}])
    )
    assert resource.fields == {"status": "", "name": "n"}
    assert len(resource.refused) == 1


@pytest.mark.parametrize(
    ("field", "insists"),
    [
        (named("a", required=True), True),
        (named("a", validators="not_empty unicode_safe"), True),
        (named("a", required=True, validators="scheming_required scheming_choices"), True),
        (named("a", required=True, validators="scheming_multiple_text"), True),
        (named("a", required=True, validators="if_empty_same_as(name) unicode_safe"), False),
        (named("a", validators="scheming_required"), False),
        (named("a", create_validators="not_empty", validators="ignore_missing"), True),
        (named("a", required=True, repeating_subfields=[named("b")]), False),
        (named("a"), False),
    ],
)
def test_required_is_what_the_portal_enforces(field: Mapping[str, Any], insists: bool) -> None:
    assert schema(field).required == (frozenset("a") if insists else frozenset())


def test_a_required_part_is_named_where_the_rest_is_filled() -> None:
    parts = [named("name", required=True), named("email")]
    known = schema(named("contact", repeating_subfields=parts))

    def lacking(**extras: str) -> list[str]:
        return list(scheming.unfilled(known, place(metadata(**extras), known).fields, None))

    (told,) = lacking(contact_email="a@example.org")
    assert "contact: name" in told
    assert not lacking(contact_name="乙")
    assert not lacking()


def test_every_required_field_that_nobody_fills_is_named() -> None:
    known = schema(
        named("notes", required=True),
        named("department", required=True, choices=[{"value": "x"}, {"value": "y"}]),
        named("theme", required=True, validators="scheming_multiple_text"),
        named("title_translated", required=True, preset="fluent_core_translated"),
        resource=[
            named("url", required=True),
            named("hash", required=True),
            named("unit", required=True),
        ],
        form_languages=["en", "ca"],
    )
    fields = place(metadata(), known).fields
    problems = list(scheming.unfilled(known, fields, None))
    assert [each.split("field ")[-1].split(" of")[0] for each in problems[:2]] == [
        "department (one",
        "theme",
    ]
    assert "language ca" in problems[2]
    assert len(problems) == 3
    # What the portal's staff have filled in stays, and is no obstacle.
    assert "theme" not in fields
    staff = {"department": "x", "theme": ["t"]}
    assert len(list(scheming.unfilled(known, fields, staff))) == 1
    (lacking,) = scheming.unfilled_in_resource(known, {"hash": "0"})
    assert "unit of resources" in lacking


@pytest.mark.parametrize(
    ("there", "wanted", "equal"),
    [
        (None, "", True),
        ("", [], True),
        ("a", "a", True),
        ("a", "b", False),
        (["a"], ["a"], True),
        ('["a"]', ["a"], True),
        (["b", "a"], ["a", "b"], False),
        ([{"name": "n", "uri": ""}], [{"name": "n"}], True),
        ([{"name": "n"}, {"name": "m"}], [{"name": "n"}], False),
        ({"en": "t", "zh": ""}, {"en": "t"}, True),
        ("2026-01-02T00:00:00", "2026-01-02T00:00:00Z", True),
        ("2026-01-02T00:00:00", "2026-01-02T00:00:00+08:00", False),
        ("2026-01-02", "2026-01-03", False),
        ("no list", ["no list"], False),
        (5, "", False),
    ],
)
def test_what_the_portal_says_is_compared_by_what_it_means(
    there: Any, wanted: Any, equal: bool
) -> None:
    assert same(there, wanted) is equal


def test_languages_and_frequencies_are_addresses() -> None:
    raw = {"languages": ["zh-Hans", "en", "en-GB", "uk", "https://example.org/x"]}
    eu = "http://publications.europa.eu/resource/authority"
    assert authority_tables.languages(raw) == [
        f"{eu}/language/ZHO",
        f"{eu}/language/ENG",
        "http://id.loc.gov/vocabulary/iso639-1/uk",
        "https://example.org/x",
    ]
    assert authority_tables.frequency({"accrualPeriodicity": "R/P1Y"}) == f"{eu}/frequency/ANNUAL"
    assert authority_tables.frequency({"accrualPeriodicity": "now and then"}) == "now and then"


def test_what_should_be_an_address_and_is_none_is_named() -> None:
    raw = {
        "theme": ["https://example.org/t", "economy"],
        "availability": "stable",
        "contributors": [{"title": "甲", "type": "authority"}, {"title": "乙"}],
        "spatial": {"text": "广东省", "uri": "Guangdong"},
    }
    told = list(authority_tables.no_addresses(raw))
    assert [each.split("'")[1] for each in told] == ["economy", "stable", "authority", "Guangdong"]
    assert authority_tables.themes(raw) == ["https://example.org/t"]
    assert authority_tables.availability(raw) == ""
    assert not list(
        authority_tables.no_addresses({"spatial": "广东省", "theme": json.loads("null")})
    )
