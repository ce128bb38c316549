"""The arguments of the ``package_revise`` calls that a plan needs. Pure.

Lists are merged by index and never shrink there, so an exact state takes a filter that empties
them and full lists afterwards. What others put beside ours stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fiscal_notice_ckan.dataset import (
    COMMIT,
    LOADED,
    NAME,
    RELEASE,
    VERIFIED,
    VIEWED,
    Dataset,
    Wanted,
    own_extras,
)
from fiscal_notice_ckan.multipart import Source
from fiscal_notice_ckan.plan import Plan
from fiscal_notice_ckan.snapshot import Remote


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One call: its fields (each sent as JSON) and its files by field name."""

    fields: Mapping[str, Any]
    files: Mapping[str, Source]


def match(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The state that a call is made for: its time stamp and, as jobs touch that, our marker too."""
    extras = [{"key": each["key"], "value": each["value"]} for each in raw.get("extras", [])]
    state = {"id": raw["id"], "metadata_modified": raw["metadata_modified"]}
    return {**state, "extras": extras} if extras else state


def commit(plan: Plan, raw: Mapping[str, Any], marker: str, *, prune: bool) -> Revision:
    """Everything that readers see of a release, in one transaction."""
    dataset = plan.dataset
    extras = {**own_extras(raw), **dataset.extras, COMMIT: marker}
    resources = list(_resources(dataset, Remote(raw=raw), prune=prune))
    update = {
        **dataset.fields,
        "private": bool(raw.get("private")),
        "tags": [{"name": tag} for tag in dataset.tags],
        "extras": _listed(extras),
        "resources": resources,
    }
    fields = {"match": match(raw), "filter": ["-tags", "-extras", "-resources"], "update": update}
    return Revision(fields=fields, files=_files(plan, resources))


def _resources(dataset: Dataset, remote: Remote, *, prune: bool) -> Iterator[dict[str, Any]]:
    """Ours as wanted, then the bundles of earlier releases, then what others added."""
    own = remote.resources
    wanted = {each.name for each in dataset.resources}
    for each in dataset.resources:
        yield merged(each, own.get(each.name, {}))
    for name, there in own.items():
        if name.startswith(RELEASE) and name not in wanted:
            yield dict(there)
    for there in (remote.raw or {}).get("resources", []):
        if not there.get(NAME) and not prune:
            yield dict(there)


def merged(wanted: Wanted, there: Mapping[str, Any]) -> dict[str, Any]:
    """A resource as it is to be, on top of what CKAN keeps of it (``datastore_active``, …)."""
    upload = {"id": wanted.id, "url_type": "upload", "url": wanted.filename}
    # Written, but never compared: XLoader puts an MD5 of its own there.
    return {**there, **wanted.fields, **upload, "hash": f"sha256:{wanted.sha256}"}


def _files(plan: Plan, resources: list[dict[str, Any]]) -> dict[str, Source]:
    at = {each.get(NAME): index for index, each in enumerate(resources)}
    return {f"update__resources__{at[each.name]}__upload": each for each in plan.uploads}


def reveal(raw: Mapping[str, Any]) -> Revision:
    """Make the dataset public."""
    return Revision(fields={"match": match(raw), "update": {"private": False}}, files={})


def mark(dataset: Dataset, raw: Mapping[str, Any], marker: str) -> Revision:
    """Record that the release is complete: per table what the DataStore holds, and the marker."""
    by_name = {each.name: each for each in dataset.resources}
    update = {
        "extras": _listed({**own_extras(raw), VERIFIED: marker}),
        # By index: an empty entry leaves a resource as it is.
        "resources": [_marks(by_name.get(each.get(NAME, ""))) for each in raw["resources"]],
    }
    fields = {"match": match(raw), "filter": ["-extras"], "update": update}
    return Revision(fields=fields, files={})


def _marks(wanted: Wanted | None) -> dict[str, str]:
    marks = {
        LOADED: wanted.table.digest if wanted and wanted.table else None,
        VIEWED: wanted.view if wanted else None,
    }
    return {key: value for key, value in marks.items() if value}


def _listed(extras: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "value": extras[key]} for key in sorted(extras)]
