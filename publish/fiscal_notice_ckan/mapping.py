"""A data package → the dataset a portal is to hold. Pure; mapped as docs/publishing.md says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
    mapping = _Mapping(package, to)
    made = mapping.extras(extras)
    data = [mapping.data(each, tables.get(each.name)) for each in package.resources]
    about = metadata_of(package, to.licence, mapping.picture(made), to.url)
    placed = place(about, to.schema)
    wanted = (*made, *data, mapping.descriptor(data), mapping.bundle(archive))
    served = [mapping.served(each) for each in wanted]
    return Dataset(
        name=mapping.name,
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


@dataclass(frozen=True, slots=True)
class _Mapping:
    """The resources of a package at a destination."""

    package: Package
    to: Destination

    @property
    def name(self) -> str:
        return str(self.package.descriptor.get("name", ""))

    def data(self, resource: Resource, table: DatastoreTable | None) -> Wanted:
        file = file_of(self.package, resource)
        sha256 = digests(file.content).sha256
        table = table or table_of(self.package, resource, sha256, self.to.tick)
        about = {
            "name": name_of_resource(resource),
            "description": notes_of_resource(resource),
            "format": file.format,
            "mimetype": file.media_type,
        }
        view = "datatables_view" if table else _text_view(file.media_type)
        filename = f"{resource.name}.{file.suffix}"
        return replace(
            self._wanted(resource.name, filename, file.content, about, view), table=table
        )

    def descriptor(self, data: Sequence[Wanted]) -> Wanted:
        """The descriptor with addresses for paths and its schemas inside: it stands alone."""
        resources = [
            self._published(resource, wanted)
            for resource, wanted in zip(self.package.resources, data, strict=True)
        ]
        about = {
            "name": DESCRIPTOR,
            "description": "数据包描述文件，含各表模式。\n\nData Package descriptor with the "
            "schema of every table; `frictionless validate` takes its address.",
            "format": "JSON",
            "mimetype": "application/json",
        }
        content = as_json({**self.package.descriptor, "resources": resources})
        return self._wanted(DESCRIPTOR, DESCRIPTOR, content, about, "text_view")

    def _published(self, resource: Resource, wanted: Wanted) -> dict[str, Any]:
        schema = {} if resource.schema is None else {"schema": dict(resource.schema.raw)}
        return {**file_of(self.package, resource).raw, "path": self._address(wanted), **schema}

    def bundle(self, archive: Path) -> Wanted:
        version = self.package.version
        about = {
            "name": f"完整发布包 {version} · Complete release {version}",
            "description": "全部文件：数据包各文件、数据字典、检查报告。\n\nEverything in one "
            "file: the package's own files, data dictionary and reports of the checks.",
            "format": "ZIP",
            "mimetype": "application/zip",
        }
        filename = f"{self.name}-{version}.zip"
        return self._wanted(f"{RELEASE}{version}", filename, archive, about)

    def extras(self, files: Sequence[File]) -> list[Wanted]:
        by_name = {each.name: each for each in files}
        return [
            self._extra(each, by_name[each.name].path) for each in EXTRAS if each.name in by_name
        ]

    def _extra(self, extra: Extra, path: Path) -> Wanted:
        # CKAN's image has no text for those who do not see it, so the description has.
        spoken = [self._spoken(extra.lang)[1]] if extra.lang else []
        about = {
            "name": extra.title,
            "description": "\n\n".join([extra.description, *spoken]),
            "format": extra.format,
            "mimetype": extra.mediatype,
        }
        return self._wanted(extra.name, f"{self.name}{extra.suffix}", path, about, extra.view)

    def picture(self, made: Sequence[Wanted]) -> str:
        """The picture as Markdown for the dataset's own page; nothing if there is none."""
        lang, name = next(iter(PICTURES.items()))
        for each in made:
            if each.name == name:
                text = re.sub(r"([\\\[\]])", r"\\\1", self._spoken(lang)[0])
                return f"![{text}]({self._address(each)})"
        return ""

    def _spoken(self, lang: str) -> tuple[str, str]:
        return kind_of(self.package).picture_in_words(self.package, lang)

    def _wanted(
        self,
        name: str,
        filename: str,
        content: Path | bytes,
        about: Mapping[str, str],
        view: str | None = None,
    ) -> Wanted:
        seen = digests(content)
        checks = {NAME: name, SHA256: seen.sha256, HASH: seen.md5, HASH_ALGORITHM: MD5}
        return Wanted(
            name=name,
            id=self.to.ids.get(name) or stable_id(self.to.url, self.name, name),
            filename=filename,
            content=content,
            sha256=seen.sha256,
            size=seen.bytes,
            fields={**about, **checks},
            view=view,
        )

    def _address(self, wanted: Wanted) -> str:
        return self.to.url + download_path(self.name, wanted.id, wanted.filename)

    def served(self, wanted: Wanted) -> tuple[Wanted, tuple[str, ...]]:
        """A resource with what DCAT says of each distribution, in the portal's own fields."""
        placed = place_resource(
            {
                **wanted.fields,
                "license": licence_address(self.package, wanted.name),
                "access_url": f"{self.to.url}/dataset/{self.name}/resource/{wanted.id}",
                "download_url": self._address(wanted),
                "availability": availability(self.package.descriptor),
            },
            self.to.schema,
            _texts(self.package, wanted),
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


def _text_view(kind: str) -> str | None:
    return "text_view" if kind.startswith("text/") or kind == "application/json" else None
