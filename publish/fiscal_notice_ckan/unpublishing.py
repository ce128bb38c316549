"""Take back a dataset that this publisher made: it goes into the portal's bin with all it has.

Nothing is purged: a later publication of the same name brings it back, with the releases that it
keeps. Each step asks what the portal holds, so that a run that was killed anywhere is completed by
the next one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fiscal_notice_ckan import preflight, revision, staging
from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.dataset import COMMIT, NAME, RELEASE, extras_of
from fiscal_notice_ckan.errors import (
    DeniedError,
    MissingError,
    PortalError,
    PreflightError,
    in_a_line,
)
from fiscal_notice_ckan.journal import FINISHED, Journal
from fiscal_notice_ckan.publication import Progress, Raw, Session, giving_back
from fiscal_notice_ckan.snapshot import Remote, binned, shown, staging_name
from fiscal_notice_ckan.target import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A resource that goes: its size, whether it has a table and whether others added it."""

    name: str
    bytes: int
    table: bool
    others: bool

    def __str__(self) -> str:
        notes = ", its table" * self.table + ", added by others" * self.others
        return f"- {in_a_line(self.name)}  {self.bytes:,} bytes{notes}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """What would go; ``done`` says that it lies in the bin already."""

    name: str
    title: str
    url: str
    version: str
    public: bool
    items: tuple[Item, ...]
    done: bool

    def __str__(self) -> str:
        seen = ", public" * self.public
        lines = [f"- dataset {self.name}, {in_a_line(self.title)}  {self.version}{seen}"]
        return "\n".join([*lines, *(f"  {each}" for each in self.items)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpublished:
    """How it came out; without a ``receipt`` nothing was done, ``pending`` if it could be."""

    going: Going
    pending: bool = False
    receipt: Path | None = None


def unpublish(
    name: str,
    target: Target,
    agreed: Callable[[Going], bool] = lambda _going: True,
    *,
    take_over: bool = False,
    progress: Progress = Progress(),  # noqa: B008  frozen
) -> Unpublished:
    """Put the dataset called ``name`` into the portal's bin, if ``agreed`` to what goes.

    Raises MissingError if the portal has none, PreflightError if it is not ours or someone else is
    at work, PortalError with what the portal holds if it fails later. Run again, it completes that.
    """
    if not preflight.is_name(name):
        raise PreflightError([f"{name!r} is no name of a dataset: 2 to 100 of a-z 0-9 _ -"])
    with target.journal(name) as journal:
        raw = _found(target.client, name)
        going = _going(target.client, name, raw)
        _check(target, name, raw, journal, take_over=take_over)
        if _settled(target.client, raw, journal):
            return Unpublished(going=going)
        if not agreed(going):
            return Unpublished(going=going, pending=True)
        session = Session(
            client=target.client,
            journal=journal,
            name=name,
            progress=progress,
            now=f"as before: {Remote(raw=raw).version}",
            bin_too=True,
        )
        with giving_back(session):
            _taken_back(session, raw)
        receipt = journal.receipt(_receipt(going, journal))
        journal.write(FINISHED, unpublished=True)
        return Unpublished(going=going, receipt=receipt)


def _found(client: Client, name: str) -> dict[str, Any]:
    raw = shown(client, name, bin_too=True)
    if raw is None:
        raise MissingError(
            f"the portal has no dataset {name}, or does not show it to this account",
            file=client.url,
            hint="check the name, and that the token is an editor's of the organisation",
        )
    return raw


def _check(target: Target, name: str, raw: Raw, journal: Journal, *, take_over: bool) -> None:
    problems = []
    wanted = target.organisation
    owner = raw.get("organization") or {}
    if COMMIT not in extras_of(raw):
        problems.append(f"the dataset {name} was not made by this publisher: it stays as it is")
    elif wanted not in (None, owner.get("name"), owner.get("id")):
        problems.append(f"the dataset {name} is the organisation {owner.get('name')}'s")
    problems += preflight.claimed(Remote(raw=raw), journal.runs, time.time(), take_over=take_over)
    if problems:
        raise PreflightError(problems, what="not taken back")


def _settled(client: Client, raw: Raw, journal: Journal) -> bool:
    """Whether the dataset lies in the bin already and nothing is left to put away."""
    if not binned(raw):
        return False
    staged = shown(client, staging_name(str(raw["name"])))
    done = staged is None and Remote(raw=raw).claim is None
    if done and journal.unfinished():
        # It was killed after its last step: all that was missing is this line.
        journal.write(FINISHED, unpublished=True)
    return done


def _taken_back(session: Session, raw: Raw) -> None:
    session.step("claim", "claiming the dataset", detail=True)
    found = session.swap(raw, lambda now: revision.take_back(now, session.claim), session.owns)
    session.step("unpublish", "putting the dataset into the portal's bin", "it, or nothing of it")
    if not binned(found):
        session.guard()
        session.client.write("package_delete", {"id": found["id"]}, idempotent=True)
    session.now = "nothing that visitors see; the dataset lies in the bin"
    session.step("clear", "putting away what was staged", detail=True)
    staging.clear(session.client, session.name)
    session.step("unseen", "looking as an anonymous visitor")
    _unseen(session)
    session.step("mark", "ending the claim", detail=True)
    session.revise(revision.drop_claim, lambda now: not session.owns(now))


def _unseen(session: Session) -> None:
    """Raises PortalError if a visitor still sees the dataset."""
    try:
        found = shown(session.client.anonymous, session.name)
    except DeniedError:
        return
    if found is not None:
        raise PortalError("the portal still shows the dataset", found=session.name)


def _going(client: Client, name: str, raw: Raw) -> Going:
    remote = Remote(raw=raw)
    return Going(
        name=name,
        title=str(raw.get("title") or name),
        url=f"{client.url}/dataset/{name}",
        version=remote.version,
        public=not (raw.get("private") or binned(raw)),
        items=tuple(map(_item, raw["resources"])),
        done=binned(raw),
    )


def _item(each: Mapping[str, Any]) -> Item:
    size = each.get("size")
    return Item(
        name=str(each.get(NAME) or each.get("name") or each["id"]),
        bytes=size if isinstance(size, int) else 0,
        table=bool(each.get("datastore_active")),
        others=not each.get(NAME),
    )


def _receipt(going: Going, journal: Journal) -> dict[str, Any]:
    return {
        "dataset": going.url,
        "unpublished": True,
        "run": journal.run,
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "before": going.version,
        "resources": [asdict(each) for each in going.items],
        "releases": [
            each.name.removeprefix(RELEASE)
            for each in going.items
            if each.name.startswith(RELEASE) and not each.others
        ],
    }


__all__ = ["Going", "Unpublished", "unpublish"]
