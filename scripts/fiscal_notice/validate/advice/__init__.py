"""What a schema's standard lets pass and a reader should know, of any tabular data package.

frictionless's VALID hides some faults: it does not look for them, or passes over them. Each is
looked for here only where descriptor and schema say that there may be one; what is proven clean
without frictionless is read again only for what the proof does not tell.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from fiscal_notice.errors import PackageError
from fiscal_notice.model import NOTHING_TO_CHECK, Finding, Outcome, Rule
from fiscal_notice.package import Package, Resource
from fiscal_notice.package.descriptor_reader import package_of
from fiscal_notice.schema_check import SchemaResult, Subject, subject_of
from fiscal_notice.schema_check.frictionless_report import MakePackage
from fiscal_notice.validate.advice import (
    categories,
    download_limits,
    encodings,
    guesses,
    hashes,
    header_labels,
    key_parts,
    numbers,
    parts,
    quotes,
    unique_keys,
    unread,
)
from fiscal_notice.validate.advice.hits import Check, Hit, Look, Watcher, finding, looking, watching
from fiscal_notice.validate.advice.inspected import Inspected
from fiscal_notice.validate.advice.watched_rows import watched

# What a file may do to its readers; the schema check has said so.
UNREADABLE = (OSError, UnicodeError, LookupError, csv.Error)


CHECKS: tuple[Check, ...] = (
    looking("ADV-01", quotes.quotes),
    watching("ADV-02", key_parts.key_parts),
    watching("ADV-03", categories.categories),
    watching("ADV-04", unique_keys.unique_keys),
    looking("ADV-05", unread.unread),
    looking("ADV-06", encodings.encodings),
    looking("ADV-07", parts.parts),
    looking("ADV-08", hashes.hashes),
    looking("ADV-09", header_labels.distinct_labels),
    looking("ADV-10", download_limits.within_limits),
    watching("ADV-11", numbers.unambiguous_numbers),
    looking("ADV-12", guesses.guesses),
)
ADVICE: tuple[Rule, ...] = tuple(check.rule for check in CHECKS)


class _Tally:
    """How one check came out, resource by resource."""

    def __init__(self, limit: int) -> None:
        self.limit, self.checked, self.unlisted = limit, 0, 0
        self.findings: list[Finding] = []

    def take(self, rule: Rule, table: str, hits: Iterable[Hit]) -> None:
        """Take what was met in one resource; what is more than wanted is counted."""
        self.checked += 1
        rest = iter(hits)
        listed = islice(rest, self.limit) if self.limit else rest
        self.findings += [finding(rule, table, hit) for hit in listed]
        self.unlisted += sum(1 for _ in rest)


def advise(
    subject: Subject, schemas: SchemaResult, wanted: Iterable[str], limit: int = 0
) -> list[Outcome]:
    """The outcomes of the checks whose ids are ``wanted``, over all resources of a package.

    ``schemas`` is what the schema check made of it. At most ``limit`` findings of each check are
    listed for each resource (0: all); ``unlisted`` counts the others. Nothing that is wrong with a
    file stops it: that is the schema check's.
    """
    chosen = frozenset(wanted)
    checks = [check for check in CHECKS if check.rule.id in chosen]
    tallies = {check.rule.id: _Tally(limit) for check in checks}
    for inspected in _resources(subject, schemas) if checks else ():
        try:
            for check, hits in _met(inspected, checks):
                tallies[check.rule.id].take(check.rule, inspected.resource.name, hits)
        finally:
            inspected.close()
    return [_outcome(check.rule, tallies[check.rule.id]) for check in checks]


def _resources(subject: Subject, schemas: SchemaResult) -> Iterator[Inspected]:
    rows = {stat.name: stat.rows for stat in schemas.resources}
    cut = {one.resource for one in schemas.cut}
    for package, resource, make in _readable_resources(subject):
        yield Inspected(
            package,
            resource,
            make,
            proven=schemas.proven,
            cut=resource.name in cut,
            rows=rows.get(resource.name),
        )


def _readable_resources(subject: Subject) -> Iterator[tuple[Package, Resource, MakePackage]]:
    """The resources, with the package that they are of; of a wrong descriptor each by itself."""
    if subject.package is not None:
        package = subject.package
        yield from ((package, resource, subject.make) for resource in package.resources)
        return
    listed = (subject.descriptor or {}).get("resources")
    for raw in listed if isinstance(listed, list) else ():
        try:
            alone = {**(subject.descriptor or {}), "resources": [_unlinked(raw)]}
            package = package_of(alone, subject.place.root, subject.place.shown)
        except PackageError:
            continue
        yield package, package.resources[0], subject_of(package).make


def _unlinked(raw: object) -> object:
    """A resource without references to others, which are not there."""
    schema = raw.get("schema") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not isinstance(schema, dict):
        return raw
    return raw | {"schema": {name: schema[name] for name in schema if name != "foreignKeys"}}


Met = tuple[Check, Iterable[Hit]]


def _met(inspected: Inspected, checks: Sequence[Check]) -> Iterator[Met]:
    for check in checks:
        hits = None if check.look is None else _looked(check.look, inspected)
        if hits is not None:
            yield check, hits
    yield from _watched(inspected, [check for check in checks if check.watch is not None])


def _looked(look: Look, inspected: Inspected) -> Iterator[Hit] | None:
    try:
        hits = look(inspected)
    except UNREADABLE:
        return iter(())
    return None if hits is None else _readable(hits)


def _readable(hits: Iterator[Hit]) -> Iterator[Hit]:
    """What was met up to the place where a file cannot be read any further."""
    try:
        yield from hits
    except UNREADABLE:
        return


def _watched(inspected: Inspected, checks: Sequence[Check]) -> Iterator[Met]:
    """What the columns of a table hold: read once for all checks, and not at all for none.

    A large table whose schema check stopped early is not read to its end for advice either.
    """
    if not checks or inspected.resource.schema is None or not inspected.is_table:
        return
    if inspected.cut and not inspected.small:
        return
    owners: list[Check] = []

    def plan() -> list[Watcher]:
        planned = [(c, one) for c in checks if c.watch for one in c.watch(inspected)]
        owners[:] = [check for check, _ in planned]
        return [watcher for _, watcher in planned]

    try:
        watchers = watched(inspected, plan)
    except UNREADABLE:
        return
    for check in checks:
        own = [w for owner, w in zip(owners, watchers, strict=True) if owner is check]
        if own:
            yield check, _readable(hit for watcher in own for hit in watcher.hits())


def _outcome(rule: Rule, tally: _Tally) -> Outcome:
    if not tally.checked:
        return Outcome(rule=rule, checked=0, skipped=NOTHING_TO_CHECK)
    return Outcome(
        rule=rule,
        checked=tally.checked,
        findings=tuple(tally.findings),
        unlisted=tally.unlisted,
    )


__all__ = ["ADVICE", "CHECKS", "advise"]
