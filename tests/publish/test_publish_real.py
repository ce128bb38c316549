"""Publish, publish again, change, roll back: on a real CKAN, counted in its own log."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from ckanapi import RemoteCKAN

from fiscal_notice import diff
from fiscal_notice.package import open_package
from fiscal_notice_ckan.errors import MissingError
from fiscal_notice_ckan.fetch import open_published
from fiscal_notice_ckan.portal import Portal, Request
from fiscal_notice_ckan.publishing import PublishOptions, rollback
from fiscal_notice_ckan.snapshot import staging_name
from fiscal_notice_ckan.target import Target
from portal.portal_kit import Reader, log_of, requests_since
from publish.publisher_kit import BARE, CHANGED, Publish, Release
from publish.releases import CITIES, SCHEMA, TEXT, csv_of


def writes(portal: Portal, since: list[Request]) -> Counter[str]:
    requests = requests_since(portal, since)
    return Counter(each.path.rsplit("/", 1)[-1] for each in requests if each.method != "GET")


def test_first_publication_shows_every_file_and_typed_row(
    name: str, release: Release, run: Publish, visitor: Reader, editor: Reader
) -> None:
    published = run(release())
    shown = visitor.dataset(name)
    assert published.url.endswith(f"/dataset/{name}")
    assert shown["private"] is False
    assert [each["fiscal_notice_name"] for each in shown["resources"]] == [
        "cities",
        "totals",
        "transcript",
        "datapackage.json",
        "release-1.0.0",
    ]
    assert visitor.content(name, "cities") == csv_of(CITIES)
    assert visitor.content(name, "transcript") == TEXT.encode()
    assert visitor.rows(name, "cities") == sorted(CITIES)
    for each in shown["resources"]:
        content = visitor.content(name, each["fiscal_notice_name"])
        assert each["fiscal_notice_sha256"] == hashlib.sha256(content).hexdigest()
        assert each["hash"] == hashlib.md5(content, usedforsecurity=False).hexdigest()
        assert each["hash_algorithm"] == "http://spdx.org/rdf/terms#checksumAlgorithm_md5"
        assert each["size"] == len(content)
    assert editor.dataset(staging_name(name)) is None


def test_every_action_call_goes_through_ckanapi(
    release: Release, run: Publish, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that are counted at its one door are all that the portal has in its log."""
    called: list[str] = []
    call = RemoteCKAN.call_action

    def counted(remote: RemoteCKAN, action: str, *args: Any, **options: Any) -> Any:
        called.append(action)
        return call(remote, action, *args, **options)

    monkeypatch.setattr(RemoteCKAN, "call_action", counted)
    before = log_of(portal)
    run(release())
    run(release("1.1.0", tables={"cities": CHANGED}))
    paths = [each.path.partition("?")[0] for each in requests_since(portal, before)]
    actions = [path.removeprefix("/api/3/action/") for path in paths if path.startswith("/api/")]
    assert Counter(actions) == Counter(called)
    assert {"package_create", "package_revise", "datastore_upsert", "package_show"} <= set(called)


def test_the_datastore_has_types_key_and_dictionary(
    name: str, release: Release, run: Publish, visitor: Reader
) -> None:
    run(release())
    info = visitor.action("datastore_info", id=visitor.resource(name, "cities")["id"])
    assert {each["id"]: each["type"] for each in info["fields"]} == {
        "code": "text",
        "amount": "int8",
        "name": "text",
    }
    amount = info["fields"][1]["info"]
    assert amount["label"] == "金额（元） · Amount (yuan)"
    assert amount["notes"] == "What the city receives. 单位 Unit: 元."
    assert amount["unit"] == "元"
    assert info["fields"][0]["schema"]["is_index"]


def test_previews_are_made_once(name: str, release: Release, run: Publish, visitor: Reader) -> None:
    run(release())
    run(release("1.1.0", tables={"cities": CHANGED}))
    for resource, kind in (("cities", "datatables_view"), ("transcript", "text_view")):
        views = visitor.action("resource_view_list", id=visitor.resource(name, resource)["id"])
        assert [view["view_type"] for view in views] == [kind]


def test_an_unchanged_publication_makes_no_write_call_and_sends_no_byte(
    release: Release, run: Publish, portal: Portal
) -> None:
    archive = release()
    run(archive)
    before = log_of(portal)
    again = run(archive)
    requests = requests_since(portal, before)
    assert again.receipt is None
    assert not again.plan.pending
    assert {each.method for each in requests} == {"GET"}
    assert sum(each.bytes_received for each in requests) == 0


def test_one_changed_csv_uploads_that_file_the_descriptor_and_the_new_bundle(
    name: str, release: Release, run: Publish, portal: Portal, visitor: Reader
) -> None:
    run(release())
    ids = {each["id"] for each in visitor.dataset(name)["resources"]}
    before = log_of(portal)
    published = run(release("1.1.0", tables={"cities": CHANGED}))
    assert [each.name for each in published.plan.uploads] == [
        "cities",
        "datapackage.json",
        "release-1.1.0",
    ]
    # The claim; files and rows twice, once to try them in private and once to commit; the mark.
    assert writes(portal, before) == {
        "package_create": 1,
        "package_revise": 4,
        "datastore_create": 1,
        "datastore_delete": 1,
        "datastore_upsert": 1,
        "package_delete": 1,
    }
    shown = visitor.dataset(name)
    assert ids < {each["id"] for each in shown["resources"]}
    assert visitor.rows(name, "cities") == sorted(CHANGED)
    assert visitor.content(name, "cities") == csv_of(CHANGED)
    assert shown["version"] == "1.1.0"


def test_a_dry_run_writes_nothing_and_says_what_is_pending(
    name: str, release: Release, run: Publish, portal: Portal, visitor: Reader
) -> None:
    before = log_of(portal)
    published = run(release(), dry_run=True)
    assert published.plan.pending
    assert f"+ dataset {name}" in str(published.plan)
    assert not writes(portal, before)
    assert visitor.dataset(name) is None


def test_rollback_publishes_the_earlier_release_again(
    name: str, release: Release, run: Publish, target: Target, visitor: Reader
) -> None:
    run(release())
    run(release("1.1.0", tables={"cities": CHANGED}))
    published = rollback(name, "1.0.0", target, BARE)
    assert [each.name for each in published.plan.uploads] == ["cities", "datapackage.json"]
    assert visitor.content(name, "cities") == csv_of(CITIES)
    assert visitor.rows(name, "cities") == sorted(CITIES)
    kept = [each["fiscal_notice_name"] for each in visitor.dataset(name)["resources"]]
    assert {"release-1.0.0", "release-1.1.0"} < set(kept)
    with pytest.raises(MissingError, match="keeps no release 9"):
        rollback(name, "9", target, BARE)
    assert not rollback(
        name, "1.0.0", target, PublishOptions(dry_run=True, extras=False)
    ).plan.pending


def test_resources_of_others_stay_unless_pruned(
    name: str, release: Release, run: Publish, visitor: Reader, editor: Reader
) -> None:
    run(release())
    package = visitor.dataset(name)["id"]
    editor.act("resource_create", package_id=package, name="theirs", url="https://example.org/x")
    run(release("1.1.0"))
    assert "theirs" in [each["name"] for each in visitor.dataset(name)["resources"]]
    run(release("1.2.0"), prune=True)
    assert "theirs" not in [each["name"] for each in visitor.dataset(name)["resources"]]


def test_a_table_that_the_package_drops_goes_and_a_new_column_comes(
    name: str, release: Release, run: Publish, visitor: Reader
) -> None:
    run(release(tables={"extra": CITIES}))
    gone = visitor.resource(name, "extra")["id"]
    fields = [{**SCHEMA["fields"][0]}, {**SCHEMA["fields"][1], "type": "number"}]
    fields.append(SCHEMA["fields"][2])
    run(release("2.0.0", schema={**SCHEMA, "fields": fields}))
    assert visitor.action("datastore_info", id=gone) is None
    info = visitor.action("datastore_info", id=visitor.resource(name, "cities")["id"])
    assert info["fields"][1]["type"] == "numeric"
    assert visitor.rows(name, "cities") == sorted(CITIES)


def test_what_others_changed_in_ours_is_put_right(
    name: str, release: Release, run: Publish, visitor: Reader, editor: Reader
) -> None:
    archive = release()
    run(archive)
    resource = visitor.resource(name, "cities")["id"]
    editor.act("datastore_records_delete", resource_id=resource, force=True, filters={})
    editor.act("package_patch", id=name, title="Something else")
    published = run(archive)
    assert [str(each) for each in published.plan.actions] == [
        "~ metadata of the dataset: title",
        "~ table cities  update",
        "~ release 1.0.0: recorded as verified",
    ]
    assert visitor.rows(name, "cities") == sorted(CITIES)
    assert visitor.dataset(name)["title"] == "小通知"


def test_diff_between_the_portal_and_a_folder(
    name: str, release: Release, run: Publish, portal: Portal
) -> None:
    run(release())
    later = release(tables={"cities": CHANGED})
    with open_published(portal.url, name) as old, open_package(later) as new:
        changes = diff.changes_text(diff.changes_between(old, new)).splitlines()
    # What the rows are called stands in brackets.
    assert [re.sub(r" \[[^\]]+\]", "", line) for line in changes] == [
        "~ cities:601 amount: 5 → 6 (+1)",
        "- cities:602",
        "+ cities:604",
        "1 added, 1 removed, 1 changed",
    ]


def test_clients_that_nobody_here_wrote_read_it_back(
    name: str, release: Release, run: Publish, portal: Portal, visitor: Reader
) -> None:
    run(release())
    bin_folder = Path(sys.executable).parent
    dumped = _output([str(bin_folder / "ckanapi"), "dump", "datasets", name, "-r", portal.url])
    assert json.loads(dumped)["title"] == "小通知"
    address = visitor.resource(name, "datapackage.json")["url"]
    report = json.loads(_output([str(bin_folder / "frictionless"), "validate", address, "--json"]))
    assert report["valid"], report
    assert report["stats"]["tasks"] == 3


def test_frictionless_reads_it_through_its_own_ckan_portal(
    name: str, release: Release, run: Publish, portal: Portal
) -> None:
    from frictionless import Package
    from frictionless.portals import CkanControl

    run(release())
    package: Any = Package(control=CkanControl(baseurl=portal.url, dataset=name))
    assert package.get_resource("cities").read_rows()[0].to_dict() == {
        "code": "601",
        "amount": 5,
        "name": "广州市",
    }


def _output(command: list[str]) -> str:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PATH": path},
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout
