"""What has to be done for a portal to hold the wanted dataset. Pure: no portal is asked here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from fiscal_notice_ckan.dataset import (
    COMMIT,
    LOADED,
    NAME,
    RELEASE,
    SHA256,
    VERIFIED,
    VIEWED,
    Dataset,
    Wanted,
)
from fiscal_notice_ckan.snapshot import Remote
from fiscal_notice_ckan.tables import same_columns, same_dictionary


@dataclass(frozen=True, slots=True, kw_only=True)
class Create:
    """Make the dataset, private until it is verified."""

    name: str

    def __str__(self) -> str:
        return f"+ dataset {self.name}, private until it is verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """Upload a file that the portal lacks or holds with other content."""

    resource: str
    bytes: int
    reason: Literal["new", "changed"]

    def __str__(self) -> str:
        sign = "+" if self.reason == "new" else "~"
        return f"{sign} file {self.resource}  {self.bytes:,} bytes, {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Describe:
    """Change what the portal says of the dataset, or of a resource, or their order."""

    what: str
    fields: tuple[str, ...]

    def __str__(self) -> str:
        return f"~ metadata of {self.what}: {', '.join(self.fields)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """Take a resource out of the dataset, its DataStore table first."""

    resource: str
    id: str
    table: bool

    def __str__(self) -> str:
        return f"- resource {self.resource}" + (" and its table" if self.table else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Bring a DataStore table to the rows of its CSV."""

    resource: str
    how: Literal["create", "update", "rebuild"]

    def __str__(self) -> str:
        note = "  (column types change: gone for a moment)" if self.how == "rebuild" else ""
        return f"~ table {self.resource}  {self.how}{note}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """See that a resource has its preview."""

    resource: str
    view: str

    def __str__(self) -> str:
        return f"~ preview of {self.resource}  {self.view}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reveal:
    """Make the dataset public, once it is verified."""

    name: str

    def __str__(self) -> str:
        return f"~ dataset {self.name}: public, once it is verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Record on the portal that the release is complete and verified."""

    version: str

    def __str__(self) -> str:
        return f"~ release {self.version}: recorded as verified"


Action = Create | Upload | Describe | Remove | Load | Show | Reveal | Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The actions, in the order in which they are carried out; none if all is as wanted."""

    dataset: Dataset
    actions: tuple[Action, ...]

    @property
    def pending(self) -> bool:
        """Whether anything has to be done."""
        return bool(self.actions)

    @property
    def commits(self) -> bool:
        """Whether files, metadata or the list of resources change."""
        return any(isinstance(each, Create | Upload | Describe | Remove) for each in self.actions)

    def of(self, name: str, kind: type[Upload | Load | Show]) -> bool:
        """Whether there is an action of this kind for the resource called ``name``."""
        return any(isinstance(a, kind) and a.resource == name for a in self.actions)

    @property
    def uploads(self) -> tuple[Wanted, ...]:
        """The resources whose files are uploaded."""
        return tuple(each for each in self.dataset.resources if self.of(each.name, Upload))

    def __str__(self) -> str:
        if not self.actions:
            return f"{self.dataset.name} {self.dataset.version}: nothing to do"
        head = f"{self.dataset.name} {self.dataset.version}: {len(self.actions)} actions"
        return "\n".join([head, *(f"  {action}" for action in self.actions)])


def make_plan(dataset: Dataset, remote: Remote, *, prune: bool = False) -> Plan:
    """The actions that lead from ``remote`` to ``dataset``.

    ``prune`` also removes resources that others added. Resources of ours that the package no
    longer has are removed; bundles of earlier releases stay.
    """
    actions: list[Action] = [] if remote.raw else [Create(name=dataset.name)]
    actions += _removals(dataset, remote, prune=prune)
    actions += _uploads(dataset, remote)
    if remote.raw:
        actions += descriptions(dataset, remote)
    actions += _tables(dataset, remote)
    actions += _views(dataset, remote)
    if remote.private or remote.raw is None:
        actions.append(Reveal(name=dataset.name))
    done = remote.extras.get(VERIFIED)
    if actions or done is None or done != remote.extras.get(COMMIT) or remote.staging:
        actions.append(Mark(version=dataset.version))
    return Plan(dataset=dataset, actions=tuple(actions))


def _removals(dataset: Dataset, remote: Remote, *, prune: bool) -> Iterator[Action]:
    wanted = {each.name for each in dataset.resources}
    for each in (remote.raw or {}).get("resources", []):
        name = each.get(NAME)
        gone = prune if name is None else name not in wanted and not name.startswith(RELEASE)
        if gone:
            yield Remove(
                resource=str(name or each.get("name") or each["id"]),
                id=str(each["id"]),
                table=bool(each.get("datastore_active")),
            )


def _uploads(dataset: Dataset, remote: Remote) -> Iterator[Action]:
    for each in dataset.resources:
        if each.name not in remote.resources:
            yield Upload(resource=each.name, bytes=each.size, reason="new")
        elif remote.hashes.get(each.name) != each.sha256:
            yield Upload(resource=each.name, bytes=each.size, reason="changed")


def descriptions(dataset: Dataset, remote: Remote) -> Iterator[Action]:
    """What the portal says otherwise than wanted, of the dataset and of its resources."""
    raw = remote.raw or {}
    changed = [name for name, value in dataset.fields.items() if (raw.get(name) or "") != value]
    if tuple(sorted(tag["name"] for tag in raw.get("tags", []))) != dataset.tags:
        changed.append("tags")
    changed += [key for key, value in dataset.extras.items() if remote.extras.get(key) != value]
    if _digest(remote) != dataset.digest and not changed:
        changed.append("state")
    if changed:
        yield Describe(what="the dataset", fields=tuple(changed))
    yield from _resource_descriptions(dataset, remote)


def _digest(remote: Remote) -> str:
    return remote.extras.get(COMMIT, "").partition(":")[0]


def _resource_descriptions(dataset: Dataset, remote: Remote) -> Iterator[Action]:
    for each in dataset.resources:
        there = remote.resources.get(each.name)
        if there is None:
            continue
        # The recorded hash of a file that is uploaded changes with it: that has a line of its own.
        uploaded = remote.hashes.get(each.name) != each.sha256
        changed = [
            key
            for key, value in each.fields.items()
            if (there.get(key) or "") != value and not (uploaded and key == SHA256)
        ]
        if changed:
            yield Describe(what=each.name, fields=tuple(changed))
    order = [name for name in remote.resources if not name.startswith(RELEASE)]
    wanted = [each.name for each in dataset.resources if each.name in order]
    if [name for name in order if name in wanted] != wanted:
        yield Describe(what="the dataset", fields=("order of resources",))


def _tables(dataset: Dataset, remote: Remote) -> Iterator[Action]:
    for each in dataset.resources:
        if each.table is not None:
            how = _how(each, remote)
            if how is not None:
                yield Load(resource=each.name, how=how)


def _how(each: Wanted, remote: Remote) -> Literal["create", "update", "rebuild"] | None:
    info = remote.tables.get(each.id)
    if info is None or each.table is None:
        return "create"
    if not same_columns(each.table, info["fields"]):
        return "rebuild"
    loaded = remote.resources[each.name].get(LOADED) == each.table.digest
    if loaded and not remote.suspect and same_dictionary(each.table, info["fields"]):
        return None if _count(info) == each.table.rows else "update"
    return "update"


def _count(info: Mapping[str, Any]) -> Any:
    return (info.get("meta") or {}).get("count")


def _views(dataset: Dataset, remote: Remote) -> Iterator[Action]:
    for each in dataset.resources:
        there = remote.resources.get(each.name)
        if each.view and (there is None or there.get(VIEWED) != each.view):
            yield Show(resource=each.name, view=each.view)
