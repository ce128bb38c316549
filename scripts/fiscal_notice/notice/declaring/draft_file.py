"""``errata-draft.csv``: the drafts as a table beside the package, for people to edit.

It is no resource: nothing of it is published. ``errata --accept`` takes its words for the findings
that it names.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from fiscal_notice.errors import PackageError
from fiscal_notice.model import WEIGHTS
from fiscal_notice.notice.declaring.drafts import Draft
from fiscal_notice.notice.declaring.groups import Group
from fiscal_notice.notice.declaring.habits import KINDS
from fiscal_notice.notice.rules.errata import PARTS
from fiscal_notice.package import write_files
from fiscal_notice.package.tabular import format_cells

NAME = "errata-draft.csv"
WORDS = ("kind", "weight", "explanation_zh", "explanation_en")
COLUMNS = ("accept", *PARTS, "source_line", *WORDS)

Identity = tuple[str, ...]


def write(root: Path, groups: Sequence[Group]) -> None:
    """Write the drafts of ``groups`` in their order."""
    rows = [
        [
            f"{draft.finding.rule}:{draft.finding.table}:{draft.finding.key}",
            *_identity(draft),
            "" if draft.line is None else str(draft.line),
            *(draft.kind, draft.weight, draft.zh, draft.en),
        ]
        for group in groups
        for draft in group.drafts
    ]
    write_files(root, {NAME: format_cells(COLUMNS, rows)})


def edited(root: Path, drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts with the words that a person has put into the file, where it has them.

    Raises PackageError, with the line, for a file that is none of this form, and for a kind or a
    weight that does not exist.
    """
    known = _read(root / NAME)
    return [_with_words(draft, known.get(_identity(draft))) for draft in drafts]


def _identity(draft: Draft) -> Identity:
    return tuple(part or "" for part in draft.finding.identity)


def _with_words(draft: Draft, words: Mapping[str, str] | None) -> Draft:
    if words is None:
        return draft
    return replace(
        draft,
        kind=words["kind"],
        weight=words["weight"],
        zh=words["explanation_zh"],
        en=words["explanation_en"],
    )


def _read(path: Path) -> dict[Identity, Mapping[str, str]]:
    if not path.is_file():
        return {}
    try:
        text = path.read_text(encoding="utf-8-sig")
        reader = csv.DictReader(text.splitlines(keepends=True), strict=True)
        rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise PackageError(f"the file cannot be read: {error}", file=path.name) from None
    lost = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if rows and lost:
        raise PackageError("the drafts lack the columns " + ", ".join(lost), file=path.name)
    for line, row in enumerate(rows, start=2):
        for name, values in (("kind", KINDS), ("weight", WEIGHTS)):
            if row[name] not in values:
                raise PackageError(
                    f"the drafts have a {name} that does not exist",
                    file=path.name,
                    line=line,
                    found=row[name] or "(empty)",
                    expected="one of " + ", ".join(values),
                )
    return {tuple(row[part] for part in PARTS): row for row in rows}
