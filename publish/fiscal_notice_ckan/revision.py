"""The arguments of the ``package_revise`` calls that a plan needs. Pure.

Lists are merged by index and never shrink there, so an exact state takes a filter that empties
them and full lists afterwards. What others put beside ours stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fiscal_notice_ckan.client import FilePart
from fiscal_notice_ckan.dataset import (
    CLAIM,
    COMMIT,
    LOADED,
    NAME,
    RELEASE,
    STAMP,
    UNPUBLISHED,
    VERIFIED,
    VIEWED,
    Dataset,
    Wanted,
    extras_of,
    stamp_of,
)
from fiscal_notice_ckan.metadata import OWN_EXTRAS
from fiscal_notice_ckan.plan import Plan
from fiscal_notice_ckan.snapshot import Remote


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One call: its fields (each sent as JSON) and its files by field name."""

    fields: Mapping[str, Any]
    files: Mapping[str, FilePart]


def match(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The state that a call is made for: its time stamp and, as jobs touch that, our marks too."""
    extras = [{"key": each["key"], "value": each["value"]} for each in raw.get("extras", [])]
    state = {"id": raw["id"], "metadata_modified": raw["metadata_modified"]}
    return {**state, "extras": extras} if extras else state


def claim(raw: Mapping[str, Any], text: str) -> Revision:
    """Say who is publishing, so that no other publisher begins."""
    return _extras(raw, {**_without(raw, UNPUBLISHED), CLAIM: text})


def take_back(raw: Mapping[str, Any], text: str) -> Revision:
    """Say who is taking the dataset back, and that its owner wants it to be in the bin."""
    return _extras(raw, {**extras_of(raw), CLAIM: text, UNPUBLISHED: text})


def restore(raw: Mapping[str, Any], text: str) -> Revision:
    """Take a dataset out of the bin, claimed and private: nobody sees it before it is verified."""
    extras = _without(raw, UNPUBLISHED, VERIFIED) | {CLAIM: text}
    call = _extras(raw, extras)
    update = {**call.fields["update"], "state": "active", "private": True}
    return Revision(fields={**call.fields, "update": update}, files={})


def drop_claim(raw: Mapping[str, Any]) -> Revision:
    """Say that this run is no longer publishing."""
    return _extras(raw, _unclaimed(raw))


def _extras(raw: Mapping[str, Any], extras: Mapping[str, str]) -> Revision:
    update = {"extras": _listed(extras)}
    return Revision(fields={"match": match(raw), "filter": ["-extras"], "update": update}, files={})


def _unclaimed(raw: Mapping[str, Any]) -> dict[str, str]:
    # Should it not be in the bin after all, it was not taken back.
    return _without(raw, CLAIM, *([] if raw.get("state") == "deleted" else [UNPUBLISHED]))


def _without(raw: Mapping[str, Any], *keys: str) -> dict[str, str]:
    return {key: value for key, value in extras_of(raw).items() if key not in keys}


def commit(plan: Plan, raw: Mapping[str, Any], marker: str) -> Revision:
    """Files and metadata of a release in one transaction; resources that go stay for now."""
    dataset = plan.dataset
    foreign = {key: text for key, text in extras_of(raw).items() if key not in OWN_EXTRAS}
    resources = list(_resources(dataset, Remote(raw=raw)))
    update = {
        **dataset.fields,
        "private": bool(raw.get("private")),
        "tags": [{"name": tag} for tag in dataset.tags],
        "extras": _listed({**foreign, **dataset.extras, COMMIT: marker}),
        "resources": resources,
    }
    # Values of several parts are merged, too.
    several = [key for key, value in dataset.fields.items() if isinstance(value, list | dict)]
    emptied = [f"-{key}" for key in ("tags", "extras", "resources", *several)]
    fields = {"match": match(raw), "filter": emptied, "update": update}
    return Revision(fields=fields, files=_files(plan, resources))


def _resources(dataset: Dataset, remote: Remote) -> Iterator[dict[str, Any]]:
    """Ours as wanted, then the bundles of earlier releases, then all others."""
    own = remote.resources
    wanted = {each.name for each in dataset.resources}
    for each in dataset.resources:
        yield merged(each, own.get(each.name, {}))
    rest = [
        each for each in (remote.raw or {}).get("resources", []) if each.get(NAME) not in wanted
    ]
    bundles = [each for each in rest if str(each.get(NAME, "")).startswith(RELEASE)]
    yield from map(dict, bundles)
    yield from (dict(each) for each in rest if each not in bundles)


def merged(wanted: Wanted, there: Mapping[str, Any]) -> dict[str, Any]:
    """A resource as it is to be, on top of what CKAN keeps of it (``datastore_active``, …)."""
    upload = {"id": wanted.id, "url_type": "upload", "url": wanted.filename}
    # Not loaded yet, but about to be: should this run be cut short, the next one knows of a table.
    table = {LOADED: there.get(LOADED) or "no"} if wanted.table else {}
    return {**there, **wanted.fields, **upload, **table}


def _files(plan: Plan, resources: list[dict[str, Any]]) -> dict[str, FilePart]:
    at = {each.get(NAME): index for index, each in enumerate(resources)}
    return {f"update__resources__{at[each.name]}__upload": each.part for each in plan.uploads}


def remove(plan: Plan, raw: Mapping[str, Any]) -> Revision:
    """Take the resources that go out of the list."""
    gone = {each.id for each in plan.removals}
    update = {"resources": [dict(each) for each in raw["resources"] if each["id"] not in gone]}
    return Revision(
        fields={"match": match(raw), "filter": ["-resources"], "update": update}, files={}
    )


def reveal(raw: Mapping[str, Any]) -> Revision:
    """Make the dataset public."""
    return Revision(fields={"match": match(raw), "update": {"private": False}}, files={})


def mark(
    dataset: Dataset,
    raw: Mapping[str, Any],
    verified: Mapping[str, Any],
    views: Mapping[str, str],
) -> Revision:
    """Record that the release is complete, and which previews there are now; end the claim.

    ``verified`` is the dataset as it was when its files were compared: should someone upload
    another file after that, the stamps will not fit it.
    """
    extras = _unclaimed(raw)
    by_name = {each.name: each for each in dataset.resources}
    stamps = {each["id"]: stamp_of(each) for each in verified["resources"]}
    update = {
        "extras": _listed({**extras, VERIFIED: extras[COMMIT]}),
        # By index: an empty entry leaves a resource as it is.
        "resources": [
            _marks(by_name.get(each.get(NAME, "")), stamps.get(each["id"], ""), views, each)
            for each in raw["resources"]
        ],
    }
    fields = {"match": match(raw), "filter": ["-extras"], "update": update}
    return Revision(fields=fields, files={})


def _marks(
    wanted: Wanted | None, stamp: str, views: Mapping[str, str], there: Mapping[str, Any]
) -> dict[str, str]:
    if wanted is None:
        return {}
    marks = {
        STAMP: stamp,
        LOADED: wanted.table.digest if wanted.table else "",
        VIEWED: views.get(wanted.name) or str(there.get(VIEWED) or ""),
    }
    return {key: value for key, value in marks.items() if value or there.get(key)}


def _listed(extras: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "value": extras[key]} for key in sorted(extras)]
