"""Carry out a plan: claim → stage → commit → tables → previews → verify → mark.

Each step stands in the journal before it begins, and asks what the portal holds before it does
anything that must not happen twice: a run that was killed anywhere is completed by the next one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from fiscal_notice.errors import TargetError
from fiscal_notice_ckan import loading, revision, staging
from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.dataset import CLAIM, COMMIT, Dataset, extras_of
from fiscal_notice_ckan.faults import ConflictError, PortalError, RefusedError, UncertainError
from fiscal_notice_ckan.journal import Journal
from fiscal_notice_ckan.loading import Prepared
from fiscal_notice_ckan.plan import Load, Plan, Show, Unload
from fiscal_notice_ckan.revision import Revision
from fiscal_notice_ckan.snapshot import Claim, Remote, claim_in, same_state, shown
from fiscal_notice_ckan.verify import verify

_AGAIN = "run the same command again: it goes on from what the portal holds then"
Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Who hears of steps and of their details (a sentence), and of uploads (bytes done, in all)."""

    say: Callable[[str], None] = field(default=lambda _text: None)
    detail: Callable[[str], None] = field(default=lambda _text: None)
    sent: Callable[[int, int], None] = field(default=lambda _done, _total: None)


@dataclass(slots=True, kw_only=True)
class Run:
    """One publication under way; ``now`` says in words what the portal holds at this moment."""

    client: Client
    journal: Journal
    plan: Plan
    progress: Progress
    now: str
    doing: str = ""

    @property
    def dataset(self) -> Dataset:
        """What is to be on the portal."""
        return self.plan.dataset

    @property
    def claim(self) -> str:
        """How the portal names this run; a run has one claim, whenever it is written."""
        return str(Claim(run=self.journal.run, since=self.journal.began))

    def step(self, name: str, text: str, now: str | None = None, *, detail: bool = False) -> None:
        """Begin a step: tell of it and write it to the journal; the portal holds ``now`` in it."""
        self.doing = text
        (self.progress.detail if detail else self.progress.say)(text)
        self.journal.write(name)
        self.now = now or self.now

    def guard(self) -> Raw:
        """The dataset as it is; ConflictError if another publisher has taken it over."""
        raw = shown(self.client, self.dataset.name)
        if raw is None or not _ours(self, raw):
            raise _overtaken(raw)
        return raw


def apply(run: Run, remote: Remote) -> list[str]:
    """Bring the portal from ``remote`` to the plan's dataset; notes on what it could not do.

    Raises PortalError, which says what the portal holds and what to do.
    """
    try:
        return _apply(run, remote)
    except PortalError as error:
        error.now = error.now or run.now
        error.hint = error.hint or _AGAIN
        _give_back(run)
        raise
    except TargetError as error:
        _give_back(run)
        raise _told(run, error.problem, hint=f"{error.hint}; then {_AGAIN}") from None
    except KeyboardInterrupt:
        _give_back(run)
        raise _told(run, f"interrupted while {run.doing}", hint=_AGAIN) from None


def _told(run: Run, problem: str, *, hint: str) -> PortalError:
    error = PortalError(problem, hint=hint)
    error.now = run.now
    return error


def _give_back(run: Run) -> None:
    """End our claim, if that is easily done, so that nobody has to wait for a run that is over."""
    with suppress(PortalError, KeyboardInterrupt):
        call = revision.release(run.guard())
        run.client.revise(call.fields, call.files)


def _apply(run: Run, remote: Remote) -> list[str]:
    before = run.now
    raw = _claimed(run, remote)
    run.now = before if remote.raw else _torn(remote)
    if run.plan.uploads and not remote.fresh:
        run.step("stage", f"trying {len(run.plan.uploads)} file(s) in a private dataset")
        staging.stage(run.client, run.dataset, run.plan.uploads, run.progress.sent)
    prepared = _prepared(run)
    if run.plan.commits:
        run.step("commit", "committing", _torn(remote))
        raw = _commit(run, raw)
    notes = _tables(run, prepared)
    raw = _removed(run, raw)
    if raw.get("private"):
        _reveal(run)
    _verify_public(run, rows_too=not raw.get("private"))
    run.step("mark", "recording the release", f"release {run.dataset.version}, complete")
    _revised(run, lambda now: revision.mark(run.dataset, now, raw), _is_marked)
    staging.clear(run.client, run.dataset.name)
    return notes


def _is_marked(raw: Raw) -> bool:
    return claim_in(extras_of(raw)) is None


def _torn(remote: Remote) -> str:
    """What the portal may hold if a commit fails."""
    if remote.fresh:
        return "a private dataset that is not complete; visitors see nothing of it"
    # Files are replaced one by one before the transaction ends.
    return f"{remote.version}; if the portal itself failed, single files may be the new ones"


def _claimed(run: Run, remote: Remote) -> Raw:
    """The dataset, made private if there was none, with our claim on it."""
    if remote.raw is None:
        now = f"{run.now}, or a private dataset with nothing in it"
        run.step("create", "making the dataset, private", now)
        return _create(run)
    run.step("claim", "claiming the dataset", detail=True)
    return _swapped(
        run, remote.raw, lambda raw: revision.claim(raw, run.claim), lambda raw: _ours(run, raw)
    )


def _ours(run: Run, raw: Raw) -> bool:
    return extras_of(raw).get(CLAIM) == run.claim


def _create(run: Run) -> Raw:
    data = {
        "name": run.dataset.name,
        "title": run.dataset.fields["title"],
        "owner_org": run.dataset.fields["owner_org"],
        "private": True,
        "extras": [{"key": CLAIM, "value": run.claim}, {"key": COMMIT, "value": ":"}],
    }
    try:
        run.client.write("package_create", data, idempotent=False)
    except (UncertainError, RefusedError):
        # The answer may have been lost, or someone else was quicker: the claim tells.
        made = shown(run.client, run.dataset.name)
        if made is None:
            raise
        if not _ours(run, made):
            raise _overtaken(made) from None
    return run.guard()


def _prepared(run: Run) -> dict[str, Prepared]:
    """What there is of each table: read before the commit, so that the writes follow it at once."""
    loads = [each for each in run.dataset.resources if run.plan.of(each.name, Load)]
    run.progress.detail(f"comparing {len(loads)} table(s)")
    return {each.name: loading.prepare(run.client, each) for each in loads}


def _commit(run: Run, raw: Raw) -> Raw:
    """Replace everything in one transaction, if the dataset is still what was planned for."""
    marker = f"{run.dataset.digest}:{run.journal.run}"

    def make(found: Raw) -> Revision:
        return revision.commit(run.plan, found, marker)

    return _swapped(run, raw, make, lambda found: extras_of(found).get(COMMIT) == marker)


def _swapped(
    run: Run, planned: Raw, make: Callable[[Raw], Revision], done: Callable[[Raw], bool]
) -> Raw:
    """Compare and swap: a revision, if the dataset is what was planned for, made once.

    After a lost answer or a refused match the portal is asked: done, or to be tried again, as
    background jobs stamp a dataset anew. Raises ConflictError if someone else changed it.
    """
    raw = planned
    for pause in (*run.client.pauses, 0.0):
        call = make(raw)
        fault: PortalError = _overtaken(None)
        try:
            run.client.revise(call.fields, call.files, run.progress.sent)
        except (UncertainError, ConflictError) as error:
            fault = error
            time.sleep(pause)
        # Not the call's own answer: that differs from what a later call is matched with.
        found = shown(run.client, run.dataset.name)
        if found is None:
            raise fault
        if done(found):
            return found
        if not same_state(planned, found):
            raise _overtaken(None if _ours(run, found) else found)
        raw = found
    raise fault


def _overtaken(found: Raw | None) -> ConflictError:
    other = claim_in(extras_of(found or {}))
    if other is None:
        error = ConflictError(
            "someone else changed the dataset while this release was being published",
            hint="look at what they did, then run again: the plan will be made from the new state",
        )
    else:
        error = ConflictError(
            f"another publisher (run {other.run}) has the dataset",
            hint="wait until it has ended, then run again: the plan will be made from the new "
            "state",
        )
    error.now = "what they wrote last; this publication writes no more"
    return error


def _tables(run: Run, prepared: Mapping[str, Prepared]) -> list[str]:
    now = f"files and metadata of release {run.dataset.version}; its tables are not complete"
    run.now = now
    if prepared:
        run.progress.say(f"loading {len(prepared)} table(s)")
    for each in run.dataset.resources:
        if each.name in prepared:
            run.step(f"load {each.name}", f"loading {each.name}", now, detail=True)
            loading.load(run.client, each, prepared[each.name], run.guard)
        elif run.plan.of(each.name, Unload):
            run.step(f"unload {each.name}", f"deleting the table of {each.name}", now, detail=True)
            loading.unload(run.client, each.id, run.guard)
    wanted = [each for each in run.dataset.resources if run.plan.of(each.name, Show)]
    if wanted:
        run.step("views", "seeing to the previews", now)
    notes = [loading.show(run.client, each) for each in wanted]
    return [note for note in notes if note]


def _removed(run: Run, raw: Raw) -> Raw:
    """Take out what goes: tables first, as afterwards nobody could; the dataset as it is then."""
    run.now = f"release {run.dataset.version}, not recorded as verified"
    if not run.plan.removals:
        return raw
    names = ", ".join(each.resource for each in run.plan.removals)
    run.step("remove", f"removing {names}", f"{run.now}, beside it all or some of: {names}")
    for each in run.plan.removals:
        if each.table:
            loading.unload(run.client, each.id, run.guard)
    gone = {each.id for each in run.plan.removals}
    return _revised(
        run,
        lambda now: revision.remove(run.plan, now),
        lambda now: not gone & {each["id"] for each in now["resources"]},
    )


def _reveal(run: Run) -> None:
    now = f"release {run.dataset.version}, not public"
    run.step("verify-private", "verifying before the dataset becomes public", now)
    _verified(run, run.client)
    run.step("reveal", "making the dataset public", f"{now}, or public just now")
    _revised(run, revision.reveal, lambda raw: not raw.get("private"))


def _verify_public(run: Run, *, rows_too: bool) -> None:
    now = f"release {run.dataset.version}, public, not recorded as verified"
    run.step("verify", "verifying as an anonymous visitor", now)
    _verified(run, run.client.anonymous, rows_too=rows_too)


def _verified(run: Run, client: Client, *, rows_too: bool = True) -> None:
    loaded = {each.resource for each in run.plan.actions if isinstance(each, Load) and rows_too}
    problems = verify(client, run.dataset, loaded, run.progress.detail)
    if problems:
        raise PortalError(
            f"the portal does not show what was published: {len(problems)} difference(s)",
            found="; ".join(problems[:10]),
        )


def _revised(run: Run, make: Callable[[Raw], Revision], done: Callable[[Raw], bool]) -> Raw:
    """A small change under our claim, made again if a background job or a person came between."""
    fault: PortalError = _overtaken(None)
    for pause in (*run.client.pauses, 0.0):
        call = make(run.guard())
        try:
            run.client.revise(call.fields, call.files)
        except (UncertainError, ConflictError) as error:
            fault = error
            time.sleep(pause)
        found = shown(run.client, run.dataset.name)
        if found is not None and done(found):
            return found
    raise fault
