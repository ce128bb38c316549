"""Tables and cells that are not plain, read by frictionless itself.

Parts, inline data, compression, other encodings and dialects, tables that are no CSV: whatever
frictionless reads when it validates, it reads here in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from frictionless import Detector, FrictionlessException, system
from frictionless import Field as ForeignField
from frictionless import Resource as ForeignResource
from frictionless.resources import TableResource

from fiscal_notice.errors import PackageError
from fiscal_notice.package.descriptor import Package, Resource, safe_path, slashed
from fiscal_notice.package.parsing import Lines, no_text

# Properties by which data is found and cut into rows; no others can stand in the way of reading.
_OF_DATA = ("data", "scheme", "format", "encoding", "compression", "innerpath", "dialect")
_OF_FIELD = (
    "name",
    "type",
    "format",
    "trueValues",
    "falseValues",
    "decimalChar",
    "groupChar",
    "bareNumber",
    "floatNumber",
    "delimiter",
    "itemType",
    "arrayItem",
)
_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A table that is open: its labels, and the names of its columns as frictionless has them.

    ``names`` is empty if the labels do not fit the schema. ``rows`` gives (line, cells); the cells
    are text, or, unless ``text``, values. Where lines cannot be told, rows are counted.
    """

    labels: tuple[str, ...]
    names: tuple[str, ...]
    encoding: str
    text: bool
    rows: Iterator[tuple[int, list[Any]]]


def foreign_reader(raw: Mapping[str, Any]) -> Any:
    """Frictionless's reader of the values of a field: None for a cell that is none.

    Raises PackageError for a field that frictionless does not know.
    """
    descriptor = {name: raw[name] for name in _OF_FIELD if name in raw} | {"missingValues": []}
    try:
        reader = ForeignField.from_descriptor(descriptor).create_cell_reader()
    except FrictionlessException as exception:
        raise PackageError(
            f"the field {raw.get('name')} cannot be read: {_words(exception)}",
            found=str(descriptor)[:80],
            expected="a field of Table Schema",
            hint="run fiscal-notice validate",
        ) from None

    def read(cell: Any) -> Any:
        value, notes = reader(cell)
        return None if notes else value

    return read


def detected_encoding(head: bytes) -> str:
    """The encoding that frictionless finds for a file that begins with ``head``."""
    return Detector().detect_encoding(head)


@contextmanager
def open_foreign(package: Package, resource: Resource, place: str) -> Iterator[Opened]:
    """Open a table as frictionless does; PackageError, which names ``place``, if it cannot.

    Reading the rows raises FrictionlessException, csv.Error, UnclosedError, UnicodeError, OSError.
    """
    # Its types promise more than is so before a resource is open.
    made: Any = _made(package, resource, place)
    try:
        made.open()
    except FrictionlessException as exception:
        made.close()
        raise unreadable(exception, package, place, made.encoding or "") from None
    try:
        header = made.header
        try:
            names = tuple(field.name for field in header.get_expected_fields())
        except FrictionlessException:
            names = ()
        fits = not header.errors and (made.labels or not made.dialect.header)
        with _rows(made) as (text, rows):
            yield Opened(
                labels=tuple(made.labels),
                names=names if fits else (),
                encoding=made.encoding,
                text=text,
                rows=rows,
            )
    finally:
        made.close()


def foreign_error(error: Exception, package: Package, place: str, encoding: str = "") -> Exception:
    """An error of frictionless's as one of ours; any other as it is."""
    if isinstance(error, FrictionlessException):
        return unreadable(error, package, place, encoding)
    return error


def unreadable(
    exception: FrictionlessException, package: Package, place: str, encoding: str = ""
) -> PackageError:
    """What frictionless says of a table that it cannot read, with paths as the package has them."""
    if exception.error.type == "encoding-error":
        return no_text(encoding, place)
    root = str(package.root)
    problem = _words(exception).replace(f"{root}/", "").replace(root, package.shown)
    return PackageError(
        f"the table cannot be read: {problem}",
        file=place,
        hint="run fiscal-notice validate, which says what is wrong with the package",
    )


def _words(exception: FrictionlessException) -> str:
    return str(exception.error.note or exception.error.message)


def _made(package: Package, resource: Resource, place: str) -> TableResource:
    descriptor = {name: resource.raw[name] for name in _OF_DATA if name in resource.raw}
    if resource.paths:
        descriptor.pop("data", None)
        descriptor["path"] = resource.paths[0]
        if len(resource.paths) > 1:
            descriptor["path"] = list(resource.paths)
    dialect = descriptor.get("dialect")
    if isinstance(dialect, str):
        safe_path(package.root, dialect, place)
        descriptor["dialect"] = slashed(dialect)
    if resource.schema is not None:
        descriptor["schema"] = _schema(resource.schema.raw)
    descriptor |= {"name": "table", "type": "table"}
    try:
        made = ForeignResource.from_descriptor(descriptor, basepath=str(package.root))
    except FrictionlessException as exception:
        raise unreadable(exception, package, place) from None
    if not isinstance(made, TableResource):
        raise PackageError("it is no table that can be read", file=place)
    return made


def _schema(raw: Mapping[str, Any]) -> dict[str, Any]:
    """As much of a schema as labels are held against."""
    kept = {name: raw[name] for name in ("fieldsMatch", "primaryKey") if name in raw}
    fields = [
        {
            "name": field["name"],
            "type": "any",
            "constraints": {"required": field.get("constraints", {}).get("required", False)},
        }
        for field in raw["fields"]
    ]
    return {"$schema": _PROFILE, "fields": fields, **kept}


@contextmanager
def _rows(made: Any) -> Iterator[tuple[bool, Iterator[tuple[int, list[Any]]]]]:
    if made.format not in ("csv", "tsv") or made.memory:
        yield False, made.dialect.read_enumerated_content_stream(made.cell_stream)
        return
    # The parser does not say on which line a row stands. So its form is taken, and its text.
    form = made.dialect.get_control("csv").to_python()
    with system.create_loader(made) as loader:
        yield True, _numbered(Lines(loader.text_stream, form), made.dialect)


def _numbered(lines: Lines, dialect: Any) -> Iterator[tuple[int, list[str]]]:
    for _, cells in dialect.read_enumerated_content_stream(lines):
        yield lines.line, cells
