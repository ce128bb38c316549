"""What others did on the portal, and what an earlier release left there."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

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
from publish.releases import CITIES, SCHEMA, csv_of


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


TYPED: dict[str, Any] = {
    "fields": [
        {"name": "at", "type": "datetime"},
        {"name": "part", "type": "integer"},
        {"name": "exact", "type": "number"},
        {"name": "day", "type": "date"},
        {"name": "flag", "type": "boolean"},
        {"name": "year", "type": "year"},
        {"name": "printed", "type": "number", "decimalChar": ","},
    ],
    "primaryKey": ["at", "part"],
    "missingValues": ["", "-"],
}
TYPES = """at,part,exact,day,flag,year,printed
2024-05-06T10:00:00Z,1,12345678901234567.89,2024-02-29,true,2021,"1,5"
2024-05-06T10:00:00,2,-0.00,0001-01-01,false,0001,-
2024-05-06 11:00:00,1,0.12345678901234567890,,,,
2024-05-07T10:00:00Z,1,99999999999999.99,9999-12-31,,9999,"2,50"
"""


def test_every_type_comes_back_as_it_went(
    name: str, release: Release, run: Publish, visitor: Reader
) -> None:
    """Long decimals, zones, keys of two columns; and rows of it are changed and deleted."""
    lines = TYPES.splitlines(keepends=True)
    for version, rows in (("1.0.0", lines), ("1.1.0", [*lines[:2], lines[4].replace("9,", "8,")])):
        contents = dict.fromkeys(OLD, "".join(rows).encode())
        archive = release(version, schema=TYPED, contents=contents)
        run(archive)
        assert not run(archive).plan.pending
    there = visitor.resource(name, "cities")["id"]
    found = visitor.action("datastore_search", resource_id=there, sort="at")["records"]
    assert [each["printed"] for each in found] == [1.5, 2.5]
    assert [each["at"][:19] for each in found] == ["2024-05-06T10:00:00", "2024-05-07T10:00:00"]


def test_many_changed_rows_travel_in_portions(
    name: str, release: Release, run: Publish, visitor: Reader
) -> None:
    """More than one request's worth, with a key of two columns; then nearly all of them go."""
    schema = {
        "fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}],
        "primaryKey": ["a", "b"],
    }
    small = b"a,b\n1,x\n"
    first = b"a,b\n" + b"".join(b"%d,x\n" % n for n in range(5100))
    other = b"a,b\n" + b"".join(b"%d,y\n" % n for n in range(5200))
    for version, content in (("1.0.0", first), ("1.1.0", other), ("1.2.0", small)):
        contents = {"cities": content, "totals": small}
        archive = release(version, schema=schema, contents=contents)
        run(archive)
        there = visitor.resource(name, "cities")["id"]
        found = visitor.action("datastore_search", resource_id=there, limit=1)
        assert found["total"] == content.count(b"\n") - 1
        assert not run(archive).plan.pending


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


def test_a_resource_that_loses_its_schema_loses_its_table(
    name: str, release: Release, run: Publish, visitor: Reader
) -> None:
    run(release())
    changes: dict[str, Any] = {
        "resources": [
            {"name": "cities", "path": "cities.csv", "format": "csv", "mediatype": "text/csv"},
            {"name": "totals", "path": "totals.csv", "format": "csv", "schema": SCHEMA},
        ]
    }
    archive = release("1.1.0", changes=changes)
    plan = run(archive).plan
    assert "- table cities" in str(plan)
    resource_id = visitor.resource(name, "cities")["id"]
    assert visitor.action("datastore_info", id=resource_id) is None
    assert visitor.content(name, "cities") == csv_of(CITIES)
    assert not run(archive).plan.pending


def test_columns_come_and_go_in_place(
    name: str, release: Release, run: Publish, visitor: Reader
) -> None:
    """The table stays: its rows keep the numbers that the DataStore gave them."""
    run(release())
    there = visitor.resource(name, "cities")["id"]
    before = visitor.action("datastore_search", resource_id=there, sort="_id")["records"]
    fields = [each for each in SCHEMA["fields"] if each["name"] != "name"]
    fields.append({"name": "note", "type": "string"})
    schema = {**SCHEMA, "fields": fields}
    contents = dict.fromkeys(OLD, b"code,amount,note\n601,5,x\n602,,y\n")
    archive = release("1.1.0", schema=schema, contents=contents)
    plan = run(archive).plan
    assert "table cities  update" in str(plan)
    after = visitor.action("datastore_search", resource_id=there, sort="_id")
    assert [each["id"] for each in after["fields"]] == ["_id", "code", "amount", "note"]
    assert after["records"] == [
        {"_id": before[0]["_id"], "code": "601", "amount": 5, "note": "x"},
        {"_id": before[1]["_id"], "code": "602", "amount": None, "note": "y"},
    ]
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


def test_values_that_the_datastore_cannot_hold_stop_before_the_first_write(
    name: str, release: Release, run: Publish, visitor: Reader
) -> None:
    rows = (("601", 5, "\0"), ("601", 6, "广州市"))
    with pytest.raises(PreflightError) as raised:
        run(release(tables={"cities": rows}))
    said = str(raised.value)
    assert "cities, name: data row 1 holds a NUL character" in said
    assert "table cities: data rows 1 and 2 have the same primary key: 601" in said
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
