"""Work on a dataset under way: its steps, its claim, and revisions made by compare-and-swap."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from fiscal_notice.errors import TargetError
from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.dataset import CLAIM, Dataset, extras_of
from fiscal_notice_ckan.errors import ConflictError, PortalError, UncertainError, in_a_line
from fiscal_notice_ckan.journal import Journal
from fiscal_notice_ckan.plan import Plan
from fiscal_notice_ckan.revision import Revision, drop_claim
from fiscal_notice_ckan.snapshot import Claim, claim_in, same_state, shown

_AGAIN = "run the same command again: it goes on from what the portal holds then"
#: A dataset as ``package_show`` gives it.
Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Who hears of steps and of their details (a sentence), and of uploads (bytes done, in all)."""

    say: Callable[[str], None] = field(default=lambda _text: None)
    detail: Callable[[str], None] = field(default=lambda _text: None)
    sent: Callable[[int, int], None] = field(default=lambda _done, _total: None)


@dataclass(slots=True, kw_only=True)
class Session:
    """Work on the dataset called ``name``; ``now`` says in words what the portal holds now.

    With ``bin_too`` it may lie in the portal's bin; otherwise someone else has put it there.
    """

    client: Client
    journal: Journal
    name: str
    progress: Progress
    now: str
    doing: str = ""
    bin_too: bool = False

    @property
    def claim(self) -> str:
        """How the portal names this run; a run has one claim, whenever it is written."""
        return str(Claim(run=self.journal.run, since=self.journal.began))

    def step(self, name: str, text: str, now: str | None = None, *, detail: bool = False) -> None:
        """Begin a step: tell of it and write it to the journal; the portal holds ``now`` in it."""
        self.doing = in_a_line(text)
        (self.progress.detail if detail else self.progress.say)(self.doing)
        self.journal.write(name)
        self.now = now or self.now

    def owns(self, raw: Raw) -> bool:
        """Whether the claim on a dataset is this run's."""
        return extras_of(raw).get(CLAIM) == self.claim

    def guard(self) -> Raw:
        """The dataset as it is; ConflictError if another publisher has taken it over."""
        raw = shown(self.client, self.name, bin_too=self.bin_too)
        if raw is None or not self.owns(raw):
            raise overtaken(raw)
        return raw

    def swap(
        self,
        planned: Raw,
        make: Callable[[Raw], Revision],
        done: Callable[[Raw], bool],
    ) -> Raw:
        """Compare and swap: a revision, if the dataset is what was planned for, made once.

        After a lost answer or a refused match the portal is asked: done, or to be tried again, as
        background jobs stamp a dataset anew. Raises ConflictError if someone else changed it.
        """

        def unchanged(found: Raw) -> Raw:
            if not same_state(planned, found):
                raise overtaken(None if self.owns(found) else found)
            return found

        return self._tried(planned, make, done, unchanged)

    def revise(self, make: Callable[[Raw], Revision], done: Callable[[Raw], bool]) -> Raw:
        """A small change under our claim, made again if a job or a person came between."""

        def still_ours(found: Raw) -> Raw:
            if not self.owns(found):
                raise overtaken(found)
            return found

        return self._tried(self.guard(), make, done, still_ours)

    def _tried(
        self,
        raw: Raw,
        make: Callable[[Raw], Revision],
        done: Callable[[Raw], bool],
        checked: Callable[[Raw], Raw],
    ) -> Raw:
        fault: PortalError = overtaken(None)
        for pause in (*self.client.pauses, 0.0):
            call = make(raw)
            try:
                self.client.revise(call.fields, call.files, self.progress.sent)
            except (UncertainError, ConflictError) as error:
                fault = error
                time.sleep(pause)
            # Not the call's own answer: that differs from what a later call is matched with.
            found = shown(self.client, self.name, bin_too=self.bin_too)
            if found is None:
                raise fault
            if done(found):
                return found
            raw = checked(found)
        raise fault


@dataclass(slots=True, kw_only=True)
class Run(Session):
    """One publication under way."""

    plan: Plan

    @property
    def dataset(self) -> Dataset:
        """What is to be on the portal."""
        return self.plan.dataset


@contextmanager
def giving_back(session: Session) -> Iterator[None]:
    """Say of whatever ends the work what the portal holds and what to do, and end our claim.

    Raises PortalError.
    """
    try:
        yield
    except PortalError as error:
        error.now = error.now or session.now
        error.hint = error.hint or _AGAIN
        _give_back(session)
        raise
    except TargetError as error:
        _give_back(session)
        raise _told(session, error.problem, hint=f"{error.hint}; then {_AGAIN}") from None
    except KeyboardInterrupt:
        _give_back(session)
        raise _told(session, f"interrupted while {session.doing}", hint=_AGAIN) from None


def _told(session: Session, problem: str, *, hint: str) -> PortalError:
    error = PortalError(problem, hint=hint)
    error.now = session.now
    return error


def _give_back(session: Session) -> None:
    """End our claim, if that is easily done, so that nobody has to wait for a run that is over."""
    session.client = session.client.impatient
    with suppress(PortalError, KeyboardInterrupt):
        call = drop_claim(session.guard())
        session.client.revise(call.fields, call.files)


def overtaken(found: Raw | None) -> ConflictError:
    """That somebody else writes to the dataset, which is ``found`` now: who, as far as is known."""
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
