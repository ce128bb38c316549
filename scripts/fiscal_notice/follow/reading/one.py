"""One form read: what it holds, or why it cannot be read. It pickles, for whatever process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from fiscal_notice.errors import FiscalNoticeError, OriginalError
from fiscal_notice.follow.announced import announced_by
from fiscal_notice.follow.reading.books import read_book, read_tables
from fiscal_notice.follow.reading.form import FormReader, our_form, region_in_words
from fiscal_notice.follow.reading.found import Found, Problem
from fiscal_notice.follow.reading.guard import guarded
from fiscal_notice.follow.reading.keys import Keys, most
from fiscal_notice.follow.reading.lines import EVALUATIONS, Packed, packed, subject
from fiscal_notice.follow.reading.merge import CELLS, Version, evidence_id, rows_of
from fiscal_notice.follow.reading.printed import read_printed
from fiscal_notice.follow.reading.private import shown_name
from fiscal_notice.follow.reading.sources import Source
from fiscal_notice.model import Row
from fiscal_notice.package import read_package

# What somebody has filled in in a self-evaluation that was given beforehand.
_FILLED = {
    EVALUATIONS: ("goal_result", "total_score", "grade", "remark", "scheme_id"),
    "self_evaluation_funds": (
        *("initial_yuan", "budget_yuan", "executed_yuan", "points", "score"),
        *("rate_as_printed", "reason"),
    ),
    "self_evaluation_scores": ("actual_as_printed", "actual", "achieved", "score", "reason"),
    "self_evaluation_answers": ("explanation", "problem"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What became of one file: its evidence and its rows, packed, or an error.

    ``rows`` is how many rows it gave by table, ``evaluated`` what its self-evaluations are of;
    ``remarks`` are English sentences that a person may like to know.
    """

    name: str
    evidence: Row = field(default_factory=dict)
    packed: Packed = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    evaluated: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    unplaced: tuple[tuple[str, str, str, str], ...] = ()
    remarks: tuple[str, ...] = ()
    error: FiscalNoticeError | None = None

    @property
    def blank(self) -> bool:
        """Whether nobody has filled in anything: such a form says nothing, and is no report."""
        said = self.evidence.get("reported_by") or self.evidence.get("reported_on")
        return self.error is None and not (self.rows or self.unplaced or self.problems or said)

    def version(self, place: int) -> Version:
        """It as a version that goes into a record."""
        own = self.evidence["evidence_id"]
        return Version(
            evidence=self.evidence,
            lines={table: (lines,) for table, lines in self.packed.items()},
            subjects=frozenset(self.evaluated),
            evaluations=frozenset(f"{own}/{n}" for n in range(1, len(self.evaluated) + 1)),
            place=place,
        )


@cache
def _keys(root: str) -> Keys:
    return Keys(announced=announced_by(read_package(Path(root))))


def read_form(root: str, text: str) -> Form:
    """Read one form of the notice in the folder ``root``. Errors are returned, not raised.

    ``text`` is that of a ``Source``.
    """
    source = Source.of(text)
    name = shown_name(source.name)
    try:
        return _read(_keys(root), source, name)
    except FiscalNoticeError as error:
        return Form(name=name, error=_of_form(error, name))
    except OSError as error:
        what = f"the file cannot be read: {error.strerror or error}"
        return Form(name=name, error=OriginalError(what, file=name))
    except Exception as error:  # a file that nobody foresaw must not end the reading of others
        return Form(name=name, error=lost(name, f"{type(error).__name__}: {error}"))


def lost(name: str, found: str = "the process that read it died, twice") -> FiscalNoticeError:
    """The error of a form whose reading ended for a reason that nobody foresaw."""
    return OriginalError("the form could not be read", file=name, found=shown_name(found)[:200])


def _of_form(error: FiscalNoticeError, name: str) -> FiscalNoticeError:
    error.file = name
    error.found = shown_name(error.found) if error.found else None
    return error


def _read(keys: Keys, source: Source, name: str) -> Form:
    path = Path(source.path)
    digest, size = source.digest()
    book = read_tables([Path(part) for part in source.parts]) if source.parts else read_book(path)
    ours = our_form(book) if book is not None else None
    founds: list[Found] = []
    remarks: list[str] = list(book.remarks) if book is not None else []
    evidence: Row = {}
    if book is not None and ours is not None:
        reader = FormReader(file=name, book=book, form=ours, keys=keys)
        founds.append(reader.read())
        founds += filter(None, map(_begun, reader.evaluations()))
        remarks += reader.remarks
        evidence |= founds[0].evidence
    if ours is None:
        founds += filter(None, map(_begun, read_printed(path, keys.announced)))
    if not founds:
        raise OriginalError(
            "the file is no form of a follow-up",
            file=name,
            expected="a form of ours, or a self-evaluation in its printed layout",
            hint="fiscal-notice follow new makes forms",
        )
    if ours is None:
        evidence = {**founds[0].evidence, "region_code": _region(keys, founds, name)}
    evidence |= {"path": name, "sha256": digest, "bytes": size}
    evidence["evidence_id"] = evidence_id(str(evidence["region_code"]), digest)
    evidence = guarded_evidence(evidence)
    return _packed(name, evidence, [guarded(found, name) for found in founds], remarks)


def _packed(name: str, evidence: Row, founds: list[Found], remarks: list[str]) -> Form:
    tables = rows_of(evidence, founds)
    own = [table for table in tables if table not in (CELLS, "unplaced")]
    return Form(
        name=name,
        evidence=evidence,
        packed=packed(tables),
        rows={table: len(tables[table]) for table in own},
        evaluated=tuple(map(subject, tables.get(EVALUATIONS, ()))),
        problems=tuple(problem for found in founds for problem in found.problems),
        unplaced=tuple(each for found in founds for each in found.unplaced),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def guarded_evidence(evidence: Row) -> Row:
    """The evidence of a form without numbers that are private in its texts."""
    own = ("sha256", "evidence_id")
    return {
        field: shown_name(value) if isinstance(value, str) and field not in own else value
        for field, value in evidence.items()
    }


def _begun(found: Found) -> Found | None:
    """An evaluation of a form of ours if anybody has filled in anything."""
    filled = any(
        row.get(name) is not None
        for table, names in _FILLED.items()
        for row in found.tables.get(table, ())
        for name in names
    )
    if filled:
        return found
    if found.unplaced or found.problems:
        return Found(evidence={}, unplaced=found.unplaced, problems=found.problems)
    return None


def _region(keys: Keys, founds: list[Found], name: str) -> str:
    rows = [row for found in founds for rows in found.tables.values() for row in rows]
    said = {str(f.evidence["region_code"]) for f in founds if f.evidence.get("region_code")}
    found = said.pop() if len(said) == 1 else most(r for row in rows for r in keys.region_of(row))
    if found is None:
        texts = [str(row.get(n) or "") for row in rows for n in ("unit", "department")]
        texts += [str(f.evidence.get("reported_by") or "") for f in founds]
        found = region_in_words(keys, tuple(texts))
    if found is None:
        raise OriginalError(
            "nothing in the form says of which region it is",
            file=name,
            expected="the name of one of the notice's regions in the unit or the department",
            hint="write the name of the region into the form",
        )
    return found
