"""Carry out a plan: stage → commit → tables → previews → verify → mark, each step in the journal.

Every step asks what the portal holds before it does anything that must not happen twice, so a run
that was killed anywhere is completed by the next one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from fiscal_notice_ckan import loading, revision, staging
from fiscal_notice_ckan.client import PAUSES, Client
from fiscal_notice_ckan.dataset import COMMIT, Dataset, own_extras
from fiscal_notice_ckan.faults import (
    ConflictError,
    MissingError,
    PortalError,
    RefusedError,
    UncertainError,
)
from fiscal_notice_ckan.journal import FINISHED, Journal
from fiscal_notice_ckan.plan import Load, Plan, Remove, Show
from fiscal_notice_ckan.revision import Revision
from fiscal_notice_ckan.snapshot import Remote, same_state, shown
from fiscal_notice_ckan.verify import verify

_AGAIN = "run the same command again: it goes on from what the portal holds then"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Who hears of steps and of their details (a sentence), and of uploads (bytes done, in all)."""

    say: Callable[[str], None] = field(default=lambda _text: None)
    detail: Callable[[str], None] = field(default=lambda _text: None)
    sent: Callable[[int, int], None] = field(default=lambda _done, _total: None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One publication under way."""

    client: Client
    journal: Journal
    plan: Plan
    prune: bool
    progress: Progress

    @property
    def dataset(self) -> Dataset:
        """What is to be on the portal."""
        return self.plan.dataset

    @contextmanager
    def step(self, name: str, text: str, now: str, *, detail: bool = False) -> Iterator[None]:
        """A step in the journal; an error in it says that the portal holds ``now``."""
        (self.progress.detail if detail else self.progress.say)(text)
        self.journal.write(name)
        try:
            yield
        except PortalError as error:
            error.now = error.now or now
            error.hint = error.hint or _AGAIN
            raise
        except KeyboardInterrupt:
            stopped = PortalError(f"interrupted while {text}", hint=_AGAIN)
            stopped.now = now
            raise stopped from None


def apply(run: Run, remote: Remote) -> list[str]:
    """Bring the portal from ``remote`` to the plan's dataset; notes on what it could not do.

    Raises PortalError, which says what the portal holds and what to do.
    """
    raw = _ready(run, remote)
    if run.plan.commits:
        marker = f"{run.dataset.digest}:{run.journal.run}"
        with run.step("commit", "committing", _torn(remote)):
            raw = _commit(run, raw, marker)
    else:
        marker = own_extras(raw)[COMMIT]
    new = f"files and metadata of release {run.dataset.version}; its tables are not complete"
    notes = _tables(run, new)
    if raw.get("private"):
        _reveal(run, marker)
    _verify_public(run, rows_too=not raw.get("private"))
    with run.step("mark", "recording the release", f"release {run.dataset.version}, complete"):
        _revised(run, marker, lambda now: revision.mark(run.dataset, now, marker))
        staging.clear(run.client, run.dataset.name)
    run.journal.write(FINISHED, version=run.dataset.version)
    return notes


def _torn(remote: Remote) -> str:
    """What the portal may hold if a commit fails."""
    if remote.fresh:
        return "a private dataset that is not complete; visitors see nothing of it"
    # Files are replaced one by one before the transaction ends.
    return f"{remote.version}; if the portal itself failed, single files may be the new ones"


def _ready(run: Run, remote: Remote) -> Mapping[str, Any]:
    """Where the commit goes: a new private dataset, or the old one once the files were tried."""
    unchanged = f"as before: {remote.version}"
    if remote.raw is None:
        with run.step("create", "making the dataset, private", unchanged):
            return _create(run)
    if run.plan.uploads and not remote.fresh:
        text = f"trying {len(run.plan.uploads)} file(s) in a private dataset"
        with run.step("stage", text, unchanged):
            staging.stage(run.client, run.dataset, run.plan.uploads, run.progress.sent)
    return remote.raw


def _create(run: Run) -> Mapping[str, Any]:
    fields, marker = run.dataset.fields, f":{run.journal.run}"
    data = {
        "name": run.dataset.name,
        "title": fields["title"],
        "owner_org": fields["owner_org"],
        "private": True,
        "extras": [{"key": COMMIT, "value": marker}],
    }
    try:
        run.client.write("package_create", data, idempotent=False)
    except (UncertainError, RefusedError):
        # The answer may have been lost, or someone else was quicker: the marker tells.
        made = shown(run.client, run.dataset.name)
        if made is None:
            raise
        if own_extras(made).get(COMMIT) != marker:
            raise _overtaken() from None
    made = shown(run.client, run.dataset.name)
    assert made is not None  # noqa: S101  it was made just now
    return made


def _commit(run: Run, raw: Mapping[str, Any], marker: str) -> Mapping[str, Any]:
    """Replace everything in one transaction, if the dataset is still what was planned for."""
    planned = raw
    if _drop_tables(run):
        raw = _after(run, planned, marker, _overtaken())
    for pause in (*PAUSES, 0.0):
        call = revision.commit(run.plan, raw, marker, prune=run.prune)
        try:
            return dict(run.client.revise(call.fields, call.files, run.progress.sent))
        except (UncertainError, ConflictError) as fault:
            time.sleep(pause)
            found = _after(run, planned, marker, fault)
            if own_extras(found).get(COMMIT) == marker:
                return found
            raw, last = found, fault
    raise last


def _drop_tables(run: Run) -> bool:
    """Delete the tables of resources that go: afterwards nobody could; whether there were any."""
    gone = [each for each in run.plan.actions if isinstance(each, Remove) and each.table]
    for each in gone:
        with suppress(MissingError):
            data = {"resource_id": each.id, "force": True}
            run.client.write("datastore_delete", data, idempotent=False)
    return bool(gone)


def _after(
    run: Run, planned: Mapping[str, Any], marker: str, fault: PortalError
) -> Mapping[str, Any]:
    """The dataset after a commit of unknown outcome: done, or still what was planned for.

    Raises ConflictError if someone else changed it. Background jobs only stamp it anew: that
    counts as unchanged.
    """
    found = shown(run.client, run.dataset.name)
    if found is None:
        raise fault
    if own_extras(found).get(COMMIT) != marker and not same_state(planned, found):
        raise _overtaken() from None
    return found


def _overtaken() -> ConflictError:
    error = ConflictError(
        "someone else changed the dataset while this release was being published",
        hint="look at what they did, then run again: the plan will be made from the new state",
    )
    error.now = "what they wrote last; this publication added nothing to it"
    return error


def _tables(run: Run, now: str) -> list[str]:
    loads = [each for each in run.dataset.resources if run.plan.of(each.name, Load)]
    run.progress.say(f"loading {len(loads)} table(s)")
    for each in loads:
        with run.step(f"load {each.name}", f"loading {each.name}", now, detail=True):
            loading.load(run.client, each)
    with run.step("views", "seeing to the previews", now):
        wanted = [each for each in run.dataset.resources if run.plan.of(each.name, Show)]
        notes = [loading.show(run.client, each) for each in wanted]
    return [note for note in notes if note]


def _reveal(run: Run, marker: str) -> None:
    now = f"release {run.dataset.version}, not public"
    with run.step("verify-private", "verifying before the dataset becomes public", now):
        _verified(run, run.client, now)
    with run.step("reveal", "making the dataset public", f"{now}, or public just now"):
        _revised(run, marker, revision.reveal)


def _verify_public(run: Run, *, rows_too: bool) -> None:
    now = f"release {run.dataset.version}, public, not recorded as verified"
    with run.step("verify", "verifying as an anonymous visitor", now):
        _verified(run, run.client.anonymous, now, rows_too=rows_too)


def _verified(run: Run, client: Client, now: str, *, rows_too: bool = True) -> None:
    loaded = {each.resource for each in run.plan.actions if isinstance(each, Load) and rows_too}
    problems = verify(client, run.dataset, loaded, run.progress.detail)
    if problems:
        error = PortalError(
            f"the portal does not show what was published: {len(problems)} difference(s)",
            found="; ".join(problems[:10]),
            hint=_AGAIN,
        )
        error.now = now
        raise error


def _revised(
    run: Run, marker: str, make: Callable[[Mapping[str, Any]], Revision]
) -> Mapping[str, Any]:
    """A small change on top of our own commit, made again if a background job came between."""
    fault: PortalError = _overtaken()
    for pause in (*PAUSES, 0.0):
        raw = shown(run.client, run.dataset.name)
        if raw is None or own_extras(raw).get(COMMIT) != marker:
            raise _overtaken()
        call = make(raw)
        try:
            return dict(run.client.revise(call.fields, call.files))
        except (UncertainError, ConflictError) as error:
            fault = error
            time.sleep(pause)
    raise fault
