"""kill -9 at every step of the journal: the second run reaches exactly the wanted state."""

from __future__ import annotations

import pytest

from fiscal_notice_ckan.snapshot import staging_name
from fiscal_notice_ckan.target import Target
from portal.portal_kit import THOROUGH, Reader, until
from publish.publisher_kit import (
    NEW,
    OLD,
    Publish,
    Release,
    assert_exactly,
    killed_at,
    release_shown,
    steps,
)
from publish.releases import CITIES, csv_of

LOADS = ("load cities", "load totals")
FIRST = ("plan", "create", "commit", *LOADS, "views", "verify-private", "reveal", "verify", "mark")
TRIALS = ("try cities", "try totals")
UPDATE = ("plan", "claim", "stage", *TRIALS, "commit", *LOADS, "remove", "verify", "mark")
#: Steps that change the portal are also killed so many seconds into their first request.
LATER = 0.01
LONG = ("create", "stage", "try cities", "commit", "load cities", "remove", "reveal", "mark")


def moments(names: tuple[str, ...]) -> list[tuple[str, float]]:
    """Each step at its journal line, long ones later too: on the oldest CKAN these alone."""
    first = [(each, 0.0) for each in names] if THOROUGH else []
    return first + [(each, LATER) for each in names if each in LONG]


def test_the_steps_are_all_that_there_are(release: Release, run: Publish, target: Target) -> None:
    """A step that is not killed below would go untested."""
    run(release(tables={"extra": CITIES}))
    assert steps(target.state) == [
        *FIRST[:3],
        "load cities",
        "load totals",
        "load extra",
        *FIRST[5:],
        "finished",
    ]
    before = len(steps(target.state))
    run(release("1.1.0", tables=NEW))
    assert steps(target.state)[before:] == [*UPDATE, "finished"]


@pytest.mark.parametrize(("step", "delay"), moments(FIRST))
def test_killed_in_a_first_publication(
    name: str,
    release: Release,
    run: Publish,
    target: Target,
    token: str,
    visitor: Reader,
    step: str,
    delay: float,
) -> None:
    archive = release()
    killed_at(step, archive, target, token, delay)
    if visitor.dataset(name) is not None:
        # It became public, so it is complete.
        assert release_shown(name, visitor) == "old"
    assert run(archive).resumed is not None
    assert_exactly(name, "1.0.0", OLD, visitor)
    assert not run(archive).plan.pending


@pytest.mark.parametrize(
    ("step", "delay"), [each for each in moments(UPDATE) if each[0] != "try totals"]
)
def test_killed_in_an_update(
    name: str,
    release: Release,
    run: Publish,
    target: Target,
    token: str,
    visitor: Reader,
    editor: Reader,
    step: str,
    delay: float,
) -> None:
    run(release(tables={"extra": CITIES}))
    archive = release("1.1.0", tables=NEW)
    killed_at(step, archive, target, token, delay)
    # Old or new, once the request that the killed one left behind has ended.
    until(lambda: release_shown(name, visitor) != "mixed", seconds=20)
    run(archive)
    assert_exactly(name, "1.1.0", NEW, visitor)
    assert "extra" not in [
        each["fiscal_notice_name"] for each in visitor.dataset(name)["resources"]
    ]
    staged = editor.dataset(staging_name(name))
    assert staged is None or staged["state"] == "deleted"
    for each in staged["resources"] if staged else ():
        assert editor.action("datastore_info", id=each["id"]) is None
    assert not run(archive).plan.pending


def test_killed_in_the_commit_and_then_published_back(
    name: str, release: Release, run: Publish, target: Target, token: str, visitor: Reader
) -> None:
    """The old release again, not the new one, after a crash: nothing of the new one stays."""
    old = release()
    run(old)
    killed_at("commit", release("1.1.0", tables=NEW), target, token, LATER)
    run(old)
    assert_exactly(name, "1.0.0", OLD, visitor)
    assert visitor.content(name, "cities") == csv_of(CITIES)
