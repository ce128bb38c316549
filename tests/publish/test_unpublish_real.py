"""A dataset is taken back, and brought back by a publication: on a real CKAN."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fiscal_notice_ckan import revision
from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.errors import MissingError, PreflightError, RefusedError
from fiscal_notice_ckan.journal import Journal
from fiscal_notice_ckan.portal import Portal
from fiscal_notice_ckan.publishing import rollback
from fiscal_notice_ckan.snapshot import staging_name
from fiscal_notice_ckan.target import Target
from fiscal_notice_ckan.unpublishing import Going, unpublish
from portal.portal_kit import Reader, log_of, requests_since
from publish.publisher_kit import BARE, NEW, OLD, Publish, Release, assert_exactly, steps
from publish.releases import csv_of, fresh_name, release_of

STEPS = ("claim", "unpublish", "clear", "unseen", "mark")


def in_bin(name: str, editor: Reader) -> bool:
    return bool(editor.dataset(name)["state"] == "deleted")


def test_taken_back_and_brought_back(
    name: str,
    release: Release,
    run: Publish,
    target: Target,
    portal: Portal,
    visitor: Reader,
    editor: Reader,
) -> None:
    """With its tables and with the releases that it keeps; what others added is named."""
    run(release())
    archive = release("1.1.0", tables=NEW)
    run(archive)
    editor.act("resource_create", package_id=name, name="Theirs", url="https://example.org/x")
    shown: list[Going] = []

    def agreed(going: Going) -> bool:
        shown.append(going)
        return True

    found = unpublish(name, target, agreed)
    assert found.receipt
    lines = str(shown[0]).splitlines()
    assert lines[0] == f"- dataset {name}, 小通知  release 1.1.0, public"
    assert f"  - cities  {len(csv_of(NEW['cities']))} bytes, its table" in lines
    assert any("release-1.0.0" in each for each in lines)
    assert "  - Theirs  0 bytes, added by others" in lines
    assert visitor.dataset(name) is None
    assert in_bin(name, editor)
    assert in_bin(staging_name(name), editor)
    assert steps(target.state)[-6:] == [*STEPS, "finished"]
    before = log_of(portal)
    assert not unpublish(name, target).pending
    assert {each.method for each in requests_since(portal, before)} == {"GET"}
    later = run(release("1.2.0", tables=OLD))
    assert "out of the portal's bin, private until it is verified" in str(later.plan)
    assert [each.name for each in later.plan.uploads if not each.table] == [
        "datapackage.json",
        "release-1.2.0",
    ]
    names = [str(each.get("fiscal_notice_name")) for each in visitor.dataset(name)["resources"]]
    assert {"release-1.0.0", "release-1.1.0", "release-1.2.0", "None"} <= set(names)
    assert "fiscal_notice_unpublished" not in str(visitor.dataset(name)["extras"])
    theirs = [each for each in visitor.dataset(name)["resources"] if each["name"] == "Theirs"]
    editor.act("resource_delete", id=theirs[0]["id"])
    assert_exactly(name, "1.2.0", OLD, visitor)


class Killed(BaseException):
    """The end of the process, which nothing can catch."""


@contextmanager
def killed_at(step: str) -> Iterator[None]:
    write = Journal.write

    def written(journal: Journal, name: str, **facts: object) -> None:
        write(journal, name, **facts)
        if name == step:
            raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Journal, "write", written)
        try:
            yield
        except Killed:
            return
    raise AssertionError(f"there was no step {step}")


def test_killed_anywhere_it_is_completed_by_the_next_run(
    name: str, release: Release, run: Publish, target: Target, visitor: Reader, editor: Reader
) -> None:
    """By another one that takes back, by a publication or by a rollback."""
    archive = release()
    run(archive)
    for step in STEPS:
        with killed_at(step):
            unpublish(name, target)
        assert unpublish(name, target).receipt
        assert visitor.dataset(name) is None
        assert in_bin(name, editor)
        assert "fiscal_notice_claim" not in str(editor.dataset(name)["extras"])
        editor.act("package_patch", id=name, state="active")
    with killed_at("clear"):
        unpublish(name, target)
    with killed_at("restore"):
        run(archive)
    rollback(name, "1.0.0", target, BARE)
    assert_exactly(name, "1.0.0", OLD, visitor)
    assert not run(archive).plan.pending


def test_what_is_not_ours_or_not_to_be_taken_back_stays(
    name: str,
    release: Release,
    run: Publish,
    target: Target,
    portal: Portal,
    visitor: Reader,
    editor: Reader,
) -> None:
    other = fresh_name("theirs")
    editor.act("package_create", name=other, owner_org=portal.organisation)
    with pytest.raises(
        PreflightError, match=r"not taken back: 1 problem\n.*not made by this publisher"
    ):
        unpublish(other, target)
    assert visitor.dataset(other)["state"] == "active"
    with pytest.raises(MissingError, match="has no dataset"):
        unpublish(fresh_name("none"), target)
    run(release())
    refused = unpublish(name, target, lambda _going: False)
    assert (refused.receipt, refused.pending) == (None, True)
    with pytest.raises(PreflightError, match="is the organisation finance-department's"):
        unpublish(name, Target(client=target.client, state=target.state, organisation="another"))
    raw = visitor.dataset(name)
    claim = [{"key": "fiscal_notice_claim", "value": f"elsewhere@{time.time():.0f}"}]
    editor.act("package_patch", id=name, extras=[*raw["extras"], *claim])
    with pytest.raises(PreflightError, match=r"not taken back: 1 problem\n.*another publisher"):
        unpublish(name, target)
    assert visitor.dataset(name)["state"] == "active"
    assert unpublish(name, target, take_over=True).receipt


def test_what_the_staff_put_into_the_bin_is_brought_back_only_if_asked(
    tmp_path: Path,
    name: str,
    release: Release,
    run: Publish,
    visitor: Reader,
    editor: Reader,
    portal: Portal,
) -> None:
    archive = release()
    run(archive)
    editor.act("package_delete", id=name)
    with pytest.raises(PreflightError, match="lies in the portal's bin, and not by the command"):
        run(archive)
    with pytest.MonkeyPatch.context() as patch:
        # As on a portal that lets only its staff do that.
        patch.setattr(revision, "restore", revision.claim)
        with pytest.raises(RefusedError, match="does not let this account take the dataset out"):
            run(archive, reveal=True)
    assert in_bin(name, editor)
    run(archive, reveal=True)
    assert_exactly(name, "1.0.0", OLD, visitor)
    other = fresh_name("theirs")
    editor.act("package_create", name=other, owner_org=portal.organisation)
    editor.act("package_delete", id=other)
    with pytest.raises(PreflightError, match="this publisher did not make"):
        run(release_of(tmp_path, other), reveal=True)
    assert in_bin(other, editor)


def test_the_command(
    tmp_path: Path,
    name: str,
    release: Release,
    run: Publish,
    target: Target,
    token: str,
    visitor: Reader,
) -> None:
    """It needs no package, and asks nobody who is not there."""
    run(release())

    def command(*words: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "fiscal_notice", "unpublish", name, *words],
            env={
                **os.environ,
                "CKAN_URL": target.client.url,
                "CKAN_TOKEN": token,
                "FISCAL_NOTICE_STATE": str(target.state),
            },
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            stdin=subprocess.DEVNULL,
            cwd=tmp_path,
        )
        assert token not in done.stdout + done.stderr
        return done.returncode, done.stdout + done.stderr

    code, said = command("--dry-run")
    assert (code, said.splitlines()[0]) == (
        1,
        f"- dataset {name}, 小通知  release 1.0.0, public",
    )
    code, said = command()
    assert code == 2
    assert "pass --yes" in said
    assert visitor.dataset(name)["state"] == "active"
    code, said = command("--yes")
    assert code == 0
    assert "publish brings it back" in said
    assert visitor.dataset(name) is None
    assert command() == (0, "nothing to do: the dataset lies in the portal's bin\n")
    assert Client(target.client.url).find("organization_show", id=target.organisation)
