"""Tables as frames: text as it stands in the CSV, and typed by the Table Schema."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from fiscal_notice.model import Row
from fiscal_notice.package.cells import (
    FALSE,
    TRUE,
    CellError,
    cell_reader,
    exact_numbers,
    missing_values,
)
from fiscal_notice.package.descriptor import Field, Package, Resource, Schema
from fiscal_notice.package.table_reader import open_table, text_rows
from fiscal_notice.package.tabular import format_value

_BOOLEAN = dict.fromkeys(TRUE, True) | dict.fromkeys(FALSE, False)
# Properties by which cells are read otherwise than by their type alone.
_OF_READING = frozenset(
    ["format", "trueValues", "falseValues", "decimalChar", "groupChar", "bareNumber"]
)
_OF_THEIR_OWN = ("integer", "year", "number", "boolean")
# Python objects, whether or not pyarrow is installed: the tables of a notice are small.
_STRING = pd.StringDtype("python")


def text_frame(package: Package, resource: Resource) -> pd.DataFrame:
    """The cells of a table as text (dtype object), every missing one as an empty string.

    Columns are those of the file in its order; the index counts rows from 0. Raises PackageError
    as ``open_table`` does: for a missing file, or rows that do not fit the header.
    """
    with open_table(package, resource) as table:
        columns: list[list[str]] = [[] for _ in table.names]
        # The same text over and over is held once.
        once: dict[str, str] = {}
        for _, cells in text_rows(table, resource):
            for column, cell in zip(columns, cells, strict=True):
                column.append(once.setdefault(cell, cell))
        frame = pd.DataFrame(dict(enumerate(columns)), dtype=object)
        return frame.set_axis(list(table.names), axis=1)


def rows_frame(schema: Schema, rows: Iterable[Row]) -> pd.DataFrame:
    """Rows as the text frame that their CSV would give: a column for each field, in its order."""
    names = list(schema.names)
    cells = [[format_value(row.get(name)) for name in names] for row in rows]
    return pd.DataFrame(cells, columns=names, dtype=object)


def typed_frame(text: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """A text frame with the dtypes of the schema, and then the columns ``_key`` and ``_line``.

    Fields without a column are left out, columns without a field too. ``_key`` is the primary key
    as text, parts joined by ``/``.

    Integers and years are Int64, numbers Float64, booleans boolean, all else string; a missing
    cell is ``<NA>``. A cell that its type cannot read is ``<NA>`` too: the schema check names it.
    ``_line`` is ``source_line`` where the table has it.
    """
    columns: dict[str, pd.Series] = {}
    for field in schema.fields:
        if field.name in text.columns:
            columns[field.name] = _typed(text[field.name], field, schema)
    frame = pd.DataFrame(columns, index=text.index)
    frame["_key"] = _keys(text, schema)
    frame["_line"] = columns.get("source_line", pd.Series(pd.NA, index=text.index, dtype="Int64"))
    return frame


def _typed(cells: pd.Series, field: Field, schema: Schema) -> pd.Series:
    kind = field.type
    if kind not in _OF_THEIR_OWN:
        return cells.where(~cells.isin(missing_values(field, schema)), None).astype(_STRING)
    if field.raw.keys() & _OF_READING or missing_values(field, schema) != {""}:
        cells = cells.map(_plain_texts(cells, field, schema))
    text = cells.to_numpy(dtype=object)
    empty = text == ""
    if kind in ("integer", "year"):
        return pd.Series(_integers(text, empty), index=cells.index)
    if kind == "number":
        return pd.to_numeric(cells, errors="coerce").astype("Float64")
    return cells.map(_BOOLEAN).astype("boolean")


def _plain_texts(cells: pd.Series, field: Field, schema: Schema) -> dict[str, str]:
    """Each cell as it would be written without missing values, words or formats of its own.

    A cell that its type cannot read stays as it is.
    """
    read = cell_reader(exact_numbers(field), schema)
    plain = {}
    for cell in cells.unique():
        try:
            value = read(cell)
        except CellError:
            plain[cell] = cell
        else:
            plain[cell] = format_value(value)
    return plain


def _integers(text: np.ndarray[Any, np.dtype[Any]], empty: np.ndarray[Any, np.dtype[Any]]) -> Any:
    try:
        # Exact for every integer of 64 bits, which a detour over floats would not be.
        values = np.where(empty, "0", text).astype(np.int64)
    except (ValueError, OverflowError):
        numbers = pd.Series(pd.to_numeric(pd.Series(text), errors="coerce")).astype("Float64")
        return numbers.where((numbers % 1 == 0).fillna(value=False)).astype("Int64").array
    return pd.arrays.IntegerArray(values, empty.astype(bool))


def _keys(text: pd.DataFrame, schema: Schema) -> pd.Series:
    names = [name for name in schema.primary_key or schema.names if name in text.columns]
    if not names:
        return pd.Series("", index=text.index, dtype=_STRING)
    if len(names) == 1:
        return text[names[0]].astype(_STRING)
    # Put together at once: the keys of a large table take more than the rest of it.
    keys = map("/".join, zip(*(text[name] for name in names), strict=True))
    return pd.Series(list(keys), index=text.index, dtype=_STRING)


def typed_frames(texts: Mapping[str, pd.DataFrame], package: Package) -> dict[str, pd.DataFrame]:
    """Every text frame typed by its resource's schema, see ``typed_frame``, by resource.

    A table without ``source_line`` has the lines of the rows that it refers to, or else the first
    lines of the rows that refer to it.
    """
    frames = {
        name: typed_frame(text, resource.schema)
        for name, text in texts.items()
        if (resource := package.resource(name)) and resource.schema
    }
    _fill_lines(frames, frames.keys(), package)
    return frames


def typed_beside(
    text: pd.DataFrame, name: str, frames: Mapping[str, pd.DataFrame], package: Package
) -> pd.DataFrame:
    """A text frame typed as the table ``name``, which stands beside the other ``frames``."""
    schema = package.require(name).schema
    changed = dict(frames)
    if schema is not None:
        changed[name] = typed_frame(text, schema)
        _fill_lines(changed, {name}, package)
    return changed[name]


def text_of(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """The text frame that the CSV of a frame would give, its rows counted from 0."""
    columns = {name: _texts(frame[name]) for name in schema.names if name in frame.columns}
    return pd.DataFrame(columns, dtype=object)


def _texts(cells: pd.Series) -> list[str]:
    pairs = zip(cells.tolist(), cells.isna().tolist(), strict=True)
    return ["" if missing else _text(value) for value, missing in pairs]


def _text(value: Any) -> str:
    # NumPy's floats are floats, and write themselves otherwise.
    return format_value(Decimal(repr(float(value))) if isinstance(value, float) else value)


def _fill_lines(frames: dict[str, pd.DataFrame], names: Collection[str], package: Package) -> None:
    links = [link for link in _links(package) if link.child in frames and link.parent in frames]
    for link in links:
        if link.child in names:
            _fill(frames, link.child, link.parent, link.own, link.target)
    for link in links:
        if link.parent in names:
            _fill(frames, link.parent, link.child, link.target, link.own)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    child: str
    own: str
    parent: str
    target: str


def _links(package: Package) -> Iterator[_Link]:
    for resource in package.tables:
        for own, parent, target in resource.schema.foreign_keys if resource.schema else ():
            if len(own) == 1 and parent:
                yield _Link(child=resource.name, own=own[0], parent=parent, target=target[0])


def _fill(frames: dict[str, pd.DataFrame], name: str, source: str, own: str, target: str) -> None:
    frame, other = frames[name], frames[source]
    if "source_line" in frame.columns or frame["_line"].notna().all():
        return
    lines = other.dropna(subset=[target]).groupby(target)["_line"].min()
    frame["_line"] = frame["_line"].fillna(frame[own].map(lines).astype("Int64"))
