"""Publish a release, or publish an earlier one again: preflight → plan → apply → receipt."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from fiscal_notice.model import Report
from fiscal_notice.package import Package, open_package
from fiscal_notice_ckan import preflight
from fiscal_notice_ckan.apply import Progress, Run, apply
from fiscal_notice_ckan.build_extras import BuiltExtras, build_extras
from fiscal_notice_ckan.dataset import HASH, RELEASE, Destination, Wanted, digests, download_path
from fiscal_notice_ckan.datastore_tables import DatastoreTable
from fiscal_notice_ckan.errors import OutdatedError, PortalError, PreflightError, RefusedError
from fiscal_notice_ckan.fetch import fetch_release
from fiscal_notice_ckan.host import learn
from fiscal_notice_ckan.journal import FINISHED, Journal
from fiscal_notice_ckan.mapping import dataset_of
from fiscal_notice_ckan.plan import Plan, make_plan
from fiscal_notice_ckan.preflight import PublishOptions
from fiscal_notice_ckan.snapshot import Remote, look
from fiscal_notice_ckan.target import Target

# Plans made from a dataset that changes all the time, before it is left at that.
_PLANS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """How a publication came out; ``receipt`` is None where nothing was done."""

    plan: Plan
    url: str
    resumed: str | None = None
    notes: tuple[str, ...] = ()
    receipt: Path | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    plan: Plan
    remote: Remote
    destination: Destination = field(repr=False)
    notes: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return f"{self.destination.url}/dataset/{self.plan.dataset.name}"


def publish(
    archive: Path,
    target: Target,
    options: PublishOptions = PublishOptions(),  # noqa: B008  frozen
    progress: Progress = Progress(),  # noqa: B008  frozen
    report: Report | None = None,
) -> Published:
    """Publish the release in ``archive``, a zip that ``make_release`` wrote and so has validated.

    ``report`` is of that validation, which is run again to be shown where none is given. Raises
    PreflightError with every reason not to begin, PortalError with what the portal holds if it
    fails later, TargetError if the journal cannot be written. Running it again completes it.
    """
    with open_package(archive) as package, _journal(target, package) as journal:
        started, resumed = time.monotonic(), _unfinished(journal)
        for tries in reversed(range(_PLANS)):
            prepared = prepare(package, archive, target, options, journal, progress, report)
            try:
                published = _published(prepared, journal, target, options, progress)
            except OutdatedError:
                # Such as by the last request of a run that was killed: it was still under way.
                if not tries:
                    raise
                progress.say("the dataset changed meanwhile; planning again")
            else:
                break
        return replace(published, resumed=resumed, seconds=time.monotonic() - started)


def _published(
    prepared: _Prepared,
    journal: Journal,
    target: Target,
    options: PublishOptions,
    progress: Progress,
) -> Published:
    plan = prepared.plan
    notes = (*preflight.remarks(prepared.remote, plan.dataset), *prepared.notes)
    if options.dry_run or not plan.pending:
        if journal.unfinished() and not options.dry_run:
            # It was killed after its last step: all that was missing is this line.
            journal.write(FINISHED, version=plan.dataset.version)
        return Published(plan=plan, url=prepared.url, notes=notes)
    progress.say(str(plan))
    began = time.monotonic()
    notes += _carried_out(prepared, journal, target, progress)
    receipt = _finished(prepared, journal, notes, time.monotonic() - began)
    return Published(plan=plan, url=prepared.url, notes=notes, receipt=receipt)


def _carried_out(
    prepared: _Prepared, journal: Journal, target: Target, progress: Progress
) -> tuple[str, ...]:
    plan, remote = prepared.plan, prepared.remote
    journal.write("plan", version=plan.dataset.version, actions=len(plan.actions))
    run = Run(
        client=target.client,
        journal=journal,
        name=plan.dataset.name,
        plan=plan,
        progress=progress,
        now=f"as before: {remote.version}",
    )
    return tuple(apply(run, remote))


def _finished(
    prepared: _Prepared, journal: Journal, notes: tuple[str, ...], seconds: float
) -> Path:
    """The receipt first: a journal that says "finished" has one."""
    receipt = journal.receipt(_receipt(prepared, journal, notes, seconds))
    journal.write(FINISHED, version=prepared.plan.dataset.version)
    return receipt


@contextmanager
def _journal(target: Target, package: Package) -> Iterator[Journal]:
    name = str(package.descriptor.get("name", ""))
    if not preflight.is_name(name):
        # Without a name there is no place for a journal.
        raise PreflightError(obstacles(package, target))
    with target.journal(name) as journal:
        yield journal


def _unfinished(journal: Journal) -> str | None:
    last = journal.unfinished()
    return None if last is None else f"run {last['run']} of {last['time']} ended at {last['step']}"


def obstacles(package: Package, target: Target | None) -> list[str]:
    """What stands in the way of publishing a package, apart from its own validity.

    A portal that cannot be asked is an obstacle too; without a ``target`` none is asked.
    """
    problems = list(preflight.local_problems(package))
    if target is None:
        return problems
    name = str(package.descriptor.get("name", ""))
    try:
        destination, there = learn(target.client, package, target.organisation)
        problems += there
        if not destination.organisation:
            return problems
        problems += preflight.occupied(look(target.client, name), name, destination)
    except PortalError as error:
        problems.append(str(error))
    return problems


def prepare(
    package: Package,
    archive: Path,
    target: Target,
    options: PublishOptions,
    journal: Journal,
    progress: Progress = Progress(),  # noqa: B008  frozen
    report: Report | None = None,
) -> _Prepared:
    """Look for obstacles and make the plan; nothing is written. Raises PreflightError."""
    name = str(package.descriptor["name"])
    tables: dict[str, DatastoreTable] = {}
    try:
        destination, problems = learn(target.client, package, target.organisation)
    except PortalError as error:
        local = list(preflight.local_problems(package))
        if local:
            raise PreflightError([*local, str(error)]) from None
        raise
    local = list(preflight.local_problems(package, tables, destination.tick))
    hidden = list(preflight.hidden(target.client, name))
    if hidden or not destination.organisation:
        # More cannot be seen, or not by an account without rights.
        raise PreflightError([*local, *problems, *hidden])
    remote = look(target.client, name, suspect=journal.unfinished() is not None)
    problems += [
        *local,
        *preflight.damaged(package),
        *preflight.occupied(remote, name, destination),
    ]
    problems += preflight.held(remote, options, journal.runs, time.time())
    if not (options.replace or target.rehearsal):
        problems += preflight.replaced(remote, package, archive)
    if local:
        # A dataset cannot be made of such a package.
        raise PreflightError(problems)
    # Making them takes seconds: not for a release that will not be published.
    wanted = options.extras and not problems
    made = BuiltExtras()
    if wanted:
        made = build_extras(package, archive, journal.made, progress.say, report)
    dataset = dataset_of(package, archive, replace(destination, ids=remote.ids), made.files, tables)
    plan = make_plan(dataset, remote, prune=options.prune, plugins=destination.plugins)
    problems += preflight.oversized(plan, remote)
    problems += preflight.unfilled(dataset, remote)
    if problems:
        raise PreflightError(problems)
    return _Prepared(
        plan=plan,
        remote=remote,
        destination=destination,
        notes=(*made.notes, *preflight.files_alone(package)),
    )


def _receipt(
    prepared: _Prepared, journal: Journal, notes: tuple[str, ...], seconds: float
) -> dict[str, Any]:
    dataset = prepared.plan.dataset
    return {
        "dataset": prepared.url,
        "version": dataset.version,
        "run": journal.run,
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "seconds": round(seconds, 1),
        "before": prepared.remote.version,
        "state": dataset.digest,
        "actions": [
            {"kind": type(each).__name__, **asdict(each)} for each in prepared.plan.actions
        ],
        "files": [_file(prepared, each) for each in dataset.resources],
        "notes": notes,
    }


def _file(prepared: _Prepared, each: Wanted) -> dict[str, Any]:
    path = download_path(prepared.plan.dataset.name, each.id, each.filename)
    return {
        "name": each.name,
        "url": prepared.destination.url + path,
        "sha256": each.sha256,
        "md5": each.fields[HASH],
        "bytes": each.size,
        "rows": each.table.rows if each.table else None,
    }


def rollback(
    name: str,
    version: str,
    target: Target,
    options: PublishOptions = PublishOptions(),  # noqa: B008  frozen
    progress: Progress = Progress(),  # noqa: B008  frozen
    check: Callable[[Path], Report | None] = lambda _archive: None,
) -> Published:
    """Publish an earlier release again, from the bundle that the portal keeps of it.

    It goes the way of any publication; ``check`` may refuse the bundle by raising, or give the
    report of its validation. Raises PortalError if the portal has no such release, or its bundle is
    not the one that was published.
    """
    with tempfile.TemporaryDirectory(prefix="fiscal-notice-") as folder:
        archive, recorded = fetch_release(target.client, name, version, Path(folder))
        _same_as_published(archive, name, version, target, recorded=recorded)
        return publish(archive, target, options, progress, check(archive))


def _same_as_published(
    archive: Path, name: str, version: str, target: Target, *, recorded: bool
) -> None:
    """The portal's own word for a bundle is not enough where there is a receipt of it.

    ``recorded`` says whether the portal has a word for it at all.
    """
    with open_package(archive) as package:
        found = f"{package.descriptor.get('name')} {package.version}"
    if found != f"{name} {version}":
        raise RefusedError(
            "the portal's bundle is not the release that was asked for",
            found=found,
            expected=f"{name} {version}",
            hint="ask the portal's staff who changed that resource",
        )
    with target.journal(name) as journal:
        kept = {
            str(file.get("sha256"))
            for receipt in journal.receipts()
            for file in receipt.get("files", [])
            if receipt.get("version") == version and file.get("name") == f"{RELEASE}{version}"
        }
    sha256 = digests(archive).sha256
    if sha256 not in kept and (kept or not recorded):
        raise RefusedError(
            f"the portal's bundle of {version} is not the one that was published from here",
            found=f"SHA-256 {sha256}",
            expected=" or ".join(sorted(kept)) or "the SHA-256 of a receipt; there is none here",
            hint=f"publish release {version} from its own archive or commit",
        )


__all__ = ["PublishOptions", "Published", "obstacles", "prepare", "publish", "rollback"]
