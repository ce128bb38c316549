"""What stops a publication before its first write, and the commands: on a real CKAN."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests

from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.dataset import Destination
from fiscal_notice_ckan.errors import PreflightError, RefusedError
from fiscal_notice_ckan.extras import EXTRAS
from fiscal_notice_ckan.fetch import open_published
from fiscal_notice_ckan.portal import Portal
from fiscal_notice_ckan.preflight import occupied
from fiscal_notice_ckan.publishing import PublishOptions, publish
from fiscal_notice_ckan.snapshot import Remote
from fiscal_notice_ckan.target import Target
from portal.portal_kit import Reader, log_of, requests_since
from publish.publisher_kit import BARE, Publish, Release
from publish.releases import CITIES, fresh_name, release_of

Refused = Callable[[Path, Target], str]


@pytest.fixture
def refused(portal: Portal) -> Refused:
    """What is said before the first write, having written nothing."""

    def asked(archive: Path, target: Target) -> str:
        before = log_of(portal)
        with pytest.raises(PreflightError) as raised:
            publish(archive, target, BARE)
        after = requests_since(portal, before)
        assert {each.method for each in after} <= {"GET"}
        assert raised.value.now == "as before; nothing was written"
        return str(raised.value)

    return asked


def test_every_problem_at_once(
    name: str, release: Release, refused: Refused, target: Target
) -> None:
    changes = {"keywords": ["a+b"], "title": "", "licenses": [{"name": "my-own"}]}
    archive = release(changes=changes)
    said = refused(archive, replace(target, organisation="nobody"))
    for problem in (
        "4 problems",
        "takes no tag 'a+b'",
        "no title",
        "knows no licence my-own",
        "the portal has no organisation nobody; this account may publish for: finance-department",
    ):
        assert problem in said


def test_a_token_that_the_portal_does_not_know(
    release: Release, refused: Refused, target: Target, portal: Portal, token: str
) -> None:
    wrong = token[:-6] + "AAAAAA"
    # Of a dataset that is there, too: what an account without rights cannot see is no problem.
    publish(release(), target, BARE)
    for organisation in (target.organisation, None):
        said = refused(
            release("1.1.0"),
            replace(target, client=Client(portal.url, wrong), organisation=organisation),
        )
        assert "wrong, expired or revoked" in said
        assert wrong not in said


def test_no_token_at_all(
    release: Release, refused: Refused, target: Target, portal: Portal
) -> None:
    said = refused(release(), replace(target, client=Client(portal.url)))
    assert "does not know this token" in said


def test_a_name_taken_by_another_organisation() -> None:
    raw: dict[str, Any] = {"owner_org": "x", "organization": {"name": "health"}, "extras": []}
    portal = Destination(url="https://data.example.org", organisation="y", licence="")
    assert list(occupied(Remote(raw=raw), "small", portal)) == [
        "the dataset name small is taken by the organisation health: choose another name"
    ]


def test_without_an_organisation_the_only_one_is_taken(
    release: Release, target: Target, portal: Portal
) -> None:
    archive = release()
    found = publish(
        archive, replace(target, organisation=None), PublishOptions(dry_run=True, extras=False)
    )
    assert found.plan.pending


def test_a_package_without_a_usable_name(tmp_path: Path, refused: Refused, target: Target) -> None:
    archive = release_of(tmp_path, "preflight", changes={"name": "../etc"})
    assert "'../etc' is none for CKAN" in refused(archive, target)


def test_a_name_taken_by_a_dataset_of_someone_else(
    name: str, release: Release, refused: Refused, target: Target, editor: Reader, portal: Portal
) -> None:
    editor.act("package_create", name=name, owner_org=portal.organisation)
    said = refused(release(), target)
    assert "was not made by this publisher" in said
    assert editor.dataset(name)["resources"] == []


def test_a_published_version_is_not_overwritten_unless_asked(
    name: str, release: Release, run: Publish, refused: Refused, target: Target, visitor: Reader
) -> None:
    run(release())
    other = release(tables={"cities": CITIES[:2]})
    assert "release 1.0.0 is on the portal already" in refused(other, target)
    assert len(visitor.rows(name, "cities")) == 3
    run(other, replace=True)
    assert len(visitor.rows(name, "cities")) == 2


def test_a_file_that_someone_swapped_is_not_taken_for_the_published_one(
    name: str, release: Release, run: Publish, portal: Portal, editor: Reader, token: str
) -> None:
    run(release())
    resource = editor.resource(name, "cities")
    requests.post(
        f"{portal.url}/api/3/action/resource_patch",
        data={"id": resource["id"]},
        files={"upload": ("cities.csv", b"code,amount,name\n")},
        headers={"Authorization": token},
        timeout=60,
    ).raise_for_status()
    with (
        pytest.raises(RefusedError, match="is not the one that was published"),
        open_published(f"{portal.url}/dataset/{name}", ""),
    ):
        pass


def test_the_commands(tmp_path: Path, mini: Path, portal: Portal, token: str) -> None:
    name, folder = fresh_name("command"), mini
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (folder / "datapackage.json").write_text(
        json.dumps({**descriptor, "name": name}, ensure_ascii=False), encoding="utf-8"
    )
    environment = {
        **os.environ,
        "CKAN_URL": portal.url,
        "CKAN_TOKEN": token,
        "FISCAL_NOTICE_STATE": str(tmp_path / "state"),
    }

    def command(*words: str, **more: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "fiscal_notice", "--root", str(folder), *words],
            env={**environment, **more},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert token not in done.stdout + done.stderr
        return done.returncode, done.stdout + done.stderr

    assert command("publish", "--dry-run")[0] == 1
    code, said = command("publish")
    assert (code, said.splitlines()[-1]) == (0, f"{portal.url}/dataset/{name}")
    assert command("publish", "--dry-run") == (
        0,
        f"{name} {descriptor['version']}: nothing to do\n",
    )
    assert command("rollback", descriptor["version"], "--dry-run")[0] == 0
    code, said = command("publish", "--no-extras", "--dry-run")
    assert code == 1
    assert [line for line in said.splitlines() if "resource" in line] == [
        f"  - resource {extra.name}" for extra in EXTRAS
    ]
    code, said = command("rollback", "0.1")
    assert code == 3
    assert "keeps no release 0.1" in said
    assert command("diff", portal.url) == (0, "No difference.\n")
    code, said = command("publish", CKAN_TOKEN="")
    assert code == 2
    assert "set CKAN_TOKEN" in said
    code, said = command("publish", "--organisation", "nobody")
    assert code == 3
    assert "no organisation nobody" in said
    code, said = command("publish", CKAN_URL="http://127.0.0.1:9")
    assert code == 3
    assert "check that the portal is up" in said
    for path in (tmp_path / "state").rglob("*"):
        assert path.is_dir() or token.encode() not in path.read_bytes()
