"""A data package → the dataset a portal is to hold. Pure; mapped as docs/publishing.md says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from fiscal_notice.model import File
from fiscal_notice.package import Package, Resource
from fiscal_notice.package.kind import kind_of
from fiscal_notice_ckan.authority_tables import availability
from fiscal_notice_ckan.dataset import (
    DESCRIPTOR,
    HASH,
    HASH_ALGORITHM,
    MD5,
    NAME,
    RELEASE,
    SHA256,
    Dataset,
    Destination,
    Digests,
    Wanted,
    digests,
    download_path,
    stable_id,
)
from fiscal_notice_ckan.dataset_notes import name_of_resource, notes_of_resource
from fiscal_notice_ckan.datastore_tables import DatastoreTable, table_of
from fiscal_notice_ckan.extras import EXTRAS, PICTURES, Extra
from fiscal_notice_ckan.files import as_json, file_of
from fiscal_notice_ckan.metadata import (
    licence_address,
    metadata_of,
    texts_of_resource,
)
from fiscal_notice_ckan.scheming import place, place_resource


def dataset_of(
    package: Package,
    archive: Path,
    to: Destination,
    extras: Sequence[File] = (),
    tables: Mapping[str, DatastoreTable] = MappingProxyType({}),
) -> Dataset:
    """The dataset of the release in ``archive``, whose unpacked content is ``package``.

    ``extras`` are the files that were made from it: they come first, as most people only look.
    ``tables`` are those that have been read already, by the names of their resources.
    """
    name = str(package.descriptor.get("name", ""))
    data = [_data(package, each, name, to, tables) for each in package.resources]
    descriptor = _descriptor(package, data, name, to)
    bundle = _bundle(package, archive, name, to)
    made = _made(package, extras, name, to)
    about = metadata_of(package, to.licence, _picture(package, made, name, to))
    placed = place(about, to.schema)
    served = [_served(package, each, name, to) for each in (*made, *data, descriptor, bundle)]
    return Dataset(
        name=name,
        version=package.version,
        fields={**placed.fields, "owner_org": to.organisation},
        tags=about.tags,
        extras=placed.extras,
        resources=tuple(each for each, _ in served),
        schema=to.schema,
        refused=tuple(
            dict.fromkeys((*placed.refused, *(said for _, each in served for said in each)))
        ),
    )


def _served(
    package: Package, wanted: Wanted, dataset: str, to: Destination
) -> tuple[Wanted, tuple[str, ...]]:
    """A resource with what DCAT says of each distribution, in the portal's own fields."""
    page = f"{to.url}/dataset/{dataset}/resource/{wanted.id}"
    placed = place_resource(
        {
            **wanted.fields,
            "license": licence_address(package, wanted.name),
            "access_url": page,
            "download_url": to.url + download_path(dataset, wanted.id, wanted.filename),
            "availability": availability(package.descriptor),
        },
        to.schema,
        _texts(package, wanted),
    )
    return replace(wanted, fields=placed.fields), placed.refused


def _texts(package: Package, wanted: Wanted) -> Mapping[str, Mapping[str, str]]:
    """Name and description by language; what the publisher adds has one after the other."""
    resource = package.resource(wanted.name)
    if resource is not None:
        return texts_of_resource(resource)
    name = str(wanted.fields["name"]).split(" · ")
    description = str(wanted.fields["description"]).split("\n\n", 1)
    return {
        "name": {"zh": name[0], "en": name[-1]},
        "description": {"zh": description[0], "en": description[-1]},
    }


def _data(
    package: Package,
    resource: Resource,
    dataset: str,
    to: Destination,
    tables: Mapping[str, DatastoreTable],
) -> Wanted:
    file = file_of(package, resource)
    seen = digests(file.content)
    table = tables.get(resource.name) or table_of(package, resource, seen.sha256, to.tick)
    return Wanted(
        name=resource.name,
        id=_id(to, dataset, resource.name),
        filename=f"{resource.name}.{file.suffix}",
        content=file.content,
        sha256=seen.sha256,
        size=seen.bytes,
        fields={
            "name": name_of_resource(resource),
            "description": notes_of_resource(resource),
            "format": file.format,
            "mimetype": file.media_type,
            **_checks(resource.name, seen),
        },
        table=table,
        view="datatables_view" if table else _text_view(file.media_type),
    )


def _text_view(kind: str) -> str | None:
    return "text_view" if kind.startswith("text/") or kind == "application/json" else None


def _descriptor(package: Package, data: list[Wanted], dataset: str, to: Destination) -> Wanted:
    """The descriptor with addresses for paths and its schemas inside: it stands alone."""
    by_name = {each.name: each for each in data}
    published = {
        **package.descriptor,
        "resources": [
            _published(package, resource, by_name[resource.name], dataset, to)
            for resource in package.resources
        ],
    }
    content = as_json(published)
    seen = digests(content)
    return Wanted(
        name=DESCRIPTOR,
        id=_id(to, dataset, DESCRIPTOR),
        filename=DESCRIPTOR,
        content=content,
        sha256=seen.sha256,
        size=seen.bytes,
        fields={
            "name": DESCRIPTOR,
            "description": "数据包描述文件，含各表模式。\n\nData Package descriptor with the "
            "schema of every table; `frictionless validate` takes its address.",
            "format": "JSON",
            "mimetype": "application/json",
            **_checks(DESCRIPTOR, seen),
        },
        view="text_view",
    )


def _published(
    package: Package, resource: Resource, wanted: Wanted, dataset: str, to: Destination
) -> dict[str, Any]:
    raw = dict(file_of(package, resource).raw)
    raw["path"] = to.url + download_path(dataset, wanted.id, wanted.filename)
    if resource.schema is not None:
        raw["schema"] = dict(resource.schema.raw)
    return raw


def _bundle(package: Package, archive: Path, dataset: str, to: Destination) -> Wanted:
    name = f"{RELEASE}{package.version}"
    seen = digests(archive)
    return Wanted(
        name=name,
        id=_id(to, dataset, name),
        filename=f"{dataset}-{package.version}.zip",
        content=archive,
        sha256=seen.sha256,
        size=seen.bytes,
        fields={
            "name": f"完整发布包 {package.version} · Complete release {package.version}",
            "description": "全部文件：数据、模式、原文、检查报告。\n\nEverything in one file: "
            "data, schemas, transcript and reports of the checks.",
            "format": "ZIP",
            "mimetype": "application/zip",
            **_checks(name, seen),
        },
    )


def _made(package: Package, extras: Sequence[File], dataset: str, to: Destination) -> list[Wanted]:
    by_name = {each.name: each for each in extras}
    return [
        _extra(package, each, by_name[each.name], dataset, to)
        for each in EXTRAS
        if each.name in by_name
    ]


def _extra(package: Package, extra: Extra, made: File, dataset: str, to: Destination) -> Wanted:
    # CKAN's image has no text for those who do not see it, so the description has.
    spoken = [kind_of(package).picture_in_words(package, extra.lang)[1]] if extra.lang else []
    return Wanted(
        name=extra.name,
        id=_id(to, dataset, extra.name),
        filename=f"{dataset}{extra.suffix}",
        content=made.path,
        sha256=made.sha256,
        size=made.bytes,
        fields={
            "name": extra.title,
            "description": "\n\n".join([extra.description, *spoken]),
            "format": extra.format,
            "mimetype": extra.mediatype,
            **_checks(extra.name, digests(made.path)),
        },
        view=extra.view,
    )


def _picture(package: Package, made: Sequence[Wanted], dataset: str, to: Destination) -> str:
    """The picture as Markdown for the dataset's own page; nothing if there is none."""
    lang, name = next(iter(PICTURES.items()))
    for each in made:
        if each.name == name:
            title, _ = kind_of(package).picture_in_words(package, lang)
            text = re.sub(r"([\\\[\]])", r"\\\1", title)
            return f"![{text}]({to.url}{download_path(dataset, each.id, each.filename)})"
    return ""


def _id(to: Destination, dataset: str, name: str) -> str:
    return to.ids.get(name) or stable_id(to.url, dataset, name)


def _checks(name: str, seen: Digests) -> dict[str, str]:
    return {NAME: name, SHA256: seen.sha256, HASH: seen.md5, HASH_ALGORITHM: MD5}
