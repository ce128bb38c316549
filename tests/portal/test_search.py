"""Search on the real portal, which has no Solr: PostgreSQL answers in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import requests

if TYPE_CHECKING:
    from fiscal_notice_ckan.portal import Portal
    from portal.portal_kit import Caller


@pytest.fixture
def published(editor: Caller, dataset: dict[str, Any]) -> dict[str, Any]:
    changes = {"private": False, "resources": [{"url": "https://example.org/a", "format": "CSV"}]}
    return dict(editor.act("package_patch", id=dataset["id"], **changes))


def names(answer: dict[str, Any]) -> list[str]:
    return [each["name"] for each in answer["results"]]


def test_private_dataset_is_found_by_its_editor_only(
    editor: Caller, anyone: Caller, dataset: dict[str, Any]
) -> None:
    query = {"q": dataset["title"], "include_private": True}
    assert names(editor.act("package_search", **query)) == [dataset["name"]]
    assert anyone.act("package_search", **query)["count"] == 0
    assert editor.act("package_search", q=dataset["title"])["count"] == 0


def test_public_dataset_is_found_by_its_chinese_title(
    anyone: Caller, published: dict[str, Any]
) -> None:
    assert names(anyone.act("package_search", q=published["title"])) == [published["name"]]
    part = published["title"][4:]
    assert names(anyone.act("package_search", q=part)) == [published["name"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"fq": "name:{name}"}, True),
        ({"fq": "tags:专利奖励 name:{name}"}, True),
        ({"fq": "tags:专利 name:{name}"}, False),
        ({"fq": "+organization:{organisation} +name:{name}"}, True),
        ({"fq": "+organization:elsewhere +name:{name}"}, False),
        ({"fq": '+owner_org:"{owner}" +dataset_type:dataset +name:{name}'}, True),
        ({"fq": "+capacity:private +name:{name}"}, False),
        ({"fq_list": ["name:{name}", "res_format:CSV"]}, True),
        ({"fq": "-tags:专利奖励 +name:{name}"}, False),
        ({"fq": "name:({name} OR other)"}, True),
        ({"q": "name:{name} license_id:cc-by"}, True),
        ({"q": "document_number:*{mark}*"}, True),
        ({"q": "奖牌 {mark}"}, True),
        ({"q": "金牌 {mark}"}, False),
    ],
)
def test_filters(
    portal: Portal, anyone: Caller, published: dict[str, Any], query: dict[str, Any], found: bool
) -> None:
    name = published["name"]
    values = {"name": name, "organisation": portal.organisation, "owner": published["owner_org"]}
    values["mark"] = name.removeprefix("notice-")
    filled = {
        key: [each.format(**values) for each in text]
        if isinstance(text, list)
        else text.format(**values)
        for key, text in query.items()
    }
    assert names(anyone.act("package_search", **filled)) == ([name] if found else [])


def test_pages_order_and_facets(
    portal: Portal, editor: Caller, anyone: Caller, published: dict[str, Any]
) -> None:
    mark = published["name"].removeprefix("notice-")
    second = f"another-{mark}"
    tags = [{"name": mark}]
    editor.act("package_create", name=second, owner_org=portal.organisation, tags=tags)
    query = {"fq": f"tags:{mark}", "sort": "name asc"}
    facets = ["organization", "tags", "license_id", "res_format"]
    answer = anyone.act("package_search", **query, rows=1, **{"facet.field": facets})
    assert (answer["count"], names(answer)) == (2, [second])
    assert names(anyone.act("package_search", **query, rows=1, start=1)) == [published["name"]]
    counts = answer["facets"]
    assert counts["organization"] == {portal.organisation: 2}
    assert counts["tags"] == {mark: 2, "专利奖励": 1}
    assert (counts["license_id"], counts["res_format"]) == ({"cc-by": 1}, {"CSV": 1})
    editor.act("package_delete", id=second)
    assert anyone.act("package_search", **query)["count"] == 1


def test_query_that_is_not_understood_is_refused(anyone: Caller) -> None:
    response = anyone.post("package_search", fq="name:(unclosed")
    assert response.status_code == 400
    assert "never closed" in response.text


def test_pages_for_people(portal: Portal, published: dict[str, Any]) -> None:
    for path in (
        "/",
        "/dataset/",
        f"/dataset/?q={published['title']}",
        f"/dataset/{published['name']}",
        f"/organization/{portal.organisation}",
        "/organization/",
    ):
        response = requests.get(f"{portal.url}{path}", timeout=60)
        assert response.status_code == 200, path
        if path not in ("/", "/organization/"):
            assert published["title"] in response.text, path
