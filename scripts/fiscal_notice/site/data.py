"""The data: tables with their dictionary, and the files that can be had."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from fiscal_notice.export.forms import FORMS
from fiscal_notice.export.joins import Join, joins
from fiscal_notice.export.table_picture import alone, table_picture
from fiscal_notice.model import ResourceStat
from fiscal_notice.package import Field, Package, Resource
from fiscal_notice.package.words import said
from fiscal_notice.site.downloads import Download
from fiscal_notice.site.facts import SiteFacts
from fiscal_notice.site.pages import Page

_PLAIN = re.compile(r"[\w.-]+")
# Constraints of Table Schema in words, Chinese and English; the value follows.
_CONSTRAINTS = {
    "required": ("必填", "required"),
    "unique": ("不重复", "unique"),
    "minimum": ("≥", "≥"),
    "maximum": ("≤", "≤"),
    "exclusiveMinimum": (">", ">"),
    "exclusiveMaximum": ("<", "<"),
    "minLength": ("长度至少", "length at least"),
    "maxLength": ("长度至多", "length at most"),
    "pattern": ("须符合", "matches"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A foreign key of a table: its own fields, and the table and fields that it leads to."""

    fields: tuple[str, ...]
    table: Table
    there: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """Where it leads on the page: the field, if it is one."""
        return self.table.anchor_of(self.there[0]) if len(self.there) == 1 else self.table.anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A resource: what was read of it, its columns, the files of it that can be had.

    ``anchor`` is its place on the page.
    """

    resource: Resource
    anchor: str
    stat: ResourceStat | None
    fields: tuple[Field, ...]
    downloads: list[Download]

    def anchor_of(self, name: str) -> str:
        """The place of a field on the page."""
        names = [field.name for field in self.fields]
        return f"{self.anchor}:{_plain(name, names.index(name) + 1)}"

    @property
    def is_table(self) -> bool:
        """Whether it was read as a table, or would be."""
        return bool(self.fields) or (self.stat is not None and self.stat.rows is not None)

    @property
    def missing(self) -> list[str]:
        """What stands for a missing value, beside an empty cell unless that is listed alone."""
        schema = self.resource.schema
        found = schema.raw.get("missingValues") if schema else None
        listed = found if isinstance(found, list) else [""]
        return [str(each.get("value", "") if isinstance(each, dict) else each) for each in listed]

    @property
    def form(self) -> str:
        """How its file is written, as far as the descriptor says it."""
        raw = self.resource.raw
        said = [_short(raw[name]) for name in ("encoding", "dialect") if raw.get(name)]
        return ", ".join(said)


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
    joins: list[Join]

    def picture(self, package: Package, lang: str) -> Markup:
        """The tables and what refers to what, each box leading to its table on the page."""
        return table_picture(package, lang, {t.resource.name: f"#{t.anchor}" for t in self.tables})

    @staticmethod
    def alone(package: Package) -> list[str]:
        """The tables that the picture does not show."""
        return alone(package)

    def references(self, table: Table) -> list[Reference]:
        """The foreign keys of a table to tables that are there."""
        schema = table.resource.schema
        named = {each.resource.name: each for each in self.tables}
        return [
            Reference(fields=own, table=named[target or table.resource.name], there=there)
            for own, target, there in (schema.foreign_keys if schema else ())
            if (target or table.resource.name) in named
        ]

    @staticmethod
    def constraints(field: Field) -> Iterator[tuple[tuple[str, str], str]]:
        """What must hold of a field: words in Chinese and English, and the value, if one."""
        for name, value in field.constraints.items():
            if name in ("required", "unique"):
                if value:
                    yield _CONSTRAINTS[name], ""
            elif name != "enum":
                yield _CONSTRAINTS.get(name, (name, name)), _short(value)

    @staticmethod
    def values(field: Field, lang: str) -> list[tuple[str, str]]:
        """The values that a field may have, each with its label in the language, or its own."""
        enum = field.constraints.get("enum")
        listed = field.categories or (enum if isinstance(enum, list) else ())
        return [_value(each, lang) for each in listed]


def pages(facts: SiteFacts) -> Iterator[Page]:
    """The one page."""
    yield Page(name="data", title=("数据", "Data"), menu=("数据", "Data"), content=data(facts))


def data(facts: SiteFacts, prefix: str = "t-") -> Data:
    """The package as files; ``prefix`` is what the anchors of tables begin with."""
    files = facts.offered
    entries = tables(facts, prefix)
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
        joins=joins(facts.package),
    )


def tables(facts: SiteFacts, prefix: str = "t-") -> list[Table]:
    """Every resource, in the order of the descriptor."""
    stats = {stat.name: stat for stat in facts.report.resources}
    return [
        Table(
            resource=resource,
            anchor=prefix + _plain(resource.name, number),
            stat=stats.get(resource.name),
            fields=resource.schema.fields if resource.schema else (),
            downloads=sorted(
                (download for download in facts.offered if download.of == resource.name),
                key=lambda download: download.form,
            ),
        )
        for number, resource in enumerate(facts.package.resources, start=1)
    ]


def _plain(name: str, number: int) -> str:
    """A name, or its number if the name has more than an anchor can hold."""
    return name if _PLAIN.fullmatch(name) else f":{number}"


def _short(value: object) -> str:
    """A value as JSON, or a text as it is; not longer than a line."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 200 else f"{text[:200]}…"  # noqa: PLR2004


def _value(each: Any, lang: str) -> tuple[str, str]:
    if not isinstance(each, Mapping):
        return _short(each), ""
    return _short(each.get("value", "")), said(each, "label", lang)
