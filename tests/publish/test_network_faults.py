"""Cut off, refused, answered with nonsense: by a real proxy before a real portal."""

from __future__ import annotations

import pytest

from fiscal_notice_ckan.errors import PortalError, UncertainError
from fiscal_notice_ckan.publishing import publish
from fiscal_notice_ckan.target import Target
from portal.portal_kit import THOROUGH, Reader
from publish.publisher_kit import (
    BARE,
    NEW,
    OLD,
    Interfered,
    Publish,
    Release,
    always,
    assert_exactly,
    once,
    through,
)
from publish.releases import CITIES, csv_of

# What differs is whether the work was done: half of a request, and a gateway that fails after it.
FAULTS = ("cut", "502 after") if THOROUGH else ("502 after",)
# In the commit also an answer that is lost, and a gateway that fails before the work.
COMMIT = (*FAULTS, "lost", "502") if THOROUGH else FAULTS
# Commit, reveal and mark are revisions of the dataset, in this order.
FIRST = [
    *(("POST package_revise", 0, fault) for fault in COMMIT),
    *(("POST package_revise", at, fault) for at in (1, 2) for fault in FAULTS),
    *(
        (f"POST {action}", 0, fault)
        for action in ("package_create", "datastore_create", "resource_view_create")
        for fault in FAULTS
    ),
]
# Claim, stage, commit, removal and mark.
UPDATE = [
    *(("POST package_revise", 2, fault) for fault in COMMIT),
    *(("POST package_revise", at, fault) for at in (0, 1, 3, 4) for fault in FAULTS),
    *(
        (f"POST {action}", at, fault)
        for action, at in (
            # The first table that is tried in private; of those that go, two were tried there.
            ("datastore_create", 0),
            ("datastore_upsert", 0),
            ("datastore_records_delete", 0),
            ("datastore_delete", 2),
            ("package_delete", 0),
        )
        for fault in FAULTS
    ),
]


@pytest.mark.parametrize(("request_", "at", "fault"), FIRST)
def test_one_fault_in_a_write_of_a_first_publication(
    name: str,
    release: Release,
    interfered: Interfered,
    run: Publish,
    visitor: Reader,
    request_: str,
    at: int,
    fault: str,
) -> None:
    archive = release()
    said: PortalError | None = None
    try:
        interfered(archive, once(request_, fault, at))
    except PortalError as error:
        said = error
        run(archive)
    assert interfered.injected == [fault]
    assert said is None or (said.now and said.hint), said
    assert_exactly(name, "1.0.0", OLD, visitor)
    assert not run(archive).plan.pending


@pytest.mark.parametrize(("request_", "at", "fault"), UPDATE)
def test_one_fault_in_a_write_of_an_update_is_got_over(
    name: str,
    release: Release,
    interfered: Interfered,
    run: Publish,
    visitor: Reader,
    request_: str,
    at: int,
    fault: str,
) -> None:
    # A table that gets shorter, and one that goes.
    run(release(tables={"totals": CITIES, "extra": CITIES}))
    archive = release("1.1.0", tables=NEW)
    interfered(archive, once(request_, fault, at))
    assert interfered.injected == [fault]
    assert_exactly(name, "1.1.0", NEW, visitor)
    assert len(visitor.dataset(name)["resources"]) == 6
    assert not run(archive).plan.pending


# None of them comes from CKAN.
NEVER = [
    ("cut", "connection to the portal failed"),
    ("502", "HTTP 502"),
    ("500", "HTTP 500"),
    ("413", "too large"),
    ("html", "none of CKAN's"),
    ("login", "sending us elsewhere"),
    ("empty", "none of CKAN's"),
]


@pytest.mark.parametrize(("fault", "says"), NEVER if THOROUGH else NEVER[:1])
def test_uploads_that_never_pass_leave_the_old_release(
    name: str,
    release: Release,
    interfered: Interfered,
    run: Publish,
    token: str,
    visitor: Reader,
    fault: str,
    says: str,
) -> None:
    run(release())
    archive = release("1.1.0", tables=NEW)
    with pytest.raises(PortalError) as raised:
        interfered(archive, always("POST package_revise", fault))
    assert says in str(raised.value)
    assert "as before: release 1.0.0" in str(raised.value)
    assert "try:" in str(raised.value)
    assert token not in str(raised.value)
    assert visitor.dataset(name)["version"] == "1.0.0"
    assert visitor.content(name, "cities") == csv_of(CITIES)
    run(archive)
    assert_exactly(name, "1.1.0", NEW, visitor)


def test_a_removal_that_is_refused_takes_nothing_from_the_old_release(
    name: str, release: Release, interfered: Interfered, run: Publish, visitor: Reader
) -> None:
    """The commit never passes: the resource that was to go still has its table."""
    run(release(tables={"extra": CITIES}))
    archive = release("1.1.0", tables=NEW)
    with pytest.raises(PortalError, match="too large"):
        interfered(archive, once("POST package_revise", "413", 2))
    assert visitor.rows(name, "extra") == sorted(CITIES)
    assert visitor.dataset(name)["version"] == "1.0.0"


@pytest.mark.parametrize("fault", ["html", "empty"])
@pytest.mark.parametrize("step", ["GET package_show", "GET status_show", "GET license_list"])
def test_a_portal_that_answers_with_nonsense(
    release: Release, interfered: Interfered, step: str, fault: str
) -> None:
    archive = release()
    with pytest.raises(PortalError, match="none of CKAN's"):
        interfered(archive, always(step, fault))


def test_a_portal_that_is_down(release: Release, target: Target, token: str) -> None:
    archive = release()
    with pytest.raises(UncertainError, match="connection to the portal failed") as raised:
        publish(archive, through(target, "http://127.0.0.1:9", token), BARE)
    assert "check that the portal is up" in str(raised.value)
