"""Schemes of scoring: those of the program, and those that a follow-up package has itself."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from importlib.resources import files

from fiscal_notice.errors import ManyProblemsError, PackageError, UnknownNameError
from fiscal_notice.follow.record import Record
from fiscal_notice.follow.scores.parameters import (
    BASE,
    LEVELS,
    contradictions,
    expected_of,
    number,
)
from fiscal_notice.follow.table_schemas import CODE_LISTS, path_of, schema_of
from fiscal_notice.model import Row, Rows
from fiscal_notice.package import cell_reader

SCHEMES, PARAMETERS = CODE_LISTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of a scheme with its own source, and whether that was read in full.

    ``scheme_id`` is the scheme that has it: this one, or one that it is based on.
    """

    value: str
    source: str
    sure: bool
    scheme_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A grade, from which total on it is given, and its name."""

    name: str
    start: Fraction
    label: str
    label_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A scheme with all of its parameters; ``bases`` are the ids of those it is based on."""

    id: str
    title: str
    title_en: str = ""
    region: str = ""
    year: int | None = None
    source: str = ""
    bases: tuple[str, ...] = ()
    parameters: Mapping[str, Parameter] = field(default_factory=dict, repr=False)

    def text(self, parameter: str) -> str:
        """The value of a parameter; empty if the scheme says nothing of it."""
        found = self.parameters.get(parameter)
        return found.value if found else ""

    def number(self, parameter: str) -> Fraction | None:
        """The value of a parameter as an exact number; None if it is none."""
        return number(self.text(parameter))

    def points(self, level: str) -> Fraction | None:
        """The points of a level (LEVELS); None if they are in those of another, or not said."""
        return self.number(f"points.{level}")

    def band(self, achieved: str) -> tuple[Fraction, Fraction] | None:
        """From and to as shares of the points, by how far a quality was reached."""
        low, high = self.number(f"band.{achieved}.from"), self.number(f"band.{achieved}.to")
        return None if low is None or high is None else (low / 100, high / 100)

    @property
    def places(self) -> int:
        """The decimal places of a score."""
        return int(self.text("rounding.places"))

    @property
    def grades(self) -> tuple[Grade, ...]:
        """The grades, the best first."""
        names = {name.split(".")[1] for name in self.parameters if name.startswith("grade.")}
        found = (
            Grade(
                name=name,
                start=self.number(f"grade.{name}.from") or Fraction(0),
                label=self.text(f"grade.{name}.label"),
                label_en=self.text(f"grade.{name}.label_en"),
            )
            for name in names
        )
        return tuple(sorted(found, key=lambda grade: grade.start, reverse=True))

    def grade(self, total: Fraction) -> Grade | None:
        """The grade of a total; None if the scheme has no grades."""
        return next((each for each in self.grades if total >= each.start), None)

    @property
    def sure(self) -> bool:
        """Whether the sources of all weights were read in full."""
        used = (self.parameters.get(f"points.{level}") for level in LEVELS)
        return all(each.sure for each in used if each)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A parameter that makes no sense: its scheme and name, the value, what was expected."""

    scheme_id: str
    parameter: str
    found: str
    expected: str


def _shipped(table: str) -> Rows:
    text = files("fiscal_notice.follow").joinpath("codelists", f"{table}.csv").read_text("utf-8")
    schema = schema_of(table)
    readers = {f.name: cell_reader(f, schema) for f in schema.fields}
    return [
        {name: readers[name](cell) for name, cell in row.items()}
        for row in csv.DictReader(text.splitlines())
    ]


@cache
def shipped_rows() -> Mapping[str, Rows]:
    """The rows of the program's code lists by table: schemes, scheme_parameters."""
    return {table: _shipped(table) for table in CODE_LISTS}


@dataclass(frozen=True, slots=True)
class _List:
    """Schemes and their parameters by id; what is based on another looks for it in ``beyond`` too.

    The program's schemes are based on the program's, whatever a package has of the same name.
    """

    schemes: Mapping[str, Row]
    parameters: Mapping[str, Rows]
    beyond: _List | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all schemes, those beyond too."""
        return tuple(dict.fromkeys([*self.schemes, *(self.beyond.ids if self.beyond else ())]))

    def holder(self, scheme_id: str) -> _List | None:
        """The list that has a scheme: this one, or one beyond."""
        if scheme_id in self.schemes or self.beyond is None:
            return self if scheme_id in self.schemes else None
        return self.beyond.holder(scheme_id)

    def collected(self, scheme_id: str) -> tuple[dict[str, Parameter], tuple[str, ...]]:
        """The parameters of a scheme with those of its bases, and the ids of these."""
        found: dict[str, Parameter] = {}
        bases: list[str] = []
        current, holder = scheme_id, self.holder(scheme_id)
        while holder is not None:
            following = ""
            for row in holder.parameters.get(current, ()):
                name, value = str(row["parameter"]), str(row["value"])
                if name == BASE:
                    following = value
                    continue
                made = Parameter(
                    value=value,
                    source=str(row["source"]),
                    sure=bool(row["sure"]),
                    scheme_id=current,
                )
                found.setdefault(name, made)
            if not following or following in bases:
                break
            bases.append(following)
            current, holder = following, holder.holder(following)
        return found, tuple(bases)


def _list_of(tables: Mapping[str, Rows], beyond: _List | None = None) -> _List:
    parameters: dict[str, Rows] = {}
    for row in tables.get(PARAMETERS, ()):
        parameters.setdefault(str(row["scheme_id"]), []).append(row)
    schemes = {str(row["scheme_id"]): row for row in tables.get(SCHEMES, ())}
    return _List(schemes, parameters, beyond)


def _lists(record: Record) -> _List:
    own = {table: record.rows(table) for table in CODE_LISTS}
    return _list_of(own, _list_of(shipped_rows()))


def faults(record: Record) -> tuple[Fault, ...]:
    """What makes no sense in the schemes that a package has itself."""
    return tuple(_faults(_lists(record)))


def _faults(own: _List) -> Iterator[Fault]:
    for scheme_id, rows in own.parameters.items():
        broken = False
        for row in rows:
            name, value = str(row["parameter"]), str(row["value"] or "")
            expected = expected_of(name, value)
            if expected is None:
                expected, value = "a parameter of a scheme", name
            if name == BASE and value not in own.ids:
                expected = "one of " + ", ".join(own.ids)
            if expected:
                broken = True
                yield Fault(scheme_id=scheme_id, parameter=name, found=value, expected=expected)
        if scheme_id not in own.schemes:
            listed = f"a scheme of {path_of(SCHEMES)}"
            yield Fault(scheme_id=scheme_id, parameter="", found=scheme_id, expected=listed)
        elif not broken:
            yield from _whole_faults(scheme_id, own)
    for scheme_id in own.schemes:
        if scheme_id not in own.parameters:
            yield Fault(scheme_id=scheme_id, parameter="", found="", expected="parameters")


def _whole_faults(scheme_id: str, own: _List) -> Iterator[Fault]:
    found, bases = own.collected(scheme_id)
    if scheme_id in bases:
        yield Fault(
            scheme_id=scheme_id,
            parameter=BASE,
            found=bases[0],
            expected="a scheme that is not based on this one",
        )
        return
    for name, value, expected in contradictions({name: p.value for name, p in found.items()}):
        yield Fault(scheme_id=scheme_id, parameter=name, found=value, expected=expected)


def schemes_of(record: Record) -> Mapping[str, Scheme]:
    """The schemes that a follow-up can use by id: its own, then those of the program.

    Raises ManyProblemsError with all that makes no sense in its own.
    """
    lists = _lists(record)
    found = tuple(_faults(lists))
    if found:
        raise ManyProblemsError(
            "the schemes of scoring make no sense",
            problems=[
                PackageError(
                    f"the parameter {fault.scheme_id}/{fault.parameter} makes no sense",
                    file=path_of(PARAMETERS),
                    found=fault.found or "(empty)",
                    expected=fault.expected,
                    hint="correct the row, or take it out",
                )
                for fault in found
            ],
        )
    return {scheme_id: _scheme(scheme_id, lists) for scheme_id in lists.ids}


def _scheme(scheme_id: str, lists: _List) -> Scheme:
    holder = lists.holder(scheme_id) or lists
    row = holder.schemes[scheme_id]
    parameters, bases = lists.collected(scheme_id)
    return Scheme(
        id=scheme_id,
        title=str(row["title"]),
        title_en=str(row["title_en"] or ""),
        region=str(row["region"] or ""),
        year=int(str(row["year"])) if row["year"] else None,
        source=str(row["source"]),
        bases=bases,
        parameters=parameters,
    )


def default_id(record: Record, schemes: Mapping[str, Scheme]) -> str:
    """The scheme where a form names none: the descriptor's, else the first without a region."""
    named = record.descriptor.get("scheme")
    if isinstance(named, str) and named:
        return named
    return next((each.id for each in schemes.values() if not each.region), "")


def scheme_named(schemes: Mapping[str, Scheme], scheme_id: str) -> Scheme:
    """The scheme of an id. Raises UnknownNameError if there is none."""
    if scheme_id not in schemes:
        raise UnknownNameError(
            "there is no such scheme of scoring",
            found=scheme_id,
            expected="one of " + ", ".join(schemes),
            hint="a follow-up package may have schemes of its own: tables schemes and "
            "scheme_parameters",
        )
    return schemes[scheme_id]


def rows_of(record: Record, used: Iterable[Scheme]) -> dict[str, Rows]:
    """The rows of both code lists for the schemes used and their bases, with all of the package's.

    So a package has what its scores were made with, whatever the program's lists say later.
    """
    wanted = {scheme_id for each in used for scheme_id in (each.id, *each.bases)}
    own = {row["scheme_id"] for table in CODE_LISTS for row in record.rows(table)}
    return {
        table: [
            *record.rows(table),
            *(
                row
                for row in shipped_rows()[table]
                if row["scheme_id"] in wanted and row["scheme_id"] not in own
            ),
        ]
        for table in CODE_LISTS
    }
