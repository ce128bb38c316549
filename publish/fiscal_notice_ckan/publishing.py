"""Publish a release, or publish an earlier one again: gate → plan → apply → receipt."""

from __future__ import annotations

import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from fiscal_notice.package import Package, open_package
from fiscal_notice_ckan import gate
from fiscal_notice_ckan.apply import Progress, Run, apply
from fiscal_notice_ckan.dataset import Dataset, dataset_of, download_path
from fiscal_notice_ckan.faults import GateError
from fiscal_notice_ckan.journal import FINISHED, Journal, opened
from fiscal_notice_ckan.plan import Plan, make_plan
from fiscal_notice_ckan.reading import fetch_release
from fiscal_notice_ckan.snapshot import Remote, look
from fiscal_notice_ckan.target import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to publish.

    ``prune`` removes resources that others added, ``replace`` overwrites a release of the same
    version, ``dry_run`` stops after the plan.
    """

    dry_run: bool = False
    prune: bool = False
    replace: bool = False


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
    portal: gate.Portal = field(repr=False)


def publish(
    archive: Path,
    target: Target,
    options: Options = Options(),
    progress: Progress = Progress(),  # noqa: B008  frozen
) -> Published:
    """Publish the release in ``archive``, a zip that ``make_release`` wrote.

    Raises GateError with every reason not to begin, PortalError with what the portal holds if it
    fails later, TargetError if the journal cannot be written. Running it again completes it.
    """
    started = time.monotonic()
    with open_package(archive) as package, _journal(target, package) as journal:
        resumed = _unfinished(journal)
        prepared = prepare(package, archive, target, options, suspect=resumed is not None)
        url = f"{prepared.portal.url}/dataset/{prepared.plan.dataset.name}"
        if options.dry_run or not prepared.plan.pending:
            if resumed and not options.dry_run:
                # It was killed after its last step: all that was missing is this line.
                journal.write(FINISHED, version=package.version)
            return Published(plan=prepared.plan, url=url, resumed=resumed)
        progress.say(str(prepared.plan))
        run = Run(
            client=target.client,
            journal=journal,
            plan=prepared.plan,
            prune=options.prune,
            progress=progress,
        )
        journal.write("plan", version=package.version, actions=len(prepared.plan.actions))
        notes = apply(run, prepared.remote)
        seconds = time.monotonic() - started
        receipt = journal.receipt(_receipt(prepared, journal, url, notes, seconds))
        return Published(
            plan=prepared.plan,
            url=url,
            resumed=resumed,
            notes=tuple(notes),
            receipt=receipt,
            seconds=seconds,
        )


@contextmanager
def _journal(target: Target, package: Package) -> Iterator[Journal]:
    name = str(package.descriptor.get("name", ""))
    problems = [each for each in gate.local_problems(package) if "package's name" in each]
    if problems:
        # Without a name there is no place for a journal.
        raise GateError(list(gate.local_problems(package)))
    with opened(target.state, target.client.url, name, secrets.token_hex(4)) as journal:
        yield journal


def _unfinished(journal: Journal) -> str | None:
    last = journal.unfinished()
    return None if last is None else f"run {last['run']} of {last['time']} ended at {last['step']}"


def obstacles(package: Package, target: Target) -> list[str]:
    """What stands in the way of publishing a package, apart from its own validity."""
    return _gate(package, target)[1]


def _gate(package: Package, target: Target) -> tuple[gate.Portal, list[str]]:
    portal, problems = gate.learn(target.client, package, target.organisation)
    name = str(package.descriptor.get("name", ""))
    hidden = gate.hidden(target.client, name) if name else ()
    return portal, [*gate.local_problems(package), *problems, *hidden]


def prepare(
    package: Package, archive: Path, target: Target, options: Options, *, suspect: bool
) -> _Prepared:
    """Pass the gate and make the plan; nothing is written."""
    name = str(package.descriptor["name"])
    portal, problems = _gate(package, target)
    if problems:
        raise GateError(problems)
    remote = look(target.client, name, suspect=suspect)
    problems += gate.occupied(remote, name, portal)
    if not (options.replace or target.rehearsal):
        problems += gate.replaced(remote, package, archive)
    dataset = dataset_of(package, archive, portal.site(remote))
    problems += gate.oversized(dataset)
    if problems:
        raise GateError(problems)
    plan = make_plan(dataset, remote, prune=options.prune)
    return _Prepared(plan=plan, remote=remote, portal=portal)


def _receipt(
    prepared: _Prepared, journal: Journal, url: str, notes: list[str], seconds: float
) -> dict[str, Any]:
    dataset = prepared.plan.dataset
    return {
        "dataset": url,
        "version": dataset.version,
        "run": journal.run,
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "seconds": round(seconds, 1),
        "before": prepared.remote.version,
        "state": dataset.digest,
        "actions": [
            {"kind": type(each).__name__, **asdict(each)} for each in prepared.plan.actions
        ],
        "files": [
            _file(prepared.portal.url, dataset, index) for index in range(len(dataset.resources))
        ],
        "notes": notes,
    }


def _file(site: str, dataset: Dataset, index: int) -> dict[str, Any]:
    each = dataset.resources[index]
    return {
        "name": each.name,
        "url": site + download_path(dataset.name, each.id, each.filename),
        "sha256": each.sha256,
        "bytes": each.size,
        "rows": each.table.rows if each.table else None,
    }


def rollback(
    name: str,
    version: str,
    target: Target,
    options: Options = Options(),
    progress: Progress = Progress(),  # noqa: B008  frozen
) -> Published:
    """Publish an earlier release again, from the bundle that the portal keeps of it.

    It goes the way of any publication. Raises PortalError if the portal has no such release or
    its bundle is not the one that was published.
    """
    with tempfile.TemporaryDirectory(prefix="fiscal-notice-") as folder:
        archive = fetch_release(target.client, name, version, Path(folder))
        return publish(archive, target, options, progress)
