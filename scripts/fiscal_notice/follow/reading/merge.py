"""Forms put into a record: keys, the cell of each value, and versions of one form told apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from fiscal_notice.follow.reading.found import Found
from fiscal_notice.follow.reading.lines import EVALUATIONS, FROM_FORMS, Standing, unpacked
from fiscal_notice.follow.record import Record
from fiscal_notice.follow.table_schemas import TABLES, schema_of
from fiscal_notice.model import Row, Rows
from fiscal_notice.package.tabular import format_value

CELLS = "field_cells"
#: Tables of an evaluation, keyed by its id.
_OF_EVALUATION = ("self_evaluation_funds", "self_evaluation_scores", "self_evaluation_answers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One form as it goes into the record: its evidence and its lines by table.

    ``subjects`` are what it evaluates, ``evaluations`` their ids; ``place`` is its place among the
    forms of this reading, None for one that stood there before.
    """

    evidence: Row
    lines: Mapping[str, Sequence[bytes]] = field(default_factory=dict)
    subjects: frozenset[str] = frozenset()
    evaluations: frozenset[str] = frozenset()
    place: int | None = None

    @property
    def id(self) -> str:
        """Its evidence id."""
        return str(self.evidence["evidence_id"])

    @property
    def gone(self) -> bool:
        """Whether another form stands for it."""
        return bool(self.evidence.get("superseded_by"))

    def superseded(self, by: str) -> Version:
        """It without its rows."""
        return Version(evidence={**self.evidence, "superseded_by": by}, place=self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two versions of one form, neither of which was said to win: the newer by what they say."""

    older: Version
    newer: Version


@dataclass(slots=True, kw_only=True)
class Merged:
    """The record with the forms in it, their rows as ``lines`` by table, below a header.

    ``conflicts`` are of forms that were left out, ``superseded`` of those that a newer one stands
    for, as (older, newer); ``gone`` are names of forms that one that stood there before stands
    for, and of those.
    """

    record: Record
    lines: dict[str, bytes] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    superseded: list[Conflict] = field(default_factory=list)
    gone: list[tuple[str, str]] = field(default_factory=list)


def evidence_id(region: str, sha256: str) -> str:
    """The id of a form: its region and the first of its hash, so that no other form changes it."""
    return f"{region}-{sha256[:8]}"


def merged(
    before: Standing, versions: Iterable[Version], regions: Sequence[str], *, newer_wins: bool
) -> Merged:
    """What stands there with ``versions`` in it, in the order of ``regions``, not in their own.

    Of two versions of one form the newer is that with the later day of reporting; where that says
    nothing, that of this reading, of two of one reading the one named last.
    """
    standing = {version.id: version for version in _standing(before)}
    result = Merged(record=before.record)
    coming: dict[str, Version] = {}
    for version in versions:
        old = standing.get(version.id)
        if old is None:
            coming.setdefault(version.id, version)
        elif old.gone:
            newer = standing.get(str(old.evidence["superseded_by"]), old)
            result.gone.append((_name(version), _name(newer)))
        else:
            # The same bytes read again: the name under which they first came stays.
            path = old.evidence.get("path") or version.evidence.get("path")
            coming[version.id] = replace(version, evidence={**version.evidence, "path": path})
    everyone = {**standing, **coming}
    groups: dict[tuple[object, ...], list[Version]] = {}
    for each in everyone.values():
        if not each.gone and each.evidence.get("kind") in ("form", "self_evaluation"):
            groups.setdefault(_of_one(each), []).append(each)
    for group in groups.values():
        if len(group) > 1 and any(v.id not in standing for v in group):
            _settle(group, set(standing), everyone, result, newer_wins=newer_wins)
    _enter(before, everyone, regions, result)
    return result


def _name(version: Version) -> str:
    return str(version.evidence.get("path") or version.id)


def _standing(before: Standing) -> Iterator[Version]:
    for row in before.record.rows("evidence"):
        key = str(row["evidence_id"])
        yield Version(
            evidence=row,
            lines=before.lines.get(key, {}),
            subjects=before.subjects.get(key, frozenset()),
            evaluations=before.evaluations.get(key, frozenset()),
        )


def _of_one(version: Version) -> tuple[object, ...]:
    """What versions of one form have in common: region, kind, period, and what it evaluates."""
    evidence = version.evidence
    what = version.subjects if evidence["kind"] == "self_evaluation" else None
    return evidence["region_code"], evidence["kind"], evidence.get("period") or "", what


def _settle(
    group: list[Version],
    standing: set[str],
    everyone: dict[str, Version],
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
            everyone[older.id] = older.superseded(newest.id)
        else:
            result.conflicts.append(pair)
    if not newer_wins:
        for each in group:
            # One that stood there before stays; of new ones none is taken.
            if each.id not in standing:
                del everyone[each.id]


def _by_age(group: list[Version]) -> list[Version]:
    """The oldest first: by the days that they say, if all say one, then by order of reading."""
    dated = all(each.evidence.get("reported_on") for each in group)

    def age(version: Version) -> tuple[str, int]:
        day = str(version.evidence["reported_on"]) if dated else ""
        return day, -1 if version.place is None else version.place

    return sorted(group, key=age)


def _enter(
    before: Standing, everyone: dict[str, Version], regions: Sequence[str], result: Merged
) -> None:
    order = {code: place for place, code in enumerate(regions)}
    ranked = sorted(
        everyone.values(),
        key=lambda v: (order.get(str(v.evidence["region_code"]), len(order)), v.id),
    )
    for table in FROM_FORMS:
        parts = [unpacked(p) for v in ranked if not v.gone for p in v.lines.get(table, ())]
        if parts:
            result.lines[table] = b"".join(parts)
    evaluations = {each for version in ranked if not version.gone for each in version.evaluations}
    scores = [
        row for row in before.record.rows("scores") if str(row["evaluation_id"]) in evaluations
    ]
    result.record = Record(
        tables={
            **before.record.tables,
            "evidence": [version.evidence for version in ranked],
            "scores": scores,
        },
        descriptor=before.record.descriptor,
    )


def rows_of(evidence: Row, founds: Sequence[Found]) -> dict[str, Rows]:
    """The rows of one form by table, with keys and origin, and the cell of each value."""
    own = str(evidence["evidence_id"])
    tables: dict[str, Rows] = {}
    origin = {
        name: evidence.get(name)
        for name in ("evidence_id", "region_code", "reported_by", "reported_on")
    }
    evaluation = 0
    for found in founds:
        if found.tables.get(EVALUATIONS):
            evaluation += 1
        evaluation_id = f"{own}/{evaluation}"
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
                tables.setdefault(CELLS, []).extend(_cells(table, whole, where, own))
        for sheet, cell, text, why in found.unplaced:
            placed = tables.setdefault("unplaced", [])
            placed.append(
                {
                    "evidence_id": own,
                    "position": len(placed) + 1,
                    "region_code": evidence.get("region_code"),
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
