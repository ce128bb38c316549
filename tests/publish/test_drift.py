"""What others did on the portal, and what an earlier release left there."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import requests

from fiscal_notice_ckan.errors import PortalError, PreflightError, RefusedError
from fiscal_notice_ckan.publishing import rollback
from fiscal_notice_ckan.target import Target
from portal.portal_kit import Reader
from publish.publisher_kit import (
    BARE,
    NEW,
    OLD,
    Interfered,
    Publish,
    Release,
    assert_exactly,
    meanwhile,
    steps,
)
from publish.releases import CITIES, csv_of


def upload(editor: Reader, resource_id: str, content: bytes, **fields: str) -> None:
    """Put another file in a resource's place, as a person may do on the portal's pages."""
    answer = requests.post(
        f"{editor.url}/api/3/action/resource_patch",
        data={"id": resource_id, **fields},
        files={"upload": ("cities.csv", content)},
        headers={"Authorization": editor.token or ""},
        timeout=60,
    )
    answer.raise_for_status()


def test_a_file_that_somebody_swapped_is_put_right(
    name: str, release: Release, run: Publish, visitor: Reader, editor: Reader
) -> None:
    """Of the same size, and with our recorded hash beside it still."""
    archive = release()
    run(archive)
    other = csv_of(CITIES).replace(b"601,5", b"601,9")
    upload(editor, visitor.resource(name, "cities")["id"], other)
    assert visitor.content(name, "cities") == other
    published = run(archive)
    assert [each.name for each in published.plan.uploads] == ["cities"]
    assert_exactly(name, "1.0.0", OLD, visitor)
    assert not run(archive).plan.pending


def test_an_edit_on_the_portals_own_pages_is_got_over(
    name: str, release: Release, run: Publish, visitor: Reader, editor: Reader, target: Target
) -> None:
    """CKAN's form sends what it knows of a resource and drops all other keys, ours among them."""
    run(release())
    run(release("1.1.0", tables=NEW))
    for there in [visitor.resource(name, each) for each in ("cities", "release-1.0.0")]:
        known = {key: there[key] for key in ("id", "url", "description", "format")}
        editor.act("resource_update", **known, name="Renamed", url_type="upload")
    archive = release("1.2.0", tables=NEW)
    run(archive)
    assert_exactly(name, "1.2.0", NEW, visitor)
    shown = visitor.dataset(name)["resources"]
    assert len(shown) == 7
    assert len({each["id"] for each in shown}) == 7
    assert not run(archive).plan.pending
    assert rollback(name, "1.0.0", target, BARE).plan.dataset.version == "1.0.0"
    assert_exactly(name, "1.0.0", OLD, visitor)


def test_what_an_earlier_version_wrote_becomes_right_without_a_rebuild(
    name: str, release: Release, run: Publish, visitor: Reader, editor: Reader
) -> None:
    """Its ``hash`` was our SHA-256, which breaks DCAT; its dictionary had no types for XLoader."""
    archive = release()
    run(archive)
    there = visitor.resource(name, "cities")
    editor.act("resource_patch", id=there["id"], hash="sha256:0", hash_algorithm="")
    fields = visitor.action("datastore_info", id=there["id"])["fields"]
    before = [
        {**each, "info": {k: v for k, v in each["info"].items() if k != "type_override"}}
        for each in fields
    ]
    editor.act("datastore_create", resource_id=there["id"], fields=before, force=True)
    plan = str(run(archive).plan)
    assert "~ metadata of cities: hash, hash_algorithm" in plan
    assert "~ table cities  update" in plan
    assert "~ file" not in plan
    after = visitor.resource(name, "cities")
    assert [after[key] for key in ("hash", "hash_algorithm")] == [
        there[key] for key in ("hash", "hash_algorithm")
    ]
    assert visitor.action("datastore_info", id=there["id"])["fields"] == fields
    assert not run(archive).plan.pending


def test_a_link_in_a_files_place_is_put_right(
    name: str, release: Release, run: Publish, visitor: Reader, editor: Reader
) -> None:
    archive = release()
    run(archive)
    there = visitor.resource(name, "cities")["id"]
    editor.act("resource_patch", id=there, url="https://example.org/x.csv", clear_upload="true")
    run(archive)
    assert_exactly(name, "1.0.0", OLD, visitor)
    assert not run(archive).plan.pending


def test_a_dataset_that_is_hidden_meanwhile_is_not_revealed(
    name: str,
    release: Release,
    interfered: Interfered,
    run: Publish,
    visitor: Reader,
    editor: Reader,
) -> None:
    run(release(tables={"extra": CITIES}))
    hide = partial(editor.act, "package_patch", id=name, private=True)
    archive = release("1.1.0", tables=NEW)
    with pytest.raises(PortalError, match="does not show"):
        # Before it, the two tables that were tried in private went.
        interfered(archive, meanwhile("POST datastore_delete", 2, hide))
    assert editor.dataset(name)["private"] is True
    assert visitor.dataset(name) is None


def test_a_format_that_ckan_spells_its_own_way_is_no_difference(
    name: str, release: Release, run: Publish, visitor: Reader
) -> None:
    changes = {"resources": [{"name": "scan", "path": "notice.txt", "format": "jpg"}]}
    archive = release(changes=changes)
    run(archive)
    assert visitor.resource(name, "scan")["format"] == "JPEG"
    assert not run(archive).plan.pending


def test_a_dataset_that_the_staff_hid_stays_hidden_unless_asked(
    name: str, release: Release, run: Publish, visitor: Reader, editor: Reader
) -> None:
    run(release())
    editor.act("package_patch", id=name, private=True)
    later = release("1.1.0", tables=NEW)
    with pytest.raises(PreflightError, match="has been made private on the portal"):
        run(later)
    assert visitor.dataset(name) is None
    assert editor.dataset(name)["version"] == "1.0.0"
    run(later, reveal=True)
    assert_exactly(name, "1.1.0", NEW, visitor)


def test_extras_of_ours_go_and_those_of_others_stay(
    name: str, release: Release, run: Publish, visitor: Reader, editor: Reader
) -> None:
    run(release())
    extras = [{"key": k, "value": "1"} for k in ("frequency", "theirs")]
    editor.act("package_patch", id=name, extras=[*visitor.dataset(name)["extras"], *extras])
    archive = release("1.1.0")
    run(archive)
    keys = {each["key"] for each in visitor.dataset(name)["extras"]}
    assert "theirs" in keys
    assert "frequency" not in keys
    assert not run(archive).plan.pending


@pytest.mark.parametrize("recorded", [False, True], ids=["file", "file and recorded hash"])
def test_a_bundle_that_somebody_swapped_is_not_rolled_back_to(
    name: str,
    release: Release,
    run: Publish,
    target: Target,
    visitor: Reader,
    editor: Reader,
    recorded: bool,
) -> None:
    first = release()
    run(first)
    run(release("1.1.0", tables=NEW))
    forged = release(tables={"cities": CITIES[:1]})
    digest = hashlib.sha256(forged.read_bytes()).hexdigest()
    fields = {"fiscal_notice_sha256": digest} if recorded else {}
    upload(editor, visitor.resource(name, "release-1.0.0")["id"], forged.read_bytes(), **fields)
    with pytest.raises(RefusedError, match=r"not the one that was published"):
        rollback(name, "1.0.0", target, BARE)
    assert visitor.dataset(name)["version"] == "1.1.0"
    if not recorded:
        said = run(release("1.2.0")).notes
        assert any("bundle release-1.0.0 is not the file" in note for note in said)


def test_a_bundle_of_another_release_is_refused(
    name: str, release: Release, run: Publish, target: Target, visitor: Reader, editor: Reader
) -> None:
    run(release())
    other = release("0.9.0")
    digest = hashlib.sha256(other.read_bytes()).hexdigest()
    there = visitor.resource(name, "release-1.0.0")["id"]
    upload(editor, there, other.read_bytes(), fiscal_notice_sha256=digest)
    with pytest.raises(RefusedError, match="not the release that was asked for"):
        rollback(name, "1.0.0", target, BARE)


def test_names_that_the_publisher_keeps_for_itself(
    name: str, release: Release, run: Publish, visitor: Reader
) -> None:
    changes = {"resources": [{"name": "release-1", "path": "notice.txt", "format": "txt"}]}
    with pytest.raises(PreflightError, match="kept for the publisher's own"):
        run(release(changes=changes))
    assert visitor.dataset(name) is None


def test_a_full_disk_says_what_the_portal_holds(
    tmp_path: Path,
    name: str,
    release: Release,
    interfered: Interfered,
    run: Publish,
    target: Target,
    visitor: Reader,
) -> None:
    """In the middle of a publication the journal's disk is full: /dev/full is one that is."""
    run(release())
    archive = release("1.1.0", tables=NEW)
    there = replace(target, state=tmp_path / "full")

    def fill() -> None:
        journal = next(there.state.glob("*/journal.jsonl"))
        journal.rename(journal.with_name("kept"))
        journal.symlink_to("/dev/full")

    with pytest.raises(PortalError) as raised:
        interfered(archive, meanwhile("POST package_revise", 1, fill), there)
    said = str(raised.value)
    assert "the state of the publication cannot be written: No space left on device" in said
    assert "now:      as before: release 1.0.0" in said
    assert "free some space" in said
    assert_exactly(name, "1.0.0", OLD, visitor)
    kept = next(there.state.glob("*/kept"))
    kept.replace(kept.with_name("journal.jsonl"))
    assert steps(there.state)[-1] == "stage"
    run(archive)
    assert_exactly(name, "1.1.0", NEW, visitor)
