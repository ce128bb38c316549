"""Carry out a plan: claim → stage and try → commit → tables → previews → verify → mark.

Each step stands in the journal before it begins, and asks what the portal holds before it does
anything that must not happen twice: a run that was killed anywhere is completed by the next one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fiscal_notice.model import Count
from fiscal_notice_ckan import loading, revision, staging
from fiscal_notice_ckan.actions import Load, Show, Unload
from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.dataset import CLAIM, COMMIT, LOADED, VERIFIED, Wanted, extras_of
from fiscal_notice_ckan.errors import (
    ConflictError,
    OutdatedError,
    PortalError,
    RefusedError,
    UncertainError,
)
from fiscal_notice_ckan.loading import TableState
from fiscal_notice_ckan.publication import Progress, Raw, Run, giving_back, overtaken
from fiscal_notice_ckan.revision import Revision
from fiscal_notice_ckan.snapshot import PAGE, Remote, binned, shown
from fiscal_notice_ckan.verify import verify


def apply(run: Run, remote: Remote) -> list[str]:
    """Bring the portal from ``remote`` to the plan's dataset; notes on what it could not do.

    Raises PortalError, which says what the portal holds and what to do; OutdatedError if nothing
    was written because the plan is not made from what the portal holds now.
    """
    with giving_back(run):
        return _apply(run, remote)


def _apply(run: Run, remote: Remote) -> list[str]:
    before = run.now
    raw = _claimed(run, remote)
    run.now = before if remote.raw else _torn(remote)
    if not remote.fresh:
        _tried(run, remote)
    prepared = _prepared(run)
    marker = extras_of(raw).get(COMMIT, "")
    if run.plan.commits:
        marker = f"{run.dataset.digest}:{run.journal.run}"
        run.step("commit", "committing", _torn(remote))
        raw = _commit(run, raw, marker)
    _tables(run, prepared)
    views = _views(run)
    raw = _removed(run, raw)
    hidden = run.plan.reveals
    if hidden:
        _reveal(run)
    _verify_public(run, rows_too=not hidden)
    _mark(run, raw, marker, views)
    return [note for _, note in views.values() if note]


def _tried(run: Run, remote: Remote) -> None:
    """Send new files and tables on a trial journey to a private dataset."""
    files, tables = run.plan.uploads, tuple(_untried(run, remote))
    if not (files or tables):
        return
    what = " and ".join(
        [f"{Count(len(files)):file}"] * bool(files) + [f"{Count(len(tables)):table}"] * bool(tables)
    )
    run.step("stage", f"trying {what} in a private dataset")
    for each in staging.stage(run.client, run.dataset, files, tables, run.progress.sent):
        run.step(f"try {each.name}", f"trying the table {each.name}", detail=True)
        staging.try_table(run.client, each, run.guard)


def _untried(run: Run, remote: Remote) -> Iterator[Wanted]:
    """The tables to load that the DataStore has not held before, just as they are."""
    for each in run.dataset.resources:
        known = remote.resources.get(each.name, {}).get(LOADED)
        if each.table and run.plan.of(each.name, Load) and known != each.table.digest:
            yield each


def _mark(run: Run, verified: Raw, marker: str, views: Mapping[str, tuple[str, str]]) -> None:
    """Record the release as complete, which ends the claim; what was staged goes before that."""
    run.step("mark", "recording the release", f"release {run.dataset.version}, complete")
    run.guard()
    staging.clear(run.client, run.dataset.name)
    made = {name: view for name, (view, _) in views.items()}

    def make(found: Raw) -> Revision:
        if extras_of(found).get(COMMIT) != marker:
            raise overtaken(None)
        return revision.mark(run.dataset, found, verified, made)

    run.revise(make, lambda found: extras_of(found).get(VERIFIED) == marker and not run.owns(found))


def _torn(remote: Remote) -> str:
    """What the portal may hold if a commit fails."""
    if remote.fresh:
        return "a private dataset that is not complete; visitors see nothing of it"
    # Files are replaced one by one before the transaction ends.
    return f"{remote.version}; if the portal itself failed, single files may be the new ones"


def _claimed(run: Run, remote: Remote) -> Raw:
    """The dataset, made private if there was none, with our claim on it."""
    try:
        if remote.raw is None:
            now = f"{run.now}, or a private dataset with nothing in it"
            run.step("create", "making the dataset, private", now)
            return _create(run)
        if remote.binned:
            now = f"{run.now}, or the dataset out of the bin, private"
            run.step("restore", "taking the dataset out of the portal's bin, private", now)
            return _restored(run, remote.raw)
        run.step("claim", "claiming the dataset", detail=True)
        return run.swap(remote.raw, lambda raw: revision.claim(raw, run.claim), run.owns)
    except ConflictError as conflict:
        error = OutdatedError(conflict.problem, found=conflict.found, hint=conflict.hint)
        error.now = conflict.now
        raise error from None


def _restored(run: Run, raw: Raw) -> Raw:
    run.bin_too = True
    try:
        found = run.swap(raw, lambda now: revision.restore(now, run.claim), run.owns)
    finally:
        run.bin_too = False
    if binned(found):
        # CKAN leaves out in silence what an account may not change.
        raise RefusedError(
            "the portal does not let this account take the dataset out of its bin",
            hint="have its staff restore the dataset, then run again with --reveal",
        )
    return found


def _create(run: Run) -> Raw:
    data = {
        **run.dataset.least,
        "name": run.dataset.name,
        **({"title": run.dataset.fields["title"]} if "title" in run.dataset.fields else {}),
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
        if not run.owns(made):
            raise overtaken(made) from None
    return run.guard()


def _prepared(run: Run) -> dict[str, TableState]:
    """What there is of each table: read before the commit, so that the writes follow it at once."""
    loads = [each for each in run.dataset.resources if run.plan.of(each.name, Load)]
    run.progress.detail(f"comparing {Count(len(loads)):table}")
    return {each.name: loading.prepare(run.client, each) for each in loads}


def _commit(run: Run, raw: Raw, marker: str) -> Raw:
    """Replace everything in one transaction, if the dataset is still what was planned for."""
    return run.swap(
        raw,
        lambda found: revision.commit(run.plan, found, marker),
        lambda found: extras_of(found).get(COMMIT) == marker,
    )


def _tables(run: Run, prepared: Mapping[str, TableState]) -> None:
    now = f"files and metadata of release {run.dataset.version}; its tables are not complete"
    run.now = now
    if prepared:
        run.progress.say(f"loading {Count(len(prepared)):table}")
    for each in run.dataset.resources:
        if each.name in prepared:
            run.step(f"load {each.name}", f"loading {each.name}", now, detail=True)
            with loading.explained(each):
                loading.load(run.client, each, prepared[each.name], run.guard)
        elif run.plan.of(each.name, Unload):
            run.step(f"unload {each.name}", f"deleting the table of {each.name}", now, detail=True)
            loading.unload(run.client, each.id, run.guard)
    run.now = f"release {run.dataset.version}, not recorded as verified"


def _views(run: Run) -> dict[str, tuple[str, str]]:
    """Resource → what is to be recorded of its preview, and a note if there is something to say."""
    wanted = [each for each in run.dataset.resources if run.plan.of(each.name, Show)]
    if wanted:
        run.step("views", "seeing to the previews")
    plugins = run.plan.plugins
    return {each.name: loading.show(run.client, each, run.guard, plugins) for each in wanted}


def _removed(run: Run, raw: Raw) -> Raw:
    """Take out what goes: tables first, as afterwards nobody could; the dataset as it is then."""
    if not run.plan.removals:
        return raw
    names = ", ".join(each.resource for each in run.plan.removals)
    run.step("remove", f"removing {names}", f"{run.now}, beside it all or some of: {names}")
    for each in run.plan.removals:
        if each.table:
            loading.unload(run.client, each.id, run.guard)
    gone = {each.id for each in run.plan.removals}
    return run.revise(
        lambda now: revision.remove(run.plan, now),
        lambda now: not gone & {each["id"] for each in now["resources"]},
    )


def _reveal(run: Run) -> None:
    now = f"release {run.dataset.version}, not public"
    run.step("verify-private", "verifying before the dataset becomes public", now)
    # A new dataset was tried nowhere else: of its tables every row is compared.
    _verified(run, run.client, most=None)
    run.step("reveal", "making the dataset public", f"{now}, or public just now")
    run.revise(revision.reveal, lambda raw: not raw.get("private"))


def _verify_public(run: Run, *, rows_too: bool) -> None:
    now = f"release {run.dataset.version}, not recorded as verified"
    run.step("verify", "verifying as an anonymous visitor", now)
    _verified(run, run.client.anonymous, most=PAGE if rows_too else 0)


def _verified(run: Run, client: Client, *, most: int | None) -> None:
    """Compare all, and of each table that was loaded so many rows; None for every one."""
    loaded = {each.resource for each in run.plan.actions if isinstance(each, Load) and most != 0}
    problems = verify(client, run.dataset, loaded, run.progress.detail, most=most)
    if problems:
        raise PortalError(
            f"the portal does not show what was published: {Count(len(problems)):difference}",
            found="; ".join(problems[:10]),
        )


__all__ = ["Progress", "Run", "apply"]
