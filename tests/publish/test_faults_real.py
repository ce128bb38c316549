"""Killed, cut off, refused, overtaken: the second run reaches exactly the wanted state."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from faulty_proxy import Rule, proxy
from fiscal_notice.errors import PublishError
from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.faults import ConflictError, PortalError, UncertainError
from fiscal_notice_ckan.portal import Portal
from fiscal_notice_ckan.publishing import Published, publish
from fiscal_notice_ckan.snapshot import staging_name
from fiscal_notice_ckan.target import Target
from portal_support import CITIES, Reader, Rows, csv_of, fresh_name, release_of, wait_for

Publish = Callable[..., Published]
CHANGED = (("601", 6, "广州市"), ("603", 7, "深圳市"), ("604", 1, "珠海市"))
TOTALS = (("601", 6, "广州市"),)
FIRST = ("plan", "create", "commit", "load cities", "load totals", "views")
FIRST_STEPS = (*FIRST, "verify-private", "reveal", "verify", "mark")
NEXT_STEPS = ("plan", "stage", "commit", "load cities", "load totals", "views", "verify", "mark")
PUBLISHER = """
import os, sys
from pathlib import Path
from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.publishing import publish
from fiscal_notice_ckan.target import Target
client = Client(sys.argv[1], os.environ["CKAN_TOKEN"], pauses=(0.1, 0.2))
publish(Path(sys.argv[3]), Target(client=client, state=Path(sys.argv[2])))
"""


def start(archive: Path, target: Target, token: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", PUBLISHER, target.client.url, str(target.state), str(archive)],
        env={**os.environ, "CKAN_TOKEN": token},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def steps(state: Path) -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in state.glob("*/journal.jsonl")]
    lines = [line for text in texts for line in text.splitlines(keepends=True)]
    return [json.loads(line)["step"] for line in lines if line.endswith("\n")]


def kill_at(step: str, archive: Path, target: Target, token: str, delay: float) -> None:
    """Run the publisher and kill it with SIGKILL when its journal shows ``step``."""
    before = steps(target.state).count(step)
    process = start(archive, target, token)
    try:
        wait_for(lambda: steps(target.state).count(step) > before or process.poll() is not None)
        time.sleep(delay)
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()


def assert_exactly(name: str, version: str, tables: Mapping[str, Rows], visitor: Reader) -> None:
    """What anyone sees is the release, whole, and nothing else."""
    shown = visitor.dataset(name)
    assert shown["version"] == version
    extras = {each["key"]: each["value"] for each in shown["extras"]}
    assert extras["fiscal_notice_commit"] == extras["fiscal_notice_verified"]
    names = [each["fiscal_notice_name"] for each in shown["resources"]]
    assert len(set(names)) == len(names)
    for table, rows in tables.items():
        assert visitor.content(name, table) == csv_of(rows)
        assert visitor.rows(name, table) == sorted(rows)
        views = visitor.action("resource_view_list", id=visitor.resource(name, table)["id"])
        assert len(views) == 1


OLD = {"cities": CITIES, "totals": CITIES[:1]}
NEW = {"cities": CHANGED, "totals": TOTALS}


@pytest.mark.parametrize("delay", [0.0, 0.07])
@pytest.mark.parametrize("step", FIRST_STEPS)
def test_killed_in_a_first_publication(
    tmp_path: Path,
    run: Publish,
    target: Target,
    token: str,
    visitor: Reader,
    step: str,
    delay: float,
) -> None:
    name = fresh_name("killed")
    archive = release_of(tmp_path, name)
    kill_at(step, archive, target, token, delay)
    shown = visitor.dataset(name)
    if shown is not None:
        assert visitor.content(name, "cities") == csv_of(CITIES)
    finished = steps(target.state)[-1] == "finished"
    assert (run(archive).resumed is None) == finished
    assert_exactly(name, "1.0.0", OLD, visitor)
    assert not run(archive).plan.pending


@pytest.mark.parametrize("delay", [0.0, 0.07])
@pytest.mark.parametrize("step", NEXT_STEPS)
def test_killed_in_an_update(
    tmp_path: Path,
    run: Publish,
    target: Target,
    token: str,
    visitor: Reader,
    editor: Reader,
    step: str,
    delay: float,
) -> None:
    name = fresh_name("killed")
    run(release_of(tmp_path, name))
    archive = release_of(tmp_path, name, "1.1.0", tables=NEW)
    kill_at(step, archive, target, token, delay)
    run(archive)
    assert_exactly(name, "1.1.0", NEW, visitor)
    assert editor.dataset(staging_name(name)) is None or (
        editor.dataset(staging_name(name))["state"] == "deleted"
    )
    assert not run(archive).plan.pending


def test_killed_in_the_commit_and_then_published_back(
    tmp_path: Path, run: Publish, target: Target, token: str, visitor: Reader
) -> None:
    """The old release again, not the new one, after a crash: nothing of the new one stays."""
    name = fresh_name("back")
    old = release_of(tmp_path, name)
    run(old)
    kill_at("commit", release_of(tmp_path, name, "1.1.0", tables=NEW), target, token, 0.05)
    run(old)
    assert_exactly(name, "1.0.0", OLD, visitor)


def through(target: Target, url: str, token: str) -> Target:
    return replace(target, client=Client(url, token, pauses=(0.05, 0.1)))


def once(request: str, fault: str, at: int = 0) -> Rule:
    return lambda seen, count: fault if seen == request and count == at else ""


def always(request: str, fault: str) -> Rule:
    return lambda seen, _count: fault if seen == request else ""


WRITES = (
    ("POST package_create", 0),
    ("POST package_revise", 0),
    ("POST package_revise", 1),
    ("POST package_revise", 2),
    ("POST datastore_create", 0),
    ("POST resource_view_create", 0),
)


@pytest.mark.parametrize("fault", ["cut", "lost", "502", "502 after"])
@pytest.mark.parametrize(("request_", "at"), WRITES)
def test_one_fault_in_a_write_of_a_first_publication(
    tmp_path: Path,
    run: Publish,
    target: Target,
    portal: Portal,
    token: str,
    visitor: Reader,
    request_: str,
    at: int,
    fault: str,
) -> None:
    name = fresh_name("fault")
    archive = release_of(tmp_path, name)
    said: PortalError | None = None
    with proxy(portal.url, once(request_, fault, at)) as between:
        try:
            publish(archive, through(target, between.url, token))
        except PortalError as error:
            said = error
            run(archive)
    assert said is None or (said.now and said.hint), said
    assert_exactly(name, "1.0.0", OLD, visitor)
    assert not run(archive).plan.pending


@pytest.mark.parametrize("fault", ["cut", "lost", "502", "502 after"])
@pytest.mark.parametrize(
    ("request_", "at"),
    [
        ("POST package_revise", 0),
        ("POST package_revise", 1),
        ("POST package_revise", 2),
        ("POST datastore_upsert", 0),
        ("POST datastore_records_delete", 0),
        ("POST package_delete", 0),
    ],
)
def test_one_fault_in_a_write_of_an_update_is_got_over(
    tmp_path: Path,
    run: Publish,
    target: Target,
    portal: Portal,
    token: str,
    visitor: Reader,
    request_: str,
    at: int,
    fault: str,
) -> None:
    name = fresh_name("fault")
    run(release_of(tmp_path, name))
    archive = release_of(tmp_path, name, "1.1.0", tables=NEW)
    with proxy(portal.url, once(request_, fault, at)) as between:
        publish(archive, through(target, between.url, token))
    assert_exactly(name, "1.1.0", NEW, visitor)
    assert not run(archive).plan.pending


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("cut", "connection to the portal failed"),
        ("502", "HTTP 502"),
        ("500", "HTTP 500"),
        ("413", "too large"),
        ("html", "none of CKAN's"),
        ("login", "sending us elsewhere"),
    ],
)
def test_uploads_that_never_pass_leave_the_old_release(
    tmp_path: Path,
    run: Publish,
    target: Target,
    portal: Portal,
    token: str,
    visitor: Reader,
    fault: str,
    says: str,
) -> None:
    name = fresh_name("never")
    run(release_of(tmp_path, name))
    archive = release_of(tmp_path, name, "1.1.0", tables=NEW)
    with (
        proxy(portal.url, always("POST package_revise", fault)) as between,
        pytest.raises(PortalError) as raised,
    ):
        publish(archive, through(target, between.url, token))
    assert says in str(raised.value)
    assert "as before: release 1.0.0" in str(raised.value)
    assert "try:" in str(raised.value)
    assert token not in str(raised.value)
    assert visitor.dataset(name)["version"] == "1.0.0"
    assert visitor.content(name, "cities") == csv_of(CITIES)
    run(archive)
    assert_exactly(name, "1.1.0", NEW, visitor)


@pytest.mark.parametrize("step", ["GET package_show", "GET status_show", "GET license_list"])
def test_a_portal_that_answers_in_html(
    tmp_path: Path, target: Target, portal: Portal, token: str, step: str
) -> None:
    archive = release_of(tmp_path, fresh_name("html"))
    with (
        proxy(portal.url, always(step, "html")) as between,
        pytest.raises(PortalError, match="none of CKAN's"),
    ):
        publish(archive, through(target, between.url, token))


def test_a_portal_that_is_down(tmp_path: Path, target: Target, token: str) -> None:
    archive = release_of(tmp_path, fresh_name("down"))
    with pytest.raises(UncertainError, match="connection to the portal failed") as raised:
        publish(archive, through(target, "http://127.0.0.1:9", token))
    assert "check that the portal is up" in str(raised.value)


def test_two_publishers_of_one_dataset_on_one_machine(
    tmp_path: Path, target: Target, token: str, visitor: Reader
) -> None:
    name = fresh_name("two")
    archive = release_of(tmp_path, name)
    first = start(archive, target, token)
    wait_for(lambda: "commit" in steps(target.state))
    with pytest.raises(PublishError, match=r"another publication .* is running here"):
        publish(archive, target)
    assert first.wait(timeout=60) == 0
    first.communicate()
    assert_exactly(name, "1.0.0", OLD, visitor)


@pytest.mark.parametrize("existing", [True, False])
def test_two_publishers_on_two_machines(
    tmp_path: Path, run: Publish, target: Target, token: str, visitor: Reader, existing: bool
) -> None:
    """Separate state folders: only the portal can tell them apart. At most one wins a race."""
    name = fresh_name("race")
    if existing:
        run(release_of(tmp_path, name))
    releases = [
        release_of(tmp_path, name, "2.0.0", tables={"cities": CHANGED}),
        release_of(tmp_path, name, "3.0.0", tables={"totals": TOTALS}),
    ]
    others = [replace(target, state=tmp_path / f"machine-{n}") for n in range(2)]
    running = [start(*each, token) for each in zip(releases, others, strict=True)]
    outcomes = [(process.communicate(timeout=120)[1], process.returncode) for process in running]
    assert any(code == 0 for _, code in outcomes) or not existing, outcomes
    for text, code in outcomes:
        if code:
            assert b"fiscal_notice_ckan.faults." in text.splitlines()[-1] or b"now:" in text, text
    shown = visitor.dataset(name)
    run(releases[1 if shown and shown["version"] == "3.0.0" else 0], replace=True)
    assert visitor.dataset(name)["version"] in {"2.0.0", "3.0.0"}


def test_someone_edits_the_dataset_between_plan_and_commit(
    tmp_path: Path, run: Publish, target: Target, portal: Portal, token: str, editor: Reader
) -> None:
    name = fresh_name("edited")
    run(release_of(tmp_path, name))
    archive = release_of(tmp_path, name, "1.1.0", tables=NEW)

    def meddle(seen: str, count: int) -> str:
        if seen == "POST package_revise" and count == 1:
            editor.post("package_patch", id=name, title="Edited by hand")
        return ""

    with (
        proxy(portal.url, meddle) as between,
        pytest.raises(ConflictError, match="someone else changed the dataset"),
    ):
        publish(archive, through(target, between.url, token))
    assert editor.dataset(name)["title"] == "Edited by hand"
    assert editor.content(name, "cities") == csv_of(CITIES)
    run(archive)
    assert editor.dataset(name)["title"] == "小通知"


@pytest.fixture
def watcher(portal: Portal) -> Iterator[Callable[[str], list[tuple[float, str, str]]]]:
    """Reads as an anonymous visitor, without pause, until the test ends."""
    stop = threading.Event()
    threads: list[threading.Thread] = []

    def watch(name: str) -> list[tuple[float, str, str]]:
        seen: list[tuple[float, str, str]] = []
        thread = threading.Thread(target=_read, args=(Reader(url=portal.url), name, stop, seen))
        thread.start()
        threads.append(thread)
        return seen

    yield watch
    stop.set()
    for thread in threads:
        thread.join(timeout=30)


def _read(
    visitor: Reader, name: str, stop: threading.Event, seen: list[tuple[float, str, str]]
) -> None:
    ids = {each: visitor.resource(name, each) for each in ("cities", "totals")}
    while not stop.is_set():
        for each, resource in ids.items():
            began = time.monotonic()
            content = visitor.get(resource["url"].removeprefix(visitor.url)).content
            new = content == csv_of(NEW[each])
            seen.append((began, each, "new" if new else "old"))
            found = visitor.action("datastore_search", resource_id=resource["id"], limit=1)
            seen.append((began, each, "empty" if not found or not found["total"] else "rows"))


def test_readers_never_see_an_empty_table_or_a_mixture_for_longer_than_the_commit(
    tmp_path: Path,
    run: Publish,
    visitor: Reader,
    target: Target,
    watcher: Callable[[str], list[tuple[float, str, str]]],
) -> None:
    name = fresh_name("watched")
    run(release_of(tmp_path, name))
    seen = watcher(name)
    calls: list[tuple[float, float]] = []
    revise = target.client.revise

    def timed(*arguments: object) -> object:
        began = time.monotonic()
        result = revise(*arguments)  # type: ignore[arg-type]
        calls.append((began, time.monotonic()))
        return result

    target.client.revise = timed  # type: ignore[method-assign, assignment]
    run(release_of(tmp_path, name, "1.1.0", tables=NEW))
    wait_for(lambda: len(seen) > 40)
    time.sleep(0.3)
    _, commit, _ = calls
    assert "empty" not in {what for _, _, what in seen}
    files = [entry for entry in seen if entry[2] in ("old", "new")]
    assert {what for _, _, what in files} == {"old", "new"}
    assert all(what == "old" for began, _, what in files if began < commit[0] - 1)
    assert all(what == "new" for began, _, what in files if began > commit[1])
