"""Forms put into a record: keys, the cell of each value, and versions of one form told apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from fiscal_notice.follow.reading.found import Found
from fiscal_notice.follow.record import Record
from fiscal_notice.follow.table_schemas import TABLES, schema_of
from fiscal_notice.model import Row, Rows
from fiscal_notice.package.tabular import format_value

EVALUATIONS = "self_evaluations"
CELLS = "field_cells"
#: Tables of an evaluation, keyed by its id.
_OF_EVALUATION = ("self_evaluation_funds", "self_evaluation_scores", "self_evaluation_answers")
# Tables whose rows come from forms; all others are kept as they are.
_FROM_FORMS = tuple(t for t in TABLES if "evidence_id" in schema_of(t).names and t != "evidence")


@dataclass(slots=True, kw_only=True)
class Version:
    """One form as it goes into the record: its evidence, and what was found in it.

    ``place`` is its place among the forms of this reading; None for one that stood there before.
    """

    evidence: Row
    founds: Sequence[Found] = ()
    place: int | None = None

    @property
    def id(self) -> str:
        """Its evidence id."""
        return str(self.evidence["evidence_id"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two versions of one form, neither of which was said to win: the newer by what they say."""

    older: Version
    newer: Version


@dataclass(slots=True, kw_only=True)
class Merged:
    """The record with the forms in it; ``conflicts`` are of those that were left out.

    ``superseded`` are the forms that a newer one stands for, as (older, newer).
    """

    record: Record
    conflicts: list[Conflict] = field(default_factory=list)
    superseded: list[Conflict] = field(default_factory=list)


def evidence_id(region: str, sha256: str) -> str:
    """The id of a form: its region and the first of its hash, so that no other form changes it."""
    return f"{region}-{sha256[:8]}"


def merged(
    record: Record, versions: Iterable[Version], regions: Sequence[str], *, newer_wins: bool
) -> Merged:
    """``record`` with ``versions`` in it, in the order of ``regions``, whatever their own order.

    Of two versions of one form the newer is that with the later day of reporting; where that says
    nothing, that of this reading, of two of one reading the one named last.
    """
    standing = {
        str(row["evidence_id"]): Version(evidence=dict(row)) for row in record.rows("evidence")
    }
    evaluated = _evaluated(record)
    result = Merged(record=record)
    coming: dict[str, Version] = {}
    for version in versions:
        old = standing.get(version.id)
        if old is None:
            coming.setdefault(version.id, version)
        elif not old.evidence.get("superseded_by"):
            # The same bytes read again: the name under which they first came stays.
            path = old.evidence.get("path") or version.evidence.get("path")
            coming[version.id] = Version(
                evidence={**version.evidence, "path": path},
                founds=version.founds,
                place=version.place,
            )
    groups: dict[tuple[object, ...], list[Version]] = {}
    for each in (*(v for k, v in standing.items() if k not in coming), *coming.values()):
        if each.evidence.get("superseded_by") is None and _has_versions(each.evidence):
            groups.setdefault(_of_one(each, evaluated), []).append(each)
    for group in groups.values():
        if len(group) > 1 and any(v.place is not None and v.id not in standing for v in group):
            _settle(group, standing, coming, result, newer_wins=newer_wins)
    result.record = _entered(record, standing, coming, regions)
    return result


def _has_versions(evidence: Row) -> bool:
    return evidence.get("kind") in ("form", "self_evaluation")


def _of_one(version: Version, evaluated: Mapping[str, frozenset[str]]) -> tuple[object, ...]:
    """What versions of one form have in common: region, kind, period, and what it evaluates."""
    evidence = version.evidence
    what: frozenset[str] = frozenset()
    if evidence["kind"] == "self_evaluation":
        rows = [row for found in version.founds for row in found.tables.get(EVALUATIONS, ())]
        what = frozenset(map(_subject, rows)) if rows else evaluated.get(version.id, what)
    return evidence["region_code"], evidence["kind"], evidence.get("period") or "", what


def _evaluated(record: Record) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in record.rows(EVALUATIONS):
        found.setdefault(str(row["evidence_id"]), set()).add(_subject(row))
    return {key: frozenset(values) for key, values in found.items()}


def _subject(row: Row) -> str:
    return str(row.get("sheet_id") or row.get("project_name") or "")


def _settle(
    group: list[Version],
    standing: dict[str, Version],
    coming: dict[str, Version],
    result: Merged,
    *,
    newer_wins: bool,
) -> None:
    ranked = _by_age(group)
    newest = ranked[-1]
    for older in ranked[:-1]:
        pair = Conflict(older=older, newer=newest)
        if newer_wins:
            result.superseded.append(pair)
            gone = Version(evidence={**older.evidence, "superseded_by": newest.id})
            (coming if older.id in coming else standing)[older.id] = gone
        else:
            result.conflicts.append(pair)
    if not newer_wins:
        for each in group:
            # One that stood there before stays; of new ones none is taken.
            if each.id not in standing:
                coming.pop(each.id, None)


def _by_age(group: list[Version]) -> list[Version]:
    """The oldest first: by the days that they say, if all say one, then by order of reading."""
    dated = all(each.evidence.get("reported_on") for each in group)

    def age(version: Version) -> tuple[str, int]:
        day = str(version.evidence["reported_on"]) if dated else ""
        return day, -1 if version.place is None else version.place

    return sorted(group, key=age)


def _entered(
    record: Record, standing: dict[str, Version], coming: dict[str, Version], regions: Sequence[str]
) -> Record:
    order = {code: place for place, code in enumerate(regions)}
    everyone = {**standing, **coming}
    ranked = sorted(
        everyone.values(),
        key=lambda v: (order.get(str(v.evidence["region_code"]), len(order)), v.id),
    )
    kept = {name: _by_evidence(record.rows(name)) for name in _FROM_FORMS}
    tables: dict[str, Rows] = {name: [] for name in _FROM_FORMS}
    for version in ranked:
        gone = version.evidence.get("superseded_by") is not None
        if version.id in coming:
            made = {} if gone else rows_of(version)
        else:
            made = {name: [] if gone else kept[name].get(version.id, []) for name in _FROM_FORMS}
        for name, rows in made.items():
            tables[name] += rows
    evaluations = {row["evaluation_id"] for row in tables[EVALUATIONS]}
    return Record(
        tables={
            **record.tables,
            **tables,
            "evidence": [version.evidence for version in ranked],
            "scores": [row for row in record.rows("scores") if row["evaluation_id"] in evaluations],
        },
        descriptor=record.descriptor,
    )


def _by_evidence(rows: Rows) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    for row in rows:
        found.setdefault(str(row["evidence_id"]), []).append(row)
    return found


def rows_of(version: Version) -> dict[str, Rows]:
    """The rows of one form by table, with keys and origin, and the cell of each value."""
    tables: dict[str, Rows] = {}
    origin = {
        name: version.evidence.get(name)
        for name in ("evidence_id", "region_code", "reported_by", "reported_on")
    }
    evaluation = 0
    for found in version.founds:
        if found.tables.get(EVALUATIONS):
            evaluation += 1
        evaluation_id = f"{version.id}/{evaluation}"
        for table in (name for name in TABLES if name in found.tables):
            seen = 0 if table in _OF_EVALUATION else len(tables.get(table, ()))
            cells = found.cells.get(table, [])
            for at, row in enumerate(found.tables[table]):
                whole = {**row, **origin}
                if table == EVALUATIONS or table in _OF_EVALUATION:
                    whole["evaluation_id"] = evaluation_id
                if "position" in schema_of(table).names:
                    whole["position"] = seen + at + 1
                tables.setdefault(table, []).append(whole)
                where = cells[at] if at < len(cells) else {}
                tables.setdefault(CELLS, []).extend(_cells(table, whole, where, version.id))
        for sheet, cell, text, why in found.unplaced:
            placed = tables.setdefault("unplaced", [])
            placed.append(
                {
                    "evidence_id": version.id,
                    "position": len(placed) + 1,
                    "region_code": version.evidence.get("region_code"),
                    "sheet": sheet,
                    "cell": cell,
                    "text": text,
                    "why": why,
                }
            )
    return tables


def _cells(
    table: str, row: Row, where: Mapping[str, tuple[str, str]], evidence: str
) -> Iterable[Row]:
    schema = schema_of(table)
    key = "/".join(format_value(row.get(name)) for name in schema.primary_key)
    for name in schema.names:
        if name in where and row.get(name) is not None:
            sheet, cell = where[name]
            yield {
                "resource": table,
                "key": key,
                "field": name,
                "evidence_id": evidence,
                "sheet": sheet,
                "cell": cell,
            }
