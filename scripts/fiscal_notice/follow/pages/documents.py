"""The pages of documents: every value of a form or page with its sheet and cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fiscal_notice.follow.pages.facts import FollowFacts, Place, anchor
from fiscal_notice.follow.progress import key_of
from fiscal_notice.follow.table_schemas import TABLES, schema_of
from fiscal_notice.model import Row
from fiscal_notice.site.pages import Page

#: Where a row comes from is told once for the page, and by its place.
_ORIGIN = (
    *("evidence_id", "position", "evaluation_id", "region_code"),
    *("reported_by", "reported_on", "sheet", "cell"),
)
_NOT_READ = ("evidence", "field_cells", "unplaced", "errata", "scores", "schedule")
_ABOUT = (
    *("kind", "document_number", "issuer", "dated_on", "period", "reported_by", "reported_on"),
    *("path", "page", "says", "says_en", "bears_on", "form_id", "sha256", "bytes"),
    "superseded_by",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadValue:
    """A value of a row and where it stands."""

    field: str
    anchor: str
    place: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """A row that came from the document."""

    row: Row
    key: str
    values: list[ReadValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document: what is known of it, and all that was read in it, table by table."""

    f: FollowFacts
    row: Row
    about: tuple[str, ...]
    tables: list[tuple[str, list[ReadRow]]]
    unplaced: list[Row]

    @property
    def number(self) -> int:
        """How many values were read."""
        return sum(len(row.values) for _, rows in self.tables for row in rows)


def pages(f: FollowFacts) -> Iterator[Page]:
    """A page for each document."""
    rows = _by_document(f)
    unplaced: dict[str, list[Row]] = {}
    for row in f.record.rows("unplaced"):
        unplaced.setdefault(str(row["evidence_id"]), []).append(row)
    for name, row in f.documents.items():
        title = str(row.get("title") or row.get("path") or name)
        yield Page(
            name=f.document_page(name),
            template="follow_document.html",
            under=f.prefix,
            title=(title, title),
            content=Document(
                f=f,
                row=row,
                about=tuple(each for each in _ABOUT if row.get(each) not in (None, "")),
                tables=list(rows.get(name, {}).items()),
                unplaced=unplaced.get(name, []),
            ),
        )


def _by_document(f: FollowFacts) -> dict[str, dict[str, list[ReadRow]]]:
    found: dict[str, dict[str, list[ReadRow]]] = {}
    for table in TABLES:
        if table in _NOT_READ or "evidence_id" not in schema_of(table).names:
            continue
        for row in f.record.rows(table):
            name = str(row["evidence_id"])
            found.setdefault(name, {}).setdefault(table, []).append(_read(f, table, row))
    return found


def _read(f: FollowFacts, table: str, row: Row) -> ReadRow:
    key, evidence = key_of(table, row), str(row["evidence_id"])
    names = [
        name
        for name in schema_of(table).names
        if name not in _ORIGIN and row.get(name) not in (None, "")
    ]
    return ReadRow(
        row=row,
        key=key,
        values=[
            ReadValue(
                field=name,
                anchor=anchor(evidence, table, key, name),
                place=f.place(table, row, name),
            )
            for name in names
        ],
    )
