"""What a plan says and what its revisions send, from what a portal holds. No portal needed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fiscal_notice_ckan.dataset import Dataset
from fiscal_notice_ckan.plan import make_plan
from fiscal_notice_ckan.revision import commit, remove
from fiscal_notice_ckan.snapshot import Remote
from publish.mapping_kit import (
    as_remote,
    as_shown,
)


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
