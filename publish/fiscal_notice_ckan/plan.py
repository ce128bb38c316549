"""What has to be done for a portal to hold the wanted dataset. Pure: no portal is asked here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fiscal_notice_ckan.actions import (
    Action,
    Create,
    Describe,
    How,
    Load,
    Mark,
    Remove,
    Restore,
    Reveal,
    Show,
    Unload,
    Upload,
)
from fiscal_notice_ckan.dataset import (
    COMMIT,
    HASH,
    LOADED,
    NAME,
    RELEASE,
    SHA256,
    VERIFIED,
    VIEWED,
    Dataset,
    Wanted,
)
from fiscal_notice_ckan.datastore_tables import DatastoreTable, fits, same_columns, same_dictionary
from fiscal_notice_ckan.metadata import OWN_EXTRAS
from fiscal_notice_ckan.scheming import same
from fiscal_notice_ckan.snapshot import Remote


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The actions, in the order in which they are carried out; none if all is as wanted.

    ``plugins`` are those that the portal has.
    """

    dataset: Dataset
    actions: tuple[Action, ...]
    plugins: frozenset[str] = frozenset()

    @property
    def pending(self) -> bool:
        """Whether anything has to be done."""
        return bool(self.actions)

    @property
    def commits(self) -> bool:
        """Whether files or metadata change."""
        return any(isinstance(each, Create | Upload | Describe) for each in self.actions)

    def of(self, name: str, kind: type[Upload | Load | Unload | Show]) -> bool:
        """Whether there is an action of this kind for the resource called ``name``."""
        return any(isinstance(a, kind) and a.resource == name for a in self.actions)

    @property
    def uploads(self) -> tuple[Wanted, ...]:
        """The resources whose files are uploaded."""
        return tuple(each for each in self.dataset.resources if self.of(each.name, Upload))

    @property
    def reveals(self) -> bool:
        """Whether the dataset becomes public."""
        return any(isinstance(each, Reveal) for each in self.actions)

    @property
    def removals(self) -> tuple[Remove, ...]:
        """The resources that go."""
        return tuple(each for each in self.actions if isinstance(each, Remove))

    def __str__(self) -> str:
        if not self.actions:
            return f"{self.dataset.name} {self.dataset.version}: nothing to do"
        head = f"{self.dataset.name} {self.dataset.version}: {len(self.actions)} actions"
        return "\n".join([head, *(f"  {action}" for action in self.actions)])


def make_plan(
    dataset: Dataset,
    remote: Remote,
    *,
    prune: bool = False,
    plugins: frozenset[str] = frozenset(),
) -> Plan:
    """The actions that lead from ``remote`` to ``dataset`` on a portal that has ``plugins``.

    ``prune`` also removes resources that others added. Resources of ours that the package no
    longer has are removed; bundles of earlier releases stay.
    """
    actions: list[Action] = [] if remote.raw else [Create(name=dataset.name)]
    if remote.binned:
        actions.append(Restore(name=dataset.name))
    actions += _uploads(dataset, remote)
    if remote.raw:
        actions += descriptions(dataset, remote)
    actions += _tables(dataset, remote)
    actions += _views(dataset, remote, plugins)
    actions += _removals(dataset, remote, prune=prune)
    if remote.private or remote.raw is None:
        actions.append(Reveal(name=dataset.name))
    if actions or not _settled(dataset, remote):
        actions.append(Mark(version=dataset.version))
    return Plan(dataset=dataset, actions=tuple(actions), plugins=plugins)


def _settled(dataset: Dataset, remote: Remote) -> bool:
    """Whether an earlier publication left nothing to put away or to record."""
    done = remote.extras.get(VERIFIED)
    tidy = not remote.staging and remote.claim is None
    wanted = {each.name for each in dataset.resources}
    return tidy and done == remote.extras.get(COMMIT, "") and not wanted & remote.unstamped


def _removals(dataset: Dataset, remote: Remote, *, prune: bool) -> Iterator[Action]:
    wanted = {each.name for each in dataset.resources}
    ids = {each.id for each in dataset.resources}
    for each in (remote.raw or {}).get("resources", []):
        name = each.get(NAME)
        if each["id"] in ids:
            continue
        gone = prune if name is None else name not in wanted and not name.startswith(RELEASE)
        if gone:
            yield Remove(
                resource=str(name or each.get("name") or each["id"]),
                id=str(each["id"]),
                table=bool(each.get("datastore_active") or each.get(LOADED)),
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
    changed = [name for name, value in dataset.fields.items() if not same(raw.get(name), value)]
    if tuple(sorted(tag["name"] for tag in raw.get("tags", []))) != dataset.tags:
        changed.append("tags")
    changed += [key for key, value in dataset.extras.items() if remote.extras.get(key) != value]
    changed += sorted((OWN_EXTRAS & remote.extras.keys()) - dataset.extras.keys())
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
        # The recorded hashes of a file that is uploaded change with it: that has its own line.
        uploaded = remote.hashes.get(each.name) != each.sha256
        changed = [
            key
            for key, value in each.fields.items()
            if not _says(there, key, value) and not (uploaded and key in (SHA256, HASH))
        ]
        if changed:
            yield Describe(what=each.name, fields=tuple(changed))
    order = [name for name in remote.resources if not name.startswith(RELEASE)]
    wanted = [each.name for each in dataset.resources if each.name in order]
    if [name for name in order if name in wanted] != wanted:
        yield Describe(what="the dataset", fields=("order of resources",))


def _says(there: Mapping[str, Any], key: str, value: Any) -> bool:
    # CKAN spells formats its own way (JPG is JPEG there): that there is one has to do.
    return bool(there.get(key)) if key == "format" else same(there.get(key), value)


def _tables(dataset: Dataset, remote: Remote) -> Iterator[Action]:
    for each in dataset.resources:
        there = remote.tables.get(each.id)
        if each.table is not None:
            how = _how(each, each.table, remote)
            if how is not None:
                yield Load(resource=each.name, how=how)
        elif there is not None and remote.resources[each.name].get(LOADED):
            yield Unload(resource=each.name, id=each.id)


def _how(each: Wanted, table: DatastoreTable, remote: Remote) -> How | None:
    info = remote.tables.get(each.id)
    if info is None:
        return "create"
    if not fits(table, info["fields"]):
        return "rebuild"
    loaded = remote.resources[each.name].get(LOADED) == table.digest
    as_is = same_columns(table, info["fields"]) and same_dictionary(table, info["fields"])
    if loaded and as_is and not remote.suspect and _count(info) == table.rows:
        return None
    return "update"


def _count(info: Mapping[str, Any]) -> Any:
    return (info.get("meta") or {}).get("count")


def _views(dataset: Dataset, remote: Remote, plugins: frozenset[str]) -> Iterator[Action]:
    for each in dataset.resources:
        recorded = remote.resources.get(each.name, {}).get(VIEWED) or ""
        if each.view and not _seen_to(recorded, each.view, plugins):
            yield Show(resource=each.name, view=each.view)


def _seen_to(recorded: str, view: str, plugins: frozenset[str]) -> bool:
    """Whether the preview was made, or was refused for a reason that still holds."""
    lacked = recorded == f"-{view}"
    return recorded.lstrip("-") == view and not (lacked and view in plugins)
