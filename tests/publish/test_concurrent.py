"""Others at work on the same dataset: another publisher, a person, a reader."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pytest

from fiscal_notice.errors import PublishError
from fiscal_notice_ckan.errors import ConflictError, PreflightError
from fiscal_notice_ckan.preflight import PublishOptions
from fiscal_notice_ckan.publishing import publish
from fiscal_notice_ckan.target import Target
from portal.portal_kit import Reader, until
from publish.publisher_kit import (
    BARE,
    CHANGED,
    NEW,
    OLD,
    TOTALS,
    Interfered,
    Publish,
    Release,
    assert_exactly,
    killed_at,
    meanwhile,
    once,
    start,
    steps,
)
from publish.releases import CITIES, Rows, csv_of


def test_two_publishers_of_one_dataset_on_one_machine(
    name: str, release: Release, target: Target, token: str, visitor: Reader
) -> None:
    archive = release()
    first = start(archive, target, token)
    until(lambda: "commit" in steps(target.state))
    with pytest.raises(PublishError, match=r"another publication .* is running here"):
        publish(archive, target, BARE)
    said = first.communicate(timeout=60)[1]
    assert first.returncode == 0, said
    assert_exactly(name, "1.0.0", OLD, visitor)


@pytest.mark.parametrize("existing", [True, False])
def test_of_two_publishers_on_two_machines_one_succeeds(
    tmp_path: Path,
    name: str,
    release: Release,
    run: Publish,
    target: Target,
    token: str,
    visitor: Reader,
    existing: bool,
) -> None:
    """Separate state folders: only the portal can tell them apart. Nothing is repaired after."""
    if existing:
        run(release())
    versions: dict[str, dict[str, Rows]] = {
        "2.0.0": {"cities": CHANGED},
        "3.0.0": {"totals": TOTALS},
    }
    running = [
        start(
            release(version, tables=tables),
            replace(target, state=tmp_path / version),
            token,
        )
        for version, tables in versions.items()
    ]
    outcomes = [(process.communicate(timeout=120)[1].decode(), process) for process in running]
    codes = [process.returncode for _, process in outcomes]
    assert 0 in codes, outcomes
    winner = list(versions)[codes.index(0)]
    if 1 in codes:
        said = outcomes[codes.index(1)][0]
        assert "another publisher" in said or "someone else" in said or "already" in said, said
    else:
        # The second began when the first had finished.
        winner = visitor.dataset(name)["version"]
    assert_exactly(name, winner, {**OLD, **versions[winner]}, visitor)


def test_a_publisher_elsewhere_is_waited_for_or_taken_over(
    name: str, release: Release, run: Publish, elsewhere: Target, token: str, visitor: Reader
) -> None:
    run(release())
    archive = release("1.1.0", tables=NEW)
    killed_at("commit", archive, elsewhere, token, 0.0)
    with pytest.raises(PreflightError, match=r"another publisher .* began 0 minutes ago"):
        run(archive)
    assert visitor.dataset(name)["version"] == "1.0.0"
    run(archive, take_over=True)
    assert_exactly(name, "1.1.0", NEW, visitor)


def test_one_that_fails_makes_nobody_wait(
    name: str,
    release: Release,
    interfered: Interfered,
    run: Publish,
    elsewhere: Target,
    visitor: Reader,
) -> None:
    run(release())
    archive = release("1.1.0", tables=NEW)
    with pytest.raises(PublishError, match="too large"):
        interfered(archive, once("POST package_revise", "413", 1), elsewhere)
    run(archive)
    assert_exactly(name, "1.1.0", NEW, visitor)


@pytest.mark.parametrize(
    "moment", ["POST package_revise", "GET datastore_info", "POST datastore_upsert"]
)
def test_one_that_was_taken_over_writes_no_more(
    name: str,
    release: Release,
    interfered: Interfered,
    run: Publish,
    elsewhere: Target,
    visitor: Reader,
    moment: str,
) -> None:
    """A slow publisher, and one that takes over: before the first's commit, or after it."""
    run(release())
    slow = release("1.1.0", tables=NEW)
    quick = release("2.0.0")
    # The third revision is the commit; the first information on a table comes before it.
    at = {"POST package_revise": 2, "GET datastore_info": 2, "POST datastore_upsert": 0}[moment]

    def interfere(seen: str, count: int) -> str:
        if seen == moment and count == at:
            publish(quick, elsewhere, PublishOptions(take_over=True, extras=False))
            # That one request can no longer be called back; it is lost on the way.
            return "502"
        return ""

    with pytest.raises(ConflictError, match=r"another publisher|someone else") as raised:
        interfered(slow, interfere)
    assert "this publication writes no more" in str(raised.value)
    assert_exactly(name, "2.0.0", OLD, visitor)


def test_someone_edits_the_dataset_between_plan_and_commit(
    name: str, release: Release, interfered: Interfered, run: Publish, editor: Reader
) -> None:
    run(release())
    archive = release("1.1.0", tables=NEW)
    meddle = partial(editor.act, "package_patch", id=name, title="Edited by hand")
    with pytest.raises(ConflictError, match="someone else changed the dataset"):
        interfered(archive, meanwhile("POST package_revise", 2, meddle))
    assert editor.dataset(name)["title"] == "Edited by hand"
    assert editor.content(name, "cities") == csv_of(CITIES)
    run(archive)
    assert editor.dataset(name)["title"] == "小通知"


def test_a_change_before_anything_was_written_leads_to_another_plan(
    name: str,
    release: Release,
    interfered: Interfered,
    run: Publish,
    visitor: Reader,
    editor: Reader,
) -> None:
    run(release())
    meddle = partial(editor.act, "package_patch", id=name, title="Edited by hand")
    archive = release("1.1.0", tables=NEW)
    published = interfered(archive, meanwhile("POST package_revise", 0, meddle))
    assert "metadata of the dataset: title, version" in str(published.plan)
    assert_exactly(name, "1.1.0", NEW, visitor)


@dataclass
class Watcher:
    """Reads a dataset without pause as an anonymous visitor; what each read gave, in order."""

    visitor: Reader
    name: str
    stop: threading.Event = field(default_factory=threading.Event)
    files: dict[str, list[bytes]] = field(default_factory=dict)
    rows: dict[str, list[object]] = field(default_factory=dict)

    def read(self) -> None:
        ids = {each: self.visitor.resource(self.name, each) for each in OLD}
        while not self.stop.is_set():
            for each, resource in ids.items():
                path = resource["url"].removeprefix(self.visitor.url)
                self.files.setdefault(each, []).append(self.visitor.get(path).content)
                found = self.visitor.action("datastore_search", resource_id=resource["id"])
                rows = sorted((r["code"], r["amount"], r["name"]) for r in found["records"])
                self.rows.setdefault(each, []).append(rows)


@pytest.fixture
def watch(visitor: Reader) -> Iterator[Callable[[str], Watcher]]:
    watchers: list[tuple[Watcher, threading.Thread]] = []

    def begin(name: str) -> Watcher:
        watcher = Watcher(visitor=visitor, name=name)
        thread = threading.Thread(target=watcher.read)
        thread.start()
        watchers.append((watcher, thread))
        return watcher

    yield begin
    for watcher, thread in watchers:
        watcher.stop.set()
        thread.join(timeout=30)


def changes(seen: list[object]) -> list[object]:
    """What was seen, each run of equal things once."""
    return [each for at, each in enumerate(seen) if at == 0 or each != seen[at - 1]]


LONGER: Rows = (*CHANGED, ("605", 2, "汕头市"))


@pytest.mark.parametrize("new", [CHANGED, LONGER], ids=["as many rows", "more rows"])
def test_a_reader_sees_each_file_and_each_table_change_once_and_whole(
    name: str,
    release: Release,
    run: Publish,
    visitor: Reader,
    watch: Callable[[str], Watcher],
    new: Rows,
) -> None:
    run(release())
    watcher = watch(name)
    until(lambda: len(watcher.rows.get("totals", [])) > 2)
    run(release("1.1.0", tables={"cities": new, "totals": TOTALS}))
    seen = len(watcher.rows["totals"])
    until(lambda: len(watcher.rows["totals"]) > seen + 2)
    for table, (old, now) in {
        "cities": (CITIES, new),
        "totals": (CITIES[:1], TOTALS),
    }.items():
        assert changes(list(watcher.files[table])) == [csv_of(old), csv_of(now)]
        assert changes(watcher.rows[table]) == [sorted(old), sorted(now)]


def test_a_table_that_gets_shorter_is_never_without_a_row_that_it_should_have(
    name: str, release: Release, run: Publish, visitor: Reader, watch: Callable[[str], Watcher]
) -> None:
    """The new rows in one request, the last stale ones out in the next."""
    run(release())
    watcher = watch(name)
    until(lambda: len(watcher.rows.get("totals", [])) > 2)
    new: Rows = (("609", 1, "湛江市"),)
    run(release("1.1.0", tables={"cities": new}))
    until(lambda: watcher.rows["cities"][-1] == list(new))
    first, *between, last = changes(watcher.rows["cities"])
    assert (first, last) == (sorted(CITIES), list(new))
    assert len(between) <= 1
    assert all(isinstance(rows, list) and new[0] in rows for rows in between)
