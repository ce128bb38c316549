"""``follow score``: a follow-up with its scores, and the files that hold them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from fiscal_notice.follow.record import Record, files_of
from fiscal_notice.follow.scores.compute import Targets, scores_of
from fiscal_notice.follow.scores.schemes import rows_of, schemes_of
from fiscal_notice.follow.scores.telling import Scoring, scorings
from fiscal_notice.follow.table_schemas import path_of
from fiscal_notice.package import Package, write_files
from fiscal_notice.package.related import Related

SCORES = "scores"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A record with its scores and the rows of the schemes that they were made with."""

    record: Record
    forms: list[Scoring]

    @property
    def fine(self) -> bool:
        """Whether no form says anything else than its scheme gives."""
        return all(each.fine for each in self.forms)


def scored(record: Record, targets: Targets, asked: str = "") -> Scored:
    """The record with new scores in the place of those that it has; see ``scores_of``."""
    rows, schemes = scores_of(record, targets, asked), schemes_of(record)
    used = [scheme for key, scheme in schemes.items() if key in {row["scheme_id"] for row in rows}]
    tables = {**record.tables, SCORES: rows, **rows_of(record, used)}
    return Scored(
        record=replace(record, tables=tables),
        forms=scorings(record.rows("self_evaluations"), rows, schemes),
    )


def write_scored(root: Path, result: Scored, notice: Package, follows: Related) -> list[str]:
    """Write the follow-up in ``root`` with its scores; the names of the files that changed.

    What its descriptor says of the notice stays. A table without rows is taken away.
    """
    files = files_of(result.record, notice, path=follows.path, same_notice=True)
    changed = write_files(root, files)
    for name in (path_of(SCORES), f"schemas/{SCORES}.json"):
        if name not in files and (root / name).is_file():
            (root / name).unlink()
            changed.append(name)
    return changed
