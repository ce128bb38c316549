"""Tables and cells that are not plain, read by frictionless itself.

Parts, inline data, compression, other encodings and dialects, tables that are no CSV: whatever
frictionless reads when it validates, it reads here in the same way.
"""

from __future__ import annotations

import gc
import lzma
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from frictionless import Detector, FrictionlessException, system
from frictionless import Field as ForeignField
from frictionless import Resource as ForeignResource
from frictionless.resources import TableResource

from fiscal_notice.errors import PackageError
from fiscal_notice.package.descriptor import Package, Resource
from fiscal_notice.package.parsing import Lines, check_encoding, no_text
from fiscal_notice.package.place import safe_path, slashed

# Properties by which data is found and cut into rows; no others can stand in the way of reading.
_OF_DATA = ("data", "scheme", "format", "encoding", "compression", "innerpath", "dialect")
_OF_FIELD = (
    "name", "type", "format", "trueValues", "falseValues", "decimalChar", "groupChar",
    "bareNumber", "floatNumber", "delimiter", "itemType", "arrayItem",
)  # fmt: skip
NumberedRows = Generator[tuple[int, list[Any]], None, None]
_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignTable:
    """A table that is open: its header, and the names of its columns as frictionless has them.

    ``names`` is empty if the labels do not fit the schema. ``dialect`` has what is not as in a
    plain CSV. ``rows`` gives (line, cells); the cells
    are text, or, unless ``text``, values. Where lines cannot be told, rows are counted.
    """

    header: tuple[str, ...]
    labels: tuple[str, ...]
    names: tuple[str, ...]
    encoding: str
    dialect: Mapping[str, Any]
    text: bool
    rows: NumberedRows


def foreign_reader(raw: Mapping[str, Any]) -> Any:
    """Frictionless's reader of the values of a field: None for a cell that is none.

    Raises PackageError for a field that frictionless does not know.
    """
    reader = _field(raw).create_cell_reader()

    def read(cell: Any) -> Any:
        value, notes = reader(cell)
        return None if notes else value

    return read


def foreign_writer(raw: Mapping[str, Any]) -> Callable[[Any], str]:
    """What writes a value of a field as the text that the field reads alike.

    Raises PackageError for a field that frictionless does not know.
    """
    write = _field(raw).create_value_writer()
    return lambda value: str(write(value))


def _field(raw: Mapping[str, Any]) -> Any:
    descriptor = {name: raw[name] for name in _OF_FIELD if name in raw} | {"missingValues": []}
    try:
        return ForeignField.from_descriptor(descriptor)
    except FrictionlessException as exception:
        raise PackageError(
            f"the field {raw.get('name')} cannot be read: {_words(exception)}",
            found=str(descriptor)[:80],
            expected="a field of Table Schema",
            hint="run fiscal-notice validate",
        ) from None


def detected_encoding(head: bytes) -> str:
    """The encoding that frictionless finds for a file that begins with ``head``: 100,000 bytes."""
    return Detector().detect_encoding(head)


@contextmanager
def open_foreign(package: Package, resource: Resource, place: str) -> Iterator[ForeignTable]:
    """Open a table as frictionless does; PackageError, which names ``place``, if it cannot.

    Reading the rows raises FrictionlessException, csv.Error, UnclosedError, UnicodeError, OSError.
    """
    check_encoding(resource.raw.get("encoding"), place)
    made = _made(package, resource, place)
    with _collected() if made.compression else nullcontext():
        try:
            with _opened(made, package, place) as (text, rows):
                yield _described(made, text, rows)
                rows.close()
                del rows
        finally:
            del made


@contextmanager
def _collected() -> Iterator[None]:
    """Collect what frictionless leaves open: a compressed file itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        try:
            yield
        finally:
            gc.collect()


@contextmanager
def _opened(made: Any, package: Package, place: str) -> Iterator[tuple[bool, NumberedRows]]:
    """The resource open: whether its cells are text, and its numbered rows."""
    problem: Exception | None = None
    with ExitStack() as stack:
        stack.callback(made.close)
        try:
            made.open()
            if made.format not in ("csv", "tsv") or made.memory:
                found = False, made.dialect.read_enumerated_content_stream(made.cell_stream)
            else:
                found = True, _text_rows(made, stack.enter_context(system.create_loader(made)))
        except (PackageError, RecursionError, MemoryError):
            raise
        except Exception as exception:  # frictionless fails in many ways on what is no table
            problem = foreign_error(exception, package, place, made.encoding or "")
            if problem is exception:
                problem = _broken(f"{type(exception).__name__}: {exception}", place)
        if problem is None:
            yield found
            return
    # Not as the other's cause, which would keep its files.
    raise problem


def _text_rows(made: Any, loader: Any) -> NumberedRows:
    """The rows of a text with their lines, which frictionless's own parser does not tell."""
    lines = Lines(loader.text_stream, made.dialect.get_control("csv").to_python())
    return ((lines.line, cells) for _, cells in made.dialect.read_enumerated_content_stream(lines))


def _described(made: Any, text: bool, rows: NumberedRows) -> ForeignTable:
    header = made.header
    try:
        names = tuple(field.name for field in header.get_expected_fields())
    except FrictionlessException:
        names = ()
    fits = not header.errors and (made.labels or not made.dialect.header)
    return ForeignTable(
        header=_header(made),
        dialect=_dialect(made),
        labels=tuple(made.labels),
        names=names if fits else (),
        encoding=made.encoding,
        text=text,
        rows=rows,
    )


def foreign_error(error: Exception, package: Package, place: str, encoding: str = "") -> Exception:
    """An error of frictionless, of unpacking or of the system as PackageError; others as they are.

    ``place`` is the table in words for the message, ``encoding`` the one it is read in.
    """
    if isinstance(error, FrictionlessException):
        return unreadable_table(error, package, place, encoding)
    if isinstance(error, (*_UNPACKING, OSError)):
        return _broken(getattr(error, "strerror", None) or str(error), place)
    return error


def unreadable_table(
    exception: FrictionlessException, package: Package, place: str, encoding: str = ""
) -> PackageError:
    """What frictionless says of a table that it cannot read, with paths as the package has them."""
    if exception.error.type == "encoding-error":
        return no_text(encoding, place)
    if exception.error.type == "format-error":
        return PackageError(
            f"the table cannot be read: {_words(exception)}",
            file=place,
            expected="a table in a format that is read, such as csv or tsv",
            hint='state it in the descriptor ("format": "csv"), or give the file its extension',
        )
    lacking = _LACKING.search(_words(exception))
    if lacking:
        return PackageError(
            f"tables in the format {lacking[1]} cannot be read here",
            file=place,
            expected="a table in a format that is read, such as csv or tsv",
            hint="save the table as CSV, and correct its path and format in the descriptor",
        )
    root = str(package.root)
    return _broken(_words(exception).replace(f"{root}/", "").replace(root, package.shown), place)


# What frictionless says of a format whose library is not there: no one here is to install it.
_LACKING = re.compile(r'^Please install "frictionless\[(.+)\]"$')
# What Python's readers of compressed files raise for one that is cut or damaged.
_UNPACKING = (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)


def _broken(problem: str, place: str) -> PackageError:
    return PackageError(
        f"the table cannot be read: {problem}",
        file=place,
        hint="run fiscal-notice validate, which says what is wrong with the package",
    )


def _words(exception: FrictionlessException) -> str:
    return str(exception.error.note or exception.error.message)


def _made(package: Package, resource: Resource, place: str) -> Any:
    # Its types promise more than is so before a resource is open.
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
        raise unreadable_table(exception, package, place) from None
    except (TypeError, ValueError, AttributeError):
        # A dialect of another shape than frictionless takes for granted.
        raise PackageError(
            "its dialect cannot be read",
            file=place,
            found=str(dialect)[:80],
            hint="run fiscal-notice validate, which says what is wrong with the package",
        ) from None
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


def _header(made: Any) -> tuple[str, ...]:
    """The labels as they stand; where they are put together of several rows, as they are then."""
    dialect = made.dialect
    if not made.labels or not dialect.header or len(dialect.header_rows) != 1:
        return tuple(made.labels)
    row: list[Any] = made.sample[dialect.header_rows[0] - 1]
    return tuple("" if cell is None else str(cell) for cell in row)


def _dialect(made: Any) -> dict[str, Any]:
    """How the rows of a file are told apart, as far as it is not as in a plain CSV."""
    found: dict[str, Any] = made.dialect.to_descriptor()
    if made.format in ("csv", "tsv") and not made.memory:
        found.pop("csv", None)
        control = made.dialect.get_control("csv")
        given = {
            "delimiter": (control.delimiter, ","),
            "quoteChar": (control.quote_char, '"'),
            "escapeChar": (control.escape_char, None),
            "skipInitialSpace": (control.skip_initial_space, False),
        }
        found |= {name: value for name, (value, usual) in given.items() if value != usual}
    return found
