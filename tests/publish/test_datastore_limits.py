"""What the DataStore would change or refuse: found before the commit, on a real CKAN."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from fiscal_notice_ckan import host
from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.errors import PortalError, PreflightError, RefusedError
from fiscal_notice_ckan.portal import Portal
from fiscal_notice_ckan.publishing import publish
from fiscal_notice_ckan.snapshot import staging_name
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
    once,
    steps,
)
from publish.releases import SCHEMA, fresh_name, release_of

TIMES: dict[str, Any] = {
    "fields": [
        {"name": "part", "type": "integer"},
        {"name": "zone", "type": "string"},
        {"name": "instant", "type": "datetime"},
        {"name": "fine", "type": "datetime"},
        {"name": "mixed", "type": "datetime"},
        {"name": "large", "type": "integer"},
        {"name": "any", "type": "number"},
        {"name": "Any", "type": "string"},
        {"name": "50 %: a(b)", "type": "string"},
    ],
    "primaryKey": ["part", "zone"],
}
#: The second row's key has an empty cell, and nothing is equal to that in PostgreSQL.
ROWS = """\
1,a,2024-05-06T01:02:03+08:00,2024-05-06T01:02:03.123456,2024-05-06T01:02:03+08:00,9223372036854775808,NaN,x,e\u0301
1,,2024-05-06T01:02:03Z,2024-05-06T01:02:03,2024-05-06T01:02:03,-1,INF,X,\u00e9
2,b,0001-01-01T00:00:00Z,,,,1e400,,""".splitlines()
HEADER = "part,zone,instant,fine,mixed,large,any,Any,50 %: a(b)\n"


def csv_with(*rows: str) -> dict[str, bytes]:
    return dict.fromkeys(OLD, (HEADER + "".join(f"{row}\n" for row in rows)).encode())


def shown(name: str, visitor: Reader) -> list[dict[str, Any]]:
    there = visitor.resource(name, "cities")["id"]
    return list(visitor.action("datastore_search", resource_id=there, sort="_id")["records"])


def test_what_the_datastore_would_change_is_kept(
    name: str, release: Release, run: Publish, visitor: Reader
) -> None:
    """As instants in UTC, as larger numbers or as text, and a note says so."""
    archive = release(schema=TIMES, contents=csv_with(*ROWS))
    notes = "\n".join(run(archive).notes)
    assert "cities.fine is text in the DataStore: times are finer than" in notes
    assert "cities.mixed is text in the DataStore: some times have a zone" in notes
    assert "cities.large is numeric in the DataStore: a number is beyond int8" in notes
    first, second, third = shown(name, visitor)
    assert [each["instant"][:19] for each in (first, second, third)] == [
        "2024-05-05T17:02:03",
        "2024-05-06T01:02:03",
        "0001-01-01T00:00:00",
    ]
    assert first["fine"] == "2024-05-06T01:02:03.123456"
    assert first["mixed"] == "2024-05-06T01:02:03+08:00"
    assert first["large"] == 2**63
    assert [first["any"], second["any"], third["any"]] == ["NaN", "Infinity", 10**400]
    assert [first["Any"], first["50 %: a(b)"]] == ["x", "e\u0301"]
    assert not run(archive).plan.pending
    # Rows without a whole key are known again: one changes, one stays, one comes, one goes.
    changed = csv_with(ROWS[0], ROWS[1].replace("INF", "-INF"), ROWS[1].replace("1,,", "3,,"))
    later = release("1.1.0", schema=TIMES, contents=changed)
    run(later)
    rows = [(each["part"], each["zone"], each["any"]) for each in shown(name, visitor)]
    assert set(rows) == {(1, None, "-Infinity"), (1, "a", "NaN"), (3, None, "Infinity")}
    assert len(rows) == 3
    assert not run(later).plan.pending


def letters(count: int) -> str:
    """Text that no compression makes short."""
    return "".join(random.Random(count).choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", k=count))


def wide(count: int) -> tuple[dict[str, Any], bytes]:
    """A table of so many columns of numbers."""
    names = ["code", *(f"c{n}" for n in range(1, count))]
    fields = [{"name": each, "type": "integer"} for each in names]
    content = f"{','.join(names)}\n{','.join(['1'] * count)}\n".encode()
    return {"fields": fields, "primaryKey": ["code"]}, content


REFUSED = {
    "rows too wide for a page": (*wide(1500), "row is too big: size 12048, maximum size 8160"),
    "a key too long for an index": (
        {"fields": [{"name": "code", "type": "string"}], "primaryKey": ["code"]},
        f"code\n{letters(9000)}\n".encode(),
        "keys of up to 9,000: part it, shorten the key",
    ),
}


def test_every_way_to_hold_a_table_is_published_as_one_file_and_one_table(
    name: str, release: Release, run: Publish, visitor: Reader
) -> None:
    """Parts, inline data, another encoding and dialect, numbers and missing values as declared."""
    fields = [{**SCHEMA["fields"][1], "type": "number", "decimalChar": ","}]
    coded = {
        "fields": [SCHEMA["fields"][0], *fields, SCHEMA["fields"][2]],
        "primaryKey": ["code"],
        "missingValues": ["", "-"],
    }
    rows = [
        {"code": "601", "amount": 5, "name": "广州市"},
        {"code": "602", "amount": None, "name": "x"},
    ]
    resources = [
        {"name": "parts", "type": "table", "path": ["p1.csv", "p2.csv"], "schema": SCHEMA},
        {"name": "inline", "type": "table", "data": rows, "schema": SCHEMA},
        {
            "name": "coded",
            "type": "table",
            "path": "coded.csv",
            "encoding": "gbk",
            "dialect": {"delimiter": ";"},
            "schema": coded,
        },
    ]
    contents = {
        "p1": "code,amount,name\n601,5,广州市\n".encode(),
        "p2": b"code,amount,name\n602,,x\n",
        "coded": "code;amount;name\n601;5,0;广州市\n602;-;x\n".encode("gbk"),
    }
    changes = {"resources": resources}
    archive = release(contents=contents, changes=changes)
    run(archive)
    for each in ("parts", "inline", "coded"):
        assert visitor.rows(name, each) == [("601", 5, "广州市"), ("602", None, "x")]
    published = json.loads(visitor.content(name, "datapackage.json"))["resources"]
    assert [each["path"].rsplit("/", 1)[-1] for each in published] == [
        "parts.csv",
        "inline.json",
        "coded.csv",
    ]
    assert visitor.content(name, "parts") == "code,amount,name\n601,5,广州市\n602,,x\n".encode()
    assert json.loads(visitor.content(name, "inline")) == rows
    assert visitor.content(name, "coded") == contents["coded"]
    assert "data" not in published[1]
    assert not run(archive).plan.pending


@pytest.fixture(scope="module")
def published(portal: Portal, token: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A dataset that is public in its first release."""
    name, folder = fresh_name("limits"), tmp_path_factory.mktemp("limits")
    target = Target(
        client=Client(portal.url, token), state=folder, organisation=portal.organisation
    )
    publish(release_of(folder, name), target, BARE)
    return name


@pytest.mark.parametrize("case", REFUSED)
def test_what_the_datastore_refuses_is_found_before_the_commit(
    tmp_path: Path,
    name: str,
    release: Release,
    run: Publish,
    target: Target,
    visitor: Reader,
    published: str,
    case: str,
) -> None:
    schema, content, said = REFUSED[case]
    contents = dict.fromkeys(OLD, content)
    archive = release_of(tmp_path, published, "1.1.0", schema=schema, contents=contents)
    with pytest.raises(PortalError) as raised:
        run(archive)
    assert said in str(raised.value)
    assert "table cities: the portal" in str(raised.value)
    assert raised.value.now == "as before: release 1.0.0"
    assert steps(target.state)[-1] == "try cities"
    assert_exactly(published, "1.0.0", OLD, visitor)
    archive = release(schema=schema, contents=contents)
    with pytest.raises(PortalError, match="table cities: the portal") as raised:
        run(archive)
    assert said in str(raised.value)
    assert visitor.dataset(name) is None


def test_1700_columns_are_refused_before_the_first_write(
    tmp_path: Path, run: Publish, target: Target, visitor: Reader, published: str
) -> None:
    schema, content = wide(1700)
    contents = dict.fromkeys(OLD, content)
    archive = release_of(tmp_path, published, "1.1.0", schema=schema, contents=contents)
    with pytest.raises(PreflightError, match=r"table cities has 1,700 columns, and .* holds 1,598"):
        run(archive)
    assert steps(target.state) == []
    assert_exactly(published, "1.0.0", OLD, visitor)


def test_what_it_would_change_unknown_to_us_is_found_before_the_commit(
    tmp_path: Path,
    run: Publish,
    visitor: Reader,
    editor: Reader,
    published: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Were microseconds not known to be lost, the comparison with the package would find it."""
    monkeypatch.setattr(host, "TICKS", dict.fromkeys(host.TICKS, 1))
    contents = csv_with(ROWS[0])
    archive = release_of(tmp_path, published, "1.1.0", schema=TIMES, contents=contents)
    with pytest.raises(RefusedError) as raised:
        run(archive)
    found = "1/a, fine: 2024-05-06T01:02:03.123456 became 2024-05-06T01:02:03"
    assert found in str(raised.value)
    assert_exactly(published, "1.0.0", OLD, visitor)
    for each in editor.dataset(staging_name(published))["resources"]:
        assert editor.action("datastore_info", id=each["id"]) is None


def test_a_release_after_those_that_were_refused_goes_through(
    interfered: Interfered,
    tmp_path: Path,
    visitor: Reader,
    editor: Reader,
    published: str,
) -> None:
    """Even where the table that is there refuses what a new one took: it is made anew."""
    archive = release_of(tmp_path, published, "1.1.0", tables=NEW)
    interfered(archive, once("POST datastore_upsert", "413"))
    assert interfered.injected == ["413"]
    assert_exactly(published, "1.1.0", NEW, visitor)
    staged = editor.dataset(staging_name(published))
    assert staged["state"] == "deleted"
    for each in staged["resources"]:
        assert editor.action("datastore_info", id=each["id"]) is None


def test_a_label_edited_in_the_form_leaves_the_table_in_place(
    name: str, release: Release, run: Publish, visitor: Reader, editor: Reader
) -> None:
    """CKAN's form for the data dictionary sends the label and the notes, and drops all else."""
    archive = release()
    run(archive)
    there = visitor.resource(name, "cities")["id"]
    fields = visitor.action("datastore_info", id=there)["fields"]
    form = [
        {"id": each["id"], "type": each["type"], "info": {"label": "Renamed", "notes": ""}}
        for each in fields
    ]
    editor.act("datastore_create", resource_id=there, fields=form, force=True)
    before = shown(name, visitor)
    lines = str(run(archive).plan).splitlines()
    assert [each.strip() for each in lines if "table" in each] == ["~ table cities  update"]
    assert visitor.action("datastore_info", id=there)["fields"] == fields
    assert shown(name, visitor) == before
    assert not run(archive).plan.pending
