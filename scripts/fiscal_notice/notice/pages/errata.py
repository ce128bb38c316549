"""The errata: what is printed, what would be expected, on which line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fiscal_notice.model import Rule
from fiscal_notice.notice.facts.figures import Figure, count
from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.notice.pages.facts import NoticeSiteFacts
from fiscal_notice.site.pages import Page

EXCERPT = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Erratum:
    """An erratum; ``excerpt`` is the line of the transcript around what is printed."""

    entry: Entry
    region: str
    excerpt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Errata:
    """All errata, in the order of their lines."""

    errata: list[Erratum]
    number: Figure
    kinds: list[tuple[str, Figure]]
    rules: dict[str, Rule]


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
    rows = facts.tables.rows("errata")
    ordered = sorted(rows, key=lambda row: row.line or 0)
    kinds = facts.tables.codes("errata", "kind", "zh")
    present = dict.fromkeys([*kinds, *(row["kind"] for row in rows)])
    return Errata(
        errata=[
            Erratum(
                entry=row,
                region=facts.by_region.errata[row["erratum_id"]],
                excerpt=excerpt(facts.tables.transcript, row),
            )
            for row in ordered
        ],
        number=count(rows, (row.line for row in rows)),
        kinds=[(kind, number) for kind in present if (number := _of_kind(facts, kind))],
        rules={outcome.rule.id: outcome.rule for outcome in facts.report.outcomes},
    )


def _of_kind(facts: NoticeSiteFacts, kind: str) -> Figure:
    rows = [row for row in facts.tables.rows("errata") if row["kind"] == kind]
    return count(rows, (row.line for row in rows))


def excerpt(lines: tuple[str, ...], row: Entry) -> str:
    """The line that an erratum is about, cut to what is printed and a little around it."""
    line = row.line
    if line is None or not 1 <= line <= len(lines):
        return ""
    text = " ".join(lines[line - 1].replace("\t", " | ").strip(" |").split())
    start = max(0, text.find(row["printed"][:EXCERPT]) - EXCERPT // 4) if row["printed"] else 0
    piece = text[start : start + 2 * EXCERPT]
    return ("…" if start else "") + piece + ("…" if start + len(piece) < len(text) else "")
