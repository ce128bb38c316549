"""What the descriptor says of the package, in the words that every download repeats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fiscal_notice.export.citation import citation, entries
from fiscal_notice.export.typed_tables import TypedTable
from fiscal_notice.package import Package
from fiscal_notice.package.words import said, text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The package in one language; ``licences`` and ``sources`` are (title, address or "")."""

    title: str
    paragraphs: tuple[str, ...]
    version: str
    created: str
    licences: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]
    citation: str


def about(package: Package, lang: str) -> About:
    """What the package is, in Chinese (``zh``) or English (``en``); missing words are empty."""
    raw = package.descriptor
    created = text_of(raw, "created")[:10]
    title = package.title(lang) or text_of(raw, "name")
    return About(
        title=title,
        paragraphs=tuple(filter(str.strip, said(raw, "description", lang).split("\n\n"))),
        version=package.version,
        created=created,
        licences=tuple(_linked(raw, "licenses")),
        sources=tuple(_linked(raw, "sources")),
        citation=citation(package, lang).text,
    )


def web_address(text: str) -> str:
    """An address that may become a link; empty unless it is one of the web."""
    return (
        text if text.startswith(("https://", "http://")) and not set(text) & set(" \"'<>") else ""
    )


def _linked(raw: Mapping[str, Any], name: str) -> Iterator[tuple[str, str]]:
    for entry in entries(raw, name):
        label = text_of(entry, "title") or text_of(entry, "name") or text_of(entry, "path")
        if label:
            yield label, web_address(text_of(entry, "path"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code of a field and its labels."""

    table: str
    field: str
    value: str
    zh: str
    en: str


def codes(tables: tuple[TypedTable, ...]) -> tuple[Code, ...]:
    """The codes of all categorical fields, each once, in the order of the schemas."""
    listed = (
        Code(table=table.name, field=column.name, value=value, zh=label, en=english[value])
        for table in tables
        for column in table.columns
        for english in [column.field.labels("en")]
        for value, label in column.field.labels().items()
    )
    return tuple({(code.table, code.field, code.value): code for code in listed}.values())
