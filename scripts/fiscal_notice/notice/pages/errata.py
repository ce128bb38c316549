"""The errata: what is printed, what would be expected, on which line; what matters most first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.notice.pages.facts import NoticeSiteFacts
from fiscal_notice.site.pages import Page

EXCERPT = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Errata:
    """What the page has beside the facts: pieces of lines, and the region of each by its id."""

    excerpts: dict[str, str]
    regions: dict[str, str]


def pages(facts: NoticeSiteFacts) -> Iterator[Page]:
    """The one page; none of a package without a table of errata."""
    if facts.package.resource("errata") is None:
        return
    yield Page(
        name="errata",
        title=("勘误", "Errata"),
        menu=("勘误", "Errata"),
        content=errata(facts),
    )


def errata(facts: NoticeSiteFacts) -> Errata:
    """Every erratum with the line that it is about."""
    return Errata(
        excerpts={
            row["erratum_id"]: excerpt(facts.tables.transcript, row) for row in facts.errata.rows
        },
        regions=facts.by_region.errata,
    )


def excerpt(lines: tuple[str, ...], row: Entry) -> str:
    """The line that an erratum is about, cut to what is printed and a little around it."""
    line = row.line
    if line is None or not 1 <= line <= len(lines):
        return ""
    text = " ".join(lines[line - 1].replace("\t", " | ").strip(" |").split())
    start = max(0, text.find(row["printed"][:EXCERPT]) - EXCERPT // 4) if row["printed"] else 0
    piece = text[start : start + 2 * EXCERPT]
    return ("…" if start else "") + piece + ("…" if start + len(piece) < len(text) else "")
