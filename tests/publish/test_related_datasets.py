"""The datasets of packages that a package names: lines with links, and what DCAT is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fiscal_notice.package import open_package, read_package
from fiscal_notice.release import make_release
from fiscal_notice_ckan.dataset import Dataset
from fiscal_notice_ckan.mapping import dataset_of
from fiscal_notice_ckan.preflight import local_problems
from fiscal_notice_ckan.publishing import rollback
from fiscal_notice_ckan.target import Target
from fiscal_notice_ckan.unpublishing import unpublish
from kit import ROOT
from portal.portal_kit import Reader
from publish.mapping_kit import FACTS, SITE
from publish.publisher_kit import Publish, Release
from publish.releases import fresh_name, release_of

FOLLOW_UP = {
    "relation": "followedBy",
    "name": "small-follow-up",
    "title": "小通知：后续跟踪",
    "title@en": "A small notice: follow-up",
    "path": "resources/follow-up",
}


def made(folder: Path, entries: Any) -> Dataset:
    archive = release_of(folder, "small", changes={"related": entries})
    with open_package(archive) as package:
        return dataset_of(package, archive, SITE)


def test_each_is_a_line_in_both_languages_with_a_link(tmp_path: Path) -> None:
    archive = release_of(tmp_path, "small", changes=FACTS)
    with open_package(archive) as package:
        dataset = dataset_of(package, archive, SITE)
    lines = dataset.fields["notes"].split("\n\n")
    assert (
        "**后续跟踪 · Followed up by**: [小通知：后续跟踪 · A small notice: follow-up]"
        f"({SITE.url}/dataset/small-follow-up)"
    ) in lines
    assert "**跟踪 · Follows up**: [other](https://example.org/other)" in lines
    assert json.loads(dataset.extras["is_referenced_by"]) == [f"{SITE.url}/dataset/small-follow-up"]
    assert json.loads(dataset.extras["related_resource"]) == ["https://example.org/other"]


@pytest.mark.parametrize(
    "entries",
    [
        [],
        {"relation": "follows"},
        ["small-follow-up"],
        [{"relation": "follows"}],
        [{"relation": "follows", "name": "No name of a dataset"}],
        [{"relation": "follows", "name": "small"}],
    ],
)
def test_what_names_no_other_dataset_is_left_out(tmp_path: Path, entries: Any) -> None:
    dataset = made(tmp_path, entries)
    assert not {"is_referenced_by", "related_resource"} & dataset.extras.keys()
    assert "/dataset/" not in dataset.fields["notes"]


def test_a_relation_that_nobody_knows_is_simply_related(tmp_path: Path) -> None:
    dataset = made(tmp_path, [{"relation": "twin", "name": "other", "title": "甲[1]"}])
    assert "**相关 · Related**: [甲\\[1\\]](" in dataset.fields["notes"]
    assert json.loads(dataset.extras["related_resource"]) == [f"{SITE.url}/dataset/other"]


def test_this_notice_and_its_follow_up_name_each_other(tmp_path: Path) -> None:
    datasets = {}
    for folder in (ROOT, ROOT / "resources" / "follow-up"):
        assert not list(local_problems(read_package(folder)))
        archive = make_release(folder, tmp_path).archive
        assert archive is not None
        with open_package(archive) as package:
            datasets[folder.name == "follow-up"] = dataset_of(package, archive, SITE)
    notice, follow_up = datasets[False], datasets[True]
    assert f"]({SITE.url}/dataset/{follow_up.name})" in notice.fields["notes"]
    assert f"]({SITE.url}/dataset/{notice.name})" in follow_up.fields["notes"]
    assert json.loads(notice.extras["is_referenced_by"]) == [f"{SITE.url}/dataset/{follow_up.name}"]
    assert json.loads(follow_up.extras["related_resource"]) == [f"{SITE.url}/dataset/{notice.name}"]


def test_both_on_the_portal_and_back(
    run: Publish, target: Target, visitor: Reader, release: Release, name: str, tmp_path: Path
) -> None:
    """Published in either order nothing is left to do; an earlier release named nothing."""
    other = fresh_name("other")
    run(release("1.0.0"))
    named = release("1.1.0", changes={"related": [{**FOLLOW_UP, "name": other}]})
    run(named)
    back = release_of(tmp_path, other, changes={"related": [{"relation": "follows", "name": name}]})
    run(back)
    assert not run(named).plan.pending
    assert not run(back).plan.pending
    shown = visitor.dataset(name)
    (address,) = json.loads(extras(shown)["is_referenced_by"])
    assert address.endswith(f"/dataset/{other}")
    assert visitor.get(f"/dataset/{other}").ok
    page = visitor.get(f"/dataset/{name}").text
    assert f'href="{address}"' in page
    unpublish(other, target)
    assert not run(named).plan.pending
    rollback(name, "1.0.0", target)
    assert "is_referenced_by" not in extras(visitor.dataset(name))


def extras(dataset: dict[str, Any]) -> dict[str, str]:
    return {each["key"]: each["value"] for each in dataset["extras"]}
