"""The data: tables with their dictionary, downloads, releases, how to cite."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fiscal_notice.export.forms import FORMS
from fiscal_notice.model import ResourceStat
from fiscal_notice.package import Field, Resource
from fiscal_notice.site.downloads import Download
from fiscal_notice.site.facts import Facts, Page
from fiscal_notice.site.releases import Version, versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: what was read of it, its columns, the files of it that can be had."""

    resource: Resource
    stat: ResourceStat | None
    fields: tuple[Field, ...]
    downloads: list[Download]


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """What the page shows; ``whole`` are the downloads that are no single table's.

    ``forms`` are the forms that tables can be had in, ``about`` says what each form of downloads
    is good for, in Chinese and English.
    """

    tables: list[Table]
    others: list[Table]
    whole: list[Download]
    forms: list[str]
    about: dict[str, tuple[str, str]]
    files: list[Download]
    versions: list[Version]
    citation: dict[str, str]


def pages(facts: Facts) -> Iterator[Page]:
    """The one page."""
    yield Page(
        name="data",
        template="data.html",
        nav="data",
        title=("数据", "Data"),
        content=data(facts),
    )


def data(facts: Facts) -> Data:
    """The package as files."""
    files = facts.offered
    entries = [_table(facts, resource, files) for resource in facts.package.resources]
    taken = {download.path for entry in entries for download in entry.downloads}
    return Data(
        tables=[entry for entry in entries if entry.resource.schema is not None],
        others=[entry for entry in entries if entry.resource.schema is None],
        whole=sorted(
            (download for download in files if download.path not in taken),
            key=lambda download: download.form,
            reverse=True,
        ),
        forms=sorted({download.form for download in files if download.of}),
        about={form.name: (form.about_zh, form.about) for form in FORMS},
        files=files,
        versions=versions(facts.package),
        citation=citation(facts),
    )


def _table(facts: Facts, resource: Resource, files: list[Download]) -> Table:
    stats = {stat.name: stat for stat in facts.report.resources}
    return Table(
        resource=resource,
        stat=stats.get(resource.name),
        fields=resource.schema.fields if resource.schema else (),
        downloads=sorted(
            (download for download in files if download.of == resource.name),
            key=lambda download: download.form,
        ),
    )


def citation(facts: Facts) -> dict[str, str]:
    """What to name when the data are used, from the descriptor."""
    descriptor = facts.package.descriptor
    people = [p for p in descriptor.get("contributors") or [] if isinstance(p, dict)]
    makers = [p for p in people if "creator" not in (p.get("roles") or [])] or people
    licences = [x for x in descriptor.get("licenses") or [] if isinstance(x, dict)]
    return {
        "who": ", ".join(str(p.get("title", "")) for p in makers),
        "title": str(descriptor.get("title", "")),
        "title_en": facts.package.title("en"),
        "name": str(descriptor.get("name", "")),
        "version": facts.package.version,
        "created": facts.created,
        "year": facts.created[:4],
        "licence": ", ".join(str(x.get("title") or x.get("name", "")) for x in licences),
    }
