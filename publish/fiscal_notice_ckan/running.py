"""A publication under way: its steps, its claim, and revisions made by compare-and-swap."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.dataset import CLAIM, Dataset, extras_of
from fiscal_notice_ckan.faults import ConflictError, PortalError, UncertainError, in_a_line
from fiscal_notice_ckan.journal import Journal
from fiscal_notice_ckan.plan import Plan
from fiscal_notice_ckan.revision import Revision
from fiscal_notice_ckan.snapshot import Claim, claim_in, same_state, shown

#: A dataset as ``package_show`` gives it.
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
        self.doing = in_a_line(text)
        (self.progress.detail if detail else self.progress.say)(self.doing)
        self.journal.write(name)
        self.now = now or self.now

    def owns(self, raw: Raw) -> bool:
        """Whether the claim on a dataset is this run's."""
        return extras_of(raw).get(CLAIM) == self.claim

    def guard(self) -> Raw:
        """The dataset as it is; ConflictError if another publisher has taken it over."""
        raw = shown(self.client, self.dataset.name)
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
            found = shown(self.client, self.dataset.name)
            if found is None:
                raise fault
            if done(found):
                return found
            raw = checked(found)
        raise fault


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
